// Binding a passkey to its person (KEY rules): asked for by its holder, attested by the facilitation and by another partner, ended by
// either. The server adds no key by itself: the entry names what two people signed. Called by http/keys.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { canonicalText, digest, digestBytes } from '../../shared/record/canonical.ts'
import { type EntryBody, keyDigest as keyDigestOf } from '../../shared/record/entries.ts'
import { attestationDigest, attestersFit, followKeys, type KeyChain } from '../../shared/record/key-chain.ts'
import type { KeyStatementView } from '../../shared/record/key-views.ts'
import {
  type AttestedAs,
  type KeyAttestation,
  type KeyHolder,
  type KeyStatement,
  keyStatementOf,
} from '../../shared/record/keys.ts'
import { Refused } from '../../shared/refusals.ts'
import { toBase64url } from '../../shared/verify/base64url.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { rpIdOf, signOptions, verifyAssertion } from '../passkeys.ts'
import {
  attestationsOf,
  holderOf,
  type KeptAttestation,
  keyChainOf,
  keysOf,
  type OwnKey,
  policyInForce,
} from './key-rows.ts'
import { type Member, memberOf, mustBeAble, planOf } from './members.ts'
import { type Appending, appendEntry } from './record.ts'

type Tx = Transaction<Tables>
const requestsMax = 500

interface OfKey {
  readonly workspaceId: string
  readonly keyDigest: string
}

/**
 * KEY-5: a member asks for one of their own passkeys to be bound, as they are in the workspace today; `replaces` names a key of theirs
 * that this one is to end. Refuses notFound, policyNeeded, keyEnded, keyBoundAlready, keyNotYours.
 */
export async function askBinding(
  ctx: Context,
  actor: Actor,
  {
    workspaceId,
    passkeyId,
    replaces,
  }: { workspaceId: string; passkeyId: string; replaces?: string | undefined },
): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    const member = await memberOf(tx, workspaceId, actor.userId)
    const own = (await keysOf(tx, actor.userId)).find(({ id }) => id === passkeyId)
    if (!own) throw new Refused('notFound')
    const chain = await chainNow(tx, workspaceId)
    const holder = await holderOf(tx, member)
    const { keyDigest } = own
    if (chain.ended(keyDigest)) throw new Refused('keyEnded')
    const standing = chain.standing(keyDigest)
    if (standing && (standing.root || canonicalText(standing.holder) === canonicalText(holder)))
      throw new Refused('keyBoundAlready')
    if (replaces !== undefined && (replaces === keyDigest || chain.holder(replaces)?.userId !== actor.userId))
      throw new Refused('keyNotYours')
    const { count } = await tx
      .selectFrom('key_requests')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow()
    if (Number(count) >= requestsMax) throw new Refused('limitReached', { limit: requestsMax })
    const asked = {
      user_id: actor.userId,
      holder_json: canonicalText(holder),
      replaces: replaces ?? null,
      asked_at: ctx.now().toISOString(),
    }
    await tx
      .insertInto('key_requests')
      .values({ workspace_id: workspaceId, key_digest: keyDigest, ...asked })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'key_digest']).doUpdateSet(asked))
      .execute()
    await journal(ctx, tx, actor, { workspaceId, act: 'askBinding', subject: keyDigest })
    changed(await planOf(tx, workspaceId), 'people')
    return null
  })
}

async function chainNow(tx: Tx, workspaceId: string): Promise<KeyChain> {
  const policy = await policyInForce(tx, workspaceId)
  if (!policy) throw new Refused('policyNeeded')
  return keyChainOf(tx, workspaceId, policy.roots)
}

interface Turn {
  readonly member: Member
  readonly statement: KeyStatement
  readonly keys: readonly OwnKey[]
  readonly chain: KeyChain
}

/** KEY-6: who may attest this key now, and what they would sign. Refuses by name what forbids it. */
async function turnToAttest(tx: Tx, actor: Actor, { workspaceId, keyDigest }: OfKey): Promise<Turn> {
  const member = await memberOf(tx, workspaceId, actor.userId)
  const chain = await chainNow(tx, workspaceId)
  const request = await tx
    .selectFrom('key_requests')
    .select(['holder_json', 'replaces', 'user_id'])
    .where('workspace_id', '=', workspaceId)
    .where('key_digest', '=', keyDigest)
    .executeTakeFirst()
  if (!request) throw new Refused('notFound')
  if (request.user_id === actor.userId) throw new Refused('attestOwnKey')
  const holder = JSON.parse(request.holder_json) as KeyHolder
  const attester = await holderOf(tx, member)
  const believed = (await keysOf(tx, actor.userId)).filter((own) => chain.standing(own.keyDigest))
  if (believed.length === 0) throw new Refused('attesterUnbound')
  const keys = believed.filter(
    (own) => canonicalText(chain.standing(own.keyDigest)!.holder) === canonicalText(attester),
  )
  if (keys.length === 0) throw new Refused('attesterChanged')
  if (!attester.facilitator && attester.organizationId === undefined)
    throw new Refused('attesterNoOrganization')
  const as: AttestedAs = attester.facilitator ? 'facilitator' : 'partner'
  if (as === 'partner' && attester.organizationId === holder.organizationId)
    throw new Refused('attesterSameOrganization')
  const { name: workspaceName } = await tx
    .selectFrom('workspaces')
    .select('name')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const { replaces } = request
  const statement = keyStatementOf({
    ...{ workspaceId, workspaceName, keyDigest, holder, attester, as },
    ...(replaces !== null && { replaces }),
  })
  return { member, statement, keys, chain }
}

/** What an attester is about to sign, with the options for their passkey: its challenge is the statement's digest. */
export async function showKeyStatement(ctx: Context, actor: Actor, of: OfKey): Promise<KeyStatementView> {
  const { statement, keys } = await ctx.transact(({ tx }) => turnToAttest(tx, actor, of))
  return {
    statement: canonicalText(statement),
    digest: digest('key-statement', statement),
    options: await signOptions(
      digestBytes('key-statement', statement),
      keys.map(({ passkey }) => passkey),
      rpIdOf(ctx),
    ),
  }
}

/**
 * KEY-7: attests. The answer must hold for the statement as it is now, by a believed key of this very person. The second attestation binds
 * the key, in the same transaction.
 */
export async function attestKey(
  ctx: Context,
  actor: Actor,
  { workspaceId, keyDigest, credential }: OfKey & { credential: { id: string } },
): Promise<{ bound: boolean }> {
  return ctx.transact(async ({ tx, after, changed }) => {
    const turn = await turnToAttest(tx, actor, { workspaceId, keyDigest })
    const own = turn.keys.find(({ id }) => id === credential.id)
    const challenge = toBase64url(digestBytes('key-statement', turn.statement))
    const answer = own && (await verifyAssertion(ctx, challenge, own.passkey, credential))
    if (!own || !answer) throw new Refused('signatureInvalid')
    const attestation: KeyAttestation = {
      format: 'assise/key-attestation/v1',
      statement: turn.statement,
      credentialId: own.id,
      publicKey: toBase64url(own.passkey.public_key),
      authenticatorData: toBase64url(answer.authenticatorData),
      clientDataJson: toBase64url(answer.clientDataJson),
      signature: toBase64url(answer.signature),
      attestedAt: ctx.now().toISOString(),
    }
    await tx
      .insertInto('key_attestations')
      .values({
        digest: attestationDigest(attestation),
        workspace_id: workspaceId,
        key_digest: keyDigest,
        attested_as: turn.statement.as,
        attested_by: actor.userId,
        attestation_json: canonicalText(attestation),
        attested_at: attestation.attestedAt,
      })
      .execute()
    await tx.updateTable('passkeys').set({ counter: answer.counter }).where('id', '=', own.id).execute()
    await journal(ctx, tx, actor, { workspaceId, act: 'attestKey', subject: keyDigest })
    const bound = await bindIfBoth(ctx, { tx, after }, { workspaceId, turn })
    changed(await planOf(tx, workspaceId), 'people')
    return { bound }
  })
}

/** The two newest attestations of this very request that fit together, by keys still believed: then the key is bound. */
async function bindIfBoth(
  ctx: Context,
  appending: Appending,
  { workspaceId, turn: { statement, chain } }: { workspaceId: string; turn: Turn },
): Promise<boolean> {
  const { tx } = appending
  const given = pendingOf(await attestationsOf(tx, workspaceId), statement, chain)
  const [first, second] = [given('facilitator'), given('partner')]
  if (!first || !second) return false
  if (!attestersFit(first.attestation.statement, second.attestation.statement))
    throw new Refused('attesterSameOrganization')
  const body: EntryBody<'key-bind'> = {
    keyDigest: statement.keyDigest,
    attestations: [first.digest, second.digest],
    ...(statement.replaces !== undefined && { replaces: statement.replaces }),
  }
  await appendEntry(ctx, appending, { workspaceId, type: 'key-bind', body })
  await tx
    .deleteFrom('key_requests')
    .where('workspace_id', '=', workspaceId)
    .where('key_digest', '=', statement.keyDigest)
    .execute()
  return true
}

/** An attestation that serves for what is asked now: same holder, same replacement, never used, by a key still believed. */
export function pendingOf(
  all: readonly KeptAttestation[],
  { keyDigest, holder, replaces }: Pick<KeyStatement, 'keyDigest' | 'holder' | 'replaces'>,
  chain: KeyChain,
) {
  const fits = all.filter(({ digest: one, attestation }) => {
    const { statement } = attestation
    const by = chain.standing(keyDigestOf(attestation))
    return (
      statement.keyDigest === keyDigest &&
      canonicalText(statement.holder) === canonicalText(holder) &&
      statement.replaces === replaces &&
      !chain.used(one) &&
      by !== null &&
      canonicalText(by.holder) === canonicalText(statement.attester)
    )
  })
  return (as: AttestedAs) => fits.findLast(({ attestation }) => attestation.statement.as === as)
}

/**
 * KEY-8: ends a key in this workspace, by its holder or by the facilitation, with a reason. What it signed before stands. Refuses notFound,
 * keyNotYours.
 */
export async function revokeKey(
  ctx: Context,
  actor: Actor,
  { workspaceId, keyDigest, reason }: OfKey & { reason: string },
): Promise<null> {
  return ctx.transact(async ({ tx, after, changed }) => {
    const member = await memberOf(tx, workspaceId, actor.userId)
    const policy = await policyInForce(tx, workspaceId)
    const chain = policy ? await keyChainOf(tx, workspaceId, policy.roots) : followKeys([], new Map())
    const own = (await keysOf(tx, actor.userId)).some((one) => one.keyDigest === keyDigest)
    const holder = own || chain.holder(keyDigest)?.userId === actor.userId
    if (!holder) mustBeAble(member, 'people.change')
    if (!holder && chain.holder(keyDigest) === null) throw new Refused('notFound')
    if (chain.ended(keyDigest)) return null
    const by = holder ? 'holder' : 'facilitator'
    const payload = { userId: actor.userId, name: cleanText(member.name), reason: cleanText(reason).trim() }
    await appendEntry(
      ctx,
      { tx, after },
      { workspaceId, type: 'key-revoke', body: { keyDigest, by }, payload },
    )
    await tx
      .deleteFrom('key_requests')
      .where('workspace_id', '=', workspaceId)
      .where('key_digest', '=', keyDigest)
      .execute()
    await journal(ctx, tx, actor, { workspaceId, act: 'revokeKey', subject: keyDigest })
    changed(await planOf(tx, workspaceId), 'people')
    return null
  })
}

async function journal(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  what: { workspaceId: string; act: string; subject: string },
): Promise<void> {
  await writeJournal(tx, { userId: actor.userId, at: ctx.now(), ...what })
}
