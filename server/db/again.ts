// Runs a transaction again when PostgreSQL undid it for the sake of another one that ran beside it. SQLite has one writer: never.
// Called by context.ts (acts) and sync/log.ts.
import { sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * The first statement of a transaction that is tried again: those wait for one another, so that the many who append to one record at
 * once each get their turn. LOCK TABLE, since an advisory lock would be taken after the view of the data is frozen.
 */
export async function takeTurn(tx: Transaction<Tables>): Promise<void> {
  await sql`LOCK TABLE acts_tried_again IN EXCLUSIVE MODE`.execute(tx)
}

/** Undone to keep transactions serial · to end a deadlock · two wrote the same key: read again, the second one sees the first. */
const undone = ['40001', '40P01', '23505']
const triesMax = 12
const pauseMs = 4

/**
 * `job` is a whole transaction without any other effect, told which try this is. What still fails after the last try is thrown as it is.
 */
export async function again<T>(job: (tries: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await job(tries)
    } catch (error) {
      const code = (error as { code?: unknown } | null)?.code
      if (tries >= triesMax || typeof code !== 'string' || !undone.includes(code)) throw error
      // Longer each time and never alike, so that the same two do not meet again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * pauseMs * 2 ** Math.min(tries, 6)))
    }
  }
}
