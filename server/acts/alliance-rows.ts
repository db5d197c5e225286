// Rows of an Alliance → its parties, what was done in it, the view. Reads only. Called by the acts on Alliances.
import type { Selectable, Transaction } from 'kysely'
import { type AllianceFacts, type AllianceRule, allianceState, signsAfter } from '../../shared/alliance.ts'
import type { AllianceSummary, AllianceView, PartyView, SignatoryView } from '../../shared/alliance-views.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Actor } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { beside } from './alliance-beside.ts'
import { type Member, memberOfPlan } from './members.ts'
import { type VersionRow, versionNumbered, versionSummary } from './version-rows.ts'

type Tx = Transaction<Tables>
export type AllianceRow = Selectable<Tables['alliances']>

/** The Alliance and who asks, or notMember: nothing tells a stranger whether it exists. */
export async function allianceFor(
  tx: Tx,
  actor: Actor,
  allianceId: string,
): Promise<{ alliance: AllianceRow; member: Member }> {
  const alliance = await tx
    .selectFrom('alliances')
    .selectAll()
    .where('id', '=', allianceId)
    .executeTakeFirst()
  if (!alliance) throw new Refused('notMember')
  return { alliance, member: await memberOfPlan(tx, alliance.plan_id, actor.userId) }
}

/** ALLI-7: the last round on a version of a plan; undefined while none is prepared. */
export async function lastRound(tx: Tx, planId: string, number: number): Promise<AllianceRow | undefined> {
  return tx
    .selectFrom('alliances')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('version_number', '=', number)
    .orderBy('round', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** ALLI-8, ALLI-10: what was fixed when it was prepared. */
export function ruleOf({ ordered, needs_adoptions }: AllianceRow): AllianceRule {
  return { ordered: Number(ordered) === 1, needsAdoptions: Number(needs_adoptions) === 1 }
}

/** The parties in their order, each signatory with what became of their signature. */
export async function partiesOf(tx: Tx, allianceId: string, member?: Member): Promise<PartyView[]> {
  const parties = await tx
    .selectFrom('alliance_parties')
    .select(['id', 'name'])
    .where('alliance_id', '=', allianceId)
    .orderBy('position')
    .execute()
  const rows = await tx
    .selectFrom('alliance_signatories')
    .innerJoin('alliance_parties', 'alliance_parties.id', 'alliance_signatories.party_id')
    .leftJoin('signatures', 'signatures.signatory_id', 'alliance_signatories.id')
    .leftJoin('alliance_declines', 'alliance_declines.signatory_id', 'alliance_signatories.id')
    .select(['alliance_signatories.id', 'alliance_signatories.user_id', 'alliance_signatories.name'])
    .select(['party_id', 'capacity', 'mandate', 'signed_at'])
    .select(['alliance_declines.reason', 'alliance_declines.at as declined_at'])
    .where('alliance_parties.alliance_id', '=', allianceId)
    .orderBy('alliance_signatories.position')
    .execute()
  const { evidenceOf, outsideOf, adoptionsOf } = await beside(tx, allianceId, member)
  return parties.map((party) => ({
    ...party,
    adoptions: adoptionsOf(party.id),
    signatories: rows
      .filter((row) => row.party_id === party.id)
      .map(
        ({ id, user_id, name, capacity, mandate, signed_at, reason, declined_at }): SignatoryView => ({
          id,
          userId: user_id,
          name,
          capacity,
          mandate,
          evidence: evidenceOf(id),
          signedAt: signed_at,
          outside: outsideOf(id, user_id),
          declined: declined_at === null ? null : { reason: reason ?? '', at: declined_at },
        }),
      ),
  }))
}

/** Whether a signatory's signature counts, whatever its class (ALLI-2, ALLI-12). */
export function hasSigned({ signedAt, outside }: SignatoryView): boolean {
  return signedAt !== null || outside?.counts === true
}

/** Signed, or said to be and not yet contested: nothing more is asked of the person. */
export function isSettled(signatory: SignatoryView): boolean {
  const { outside, declined } = signatory
  return hasSigned(signatory) || declined !== null || (outside !== null && outside.answer === null)
}

export function factsOf(parties: readonly PartyView[]): AllianceFacts {
  const signatories = parties.flatMap((party) => party.signatories)
  return {
    signed: new Set(signatories.filter(hasSigned).map(({ id }) => id)),
    adopted: new Set(parties.filter(({ adoptions }) => adoptions.length > 0).map(({ id }) => id)),
  }
}

/** Whether anything stands in a round that preparing it again would lose (ALLI-4). */
export function hasStarted(parties: readonly PartyView[]): boolean {
  return parties.some(
    ({ adoptions, signatories }) =>
      adoptions.length > 0 ||
      signatories.some(
        ({ signedAt, outside, declined }) => signedAt !== null || outside !== null || declined !== null,
      ),
  )
}

/** The version an Alliance is signed on; undefined until that one is locked. */
export async function versionOf(tx: Tx, alliance: AllianceRow): Promise<VersionRow | undefined> {
  return versionNumbered(tx, alliance.plan_id, Number(alliance.version_number))
}

/** The first place where a person still has to sign, with its party; undefined when there is none. */
export function turnOf(parties: readonly PartyView[], userId: string) {
  for (const party of parties) {
    const signatory = party.signatories.find((one) => one.userId === userId && !isSettled(one))
    if (signatory) return { party, signatory }
  }
  return undefined
}

export async function endingOf(tx: Tx, allianceId: string) {
  return tx
    .selectFrom('alliance_endings')
    .select(['why', 'at'])
    .where('alliance_id', '=', allianceId)
    .executeTakeFirst()
}

export async function conclusionOf(tx: Tx, allianceId: string) {
  return tx
    .selectFrom('alliance_conclusions')
    .select(['concluded_at', 'origin'])
    .where('alliance_id', '=', allianceId)
    .executeTakeFirst()
}

export async function allianceSummary(tx: Tx, alliance: AllianceRow): Promise<AllianceSummary> {
  const version = await versionOf(tx, alliance)
  const conclusion = await conclusionOf(tx, alliance.id)
  const ending = await endingOf(tx, alliance.id)
  return {
    id: alliance.id,
    title: alliance.title,
    number: Number(alliance.version_number),
    round: Number(alliance.round),
    state: allianceState(version !== undefined, conclusion?.concluded_at ?? null, ending !== undefined),
    concludedAt: conclusion?.concluded_at ?? null,
  }
}

export async function allianceView(tx: Tx, alliance: AllianceRow, member: Member): Promise<AllianceView> {
  const parties = await partiesOf(tx, alliance.id, member)
  const version = await versionOf(tx, alliance)
  const summary = await allianceSummary(tx, alliance)
  const rule = ruleOf(alliance)
  const mine = can(member.role, 'alliance.sign') ? turnOf(parties, member.userId) : undefined
  const { signed } = factsOf(parties)
  const before = mine ? signsAfter(parties, rule, { signed, signatoryId: mine.signatory.id }) : []
  const turn = mine && summary.state === 'signing' && before.length === 0
  return {
    ...summary,
    planId: alliance.plan_id,
    version: version ? versionSummary(version) : null,
    ...rule,
    ending: (await endingOf(tx, alliance.id)) ?? null,
    parties,
    myTurn: turn ? { signatoryId: mine.signatory.id } : null,
    before,
  }
}
