// Who someone is in a workspace, read inside the act's own transaction: the one place where a right is asked.
// Called first by every act on a workspace or a plan; a stranger learns only that nothing is there.
import type { Transaction } from 'kysely'
import { Refused } from '../../shared/refusals.ts'
import { type Capability, can, capabilityOf, type RightKey, type Role, roles } from '../../shared/roles.ts'
import type { Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'

export interface Member {
  readonly userId: string
  readonly workspaceId: string
  readonly role: Role
  readonly organizationId: string | null
  /** The person's own name, and function as it stands on signatures. */
  readonly name: string
  readonly title: string
}

/** The member that a person is in a workspace. Refuses notMember (404): nothing tells whether the workspace exists. */
export async function memberOf(
  tx: Transaction<Tables>,
  workspaceId: string,
  userId: string,
): Promise<Member> {
  const row = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(memberColumns)
    .where('members.workspace_id', '=', workspaceId)
    .where('members.user_id', '=', userId)
    .executeTakeFirst()
  return memberIn(row, userId)
}

const memberColumns = [
  'members.workspace_id',
  'members.role',
  'members.organization_id',
  'members.title',
  'users.name',
] as const

interface MemberRow {
  readonly workspace_id: string
  readonly role: Role
  readonly organization_id: string | null
  readonly title: string
  readonly name: string
}

function memberIn(row: MemberRow | undefined, userId: string): Member {
  if (!row) throw new Refused('notMember')
  const { workspace_id: workspaceId, role, organization_id: organizationId, title, name } = row
  return { userId, workspaceId, role, organizationId, name, title }
}

/** The same, by a plan of the workspace. Refuses notMember for an unknown plan as for a foreign one. */
export async function memberOfPlan(tx: Transaction<Tables>, planId: string, userId: string): Promise<Member> {
  const row = await tx
    .selectFrom('plans')
    .innerJoin('members', 'members.workspace_id', 'plans.workspace_id')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(memberColumns)
    .where('plans.id', '=', planId)
    .where('members.user_id', '=', userId)
    .executeTakeFirst()
  return memberIn(row, userId)
}

/** The members that some people are, by a plan of the workspace; a stranger is not among them. */
export async function membersOfPlan(
  tx: Transaction<Tables>,
  planId: string,
  userIds: readonly string[],
): Promise<Map<string, Member>> {
  const rows = await tx
    .selectFrom('plans')
    .innerJoin('members', 'members.workspace_id', 'plans.workspace_id')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(memberColumns)
    .select('members.user_id')
    .where('plans.id', '=', planId)
    .where('members.user_id', 'in', [...userIds])
    .execute()
  return new Map(rows.map((row) => [row.user_id, memberIn(row, row.user_id)]))
}

/** ROLE-1 at an act: refuses roleForbids, with the role's name, when the role lacks the right. */
export function mustBeAble(member: Member, right: RightKey): void {
  if (!can(member.role, right)) throw new Refused('roleForbids', { role: roles[member.role].label.fr })
}

/** The plan of a workspace (one each). */
export async function planOf(tx: Transaction<Tables>, workspaceId: string): Promise<string> {
  const { id } = await tx
    .selectFrom('plans')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return id
}

/** How a person sits at a plan's live table: what they may send, and how others see them. Null when they are no member. */
export interface Seat {
  readonly capability: Capability
  readonly name: string
  readonly organization: string | null
}

export async function seatOf(
  ctx: Pick<Context, 'transact'>,
  userId: string,
  planId: string,
): Promise<Seat | null> {
  return ctx.transact(async ({ tx }) => {
    const row = await tx
      .selectFrom('members')
      .innerJoin('plans', 'plans.workspace_id', 'members.workspace_id')
      .innerJoin('users', 'users.id', 'members.user_id')
      .leftJoin('organizations', 'organizations.id', 'members.organization_id')
      .select(['members.role', 'users.name', 'organizations.name as organization'])
      .where('plans.id', '=', planId)
      .where('members.user_id', '=', userId)
      .executeTakeFirst()
    return row ? { capability: capabilityOf(row.role), name: row.name, organization: row.organization } : null
  })
}
