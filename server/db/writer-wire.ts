// What the server's thread and the writing thread say to each other in the buffer they share: a head in JSON, then the updates as they are.
// Called by writer.ts and log-thread.ts.
import type Database from 'better-sqlite3'
import type { LogBatch, LogSnapshot } from './plan-log.ts'

/** Places of the words at the head of the shared buffer. */
export const at = { asked: 0, answered: 1, length: 2, words: 4 } as const

export type Asked =
  | { readonly kind: 'append'; readonly batches: readonly LogBatch[]; readonly at: string }
  | { readonly kind: 'snapshot'; readonly snapshot: LogSnapshot; readonly at: string }
  | { readonly kind: 'close' }

/** A question without its bytes: of these, the lengths in their order. */
interface Head {
  readonly asked: unknown
  readonly lengths: readonly number[]
}

/** The part of the shared buffer behind its words. */
export function inSharedBuffer(shared: SharedArrayBuffer): Uint8Array {
  return new Uint8Array(shared, at.words * 4)
}

/** A commit must be on disk before anyone is told of it, whichever connection makes it. */
export function tune(database: Database.Database): void {
  database.pragma('journal_mode = WAL')
  // FULL, not NORMAL: in WAL mode NORMAL may lose committed rows on power loss, and we tell people « Enregistré ».
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
}

/** The length of the head, the head, and all bytes in order; in `room` when that is large enough. */
export function writeAsked(asked: Asked, room: Uint8Array): Uint8Array {
  const blobs = blobsOf(asked)
  const lengths = blobs.map(({ length }) => length)
  const head = JSON.stringify({ asked: withoutBytes(asked), lengths } satisfies Head)
  // A character of JSON is at most three bytes.
  const most = 4 + head.length * 3 + lengths.reduce((sum, length) => sum + length, 0)
  const { buffer, byteOffset, length } = most <= room.length ? room : new Uint8Array(most)
  const bytes = Buffer.from(buffer, byteOffset, length)
  const headLength = bytes.write(head, 4)
  bytes.writeUInt32LE(headLength, 0)
  let end = 4 + headLength
  for (const blob of blobs) {
    bytes.set(blob, end)
    end += blob.length
  }
  return bytes.subarray(0, end)
}

export function readAsked(bytes: Uint8Array): Asked {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let from = 4 + whole.readUInt32LE(0)
  const { asked, lengths } = JSON.parse(whole.toString('utf8', 4, from)) as Head
  const blobs = lengths.map((length) => {
    from += length
    return whole.subarray(from - length, from)
  })
  return withBytes(asked as Asked, blobs)
}

function blobsOf(asked: Asked): Uint8Array[] {
  if (asked.kind === 'append') return asked.batches.flatMap(({ rows }) => rows.map(({ bytes }) => bytes))
  return asked.kind === 'snapshot' ? [asked.snapshot.state] : []
}

function withoutBytes(asked: Asked): unknown {
  if (asked.kind === 'snapshot') return { ...asked, snapshot: { ...asked.snapshot, state: null } }
  if (asked.kind === 'close') return asked
  const batches = asked.batches.map((batch) => ({
    ...batch,
    rows: batch.rows.map(({ userId }) => ({ userId })),
  }))
  return { ...asked, batches }
}

function withBytes(asked: Asked, blobs: readonly Uint8Array[]): Asked {
  if (asked.kind === 'snapshot') return { ...asked, snapshot: { ...asked.snapshot, state: blobs[0]! } }
  if (asked.kind === 'close') return asked
  let next = 0
  const batches = asked.batches.map((batch) => ({
    ...batch,
    rows: batch.rows.map((row) => ({ ...row, bytes: blobs[next++]! })),
  }))
  return { ...asked, batches }
}

export function answerBytes(answer: { result?: unknown; error?: string }): Uint8Array {
  return Buffer.from(JSON.stringify(answer))
}
