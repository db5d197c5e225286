// The people of a workspace: invited, given a role, removed; effective at once on their open sockets (PEOPLE rules).
// Called by http/workspaces.
import type { Transaction } from 'kysely'
import type { Lang } from '../../shared/basics.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Role } from '../../shared/roles.ts'
import type { InvitationView } from '../../shared/views.ts'
import type { Actor, Context, Mail } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { endKeysOf } from './key-ends.ts'
import { invitationLetter } from './letters.ts'
import { makeLink } from './links.ts'
import { type Member, memberOf, mustBeAble, planOf } from './members.ts'
import { recordKeysOf } from './record-keys.ts'

const peopleMax = 2_000

interface Membership {
  readonly role: Role
  readonly organizationId: string | null
  readonly title: string
}

interface Invitation extends Membership {
  readonly email: string
  readonly name: string
  readonly lang: Lang
}

interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly lang: Lang
}

/**
 * PEOPLE-1: makes a person a member with one role and mails them a link to enter. Someone who has an account keeps its name and
 * language: an invitation changes nothing of it. Refuses alreadyMember, organizationNeeded.
 */
export async function invite(
  ctx: Context,
  actor: Actor,
  workspaceId: string,
  { email, name, lang, ...membership }: Invitation,
): Promise<InvitationView> {
  const made = await ctx.transact(async ({ tx, changed, after }) => {
    const inviter = await memberOf(tx, workspaceId, actor.userId)
    mustBeAble(inviter, 'people.change')
    await checkMembership(tx, workspaceId, membership)
    await checkRoom(tx, workspaceId)
    const person =
      (await personBy(tx, 'email', email)) ?? (await createPerson(ctx, tx, { email, name, lang }))
    const known = await tx
      .selectFrom('members')
      .select('user_id')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', person.id)
      .executeTakeFirst()
    if (known) throw new Refused('alreadyMember')
    await tx
      .insertInto('members')
      .values({
        workspace_id: workspaceId,
        user_id: person.id,
        role: membership.role,
        organization_id: membership.organizationId,
        title: membership.title,
        joined_at: ctx.now().toISOString(),
      })
      .execute()
    await recordKeysOf(ctx, { tx, after }, { userId: person.id, workspaceId })
    await journal(ctx, tx, inviter, 'invite', person.id, { role: membership.role })
    changed(await planOf(tx, workspaceId), 'people')
    return prepareInvitation(ctx, tx, inviter, person)
  })
  return sendInvitation(ctx, made)
}

/** Sends a member a new link; the ones before stay good until their time. */
export async function inviteAgain(
  ctx: Context,
  actor: Actor,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<InvitationView> {
  const made = await ctx.transact(async ({ tx }) => {
    const inviter = await memberOf(tx, workspaceId, actor.userId)
    mustBeAble(inviter, 'people.change')
    await targetOf(tx, workspaceId, userId)
    const person = await personBy(tx, 'id', userId)
    await journal(ctx, tx, inviter, 'inviteAgain', userId)
    return prepareInvitation(ctx, tx, inviter, person!)
  })
  return sendInvitation(ctx, made)
}

/** PEOPLE-2: changes role, organisation or function; the last facilitator stays one. */
export async function changePerson(
  ctx: Context,
  actor: Actor,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  change: Partial<Membership>,
): Promise<null> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const member = await memberOf(tx, workspaceId, actor.userId)
    mustBeAble(member, 'people.change')
    const before = await targetOf(tx, workspaceId, userId)
    const { role, organizationId, title } = { ...before, ...change }
    await checkMembership(tx, workspaceId, { role, organizationId, title })
    if (before.role === 'facilitator' && role !== 'facilitator') await keepOneFacilitator(tx, workspaceId)
    await tx
      .updateTable('members')
      .set({ role, organization_id: organizationId, title })
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .execute()
    await journal(ctx, tx, member, 'changePerson', userId, { from: before.role, role })
    const planId = await planOf(tx, workspaceId)
    changed(planId, 'people')
    after(() => ctx.rooms.rejoin(userId, planId))
    return null
  })
}

/**
 * Ends a membership, and in the record the keys bound to the person (KEY-11); what they wrote, voted or signed stays theirs. The last
 * facilitator stays.
 */
export async function removePerson(
  ctx: Context,
  actor: Actor,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<null> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const member = await memberOf(tx, workspaceId, actor.userId)
    mustBeAble(member, 'people.change')
    const before = await targetOf(tx, workspaceId, userId)
    if (before.role === 'facilitator') await keepOneFacilitator(tx, workspaceId)
    await tx
      .deleteFrom('members')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .execute()
    await endKeysOf(ctx, { tx, after }, { workspaceId, userId, by: member })
    await journal(ctx, tx, member, 'removePerson', userId)
    const planId = await planOf(tx, workspaceId)
    changed(planId, 'people')
    after(() => ctx.rooms.rejoin(userId, planId))
    return null
  })
}

/** The member an act is about; another workspace's people do not exist here. */
async function targetOf(tx: Transaction<Tables>, workspaceId: string, userId: string): Promise<Member> {
  try {
    return await memberOf(tx, workspaceId, userId)
  } catch (error) {
    throw error instanceof Refused ? new Refused('notFound') : error
  }
}

async function checkMembership(
  tx: Transaction<Tables>,
  workspaceId: string,
  { role, organizationId }: Membership,
): Promise<void> {
  if (organizationId === null) {
    if (role === 'delegate') throw new Refused('organizationNeeded')
    return
  }
  const known = await tx
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  if (!known) throw new Refused('invalidField', { field: 'organizationId' })
}

async function checkRoom(tx: Transaction<Tables>, workspaceId: string): Promise<void> {
  const { count } = await tx
    .selectFrom('members')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  if (count >= peopleMax) throw new Refused('limitReached', { limit: peopleMax })
}

async function keepOneFacilitator(tx: Transaction<Tables>, workspaceId: string): Promise<void> {
  const { count } = await tx
    .selectFrom('members')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'facilitator')
    .executeTakeFirstOrThrow()
  if (count <= 1) throw new Refused('lastFacilitator')
}

async function personBy(
  tx: Transaction<Tables>,
  by: 'id' | 'email',
  value: string,
): Promise<Person | undefined> {
  return tx
    .selectFrom('users')
    .select(['id', 'email', 'name', 'lang'])
    .where(by, '=', value)
    .executeTakeFirst()
}

async function createPerson(
  ctx: Context,
  tx: Transaction<Tables>,
  { email, name, lang }: Omit<Person, 'id'>,
): Promise<Person> {
  const id = ctx.newId()
  const created_at = ctx.now().toISOString()
  await tx
    .insertInto('users')
    .values({ id, email, name, lang, password_hash: null, founder: 0, created_at })
    .execute()
  return { id, email, name, lang }
}

interface PreparedInvitation {
  readonly userId: string
  readonly mail: Mail
  readonly link: string
  readonly mayShow: boolean
}

async function prepareInvitation(
  ctx: Context,
  tx: Transaction<Tables>,
  inviter: Member,
  person: Person,
): Promise<PreparedInvitation> {
  const link = await makeLink(ctx, tx, { userId: person.id, purpose: 'invite' })
  const { name } = await tx
    .selectFrom('workspaces')
    .select('name')
    .where('id', '=', inviter.workspaceId)
    .executeTakeFirstOrThrow()
  const mail = invitationLetter(
    { ...person, to: person.email, link },
    { workspace: name, inviter: inviter.name },
  )
  return { userId: person.id, mail, link, mayShow: await mayShowLink(tx, inviter.workspaceId, person.id) }
}

/**
 * PEOPLE-5: a link that could not be mailed is shown to the facilitator only for a person who has nothing but this workspace: to
 * show that of someone who has a password, a passkey, another workspace or the installation would hand over all they have.
 * Their link is in the operator's log.
 */
async function mayShowLink(tx: Transaction<Tables>, workspaceId: string, userId: string): Promise<boolean> {
  const more = await tx
    .selectFrom('users')
    .leftJoin('passkeys', 'passkeys.user_id', 'users.id')
    .leftJoin('members', (join) =>
      join.onRef('members.user_id', '=', 'users.id').on('members.workspace_id', '!=', workspaceId),
    )
    .select('users.id')
    .where('users.id', '=', userId)
    .where((is) =>
      is.or([
        is('users.password_hash', 'is not', null),
        is('users.founder', '=', 1),
        is('passkeys.id', 'is not', null),
        is('members.workspace_id', 'is not', null),
      ]),
    )
    .executeTakeFirst()
  return !more
}

async function sendInvitation(
  ctx: Context,
  { userId, mail, link, mayShow }: PreparedInvitation,
): Promise<InvitationView> {
  const mailed = await ctx.mail(mail)
  return { userId, mailed, link: !mailed && mayShow ? link : null }
}

async function journal(
  ctx: Context,
  tx: Transaction<Tables>,
  member: Member,
  act: string,
  subject: string,
  detail: Record<string, string> = {},
): Promise<void> {
  const { workspaceId, userId } = member
  await writeJournal(tx, { workspaceId, userId, at: ctx.now(), act, subject, detail })
}
