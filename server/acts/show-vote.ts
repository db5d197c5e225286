// Polls of the second form as a person may see them: what is hidden until later is not sent at all (VOTE-17). Called by http/votes.
import type { Transaction } from 'kysely'
import { admit } from '../../shared/poll/admission.ts'
import { type PollLife, pollStateAt } from '../../shared/poll/life.ts'
import type { PollCount, SeatEntry } from '../../shared/poll/setting.ts'
import type {
  AdviceView,
  MySeat,
  SeatView,
  VoiceView,
  VoteSummary,
  VoteView,
} from '../../shared/poll/views.ts'
import { type Shown, shownOf } from '../../shared/poll/visibility.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { adviceCards } from './advice.ts'
import type { WholeAdvice } from './advice-rows.ts'
import { lookSettled } from './close-vote.ts'
import { type Carriers, carriersOf } from './holders.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { objectionViews } from './objections.ts'
import { figuresAt, pollVersions } from './poll-figures.ts'
import { momentOf } from './voices.ts'
import { addendaOf, pollTextOf, secretTalliesOf, type VoteAt, voteFor } from './vote-rows.ts'
import { voteSummaries, voteSummary } from './vote-summaries.ts'

type Tx = Transaction<Tables>

export async function listVotes(ctx: Context, actor: Actor, planId: string): Promise<VoteSummary[]> {
  return lookSettled(ctx, async (tx) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    return { planId, show: () => voteSummaries(tx, ctx, planId, member) }
  })
}

export async function showVote(ctx: Context, actor: Actor, pollId: string): Promise<VoteView> {
  return lookSettled(ctx, async (tx) => {
    const vote = await voteFor(tx, actor, pollId)
    return { planId: vote.poll.plan_id, show: () => voteView(tx, ctx, vote) }
  })
}

async function voteView(tx: Tx, ctx: Context, vote: VoteAt): Promise<VoteView> {
  const { poll, record, member } = vote
  const { setting } = record
  const [{ version } = { version: '' }] = await pollVersions(tx, { pollId: poll.id })
  const figures = await figuresAt(tx, vote, version)
  const { life, seats, voted, missing, voices, count, constatDigest, advice } = figures
  const { userId } = member
  const carriers = await carriersOf(tx, member.workspaceId, poll, ctx.now(), { userId })
  const own = carriers.seatsOf(userId).filter(({ seatId }) => seats.some((seat) => seat.seatId === seatId))
  const now = ctx.now().toISOString()
  const advised = advice ? adviceCards(vote, life, now, carriers, advice) : []
  const counted = constatDigest !== null
  const shown = shownOf(setting, {
    state: pollStateAt(life, ctx.now().toISOString()),
    counted,
    hasVoted:
      own.length + advised.length > 0 &&
      own.every(({ seatId }) => !missing.some((seat) => seat.seatId === seatId)) &&
      advised.every(({ voted: spoke }) => spoke),
  })
  const channels = new Map(voices.map(({ seatId, channel }) => [seatId, channel]))
  return {
    ...voteSummary(ctx, vote, figures, { carriers, userId }),
    text: pollTextOf(poll),
    setting,
    ruleSet: record.ruleSet,
    ruleText: record.ruleText,
    openedByName: record.openedBy,
    registerHash: record.registerHash,
    follows: record.follows ?? null,
    supersededBy: life.supersededBy,
    register: seats.map(
      (seat): SeatView => ({
        ...seat,
        hasVoted: shown.turnout ? voted.has(seat.seatId) : null,
        channel: channels.get(seat.seatId) ?? null,
      }),
    ),
    mySeats: [...(await mySeatsOf(tx, ctx, vote, { life, carriers, seats, own, voices })), ...advised],
    // Who blocks is a name beside a value.
    count: shown.count && count ? (shown.voices || counted ? count : { ...count, blocks: [] }) : null,
    voices: shown.voices ? voices : null,
    secret: counted && setting.secrecy === 'secret' ? await secretOf(tx, poll.id, count) : null,
    consultative: advice && adviceShown(advice, shown),
    objections: await objectionViews(tx, vote, carriers, shown.voices),
    addenda: await addendaOf(tx, poll.id),
    constatDigest,
    unanimousSecret: counted && setting.secrecy === 'secret' && isOfOneMind(count),
  }
}

/** VOTE-17: with the voices that count, never before them. */
function adviceShown({ seats, voices, count }: WholeAdvice, shown: Shown): AdviceView {
  const spoke = new Set(voices.map(({ seatId }) => seatId))
  return {
    seats: seats.map(({ seatId, name, college }) => ({
      seatId,
      name,
      college,
      hasSpoken: shown.turnout ? spoke.has(seatId) : null,
    })),
    received: voices.length,
    count: shown.count ? count : null,
    voices: shown.voices ? voices : null,
  }
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
