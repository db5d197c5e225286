// Rows of an Alliance → its parties, who has signed, the view. Reads only. Called by acts/alliances and acts/signatures.
import type { Selectable, Transaction } from 'kysely'
import { allianceState } from '../../shared/alliance.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { AllianceView, PartyView, SignatoryView } from '../../shared/views.ts'
import type { Actor } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { type Member, memberOfPlan } from './members.ts'
import { lastVersion, type VersionRow, versionById, versionSummary } from './version-rows.ts'

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

/** The parties in their order, each signatory with the moment of signing. */
export async function partiesOf(tx: Tx, allianceId: string): Promise<PartyView[]> {
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
    .select(['alliance_signatories.id', 'alliance_signatories.user_id', 'alliance_signatories.name'])
    .select(['party_id', 'capacity', 'signed_at'])
    .where('alliance_parties.alliance_id', '=', allianceId)
    .orderBy('alliance_signatories.position')
    .execute()
  return parties.map((party) => ({
    ...party,
    signatories: rows
      .filter((row) => row.party_id === party.id)
      .map(
        ({ id, user_id, name, capacity, signed_at }): SignatoryView => ({
          id,
          userId: user_id,
          name,
          capacity,
          signedAt: signed_at,
        }),
      ),
  }))
}

/** The version an Alliance is signed on: that of its first signature once there is one, else the plan's last. */
export async function versionOf(tx: Tx, alliance: AllianceRow): Promise<VersionRow | undefined> {
  const first = await tx
    .selectFrom('signatures')
    .select('version_id')
    .where('alliance_id', '=', alliance.id)
    .limit(1)
    .executeTakeFirst()
  return first ? versionById(tx, first.version_id) : lastVersion(tx, alliance.plan_id)
}

/** The first place where a person still has to sign, with its party; undefined when there is none. */
export function turnOf(parties: readonly PartyView[], userId: string) {
  for (const party of parties) {
    const signatory = party.signatories.find((one) => one.userId === userId && one.signedAt === null)
    if (signatory) return { party, signatory }
  }
  return undefined
}

export async function allianceView(tx: Tx, alliance: AllianceRow, member: Member): Promise<AllianceView> {
  const parties = await partiesOf(tx, alliance.id)
  const version = await versionOf(tx, alliance)
  const conclusion = await tx
    .selectFrom('alliance_conclusions')
    .select('concluded_at')
    .where('alliance_id', '=', alliance.id)
    .executeTakeFirst()
  const turn = version && can(member.role, 'alliance.sign') ? turnOf(parties, member.userId) : undefined
  return {
    id: alliance.id,
    title: alliance.title,
    planId: alliance.plan_id,
    version: version ? versionSummary(version) : null,
    state: allianceState(version !== undefined, conclusion?.concluded_at ?? null),
    concludedAt: conclusion?.concluded_at ?? null,
    parties,
    myTurn: turn ? { signatoryId: turn.signatory.id } : null,
  }
}
