// The Alliance of a version: its parties and signatories, prepared by a facilitator until anything stands in it; and its views.
// Called by http/alliances, and by the demo region's builder. Signing itself is in acts/signatures.
import type { Transaction } from 'kysely'
import { areComplete } from '../../shared/alliance.ts'
import type { AllianceSummary, AllianceView } from '../../shared/alliance-views.ts'
import { cleanText } from '../../shared/basics.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { tellTurns } from './alliance-letters.ts'
import {
  type AllianceRow,
  allianceFor,
  allianceSummary,
  allianceView,
  conclusionOf,
  endingOf,
  hasStarted,
  lastRound,
  partiesOf,
} from './alliance-rows.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { lastVersion, lockingVersion } from './version-rows.ts'

type Tx = Transaction<Tables>

export interface RoundInput {
  readonly title: string
  /** ALLI-8: signed in the order given. */
  readonly ordered?: boolean | undefined
  /** ALLI-10: concluded only once each party has filed an adoption. */
  readonly needsAdoptions?: boolean | undefined
}

export interface AllianceInput extends RoundInput {
  readonly planId: string
  readonly parties: readonly PartyInput[]
}

export interface PartyInput {
  readonly name: string
  readonly signatories: readonly {
    readonly userId: string
    readonly capacity: string
    readonly mandate?: string | undefined
  }[]
}

/** ALLI-4: names the parties and who signs for each; may be done again, whole, until anything stands. After a refusal: a new round. */
export async function prepareAlliance(
  ctx: Context,
  actor: Actor,
  { planId, parties, ...input }: AllianceInput,
): Promise<{ id: string }> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'alliance.prepare')
    const named = parties.map(({ name, signatories }) => ({
      name,
      signatories: signatories.map((one) => ({ ...one, id: one.userId })),
    }))
    if (!areComplete(named)) throw new Refused('allianceNoParties')
    const names = await signatoryNames(tx, member.workspaceId, parties)
    const { alliance, evidence } = await clearedAlliance(tx, ctx, {
      ...input,
      planId,
      title: cleanText(input.title).trim(),
      userId: actor.userId,
    })
    for (const [position, party] of parties.entries())
      await writeParty(tx, ctx, { allianceId: alliance.id, party, position, names, evidence })
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'prepareAlliance',
      subject: alliance.id,
      detail: { parties: parties.length, number: alliance.version_number, round: alliance.round },
    })
    await tellTurns(ctx, { tx, after }, { alliance, workspaceId: member.workspaceId })
    changed(planId, 'alliance')
    return { id: alliance.id }
  })
}

interface WrittenParty {
  readonly allianceId: string
  readonly party: PartyInput
  readonly position: number
  readonly names: ReadonlyMap<string, string>
  readonly evidence: ReadonlyMap<string, string>
}

async function writeParty(tx: Tx, ctx: Context, { party, names, evidence, ...at }: WrittenParty) {
  const partyId = ctx.newId()
  await tx
    .insertInto('alliance_parties')
    .values({
      id: partyId,
      alliance_id: at.allianceId,
      name: cleanText(party.name).trim(),
      position: at.position,
    })
    .execute()
  const rows = party.signatories.map(({ userId, capacity, mandate = '' }, position) => ({
    id: ctx.newId(),
    party_id: partyId,
    user_id: userId,
    name: names.get(userId)!,
    capacity: cleanText(capacity).trim(),
    mandate: cleanText(mandate).trim(),
    position,
  }))
  await tx.insertInto('alliance_signatories').values(rows).execute()
  for (const { id, user_id, mandate } of rows) {
    const file_id = evidence.get(paperKey(user_id, mandate))
    if (file_id) await tx.insertInto('signatory_evidence').values({ signatory_id: id, file_id }).execute()
  }
}

/** ALLI-5: a signatory is a member whose role signs, named once a party. Their names, as they will stand in the statement. */
async function signatoryNames(
  tx: Tx,
  workspaceId: string,
  parties: readonly PartyInput[],
): Promise<Map<string, string>> {
  const people = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.user_id', 'members.role', 'users.name'])
    .where('members.workspace_id', '=', workspaceId)
    .execute()
  const names = new Map(
    people.filter(({ role }) => can(role, 'alliance.sign')).map((one) => [one.user_id, cleanText(one.name)]),
  )
  parties.forEach(({ signatories }, party) => {
    const seen = new Set<string>()
    signatories.forEach(({ userId }, at) => {
      if (!names.has(userId) || seen.has(userId)) {
        throw new Refused('invalidField', { field: `parties.${party}.signatories.${at}.userId` })
      }
      seen.add(userId)
    })
  })
  return names
}

/**
 * The round that is prepared: the open one of the version being written or locked, its former parties taken away; a new one after a
 * refusal. Refuses allianceStarted once anything stands in it, allianceConcluded after its conclusion.
 */
async function clearedAlliance(
  tx: Tx,
  ctx: Context,
  { planId, userId, ...given }: RoundInput & { planId: string; userId: string },
): Promise<{ alliance: AllianceRow; evidence: ReadonlyMap<string, string> }> {
  const number = await presentNumber(tx, planId)
  const known = await lastRound(tx, planId, number)
  const ended = known && (await endingOf(tx, known.id)) !== undefined
  const set = {
    title: given.title,
    ordered: given.ordered ? 1 : 0,
    needs_adoptions: given.needsAdoptions ? 1 : 0,
  }
  if (!known || ended) {
    const row = {
      ...set,
      id: ctx.newId(),
      plan_id: planId,
      created_at: ctx.now().toISOString(),
      created_by: userId,
      version_number: number,
      round: known ? Number(known.round) + 1 : 1,
    }
    await tx.insertInto('alliances').values(row).execute()
    return { alliance: row, evidence: new Map() }
  }
  if (await conclusionOf(tx, known.id)) throw new Refused('allianceConcluded')
  const parties = await partiesOf(tx, known.id)
  if (hasStarted(parties)) throw new Refused('allianceStarted')
  await tx.updateTable('alliances').set(set).where('id', '=', known.id).execute()
  await tx
    .deleteFrom('alliance_signatories')
    .where('party_id', 'in', (eb) =>
      eb.selectFrom('alliance_parties').select('id').where('alliance_id', '=', known.id),
    )
    .execute()
  await tx.deleteFrom('alliance_parties').where('alliance_id', '=', known.id).execute()
  const papers = parties.flatMap(({ signatories }) =>
    signatories.flatMap(({ userId: of, mandate, evidence }) =>
      evidence ? [[paperKey(of, mandate), evidence.id] as const] : [],
    ),
  )
  return { alliance: { ...known, ...set }, evidence: new Map(papers) }
}

/** A paper stays with the person and the mandate it is of. */
const paperKey = (userId: string, mandate: string) => `${userId} ${mandate}`

/** ALLI-7: the version that an Alliance prepared now is of: the one that locks the plan, or the one being written. */
export async function presentNumber(tx: Tx, planId: string): Promise<number> {
  const locking = await lockingVersion(tx, planId)
  if (locking) return Number(locking.number)
  return Number((await lastVersion(tx, planId))?.number ?? 0) + 1
}

/** The present Alliance of a plan for a member, or null while none is prepared. */
export async function showAlliance(ctx: Context, actor: Actor, planId: string): Promise<AllianceView | null> {
  return ctx.transact(async ({ tx }) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    const alliance = await lastRound(tx, planId, await presentNumber(tx, planId))
    return alliance ? allianceView(tx, alliance, member) : null
  })
}

/** Any round of any version: the former ones stay as they were signed. */
export async function showAllianceById(
  ctx: Context,
  actor: Actor,
  allianceId: string,
): Promise<AllianceView> {
  return ctx.transact(async ({ tx }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    mustBeAble(member, 'plan.read')
    return allianceView(tx, alliance, member)
  })
}

/** Every round of every version, the latest first. */
export async function listAlliances(ctx: Context, actor: Actor, planId: string): Promise<AllianceSummary[]> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOfPlan(tx, planId, actor.userId), 'plan.read')
    return roundsOf(tx, planId)
  })
}

/** The rounds of a plan, or of one of its versions, the latest first. */
export async function roundsOf(tx: Tx, planId: string, number?: number): Promise<AllianceSummary[]> {
  const rows = await tx
    .selectFrom('alliances')
    .selectAll()
    .where('plan_id', '=', planId)
    .$if(number !== undefined, (query) => query.where('version_number', '=', number!))
    .orderBy('version_number', 'desc')
    .orderBy('round', 'desc')
    .execute()
  const rounds: AllianceSummary[] = []
  for (const row of rows) rounds.push(await allianceSummary(tx, row))
  return rounds
}
