// The end of a poll of the second form: by hand, or by the hour fixed at its opening, which whoever looks first writes (no scheduler).
// Counts, freezes the record, tells the meeting. Called by http/votes and, for what is due, by every act that reads polls.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { awaitsCasting, type CastingSide, withCasting } from '../../shared/poll/casting.ts'
import { countRecord } from '../../shared/poll/counted.ts'
import { checkClosing } from '../../shared/poll/life.ts'
import { standingOf } from '../../shared/poll/objection.ts'
import { outcomeOf } from '../../shared/poll/outcome.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import type { PollCount, PollSetting } from '../../shared/poll/setting.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { VoteConstat } from '../../shared/record/poll-records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context, Transact } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { adviceOf } from './advice-rows.ts'
import { mustBeAble } from './members.ts'
import { objectionsOf, roundsOf } from './objection-rows.ts'
import { dueAmong, type PollVersion, pollVersions } from './poll-figures.ts'
import { appendEntry } from './record.ts'
import { turnoutOf } from './turnout.ts'
import { inTurn } from './turns.ts'
import { callRollOf, meetingRecordOf, recusedSince, tellMeeting } from './vote-meetings.ts'
import {
  answersOf,
  changesOf,
  lifeOf,
  pollTextOf,
  rollOf,
  seatsOf,
  secretTalliesOf,
  type VoteRow,
  voiceRecordOf,
  voiceRowsOf,
  voteFor,
  voteRecordOf,
  writeChange,
} from './vote-rows.ts'

type Tx = Transaction<Tables>

/**
 * Closes a poll and counts it. Closing again changes nothing; VOTE-3 says when it is too early. COUNT-16: where the rules give the chair a
 * casting vote, votes that are tied close with it, and nothing else does.
 */
export async function closeVote(
  ctx: Context,
  actor: Actor,
  pollId: string,
  casting?: CastingSide,
): Promise<null> {
  return inTurn(ctx, pollId, () =>
    ctx.transact(async (at) => {
      const { tx } = at
      const { poll, member } = await voteFor(tx, actor, pollId)
      mustBeAble(member, 'poll.open')
      await settleDue(at, ctx, poll.plan_id)
      const life = await lifeOf(tx, poll)
      if (life.closedAt !== null) return null
      const now = instantAfter(ctx.now(), [poll.opened_at])
      const refused = checkClosing(life, now, (await turnoutOf(tx, poll)).missing.length)
      if (refused) throw new Refused(refused.code, refused.details)
      await writeClosing(at, ctx, poll, {
        userId: member.userId,
        name: cleanText(member.name),
        workspaceId: member.workspaceId,
        closing: 'hand',
        closesAt: null,
        casting: casting ?? null,
      })
      return null
    }),
  )
}

/** Something of a plan's polls that a person may see. */
export interface Sight<T> {
  readonly planId: string
  /** The polls it shows. */
  readonly polls: readonly PollVersion[]
  show(): Promise<T>
}

/**
 * Shows something of a plan's polls by reading alone. `find` asks the rights, then says of which plan and how; where an hour has come
 * that nobody wrote yet, its closing is written first.
 */
export async function lookSettled<T>(ctx: Context, find: (tx: Tx) => Promise<Sight<T>>): Promise<T> {
  const unsettled = Symbol('unsettled')
  let due = ''
  const seen = await ctx.look(async (tx) => {
    const { planId, polls, show } = await find(tx)
    if (dueAmong(polls, ctx.now()).length === 0) return show()
    due = planId
    return unsettled
  })
  if (seen !== unsettled) return seen as T
  await ctx.transact((at) => settleDue(at, ctx, due))
  return ctx.look(async (tx) => (await find(tx)).show())
}

/** Writes the closings whose hour has come, in the order of their hours. */
export async function settleDue(at: Transact, ctx: Context, planId: string): Promise<void> {
  for (const { workspace_id, ...poll } of await dueOf(at.tx, ctx, planId)) {
    const { openedBy } = voteRecordOf(poll)
    await writeClosing(at, ctx, poll, {
      userId: poll.opened_by,
      name: openedBy,
      workspaceId: workspace_id,
      closing: 'hour',
      closesAt: poll.closes_at,
      casting: null,
    })
  }
}

async function dueOf(tx: Tx, ctx: Context, planId: string) {
  const due = dueAmong(await pollVersions(tx, { planId }), ctx.now())
  if (due.length === 0) return []
  return tx
    .selectFrom('polls')
    .innerJoin('plans', 'plans.id', 'polls.plan_id')
    .selectAll('polls')
    .select('plans.workspace_id')
    .where(
      'polls.id',
      'in',
      due.map(({ id }) => id),
    )
    .orderBy('polls.closes_at')
    .orderBy('polls.id')
    .execute()
}

interface Closer {
  readonly userId: string
  readonly name: string
  readonly workspaceId: string
  readonly closing: VoteConstat['closing']
  /** The hour fixed at opening, for a poll that closes by it. */
  readonly closesAt: string | null
  /** The chair's, on a tie. */
  readonly casting: CastingSide | null
}

async function writeClosing(at: Transact, ctx: Context, poll: VoteRow, closer: Closer): Promise<void> {
  const { tx } = at
  await callRollOf(tx, ctx, poll, closer)
  await takeRecusals(tx, ctx, poll, closer)
  const constat = await constatOf(tx, ctx, poll, closer)
  const constatDigest = digest('constat', constat)
  if (constat.secret?.suppressed)
    await tx.deleteFrom('secret_values').where('poll_id', '=', poll.id).execute()
  await tx
    .insertInto('poll_closings')
    .values({
      poll_id: poll.id,
      closed_at: constat.closedAt,
      closed_by: closer.userId,
      result_json: canonicalText({
        outcome: constat.outcome,
        ...(constat.count && { count: constat.count }),
      }),
      constat_json: canonicalText(constat),
      constat_digest: constatDigest,
    })
    .execute()
  const body = { pollId: poll.id, constatDigest }
  await appendEntry(ctx, at, { workspaceId: closer.workspaceId, type: 'constat', body })
  await writeJournal(tx, {
    workspaceId: closer.workspaceId,
    userId: closer.userId,
    at: ctx.now(),
    act: 'closeVote',
    subject: poll.id,
    detail: {
      outcome: constat.outcome,
      constatDigest,
      closing: closer.closing,
      ...(closer.casting && { casting: closer.casting }),
    },
  })
  const { userId, name } = closer
  await tellMeeting(
    at,
    ctx,
    poll,
    { userId, name },
    {
      kind: 'pollClosed',
      pollId: poll.id,
      outcome: constat.outcome,
      ...(constat.casting && { casting: constat.casting.side }),
    },
  )
  at.changed(poll.plan_id, 'polls')
}

/** A seat recused in the meeting while the poll was open, and that had not voted, leaves the bases: logged as the register's other changes. */
async function takeRecusals(
  tx: Tx,
  ctx: Context,
  poll: VoteRow,
  { userId, closesAt }: Closer,
): Promise<void> {
  const { seats, voted } = await turnoutOf(tx, poll)
  const at = instantAfter(closesAt ? new Date(Date.parse(closesAt) - 1) : ctx.now(), [poll.opened_at])
  for (const { seatId, reason, by } of await recusedSince(tx, poll, seats)) {
    if (voted.has(seatId)) continue
    const change = { kind: 'recused' as const, at, by, seatId, ...(reason && { reason }) }
    await writeChange(tx, poll.id, seatId, change, userId)
  }
}

async function constatOf(tx: Tx, ctx: Context, poll: VoteRow, closer: Closer): Promise<VoteConstat> {
  const record = voteRecordOf(poll)
  const pollDigest = digest('poll', record)
  const register = await seatsOf(tx, poll.id)
  const changes = await changesOf(tx, poll.id)
  const rows = await voiceRowsOf(tx, poll.id)
  const answers = await answersOf(tx, poll.id)
  const roll = (await rollOf(tx, poll.id, pollDigest)).map(({ digest: _, ...entry }) => entry)
  const secret = poll.secrecy === 'secret'
  const suppressed = secret && roll.length < record.setting.minSecretSize
  const tallies = suppressed ? [] : await secretTalliesOf(tx, poll.id)
  const ballots = rows.map((row) => voiceRecordOf(row, pollDigest))
  const voices = { ballots, answers, ...(secret && { secret: { roll, tallies, suppressed } }) }
  const figures = countRecord({ poll: record, register, changes, ...voices })
  mustBeCalled(record.setting, figures, closer)
  const objections = await objectionsOf(tx, await roundsOf(tx, poll.id))
  const own = objections.filter(({ pollId }) => pollId === poll.id)
  const { previous, closings } = await earlierOf(tx, poll)
  const consultative = await adviceOf(tx, poll.id, record.setting, pollDigest)
  const past = [
    poll.opened_at,
    ...(consultative?.joined ?? []).map(({ at }) => at),
    ...(consultative?.ballots ?? []).map(({ receivedAt }) => receivedAt),
    ...changes.map(({ at }) => at),
    ...rows.map((row) => row.received_at),
    ...roll.map((row) => row.receivedAt),
  ]
  const closedAt = closer.closesAt
    ? instantAfter(new Date(closer.closesAt), closings)
    : instantAfter(ctx.now(), [...past, ...closings])
  const casting = closer.casting && { side: closer.casting, byName: closer.name, at: closedAt }
  const count = figures && withCasting(figures, casting ?? undefined)
  const meeting = await meetingRecordOf(tx, record, closedAt)
  return {
    format: 'assise/constat/v2',
    poll: record,
    text: pollTextOf(poll),
    register,
    changes,
    ...voices,
    ...(consultative && { consultative }),
    ...(meeting && { meeting }),
    ...(count && { count }),
    outcome: outcomeOf(record.setting, count, {
      ...standingOf(own),
      ...(closer.casting && { casting: closer.casting }),
    }),
    objections,
    closedAt,
    closedBy: closer.name,
    closing: closer.closing,
    ...(casting && { casting }),
    ...(previous && { previous }),
  }
}

/** A tie that nobody who closes could break, since the hour came by itself, adopts nothing. */
function mustBeCalled(setting: PollSetting, count: PollCount | null, { casting, closing }: Closer): void {
  const called = closing === 'hand' && awaitsCasting(setting, count)
  if (casting && !called) throw new Refused('castingNotDue')
  if (!casting && called) throw new Refused('castingNeeded')
}

/** The plan's last record, which this one names, and when every poll of the plan closed: POLL-7, two closings are never one instant. */
async function earlierOf(tx: Tx, poll: VoteRow) {
  const rows = await tx
    .selectFrom('poll_closings')
    .innerJoin('polls', 'polls.id', 'poll_closings.poll_id')
    .select(['closed_at', 'constat_digest'])
    .where('plan_id', '=', poll.plan_id)
    .orderBy('closed_at')
    .execute()
  return { previous: rows.at(-1)?.constat_digest, closings: rows.map(({ closed_at }) => closed_at) }
}
