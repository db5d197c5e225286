// Opening a poll of the second form: in one act the live text is frozen and hashed, the register fixed and hashed, the rules written in.
// Called by http/votes, and by the demo region's builder.
import type { Transaction } from 'kysely'
import { type Bilingual, cleanText } from '../../shared/basics.ts'
import { registerMax } from '../../shared/poll/consent.ts'
import { checkElectorate } from '../../shared/poll/electorate.ts'
import { checkChoice, type SettingChoice, settingUnder } from '../../shared/poll/opening.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import type { SeatEntry } from '../../shared/poll/setting.ts'
import { checkSetting } from '../../shared/poll/setting-check.ts'
import { settingText } from '../../shared/poll/setting-text.ts'
import {
  checkPollText,
  isSamePlace,
  pollText,
  pollTitle,
  questionFor,
  samePollSubject,
} from '../../shared/poll/subject.ts'
import type { PollSubject, PollText } from '../../shared/poll/texts.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { VotePollRecord } from '../../shared/record/poll-records.ts'
import { type Refusal, Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { advisersFor } from './advice.ts'
import { insertAdvisers } from './advice-rows.ts'
import { type Electorate, seatedElectorate, standingElectorate } from './electorates.ts'
import { appendEntry } from './record.ts'
import { recordRules } from './rule-sets.ts'
import { type AtDraft, inDraft } from './standings.ts'
import { lockingVersion } from './version-rows.ts'
import { inviteAtOpening } from './vote-letters.ts'
import { meetingToOpenIn, tellMeeting } from './vote-meetings.ts'
import { anySubjectOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** Each poll keeps its text whole: a plan that needs more rounds than this needs another conversation. */
const pollsMax = 500

/** What is prepared of a poll, in a draft or at once. */
export interface PreparedVote {
  readonly subject: PollSubject
  /** The facilitator's words; for a bare question they are the text. */
  readonly question?: Bilingual | undefined
  readonly choice: SettingChoice
  readonly meetingId?: string | undefined
  readonly itemId?: string | undefined
  readonly follows?: string | undefined
}

export interface OpeningInput extends PreparedVote {
  readonly planId: string
  readonly draftId?: string | undefined
  readonly draftRevision?: number | undefined
  readonly textHash?: string | undefined
  readonly clientKey: string
}

/**
 * Opens a poll on the live text as it stands at this point of the room. The same client key gives the same poll again. Refuses
 * textMoved when the text on screen is not the live one, pollAlreadyOpen when one is open on the same place.
 */
export async function openVote(ctx: Context, actor: Actor, input: OpeningInput): Promise<{ id: string }> {
  const { planId } = input
  return inDraft(ctx, actor, { planId, right: 'poll.open' }, async (at) => {
    const { tx, member } = at
    const before = await keyed(tx, actor, input)
    if (before) return before
    const question = cleanQuestion(input.question)
    const text = await textOf(tx, at, input, question)
    const earlier = await earlierOn(tx, planId, input)
    const electorate = await electorateOf(ctx, at, input)
    const { rules } = electorate
    const openedAt = instantAfter(ctx.now(), earlier.instants)
    must(checkChoice(rules, input.choice, openedAt))
    const setting = settingUnder(rules, input.choice)
    electorate.mustBeTime(setting.threshold !== undefined)
    const register = electorate.register(input.choice.equalVoices === true)
    must(checkElectorate(setting, register))
    must(checkSetting(setting, { register }))
    const advisers = advisersFor(setting, electorate.advisers, registerMax)
    const title = pollTitle(at.plan, input.subject, text)
    const record: VotePollRecord = {
      format: 'assise/poll/v2',
      id: ctx.newId(),
      planId,
      workspaceName: await workspaceName(tx, member.workspaceId),
      subject: input.subject,
      subjectTitle: title,
      round: earlier.round,
      question: questionFor(title, text, question),
      setting,
      ruleSet: rules,
      ruleText: settingText(setting),
      textHash: digest('text', text),
      registerHash: digest('register', register),
      ...(advisers.length > 0 && { consultativeHash: digest('register', advisers) }),
      ...(input.follows && { follows: input.follows }),
      ...(input.meetingId && { meetingId: input.meetingId }),
      ...(input.meetingId && input.itemId && { itemId: input.itemId }),
      openedAt,
      openedBy: cleanText(member.name),
    }
    await insertVote(tx, { record, text, register, openedBy: actor.userId, clientKey: input.clientKey })
    await insertAdvisers(tx, record.id, advisers)
    if (input.draftId) await spendDraft(tx, { planId, draftId: input.draftId, revision: input.draftRevision })
    const { workspaceId } = member
    const rulesDigest = await recordRules(ctx, at, { workspaceId, rules })
    await appendEntry(ctx, at, {
      workspaceId,
      type: 'poll',
      body: {
        pollId: record.id,
        pollDigest: digest('poll', record),
        textHash: record.textHash,
        registerHash: record.registerHash,
        rulesDigest,
      },
    })
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'openVote',
      subject: record.id,
      detail: { title, round: record.round, method: setting.method, textHash: record.textHash },
    })
    await tellOpened(ctx, at, record)
    await inviteAtOpening(ctx, tx, record.id)
    at.changed(planId, 'polls')
    return { id: record.id }
  })
}

async function electorateOf(ctx: Context, { tx, member }: AtDraft, input: OpeningInput): Promise<Electorate> {
  const { workspaceId } = member
  const { meetingId, itemId, planId } = input
  if (meetingId === undefined) return standingElectorate(tx, workspaceId, ctx.now())
  const by = { userId: member.userId, name: cleanText(member.name) }
  const state = await meetingToOpenIn(tx, ctx, { meetingId, planId, workspaceId, by })
  return seatedElectorate(state, itemId ?? null)
}

async function tellOpened(ctx: Context, at: AtDraft, record: VotePollRecord): Promise<void> {
  const { planId: plan_id, meetingId = null, setting, question, textHash, registerHash } = record
  const by = { userId: at.member.userId, name: record.openedBy }
  await tellMeeting(at, ctx, { plan_id, meeting_id: meetingId }, by, {
    kind: 'pollOpened',
    pollId: record.id,
    ...(record.itemId && { itemId: record.itemId }),
    question,
    deciding: setting.threshold !== undefined,
    ...(setting.closesAt && { closesAt: setting.closesAt }),
    textHash,
    registerHash,
  })
}

function must(refused: Refusal | null): void {
  if (refused) throw new Refused(refused.code, refused.details, refused.reasons)
}

function cleanQuestion(question: Bilingual | undefined): Bilingual | undefined {
  return question && { fr: cleanText(question.fr).trim(), en: cleanText(question.en).trim() }
}

async function workspaceName(tx: Tx, workspaceId: string): Promise<string> {
  const { name } = await tx
    .selectFrom('workspaces')
    .select('name')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return cleanText(name)
}

/** The poll that the same act opened before. */
async function keyed(
  tx: Tx,
  actor: Actor,
  { planId, clientKey }: OpeningInput,
): Promise<{ id: string } | null> {
  const row = await tx
    .selectFrom('polls')
    .select(['id', 'plan_id'])
    .where('opened_by', '=', actor.userId)
    .where('client_key', '=', clientKey)
    .executeTakeFirst()
  if (row && row.plan_id !== planId) throw new Refused('invalidField', { field: 'clientKey' })
  return row ? { id: row.id } : null
}

/** The exact text put to the vote. A locked plan is not voted on any more; a bare question may still be asked. */
async function textOf(
  tx: Tx,
  { plan }: AtDraft,
  { planId, subject, textHash }: OpeningInput,
  question: Bilingual | undefined,
): Promise<PollText> {
  if (subject.kind !== 'question' && (await lockingVersion(tx, planId))) throw new Refused('planLocked')
  const text = pollText(plan, subject, question ?? { fr: '', en: '' })
  must(checkPollText(text))
  if (textHash !== undefined && textHash !== digest('text', text)) throw new Refused('textMoved')
  return text!
}

/**
 * What came before on the same place: the round this one is, and the instants it must follow. CONS-1: one open poll a place. What it
 * follows must be of this plan, on the same place (a new round supersedes it), over, and the last
 * round so far.
 */
async function earlierOn(tx: Tx, planId: string, { subject, follows }: OpeningInput) {
  const rows = await tx
    .selectFrom('polls')
    .leftJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .select([
      'polls.id',
      'follows',
      'subject_kind',
      'subject_id',
      'polls.record_json',
      'round',
      'opened_at',
      'closed_at',
    ])
    .select('poll_addenda.at as annulled_at')
    .where('plan_id', '=', planId)
    .execute()
  if (rows.length >= pollsMax) throw new Refused('limitReached', { limit: pollsMax })
  const isOpen = (row: (typeof rows)[number]) => row.closed_at === null && row.annulled_at === null
  const same = rows.filter((row) => samePollSubject(anySubjectOf(row), subject))
  if (subject.kind !== 'question' && same.some(isOpen)) throw new Refused('pollAlreadyOpen')
  const followed = rows.find(({ id }) => id === follows)
  if (follows !== undefined && !(followed && isSamePlace(anySubjectOf(followed), subject)))
    throw new Refused('invalidField', { field: 'follows' })
  if (followed && isOpen(followed)) throw new Refused('pollStillOpen')
  // One round after another: from one that was superseded, the rounds since and their objections would be left aside.
  const next = rows.find(
    (row) => follows !== undefined && row.follows === follows && row.annulled_at === null,
  )
  if (next) throw new Refused('invalidField', { field: 'follows' })
  return {
    round: subject.kind === 'question' ? (followed?.round ?? 0) + 1 : same.length + 1,
    instants: rows.flatMap(({ opened_at, closed_at }) => [opened_at, ...(closed_at ? [closed_at] : [])]),
  }
}

/**
 * Takes away the draft from which a poll opens. `revision`: the one that was read. Refuses pollDraftMoved when it was changed, thrown
 * away or opened since: what opens is what was on screen, once.
 */
async function spendDraft(
  tx: Tx,
  { planId, draftId, revision }: { planId: string; draftId: string; revision?: number | undefined },
): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('poll_drafts')
    .where('id', '=', draftId)
    .where('plan_id', '=', planId)
    .$if(revision !== undefined, (query) => query.where('revision', '=', revision!))
    .executeTakeFirst()
  if (revision !== undefined && numDeletedRows !== 1n) throw new Refused('pollDraftMoved')
}

interface NewVote {
  readonly record: VotePollRecord
  readonly text: PollText
  readonly register: readonly SeatEntry[]
  readonly openedBy: string
  readonly clientKey: string
}

async function insertVote(tx: Tx, { record, text, register, openedBy, clientKey }: NewVote): Promise<void> {
  await tx
    .insertInto('polls')
    .values({
      id: record.id,
      plan_id: record.planId,
      subject_kind: record.subject.kind,
      subject_id: record.subject.kind === 'priority' ? record.subject.id : null,
      subject_title: record.subjectTitle,
      round: record.round,
      question_fr: record.question.fr,
      question_en: record.question.en,
      rule_json: canonicalText(record.ruleSet),
      text_json: canonicalText(text),
      text_hash: record.textHash,
      register_hash: record.registerHash,
      record_json: canonicalText(record),
      opened_at: record.openedAt,
      opened_by: openedBy,
      form: 2,
      secrecy: record.setting.secrecy,
      closes_at: record.setting.closesAt ?? null,
      follows: record.follows ?? null,
      meeting_id: record.meetingId ?? null,
      item_id: record.itemId ?? null,
      client_key: clientKey,
    })
    .execute()
  await tx
    .insertInto('poll_register')
    .values(
      register.map((seat) => ({
        poll_id: record.id,
        organization_id: seat.seatId,
        name: seat.name,
        college: seat.college,
        weight_num: seat.weight.num,
        weight_den: seat.weight.den,
        seat_json: canonicalText(seat),
      })),
    )
    .execute()
}
