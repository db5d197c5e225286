// Polls of the second form as a person may see them: what is hidden until later is not sent at all (VOTE-17). Called by http/votes.
import type { Transaction } from 'kysely'
import { admit, countedVoices } from '../../shared/poll/admission.ts'
import { countPoll } from '../../shared/poll/count.ts'
import { type PollLife, pollStateAt } from '../../shared/poll/life.ts'
import type { PollCount, SeatEntry, Value } from '../../shared/poll/setting.ts'
import type { MySeat, SeatView, VoiceView, VoteSummary, VoteView } from '../../shared/poll/views.ts'
import { shownOf } from '../../shared/poll/visibility.ts'
import type { VoiceAnswer } from '../../shared/record/poll-records.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { settleDue, turnoutOf } from './close-vote.ts'
import { type Carriers, carriersOf } from './holders.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { objectionViews } from './objections.ts'
import { momentOf } from './voices.ts'
import {
  addendaOf,
  answersOf,
  lifeOf,
  pollTextOf,
  secretTalliesOf,
  type VoiceRow,
  type VoteAt,
  voiceRowsOf,
  voiceValueOf,
  voteFor,
} from './vote-rows.ts'
import { voteResultOf, voteSummaries, voteSummary } from './vote-summaries.ts'

type Tx = Transaction<Tables>

export async function listVotes(ctx: Context, actor: Actor, planId: string): Promise<VoteSummary[]> {
  return ctx.transact(async (at) => {
    const member = await memberOfPlan(at.tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    await settleDue(at, ctx, planId)
    return voteSummaries(at.tx, ctx, planId, member)
  })
}

export async function showVote(ctx: Context, actor: Actor, pollId: string): Promise<VoteView> {
  return ctx.transact(async (at) => {
    const { tx } = at
    const vote = await voteFor(tx, actor, pollId)
    await settleDue(at, ctx, vote.poll.plan_id)
    return voteView(tx, ctx, vote)
  })
}

async function voteView(tx: Tx, ctx: Context, vote: VoteAt): Promise<VoteView> {
  const { poll, record, member } = vote
  const { setting } = record
  const life = await lifeOf(tx, poll)
  const carriers = await carriersOf(tx, member.workspaceId, poll, ctx.now())
  const { seats, voted, missing } = await turnoutOf(tx, poll)
  const voices = viewsOf(await voiceRowsOf(tx, poll.id), await answersOf(tx, poll.id), seats)
  const standing = countedVoices(
    voices.map((voice) => ({ ...voice, contested: voice.answer === 'contested' })),
  )
  const own = carriers
    .seatsOf(member.userId)
    .filter(({ seatId }) => seats.some((seat) => seat.seatId === seatId))
  const closing = await tx
    .selectFrom('poll_closings')
    .select(['result_json', 'constat_digest'])
    .where('poll_id', '=', poll.id)
    .executeTakeFirst()
  const shown = shownOf(setting, {
    state: pollStateAt(life, ctx.now().toISOString()),
    counted: closing !== undefined,
    hasVoted: own.length > 0 && own.every(({ seatId }) => !missing.some((seat) => seat.seatId === seatId)),
  })
  const count = closing ? (voteResultOf(closing).count ?? null) : countPollLive(vote, seats, standing)
  const bare = ({ contested: _, ...voice }: VoiceView & { contested: boolean }): VoiceView => voice
  return {
    ...(await voteSummary(tx, ctx, poll, member)),
    text: pollTextOf(poll),
    setting,
    ruleSet: record.ruleSet,
    ruleText: record.ruleText,
    openedByName: record.openedBy,
    registerHash: record.registerHash,
    follows: record.follows ?? null,
    supersededBy: life.supersededBy,
    register: seats.map((seat): SeatView => {
      const channel = standing.find(({ seatId }) => seatId === seat.seatId)?.channel ?? null
      return { ...seat, hasVoted: shown.turnout ? voted.has(seat.seatId) : null, channel }
    }),
    mySeats: await mySeatsOf(tx, ctx, vote, { life, carriers, seats, own, voices: standing.map(bare) }),
    // Who blocks is a name beside a value.
    count: shown.count && count ? (shown.voices || closing ? count : { ...count, blocks: [] }) : null,
    voices: shown.voices ? standing.map(bare) : null,
    secret: closing && setting.secrecy === 'secret' ? await secretOf(tx, poll.id, count) : null,
    objections: await objectionViews(tx, vote, carriers, shown.voices),
    addenda: await addendaOf(tx, poll.id),
    constatDigest: closing?.constat_digest ?? null,
    unanimousSecret: closing !== undefined && setting.secrecy === 'secret' && isOfOneMind(count),
  }
}

function countPollLive(
  { record: { setting } }: VoteAt,
  seats: readonly SeatEntry[],
  voices: readonly { readonly seatId: string; readonly value: Value }[],
): PollCount | null {
  return setting.secrecy === 'secret' ? null : countPoll(setting, seats, voices)
}

async function secretOf(tx: Tx, pollId: string, count: PollCount | null) {
  return { tallies: count ? await secretTalliesOf(tx, pollId) : [], suppressed: count === null }
}

/** One answer took every voice of everyone who could vote: each is then known, secret or not. */
function isOfOneMind(count: PollCount | null): boolean {
  if (!count || count.cast.seats === 0) return false
  const whole = count.cast.seats
  return count.blank.seats === whole || count.tallies.some(({ mass }) => mass.seats === whole)
}

function viewsOf(
  rows: readonly VoiceRow[],
  answers: readonly VoiceAnswer[],
  seats: readonly SeatEntry[],
): VoiceView[] {
  const nameOf = (seatId: string) => seats.find((seat) => seat.seatId === seatId)?.name ?? seatId
  return rows.map((row) => ({
    id: row.id,
    seatId: row.seat_id,
    seatName: nameOf(row.seat_id),
    revision: row.revision,
    value: voiceValueOf(row),
    reason: row.reason,
    channel: row.channel,
    castByName: row.cast_by_name,
    proxyName: row.proxy_seat === null ? null : nameOf(row.proxy_seat),
    receivedAt: row.received_at,
    digest: row.digest,
    answer: answerOf(answers.filter(({ voiceId }) => voiceId === row.id)),
  }))
}

/** The holder's own word weighs more than a second look. */
function answerOf(answers: readonly VoiceAnswer[]): VoiceView['answer'] {
  const said = answers.map(({ answer }) => answer)
  return (['contested', 'confirmed', 'reread'] as const).find((answer) => said.includes(answer)) ?? null
}

interface Mine {
  readonly life: PollLife
  readonly carriers: Carriers
  readonly seats: readonly SeatEntry[]
  readonly own: ReturnType<Carriers['seatsOf']>
  readonly voices: readonly VoiceView[]
}

/** A card for each seat I speak for, with why it cannot vote now, when it cannot. */
async function mySeatsOf(tx: Tx, ctx: Context, vote: VoteAt, mine: Mine): Promise<MySeat[]> {
  const { poll, record, member } = vote
  const cards: MySeat[] = []
  for (const { seatId, as } of mine.own) {
    const seat = mine.seats.find((entry) => entry.seatId === seatId)!
    const moment = await momentOf(tx, vote, seat, mine.carriers)
    const { refusal } = admit(
      record.setting,
      {
        state: pollStateAt(mine.life, ctx.now().toISOString()),
        closedAt: mine.life.closedAt ?? mine.life.closesAt,
        textHash: poll.text_hash,
        seat: moment,
      },
      {
        userId: member.userId,
        seatName: seat.name,
        carriesOther: true,
        mayRecord: false,
        textHash: poll.text_hash,
        // Whatever it would say: only whether the seat may speak is asked.
        value: { blank: true },
        reason: '',
      },
      null,
    )
    const own = mine.voices.find((voice) => voice.seatId === seatId) ?? null
    cards.push({
      seatId,
      name: seat.name,
      as,
      voted: moment.voted,
      mine: own,
      refusal: refusal?.code ?? null,
    })
  }
  return cards
}
