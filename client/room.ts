// The plan's live connection: y-websocket's provider, our own frames, and the honest lamp. Framework-free: screens subscribe.
// Called by plan-room.ts; notices are handed on by topic to whoever fetches.
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { proseVersion as ourProseVersion } from '../shared/plan/prose-json.ts'
import type { RefusalCode } from '../shared/refusals.ts'
import type { Capability } from '../shared/roles.ts'
import {
  type AssiseFrame,
  type CloseReason,
  closeCodes,
  decodeFrame,
  firstWithinMs,
  frames,
  pageWords,
  type Topic,
  topics,
  updateBytesMax,
} from '../shared/wire.ts'
import { kindOfFrame } from './frame-kind.ts'
import type { Device, KeptText } from './offline.ts'
import { openOutbox, passagesOf } from './outbox.ts'
import { openReconnection } from './reconnect.ts'
import { fromDevice, keptPassages, openEarlier } from './taken-up.ts'

/**
 * SYNC-8. saved: all that was typed here is on the server's disk · saving: under way · notSaved: no answer for 5 s, or cut off with
 * text unsent · kept: the same, and all of that text is on this device's disk · refused: for good, to be copied · readOnly, where the
 * role is why · locked · connecting: nothing of ours is unsent, but we do not hear the server yet.
 */
export type Lamp = 'connecting' | 'saved' | 'saving' | 'notSaved' | 'kept' | 'refused' | 'readOnly' | 'locked'

export interface RoomState {
  readonly lamp: Lamp
  /** Null until the server said so. */
  readonly capability: Capability | null
  /** The whole plan has come at least once: it can be shown, and edited if one may. */
  readonly ready: boolean
  readonly connected: boolean
  /** Something typed here is not on the server: the screen keeps it and offers it for copying (`unsavedPassages`). */
  readonly unsaved: boolean
  /** Text kept by an earlier page that cannot go into this plan: to be copied (`asidePassages`), then forgotten. Says why. */
  readonly aside: 'otherEpoch' | 'locked' | 'readOnly' | null
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
  /** The texts that an earlier page kept and that were put aside. */
  asidePassages(): string[]
  /** Takes off the device what was put aside, and what is unsaved here; the page must be loaded anew where there was any of that. */
  forget(): void
  close(): void
}

export interface RoomOptions {
  readonly planId: string
  /** Something must be fetched again; all topics after a lost connection. */
  readonly onTopic: (topic: Topic) => void
  /** The address of the socket without the plan; the page's own by default. */
  readonly url?: string
  readonly WebSocketClass?: typeof WebSocket
  /** Where unsent text is kept; none by default. */
  readonly device?: Device | null
  /** What our editor knows; another one only in tests of old pages. */
  readonly proseVersion?: number
}

/** Without an answer for this long, "saving" is no longer honest. */
const patienceMs = 5_000
/** Kept text is shown without the server when it has not answered by then. */
const showKeptAfterMs = 700
/** How often the device is asked again to keep what it refused. */
const tendMs = 5_000

export function connectRoom(options: RoomOptions): PlanRoom {
  const { planId, onTopic, url, WebSocketClass = WebSocket, device = null } = options
  const { proseVersion = ourProseVersion } = options
  const doc = new Y.Doc()
  const listeners = new Set<(state: RoomState) => void>()
  const outbox = openOutbox(
    {
      put: (bytes, instead) => (epoch !== null && device ? device.keep(epoch, bytes, instead) : null),
      drop: (keys) => device?.drop(keys),
    },
    () => refresh(),
  )
  const earlier = device && openEarlier(doc, device, outbox)
  /** The lineage that the document here belongs to. */
  let epoch: number | null = null
  let baseKept = false
  let closed = false
  let hello: Extract<AssiseFrame, { type: 'hello' }> | null = null
  const openedAtMs = performance.now()
  let cutBefore = false
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
    outbox.typed(bytes, origin === fromDevice ? fromDevice.keys.splice(0) : undefined)
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
      const kind = kindOfFrame(data, doc.clientID)
      if (kind === 'othersPresence' || (kind === 'update' && !mayWrite())) return
      const edit = kind === 'update' || kind === 'whole'
      // What an outdated page cannot send, the next one will.
      if (edit && outdated && outbox.unsaved()) return
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
      connect: false,
      params: { [pageWords.prose]: String(proseVersion) },
    },
  )
  const reconnection = openReconnection(
    () => provider.connect(),
    () => outbox.unsaved(),
  )
  const say = (word: string, value: string | null) => {
    const { [word]: _, ...rest } = provider.params
    provider.params = value === null ? rest : { ...rest, [word]: value }
  }
  provider.messageHandlers[frames.assise] = (_encoder, decoder) => {
    const frame = decodeFrame(decoder)
    if (frame) receive(frame)
    else outdated = true
    refresh()
  }
  provider.on('sync', (synced: boolean) => {
    if (synced) reconnection.worked()
    if (synced && !ready && hello && takesText() && earlier?.takeUp(hello.epoch)) baseKept = true
    ready ||= synced
    refresh()
  })
  provider.on('status', () => refresh())
  provider.on('connection-close', (event: CloseEvent | null) => {
    outbox.reconnected()
    cutBefore = true
    const final = event && event.code >= 4400 && event.code < 4500
    if (final || ended !== null || closed) return
    // The provider's own retry knows no jitter: it finds that it shall not, and ours connects.
    provider.shouldConnect = false
    reconnection.lost(event?.code)
    refresh()
  })
  provider.on('closed', ({ code }: { code: number }) => {
    if (code === closeCodes.editorTooOld && !outdated) {
      // The text is shown still, and stays in step with what others write.
      outdated = true
      say(pageWords.reads, '1')
      provider.connect()
    } else if (code === closeCodes.otherEpoch && epoch === null) {
      // Only the device held text of another lineage, and none of it is in the document.
      say(pageWords.epoch, null)
      provider.connect()
    } else {
      ended = (Object.keys(closeCodes) as CloseReason[]).find((key) => closeCodes[key] === code) ?? 'fault'
    }
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
    if (epoch !== null && epoch !== frame.epoch) {
      ended = 'otherEpoch'
      provider.disconnect()
      return
    }
    // SYNC-15: whatever was fetched before we hear may have changed unheard; the server itself tells what did a moment ago.
    const late = performance.now() - openedAtMs > firstWithinMs
    if (hello || cutBefore || late) for (const topic of topics) onTopic(topic)
    hello = frame
    epoch = frame.epoch
    say(pageWords.epoch, String(frame.epoch))
    heard = true
    capability = frame.capability
    lockedVersion = frame.lockedVersion
    outdated ||= frame.proseVersion > proseVersion
  }

  /** Until the server has spoken, an edit is kept as one: it may have been made before a cut. */
  function mayWrite(): boolean {
    return (capability === null || capability === 'edit') && lockedVersion === null && !outdated
  }

  function takesText(): boolean {
    return mayWriteHere() && lockedVersion === null
  }

  function lampNow(): Lamp {
    const connected = provider.wsconnected && heard && ended === null
    if (lockedVersion !== null) return 'locked'
    if (outbox.unsaved()) {
      if (connected && !outbox.stuck(patienceMs)) return 'saving'
      // Whoever may not write shall not be told that it is tried again.
      if (outbox.refusal() !== null) return mayWriteHere() ? 'refused' : 'readOnly'
      const kept = outbox.kept()
      if (kept !== false) return kept ? 'kept' : 'saving'
      return ended === null ? 'notSaved' : 'refused'
    }
    if (!connected || !ready || !provider.synced || outbox.waiting()) return 'connecting'
    return mayWriteHere() ? 'saved' : 'readOnly'
  }

  function mayWriteHere(): boolean {
    return capability === 'edit' && !hello?.quarantined && !outdated
  }

  function stateNow(): RoomState {
    return {
      lamp: lampNow(),
      capability,
      ready,
      connected: provider.wsconnected && heard,
      unsaved: outbox.unsaved(),
      aside: whyAside(),
      refused: outbox.refusal(),
      lockedVersion,
      quarantined: hello?.quarantined ?? false,
      outdated,
      ended,
    }
  }

  /** Left over by earlier pages once the server has answered. What an outdated page or a damaged plan cannot take waits for better days. */
  function aside(): readonly KeptText[] {
    if (!hello || !ready) return []
    const now = hello.epoch
    return (earlier?.left() ?? []).filter((kept) => kept.epoch !== now || !(outdated || hello?.quarantined))
  }

  function whyAside(): RoomState['aside'] {
    const left = aside()
    if (left.length === 0) return null
    if (left.some((kept) => kept.epoch !== hello?.epoch)) return 'otherEpoch'
    return lockedVersion === null ? 'readOnly' : 'locked'
  }

  /** A page that opens without the server needs what the kept text stands on. */
  function keepBase(lamp: Lamp): void {
    if (!device || epoch === null) return
    const waits = outbox.unsaved() && lamp !== 'saving' && lamp !== 'locked'
    if (!outbox.unsaved() && baseKept) device.keepBase(epoch, null)
    else if (waits && !baseKept) device.keepBase(epoch, Y.encodeStateAsUpdate(doc))
    else return
    baseKept = outbox.unsaved()
  }

  function refresh(): void {
    const next = stateNow()
    keepBase(next.lamp)
    const keys = Object.keys(next) as (keyof RoomState)[]
    if (state && keys.every((key) => state![key] === next[key])) return
    state = next
    for (const listen of listeners) listen(next)
  }

  const warn = (event: BeforeUnloadEvent) => {
    if (outbox.unsaved() && outbox.kept() !== true) event.preventDefault()
  }
  globalThis.window?.addEventListener('beforeunload', warn)
  const clock = setInterval(refresh, 1_000)
  const tending = setInterval(() => outbox.tend(), tendMs)
  const stopHearing = device?.onLost(() => {
    outbox.lost()
    baseKept = false
    refresh()
  })

  function showKept(): void {
    if (closed || ready || hello) return
    epoch = earlier?.show(provider) ?? null
    if (epoch === null) return
    ready = true
    baseKept = true
    refresh()
  }

  async function start(): Promise<void> {
    const kept = await earlier?.read()
    if (closed) return
    if (kept != null) say(pageWords.epoch, String(kept))
    provider.connect()
    if (kept != null) setTimeout(showKept, showKeptAfterMs)
  }
  if (earlier) void start()
  else provider.connect()

  return {
    doc,
    awareness: provider.awareness,
    state: stateNow,
    subscribe(listen) {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    unsavedPassages: () => passagesOf(doc, outbox.updates()),
    asidePassages: () =>
      aside().flatMap((kept) =>
        keptPassages(kept, kept.epoch === hello?.epoch ? Y.encodeStateAsUpdate(doc) : null),
      ),
    forget() {
      earlier?.forget(aside())
      outbox.forget()
      if (device && epoch !== null) device.keepBase(epoch, null)
      refresh()
    },
    close() {
      closed = true
      clearInterval(clock)
      clearInterval(tending)
      stopHearing?.()
      reconnection.stop()
      globalThis.window?.removeEventListener('beforeunload', warn)
      listeners.clear()
      provider.destroy()
      provider.awareness.destroy()
    },
  }
}
