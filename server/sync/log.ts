// The log of updates in SQL: an order that nothing breaks, a fence where the plan is locked, a chain of hashes, snapshots.
// Fits UpdateLog of seams.ts; built by rooms.ts on the node's database.
import { createHash } from 'node:crypto'
import type { Kysely, Selectable, Transaction } from 'kysely'
import * as Y from 'yjs'
import { Refused } from '../../shared/refusals.ts'
import { again } from '../db/again.ts'
import { appendAtHeads, type Chained, isPostgres, type Lasts, rememberLasts } from '../db/heads.ts'
import { openStillness, type Stillness } from '../db/stillness.ts'
import type { Tables } from '../db/tables.ts'
import type {
  AppendOutcome,
  Follow,
  Head,
  Later,
  LockMark,
  PlanBatch,
  StoredPlan,
  UpdateLog,
} from './seams.ts'
import { replay } from './update.ts'

/** The hash before the first row. */
const genesis = '0'.repeat(64)
/** Rows in one INSERT: SQLite takes 32 766 values a statement. */
const rowsPerInsert = 1_000
/** Snapshots kept of a plan; every row is kept as well, so that a damaged snapshot is only a slower start. */
const snapshotsKept = 2

/** A place in a plan's log. */
interface Point {
  readonly epoch: number
  readonly seq: number
}
type UpdateRow = Pick<Selectable<Tables['plan_updates']>, 'seq' | 'bytes' | 'prev_hash' | 'hash'>
type Snapshot = Pick<Selectable<Tables['plan_snapshots']>, 'upto_seq' | 'state' | 'sha256'>

/** `damaged` is told of each thing on disk that does not match its hash. */
export function openLog(db: Kysely<Tables>, now: () => Date, damaged: (what: string) => void): UpdateLog {
  const appending = { db, lasts: rememberLasts(), stillness: openStillness(db) }
  return {
    load: (planId) => load(db, planId, damaged),
    append: (batches, follow = () => false) =>
      append(appending, batches, { follow, at: now().toISOString() }),
    still: appending.stillness.keep,
    async after(planId, from) {
      const later = await again(() => laterThan(db, planId, from))
      if (later) appending.lasts.set({ planId, epoch: from.epoch, ...later })
      return later
    },
    heads: (planIds) => readHeads(db, planIds),
    async compact(planId) {
      const { epoch, seq, state, updates, damaged: bad } = await load(db, planId, damaged)
      if (bad) throw new Error(`plan ${planId}: a damaged log is not compacted`)
      const doc = replay(state, updates)
      const bytes = Y.encodeStateAsUpdate(doc)
      doc.destroy()
      await writeSnapshot(db, { plan_id: planId, epoch, upto_seq: seq, state: bytes }, now())
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

/** One statement, so that room and rows are of one moment. */
async function laterThan(
  on: Kysely<Tables>,
  planId: string,
  { epoch, seq }: Point,
): Promise<(Later & { hash: string }) | null> {
  const read = await on
    .selectFrom('plan_rooms as room')
    .leftJoin('plan_updates as row', (join) =>
      join
        .onRef('row.plan_id', '=', 'room.plan_id')
        .onRef('row.epoch', '=', 'room.epoch')
        .on('row.seq', '>=', seq),
    )
    .select(['room.epoch', 'head_seq', 'locked_seq', 'seq', 'bytes', 'prev_hash', 'hash', 'user_id'])
    .where('room.plan_id', '=', planId)
    .where('room.epoch', '=', (one) =>
      one
        .selectFrom('plan_rooms')
        .select((max) => max.fn.max('epoch').as('epoch'))
        .where('plan_id', '=', planId),
    )
    .orderBy('seq')
    .execute()
  const room = read[0]
  if (room?.epoch !== epoch || room.head_seq < seq) return null
  const rows = read.filter((row): row is typeof row & UpdateRow & { user_id: string } => row.seq !== null)
  const { bytes, end, hash } = soundRows(rows, seq)
  if (end !== room.head_seq) return null
  const writers = rows.slice(rows.length - bytes.length)
  return {
    seq: end,
    hash,
    locked: await lockMark(on, planId, room),
    rows: bytes.map((each, at) => ({ bytes: each, userId: writers[at]!.user_id })),
  }
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
  tx: Kysely<Tables>,
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

/** The rows after `base`, as far as each follows the one before by number and by hash; and the hash of the last. */
function soundRows(
  rows: readonly UpdateRow[],
  base: number,
): { bytes: Uint8Array[]; end: number; hash: string } {
  const bytes: Uint8Array[] = []
  let end = base
  let previous = genesis
  if (base > 0) {
    const first = rows[0]
    if (first?.seq !== base) return { bytes, end: -1, hash: previous }
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
  return { bytes, end, hash: previous }
}

interface Appending {
  readonly db: Kysely<Tables>
  readonly lasts: Lasts
  readonly stillness: Stillness
}
interface AppendHow {
  readonly follow: Follow
  readonly at: string
}

/** What goes on from its head is written in one statement where it can be; the rest in a transaction that looks closer. */
async function append(
  { db, lasts, stillness }: Appending,
  batches: readonly PlanBatch[],
  { follow, at }: AppendHow,
): Promise<(AppendOutcome | null)[]> {
  const chained = isPostgres(db) ? batches.flatMap((batch) => chain(batch, lasts) ?? []) : []
  const plain = chained.length === batches.length
  const written = plain ? await again(() => appendAtHeads(db, chained, at)) : new Set<string>()
  for (const { planId, epoch, seq, rows } of chained)
    if (written.has(planId)) lasts.set({ planId, epoch, seq: seq + rows.length, hash: rows.at(-1)!.hash })
  const left = batches.filter(({ planId }) => !written.has(planId))
  if (left.length === 0) return batches.map(() => 'saved')
  try {
    const done = await again(() =>
      appendAll({ db, stillness }, left, {
        at,
        follow: (index, later) => follow(batches.indexOf(left[index]!), later),
      }),
    )
    for (const { planId, last } of done.values()) if (last) lasts.set({ planId, ...last })
    return batches.map((batch) => (written.has(batch.planId) ? 'saved' : done.get(batch)!.outcome))
  } catch (error) {
    if (written.size === 0) throw error
    // Some of it is on disk: what is not is told apart, and tried again by its room.
    return batches.map(({ planId }) => (written.has(planId) ? 'saved' : null))
  }
}

/** A batch's rows chained to its head; null where the head's hash is not known, or where clientIDs have to be claimed. */
function chain(batch: PlanBatch, lasts: Lasts): Chained | null {
  let prevHash = batch.seq === 0 ? genesis : lasts.hashAt(batch)
  if (prevHash === null || batch.claims.length > 0 || batch.rows.length === 0) return null
  const rows = batch.rows.map(({ bytes, userId }, index) => {
    const own = { bytes, userId, prevHash: prevHash!, hash: rowHash(prevHash!, batch.seq + index + 1, bytes) }
    prevHash = own.hash
    return own
  })
  return { ...batch, rows }
}

interface Done {
  readonly planId: string
  readonly outcome: AppendOutcome
  /** The last row written. */
  readonly last?: Point & { readonly hash: string }
}

async function appendAll(
  { db, stillness }: Omit<Appending, 'lasts'>,
  batches: readonly PlanBatch[],
  { follow, at }: AppendHow,
): Promise<Map<PlanBatch, Done>> {
  // READ COMMITTED on PostgreSQL: the fence waits for another node's commit, then looks at the row again.
  return db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      const done = new Map<PlanBatch, Done>()
      // Always in the same order of plans: two nodes then never wait for each other.
      const inOrder = [...batches].sort((a, b) => (a.planId < b.planId ? -1 : 1))
      const planIds = inOrder.map(({ planId }) => planId)
      await stillness.enter(tx, planIds)
      for (const batch of inOrder) {
        const goesAfter = (later: Later) => follow(batches.indexOf(batch), later)
        done.set(batch, { planId: batch.planId, ...(await appendOne(tx, batch, { goesAfter, at })) })
      }
      return done
    })
}

async function appendOne(
  tx: Transaction<Tables>,
  batch: PlanBatch,
  { goesAfter, at }: { goesAfter: (later: Later) => boolean; at: string },
): Promise<Omit<Done, 'planId'>> {
  const { planId: plan_id, epoch, rows } = batch
  if (batch.claims.length > 0) await holdRoom(tx, plan_id, epoch)
  if (!(await claimAll(tx, batch))) return { outcome: 'moved' }
  if (rows.length === 0) return { outcome: 'saved' }
  let { seq } = batch
  if (!(await takePlaces(tx, batch, seq))) {
    // Held, so that nobody writes between what is read here and our own rows.
    await holdRoom(tx, plan_id, epoch)
    const later = await laterThan(tx, plan_id, batch)
    if (later?.locked) return { outcome: 'locked' }
    if (!later || !goesAfter(later)) return { outcome: 'moved' }
    seq = later.seq
    if (!(await takePlaces(tx, batch, seq))) return { outcome: 'moved' }
  }
  const hash = await insertRows(tx, batch, { seq, at })
  return { outcome: 'saved', last: { epoch, seq: seq + rows.length, hash } }
}

/** The fence: one row decides, in the same transaction, whether the log still goes on from there. */
async function takePlaces(
  tx: Transaction<Tables>,
  { planId, epoch, rows }: PlanBatch,
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

async function insertRows(
  tx: Transaction<Tables>,
  { planId: plan_id, epoch, rows }: PlanBatch,
  { seq, at }: { seq: number; at: string },
): Promise<string> {
  const last = await tx
    .selectFrom('plan_updates')
    .select('hash')
    .where('plan_id', '=', plan_id)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .executeTakeFirst()
  let prev_hash = last?.hash ?? genesis
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

/** SHA-256 of the previous hash's 32 bytes, the number as 8 bytes (big end first), and the update. */
function rowHash(previous: string, seq: number, bytes: Uint8Array): string {
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(seq))
  return createHash('sha256').update(Buffer.from(previous, 'hex')).update(number).update(bytes).digest('hex')
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
