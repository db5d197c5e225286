// Reading the log of updates: rows as far as each follows the one before, and where the plan is locked. On both databases.
// Called by sync/log.ts, sync/content.ts and plan-log-postgres.ts.
import type { Kysely, Selectable } from 'kysely'
import { genesis, rowHash } from './plan-log.ts'
import type { Tables } from './tables.ts'

/** A place in a plan's log. */
export interface Point {
  readonly epoch: number
  readonly seq: number
}

/** Where a plan is locked, as seams.ts has it. */
interface LockMark {
  readonly versionId: string
  readonly seq: number
  readonly planDigest: string
}

/** What came to a log after a point of it; Later of seams.ts, and the hash of the last row. */
export interface LaterRows {
  readonly seq: number
  readonly hash: string
  readonly locked: LockMark | null
  readonly rows: readonly { readonly bytes: Uint8Array; readonly userId: string }[]
}

export type UpdateRow = Pick<Selectable<Tables['plan_updates']>, 'seq' | 'bytes' | 'prev_hash' | 'hash'>

/** Null when the log does not go on from there. */
export async function rowsAfter(on: Kysely<Tables>, planId: string, from: Point): Promise<LaterRows | null> {
  // One statement, so that head and rows are of one moment.
  const read = await on
    .selectFrom('plan_rooms as room')
    .leftJoin('plan_updates as row', (join) =>
      join
        .onRef('row.plan_id', '=', 'room.plan_id')
        .onRef('row.epoch', '=', 'room.epoch')
        .on('row.seq', '>=', from.seq),
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
  return laterOf(on, planId, { from, read: read as ReadRow[] })
}

/** The same as prepared text. */
export const rowsAfterStatement = {
  name: 'assise-rows-after',
  text: `
    SELECT room.epoch, head_seq, locked_seq, seq, bytes, prev_hash, hash, user_id
    FROM plan_rooms AS room
    LEFT JOIN plan_updates AS row ON row.plan_id = room.plan_id AND row.epoch = room.epoch AND row.seq >= $2
    WHERE room.plan_id = $1 AND room.epoch = (SELECT max(epoch) FROM plan_rooms WHERE plan_id = $1)
    ORDER BY seq`,
}

/** A row of the room, and of its log where there is one. */
export type ReadRow = {
  readonly epoch: number
  readonly head_seq: number
  readonly locked_seq: number | null
} & ((UpdateRow & { readonly user_id: string }) | { readonly seq: null })

export async function laterOf(
  on: Kysely<Tables>,
  planId: string,
  { from, read }: { from: Point; read: readonly ReadRow[] },
): Promise<LaterRows | null> {
  const room = read[0]
  if (room?.epoch !== from.epoch || room.head_seq < from.seq) return null
  const rows = read.filter((row) => row.seq !== null)
  const { bytes, end, hash } = soundRows(rows, from.seq)
  if (end !== room.head_seq) return null
  const writers = rows.slice(rows.length - bytes.length)
  return {
    seq: end,
    hash,
    locked: await lockMark(on, planId, room),
    rows: bytes.map((each, at) => ({ bytes: each, userId: writers[at]!.user_id })),
  }
}

/** The rows after `base`, as far as each follows the one before by number and by hash; and the hash of the last. */
function soundRows(rows: readonly UpdateRow[], base: number) {
  const chain = openChain(base)
  const bytes = chain.take(rows)
  return { bytes, end: chain.end(), hash: chain.hash() }
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
    hash: () => previous ?? genesis,
    /** The last row that holds; -1 when not even the one to start from is there. */
    end: () => (previous === null ? -1 : end),
  }
}

export async function lockMark(
  on: Kysely<Tables>,
  planId: string,
  { epoch, locked_seq }: { epoch: number; locked_seq: number | null },
): Promise<LockMark | null> {
  if (locked_seq === null) return null
  const version = await on
    .selectFrom('versions')
    .select(['id', 'plan_digest'])
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .executeTakeFirst()
  return { versionId: version?.id ?? '', seq: locked_seq, planDigest: version?.plan_digest ?? '' }
}
