// The log of updates on SQLite, by prepared statements: all that one commit of typing runs. Hides its SQL and the chain of hashes.
// Called by writer.ts. What it commits is on disk only once that has seen to it.
import { hash } from 'node:crypto'
import type Database from 'better-sqlite3'

/** What is to go on from a plan's head, of one commit. */
export interface LogBatch {
  readonly planId: string
  readonly epoch: number
  /** The head it follows. */
  readonly seq: number
  readonly rows: readonly { readonly bytes: Uint8Array; readonly userId: string }[]
  readonly claims: readonly { readonly clientId: number; readonly userId: string }[]
}
export type LogOutcome = 'saved' | 'locked' | 'moved'

export interface LogSnapshot {
  readonly planId: string
  readonly epoch: number
  readonly seq: number
  readonly state: Uint8Array
}

export interface PlanLog {
  /** All batches in one transaction, each taken whole or refused whole. Throws when nothing was written. */
  append(batches: readonly LogBatch[], at: string): LogOutcome[]
  snapshot(snapshot: LogSnapshot, at: string): void
}

/** The hash before the first row. */
export const genesis = '0'.repeat(64)
/** Snapshots kept of a plan; every row is kept as well, so that a damaged snapshot is only a slower start. */
export const snapshotsKept = 2
/** Plans whose last hash is kept in memory. */
const lastsKept = 1_000

const scratch = Buffer.alloc(4_096)

/** SHA-256 of the previous hash's 32 bytes, the number as 8 bytes (big end first), and the update. */
export function rowHash(previous: string, seq: number, bytes: Uint8Array): string {
  const length = 40 + bytes.length
  // One call on one piece of memory: a third less than making a hash and feeding it.
  const row = length <= scratch.length ? scratch.subarray(0, length) : Buffer.allocUnsafe(length)
  row.write(previous, 'hex')
  row.writeBigUInt64BE(BigInt(seq), 32)
  row.set(bytes, 40)
  return hash('sha256', row, 'hex')
}

export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}

export function openPlanLog(database: Database.Database): PlanLog {
  const sql = prepare(database)
  /** The last hash of each log, once committed, with the head it belongs to. */
  const lasts = new Map<string, { seq: number; hash: string }>()

  function appendOne(batch: LogBatch, at: string): { outcome: LogOutcome; last?: string } {
    const { planId, epoch, seq, rows, claims } = batch
    for (const { clientId, userId } of claims) {
      if (sql.claim.run(planId, epoch, clientId, userId).changes === 1) continue
      const owner = sql.owner.get(planId, epoch, clientId)
      if (owner !== userId) return { outcome: 'moved' }
    }
    if (rows.length === 0) return { outcome: 'saved' }
    // The fence: one row decides, in the same transaction, whether the log still goes on from our head.
    if (sql.fence.run(seq + rows.length, planId, epoch, seq).changes !== 1)
      return { outcome: sql.locked.get(planId) === null ? 'moved' : 'locked' }
    const known = lasts.get(keyOf(batch))
    let last = known?.seq === seq ? known.hash : ((sql.last.get(planId, epoch, seq) as string) ?? genesis)
    for (const [index, { bytes, userId }] of rows.entries()) {
      const hash = rowHash(last, seq + index + 1, bytes)
      sql.row.run(planId, epoch, seq + index + 1, bytes, userId, at, last, hash)
      last = hash
    }
    return { outcome: 'saved', last }
  }

  function remember(batch: LogBatch, hash: string): void {
    const key = keyOf(batch)
    lasts.delete(key)
    lasts.set(key, { seq: batch.seq + batch.rows.length, hash })
    if (lasts.size > lastsKept) lasts.delete(lasts.keys().next().value!)
  }

  const inTransaction = <T>(job: () => T): T => {
    sql.begin.run()
    try {
      const result = job()
      sql.commit.run()
      return result
    } catch (error) {
      // On a full disk SQLite has ended it by itself.
      if (database.inTransaction) sql.rollback.run()
      throw error
    }
  }

  return {
    append(batches, at) {
      const done = inTransaction(() => batches.map((batch) => appendOne(batch, at)))
      // Only now: what was rolled back is nobody's last.
      for (const [index, { last }] of done.entries()) if (last) remember(batches[index]!, last)
      return done.map(({ outcome }) => outcome)
    },
    snapshot({ planId, epoch, seq, state }, at) {
      inTransaction(() => {
        sql.snapshot.run(planId, epoch, seq, state, sha256(state), at)
        sql.forget.run({ planId, epoch, kept: snapshotsKept - 1 })
      })
    },
  }
}

const keyOf = ({ planId, epoch }: LogBatch): string => `${epoch} ${planId}`

function prepare(database: Database.Database) {
  const one = (source: string) => database.prepare(source).pluck()
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),
    fence: database.prepare(
      // SYNC-9: a newer epoch of the plan fences this one.
      `UPDATE plan_rooms SET head_seq = ? WHERE plan_id = ? AND epoch = ? AND head_seq = ? AND locked_seq IS NULL
       AND NOT EXISTS (SELECT 1 FROM plan_rooms newer WHERE newer.plan_id = plan_rooms.plan_id AND newer.epoch > plan_rooms.epoch)`,
    ),
    locked: one('SELECT locked_seq FROM plan_rooms WHERE plan_id = ? ORDER BY epoch DESC LIMIT 1'),
    last: one('SELECT hash FROM plan_updates WHERE plan_id = ? AND epoch = ? AND seq = ?'),
    row: database.prepare(
      'INSERT INTO plan_updates (plan_id, epoch, seq, bytes, user_id, received_at, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    claim: database.prepare(
      'INSERT INTO plan_clients (plan_id, epoch, client_id, user_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    owner: one('SELECT user_id FROM plan_clients WHERE plan_id = ? AND epoch = ? AND client_id = ?'),
    snapshot: database.prepare(
      'INSERT INTO plan_snapshots (plan_id, epoch, upto_seq, state, sha256, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    forget: database.prepare(
      `DELETE FROM plan_snapshots WHERE plan_id = @planId AND epoch = @epoch AND upto_seq < (SELECT upto_seq FROM plan_snapshots
       WHERE plan_id = @planId AND epoch = @epoch ORDER BY upto_seq DESC LIMIT 1 OFFSET @kept)`,
    ),
  }
}
