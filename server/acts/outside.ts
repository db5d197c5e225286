// Signatures made outside: on paper, or by another signing service. Recorded by a facilitator, each in its own class, never as a passkey's
// (ALLI-12). Called by http/alliances.
import { createHash } from 'node:crypto'
import { mayConfirm, type OutsideClass, signsAfter } from '../../shared/alliance.ts'
import type { AllianceView, PartyView } from '../../shared/alliance-views.ts'
import { cleanText } from '../../shared/basics.ts'
import { regionDay } from '../../shared/meeting/mandate.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { OutsideSignature } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import { type CertificateNamed, judgeElsewhere } from '../../shared/verify/elsewhere.ts'
import type { Actor, Context, Transact } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import { fileOf } from './alliance-files.ts'
import {
  type AllianceRow,
  allianceFor,
  allianceView,
  conclusionOf,
  endingOf,
  factsOf,
  isSettled,
  partiesOf,
  ruleOf,
  versionOf,
} from './alliance-rows.ts'
import { goOn } from './conclusions.ts'
import { type Member, mustBeAble } from './members.ts'
import { appendEntry } from './record.ts'

type Tx = Transact['tx']

/**
 * The PDF that is given out to be signed outside: made once, then the same bytes for everyone, whatever the record or the pages become
 * since. Null until it was; `versionId` is what to make it of. Refuses allianceNoVersion.
 */
export async function readBase(
  ctx: Context,
  actor: Actor,
  allianceId: string,
): Promise<{ versionId: string; bytes: Uint8Array | null }> {
  return ctx.transact(async ({ tx }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    mustBeAble(member, 'plan.read')
    const version = await versionOf(tx, alliance)
    if (!version) throw new Refused('allianceNoVersion')
    const base = await baseOf(tx, alliance.id)
    return { versionId: version.id, bytes: base?.bytes ?? null }
  })
}

/** Keeps that PDF, unless another try was first; what is kept. */
export async function keepBase(
  ctx: Context,
  actor: Actor,
  { allianceId, versionId, bytes }: { allianceId: string; versionId: string; bytes: Uint8Array },
): Promise<Uint8Array> {
  return ctx.transact(async ({ tx }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    mustBeAble(member, 'plan.read')
    await tx
      .insertInto('alliance_bases')
      .values({
        ...{ alliance_id: alliance.id, version_id: versionId, bytes },
        ...{ sha256: sha256Of(bytes), at: ctx.now().toISOString() },
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return (await baseOf(tx, alliance.id))!.bytes
  })
}

function baseOf(tx: Tx, allianceId: string) {
  return tx
    .selectFrom('alliance_bases')
    .select(['bytes', 'sha256'])
    .where('alliance_id', '=', allianceId)
    .executeTakeFirst()
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function openVersion(tx: Tx, alliance: AllianceRow) {
  if (await conclusionOf(tx, alliance.id)) throw new Refused('allianceConcluded')
  if (await endingOf(tx, alliance.id)) throw new Refused('allianceEnded')
  const version = await versionOf(tx, alliance)
  if (!version) throw new Refused('allianceNoVersion')
  return version
}

export interface OutsideInput {
  readonly allianceId: string
  readonly signatoryId: string
  readonly kind: OutsideClass
  /** The day on the paper, or in the file. */
  readonly day: string
  readonly fileId: string
  /** Our PDF of the version, as it was given out to be signed. */
  readonly base: Uint8Array
}

/** Records what came back. Refuses alreadySigned, notYourTurn, outsideDay; for a file signed elsewhere outsideBase, outsideUnsigned, outsideForged. */
export async function recordOutside(ctx: Context, actor: Actor, input: OutsideInput): Promise<AllianceView> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const { alliance, member } = await allianceFor(tx, actor, input.allianceId)
    mustBeAble(member, 'alliance.prepare')
    const version = await openVersion(tx, alliance)
    mustBeTheirs(await partiesOf(tx, alliance.id), alliance, input.signatoryId)
    const lockedDay = regionDay(new Date(version.locked_at))
    const today = regionDay(ctx.now())
    if (input.day < lockedDay || input.day > today) throw new Refused('outsideDay', { lockedDay, today })
    const file = await fileOf(tx, alliance.id, input.fileId)
    const signer = input.kind === 'pades' ? await signerOf(file.content, input.base) : null
    const record: OutsideSignature = {
      format: 'assise/outside/v1',
      id: ctx.newId(),
      allianceId: alliance.id,
      signatoryId: input.signatoryId,
      kind: input.kind,
      fileDigest: file.sha256,
      baseDigest: sha256Of(input.base),
      ...(signer && { signer }),
      recordedBy: cleanText(member.name),
      at: instantAfter(ctx.now(), [version.locked_at]),
    }
    await write({ tx, after, changed }, ctx, { alliance, member, record, input, versionId: version.id })
    return allianceView(tx, alliance, member)
  })
}

/** ALLI-6, ALLI-8: the person is named, has not signed, and no one before them is missing. */
function mustBeTheirs(parties: readonly PartyView[], alliance: AllianceRow, signatoryId: string): void {
  const signatory = parties.flatMap(({ signatories }) => signatories).find(({ id }) => id === signatoryId)
  if (!signatory) throw new Refused('invalidField', { field: 'signatoryId' })
  if (isSettled(signatory)) throw new Refused('alreadySigned')
  const { signed } = factsOf(parties)
  const before = signsAfter(parties, ruleOf(alliance), { signed, signatoryId })
  if (before.length > 0) throw new Refused('notYourTurn', { names: before.join(', ') })
}

interface Written {
  readonly alliance: AllianceRow
  readonly member: Member
  readonly record: OutsideSignature
  readonly input: OutsideInput
  readonly versionId: string
}

async function write({ tx, after, changed }: Transact, ctx: Context, written: Written): Promise<void> {
  const { alliance, member, record, input, versionId } = written
  const outsideDigest = digest('outside', record)
  await tx
    .insertInto('outside_signatures')
    .values({
      ...{ id: record.id, alliance_id: alliance.id, signatory_id: record.signatoryId },
      ...{ version_id: versionId, kind: record.kind, file_id: input.fileId, signed_day: input.day },
      ...{ base_digest: record.baseDigest, record_json: canonicalText(record), digest: outsideDigest },
      ...{ recorded_at: record.at, recorded_by: member.userId, recorded_by_name: record.recordedBy },
    })
    .execute()
  await appendEntry(
    ctx,
    { tx, after },
    {
      workspaceId: member.workspaceId,
      type: 'outside',
      body: { allianceId: alliance.id, outsideDigest },
    },
  )
  await writeJournal(tx, {
    workspaceId: member.workspaceId,
    userId: member.userId,
    at: ctx.now(),
    act: 'recordOutside',
    subject: alliance.id,
    detail: { signatory: record.signatoryId, kind: record.kind, outsideDigest },
  })
  await goOn(ctx, { tx, after }, { alliance, member })
  changed(alliance.plan_id, 'alliance')
}

/**
 * A file signed elsewhere begins with our PDF byte for byte: what was signed is what was locked. After it stands a signature over all that comes
 * before, on these bytes and by its certificate's key. Whose certificate that is, its chain says to those who know it: this does not.
 */
async function signerOf(file: Uint8Array, base: Uint8Array): Promise<CertificateNamed> {
  if (!Buffer.from(file).subarray(0, base.length).equals(base)) throw new Refused('outsideBase')
  const judged = await judgeElsewhere(file, base.length)
  if (judged.fault === null) return judged.signer
  throw new Refused(judged.fault === 'unsigned' ? 'outsideUnsigned' : 'outsideForged')
}

export interface OutsideAnswer {
  readonly outsideId: string
  readonly answer: 'confirmed' | 'contested'
  readonly reason?: string | undefined
}

/** ALLI-12: a second person, of another organisation, has seen the paper. Confirmed, it counts; contested, it never does. */
export async function answerOutside(
  ctx: Context,
  actor: Actor,
  { outsideId, answer, reason = '' }: OutsideAnswer,
): Promise<AllianceView> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const row = await tx
      .selectFrom('outside_signatures')
      .innerJoin('alliance_signatories', 'alliance_signatories.id', 'outside_signatures.signatory_id')
      .leftJoin('outside_answers', 'outside_answers.outside_id', 'outside_signatures.id')
      .selectAll('outside_signatures')
      .select(['alliance_signatories.user_id', 'answer'])
      .where('outside_signatures.id', '=', outsideId)
      .executeTakeFirst()
    if (!row) throw new Refused('notMember')
    const { alliance, member } = await allianceFor(tx, actor, row.alliance_id)
    mustBeAble(member, 'alliance.sign')
    await openVersion(tx, alliance)
    if (row.kind !== 'paper' || row.answer !== null) throw new Refused('outsideAnswered')
    const organization = await organizationSaying(tx, member, {
      recorderId: row.recorded_by,
      signatoryUserId: row.user_id,
    })
    const at = instantAfter(ctx.now(), [row.recorded_at])
    await tx
      .insertInto('outside_answers')
      .values({
        ...{ outside_id: row.id, answer, reason: cleanText(reason).trim(), at, by_user: actor.userId },
        by_name: cleanText(member.name),
        organization_id: organization.id,
        organization_name: cleanText(organization.name),
      })
      .execute()
    await appendEntry(
      ctx,
      { tx, after },
      {
        workspaceId: member.workspaceId,
        type: 'outside-answer',
        body: { outsideId: row.id, outsideDigest: row.digest, answer, organizationId: organization.id },
        payload: { name: cleanText(member.name), reason: cleanText(reason).trim() },
      },
    )
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'answerOutside',
      subject: alliance.id,
      detail: { outside: row.id, answer },
    })
    await goOn(ctx, { tx, after }, { alliance, member })
    changed(alliance.plan_id, 'alliance')
    return allianceView(tx, alliance, member)
  })
}

/** The organisation for which a member confirms; refuses outsideSecond. */
async function organizationSaying(
  tx: Tx,
  member: Member,
  { recorderId, signatoryUserId }: { recorderId: string; signatoryUserId: string },
): Promise<{ id: string; name: string }> {
  const recorder = await tx
    .selectFrom('members')
    .select('organization_id')
    .where('workspace_id', '=', member.workspaceId)
    .where('user_id', '=', recorderId)
    .executeTakeFirst()
  const asked = {
    recorder: { userId: recorderId, organizationId: recorder?.organization_id ?? null },
    signatoryUserId,
  }
  if (!mayConfirm(member, asked)) throw new Refused('outsideSecond')
  return tx
    .selectFrom('organizations')
    .select(['id', 'name'])
    .where('id', '=', member.organizationId!)
    .executeTakeFirstOrThrow()
}
