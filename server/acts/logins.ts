// Signing in and out, and what a person says of themself (LOGIN rules).
// Called by http/logins. Acts that sign someone in receive `open`, which writes the login in their own transaction.
import type { Transaction } from 'kysely'
import { Refused } from '../../shared/refusals.ts'
import type { MembershipView, MeView } from '../../shared/views.ts'
import type { Actor, Context, Transact } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { fitsPassword, hashPassword, passwordLengthMin } from '../passwords.ts'
import { openedByLink, provesMailbox, useLink } from './links.ts'

/** Opens a login for a person; answers its id and the Set-Cookie text (server/logins.ts). */
export type OpenLogin = (
  tx: Transaction<Tables>,
  userId: string,
  only?: { readonly pollId: string; readonly until: Date },
) => Promise<{ loginId: string; cookie: string }>

export interface SignedIn {
  readonly cookie: string
  readonly me: MeView
}

export async function readMe(ctx: Context, actor: Actor): Promise<MeView> {
  return ctx.transact(({ tx }) => meOf(tx, actor.userId))
}

/** LOGIN-1: signs in by password. Refuses wrongCredentials, after the same work, whichever of the two does not fit. */
export async function loginByPassword(
  ctx: Context,
  { email, password }: { email: string; password: string },
  open: OpenLogin,
): Promise<SignedIn> {
  const user = await ctx.transact(({ tx }) =>
    tx.selectFrom('users').select(['id', 'password_hash']).where('email', '=', email).executeTakeFirst(),
  )
  // Outside any transaction: this takes tens of milliseconds on purpose.
  const fits = await fitsPassword(user?.password_hash ?? null, password)
  if (!user || !fits) throw new Refused('wrongCredentials')
  return ctx.transact(async ({ tx }) => {
    const same = await tx
      .selectFrom('users')
      .select('id')
      .where('id', '=', user.id)
      .where('password_hash', '=', user.password_hash)
      .executeTakeFirst()
    if (!same) throw new Refused('wrongCredentials')
    await journalOf(ctx, tx, user.id, 'loginByPassword')
    return signIn(tx, user.id, open)
  })
}

/** Signs in by a one-time link; the link dies with it, in the same transaction. */
export async function followLink(ctx: Context, token: string, open: OpenLogin): Promise<SignedIn> {
  return ctx.transact(async ({ tx }) => {
    const { userId, only } = await useLink(ctx, tx, token)
    const { loginId, cookie } = await open(tx, userId, only)
    await openedByLink(tx, token, loginId)
    return { cookie, me: await meOf(tx, userId) }
  })
}

export async function signIn(tx: Transaction<Tables>, userId: string, open: OpenLogin): Promise<SignedIn> {
  const { cookie } = await open(tx, userId)
  return { cookie, me: await meOf(tx, userId) }
}

/**
 * Changes one's name or language; and one's address, once, for the first person of an installation who has none: later, an
 * address is what mailed links open, so changing it would need its own proof.
 */
export async function changeMe(
  ctx: Context,
  actor: Actor,
  { name, lang, email }: { name?: string; lang?: 'fr' | 'en'; email?: string },
): Promise<MeView> {
  return ctx.transact(async ({ tx, changed }) => {
    const before = await tx
      .selectFrom('users')
      .select(['email'])
      .where('id', '=', actor.userId)
      .executeTakeFirstOrThrow()
    const address = email === undefined || email === before.email ? {} : { email }
    if (address.email !== undefined && before.email !== '') throw new Refused('addressTaken')
    if (address.email !== undefined) {
      const other = await tx
        .selectFrom('users')
        .select('id')
        .where('email', '=', address.email)
        .executeTakeFirst()
      if (other) throw new Refused('addressTaken')
    }
    const change = { ...(name !== undefined && { name }), ...(lang !== undefined && { lang }), ...address }
    if (Object.keys(change).length === 0) return meOf(tx, actor.userId)
    await tx.updateTable('users').set(change).where('id', '=', actor.userId).execute()
    await journalOf(ctx, tx, actor.userId, 'changeMe')
    const me = await meOf(tx, actor.userId)
    for (const { planId } of me.memberships) changed(planId, 'people')
    return me
  })
}

/**
 * LOGIN-2: sets or changes one's password. One who has a password gives it, or has just come in by a mailed link (it may be
 * forgotten); every other login of theirs ends, since a password is changed when one fears it is known.
 */
export async function setPassword(
  ctx: Context,
  actor: Actor,
  { current, password }: { current?: string; password: string },
): Promise<MeView> {
  if ([...password].length < passwordLengthMin) throw new Refused('passwordWeak')
  const before = await ctx.transact(async ({ tx }) => {
    const { password_hash } = await tx
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', actor.userId)
      .executeTakeFirstOrThrow()
    return { password_hash, proved: await provesMailbox(ctx, tx, actor.loginId) }
  })
  const asked = before.password_hash !== null && !before.proved
  if (asked && !(await fitsPassword(before.password_hash, current ?? ''))) {
    throw new Refused('wrongCredentials')
  }
  const password_hash = await hashPassword(password)
  return ctx.transact(async ({ tx, after }) => {
    const { numUpdatedRows } = await tx
      .updateTable('users')
      .set({ password_hash })
      .where('id', '=', actor.userId)
      // Two changes at once: the second was checked against a password that is no more.
      .where('password_hash', before.password_hash === null ? 'is' : '=', before.password_hash)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Refused('wrongCredentials')
    const others = await tx
      .deleteFrom('logins')
      .where('user_id', '=', actor.userId)
      .where('id', '!=', actor.loginId)
      .returning('id')
      .execute()
    await journalOf(ctx, tx, actor.userId, 'setPassword')
    for (const { id } of others) after(() => ctx.rooms.signedOut(actor.userId, id))
    return meOf(tx, actor.userId)
  })
}

/** Ends this login; its open sockets close. */
export async function logout(ctx: Context, actor: Actor): Promise<null> {
  return endLogins(ctx, actor, actor.loginId)
}

/** LOGIN-3: ends every login of the person, this one too; their open sockets close. */
export async function logoutEverywhere(ctx: Context, actor: Actor): Promise<null> {
  return endLogins(ctx, actor, null)
}

async function endLogins(ctx: Context, { userId }: Actor, loginId: string | null): Promise<null> {
  return ctx.transact(async ({ tx, after }: Transact) => {
    const logins = tx.deleteFrom('logins').where('user_id', '=', userId)
    await (loginId === null ? logins : logins.where('id', '=', loginId)).execute()
    await journalOf(ctx, tx, userId, loginId === null ? 'logoutEverywhere' : 'logout')
    after(() => ctx.rooms.signedOut(userId, loginId))
    return null
  })
}

/** Acts on one's own account belong to no workspace. */
export async function journalOf(
  ctx: Context,
  tx: Transaction<Tables>,
  userId: string,
  act: string,
  subject = userId,
): Promise<void> {
  await writeJournal(tx, { workspaceId: '', userId, at: ctx.now(), act, subject })
}

/** What a person sees of themself. */
export async function meOf(tx: Transaction<Tables>, userId: string): Promise<MeView> {
  const user = await tx.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirst()
  if (!user) throw new Refused('loginNeeded')
  const passkeys = await tx
    .selectFrom('passkeys')
    .select(['id', 'label', 'created_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  const memberships = await membershipsOf(tx, userId)
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    lang: user.lang,
    hasPassword: user.password_hash !== null,
    passkeys: passkeys.map(({ id, label, created_at }) => ({ id, label, createdAt: created_at })),
    memberships,
    mayCreateWorkspace: user.founder === 1 || memberships.some(({ role }) => role === 'facilitator'),
  }
}

async function membershipsOf(tx: Transaction<Tables>, userId: string): Promise<MembershipView[]> {
  return tx
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .innerJoin('plans', 'plans.workspace_id', 'workspaces.id')
    .leftJoin('organizations', 'organizations.id', 'members.organization_id')
    .select([
      'workspaces.id as workspaceId',
      'workspaces.name as workspaceName',
      'plans.id as planId',
      'members.role as role',
      'organizations.name as organizationName',
    ])
    .where('members.user_id', '=', userId)
    .orderBy('members.joined_at')
    .execute()
}
