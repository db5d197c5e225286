// What a room hears and says on the wire; after a commit: to each author the fate of what it sent, to the others what is new. Called by room.ts.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { type AssiseFrame, encodeFrame, frames } from '../../shared/wire.ts'
import type { Change } from './held.ts'
import type { Peer, Verdict } from './seams.ts'
import { mergeInOrder } from './update.ts'

/** The kinds of a sync frame: what do I lack (with a state vector) · all of it · one more update. */
export const steps = { ask: 0, answer: 1, update: 2 } as const

export interface Seat {
  readonly peer: Peer
  /** Document messages received on this connection. */
  count: number
  waitingBytes: number
}

export interface Judged {
  readonly seat: Seat
  /** The message's place among the document messages of its connection. */
  readonly count: number
  readonly verdict: Verdict
}

export interface Row extends Change {
  readonly seat: Seat
}

/** SYNC-2: per connection and in order, each refusal by its number, all others by one cumulative ack. */
export function answer(judged: readonly Judged[], seq: number): void {
  const acks = new Map<Seat, number>()
  const ack = (seat: Seat) => {
    const count = acks.get(seat)
    if (count !== undefined) tell(seat.peer, { type: 'ack', count, seq })
    acks.delete(seat)
  }
  for (const { seat, count, verdict } of judged) {
    if (verdict.accepted) {
      acks.set(seat, count)
      continue
    }
    ack(seat)
    tell(seat.peer, { type: 'nack', count, code: verdict.code, retry: verdict.retry })
    if (verdict.close) seat.peer.close(verdict.close)
  }
  for (const seat of [...acks.keys()]) ack(seat)
}

/** What had been accepted was not written after all. */
export function takenBack(judged: readonly Judged[], verdict: Verdict): Judged[] {
  return judged.map((each) => (each.verdict.accepted ? { ...each, verdict } : each))
}

/** After a commit. What an author is told and what it is sent leave in one write. */
export function answerAndBroadcast(
  judged: readonly Judged[],
  rows: readonly Row[],
  { seq, peers }: { seq: number; peers: Iterable<Peer> },
): void {
  let job = () => {
    answer(judged, seq)
    broadcast(rows, peers)
  }
  for (const { together } of new Set(judged.map(({ seat }) => seat.peer))) {
    const inner = job
    if (together) job = () => together(inner)
  }
  job()
}

/** What waited together leaves together, encoded once. A lone author gets only what the server's tidying added. */
function broadcast(rows: readonly Row[], peers: Iterable<Peer>): void {
  const first = rows[0]?.seat
  if (!first) return
  const frame = syncFrame(steps.update, mergeInOrder(rows.map((row) => row.bytes)))
  const author = rows.every((row) => row.seat === first) ? first.peer : null
  for (const peer of peers) if (peer !== author) peer.send(frame)
  const tidied = rows.flatMap((row) => row.tidied)
  if (tidied.length > 0) author?.send(syncFrame(steps.update, mergeInOrder(tidied)))
}

/** Of each whole document that was encoded, its frame: a crowd that joins at once is sent one and the same. */
const answers = new WeakMap<Uint8Array, Uint8Array>()

/** Answers "what do I lack"; false when the question was none. Only the last part is the answer: with it, a client believes it has all. */
export function welcome(peer: Peer, encode: () => readonly Uint8Array[]): boolean {
  try {
    const parts = encode()
    for (const [at, bytes] of parts.entries()) {
      const step = at === parts.length - 1 ? steps.answer : steps.update
      const frame = answers.get(bytes) ?? syncFrame(step, bytes)
      answers.set(bytes, frame)
      peer.send(frame)
    }
    return true
  } catch {
    return false
  }
}

/** What another node wrote, to everyone here: it is on disk already. */
export function relay(rows: readonly { readonly bytes: Uint8Array }[], peers: Iterable<Peer>): void {
  if (rows.length === 0) return
  const frame = syncFrame(steps.update, mergeInOrder(rows.map(({ bytes }) => bytes)))
  for (const peer of peers) peer.send(frame)
}

export function tellAll(peers: Iterable<Peer>, frame: AssiseFrame): void {
  const bytes = encodeFrame(frame)
  for (const peer of peers) peer.send(bytes)
}

export function tell(peer: Peer, frame: AssiseFrame): void {
  peer.send(encodeFrame(frame))
}

type FrameIn =
  | { readonly kind: 'ask'; readonly vector: Uint8Array }
  | { readonly kind: 'document'; readonly bytes: Uint8Array; readonly whole: boolean }
  | { readonly kind: 'presence'; readonly bytes: Uint8Array }
  | { readonly kind: 'whoIsHere' }

/** Reads a frame of a client. Throws on bytes that are none. */
export function readFrame(frame: Uint8Array): FrameIn {
  const decoder = decoding.createDecoder(frame)
  const type = decoding.readVarUint(decoder)
  if (type === frames.awareness) return { kind: 'presence', bytes: decoding.readVarUint8Array(decoder) }
  if (type === frames.queryAwareness) return { kind: 'whoIsHere' }
  if (type !== frames.sync) throw new Error('a frame of no known type')
  const step = decoding.readVarUint(decoder)
  const bytes = decoding.readVarUint8Array(decoder)
  if (step === steps.ask) return { kind: 'ask', vector: bytes }
  if (step !== steps.answer && step !== steps.update) throw new Error('a sync frame of no known step')
  return { kind: 'document', bytes, whole: step === steps.answer }
}

/** A y-websocket sync frame. */
export function syncFrame(step: number, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, frames.sync)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}
