// A workspace itself (démarche): created, read, renamed, its rule of decision, its tree of territories.
// Called by http/workspaces.
import type { Transaction } from 'kysely'
import { readPlan } from '../../shared/plan/draft.ts'
import { type DecisionRule, defaultRule } from '../../shared/poll/consent.ts'
import { checkRule } from '../../shared/poll/rule.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import { type TerritoryType, type WorkspaceKind, wouldLoop } from '../../shared/territory.ts'
import type { WorkspaceView } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { meOf } from './logins.ts'
import { memberOf, mustBeAble, planOf } from './members.ts'
import { recordKeysOf } from './record-keys.ts'

const workspacesMax = 200
const territoriesMax = 2_000

/**
 * Creates a workspace with its empty plan; its creator is its first facilitator. For the first person of the installation and
 * for whoever is a facilitator somewhere (notFirst).
 */
export async function createWorkspace(
  ctx: Context,
  actor: Actor,
  { name, kind }: { name: string; kind: WorkspaceKind },
): Promise<{ id: string; planId: string }> {
  const id = ctx.newId()
  const planId = ctx.newId()
  const now = ctx.now().toISOString()
  return ctx.transact(async ({ tx, after }) => {
    const me = await meOf(tx, actor.userId)
    if (!me.mayCreateWorkspace) throw new Refused('notFirst')
    if (me.name === '') throw new Refused('nameNeeded')
    if (me.memberships.length >= workspacesMax) throw new Refused('limitReached', { limit: workspacesMax })
    await tx
      .insertInto('workspaces')
      .values({
        id,
        kind,
        name,
        rule_json: JSON.stringify(defaultRule),
        created_at: now,
        created_by: actor.userId,
      })
      .execute()
    await tx
      .insertInto('members')
      .values({
        workspace_id: id,
        user_id: actor.userId,
        role: 'facilitator',
        organization_id: null,
        title: '',
        joined_at: now,
      })
      .execute()
    await tx.insertInto('plans').values({ id: planId, workspace_id: id, created_at: now }).execute()
    await tx
      .insertInto('plan_rooms')
      .values({ plan_id: planId, epoch: 1, head_seq: 0, locked_seq: null })
      .execute()
    await recordKeysOf(ctx, { tx, after }, { userId: actor.userId, workspaceId: id })
    await journal(ctx, tx, actor, { workspaceId: id, act: 'createWorkspace', subject: id })
    return { id, planId }
  })
}

/** What a member sees of the workspace; addresses only for those who change people (PEOPLE-3). */
export async function readWorkspace(ctx: Context, actor: Actor, workspaceId: string): Promise<WorkspaceView> {
  return ctx.transact(async ({ tx }) => {
    const me = await memberOf(tx, workspaceId, actor.userId)
    const workspace = await tx
      .selectFrom('workspaces')
      .selectAll()
      .where('id', '=', workspaceId)
      .executeTakeFirstOrThrow()
    const organizations = await tx
      .selectFrom('organizations')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('name')
      .execute()
    return {
      id: workspaceId,
      name: workspace.name,
      kind: workspace.kind,
      planId: await planOf(tx, workspaceId),
      me: { userId: actor.userId, role: me.role, organizationId: me.organizationId },
      territories: await territoriesOf(tx, workspaceId),
      organizations: organizations.map(({ id, name, tier, sector, college, voting, voting_right, kind }) => ({
        id,
        name,
        tier,
        sector,
        college,
        voting: voting === 1,
        votingRight: voting_right,
        kind,
      })),
      people: await peopleOf(tx, workspaceId, can(me.role, 'people.change')),
      rule: JSON.parse(workspace.rule_json) as DecisionRule,
    }
  })
}

async function peopleOf(
  tx: Transaction<Tables>,
  workspaceId: string,
  withEmail: boolean,
): Promise<WorkspaceView['people']> {
  const rows = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['users.id', 'users.name', 'users.email', 'role', 'organization_id', 'title', 'joined_at'])
    .where('members.workspace_id', '=', workspaceId)
    .orderBy('members.joined_at')
    .orderBy('users.name')
    .execute()
  return rows.map((row) => ({
    userId: row.id,
    name: row.name,
    email: withEmail ? row.email : '',
    role: row.role,
    organizationId: row.organization_id,
    title: row.title,
    joinedAt: row.joined_at,
  }))
}

/** The territories of a workspace, siblings in their order. */
export async function territoriesOf(tx: Transaction<Tables>, workspaceId: string) {
  const rows = await tx
    .selectFrom('territories')
    .select(['id', 'parent_id', 'type', 'name'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('position')
    .execute()
  return rows.map(({ id, parent_id, type, name }) => ({ id, parentId: parent_id, type, name }))
}

/** Renames, or changes kind or rule; open polls keep the rule they opened under. */
export async function changeWorkspace(
  ctx: Context,
  actor: Actor,
  workspaceId: string,
  { name, kind, rule }: { name?: string; kind?: WorkspaceKind; rule?: DecisionRule },
): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'workspace.change')
    const refused = rule && checkRule(rule)
    if (refused) throw new Refused(refused.code, refused.details)
    const change = {
      ...(name !== undefined && { name }),
      ...(kind !== undefined && { kind }),
      ...(rule !== undefined && { rule_json: JSON.stringify(rule) }),
    }
    if (Object.keys(change).length === 0) return null
    await tx.updateTable('workspaces').set(change).where('id', '=', workspaceId).execute()
    await journal(ctx, tx, actor, { workspaceId, act: 'changeWorkspace', subject: workspaceId })
    changed(await planOf(tx, workspaceId), 'people')
    return null
  })
}

interface TerritoryInput {
  readonly name: string
  readonly type: TerritoryType
  readonly parentId: string | null
}

export async function addTerritory(
  ctx: Context,
  actor: Actor,
  workspaceId: string,
  { name, type, parentId }: TerritoryInput,
): Promise<{ id: string }> {
  const id = ctx.newId()
  return ctx.transact(async ({ tx, changed }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'workspace.change')
    const known = await territoriesOf(tx, workspaceId)
    if (known.length >= territoriesMax) throw new Refused('limitReached', { limit: territoriesMax })
    mustBeKnown(known, parentId)
    const last = await tx
      .selectFrom('territories')
      .select((max) => max.fn.max('position').as('position'))
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst()
    await tx
      .insertInto('territories')
      .values({
        id,
        workspace_id: workspaceId,
        parent_id: parentId,
        type,
        name,
        position: (last?.position ?? 0) + 1,
      })
      .execute()
    await journal(ctx, tx, actor, { workspaceId, act: 'addTerritory', subject: id })
    changed(await planOf(tx, workspaceId), 'people')
    return { id }
  })
}

/** TERR-1 held: a territory never comes to stand under itself. A new name is a new text for what refers to it. */
export async function changeTerritory(
  ctx: Context,
  actor: Actor,
  { workspaceId, territoryId }: { workspaceId: string; territoryId: string },
  { name, type, parentId }: Partial<TerritoryInput>,
): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'workspace.change')
    const known = await territoriesOf(tx, workspaceId)
    if (!known.some(({ id }) => id === territoryId)) throw new Refused('notFound')
    if (parentId !== undefined) {
      mustBeKnown(known, parentId)
      if (wouldLoop(known, territoryId, parentId)) throw new Refused('invalidField', { field: 'parentId' })
    }
    const change = {
      ...(name !== undefined && { name }),
      ...(type !== undefined && { type }),
      ...(parentId !== undefined && { parent_id: parentId }),
    }
    if (Object.keys(change).length === 0) return null
    await tx.updateTable('territories').set(change).where('id', '=', territoryId).execute()
    await journal(ctx, tx, actor, { workspaceId, act: 'changeTerritory', subject: territoryId })
    const planId = await planOf(tx, workspaceId)
    changed(planId, 'people')
    // The plan holds the names of its territories: what stands under a consensus may be stale now.
    if (name !== undefined) changed(planId, 'plan')
    return null
  })
}

/**
 * TERR-2: removes a territory that contains no other and that the plan does not name (territoryInUse). Looks at the plan in its
 * own queue, so that nobody names it meanwhile.
 */
export async function removeTerritory(
  ctx: Context,
  actor: Actor,
  { workspaceId, territoryId }: { workspaceId: string; territoryId: string },
): Promise<null> {
  const planId = await ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'workspace.change')
    return planOf(tx, workspaceId)
  })
  return ctx.rooms.exclusive(planId, ({ doc }) =>
    ctx.transact(async ({ tx, changed }) => {
      mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'workspace.change')
      const known = await territoriesOf(tx, workspaceId)
      if (!known.some(({ id }) => id === territoryId)) throw new Refused('notFound')
      const contains = known.some(({ parentId }) => parentId === territoryId)
      const named = readPlan(doc, known).territories.some(({ id }) => id === territoryId)
      if (contains || named) throw new Refused('territoryInUse')
      await tx.deleteFrom('territories').where('id', '=', territoryId).execute()
      await journal(ctx, tx, actor, { workspaceId, act: 'removeTerritory', subject: territoryId })
      changed(planId, 'people')
      return null
    }),
  )
}

function mustBeKnown(known: readonly { id: string }[], parentId: string | null): void {
  if (parentId !== null && !known.some(({ id }) => id === parentId)) {
    throw new Refused('invalidField', { field: 'parentId' })
  }
}

async function journal(
  ctx: Context,
  tx: Transaction<Tables>,
  actor: Actor,
  entry: { workspaceId: string; act: string; subject: string },
): Promise<void> {
  await writeJournal(tx, { ...entry, userId: actor.userId, at: ctx.now() })
}
