// The polls of the second form of a plan as lists show them. Reads only. Called by acts/show-vote, acts/waiting, acts/versions.
import type { Transaction } from 'kysely'
import type { registerAfter } from '../../shared/poll/electorate.ts'
import { pollStateAt } from '../../shared/poll/life.ts'
import type { Outcome, PollCount } from '../../shared/poll/setting.ts'
import type { VoteSummary } from '../../shared/poll/views.ts'
import type { Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { turnoutOf } from './close-vote.ts'
import { type Carriers, carriersOf } from './holders.ts'
import type { Member } from './members.ts'
import { lifeOf, type VoteRow, voteRecordOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** What a closing keeps of a count. */
export interface VoteResult {
  readonly outcome: Outcome
  readonly count?: PollCount
}

export function voteResultOf(row: { readonly result_json: string }): VoteResult {
  return JSON.parse(row.result_json) as VoteResult
}

/** The polls of a plan, or some of them, in the order they opened. */
export async function voteSummaries(
  tx: Tx,
  ctx: Context,
  planId: string,
  member: Member,
  only?: readonly string[],
): Promise<VoteSummary[]> {
  const rows = await tx
    .selectFrom('polls')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('form', '=', 2)
    .$if(only !== undefined, (query) => query.where('id', 'in', only!.length > 0 ? [...only!] : ['']))
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  const summaries: VoteSummary[] = []
  for (const row of rows) summaries.push(await voteSummary(tx, ctx, row, member))
  return summaries
}

export async function voteSummary(tx: Tx, ctx: Context, poll: VoteRow, member: Member): Promise<VoteSummary> {
  const record = voteRecordOf(poll)
  const life = await lifeOf(tx, poll)
  const state = pollStateAt(life, ctx.now().toISOString())
  const closing = await tx
    .selectFrom('poll_closings')
    .select('result_json')
    .where('poll_id', '=', poll.id)
    .executeTakeFirst()
  const turnout = await turnoutOf(tx, poll)
  const carriers = await carriersOf(tx, member.workspaceId, poll, ctx.now())
  return {
    id: poll.id,
    subject: record.subject,
    subjectTitle: record.subjectTitle,
    round: record.round,
    question: record.question,
    method: record.setting.method,
    secrecy: record.setting.secrecy,
    state,
    textHash: record.textHash,
    openedAt: record.openedAt,
    closesAt: life.closesAt,
    closedAt: life.closedAt,
    outcome: closing ? voteResultOf(closing).outcome : null,
    registered: turnout.seats.length,
    received: turnout.voted.size,
    meetingId: poll.meeting_id,
    itemId: poll.item_id,
    awaitsMe: state === 'open' ? awaiting(turnout.missing, carriers, member.userId) : [],
  }
}

/** The seats for which a person still may vote. */
function awaiting(
  missing: ReturnType<typeof registerAfter>,
  carriers: Carriers,
  userId: string,
): VoteSummary['awaitsMe'] {
  return carriers.seatsOf(userId).flatMap(({ seatId, as }) => {
    const seat = missing.find((entry) => entry.seatId === seatId)
    return seat && !carriers.recused(seatId) ? [{ seatId, name: seat.name, as }] : []
  })
}
