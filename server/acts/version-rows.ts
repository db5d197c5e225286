// Rows of locked versions → records and summaries. Reads only. Called by acts/versions, acts/standings, acts/alliances.
import type { Selectable, Transaction } from 'kysely'
import type { AmendmentRecord } from '../../shared/record/amendment-record.ts'
import type { VersionRecord } from '../../shared/record/records.ts'
import type { AmendmentView, VersionSummary } from '../../shared/version-views.ts'
import type { Tables } from '../db/tables.ts'

type Tx = Transaction<Tables>
/** Without `state`, which is large and which only a next draft needs. */
export type VersionRow = Omit<Selectable<Tables['versions']>, 'state'>

const columns = [
  'versions.id',
  'versions.plan_id',
  'versions.number',
  'versions.epoch',
  'versions.seq',
  'versions.canonical_plan',
  'versions.plan_digest',
  'versions.version_json',
  'versions.version_digest',
  'versions.locked_at',
  'versions.locked_by',
] as const

/** The last version of a plan, whatever is being written since; undefined before the first lock. */
export async function lastVersion(tx: Tx, planId: string): Promise<VersionRow | undefined> {
  return tx
    .selectFrom('versions')
    .select(columns)
    .where('plan_id', '=', planId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The version that locks the plan's present room (its last epoch); undefined while that one is being written. */
export async function lockingVersion(tx: Tx, planId: string): Promise<VersionRow | undefined> {
  const last = await lastVersion(tx, planId)
  if (!last) return undefined
  const room = await tx
    .selectFrom('plan_rooms')
    .select((eb) => eb.fn.max('epoch').as('epoch'))
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  return room && Number(room.epoch) > last.epoch ? undefined : last
}

export async function versionById(tx: Tx, id: string): Promise<VersionRow | undefined> {
  return tx.selectFrom('versions').select(columns).where('id', '=', id).executeTakeFirst()
}

export async function versionNumbered(
  tx: Tx,
  planId: string,
  number: number,
): Promise<VersionRow | undefined> {
  return tx
    .selectFrom('versions')
    .select(columns)
    .where('plan_id', '=', planId)
    .where('number', '=', number)
    .executeTakeFirst()
}

/** All versions of a plan, the first first. */
export async function versionsOf(tx: Tx, planId: string): Promise<VersionRow[]> {
  return tx.selectFrom('versions').select(columns).where('plan_id', '=', planId).orderBy('number').execute()
}

/** The amendments of a plan, the first first: that of version n is at n − 2. */
export async function amendmentsOf(tx: Tx, planId: string): Promise<AmendmentView[]> {
  const rows = await tx
    .selectFrom('amendments')
    .select(['record_json', 'from_version'])
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute()
  return rows.map(({ record_json, from_version }) => {
    const { id, number, title, reason, openedAt, openedBy } = JSON.parse(record_json) as AmendmentRecord
    return { id, number, title, reason, openedAt, openedBy, fromVersionId: from_version }
  })
}

export function versionRecordOf(row: Pick<VersionRow, 'version_json'>): VersionRecord {
  return JSON.parse(row.version_json) as VersionRecord
}

export function versionSummary(row: VersionRow): VersionSummary {
  return {
    id: row.id,
    number: row.number,
    planDigest: row.plan_digest,
    versionDigest: row.version_digest,
    lockedAt: row.locked_at,
    lockedByName: versionRecordOf(row).lockedBy,
  }
}
