// The plan's room as screens see it: opened once for a whole workspace, its state as a signal, its notices on the page's bus.
// Called by WorkspaceLayout; pages reach it with useWorkspace().room().
import { type Accessor, createSignal, onCleanup, untrack } from 'solid-js'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { announceTopic, tellCrowd } from './live.ts'
import { me } from './me.ts'
import { openDevice } from './offline.ts'
import { connectRoom, type RoomState } from './room.ts'

export interface LiveRoom {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly state: Accessor<RoomState>
  /** The texts that hold something unsaved, whole, as they stand on this screen. */
  unsavedPassages(): string[]
  /** The texts that an earlier page kept and that cannot go into this plan. */
  asidePassages(): string[]
  /** Takes off the device what was put aside or cannot be saved; where something is unsaved here, the page is loaded anew after it. */
  forget(): void
}

/** Joins the room while the calling owner lives. */
export function joinRoom(planId: string): LiveRoom {
  const personId = untrack(me)?.id
  const device = personId === undefined ? null : openDevice(personId, planId)
  const room = connectRoom({ planId, onTopic: (topic) => announceTopic(topic, false), device })
  const [state, setState] = createSignal(room.state())
  onCleanup(room.subscribe(setState))
  onCleanup(() => room.close())
  const { doc, awareness, unsavedPassages, asidePassages, forget } = room
  const count = () => tellCrowd(awareness.getStates().size)
  awareness.on('change', count)
  onCleanup(() => awareness.off('change', count))
  return { doc, awareness, state, unsavedPassages, asidePassages, forget }
}
