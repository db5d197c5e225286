// The partners of a workspace: organisations with tier, sector, college, and whether they have a voice.
// Called by http/workspaces.
import type { Transaction } from 'kysely'
import type { VotingRight } from '../../shared/meeting/events.ts'
import { Refused } from '../../shared/refusals.ts'
import type { College, Sector, Tier } from '../../shared/territory.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { memberOf, mustBeAble, planOf } from './members.ts'

const organizationsMax = 1_000

interface OrganizationInput {
  readonly name: string
  readonly tier: Tier
  readonly sector: Sector
  readonly college: College
  /** A voice in polls; the same as a deliberative right, which says it when given. */
  readonly voting: boolean
  readonly votingRight?: VotingRight | undefined
  readonly kind?: 'organization' | 'person' | undefined
}

/** Both columns say the same, always. Whoever has no voice and is given no other right may speak: consultative. */
function voiceColumns(voting: boolean, right: VotingRight | undefined) {
  const voting_right = right ?? (voting ? 'deliberative' : 'consultative')
  return { voting: voting_right === 'deliberative' ? 1 : 0, voting_right }
}

export async function addOrganization(
  ctx: Context,
  actor: Actor,
  workspaceId: string,
  { name, tier, sector, college, voting, votingRight, kind = 'organization' }: OrganizationInput,
): Promise<{ id: string }> {
  const id = ctx.newId()
  return ctx.transact(async ({ tx, changed }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'people.change')
    const { count } = await tx
      .selectFrom('organizations')
      .select((all) => all.fn.countAll<number>().as('count'))
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow()
    if (count >= organizationsMax) throw new Refused('limitReached', { limit: organizationsMax })
    await tx
      .insertInto('organizations')
      .values({
        id,
        workspace_id: workspaceId,
        name,
        tier,
        sector,
        college,
        ...voiceColumns(voting, votingRight),
        kind,
        created_at: ctx.now().toISOString(),
      })
      .execute()
    await writeJournal(tx, {
      workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'addOrganization',
      subject: id,
    })
    changed(await planOf(tx, workspaceId), 'people')
    return { id }
  })
}

/** Changes what the organisation is from now on; the registers of polls already opened keep what it was. */
export async function changeOrganization(
  ctx: Context,
  actor: Actor,
  { workspaceId, organizationId }: { workspaceId: string; organizationId: string },
  { voting, votingRight, ...rest }: Partial<OrganizationInput>,
): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'people.change')
    await organizationOf(tx, workspaceId, organizationId)
    const voiced = voting !== undefined || votingRight !== undefined
    const change = { ...rest, ...(voiced && voiceColumns(voting ?? false, votingRight)) }
    if (Object.keys(change).length === 0) return null
    await tx.updateTable('organizations').set(change).where('id', '=', organizationId).execute()
    await writeJournal(tx, {
      workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'changeOrganization',
      subject: organizationId,
    })
    const planId = await planOf(tx, workspaceId)
    changed(planId, 'people')
    changed(planId, 'meeting')
    return null
  })
}

/** PEOPLE-4: an organisation that has people, mandates, a place in a register, comments made in its name, or a witness stays. */
export async function removeOrganization(
  ctx: Context,
  actor: Actor,
  { workspaceId, organizationId }: { workspaceId: string; organizationId: string },
): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'people.change')
    await organizationOf(tx, workspaceId, organizationId)
    for (const table of ['members', 'poll_register', 'comments', 'mandates', 'record_witnesses'] as const) {
      const used = await tx
        .selectFrom(table)
        .select('organization_id')
        .where('organization_id', '=', organizationId)
        .executeTakeFirst()
      if (used) throw new Refused('organizationInUse')
    }
    // A late seat has its place in an open register by a logged change alone.
    const late = await tx
      .selectFrom('register_changes')
      .select('seat_id')
      .where('seat_id', '=', organizationId)
      .executeTakeFirst()
    if (late) throw new Refused('organizationInUse')
    await tx.deleteFrom('organizations').where('id', '=', organizationId).execute()
    await writeJournal(tx, {
      workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'removeOrganization',
      subject: organizationId,
    })
    changed(await planOf(tx, workspaceId), 'people')
    return null
  })
}

/** An organisation of this workspace and no other; refuses notFound. */
export async function organizationOf(
  tx: Transaction<Tables>,
  workspaceId: string,
  organizationId: string,
): Promise<{ id: string; name: string }> {
  const row = await tx
    .selectFrom('organizations')
    .select(['id', 'name'])
    .where('id', '=', organizationId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  if (!row) throw new Refused('notFound')
  return row
}
