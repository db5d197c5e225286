// Enrolling passkeys and signing in with one (LOGIN rules). Each challenge is written, then used once.
// Called by http/logins.
import type { Transaction } from 'kysely'
import { Refused } from '../../shared/refusals.ts'
import type { MeView } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { enrolOptions, loginOptions, verifyAssertion, verifyEnrolment } from '../passkeys.ts'
import { journalOf, meOf, type OpenLogin, type SignedIn, signIn } from './logins.ts'
import { recordKey } from './record-keys.ts'

const challengeLifeMs = 5 * 60_000
const passkeysMax = 20

interface Challenge {
  readonly options: unknown
  readonly challengeId: string
}

/** What a browser needs to create a passkey for the signed-in person. */
export async function passkeyOptions(ctx: Context, actor: Actor): Promise<Challenge> {
  return ctx.transact(async ({ tx }) => {
    const person = await tx
      .selectFrom('users')
      .select(['id', 'email', 'name'])
      .where('id', '=', actor.userId)
      .executeTakeFirstOrThrow()
    const known = await tx.selectFrom('passkeys').selectAll().where('user_id', '=', actor.userId).execute()
    if (known.length >= passkeysMax) throw new Refused('limitReached', { limit: passkeysMax })
    const options = await enrolOptions(ctx, person, known)
    return keepChallenge(ctx, tx, options, { purpose: 'enrol', userId: actor.userId })
  })
}

/** Keeps a new passkey. Refuses challengeDead, passkeyRefused, passkeyKnown. */
export async function addPasskey(
  ctx: Context,
  actor: Actor,
  { challengeId, label, credential }: { challengeId: string; label: string; credential: unknown },
): Promise<MeView> {
  const challenge = await useChallenge(ctx, challengeId, { purpose: 'enrol', userId: actor.userId })
  const passkey = await verifyEnrolment(ctx, challenge, credential)
  if (!passkey) throw new Refused('passkeyRefused')
  return ctx.transact(async ({ tx, after }) => {
    const known = await tx.selectFrom('passkeys').select('id').where('id', '=', passkey.id).executeTakeFirst()
    if (known) throw new Refused('passkeyKnown')
    await tx
      .insertInto('passkeys')
      .values({ ...passkey, user_id: actor.userId, label, created_at: ctx.now().toISOString() })
      .execute()
    await recordKey(ctx, { tx, after }, { userId: actor.userId, key: passkey, type: 'key-enrol' })
    await journalOf(ctx, tx, actor.userId, 'addPasskey', passkey.id)
    return meOf(tx, actor.userId)
  })
}

/** Forgets one of one's own passkeys. What it signed stays verifiable: a signature keeps its public key. */
export async function removePasskey(ctx: Context, actor: Actor, passkeyId: string): Promise<MeView> {
  return ctx.transact(async ({ tx, after }) => {
    const key = await tx
      .deleteFrom('passkeys')
      .where('id', '=', passkeyId)
      .where('user_id', '=', actor.userId)
      .returning(['id', 'public_key'])
      .executeTakeFirst()
    if (!key) throw new Refused('notFound')
    await recordKey(ctx, { tx, after }, { userId: actor.userId, key, type: 'key-revoke' })
    await journalOf(ctx, tx, actor.userId, 'removePasskey', passkeyId)
    return meOf(tx, actor.userId)
  })
}

/** What a browser needs to sign in with any passkey of this site; tells nothing of anyone. */
export async function passkeyLoginOptions(ctx: Context): Promise<Challenge> {
  return ctx.transact(async ({ tx }) =>
    keepChallenge(ctx, tx, await loginOptions(ctx), { purpose: 'login', userId: null }),
  )
}

/** LOGIN-4: signs in with a passkey. Refuses passkeyRefused whether the key is unknown or its answer does not hold. */
export async function loginByPasskey(
  ctx: Context,
  { challengeId, credential }: { challengeId: string; credential: { id: string } },
  open: OpenLogin,
): Promise<SignedIn> {
  const challenge = await useChallenge(ctx, challengeId, { purpose: 'login', userId: null })
  const passkey = await ctx.transact(({ tx }) =>
    tx.selectFrom('passkeys').selectAll().where('id', '=', credential.id).executeTakeFirst(),
  )
  const assertion = passkey && (await verifyAssertion(ctx, challenge, passkey, credential))
  if (!assertion) throw new Refused('passkeyRefused')
  return ctx.transact(async ({ tx }) => {
    const { numUpdatedRows } = await tx
      .updateTable('passkeys')
      .set({ counter: assertion.counter })
      .where('id', '=', passkey.id)
      // A counter moves on alone: two answers at once from one key are one key too many.
      .where('counter', '=', passkey.counter)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Refused('passkeyRefused')
    await journalOf(ctx, tx, passkey.user_id, 'loginByPasskey', passkey.id)
    return signIn(tx, passkey.user_id, open)
  })
}

type About = { readonly purpose: 'enrol' | 'login'; readonly userId: string | null }

async function keepChallenge(
  ctx: Context,
  tx: Transaction<Tables>,
  options: { challenge: string },
  { purpose, userId }: About,
): Promise<Challenge> {
  const now = ctx.now()
  await tx.deleteFrom('challenges').where('expires_at', '<=', now.toISOString()).execute()
  const challengeId = ctx.newId()
  await tx
    .insertInto('challenges')
    .values({
      id: challengeId,
      user_id: userId,
      purpose,
      challenge: options.challenge,
      about: null,
      expires_at: new Date(now.getTime() + challengeLifeMs).toISOString(),
    })
    .execute()
  return { options, challengeId }
}

/** LOGIN-5: takes a challenge away, in its own transaction: it is spent even when what answers it is refused. */
async function useChallenge(ctx: Context, id: string, { purpose, userId }: About): Promise<string> {
  return ctx.transact(async ({ tx }) => {
    const row = await tx
      .deleteFrom('challenges')
      .where('id', '=', id)
      .where('purpose', '=', purpose)
      .where('user_id', userId === null ? 'is' : '=', userId)
      .where('expires_at', '>', ctx.now().toISOString())
      .returning('challenge')
      .executeTakeFirst()
    if (!row) throw new Refused('challengeDead')
    return row.challenge
  })
}
