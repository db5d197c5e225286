// One-time links (LINK rules): made, mailed, followed once. Only the hash of a token is ever kept.
// Called by http/logins, acts/people (invitations) and main (the first link of an installation).
import { createHash, randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Lang } from '../../shared/basics.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { entryLetter } from './letters.ts'

type Purpose = Tables['login_links']['purpose']

const minute = 60_000
/** How long a login opened by a link proves the mailbox. */
const proofMs = 30 * minute
const lifeMs = {
  first: 24 * 60 * minute,
  invite: 7 * 24 * 60 * minute,
  enter: 30 * minute,
} as const satisfies Record<Purpose, number>

/** LINK-6: a link whose login reads, and casts in one poll alone; it lives until an hour of that poll and leads to a page of ours. */
interface OnlyPoll {
  readonly pollId: string
  readonly expiresAt: Date
  readonly path: string
}

/** Whom a link signs in; with `only`, to one poll, until its hour. */
export interface Followed {
  readonly userId: string
  readonly only?: { readonly pollId: string; readonly until: Date }
}

/**
 * LINK-1: makes a one-time link. The token stands after the #, which browsers never send: it reaches no access log, no
 * referrer; the page there posts it. `userId` null: the first link of an installation, or one that opens nothing.
 */
export async function makeLink(
  ctx: Context,
  tx: Transaction<Tables>,
  { userId, purpose, only }: { userId: string | null; purpose: Purpose; only?: OnlyPoll },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = ctx.now()
  // Dead links leave with the next one made: the table holds little more than a week of them.
  const gone = new Date(now.getTime() - proofMs).toISOString()
  await tx.deleteFrom('login_links').where('expires_at', '<=', gone).execute()
  await tx
    .insertInto('login_links')
    .values({
      token_hash: hashOf(token),
      user_id: userId,
      purpose,
      created_at: now.toISOString(),
      expires_at: (only?.expiresAt ?? new Date(now.getTime() + lifeMs[purpose])).toISOString(),
      used_at: null,
      login_id: null,
      only_poll: only?.pollId ?? null,
    })
    .execute()
  const to = only ? `?vers=${encodeURIComponent(only.path)}` : ''
  return `${ctx.origin}/entrer/lien${to}#${token}`
}

/**
 * LINK-3: asks for a sign-in link. The answer and the work are the same whether or not somebody has this address: for nobody,
 * a link that opens nothing is written; the mail leaves after the answer.
 */
export async function askLink(ctx: Context, { email }: { email: string; lang: Lang }): Promise<void> {
  await ctx.transact(async ({ tx, after }) => {
    const user = await tx
      .selectFrom('users')
      .select(['id', 'email', 'name', 'lang'])
      .where('email', '=', email)
      .executeTakeFirst()
    const link = await makeLink(ctx, tx, { userId: user?.id ?? null, purpose: 'enter' })
    // Not awaited: the time a mail server takes would tell that the address exists. `ctx.mail` never throws.
    if (user) after(() => void ctx.mail(entryLetter({ ...user, to: user.email, link })))
  })
}

/**
 * LINK-2: follows a link: the person it signs in. One conditional update, so that of two uses at once only one wins.
 * Refuses linkDead for a link used, past its time, or never made, all alike.
 */
export async function useLink(ctx: Context, tx: Transaction<Tables>, token: string): Promise<Followed> {
  const now = ctx.now().toISOString()
  const link = await tx
    .updateTable('login_links')
    .set({ used_at: now })
    .where('token_hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['user_id', 'purpose', 'only_poll', 'expires_at'])
    .executeTakeFirst()
  if (!link) throw new Refused('linkDead')
  const userId = link.purpose === 'first' ? await founder(ctx, tx) : link.user_id
  if (userId === null) throw new Refused('linkDead')
  await writeJournal(tx, {
    workspaceId: '',
    userId,
    at: ctx.now(),
    act: 'followLink',
    subject: userId,
    detail: { purpose: link.purpose, ...(link.only_poll !== null && { pollId: link.only_poll }) },
  })
  const { only_poll: pollId, expires_at } = link
  return pollId === null ? { userId } : { userId, only: { pollId, until: new Date(expires_at) } }
}

/** Notes which login a link opened. */
export async function openedByLink(tx: Transaction<Tables>, token: string, loginId: string): Promise<void> {
  await tx
    .updateTable('login_links')
    .set({ login_id: loginId })
    .where('token_hash', '=', hashOf(token))
    .execute()
}

/** LINK-5: for half an hour, a login that a mailed link opened proves the mailbox: a forgotten password can be replaced. */
export async function provesMailbox(
  ctx: Context,
  tx: Transaction<Tables>,
  loginId: string,
): Promise<boolean> {
  const link = await tx
    .selectFrom('login_links')
    .select('used_at')
    .where('login_id', '=', loginId)
    .where('used_at', '>', new Date(ctx.now().getTime() - proofMs).toISOString())
    // A link that opens one ballot lives for days: it opens nothing else.
    .where('only_poll', 'is', null)
    .executeTakeFirst()
  return link !== undefined
}

/**
 * LINK-4: the link by which the first facilitator enters, made anew at each start until someone who runs things can come back
 * alone (by an address or a passkey); null from then on. The links of earlier starts die.
 */
export async function firstLink(ctx: Context): Promise<string | null> {
  return ctx.transact(async ({ tx }) => {
    await tx.deleteFrom('login_links').where('purpose', '=', 'first').execute()
    const settled = await tx
      .selectFrom('users')
      .leftJoin('passkeys', 'passkeys.user_id', 'users.id')
      .leftJoin('members', 'members.user_id', 'users.id')
      .select('users.id')
      .where((is) => is.or([is('users.founder', '=', 1), is('members.role', '=', 'facilitator')]))
      .where((is) => is.or([is('users.email', '!=', ''), is('passkeys.id', 'is not', null)]))
      .executeTakeFirst()
    return settled ? null : makeLink(ctx, tx, { userId: null, purpose: 'first' })
  })
}

/** The first person of the installation, made on first use. Their address is empty until they give it. */
async function founder(ctx: Context, tx: Transaction<Tables>): Promise<string> {
  const known = await tx
    .selectFrom('users')
    .select('id')
    .where('founder', '=', 1)
    .where('email', '=', '')
    .executeTakeFirst()
  if (known) return known.id
  const id = ctx.newId()
  await tx
    .insertInto('users')
    .values({
      id,
      email: '',
      name: '',
      lang: 'fr',
      password_hash: null,
      founder: 1,
      created_at: ctx.now().toISOString(),
    })
    .execute()
  return id
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
