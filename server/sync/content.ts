// Reads what a plan holds from the log: the newest sound snapshot and the rows after it, each proved by the chain of hashes.
// Called by log.ts.
import type { Kysely, Selectable, Transaction } from 'kysely'
import { genesis, rowHash, sha256, snapshotsKept } from '../db/plan-log.ts'
import type { Tables } from '../db/tables.ts'
import { openReplayer } from './replayer.ts'
import type { StoredPlan } from './seams.ts'

type UpdateRow = Pick<Selectable<Tables['plan_updates']>, 'seq' | 'bytes' | 'prev_hash' | 'hash'>
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

/** Follows the rows after `base`, as far as each follows the one before by number and by hash. */
export function openChain(base: number) {
  let end = base
  let previous = base > 0 ? null : genesis
  let sound = true

  function follows({ seq, prev_hash, bytes, hash }: UpdateRow): boolean {
    return (
      previous !== null && seq === end + 1 && prev_hash === previous && rowHash(previous, seq, bytes) === hash
    )
  }

  return {
    /** The updates of those rows that hold; a row that was taken already says nothing. */
    take(rows: readonly UpdateRow[]): Uint8Array[] {
      const bytes: Uint8Array[] = []
      for (const row of rows) {
        if (row.seq === end && row.seq > 0) {
          previous ??= row.hash
          continue
        }
        sound &&= follows(row)
        if (!sound) break
        bytes.push(row.bytes)
        end = row.seq
        previous = row.hash
      }
      return bytes
    },
    /** The last row that holds; -1 when not even the one to start from is there. */
    end: () => (previous === null ? -1 : end),
  }
}
