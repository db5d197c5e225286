// Rows of polls ⇄ the records that are hashed and the views that are shown. Reads only; knows no rule.
// Called by acts/polls, acts/standings, acts/versions.
import type { Selectable, Transaction } from 'kysely'
import type { Subject, SubjectText } from '../../shared/plan/plan.ts'
import type { ConsentResult } from '../../shared/poll/consent.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { BallotRecord, Constat, PollRecord, RegisterRecord } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { BallotView, PollSummary } from '../../shared/views.ts'
import type { Actor } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { type Member, memberOfPlan } from './members.ts'

type Tx = Transaction<Tables>
export type PollRow = Selectable<Tables['polls']>
export type BallotRow = Selectable<Tables['ballots']>
export type ClosingRow = Selectable<Tables['poll_closings']>

export function subjectOf(row: Pick<PollRow, 'subject_kind' | 'subject_id'>): Subject {
  return row.subject_kind === 'plan' ? { kind: 'plan' } : { kind: 'priority', id: row.subject_id! }
}

export function pollRecordOf(row: Pick<PollRow, 'record_json'>): PollRecord {
  return JSON.parse(row.record_json) as PollRecord
}

export function subjectTextOf(row: Pick<PollRow, 'text_json'>): SubjectText {
  return JSON.parse(row.text_json) as SubjectText
}

export function constatOf(row: Pick<ClosingRow, 'constat_json'>): Constat {
  return JSON.parse(row.constat_json) as Constat
}

export function resultOf(row: Pick<ClosingRow, 'result_json'>): ConsentResult {
  return JSON.parse(row.result_json) as ConsentResult
}

/** The poll and who asks, or notMember: nothing tells a stranger whether a poll exists. */
export async function pollFor(
  tx: Tx,
  actor: Actor,
  pollId: string,
): Promise<{ poll: PollRow; member: Member }> {
  const poll = await tx
    .selectFrom('polls')
    .selectAll()
    .where('id', '=', pollId)
    .where('form', '=', 1)
    .executeTakeFirst()
  if (!poll) throw new Refused('notMember')
  return { poll, member: await memberOfPlan(tx, poll.plan_id, actor.userId) }
}

/** The register of a poll as it was hashed: sorted by organisation id. */
export async function registerOf(tx: Tx, pollId: string): Promise<RegisterRecord[]> {
  const rows = await tx
    .selectFrom('poll_register')
    .selectAll()
    .where('poll_id', '=', pollId)
    .orderBy('organization_id')
    .execute()
  return rows.map(({ organization_id, name, college, weight_num, weight_den }) => ({
    organizationId: organization_id,
    name,
    college,
    weight: { num: weight_num, den: weight_den },
  }))
}

export async function ballotsOf(tx: Tx, pollId: string): Promise<BallotRow[]> {
  return tx
    .selectFrom('ballots')
    .selectAll()
    .where('poll_id', '=', pollId)
    .orderBy('organization_id')
    .execute()
}

export async function closingOf(tx: Tx, pollId: string): Promise<ClosingRow | undefined> {
  return tx.selectFrom('poll_closings').selectAll().where('poll_id', '=', pollId).executeTakeFirst()
}

export function ballotRecordOf(
  row: Omit<BallotRow, 'digest' | 'client_key'>,
  poll: PollRecord,
): BallotRecord {
  return {
    format: 'assise/ballot/v1',
    id: row.id,
    pollDigest: digest('poll', poll),
    organizationId: row.organization_id,
    choice: row.choice,
    reason: row.reason,
    channel: row.channel,
    castBy: row.cast_by,
    castByName: row.cast_by_name,
    textHash: row.text_hash,
    receivedAt: row.received_at,
  }
}

export function ballotView(row: BallotRow, register: readonly RegisterRecord[]): BallotView {
  return {
    organizationId: row.organization_id,
    organizationName: register.find((entry) => entry.organizationId === row.organization_id)?.name ?? '',
    choice: row.choice,
    reason: row.reason,
    channel: row.channel,
    castByName: row.cast_by_name,
    receivedAt: row.received_at,
  }
}

/** The organisation whose voice a member carries; null for whoever does not vote. */
export function voiceOf(member: Member): string | null {
  return can(member.role, 'poll.vote') ? member.organizationId : null
}

/** The polls of a plan, or some of them, in the order they opened. */
export async function pollSummaries(
  tx: Tx,
  planId: string,
  member: Member,
  only?: readonly string[],
): Promise<PollSummary[]> {
  const rows = await tx
    .selectFrom('polls')
    .leftJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
    .select([
      'polls.id',
      'subject_kind',
      'subject_id',
      'subject_title',
      'round',
      'question_fr',
      'question_en',
    ])
    .select(['text_hash', 'opened_at', 'closed_at', 'result_json'])
    .select((eb) => [
      eb
        .selectFrom('poll_register')
        .whereRef('poll_register.poll_id', '=', 'polls.id')
        .select((one) => one.fn.countAll<number>().as('n'))
        .as('registered'),
      eb
        .selectFrom('ballots')
        .whereRef('ballots.poll_id', '=', 'polls.id')
        .select((one) => one.fn.countAll<number>().as('n'))
        .as('received'),
    ])
    .where('plan_id', '=', planId)
    .where('polls.form', '=', 1)
    .$if(only !== undefined, (query) => query.where('polls.id', 'in', only!.length > 0 ? [...only!] : ['']))
    .orderBy('opened_at')
    .orderBy('polls.id')
    .execute()
  const awaiting = await pollsAwaiting(tx, planId, voiceOf(member))
  return rows.map((row) => ({
    id: row.id,
    subject: subjectOf(row),
    subjectTitle: row.subject_title,
    round: row.round,
    question: { fr: row.question_fr, en: row.question_en },
    textHash: row.text_hash,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    outcome: row.result_json === null ? null : resultOf({ result_json: row.result_json }).outcome,
    registered: Number(row.registered),
    received: Number(row.received),
    awaitsMe: row.closed_at === null && awaiting.has(row.id),
  }))
}

/** The polls in whose register an organisation stands without a ballot, open or not. */
async function pollsAwaiting(tx: Tx, planId: string, organizationId: string | null): Promise<Set<string>> {
  if (organizationId === null) return new Set()
  const rows = await tx
    .selectFrom('poll_register')
    .innerJoin('polls', 'polls.id', 'poll_register.poll_id')
    .leftJoin('ballots', (join) =>
      join
        .onRef('ballots.poll_id', '=', 'poll_register.poll_id')
        .onRef('ballots.organization_id', '=', 'poll_register.organization_id'),
    )
    .select('poll_register.poll_id')
    .where('polls.plan_id', '=', planId)
    .where('poll_register.organization_id', '=', organizationId)
    .where('ballots.id', 'is', null)
    .execute()
  return new Set(rows.map(({ poll_id }) => poll_id))
}
