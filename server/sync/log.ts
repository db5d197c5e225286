// The log of updates in SQL: an order that nothing breaks, a fence where the plan is locked, a chain of hashes, snapshots.
// Fits UpdateLog of seams.ts; built by rooms.ts on the node's database.
import type { Kysely, Selectable, Transaction } from 'kysely'
import * as Y from 'yjs'
import { Refused } from '../../shared/refusals.ts'
import { again } from '../db/again.ts'
import { writerOf } from '../db/connect.ts'
import { lockMark, rowsAfter, soundRows } from '../db/log-rows.ts'
import { sha256, snapshotsKept } from '../db/plan-log.ts'
import { openPostgresLog } from '../db/plan-log-postgres.ts'
import type { Tables } from '../db/tables.ts'
import type { Head, StoredPlan, UpdateLog } from './seams.ts'
import { replay } from './update.ts'

type Snapshot = Pick<Selectable<Tables['plan_snapshots']>, 'upto_seq' | 'state' | 'sha256'>

/** `damaged` is told of each thing on disk that does not match its hash. */
export function openLog(db: Kysely<Tables>, now: () => Date, damaged: (what: string) => void): UpdateLog {
  const writer = writerOf(db)
  // SQLite has one writer: the connection of the acts is held, so that neither ever finds the file taken.
  const alone = <T>(job: () => T) => db.connection().execute(async () => job())
  const at = () => now().toISOString()
  const onPostgres = writer ? null : openPostgresLog(db)
  return {
    async load(planId) {
      writer?.makeSure()
      return load(db, planId, damaged)
    },
    append: (batches, follow = () => false) =>
      onPostgres ? onPostgres.append(batches, at(), follow) : writer!.append(batches, at(), alone),
    after: (planId, from) => (onPostgres ? onPostgres.after(planId, from) : rowsAfter(db, planId, from)),
    // On SQLite there is one node, whose own queue is still.
    still: (planId, job) => (onPostgres ? onPostgres.still(planId, job) : job()),
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
