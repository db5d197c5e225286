// Whether this node may be given visitors: it is not stopping, and what they write can be saved. Reading alone would not tell: a full disk reads well.
// Built by assemble.ts; asked at /readyz.
import type { Db } from './db/connect.ts'

export interface ReadyParts {
  readonly db: Db
  readonly stopping: () => boolean
  /** When the last write of the rooms failed, by performance.now(); null when it worked. */
  readonly failedAtMs: () => number | null
}

/** Whoever asks, and however often, one write a second is made. */
const answerHoldsMs = 1_000
/** After a failed write the rooms try again by themselves within this long. */
const failureHoldsMs = 10_000
/** More than the spare room of a page, so that a database that may not grow says so. */
const probeLetters = 65_536

/** Answers whether the node can serve; never throws. */
export function openReadiness({ db, stopping, failedAtMs }: ReadyParts): () => Promise<boolean> {
  let asked: { readonly atMs: number; readonly answer: Promise<boolean> } | null = null
  return async () => {
    if (stopping()) return false
    const nowMs = performance.now()
    const failedMs = failedAtMs()
    if (failedMs !== null && nowMs - failedMs < failureHoldsMs) return false
    if (!asked || nowMs - asked.atMs >= answerHoldsMs) asked = { atMs: nowMs, answer: canWrite(db) }
    return asked.answer
  }
}

/** Writes a challenge that is nobody's and long past, and takes it away, in one transaction. */
async function canWrite(db: Db): Promise<boolean> {
  const id = `probe-${crypto.randomUUID()}`
  const past = new Date(0).toISOString()
  const challenge = '0'.repeat(probeLetters)
  try {
    await db.transaction().execute(async (tx) => {
      await tx
        .insertInto('challenges')
        .values({ id, user_id: null, purpose: 'login', challenge, about: null, expires_at: past })
        .execute()
      await tx.deleteFrom('challenges').where('id', '=', id).execute()
    })
    return true
  } catch {
    return false
  }
}
