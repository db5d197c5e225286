// The log of updates in SQL: an order that nothing breaks, a fence where the plan is locked, a chain of hashes, snapshots.
// Fits UpdateLog of seams.ts; built by rooms.ts on the node's database.
import type { Kysely, Selectable, Transaction } from 'kysely'
import * as Y from 'yjs'
import { Refused } from '../../shared/refusals.ts'
import { again } from '../db/again.ts'
import { writerOf } from '../db/connect.ts'
import { genesis, rowHash, sha256, snapshotsKept } from '../db/plan-log.ts'
import type { Tables } from '../db/tables.ts'
import type { AppendOutcome, Head, Later, LockMark, PlanBatch, StoredPlan, UpdateLog } from './seams.ts'
import { replay } from './update.ts'

/** Rows in one INSERT: SQLite takes 32 766 values a statement. */
const rowsPerInsert = 1_000

type UpdateRow = Pick<Selectable<Tables['plan_updates']>, 'seq' | 'bytes' | 'prev_hash' | 'hash'>
type Snapshot = Pick<Selectable<Tables['plan_snapshots']>, 'upto_seq' | 'state' | 'sha256'>

/** `damaged` is told of each thing on disk that does not match its hash. */
export function openLog(db: Kysely<Tables>, now: () => Date, damaged: (what: string) => void): UpdateLog {
  const writer = writerOf(db)
  // SQLite has one writer: the connection of the acts is held, so that neither ever finds the file taken.
  const alone = <T>(job: () => T) => db.connection().execute(async () => job())
  const at = () => now().toISOString()
  return {
    async load(planId) {
      writer?.makeSure()
      return load(db, planId, damaged)
    },
    append: (batches) =>
      writer ? writer.append(batches, at(), alone) : again(() => appendAll(db, batches, at())),
    after: (planId, from) => readAfter(db, planId, from),
    heads: (planIds) => readHeads(db, planIds),
    async compact(planId) {
      const { epoch, seq, state, updates, damaged: bad } = await load(db, planId, damaged)
      if (bad) throw new Error(`plan ${planId}: a damaged log is not compacted`)
      const doc = replay(state, updates)
      const bytes = Y.encodeStateAsUpdate(doc)
      doc.destroy()
      const snapshot = { planId, epoch, seq, state: bytes }
      if (writer) await writer.snapshot(snapshot, at(), alone)
      else await writeSnapshot(db, { plan_id: planId, epoch, upto_seq: seq, state: bytes }, now())
      return bytes.length
    },
  }
}

async function load(
  db: Kysely<Tables>,
  planId: string,
  damaged: (what: string) => void,
): Promise<StoredPlan> {
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
      const content = await readContent(tx, planId, { epoch, seq }, damaged)
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
      const { bytes, end } = soundRows(rows, seq)
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

/** The newest sound snapshot and the rows after it; what cannot be proved is left out, and said. */
async function readContent(
  tx: Transaction<Tables>,
  planId: string,
  { epoch, seq }: { epoch: number; seq: number },
  damaged: (what: string) => void,
): Promise<Pick<StoredPlan, 'state' | 'updates' | 'damaged'>> {
  const snapshots = await tx
    .selectFrom('plan_snapshots')
    .select(['upto_seq', 'state', 'sha256'])
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .orderBy('upto_seq', 'desc')
    .limit(snapshotsKept)
    .execute()
  const sound = snapshots.filter((snapshot) => {
    const whole = sha256(snapshot.state) === snapshot.sha256 && snapshot.upto_seq <= seq
    if (!whole) damaged(`plan ${planId}: the snapshot at ${snapshot.upto_seq} does not match its hash`)
    return whole
  })
  const base: Snapshot | undefined = sound[0]
  const rows = await tx
    .selectFrom('plan_updates')
    .select(['seq', 'bytes', 'prev_hash', 'hash'])
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    // The row at the snapshot itself is read for its hash.
    .where('seq', '>=', base?.upto_seq ?? 0)
    .orderBy('seq')
    .execute()
  const { bytes, end } = soundRows(rows, base?.upto_seq ?? 0)
  if (end !== seq) damaged(`plan ${planId}: the log is damaged after row ${end} (head ${seq})`)
  return { state: base?.state ?? null, updates: bytes, damaged: end !== seq }
}

/** The rows after `base`, as far as each follows the one before by number and by hash. */
function soundRows(rows: readonly UpdateRow[], base: number): { bytes: Uint8Array[]; end: number } {
  const bytes: Uint8Array[] = []
  let end = base
  let previous = genesis
  if (base > 0) {
    const first = rows[0]
    if (first?.seq !== base) return { bytes, end: -1 }
    previous = first.hash
  }
  for (const row of rows) {
    if (row.seq === base) continue
    const follows = row.seq === end + 1 && row.prev_hash === previous
    if (!follows || rowHash(previous, row.seq, row.bytes) !== row.hash) break
    bytes.push(row.bytes)
    end = row.seq
    previous = row.hash
  }
  return { bytes, end }
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
  snapshot: { plan_id: string; epoch: number; upto_seq: number; state: Uint8Array },
  at: Date,
): Promise<void> {
  const { plan_id, epoch } = snapshot
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('plan_snapshots')
      .values({ ...snapshot, sha256: sha256(snapshot.state), created_at: at.toISOString() })
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
