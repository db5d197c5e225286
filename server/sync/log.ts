// The log of updates in SQL: an order that nothing breaks, a fence where the plan is locked, a chain of hashes, snapshots.
// Fits UpdateLog of seams.ts; built by rooms.ts on the node's database.
import type { Kysely, Selectable, Transaction } from 'kysely'
import { Refused } from '../../shared/refusals.ts'
import { again } from '../db/again.ts'
import { whenFree, writerOf } from '../db/connect.ts'
import { lockMark, rowsAfter } from '../db/log-rows.ts'
import { type LogSnapshot, sha256, snapshotsKept } from '../db/plan-log.ts'
import { openPostgresLog } from '../db/plan-log-postgres.ts'
import type { Tables } from '../db/tables.ts'
import { type Content, readContent, readLong } from './content.ts'
import { encodeReplayed } from './replayer.ts'
import type { Head, StoredPlan, UpdateLog } from './seams.ts'

/** A document in which nobody has written, as Yjs encodes it. */
const nothing = new Uint8Array([0, 0])

/** `damaged` is told of each thing on disk that does not match its hash. */
export function openLog(db: Kysely<Tables>, now: () => Date, damaged: (what: string) => void): UpdateLog {
  const writer = writerOf(db)
  // SQLite has one writer: the connection of the acts is held, so that neither ever finds the file taken.
  const alone = <T>(job: () => T) => whenFree(db, job)
  const at = () => now().toISOString()
  const onPostgres = writer ? null : openPostgresLog(db)

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
    append: (batches, follow = () => false) =>
      onPostgres ? onPostgres.append(batches, at(), follow) : writer!.append(batches, at(), alone),
    after: (planId, from) => (onPostgres ? onPostgres.after(planId, from) : rowsAfter(db, planId, from)),
    // On SQLite there is one node, whose own queue is still.
    still: (planId, job) => (onPostgres ? onPostgres.still(planId, job) : job()),
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
