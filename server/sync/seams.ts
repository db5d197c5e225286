// What a room asks of the world (a log, a connection) and what it is asked for by the flusher. No code, only shapes.
// room.ts is written against these; log.ts, socket.ts and flusher.ts fit them.
import type { RefusalCode } from '../../shared/refusals.ts'
import type { Capability } from '../../shared/roles.ts'
import type { CloseReason } from '../../shared/wire.ts'

/** Who is at the other end, as the server knows it; a client's own claim is never used. */
interface Person {
  readonly userId: string
  readonly loginId: string
  readonly name: string
  readonly organization: string | null
}

/** One connection. `capability` is set by the server alone, and read again at each message. */
export interface Peer {
  readonly person: Person
  capability: Capability
  /** What the page at the other end said of itself. A stock client says nothing, and is served what there is. */
  readonly page?: PageSaid
  /** A droppable frame (presence) may be left out when the connection is slow. */
  send(bytes: Uint8Array, droppable?: boolean): void
  /** What `job` sends here leaves in one write. */
  together?(job: () => void): void
  close(reason: CloseReason): void
}

/** What our own client tells when it connects, by the address of the socket. */
export interface PageSaid {
  /** The epoch of the text it holds; null when it holds none. */
  readonly epoch: number | null
  /** The version of rich text that its editor knows. */
  readonly proseVersion: number | null
  /** It only wants to show the text, whatever its person may do. */
  readonly readsOnly: boolean
}

/** Where a plan was locked. */
export interface LockMark {
  readonly versionId: string
  readonly seq: number
  readonly planDigest: string
}

/** A plan as its log holds it. */
export interface StoredPlan {
  readonly epoch: number
  readonly seq: number
  readonly locked: LockMark | null
  readonly state: Uint8Array | null
  /** The rows after `state`, in order. */
  readonly updates: readonly Uint8Array[]
  /** To whom each clientID belongs. */
  readonly owners: ReadonlyMap<number, string>
  /** The log does not match its hashes: what is given is all that could be proved. */
  readonly damaged: boolean
}

/** The same without its text. */
export type PlanHead = Omit<StoredPlan, 'state' | 'updates'>

export interface PlanBatch {
  readonly planId: string
  readonly epoch: number
  /** The head this batch follows: another head means that someone else wrote. */
  readonly seq: number
  readonly rows: readonly { readonly bytes: Uint8Array; readonly userId: string }[]
  readonly claims: readonly Claim[]
}
/** A clientID that becomes a person's (SYNC-4). */
export interface Claim {
  readonly clientId: number
  readonly userId: string
}
/** 'moved': the log went on elsewhere, and the batch does not go with what came. */
export type AppendOutcome = 'saved' | 'locked' | 'moved'
/** Told of what others wrote before the batch `at` its place; whether that batch may be written after it. Asked again when the transaction is. */
export type Follow = (at: number, later: Later) => boolean

/** How far a plan's log goes. */
export interface Head {
  readonly epoch: number
  readonly seq: number
  readonly locked: boolean
}
/** What came to a log after a point of it. */
export interface Later {
  readonly seq: number
  readonly locked: LockMark | null
  readonly rows: readonly LaterRow[]
}
export interface LaterRow {
  readonly bytes: Uint8Array
  readonly userId: string
}

/** The log of all plans. The truth of the draft: a room is only its reading. */
export interface UpdateLog {
  /** Refused notFound when there is no such plan. */
  load(planId: string): Promise<StoredPlan>
  /**
   * Each batch is taken whole or refused whole, all of them in one commit where they can be; null: not written. Throws when nothing was. Where another node wrote
   * first, `follow` is asked while the log is held: no batch then needs a second turn, however much the others write.
   */
  append(batches: readonly PlanBatch[], follow?: Follow): Promise<readonly (AppendOutcome | null)[]>
  /** What others wrote after this point; null when the log does not go on from it: then it must be loaded anew. */
  after(planId: string, from: { readonly epoch: number; readonly seq: number }): Promise<Later | null>
  /** How far the logs of these plans go. */
  heads(planIds: readonly string[]): Promise<ReadonlyMap<string, Head>>
  /** Runs a job while nobody appends to the plan, on any node. */
  still<T>(planId: string, job: () => Promise<T>): Promise<T>
  /** Writes a snapshot of what is in the log; returns its size in bytes. */
  compact(planId: string): Promise<number>
}

/** What the flusher asks of a room. */
export interface Waiting {
  /** Takes what waits into a batch; null when nothing is to be written. */
  prepare(): Promise<PlanBatch | null>
  /** Puts what other nodes wrote under the running batch; false when they do not go together. */
  follow(later: Later): boolean
  /** The batch is on disk, refused, or (null) could not be written. */
  settle(outcome: AppendOutcome | null): void
}

export interface Flusher {
  /** Something waits in this room: a flush comes within the window. */
  wake(room: Waiting): void
  /** Flushes now what waits, after the running flush; resolves when it is settled. */
  now(): Promise<void>
}

/** What a room is opened with. */
export interface RoomParts {
  readonly planId: string
  readonly log: UpdateLog
  readonly flusher: Flusher
  /** Told of what a person cannot mend: a failed write, a damaged log. */
  readonly failed: (error: unknown) => void
  /** The log does not replay: the room is to be given up. */
  readonly broken?: () => void
  /** Where other nodes work on the same log: they are told of what this one does. */
  readonly others?: {
    wrote(planId: string, seq: number): void
    presence(planId: string, states: Uint8Array): void
  }
}

/** What becomes of a document message. */
export type Verdict =
  | { readonly accepted: true }
  | {
      readonly accepted: false
      readonly code: RefusalCode
      /** Whether offering it again can help. */
      readonly retry: boolean
      /** Why the connection closes with it. */
      readonly close?: CloseReason
    }
