// The plan's room as screens see it: opened once for a whole workspace, its state as a signal, its notices on the page's bus.
// Called by WorkspaceLayout; pages reach it with useWorkspace().room().
import { type Accessor, createSignal, onCleanup } from 'solid-js'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { announceTopic } from './live.ts'
import { connectRoom, type RoomState } from './room.ts'

export interface LiveRoom {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly state: Accessor<RoomState>
  /** The texts that hold something unsaved, whole, as they stand on this screen. */
  unsavedPassages(): string[]
}

/** Joins the room while the calling owner lives. */
export function joinRoom(planId: string): LiveRoom {
  const room = connectRoom({ planId, onTopic: announceTopic })
  const [state, setState] = createSignal(room.state())
  onCleanup(room.subscribe(setState))
  onCleanup(() => room.close())
  return { doc: room.doc, awareness: room.awareness, state, unsavedPassages: room.unsavedPassages }
}
