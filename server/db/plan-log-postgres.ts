// The log of updates on PostgreSQL, where several nodes write: a batch goes on from the head, or after what others wrote first.
// Called by sync/log.ts; on SQLite plan-log.ts stands in its place.
import type { Kysely, Transaction } from 'kysely'
import { again } from './again.ts'
import { logConnectionsOf } from './connect.ts'
import { appendAtHeads, chainTo, rememberLasts } from './heads.ts'
import {
  type LaterRows,
  laterOf,
  type Point,
  type ReadRow,
  rowsAfter,
  rowsAfterStatement,
} from './log-rows.ts'
import { genesis, type LogBatch, type LogOutcome, rowHash } from './plan-log.ts'
import { openStillness } from './stillness.ts'
import type { Tables } from './tables.ts'

/** Told of what others wrote before the batch `at` its place; whether that batch may be written after it. */
type Follow = (at: number, later: LaterRows) => boolean

/** So often a batch is offered at the head as it was read just before; then the log is held while it is read. */
const quickTries = 2
const rowsPerInsert = 1_000

export function openPostgresLog(db: Kysely<Tables>) {
  const lasts = rememberLasts()
  const stillness = openStillness(db)
  // What holds a plan still for a job waits on a connection of the acts: of these there are few, and none may wait.
  const { ask, db: own } = logConnectionsOf(db)

  /** Offers all batches at once, without holding anything between two statements. Leaves out those that need the other way. */
  async function appendQuickly(
    batches: readonly LogBatch[],
    at: string,
    follow: Follow,
  ): Promise<Map<LogBatch, LogOutcome>> {
    const outcomes = new Map<LogBatch, LogOutcome>()
    let open = batches.map((batch) => ({ batch, seq: batch.seq }))
    for (let tries = 0; tries < quickTries && open.length > 0; tries++) {
      const chained = open.flatMap(({ batch, seq }) => {
        const hash = lasts.hashAt({ ...batch, seq })
        const plain = hash !== null && batch.claims.length === 0 && batch.rows.length > 0
        return plain ? [chainTo(batch, { seq, hash })] : []
      })
      // One that needs the transaction takes all with it: what waits together is written together.
      if (chained.length < open.length) break
      const written = await again(() => appendAtHeads(ask, chained, at))
      for (const { planId, epoch, seq, rows } of chained)
        if (written.has(planId)) lasts.set(planId, { epoch, seq: seq + rows.length, hash: rows.at(-1)!.hash })
      const left: typeof open = []
      for (const { batch, seq } of open) {
        if (written.has(batch.planId)) outcomes.set(batch, 'saved')
        else {
          const later = await readAfter(batch.planId, { epoch: batch.epoch, seq })
          const goesAfter = later && !later.locked && follow(batches.indexOf(batch), later)
          if (goesAfter) left.push({ batch, seq: later.seq })
          else outcomes.set(batch, later?.locked ? 'locked' : 'moved')
        }
      }
      open = left
    }
    return outcomes
  }

  async function appendHolding(
    batches: readonly LogBatch[],
    at: string,
    follow: Follow,
  ): Promise<Map<LogBatch, LogOutcome>> {
    const done = await again(() =>
      // READ COMMITTED: the fence waits for another node's commit, then looks at the row again.
      own
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (tx) => {
          // Always in the same order of plans: two nodes then never wait for each other.
          const inOrder = [...batches].sort((a, b) => (a.planId < b.planId ? -1 : 1))
          await stillness.enter(
            tx,
            inOrder.map(({ planId }) => planId),
          )
          const done: { batch: LogBatch; outcome: LogOutcome; last?: Last }[] = []
          for (const batch of inOrder) {
            const goesAfter = (later: LaterRows) => follow(batches.indexOf(batch), later)
            done.push({ batch, ...(await appendOne(tx, batch, { goesAfter, at })) })
          }
          return done
        }),
    )
    // Only now: what was rolled back is nobody's last.
    for (const { batch, last } of done) if (last) lasts.set(batch.planId, last)
    return new Map(done.map(({ batch, outcome }) => [batch, outcome]))
  }

  async function readAfter(planId: string, from: Point): Promise<LaterRows | null> {
    const read = await again(() => ask<ReadRow>(rowsAfterStatement, [planId, from.seq]))
    const later = await laterOf(own, planId, { from, read })
    if (later) lasts.set(planId, { epoch: from.epoch, ...later })
    return later
  }

  return {
    /** Each batch whole or not at all; null: it could not be written. Throws when nothing was. */
    async append(batches: readonly LogBatch[], at: string, follow: Follow): Promise<(LogOutcome | null)[]> {
      const outcomes = await appendQuickly(batches, at, follow)
      const left = batches.filter((batch) => !outcomes.has(batch))
      if (left.length > 0) {
        try {
          const which: Follow = (index, later) => follow(batches.indexOf(left[index]!), later)
          for (const [batch, outcome] of await appendHolding(left, at, which)) outcomes.set(batch, outcome)
        } catch (error) {
          // Where some are on disk, the others are told apart, and tried again by their rooms.
          if (outcomes.size === 0) throw error
        }
      }
      return batches.map((batch) => outcomes.get(batch) ?? null)
    },
    after: readAfter,
    still: stillness.keep,
  }
}

type Last = Point & { readonly hash: string }

async function appendOne(
  tx: Transaction<Tables>,
  batch: LogBatch,
  { goesAfter, at }: { goesAfter: (later: LaterRows) => boolean; at: string },
): Promise<{ outcome: LogOutcome; last?: Last }> {
  const { planId, epoch, rows } = batch
  if (batch.claims.length > 0) await holdRoom(tx, batch)
  if (!(await claimAll(tx, batch))) return { outcome: 'moved' }
  if (rows.length === 0) return { outcome: 'saved' }
  let { seq } = batch
  if (!(await takePlaces(tx, batch, seq))) {
    // Held, so that nobody writes between what is read here and our own rows.
    await holdRoom(tx, batch)
    const later = await rowsAfter(tx, planId, batch)
    if (later?.locked) return { outcome: 'locked' }
    if (!later || !goesAfter(later)) return { outcome: 'moved' }
    seq = later.seq
    if (!(await takePlaces(tx, batch, seq))) return { outcome: 'moved' }
  }
  const { newest, hash } = await headOf(tx, { planId, epoch, seq })
  if (newest > epoch) {
    // SYNC-9: the plan goes on in another epoch. Asked after the fence, which waits for whoever raises it.
    await setHead(tx, batch, seq)
    return { outcome: 'moved' }
  }
  const last = await insertRows(tx, batch, { seq, hash: hash ?? genesis, at })
  return { outcome: 'saved', last: { epoch, seq: seq + rows.length, hash: last } }
}

/** The fence: one row decides, in the same transaction, whether the log still goes on from there. */
async function takePlaces(
  tx: Transaction<Tables>,
  { planId, epoch, rows }: LogBatch,
  seq: number,
): Promise<boolean> {
  const fence = await tx
    .updateTable('plan_rooms')
    .set({ head_seq: seq + rows.length })
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .where('head_seq', '=', seq)
    .where('locked_seq', 'is', null)
    .executeTakeFirst()
  return fence.numUpdatedRows === 1n
}

/** The plan's newest epoch, and the hash of the row at `seq`. */
async function headOf(tx: Transaction<Tables>, { planId, epoch, seq }: Point & { planId: string }) {
  const { epoch: newest, hash } = await tx
    .selectFrom('plan_rooms as room')
    .leftJoin('plan_updates as last', (join) =>
      join.onRef('last.plan_id', '=', 'room.plan_id').on('last.epoch', '=', epoch).on('last.seq', '=', seq),
    )
    .select(['room.epoch', 'last.hash'])
    .where('room.plan_id', '=', planId)
    .orderBy('room.epoch', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { newest, hash }
}

async function insertRows(
  tx: Transaction<Tables>,
  { planId: plan_id, epoch, rows }: LogBatch,
  { seq, hash, at }: { seq: number; hash: string; at: string },
): Promise<string> {
  let prev_hash = hash
  const values = rows.map(({ bytes, userId }, index) => {
    const own = { seq: seq + index + 1, prev_hash, hash: rowHash(prev_hash, seq + index + 1, bytes) }
    prev_hash = own.hash
    return { plan_id, epoch, ...own, bytes, user_id: userId, received_at: at }
  })
  for (let from = 0; from < values.length; from += rowsPerInsert) {
    await tx
      .insertInto('plan_updates')
      .values(values.slice(from, from + rowsPerInsert))
      .execute()
  }
  return prev_hash
}

async function setHead(tx: Transaction<Tables>, { planId, epoch }: LogBatch, seq: number): Promise<void> {
  await tx
    .updateTable('plan_rooms')
    .set({ head_seq: seq })
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .execute()
}

/** Keeps other nodes out of this plan's log until the commit: the claims come before the fence, which would do it too. */
async function holdRoom(tx: Transaction<Tables>, { planId, epoch }: LogBatch): Promise<void> {
  await tx
    .updateTable('plan_rooms')
    .set((room) => ({ head_seq: room.ref('head_seq') }))
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .execute()
}

/** Writes who owns which clientID; false when one of them became another's meanwhile. */
async function claimAll(tx: Transaction<Tables>, { planId, epoch, claims }: LogBatch): Promise<boolean> {
  for (const { clientId, userId } of claims) {
    const row = { plan_id: planId, epoch, client_id: clientId, user_id: userId }
    const written = await tx
      .insertInto('plan_clients')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows === 1n) continue
    const owner = await tx
      .selectFrom('plan_clients')
      .select('user_id')
      .where('plan_id', '=', planId)
      .where('epoch', '=', epoch)
      .where('client_id', '=', clientId)
      .executeTakeFirst()
    if (owner?.user_id !== userId) return false
  }
  return true
}
