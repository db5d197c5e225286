// What a version or an Alliance gives out: its records, loaded from their rows into a dossier. Reads only.
// Called by http/files. The rows hold the canonical text of each record: nothing is made again here but the Alliance's own list.
import type { Transaction } from 'kysely'
import { assert, cleanText } from '../../shared/basics.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { buildDossier, type DossierParts } from '../../shared/record/dossier.ts'
import type { AddendumRecord } from '../../shared/record/poll-records.ts'
import type {
  AllianceRecord,
  AnyConstat,
  Dossier,
  PartyRecord,
  SignatureRecord,
  SignedVersion,
  Statement,
} from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import { toBase64url } from '../../shared/verify/base64url.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { type AllianceRow, allianceFor, partiesOf } from './alliance-rows.ts'
import { evidenceOf } from './evidence.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { signRecord } from './record.ts'
import { type VersionRow, versionById, versionRecordOf } from './version-rows.ts'
import { addendaOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** A locked version with its consensus records, without signatures. Refuses notMember for a version that does not exist too. */
export async function versionDossier(ctx: Context, actor: Actor, versionId: string): Promise<Dossier> {
  const load = async (tx: Tx) => {
    const row = await versionById(tx, versionId)
    if (!row) throw new Refused('notMember')
    const member = await memberOfPlan(tx, row.plan_id, actor.userId)
    mustBeAble(member, 'plan.read')
    return { row, workspaceId: member.workspaceId }
  }
  const { workspaceId } = await ctx.transact(({ tx }) => load(tx))
  await signRecord(ctx, workspaceId)
  return ctx.transact(async ({ tx }) => {
    const { row } = await load(tx)
    return withEvidence(ctx, tx, workspaceId, { ...(await versionParts(tx, row)), signatures: [] })
  })
}

/** A concluded Alliance: its version, consensus records, parties and signatures. Refuses notMember, allianceNotConcluded. */
export async function allianceDossier(ctx: Context, actor: Actor, allianceId: string): Promise<Dossier> {
  const { workspaceId } = await ctx.transact(
    async ({ tx }) => (await allianceFor(tx, actor, allianceId)).member,
  )
  await signRecord(ctx, workspaceId)
  return ctx.transact(async ({ tx }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    mustBeAble(member, 'plan.read')
    const conclusion = await tx
      .selectFrom('alliance_conclusions')
      .select('concluded_at')
      .where('alliance_id', '=', allianceId)
      .executeTakeFirst()
    const rows = await tx.selectFrom('signatures').selectAll().where('alliance_id', '=', allianceId).execute()
    const version = rows[0] && (await versionById(tx, rows[0].version_id))
    if (!conclusion || !version) throw new Refused('allianceNotConcluded')
    const record = await allianceRecord(tx, alliance, conclusion.concluded_at, rows[0]!.client_data_json)
    const order = record.parties.flatMap(({ signatories }) => signatories.map(({ id }) => id))
    const signatures = rows
      .sort((a, b) => order.indexOf(a.signatory_id) - order.indexOf(b.signatory_id))
      .map(signatureOf)
    return withEvidence(ctx, tx, workspaceId, {
      ...(await versionParts(tx, version)),
      alliance: record,
      signatures,
    })
  })
}

/** In the second form, wherever the record holds it all. */
async function withEvidence(
  ctx: Context,
  tx: Tx,
  workspaceId: string,
  parts: SignedVersion,
): Promise<Dossier> {
  return buildDossier(parts, (await evidenceOf(ctx, tx, { workspaceId, parts })) ?? undefined)
}

/** A concluded Alliance as it is hashed; any one signature tells the address that was signed on. */
export async function allianceRecord(
  tx: Tx,
  alliance: Pick<AllianceRow, 'id' | 'title'>,
  concludedAt: string,
  clientDataJson: Uint8Array,
): Promise<AllianceRecord> {
  return {
    id: alliance.id,
    title: cleanText(alliance.title),
    parties: await partyRecords(tx, alliance.id),
    concludedAt,
    ...siteOf(clientDataJson),
  }
}

async function versionParts(
  tx: Tx,
  row: VersionRow,
): Promise<Pick<DossierParts, 'plan' | 'version' | 'constats' | 'addenda'>> {
  const version = versionRecordOf(row)
  const closings = await tx
    .selectFrom('poll_closings')
    .select(['constat_digest', 'constat_json'])
    .where('constat_digest', 'in', version.constats.length > 0 ? [...version.constats] : [''])
    .execute()
  const byDigest = new Map(closings.map((closing) => [closing.constat_digest, closing.constat_json]))
  const constats = version.constats.map((digest) => {
    const json = byDigest.get(digest)
    assert(json !== undefined, 'a version stands on a consensus record that is not kept')
    return JSON.parse(json) as AnyConstat
  })
  const addenda = await addendaBefore(tx, constats, version.lockedAt)
  const plan = JSON.parse(row.canonical_plan) as Plan
  return { plan, version, constats, ...(addenda.length > 0 && { addenda }) }
}

/** What was added to the records until the lock: later words would make another file of the same version at each export. */
async function addendaBefore(
  tx: Tx,
  constats: readonly AnyConstat[],
  lockedAt: string,
): Promise<AddendumRecord[]> {
  const ids = constats.flatMap(({ format, poll }) => (format === 'assise/constat/v2' ? [poll.id] : []))
  const addenda: AddendumRecord[] = []
  for (const id of ids) addenda.push(...(await addendaOf(tx, id)))
  return addenda.filter(({ at }) => at <= lockedAt)
}

async function partyRecords(tx: Tx, allianceId: string): Promise<PartyRecord[]> {
  return (await partiesOf(tx, allianceId)).map((party) => ({
    id: party.id,
    name: cleanText(party.name),
    signatories: party.signatories.map(({ id, name, capacity }) => ({
      id,
      name: cleanText(name),
      capacity: cleanText(capacity),
    })),
  }))
}

export function signatureOf(row: {
  statement_json: string
  credential_id: string
  public_key: Uint8Array
  authenticator_data: Uint8Array
  client_data_json: Uint8Array
  signature: Uint8Array
  signed_at: string
}): SignatureRecord {
  return {
    format: 'assise/signature/v1',
    statement: JSON.parse(row.statement_json) as Statement,
    credentialId: row.credential_id,
    publicKey: toBase64url(row.public_key),
    authenticatorData: toBase64url(row.authenticator_data),
    clientDataJson: toBase64url(row.client_data_json),
    signature: toBase64url(row.signature),
    signedAt: row.signed_at,
  }
}

/** The address that was signed on: read from what was signed, since a server may move later. */
function siteOf(clientDataJson: Uint8Array): { origin: string; rpId: string } {
  const { origin } = JSON.parse(new TextDecoder().decode(clientDataJson)) as { origin: string }
  return { origin, rpId: new URL(origin).hostname }
}
