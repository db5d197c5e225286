// What acts receive: the one way to the database, to rooms, to the clock, to mail. Built once in main (or by a test).
import type { Kysely, Transaction } from 'kysely'
import type { Doc } from 'yjs'
import type { Lang } from '../shared/basics.ts'
import type { Topic } from '../shared/wire.ts'
import { again, takeTurn } from './db/again.ts'
import type { Tables } from './db/tables.ts'

/** Who acts: a signed-in person. `loginId` is what sign-out ends. */
export interface Actor {
  readonly userId: string
  readonly loginId: string
  /** LINK-6: opened by an invitation to vote: reads, and casts in this poll alone. */
  readonly onlyPoll?: string
}

export interface Transact {
  readonly tx: Transaction<Tables>
  /** Tells the screens of a plan, after the commit, that this topic must be fetched again. */
  changed(planId: string, topic: Topic): void
  /** Runs after the commit, never on a rollback: mail, closing sockets. */
  after(job: () => void | Promise<void>): void
}

/** The live document at a moment when nothing is pending: everything in `doc` up to `seq` is on disk. Read it, never write it. */
export interface Draft {
  readonly doc: Doc
  readonly epoch: number
  readonly seq: number
}

export interface RoomsPort {
  /**
   * Runs a job in the plan's own queue: no update is applied meanwhile, none is pending. Room first, then transaction:
   * open the transaction inside the job, never the other way round (it would wait for itself).
   */
  exclusive<T>(planId: string, job: (draft: Draft) => Promise<T>): Promise<T>
  /** After a version was written in an `exclusive` job: tells every socket and turns the room read-only. */
  locked(planId: string, version: { id: string; seq: number; planDigest: string }): void
  /** The plan goes on in another epoch: everyone who has the former one open is sent there (SYNC-9). */
  forked(planId: string, epoch: number): void
  /** Someone's rights changed or ended: their open sockets on the workspace's plan take the new capability or close. */
  rejoin(userId: string, planId: string): Promise<void>
  /** A login ended: its open sockets close. `loginId` null means all of that person's. */
  signedOut(userId: string, loginId: string | null): void
}

export interface Mail {
  /** The name of a letter: one tried twice is the same mail to mail programs. */
  readonly id?: string
  readonly to: string
  readonly lang: Lang
  readonly subject: string
  readonly text: string
  /** The one-time link inside the text: without an SMTP server it goes to the log alone. */
  readonly link?: string
  /** An invitation for the reader's calendar (RFC 5545), and what it asks of it. */
  readonly calendar?: { readonly method: 'PUBLISH' | 'CANCEL'; readonly text: string }
}

/** What signs the record's checkpoints: Ed25519. The private key stays inside. */
export interface RecordSigner {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** The institution's certificate, which seals PDFs. The private key stays inside. */
export interface Sealer {
  /** The fingerprint people compare: SHA-256 of the certificate, 64 hexadecimal digits. */
  readonly certificateSha256: string
  /**
   * A detached CMS signature of the content, time-stamped when an authority is set. Throws when that does not answer, or when the
   * certificate is no longer valid at that moment; whoever made the sealer tells the operator.
   */
  seal(content: Uint8Array, at: Date): Promise<Uint8Array>
}

export interface Context {
  /**
   * Runs `fn` in one transaction: all or nothing; notices and `after` jobs only once committed. Inside, use `tx` alone:
   * a query on any other connection waits for this one for ever. Refused thrown inside rolls back. On PostgreSQL `fn` runs again
   * when it met another one half-way: it keeps nothing between two runs, and changes nothing but through `tx`.
   */
  transact<T>(fn: (transact: Transact) => Promise<T>): Promise<T>
  /** Reads, in one state of the database, and writes nothing: for what is shown. It undoes no act, and no act undoes it. */
  look<T>(fn: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  readonly rooms: RoomsPort
  now(): Date
  /** A new random id, 128 bits, URL-safe. */
  newId(): string
  /** Sends a mail; false when no SMTP server is set (the caller then shows the link itself). Never throws. */
  mail(mail: Mail): Promise<boolean>
  /** Whether a mail server is set: without one, sending again later would change nothing. */
  readonly mailing: boolean
  readonly record: RecordSigner
  /** Null: PDFs go without an institution's seal. */
  readonly sealer: Sealer | null
  /** The address people reach us at, without a final slash: links in mails, WebAuthn's origin. */
  readonly origin: string
}

/** Builds `look` on a database. */
export function lookOn(db: Kysely<Tables>): Context['look'] {
  // A state of its own, not a serial place among the acts: on PostgreSQL that would have voices done again for the sake of those who look.
  return (fn) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(fn)
}

/** Builds `transact` on a database: the only place that opens a transaction for an act. */
export function transactOn(
  db: Kysely<Tables>,
  notify: (planId: string, topic: Topic) => void,
  failed: (error: unknown) => void,
): Context['transact'] {
  return async (fn) => {
    const { result, topics, jobs } = await again(async (tries) => {
      const topics = new Map<string, Set<Topic>>()
      const jobs: (() => void | Promise<void>)[] = []
      // As if one after the other: what an act has read holds until it commits, also against an act on another node.
      const result = await db
        .transaction()
        .setIsolationLevel('serializable')
        .execute(async (tx) => {
          if (tries > 1) await takeTurn(tx)
          return fn({
            tx,
            changed: (planId, topic) => void topics.set(planId, (topics.get(planId) ?? new Set()).add(topic)),
            after: (job) => void jobs.push(job),
          })
        })
      return { result, topics, jobs }
    })
    for (const [planId, set] of topics) for (const topic of set) notify(planId, topic)
    for (const job of jobs) {
      try {
        await job()
      } catch (error) {
        // The act is committed: what follows it may fail without undoing it, but never silently.
        failed(error)
      }
    }
    return result
  }
}
