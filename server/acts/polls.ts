// Polls of consent: open, close, show. Each act loads, asks the pure rules of shared/poll, writes once.
// Called by http/polls, and by the demo region's builder.
import type { Transaction } from 'kysely'
import { type Bilingual, cleanText } from '../../shared/basics.ts'
import { sameSubject } from '../../shared/consensus.ts'
import { type Subject, type SubjectText, subjectText } from '../../shared/plan/plan.ts'
import { type ConsentChoice, ruleText, tallyConsent, weighRegister } from '../../shared/poll/consent.ts'
import {
  checkSubject,
  defaultQuestion,
  instantAfter,
  readRule,
  ruleJson,
  ruleOf,
  ruleRecordOf,
  subjectTitle,
} from '../../shared/poll/poll.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { Constat, PollRecord, RegisterRecord } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { PollSummary, PollView } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { settleDue } from './close-vote.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import {
  ballotRecordOf,
  ballotsOf,
  ballotView,
  closingOf,
  pollFor,
  pollRecordOf,
  pollSummaries,
  registerOf,
  resultOf,
  subjectOf,
  subjectTextOf,
  voiceOf,
} from './poll-rows.ts'
import { appendEntry } from './record.ts'
import { inDraft } from './standings.ts'
import { lockingVersion } from './version-rows.ts'

type Tx = Transaction<Tables>

/** Each poll keeps its text whole: a plan that needs more rounds than this needs another conversation. */
const pollsMax = 500

export interface PollInput {
  readonly planId: string
  readonly subject: Subject
  readonly question?: Bilingual | undefined
  /** Hash of the text the facilitator read, when there was a screen. */
  readonly textHash?: string | undefined
}

/** Puts the exact live text of a subject to the vote; everything a ballot will point at is fixed and hashed here. */
export async function openPoll(
  ctx: Context,
  actor: Actor,
  { planId, subject, question, textHash }: PollInput,
): Promise<{ id: string }> {
  return inDraft(ctx, actor, { planId, right: 'poll.open' }, async ({ tx, changed, after, member, plan }) => {
    if (await lockingVersion(tx, planId)) throw new Refused('planLocked')
    const text = subjectText(plan, subject)
    const refused = checkSubject(text)
    if (refused || !text) throw new Refused(refused?.code ?? 'subjectMissing')
    if (textHash !== undefined && textHash !== digest('text', text)) throw new Refused('textMoved')
    const polls = await pollsOf(tx, planId)
    if (polls.length >= pollsMax) throw new Refused('limitReached', { limit: pollsMax })
    const earlier = polls.filter((poll) => sameSubject(subjectOf(poll), subject))
    if (earlier.some(({ closed_at, annulled_at }) => closed_at === null && annulled_at === null))
      throw new Refused('pollAlreadyOpen')
    const { rule, register } = await electorateOf(tx, member.workspaceId)
    const record: PollRecord = {
      format: 'assise/poll/v1',
      id: ctx.newId(),
      planId,
      subject,
      subjectTitle: subjectTitle(text),
      round: earlier.length + 1,
      question: question?.fr.trim() && question.en.trim() ? cleanQuestion(question) : defaultQuestion(text),
      rule: ruleRecordOf(rule),
      ruleText: ruleText(rule),
      textHash: digest('text', text),
      registerHash: digest('register', register),
      openedAt: instantAfter(
        ctx.now(),
        polls.flatMap(({ opened_at, closed_at }) => [opened_at, ...(closed_at ? [closed_at] : [])]),
      ),
      openedBy: cleanText(member.name),
    }
    await insertPoll(tx, { record, text, register, openedBy: actor.userId })
    await appendEntry(
      ctx,
      { tx, after },
      { workspaceId: member.workspaceId, type: 'poll', body: pollEntry(record) },
    )
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'openPoll',
      subject: record.id,
      detail: { title: record.subjectTitle, round: record.round, textHash: record.textHash },
    })
    changed(planId, 'polls')
    return { id: record.id }
  })
}

function pollEntry(record: PollRecord) {
  const { id: pollId, textHash, registerHash } = record
  return { pollId, pollDigest: digest('poll', record), textHash, registerHash }
}

async function pollsOf(tx: Tx, planId: string) {
  return tx
    .selectFrom('polls')
    .leftJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .select(['subject_kind', 'subject_id', 'opened_at', 'closed_at', 'poll_addenda.at as annulled_at'])
    .where('plan_id', '=', planId)
    .execute()
}

/** Who votes, and by which rule, at the moment of opening. */
async function electorateOf(tx: Tx, workspaceId: string) {
  const { rule_json } = await tx
    .selectFrom('workspaces')
    .select('rule_json')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const rule = readRule(rule_json)
  const organizations = await tx
    .selectFrom('organizations')
    .select(['id', 'name', 'college'])
    .where('workspace_id', '=', workspaceId)
    .where('voting', '=', 1)
    .orderBy('id')
    .execute()
  const named = organizations.map((organization) => ({ ...organization, name: cleanText(organization.name) }))
  const register = weighRegister(named, rule)
  if ('code' in register) throw new Refused(register.code, register.details)
  return { rule, register }
}

interface NewPoll {
  readonly record: PollRecord
  readonly text: SubjectText
  readonly register: readonly RegisterRecord[]
  readonly openedBy: string
}

async function insertPoll(tx: Tx, { record, text, register, openedBy }: NewPoll): Promise<void> {
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
      rule_json: ruleJson(ruleOf(record.rule)),
      text_json: canonicalText(text),
      text_hash: record.textHash,
      register_hash: record.registerHash,
      record_json: canonicalText(record),
      opened_at: record.openedAt,
      opened_by: openedBy,
    })
    .execute()
  await tx
    .insertInto('poll_register')
    .values(
      register.map(({ organizationId, name, college, weight }) => ({
        poll_id: record.id,
        organization_id: organizationId,
        name,
        college,
        weight_num: weight.num,
        weight_den: weight.den,
      })),
    )
    .execute()
}

/** Closes a poll: counts, freezes the result and its consensus record. Closing again changes nothing. */
export async function closePoll(ctx: Context, actor: Actor, pollId: string): Promise<null> {
  return ctx.transact(async (at) => {
    const { tx, changed, after } = at
    const { poll, member } = await pollFor(tx, actor, pollId)
    mustBeAble(member, 'poll.open')
    if (await closingOf(tx, pollId)) return null
    await settleDue(at, ctx, poll.plan_id)
    const record = pollRecordOf(poll)
    const [register, ballots] = [await registerOf(tx, pollId), await ballotsOf(tx, pollId)]
    const closings = await tx
      .selectFrom('poll_closings')
      .innerJoin('polls', 'polls.id', 'poll_closings.poll_id')
      .select('closed_at')
      .where('plan_id', '=', poll.plan_id)
      .execute()
    const past = [
      poll.opened_at,
      ...ballots.map((row) => row.received_at),
      ...closings.map((row) => row.closed_at),
    ]
    const constat: Constat = {
      format: 'assise/constat/v1',
      poll: record,
      text: subjectTextOf(poll),
      register,
      ballots: ballots.map((row) => ballotRecordOf(row, record)),
      result: tallyConsent(register, ballots.map(asCounted), ruleOf(record.rule)),
      closedAt: instantAfter(ctx.now(), past),
      closedBy: cleanText(member.name),
    }
    const constatDigest = digest('constat', constat)
    await tx
      .insertInto('poll_closings')
      .values({
        poll_id: pollId,
        closed_at: constat.closedAt,
        closed_by: actor.userId,
        result_json: canonicalText(constat.result),
        constat_json: canonicalText(constat),
        constat_digest: constatDigest,
      })
      .execute()
    const entry = { type: 'constat', body: { pollId, constatDigest } } as const
    await appendEntry(ctx, { tx, after }, { workspaceId: member.workspaceId, ...entry })
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'closePoll',
      subject: pollId,
      detail: { outcome: constat.result.outcome, constatDigest },
    })
    changed(poll.plan_id, 'polls')
    return null
  })
}

function asCounted(row: { organization_id: string; choice: ConsentChoice; reason: string }) {
  return { organizationId: row.organization_id, choice: row.choice, reason: row.reason }
}

export async function listPolls(ctx: Context, actor: Actor, planId: string): Promise<PollSummary[]> {
  return ctx.transact(async ({ tx }) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    return pollSummaries(tx, planId, member)
  })
}

/** One poll as a person may see it: POLL-9, the tally and the ballots only after one's own vote, or once it is closed. */
export async function showPoll(ctx: Context, actor: Actor, pollId: string): Promise<PollView> {
  return ctx.transact(async ({ tx }) => {
    const { poll, member } = await pollFor(tx, actor, pollId)
    mustBeAble(member, 'plan.read')
    const [summary] = await pollSummaries(tx, poll.plan_id, member, [pollId])
    const record = pollRecordOf(poll)
    const [register, ballots] = [await registerOf(tx, pollId), await ballotsOf(tx, pollId)]
    const closing = await closingOf(tx, pollId)
    const voice = voiceOf(member)
    const mine = ballots.find((row) => row.organization_id === voice) ?? null
    const rule = ruleOf(record.rule)
    const live = mine ? tallyConsent(register, ballots.map(asCounted), rule) : null
    const voted = new Set(ballots.map((row) => row.organization_id))
    return {
      ...summary!,
      text: subjectTextOf(poll),
      rule,
      registerHash: poll.register_hash,
      openedByName: record.openedBy,
      register: register.map((entry) => ({ ...entry, hasVoted: voted.has(entry.organizationId) })),
      mine: mine && ballotView(mine, register),
      myOrganizationId: voice,
      tally: closing ? resultOf(closing) : live,
      ballots: closing || mine ? ballots.map((row) => ballotView(row, register)) : null,
      constatDigest: closing?.constat_digest ?? null,
    }
  })
}

function cleanQuestion({ fr, en }: Bilingual): Bilingual {
  return { fr: cleanText(fr).trim(), en: cleanText(en).trim() }
}
