// Appending on PostgreSQL where every batch goes on from its head: one statement for all plans, in place of a transaction of many
// round trips. Called by plan-log-postgres.ts.
import type { Ask } from './connect.ts'
import { genesis, type LogBatch, rowHash } from './plan-log.ts'

/** Rows that follow a head, chained to it by their hashes. */
export interface Chained {
  readonly planId: string
  readonly epoch: number
  /** The head they follow. */
  readonly seq: number
  readonly rows: readonly ChainedRow[]
}
interface ChainedRow {
  readonly bytes: Uint8Array
  readonly userId: string
  readonly prevHash: string
  readonly hash: string
}

export function chainTo(
  { planId, epoch, rows }: LogBatch,
  { seq, hash }: { seq: number; hash: string },
): Chained {
  let prevHash = hash
  const chained = rows.map(({ bytes, userId }, index) => {
    const row = { bytes, userId, prevHash, hash: rowHash(prevHash, seq + index + 1, bytes) }
    prevHash = row.hash
    return row
  })
  return { planId, epoch, seq, rows: chained }
}

/**
 * Rooms are held in the order of their plans, so that two nodes never wait for each other. A plan kept still is waited for
 * (stillness.ts); of a room that changed meanwhile PostgreSQL then looks at the newest row, so that the lock is seen.
 */
const appendStatement = {
  name: 'assise-append',
  text: `
    WITH batch AS (
      SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS batch(plan_id, epoch, seq, count)
    ), entered AS MATERIALIZED (
      SELECT count(*) AS plans FROM (
        SELECT pg_advisory_xact_lock_shared(hashtextextended(plan_id, 0)) FROM batch OFFSET 0
      ) AS each
    ), held AS MATERIALIZED (
      SELECT room.plan_id, room.epoch, batch.seq + batch.count AS head
      FROM plan_rooms AS room JOIN batch ON batch.plan_id = room.plan_id AND batch.epoch = room.epoch
      WHERE (SELECT plans FROM entered) > 0 AND room.head_seq = batch.seq AND room.locked_seq IS NULL
        AND NOT EXISTS (SELECT FROM plan_rooms AS newer WHERE newer.plan_id = room.plan_id AND newer.epoch > room.epoch)
      ORDER BY room.plan_id FOR UPDATE OF room
    ), fence AS (
      UPDATE plan_rooms AS room SET head_seq = held.head FROM held
      WHERE room.plan_id = held.plan_id AND room.epoch = held.epoch
      RETURNING room.plan_id, room.epoch
    ), written AS (
      INSERT INTO plan_updates (plan_id, epoch, seq, bytes, user_id, received_at, prev_hash, hash)
      SELECT fence.plan_id, fence.epoch, line.seq, line.bytes, line.user_id, $5, line.prev_hash, line.hash
      FROM fence JOIN unnest($6::text[], $7::bigint[], $8::bytea[], $9::text[], $10::text[], $11::text[])
        AS line(plan_id, seq, bytes, user_id, prev_hash, hash) ON line.plan_id = fence.plan_id
    )
    SELECT plan_id FROM fence`,
}

/**
 * Appends each plan's rows where its log still ends at their head, is not locked and has no newer epoch; answers the plans written.
 */
export async function appendAtHeads(
  ask: Ask,
  batches: readonly Chained[],
  at: string,
): Promise<ReadonlySet<string>> {
  const rows = batches.flatMap(({ planId, seq, rows }) =>
    rows.map((row, index) => ({ ...row, planId, seq: seq + index + 1, bytes: Buffer.from(row.bytes) })),
  )
  const written = await ask<{ plan_id: string }>(appendStatement, [
    batches.map(({ planId }) => planId),
    batches.map(({ epoch }) => epoch),
    batches.map(({ seq }) => seq),
    batches.map((batch) => batch.rows.length),
    at,
    rows.map(({ planId }) => planId),
    rows.map(({ seq }) => seq),
    rows.map(({ bytes }) => bytes),
    rows.map(({ userId }) => userId),
    rows.map(({ prevHash }) => prevHash),
    rows.map(({ hash }) => hash),
  ])
  return new Set(written.map(({ plan_id }) => plan_id))
}

/** Plans whose last hash is remembered. */
const lastsMax = 1_000

/** The hash of each log's last row as far as committed rows told it, with its number: rows never change, so it never is wrong. */
export function rememberLasts() {
  const lasts = new Map<string, { readonly seq: number; readonly hash: string }>()
  const keyOf = (planId: string, epoch: number) => `${epoch} ${planId}`
  return {
    hashAt({ planId, epoch, seq }: { planId: string; epoch: number; seq: number }): string | null {
      if (seq === 0) return genesis
      const last = lasts.get(keyOf(planId, epoch))
      return last?.seq === seq ? last.hash : null
    },
    set(planId: string, { epoch, seq, hash }: { epoch: number; seq: number; hash: string }): void {
      const key = keyOf(planId, epoch)
      lasts.delete(key)
      lasts.set(key, { seq, hash })
      if (lasts.size > lastsMax) lasts.delete(lasts.keys().next().value!)
    },
  }
}
