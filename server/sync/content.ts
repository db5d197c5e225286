// Reads what a plan holds from the log: the newest sound snapshot and the rows after it, each proved by the chain of hashes.
// Called by log.ts.
import type { Kysely, Selectable, Transaction } from 'kysely'
import { openChain, type UpdateRow } from '../db/log-rows.ts'
import { sha256, snapshotsKept } from '../db/plan-log.ts'
import type { Tables } from '../db/tables.ts'
import { openReplayer } from './replayer.ts'
import type { StoredPlan } from './seams.ts'

type Snapshot = Pick<Selectable<Tables['plan_snapshots']>, 'upto_seq' | 'state' | 'sha256'>

/** Which log, how far it goes, and who is told of what on disk does not match its hash. */
export interface Wanted {
  readonly planId: string
  readonly epoch: number
  readonly seq: number
  readonly damaged: (what: string) => void
}

/** More rows than this are read page by page, and replayed elsewhere: the server must not stand still for them. */
const rowsAtOnce = 5_000
const rowsPerPage = 1_000

export interface Content extends Pick<StoredPlan, 'state' | 'updates' | 'damaged'> {
  /** There are more rows than were read: `readLong` reads them, from this snapshot. */
  readonly long?: { readonly base: number; readonly state: Uint8Array | null }
}

/** The newest sound snapshot and the rows after it; what cannot be proved is left out, and said. */
export async function readContent(tx: Transaction<Tables>, wanted: Wanted): Promise<Content> {
  const { planId, epoch, seq, damaged } = wanted
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
  const snapshot: Snapshot | undefined = sound[0]
  const base = snapshot?.upto_seq ?? 0
  const state = snapshot?.state ?? null
  if (seq - base > rowsAtOnce) return { state, updates: [], damaged: false, long: { base, state } }
  const chain = openChain(base)
  const updates = chain.take(await pageOf(tx, wanted, base, seq))
  return { state, updates, damaged: saidDamaged(wanted, chain.end()) }
}

/** The rows of a long log, replayed into one state off the event loop. Rows never change: no transaction need hold them. */
export async function readLong(
  db: Kysely<Tables>,
  wanted: Wanted,
  { base, state }: NonNullable<Content['long']>,
): Promise<Content> {
  const { seq } = wanted
  const chain = openChain(base)
  const replayer = openReplayer()
  try {
    if (state) replayer.take([state])
    for (let from = base; from < seq; from += rowsPerPage) {
      replayer.take(chain.take(await pageOf(db, wanted, from, Math.min(seq, from + rowsPerPage))))
      // On SQLite a query takes no turn of the event loop by itself.
      await new Promise((next) => setImmediate(next))
    }
    const whole = await replayer.end()
    return { state: whole, updates: [], damaged: saidDamaged(wanted, chain.end()) }
  } finally {
    replayer.close()
  }
}

/** The rows above `from` up to `to`, and the one at `from` itself, for its hash. */
function pageOf(
  db: Kysely<Tables>,
  { planId, epoch }: Wanted,
  from: number,
  to: number,
): Promise<UpdateRow[]> {
  return db
    .selectFrom('plan_updates')
    .select(['seq', 'bytes', 'prev_hash', 'hash'])
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .orderBy('seq')
    .execute()
}

function saidDamaged({ planId, seq, damaged }: Wanted, end: number): boolean {
  if (end !== seq) damaged(`plan ${planId}: the log is damaged after row ${end} (head ${seq})`)
  return end !== seq
}
