// The plan's live connection: y-websocket's provider, our own frames, and the honest lamp. Framework-free: screens subscribe.
// Called by the plan page; notices are handed on by topic to whoever fetches.
import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { proseVersion } from '../shared/plan/prose-json.ts'
import type { RefusalCode } from '../shared/refusals.ts'
import type { Capability } from '../shared/roles.ts'
import {
  type AssiseFrame,
  type CloseReason,
  closeCodes,
  decodeFrame,
  frames,
  type Topic,
  topics,
  updateBytesMax,
} from '../shared/wire.ts'
import { openOutbox, passagesOf } from './outbox.ts'

/**
 * SYNC-8. saved: all that was typed here is on the server's disk · saving: under way · notSaved: refused, or no answer for 5 s, or cut
 * off with text unsent · readOnly · locked · connecting: nothing of ours is unsent, but we do not hear the server yet.
 */
export type Lamp = 'connecting' | 'saved' | 'saving' | 'notSaved' | 'readOnly' | 'locked'

export interface RoomState {
  readonly lamp: Lamp
  /** Null until the server said so. */
  readonly capability: Capability | null
  /** The whole plan has come at least once: it can be shown, and edited if one may. */
  readonly ready: boolean
  readonly connected: boolean
  /** Something typed here is not on the server: the screen keeps it and offers it for copying (`unsavedPassages`). */
  readonly unsaved: boolean
  /** Why the last of it was refused for good. */
  readonly refused: RefusalCode | null
  readonly lockedVersion: string | null
  /** The plan's log is damaged on the server: it is shown, writable by nobody. */
  readonly quarantined: boolean
  /** The server speaks a newer language than this page: it must be loaded again before editing. */
  readonly outdated: boolean
  /** The server closed for good. */
  readonly ended: CloseReason | null
}

export interface PlanRoom {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  state(): RoomState
  /** Calls `listen` at each change; returns what stops it. */
  subscribe(listen: (state: RoomState) => void): () => void
  /** The texts that hold something unsaved, whole, as they stand on this screen. */
  unsavedPassages(): string[]
  close(): void
}

export interface RoomOptions {
  readonly planId: string
  /** Something must be fetched again; all topics after a lost connection. */
  readonly onTopic: (topic: Topic) => void
  /** The address of the socket without the plan; the page's own by default. */
  readonly url?: string
  readonly WebSocketClass?: typeof WebSocket
}

/** Without an answer for this long, "saving" is no longer honest. */
const patienceMs = 5_000

export function connectRoom({ planId, onTopic, url, WebSocketClass = WebSocket }: RoomOptions): PlanRoom {
  const doc = new Y.Doc()
  const listeners = new Set<(state: RoomState) => void>()
  const outbox = openOutbox()
  let hello: Extract<AssiseFrame, { type: 'hello' }> | null = null
  let capability: Capability | null = null
  let lockedVersion: string | null = null
  let heard = false
  let ready = false
  let outdated = false
  let ended: CloseReason | null = null
  let state: RoomState | null = null

  // The server tidies formatting marks and sends what it deleted. Every screen doing it too would be an echo, and a reader may not.
  doc.on('afterTransaction', (transaction) => {
    if (!transaction.local) transaction._needFormattingCleanup = false
  })
  // Registered before the provider's own listener, so that the outbox knows an edit before it is sent.
  doc.on('update', (bytes: Uint8Array, origin: unknown) => {
    if (origin === provider || !mayWrite()) return
    outbox.typed(bytes)
    // After the provider has had its turn to send it.
    queueMicrotask(refresh)
  })

  class CountedSocket extends WebSocketClass {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      heard = false
      outbox.reconnected()
    }
    override send(data: Uint8Array<ArrayBuffer>): void {
      const kind = kindOf(data, doc.clientID)
      if (kind === 'othersPresence' || (kind === 'update' && !mayWrite())) return
      const edit = kind === 'update' || kind === 'whole'
      // The server would close the line on it, and the provider come back with it again and again.
      const tooLarge = edit && data.length > updateBytesMax
      if (tooLarge) outbox.tooLarge(kind === 'whole')
      else if (edit) outbox.sent(kind === 'whole')
      if (!tooLarge) super.send(data)
      refresh()
    }
  }

  const provider = new WebsocketProvider(
    url ?? `${location.origin.replace(/^http/, 'ws')}/sync`,
    planId,
    doc,
    {
      WebSocketPolyfill: CountedSocket as unknown as typeof WebSocket,
      // Tabs would pass each other text that the server never judged.
      disableBc: true,
      // Spread out, so that a restart is not followed by everyone at the same instant.
      maxBackoffTime: 4_000 + Math.random() * 4_000,
    },
  )
  provider.messageHandlers[frames.assise] = (_encoder, decoder) => {
    const frame = decodeFrame(decoder)
    if (frame) receive(frame)
    else outdated = true
    refresh()
  }
  provider.on('sync', (synced: boolean) => {
    ready ||= synced
    refresh()
  })
  provider.on('status', () => refresh())
  provider.on('closed', ({ code }: { code: number }) => {
    ended = (Object.keys(closeCodes) as CloseReason[]).find((key) => closeCodes[key] === code) ?? 'fault'
    refresh()
  })

  function receive(frame: AssiseFrame): void {
    if (frame.type === 'hello') welcome(frame)
    else if (frame.type === 'ack') outbox.acked(frame.count)
    else if (frame.type === 'nack') outbox.refused(frame.count, frame.retry ? null : frame.code)
    else if (frame.type === 'capability') capability = frame.capability
    else if (frame.type === 'notice') onTopic(frame.topic)
    else if (frame.type === 'locked') {
      lockedVersion = frame.versionId
      onTopic('plan')
    }
  }

  function welcome(frame: Extract<AssiseFrame, { type: 'hello' }>): void {
    // Another epoch is another document: merging ours into it would bring back what was left behind.
    if (hello && hello.epoch !== frame.epoch) {
      ended = 'otherEpoch'
      provider.disconnect()
      return
    }
    if (hello) for (const topic of topics) onTopic(topic)
    hello = frame
    heard = true
    capability = frame.capability
    lockedVersion = frame.lockedVersion
    outdated ||= frame.proseVersion > proseVersion
  }

  /** Until the server has spoken, an edit is kept as one: it may have been made before a cut. */
  function mayWrite(): boolean {
    return (capability === null || capability === 'edit') && lockedVersion === null
  }

  function lampNow(): Lamp {
    const connected = provider.wsconnected && heard && ended === null
    if (lockedVersion !== null) return 'locked'
    if (outbox.unsaved()) return connected && !outbox.stuck(patienceMs) ? 'saving' : 'notSaved'
    if (!connected || !ready || !provider.synced || outbox.waiting()) return 'connecting'
    return capability === 'edit' && !hello?.quarantined && !outdated ? 'saved' : 'readOnly'
  }

  function stateNow(): RoomState {
    return {
      lamp: lampNow(),
      capability,
      ready,
      connected: provider.wsconnected && heard,
      unsaved: outbox.unsaved(),
      refused: outbox.refusal(),
      lockedVersion,
      quarantined: hello?.quarantined ?? false,
      outdated,
      ended,
    }
  }

  function refresh(): void {
    const next = stateNow()
    const keys = Object.keys(next) as (keyof RoomState)[]
    if (state && keys.every((key) => state![key] === next[key])) return
    state = next
    for (const listen of listeners) listen(next)
  }

  const warn = (event: BeforeUnloadEvent) => {
    if (outbox.unsaved()) event.preventDefault()
  }
  globalThis.window?.addEventListener('beforeunload', warn)
  const clock = setInterval(refresh, 1_000)

  return {
    doc,
    awareness: provider.awareness,
    state: stateNow,
    subscribe(listen) {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    unsavedPassages: () => passagesOf(doc, outbox.updates()),
    close() {
      clearInterval(clock)
      globalThis.window?.removeEventListener('beforeunload', warn)
      listeners.clear()
      provider.destroy()
      provider.awareness.destroy()
    },
  }
}

type Kind = 'update' | 'whole' | 'othersPresence' | 'other'

/** What a frame of the provider is. It repeats every presence it hears; only our own is ours to tell. */
function kindOf(bytes: Uint8Array, clientId: number): Kind {
  const decoder = decoding.createDecoder(bytes)
  const type = decoding.readVarUint(decoder)
  if (type === frames.sync) {
    const step = decoding.readVarUint(decoder)
    return step === 2 ? 'update' : step === 1 ? 'whole' : 'other'
  }
  if (type !== frames.awareness) return 'other'
  const states = decoding.createDecoder(decoding.readVarUint8Array(decoder))
  for (let left = decoding.readVarUint(states); left > 0; left--) {
    if (decoding.readVarUint(states) === clientId) return 'other'
    decoding.readVarUint(states)
    decoding.readVarString(states)
  }
  return 'othersPresence'
}
