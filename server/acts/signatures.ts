// Signing an Alliance: the statement a signatory is shown, and the passkey's answer to its digest, checked and kept whole.
// Called by http/alliances, and by tests. The statement is always made here from rows: nothing of it comes from a client.
import type { Transaction } from 'kysely'
import { signsAfter, statementOf } from '../../shared/alliance.ts'
import type { AllianceView } from '../../shared/alliance-views.ts'
import { type Plan, textOf } from '../../shared/plan/plan.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { canonicalText, digest, digestBytes } from '../../shared/record/canonical.ts'
import type { Statement } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { StatementView } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { type Passkey, rpIdOf, signOptions, verifyAssertion } from '../passkeys.ts'
import {
  type AllianceRow,
  allianceFor,
  allianceView,
  endingOf,
  factsOf,
  partiesOf,
  ruleOf,
  turnOf,
  versionOf,
} from './alliance-rows.ts'
import { goOn } from './conclusions.ts'
import { signatoryRecord, signatureOf } from './documents.ts'
import { governingPolicy, keyChainOf, keysOf } from './key-rows.ts'
import { type Member, mustBeAble } from './members.ts'
import { appendEntry } from './record.ts'
import { digestOfKey } from './record-keys.ts'
import { type VersionRow, versionRecordOf } from './version-rows.ts'

type Tx = Transaction<Tables>

/** What a signatory is about to sign, with the options for the passkey: its challenge is the statement's digest. */
export async function showStatement(ctx: Context, actor: Actor, allianceId: string): Promise<StatementView> {
  const { turn, keys } = await ctx.transact(async ({ tx }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    const own = await turnToSign(tx, alliance, member)
    return { turn: own, keys: await keysToSign(tx, ctx, member, own) }
  })
  const { statement, version } = turn
  return {
    statement: canonicalText(statement),
    digest: digest('statement', statement),
    canonicalPlan: version.canonical_plan,
    options: await signOptions(
      digestBytes('statement', statement),
      keys.map(({ passkey }) => passkey),
      rpIdOf(ctx),
    ),
    // Told before signing: the weaker class is chosen with open eyes.
    bound: keys.every(({ bound }) => bound),
  }
}

/** ALLI-6: whoever signs is named in the Alliance, has not signed yet, and signs a locked plan; ALLI-8: in the order that was fixed. */
async function turnToSign(
  tx: Tx,
  alliance: AllianceRow,
  member: Member,
): Promise<{ statement: Statement; version: VersionRow; signatoryId: string }> {
  const { parties, version, turn } = await placeToSign(tx, alliance, member)
  const before = signsAfter(parties, ruleOf(alliance), {
    signed: factsOf(parties).signed,
    signatoryId: turn.signatory.id,
  })
  if (before.length > 0) throw new Refused('notYourTurn', { names: before.join(', ') })
  const plan = JSON.parse(version.canonical_plan) as Plan
  const statement = statementOf({
    alliance,
    party: turn.party,
    signatory: signatoryRecord(turn.signatory),
    planTitle: textOf(plan.fields.frame, 'title'),
    planDigest: version.plan_digest,
    versionDigest: version.version_digest,
    constats: versionRecordOf(version).constats,
  })
  return { statement, version, signatoryId: turn.signatory.id }
}

/**
 * A person's first place to sign in an Alliance that is being signed, whoever comes before. Refuses notSignatory, roleForbids, alreadySigned,
 * allianceNoVersion, allianceEnded.
 */
export async function placeToSign(tx: Tx, alliance: AllianceRow, member: Member) {
  const parties = await partiesOf(tx, alliance.id)
  const named = parties.some(({ signatories }) => signatories.some((one) => one.userId === member.userId))
  if (!named) throw new Refused('notSignatory')
  mustBeAble(member, 'alliance.sign')
  if (await endingOf(tx, alliance.id)) throw new Refused('allianceEnded')
  const turn = turnOf(parties, member.userId)
  if (!turn) throw new Refused('alreadySigned')
  const version = await versionOf(tx, alliance)
  if (!version) throw new Refused('allianceNoVersion')
  return { parties, version, turn }
}

interface SigningKey {
  readonly passkey: Passkey
  readonly keyDigest: string
  /** Whether others attested that it is this person's. */
  readonly bound: boolean
}

/**
 * KEY-10: the passkeys a person may sign a version with. Where the policy asks for bound keys: those bound to this person, under the name they
 * sign with. Otherwise bound ones where there are, else any that was not revoked here. Refuses passkeyNeeded, keyUnbound, keyOtherName.
 */
async function keysToSign(
  tx: Tx,
  ctx: Context,
  member: Member,
  { statement, version }: { statement: Statement; version: VersionRow },
): Promise<SigningKey[]> {
  const own = await keysOf(tx, member.userId)
  if (own.length === 0) throw new Refused('passkeyNeeded')
  const { policy } = await governingPolicy(tx, member.workspaceId, version.version_digest)
  const chain = await keyChainOf(tx, member.workspaceId, policy?.roots ?? [])
  const live = own.filter(({ keyDigest }) => !chain.ended(keyDigest))
  const bound = live.filter(({ keyDigest }) => chain.standing(keyDigest)?.holder.userId === member.userId)
  const named = bound.filter(({ keyDigest }) => chain.standing(keyDigest)?.holder.name === statement.name)
  if (named.length > 0 && policy?.origin === ctx.origin) return named.map((key) => ({ ...key, bound: true }))
  if (policy && policy.origin !== ctx.origin) throw new Refused('policyElsewhere', { origin: policy.origin })
  if (bound.length > 0) throw new Refused('keyOtherName')
  if (policy?.boundKeys || live.length === 0) throw new Refused('keyUnbound')
  return live.map((key) => ({ ...key, bound: false }))
}

/**
 * Signs: the passkey's answer must hold for the digest of the statement as it is now, by a key of this very person, the person
 * verified, on this origin. The last signature concludes the Alliance in the same transaction.
 */
export async function signAlliance(
  ctx: Context,
  actor: Actor,
  { allianceId, credential }: { allianceId: string; credential: unknown },
): Promise<AllianceView> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    const turn = await turnToSign(tx, alliance, member)
    const keys = await keysToSign(tx, ctx, member, turn)
    const passkey = keys.find((key) => key.passkey.id === credentialId(credential))?.passkey
    // The statement's digest is the challenge: an answer to any other text, alliance or party does not hold.
    const challenge = Buffer.from(digestBytes('statement', turn.statement)).toString('base64url')
    const assertion = passkey && (await verifyAssertion(ctx, challenge, passkey, credential))
    if (!passkey || !assertion) throw new Refused('signatureInvalid')
    const signedAt = instantAfter(ctx.now(), [turn.version.locked_at])
    const row = {
      signatory_id: turn.signatoryId,
      alliance_id: alliance.id,
      version_id: turn.version.id,
      statement_json: canonicalText(turn.statement),
      statement_digest: digest('statement', turn.statement),
      credential_id: assertion.credentialId,
      // A copy: the person may remove the passkey later, the signature stays checkable.
      public_key: passkey.public_key,
      authenticator_data: assertion.authenticatorData,
      client_data_json: assertion.clientDataJson,
      signature: assertion.signature,
      signed_at: signedAt,
    }
    const written = await tx
      .insertInto('signatures')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) throw new Refused('alreadySigned')
    await tx
      .updateTable('passkeys')
      .set({ counter: assertion.counter })
      .where('id', '=', passkey.id)
      .execute()
    await appendEntry(
      ctx,
      { tx, after },
      {
        workspaceId: member.workspaceId,
        type: 'signature',
        body: {
          allianceId: alliance.id,
          versionDigest: turn.version.version_digest,
          statementDigest: row.statement_digest,
          signatureDigest: digest('signature', signatureOf(row)),
          keyDigest: digestOfKey(passkey),
        },
      },
    )
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'signAlliance',
      subject: alliance.id,
      detail: { signatory: turn.signatoryId, statementDigest: digest('statement', turn.statement) },
    })
    await goOn(ctx, { tx, after }, { alliance, member })
    changed(alliance.plan_id, 'alliance')
    return allianceView(tx, alliance, member)
  })
}

function credentialId(credential: unknown): string | undefined {
  if (typeof credential !== 'object' || credential === null || !('id' in credential)) return undefined
  return typeof credential.id === 'string' ? credential.id : undefined
}
