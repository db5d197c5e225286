// The Alliance of a plan: its parties and signatories, prepared by a facilitator until the first signature; and its view.
// Called by http/alliances, and by the demo region's builder. Signing itself is in acts/signatures.
import type { Transaction } from 'kysely'
import { areComplete } from '../../shared/alliance.ts'
import { cleanText } from '../../shared/basics.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { AllianceView } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { allianceView } from './alliance-rows.ts'
import { memberOfPlan, mustBeAble } from './members.ts'

type Tx = Transaction<Tables>

export interface AllianceInput {
  readonly planId: string
  readonly title: string
  readonly parties: readonly PartyInput[]
}

export interface PartyInput {
  readonly name: string
  readonly signatories: readonly { readonly userId: string; readonly capacity: string }[]
}

/** ALLI-4: names the parties and who signs for each; may be done again, whole, until a first signature stands. */
export async function prepareAlliance(
  ctx: Context,
  actor: Actor,
  { planId, title, parties }: AllianceInput,
): Promise<{ id: string }> {
  return ctx.transact(async ({ tx, changed }) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'alliance.prepare')
    const named = parties.map(({ name, signatories }) => ({
      name,
      signatories: signatories.map((one) => ({ ...one, id: one.userId })),
    }))
    if (!areComplete(named)) throw new Refused('allianceNoParties')
    const names = await signatoryNames(tx, member.workspaceId, parties)
    const id = await clearedAlliance(tx, ctx, {
      planId,
      title: cleanText(title).trim(),
      userId: actor.userId,
    })
    for (const [position, party] of parties.entries()) {
      const partyId = ctx.newId()
      await tx
        .insertInto('alliance_parties')
        .values({ id: partyId, alliance_id: id, name: cleanText(party.name).trim(), position })
        .execute()
      await tx
        .insertInto('alliance_signatories')
        .values(
          party.signatories.map(({ userId, capacity }, at) => ({
            id: ctx.newId(),
            party_id: partyId,
            user_id: userId,
            name: names.get(userId)!,
            capacity: cleanText(capacity).trim(),
            position: at,
          })),
        )
        .execute()
    }
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'prepareAlliance',
      subject: id,
      detail: { parties: parties.length },
    })
    changed(planId, 'alliance')
    return { id }
  })
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

/** The plan's Alliance, made when there is none, its former parties taken away. Refuses allianceStarted once someone has signed. */
async function clearedAlliance(
  tx: Tx,
  ctx: Context,
  { planId, title, userId }: { planId: string; title: string; userId: string },
): Promise<string> {
  const known = await tx.selectFrom('alliances').select('id').where('plan_id', '=', planId).executeTakeFirst()
  if (!known) {
    const id = ctx.newId()
    await tx
      .insertInto('alliances')
      .values({ id, plan_id: planId, title, created_at: ctx.now().toISOString(), created_by: userId })
      .execute()
    return id
  }
  const signed = await tx
    .selectFrom('signatures')
    .select('signatory_id')
    .where('alliance_id', '=', known.id)
    .limit(1)
    .executeTakeFirst()
  if (signed) throw new Refused('allianceStarted')
  await tx.updateTable('alliances').set({ title }).where('id', '=', known.id).execute()
  await tx
    .deleteFrom('alliance_signatories')
    .where('party_id', 'in', (eb) =>
      eb.selectFrom('alliance_parties').select('id').where('alliance_id', '=', known.id),
    )
    .execute()
  await tx.deleteFrom('alliance_parties').where('alliance_id', '=', known.id).execute()
  return known.id
}

/** The Alliance of a plan for a member, or null while none is prepared. */
export async function showAlliance(ctx: Context, actor: Actor, planId: string): Promise<AllianceView | null> {
  return ctx.transact(async ({ tx }) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    const alliance = await tx
      .selectFrom('alliances')
      .selectAll()
      .where('plan_id', '=', planId)
      .executeTakeFirst()
    return alliance ? allianceView(tx, alliance, member) : null
  })
}
