// What a version or an Alliance gives out: its records, loaded from their rows into a dossier. Reads only.
// Called by http/files. The rows hold the canonical text of each record: nothing is made again here but the Alliance's own list.
import type { Transaction } from 'kysely'
import { outsideCounts } from '../../shared/alliance.ts'
import { assert, cleanText } from '../../shared/basics.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { buildDossier, type DossierParts, type EvidenceParts } from '../../shared/record/dossier.ts'
import type { AddendumRecord } from '../../shared/record/poll-records.ts'
import type {
  AdoptionRecord,
  AllianceRecord,
  AnyConstat,
  Dossier,
  OutsideSignature,
  PartyRecord,
  SignatoryRecord,
  SignatureRecord,
  SignedVersion,
  Statement,
} from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import { toBase64url } from '../../shared/verify/base64url.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import {
  type AllianceRow,
  allianceFor,
  conclusionOf,
  lastRound,
  partiesOf,
  versionOf,
} from './alliance-rows.ts'
import { evidenceOf } from './evidence.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { signRecord } from './record.ts'
import { type VersionRow, versionById, versionRecordOf, versionsOf } from './version-rows.ts'
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
    const parts = { ...(await versionParts(tx, row)), signatures: [] }
    return withEvidence(ctx, tx, workspaceId, { parts, chain: await chainEvidence(tx, row, null) })
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
    const conclusion = await conclusionOf(tx, allianceId)
    const version = await versionOf(tx, alliance)
    if (!conclusion || !version) throw new Refused('allianceNotConcluded')
    const record = await allianceRecord(tx, alliance, conclusion.concluded_at)
    const signatures = await signaturesOf(tx, record)
    const parts = { ...(await versionParts(tx, version)), alliance: record, signatures }
    return withEvidence(ctx, tx, workspaceId, {
      parts,
      chain: await chainEvidence(tx, version, allianceId),
    })
  })
}

/** In the second form, wherever the record holds it all. */
async function withEvidence(
  ctx: Context,
  tx: Tx,
  workspaceId: string,
  { parts, chain }: { parts: SignedVersion; chain: Awaited<ReturnType<typeof chainEvidence>> },
): Promise<Dossier> {
  const evidence = await evidenceOf(ctx, tx, { workspaceId, parts, chain })
  return buildDossier(parts, evidence ? { ...evidence, ...chain } : undefined)
}

/** A concluded Alliance as it is hashed; any one signature tells the address that was signed on, or else the conclusion does. */
export async function allianceRecord(
  tx: Tx,
  alliance: Pick<AllianceRow, 'id' | 'title'>,
  concludedAt: string,
): Promise<AllianceRecord> {
  return {
    id: alliance.id,
    title: cleanText(alliance.title),
    parties: await partyRecords(tx, alliance.id),
    concludedAt,
    ...(await siteOf(tx, alliance.id)),
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
    signatories: party.signatories.map(signatoryRecord),
  }))
}

/** As it stands in records and statements: a mandate only where one was said. */
export function signatoryRecord(
  one: Omit<SignatoryRecord, 'mandate'> & { mandate: string },
): SignatoryRecord {
  const mandate = cleanText(one.mandate)
  return {
    id: one.id,
    name: cleanText(one.name),
    capacity: cleanText(one.capacity),
    ...(mandate && { mandate }),
  }
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
async function siteOf(tx: Tx, allianceId: string): Promise<{ origin: string; rpId: string }> {
  const signed = await tx
    .selectFrom('signatures')
    .select('client_data_json')
    .where('alliance_id', '=', allianceId)
    .orderBy('signatory_id')
    .limit(1)
    .executeTakeFirst()
  const { origin } = signed
    ? (JSON.parse(new TextDecoder().decode(signed.client_data_json)) as { origin: string })
    : { origin: (await conclusionOf(tx, allianceId))?.origin ?? '' }
  assert(origin !== '', 'an Alliance that was concluded at no address')
  return { origin, rpId: new URL(origin).hostname }
}

/** AMEND-6, ALLI-12: what a version's dossier tells besides: the versions before it, adoptions, signatures made outside. */
export async function chainEvidence(
  tx: Tx,
  version: VersionRow,
  allianceId: string | null,
): Promise<Pick<EvidenceParts, 'adoptions' | 'outside' | 'earlier'>> {
  const earlier: SignedVersion[] = []
  const alliances: string[] = []
  for (const before of await versionsOf(tx, version.plan_id)) {
    if (Number(before.number) >= Number(version.number)) continue
    const concluded = await concludedOn(tx, before)
    if (concluded) alliances.push(concluded.record.id)
    const parts = await versionParts(tx, before)
    earlier.push(
      concluded
        ? { ...parts, alliance: concluded.record, signatures: concluded.signatures }
        : { ...parts, signatures: [] },
    )
  }
  if (allianceId !== null) alliances.push(allianceId)
  const [adoptions, outside] = [await adoptionsOf(tx, alliances), await outsideOf(tx, alliances)]
  return {
    ...(adoptions.length > 0 && { adoptions }),
    ...(outside.length > 0 && { outside }),
    ...(earlier.length > 0 && { earlier }),
  }
}

/** The Alliance that was concluded on a version, whatever the rounds before it. */
async function concludedOn(tx: Tx, version: VersionRow) {
  const alliance = await lastRound(tx, version.plan_id, Number(version.number))
  const conclusion = alliance && (await conclusionOf(tx, alliance.id))
  if (!alliance || !conclusion) return null
  const record = await allianceRecord(tx, alliance, conclusion.concluded_at)
  return { record, signatures: await signaturesOf(tx, record) }
}

/** The passkey signatures of an Alliance, in the order of its signatories. */
async function signaturesOf(tx: Tx, { id, parties }: AllianceRecord): Promise<SignatureRecord[]> {
  const rows = await tx.selectFrom('signatures').selectAll().where('alliance_id', '=', id).execute()
  const order = parties.flatMap(({ signatories }) => signatories.map((one) => one.id))
  return rows.sort((a, b) => order.indexOf(a.signatory_id) - order.indexOf(b.signatory_id)).map(signatureOf)
}

async function adoptionsOf(tx: Tx, allianceIds: readonly string[]): Promise<AdoptionRecord[]> {
  const rows = await tx
    .selectFrom('alliance_adoptions')
    .select('record_json')
    .where('alliance_id', 'in', allianceIds.length > 0 ? [...allianceIds] : [''])
    .orderBy('filed_at')
    .orderBy('id')
    .execute()
  return rows.map(({ record_json }) => JSON.parse(record_json) as AdoptionRecord)
}

/** Those that count alone: a contested paper signs nothing. */
async function outsideOf(tx: Tx, allianceIds: readonly string[]): Promise<OutsideSignature[]> {
  const rows = await tx
    .selectFrom('outside_signatures')
    .leftJoin('outside_answers', 'outside_answers.outside_id', 'outside_signatures.id')
    .select(['record_json', 'kind', 'answer'])
    .where('outside_signatures.alliance_id', 'in', allianceIds.length > 0 ? [...allianceIds] : [''])
    .orderBy('recorded_at')
    .orderBy('outside_signatures.id')
    .execute()
  return rows
    .filter(({ kind, answer }) => outsideCounts(kind, answer))
    .map(({ record_json }) => JSON.parse(record_json) as OutsideSignature)
}
