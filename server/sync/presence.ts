// Who is on screen and where, in one room: the awareness states of y-protocols, with an identity that only the server writes (SYNC-6).
// Never stored. Kept by room.ts.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { frames, presenceBytesMax } from '../../shared/wire.ts'
import type { Peer } from './seams.ts'

export interface Presence {
  /** Takes an awareness message of a connection. Throws on bytes that are none. */
  take(peer: Peer, bytes: Uint8Array): void
  /** Tells one connection of everyone. */
  sendAll(peer: Peer): void
  leave(peer: Peer): void
  /** What another node says of its own people. */
  hear(states: Uint8Array): void
  /** Tells the other nodes of everyone here. */
  tellNodes(): void
  /** Takes away the people of nodes that have fallen silent. */
  expire(): void
  close(): void
}

export interface PresenceParts {
  /** SYNC-4: this clientID is this person's from now on; false when it is another's. */
  readonly claim: (clientId: number, userId: string) => boolean
  readonly peers: () => Iterable<Peer>
  /** Sends states to the other nodes of the installation, if any. */
  readonly tellNodes: (states: Uint8Array) => void
}

interface Shown {
  /** The connection that speaks for this clientID; null when it is another node's. */
  peer: Peer | null
  userId: string
  heardAtMs: number
  /** The clock others have seen. */
  clock: number
  /** The state as JSON, identity included; null once gone. */
  state: string | null
  /** The same as it goes out: many connections are told of it at different times. */
  written: Uint8Array
}

/** Changes within this long leave together: twenty times a second is as quick as a caret needs. */
const windowMs = 50
/**
 * Above so many connections they are told in groups by turns, each once a window: a text edit then waits for one group's writes,
 * not for the whole room's, and the network has no burst.
 */
const groupMax = 25
const groupsMax = 8
/** A message names few clients: its own, or (a stock client repeats what it hears) those of one earlier frame. */
const entriesMax = 1_000
const goneMax = 500

/** A client says again every 15 s that it is there, and takes another for gone after 30 s: sooner, the same again is no news. */
const sameAgainMs = 10_000
const silentMsMax = 30_000

const utf8 = new TextEncoder()

/** Dark enough to be read on paper and to carry white. */
const colors = [
  '#1f5c7a',
  '#a3341f',
  '#2f6b41',
  '#69407d',
  '#8a5a00',
  '#0b6b6b',
  '#8c2f5d',
  '#3d4fa1',
  '#5d6b12',
  '#7a4a2b',
]

export function openPresence({ claim, peers, ...parts }: PresenceParts): Presence {
  const shown = new Map<number, Shown>()
  const idOf = new Map<Peer, number>()
  const colorOf = new Map<string, string>()
  /** Whose changes each group has not been told of. */
  const changed: Set<number>[] = Array.from({ length: groupsMax }, () => new Set())
  let groups = 1
  let turn = 0
  const numberOf = new WeakMap<Peer, number>()
  let numbered = 0
  /** What the other nodes have not been told of. */
  const forNodes = new Set<number>()
  let someoneLeft = false
  let timer: ReturnType<typeof setTimeout> | null = null

  function take(peer: Peer, bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const entries = decoding.readVarUint(decoder)
    if (entries > entriesMax) throw new Error('too many presence entries')
    for (let entry = 0; entry < entries; entry++) {
      const clientId = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const json = decoding.readVarString(decoder)
      // A stock client sends back all it hears of others; that is not its to say, and costs it nothing.
      if (json.length <= presenceBytesMax && speaksFor(peer, clientId, json !== 'null')) {
        show(peer, clientId, clock, json)
      }
    }
  }

  /** A connection speaks for one clientID, the first it shows; a reconnection takes its own over from the dying socket. */
  function speaksFor(peer: Peer, clientId: number, present: boolean): boolean {
    const bound = idOf.get(peer)
    if (bound !== undefined) return bound === clientId
    const before = shown.get(clientId)
    const mine = !before?.state || before.userId === peer.person.userId
    if (!present || !mine || !claim(clientId, peer.person.userId)) return false
    idOf.set(peer, clientId)
    return true
  }

  function show(peer: Peer, clientId: number, clock: number, json: string): void {
    const state: unknown = JSON.parse(json)
    if (state !== null && (typeof state !== 'object' || Array.isArray(state))) return
    const before = shown.get(clientId)
    // Always onward: after a lost connection the client repeats a clock that others have already seen end.
    // (And past 0, which y-protocols takes for a clock already seen.)
    const next = Math.max(clock, (before?.clock ?? 0) + 1)
    const withIdentity = state === null ? null : JSON.stringify({ ...state, user: identity(peer) })
    if (before?.peer === peer && before.state === withIdentity && withIdentity !== null) {
      if (performance.now() - before.heardAtMs < sameAgainMs) return
    }
    set(clientId, { peer, userId: peer.person.userId, clock: next, state: withIdentity })
  }

  function set(clientId: number, entry: Omit<Shown, 'heardAtMs' | 'written'>): void {
    const written = utf8.encode(entry.state ?? 'null')
    shown.set(clientId, { ...entry, written, heardAtMs: performance.now() })
    someoneLeft ||= entry.state === null
    mark(clientId)
  }

  /** The other node has forced the identity, as we do. */
  function hear(states: Uint8Array): void {
    const decoder = decoding.createDecoder(states)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const clientId = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const json = decoding.readVarString(decoder)
      const before = shown.get(clientId)
      const state = json === 'null' ? null : json
      // It left there because it came here; or its leaving is no news.
      if (state === null && (!before || before.peer || before.state === null)) continue
      const userId = state === null ? before!.userId : userOf(state)
      set(clientId, { peer: null, userId, clock: Math.max(clock, (before?.clock ?? 0) + 1), state })
    }
  }

  function expire(): void {
    for (const [clientId, entry] of shown) {
      if (entry.peer || entry.state === null) continue
      if (performance.now() - entry.heardAtMs < silentMsMax) continue
      set(clientId, { ...entry, clock: entry.clock + 1, state: null })
    }
  }

  function identity({ person }: Peer) {
    const { userId, name, organization } = person
    let color = colorOf.get(userId)
    if (!color) {
      const taken = new Set(colorOf.values())
      color = colors.find((each) => !taken.has(each)) ?? colors[colorOf.size % colors.length]!
      colorOf.set(userId, color)
    }
    return { id: userId, name, organization, color }
  }

  function leave(peer: Peer): void {
    const clientId = idOf.get(peer)
    idOf.delete(peer)
    if (clientId === undefined) return
    const last = shown.get(clientId)
    if (last?.peer === peer && last.state !== null) {
      set(clientId, { ...last, clock: last.clock + 1, state: null })
    }
  }

  function mark(clientId: number): void {
    if (!timer) beginTurns()
    for (let group = 0; group < groups; group++) changed[group]!.add(clientId)
    if (shown.get(clientId)?.peer) forNodes.add(clientId)
  }

  /** Nothing waits in any group: only then may their number change. */
  function beginTurns(): void {
    const count = [...peers()].length
    groups = Math.min(groupsMax, Math.max(1, Math.ceil(count / groupMax)))
    turn = 0
    timer = setTimeout(tellGroup, windowMs / groups)
  }

  /** Tells one group; the whole room has had its turn after a window. */
  function tellGroup(): void {
    const news = changed[turn]!
    if (news.size > 0) {
      const frame = frameOf([...news])
      news.clear()
      for (const peer of peers()) if (groupOf(peer) === turn) peer.send(frame, true)
    }
    turn = (turn + 1) % groups
    if (turn === 0) endRound()
    timer = changed.some(({ size }) => size > 0) ? setTimeout(tellGroup, windowMs / groups) : null
  }

  /** The same as long as something waits, whoever comes or leaves meanwhile. */
  function groupOf(peer: Peer): number {
    let number = numberOf.get(peer)
    if (number === undefined) {
      number = numbered++
      numberOf.set(peer, number)
    }
    return number % groups
  }

  function endRound(): void {
    if (forNodes.size > 0) parts.tellNodes(encode([...forNodes]))
    forNodes.clear()
    if (someoneLeft) forget()
    someoneLeft = false
  }

  /** The clocks of those who left are kept a while, or their return would look like the past to the others. */
  function forget(): void {
    const waits = (clientId: number) => changed.some((news) => news.has(clientId))
    const gone = [...shown].filter(([clientId, { state }]) => state === null && !waits(clientId))
    for (const [clientId] of gone.slice(0, Math.max(0, gone.length - goneMax))) shown.delete(clientId)
    const here = new Set([...shown.values()].flatMap(({ userId, state }) => (state ? userId : [])))
    for (const userId of colorOf.keys()) if (!here.has(userId)) colorOf.delete(userId)
  }

  function encode(clientIds: readonly number[]): Uint8Array {
    const states = encoding.createEncoder()
    encoding.writeVarUint(states, clientIds.length)
    for (const clientId of clientIds) {
      const { clock, written } = shown.get(clientId)!
      encoding.writeVarUint(states, clientId)
      encoding.writeVarUint(states, clock)
      encoding.writeVarUint8Array(states, written)
    }
    return encoding.toUint8Array(states)
  }

  function frameOf(clientIds: readonly number[]): Uint8Array {
    const frame = encoding.createEncoder()
    encoding.writeVarUint(frame, frames.awareness)
    encoding.writeVarUint8Array(frame, encode(clientIds))
    return encoding.toUint8Array(frame)
  }

  return {
    take,
    leave,
    hear,
    expire,
    tellNodes() {
      const ours = [...shown].filter(([, { peer, state }]) => peer && state !== null)
      if (ours.length > 0) parts.tellNodes(encode(ours.map(([clientId]) => clientId)))
    },
    sendAll(peer) {
      const here = [...shown].filter(([, { state }]) => state !== null)
      if (here.length > 0) peer.send(frameOf(here.map(([clientId]) => clientId)), true)
    },
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}

function userOf(state: string): string {
  const { user } = JSON.parse(state) as { user?: { id?: unknown } }
  if (typeof user?.id !== 'string') throw new Error('a state without a person')
  return user.id
}
