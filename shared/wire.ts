// What travels on the plan's socket beside y-websocket's own frames (SYNC rules), and why a socket closes. Both ends import it.
// A stock y-websocket client logs our one frame type and ignores it.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { RefusalCode } from './refusals.ts'
import type { Capability } from './roles.ts'

/** y-websocket's frame types, then ours. */
export const frames = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, assise: 100 } as const

/** The version of our own frame; a client that meets a newer one says so and asks for a reload. */
export const wireVersion = 1

/**
 * What our client says of itself in the address of the socket: the epoch of the text it holds, the version of rich text its editor
 * knows, and (1) that it only reads. A stock client says none of it.
 */
export const pageWords = { epoch: 'epoch', prose: 'prose', reads: 'reads' } as const

/**
 * SYNC-15, milliseconds: a page whose first connection comes within this of its opening is told what changed meanwhile; one that comes later,
 * or after a connection that failed, fetches everything again by itself.
 */
export const firstWithinMs = 30_000

/** What must be fetched again by HTTP. `voices`: a poll received one more voice, and nothing else of it changed. */
export const topics = ['people', 'comments', 'polls', 'voices', 'plan', 'alliance', 'meeting'] as const
export type Topic = (typeof topics)[number]

export type AssiseFrame =
  | {
      /** First frame of a connection. */
      readonly type: 'hello'
      readonly epoch: number
      readonly seq: number
      readonly capability: Capability
      readonly lockedVersion: string | null
      readonly proseVersion: number
      readonly updateBytesMax: number
      /** True when the plan's log is damaged on disk: shown up to the damage, writable by nobody. */
      readonly quarantined: boolean
    }
  /** Cumulative: `count` document messages of this connection are on disk. */
  | { readonly type: 'ack'; readonly count: number; readonly seq: number }
  /** The `count`-th document message was refused; `retry` tells whether offering it again can help. */
  | { readonly type: 'nack'; readonly count: number; readonly code: RefusalCode; readonly retry: boolean }
  | { readonly type: 'capability'; readonly capability: Capability }
  | { readonly type: 'locked'; readonly versionId: string; readonly seq: number; readonly planDigest: string }
  | { readonly type: 'notice'; readonly topic: Topic }

/** Close codes by name. 4400–4499 are final: y-websocket's provider does not try again; the others it retries. */
export const closeCodes = {
  goingAway: 1001,
  malformed: 1003,
  tooBig: 1009,
  fault: 1011,
  overload: 1013,
  loginNeeded: 4401,
  forbidden: 4403,
  missing: 4404,
  otherEpoch: 4409,
  editorTooOld: 4426,
  behind: 4503,
} as const
export type CloseReason = keyof typeof closeCodes

/** The largest frame a socket accepts, bytes. */
export const frameBytesMax = 1_500_000
/** The largest Yjs update a document message may carry, bytes; the rest of a frame is its few bytes of type and length. */
export const updateBytesMax = 1_400_000
/** The largest presence state of one client, bytes. */
export const presenceBytesMax = 1_024

/** One of our frames as bytes: type, version, then JSON (these frames are few; the document's own are binary). */
export function encodeFrame(frame: AssiseFrame): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, frames.assise)
  encoding.writeVarUint(encoder, wireVersion)
  encoding.writeVarString(encoder, JSON.stringify(frame))
  return encoding.toUint8Array(encoder)
}

/** Reads the rest of one of our frames, its type already read; null when its version is newer than ours. Throws on bytes that are no frame. */
export function decodeFrame(decoder: decoding.Decoder): AssiseFrame | null {
  if (decoding.readVarUint(decoder) !== wireVersion) return null
  return JSON.parse(decoding.readVarString(decoder)) as AssiseFrame
}
