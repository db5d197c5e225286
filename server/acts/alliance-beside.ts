// What stands in an Alliance beside passkey signatures: papers of mandates, signatures made outside, adoptions. Reads only.
// Called by alliance-rows.ts alone.
import type { Transaction } from 'kysely'
import { mayConfirm, outsideCounts } from '../../shared/alliance.ts'
import type { AdoptionView, FileView, OutsideView } from '../../shared/alliance-views.ts'
import type { AdoptionRecord, OutsideSignature } from '../../shared/record/records.ts'
import { can } from '../../shared/roles.ts'
import type { Tables } from '../db/tables.ts'
import type { Member } from './members.ts'

type Tx = Transaction<Tables>

interface Beside {
  evidenceOf(signatoryId: string): FileView | null
  /** The last that was recorded of a signatory: an earlier one was contested. */
  outsideOf(signatoryId: string, userId: string): OutsideView | null
  adoptionsOf(partyId: string): AdoptionView[]
}

/** Read at once for a whole Alliance. Without a member, nothing awaits anyone. */
export async function beside(tx: Tx, allianceId: string, member?: Member): Promise<Beside> {
  const files = await filesOf(tx, allianceId)
  const fileOf = (id: string): FileView => files.get(id)!
  const evidence = await tx
    .selectFrom('signatory_evidence')
    .innerJoin('alliance_files', 'alliance_files.id', 'signatory_evidence.file_id')
    .select(['signatory_id', 'file_id'])
    .where('alliance_id', '=', allianceId)
    .execute()
  const outside = await outsideRows(tx, allianceId)
  const adoptions = await tx
    .selectFrom('alliance_adoptions')
    .selectAll()
    .where('alliance_id', '=', allianceId)
    .orderBy('filed_at')
    .orderBy('id')
    .execute()
  return {
    evidenceOf(signatoryId) {
      const row = evidence.find(({ signatory_id }) => signatory_id === signatoryId)
      return row ? fileOf(row.file_id) : null
    },
    outsideOf(signatoryId, userId) {
      const row = outside.filter(({ signatory_id }) => signatory_id === signatoryId).at(-1)
      return row ? outsideView(row, fileOf(row.file_id), awaits(row, userId, member)) : null
    },
    adoptionsOf: (partyId) =>
      adoptions
        .filter(({ party_id }) => party_id === partyId)
        .map((row) => {
          const { id, instance, resolutionNo, day, at, recordedBy } = JSON.parse(
            row.record_json,
          ) as AdoptionRecord
          const file = fileOf(row.file_id)
          return { id, instance, resolution: resolutionNo, day, file, filedAt: at, filedBy: recordedBy }
        }),
  }
}

async function filesOf(tx: Tx, allianceId: string): Promise<Map<string, FileView>> {
  const rows = await tx
    .selectFrom('alliance_files')
    .select(['id', 'type', 'sha256'])
    .select((of) => of.fn<number>('length', ['bytes']).as('bytes'))
    .where('alliance_id', '=', allianceId)
    .execute()
  return new Map(rows.map((row) => [row.id, { ...row, bytes: Number(row.bytes) }]))
}

function outsideRows(tx: Tx, allianceId: string) {
  return tx
    .selectFrom('outside_signatures')
    .leftJoin('outside_answers', 'outside_answers.outside_id', 'outside_signatures.id')
    .leftJoin('members', (join) =>
      join
        .onRef('members.user_id', '=', 'outside_signatures.recorded_by')
        .on('members.workspace_id', '=', (eb) =>
          eb
            .selectFrom('plans')
            .innerJoin('alliances', 'alliances.plan_id', 'plans.id')
            .select('plans.workspace_id')
            .where('alliances.id', '=', allianceId),
        ),
    )
    .selectAll('outside_signatures')
    .select(['answer', 'outside_answers.reason', 'outside_answers.at', 'by_name', 'organization_name'])
    .select('members.organization_id as recorder_organization')
    .where('outside_signatures.alliance_id', '=', allianceId)
    .orderBy('recorded_at')
    .orderBy('outside_signatures.id')
    .execute()
}
type OutsideRow = Awaited<ReturnType<typeof outsideRows>>[number]

function awaits(row: OutsideRow, signatoryUserId: string, member: Member | undefined): boolean {
  if (!member || row.answer !== null || row.kind !== 'paper' || !can(member.role, 'alliance.sign'))
    return false
  const recorder = { userId: row.recorded_by, organizationId: row.recorder_organization }
  return mayConfirm(member, { recorder, signatoryUserId })
}

function outsideView(row: OutsideRow, file: FileView, awaitsMe: boolean): OutsideView {
  return {
    id: row.id,
    kind: row.kind,
    day: row.signed_day,
    file,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by_name,
    signer: (JSON.parse(row.record_json) as OutsideSignature).signer ?? null,
    counts: outsideCounts(row.kind, row.answer),
    answer:
      row.answer === null
        ? null
        : {
            answer: row.answer,
            by: row.by_name ?? '',
            organization: row.organization_name ?? '',
            reason: row.reason ?? '',
            at: row.at ?? '',
          },
    awaitsMe,
  }
}
