// Keeps every node out of a plan's log while a job runs on one of them, however much the others write (LOCK-5 needs an end to racing).
// PostgreSQL's advisory locks do it, not Redis: they are exact, fair, and fall with the connection that holds them. Called by
// plan-log-postgres.ts.
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

interface Stillness {
  /** An append's first step: waits where a plan is kept still, and keeps stillness waiting until its commit. Ids in order. */
  enter(tx: Transaction<Tables>, planIds: readonly string[]): Promise<void>
  /** Runs a job while nobody appends to the plan. Held by a transaction: a node that hangs loses it after a while. */
  keep<T>(planId: string, job: () => Promise<T>): Promise<T>
}

export function openStillness(db: Kysely<Tables>): Stillness {
  // Each takes a connection beside the job's own: one at a time, or they could take them all and wait for each other.
  let last: Promise<unknown> = Promise.resolve()
  return {
    async enter(tx, planIds) {
      await sql`SELECT pg_advisory_xact_lock_shared(hashtextextended(id, 0)) FROM unnest(${[...planIds]}::text[]) AS id`.execute(
        tx,
      )
    },
    keep(planId, job) {
      const kept = () =>
        db.transaction().execute(async (tx) => {
          await sql`SELECT pg_advisory_xact_lock(hashtextextended(${planId}, 0))`.execute(tx)
          return job()
        })
      const turn = last.then(kept)
      last = turn.catch(() => {})
      return turn
    },
  }
}
