// The log of updates in SQL: an order that nothing breaks, a fence where the plan is locked, a chain of hashes, snapshots.
// Fits UpdateLog of seams.ts; built by rooms.ts on the node's database.
import type { Kysely, Selectable, Transaction } from 'kysely'
import { Refused } from '../../shared/refusals.ts'
import { again } from '../db/again.ts'
import { writerOf } from '../db/connect.ts'
import { genesis, type LogSnapshot, rowHash, sha256, snapshotsKept } from '../db/plan-log.ts'
import type { Tables } from '../db/tables.ts'
import { type Content, openChain, readContent, readLong } from './content.ts'
import { encodeReplayed } from './replayer.ts'
import type { AppendOutcome, Head, Later, LockMark, PlanBatch, StoredPlan, UpdateLog } from './seams.ts'

/** Rows in one INSERT: SQLite takes 32 766 values a statement. */
const rowsPerInsert = 1_000

/** A document in which nobody has written, as Yjs encodes it. */
const nothing = new Uint8Array([0, 0])

/** `damaged` is told of each thing on disk that does not match its hash. */
export function openLog(db: Kysely<Tables>, now: () => Date, damaged: (what: string) => void): UpdateLog {
  const writer = writerOf(db)
  // SQLite has one writer: the connection of the acts is held, so that neither ever finds the file taken.
  const alone = <T>(job: () => T) => db.connection().execute(async () => job())
  const at = () => now().toISOString()

  async function keep(snapshot: LogSnapshot): Promise<void> {
    if (writer) await writer.snapshot(snapshot, at(), alone)
    else await writeSnapshot(db, snapshot, at())
  }

  async function load(planId: string): Promise<StoredPlan> {
    writer?.makeSure()
    const { long, ...stored } = await readPlan(db, planId, damaged)
    if (!long) return stored
    const { epoch, seq } = stored
    const whole = await readLong(db, { planId, epoch, seq, damaged }, long)
    // Once is enough.
    if (whole.state && !whole.damaged) await keep({ planId, epoch, seq, state: whole.state })
    return { ...stored, ...whole }
  }

  return {
    load,
    append: (batches) =>
      writer ? writer.append(batches, at(), alone) : again(() => appendAll(db, batches, at())),
    after: (planId, from) => readAfter(db, planId, from),
    heads: (planIds) => readHeads(db, planIds),
    async compact(planId) {
      const { epoch, seq, state, updates, damaged: bad } = await load(planId)
      if (bad) throw new Error(`plan ${planId}: a damaged log is not compacted`)
      const bytes = updates.length > 0 ? await encodeReplayed(state, updates) : (state ?? nothing)
      await keep({ planId, epoch, seq, state: bytes })
      return bytes.length
    },
  }
}

async function readPlan(
  db: Kysely<Tables>,
  planId: string,
  damaged: (what: string) => void,
): Promise<StoredPlan & Pick<Content, 'long'>> {
  // One transaction, and one moment of it: rows and head must be of the same.
  const reading = db.transaction().setIsolationLevel('repeatable read')
  return again(() =>
    reading.execute(async (tx) => {
      const room = await roomOf(tx, planId)
      const { epoch, head_seq: seq } = room
      const owners = await tx
        .selectFrom('plan_clients')
        .select(['client_id', 'user_id'])
        .where('plan_id', '=', planId)
        .where('epoch', '=', epoch)
        .execute()
      const content = await readContent(tx, { planId, epoch, seq, damaged })
      return {
        epoch,
        seq,
        locked: await lockMark(tx, planId, room),
        ...content,
        owners: new Map(owners.map(({ client_id, user_id }) => [client_id, user_id])),
      }
    }),
  )
}

async function readAfter(
  db: Kysely<Tables>,
  planId: string,
  { epoch, seq }: { epoch: number; seq: number },
): Promise<Later | null> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const room = await roomOf(tx, planId)
      if (room.epoch !== epoch || room.head_seq < seq) return null
      const rows = await tx
        .selectFrom('plan_updates')
        .select(['seq', 'bytes', 'prev_hash', 'hash', 'user_id'])
        .where('plan_id', '=', planId)
        .where('epoch', '=', epoch)
        .where('seq', '>=', seq)
        .orderBy('seq')
        .execute()
      const chain = openChain(seq)
      const bytes = chain.take(rows)
      const end = chain.end()
      if (end !== room.head_seq) return null
      const writers = rows.slice(rows.length - bytes.length)
      return {
        seq: end,
        locked: await lockMark(tx, planId, room),
        rows: bytes.map((each, at) => ({ bytes: each, userId: writers[at]!.user_id })),
      }
    })
}

async function readHeads(db: Kysely<Tables>, planIds: readonly string[]): Promise<Map<string, Head>> {
  if (planIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('plan_rooms')
    .selectAll()
    .where('plan_id', 'in', [...planIds])
    .orderBy('epoch')
    .execute()
  // The last epoch of each plan wins.
  return new Map(
    rows.map(({ plan_id, epoch, head_seq, locked_seq }) => [
      plan_id,
      { epoch, seq: head_seq, locked: locked_seq !== null },
    ]),
  )
}

/** The plan's newest room; a plan that was never opened gets its first. */
async function roomOf(tx: Transaction<Tables>, planId: string): Promise<Selectable<Tables['plan_rooms']>> {
  const room = await tx
    .selectFrom('plan_rooms')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('epoch', 'desc')
    .executeTakeFirst()
  if (room) return room
  const plan = await tx.selectFrom('plans').select('id').where('id', '=', planId).executeTakeFirst()
  if (!plan) throw new Refused('notFound')
  const first = { plan_id: planId, epoch: 1, head_seq: 0, locked_seq: null }
  await tx
    .insertInto('plan_rooms')
    .values(first)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return first
}

async function lockMark(
  tx: Transaction<Tables>,
  planId: string,
  { epoch, locked_seq }: { epoch: number; locked_seq: number | null },
): Promise<LockMark | null> {
  if (locked_seq === null) return null
  const version = await tx
    .selectFrom('versions')
    .select(['id', 'plan_digest'])
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .executeTakeFirst()
  return { versionId: version?.id ?? '', seq: locked_seq, planDigest: version?.plan_digest ?? '' }
}

async function appendAll(
  db: Kysely<Tables>,
  batches: readonly PlanBatch[],
  at: string,
): Promise<AppendOutcome[]> {
  // READ COMMITTED on PostgreSQL: the fence waits for another node's commit, then looks at the row again.
  return db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      const outcomes = new Map<PlanBatch, AppendOutcome>()
      // Always in the same order of plans: two nodes then never wait for each other.
      const inOrder = [...batches].sort((a, b) => (a.planId < b.planId ? -1 : 1))
      for (const batch of inOrder) outcomes.set(batch, await appendOne(tx, batch, at))
      return batches.map((batch) => outcomes.get(batch)!)
    })
}

async function appendOne(tx: Transaction<Tables>, batch: PlanBatch, at: string): Promise<AppendOutcome> {
  const { planId: plan_id, epoch, seq, rows } = batch
  if (batch.claims.length > 0) await holdRoom(tx, plan_id, epoch)
  if (!(await claimAll(tx, batch))) return 'moved'
  if (rows.length === 0) return 'saved'
  // The fence: one row decides, in the same transaction, whether the log still goes on from our head.
  const fence = await tx
    .updateTable('plan_rooms')
    .set({ head_seq: seq + rows.length })
    .where('plan_id', '=', plan_id)
    .where('epoch', '=', epoch)
    .where('head_seq', '=', seq)
    .where('locked_seq', 'is', null)
    .executeTakeFirst()
  if (fence.numUpdatedRows !== 1n) {
    const room = await roomOf(tx, plan_id)
    return room.locked_seq === null ? 'moved' : 'locked'
  }
  const { newest, hash } = await headOf(tx, batch)
  if (newest > epoch) {
    // SYNC-9: the plan goes on in another epoch. Asked after the fence, which on PostgreSQL waits for whoever raises it.
    await setHead(tx, batch, seq)
    return 'moved'
  }
  let prev_hash = hash ?? genesis
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
  return 'saved'
}

/** The plan's newest epoch, and the hash of the row that the batch follows. */
async function headOf(tx: Transaction<Tables>, { planId, epoch, seq }: PlanBatch) {
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

async function setHead(tx: Transaction<Tables>, { planId, epoch }: PlanBatch, seq: number): Promise<void> {
  await tx
    .updateTable('plan_rooms')
    .set({ head_seq: seq })
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .execute()
}

/** Keeps other nodes out of this plan's log until the commit: the claims come before the fence, which would do it too. */
async function holdRoom(tx: Transaction<Tables>, planId: string, epoch: number): Promise<void> {
  await tx
    .updateTable('plan_rooms')
    .set((room) => ({ head_seq: room.ref('head_seq') }))
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .execute()
}

/** Writes who owns which clientID; false when one of them became another's meanwhile. */
async function claimAll(tx: Transaction<Tables>, { planId, epoch, claims }: PlanBatch): Promise<boolean> {
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

async function writeSnapshot(
  db: Kysely<Tables>,
  { planId: plan_id, epoch, seq: upto_seq, state }: LogSnapshot,
  created_at: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('plan_snapshots')
      .values({ plan_id, epoch, upto_seq, state, sha256: sha256(state), created_at })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const oldest = await tx
      .selectFrom('plan_snapshots')
      .select('upto_seq')
      .where('plan_id', '=', plan_id)
      .where('epoch', '=', epoch)
      .orderBy('upto_seq', 'desc')
      .offset(snapshotsKept - 1)
      .limit(1)
      .executeTakeFirst()
    if (!oldest) return
    await tx
      .deleteFrom('plan_snapshots')
      .where('plan_id', '=', plan_id)
      .where('epoch', '=', epoch)
      .where('upto_seq', '<', oldest.upto_seq)
      .execute()
  })
}
