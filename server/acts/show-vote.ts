// Polls of the second form as a person may see them: what is hidden until later is not sent at all (VOTE-17). Called by http/votes.
import type { Transaction } from 'kysely'
import { admit } from '../../shared/poll/admission.ts'
import { type PollLife, pollStateAt } from '../../shared/poll/life.ts'
import type { PollCount, SeatEntry } from '../../shared/poll/setting.ts'
import type {
  AdviceView,
  MySeat,
  VoiceView,
  VoteRoll,
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
import { keepLast } from './keep-last.ts'
import { type MadeOnce, makeOnce } from './made-once.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { objectionViews } from './objections.ts'
import { figuresAt, type PollFigures, pollVersions } from './poll-figures.ts'
import { momentOf } from './voices.ts'
import { addendaOf, pollTextOf, secretTalliesOf, type VoteAt, voteFor } from './vote-rows.ts'
import { voteSummaries, voteSummary } from './vote-summaries.ts'

type Tx = Transaction<Tables>

export async function listVotes(ctx: Context, actor: Actor, planId: string): Promise<VoteSummary[]> {
  return lookSettled(ctx, async (tx) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    const polls = await pollVersions(tx, { planId })
    return { planId, polls, show: () => voteSummaries(tx, ctx, member, polls) }
  })
}

export async function showVote(ctx: Context, actor: Actor, pollId: string): Promise<VoteView> {
  return lookSettled(ctx, async (tx) => {
    const vote = await voteFor(tx, actor, pollId)
    const polls = await pollVersions(tx, { pollId })
    const { version } = polls[0]!
    return { planId: vote.poll.plan_id, polls, show: () => voteView(tx, ctx, vote, version) }
  })
}

/** The names beside a poll, as JSON: the same for everyone who is shown as much, and made once for them. */
export async function showVoteRoll(ctx: Context, actor: Actor, pollId: string): Promise<MadeOnce> {
  return lookSettled(ctx, async (tx) => {
    const vote = await voteFor(tx, actor, pollId)
    const polls = await pollVersions(tx, { pollId })
    const { version } = polls[0]!
    const show = async () => rollFor(await standingFor(tx, ctx, vote, version), version, vote)
    return { planId: vote.poll.plan_id, polls, show }
  })
}

const rolls = keepLast<MadeOnce>(20)

function rollFor({ figures, shown }: Standing, version: string, { poll }: VoteAt): Promise<MadeOnce> {
  const { turnout, voices } = shown
  return rolls.get(`${poll.id} ${version} ${turnout} ${voices}`, async () => {
    const channels = new Map(figures.voices.map(({ seatId, channel }) => [seatId, channel]))
    const roll: VoteRoll = {
      id: poll.id,
      register: figures.seats.map((seat) => ({
        ...seat,
        hasVoted: turnout ? figures.voted.has(seat.seatId) : null,
        channel: channels.get(seat.seatId) ?? null,
      })),
      voices: voices ? figures.voices : null,
    }
    return makeOnce(roll)
  })
}

interface Standing {
  readonly figures: PollFigures
  readonly carriers: Carriers
  /** The seats of the register that the person speaks for. */
  readonly own: ReturnType<Carriers['seatsOf']>
  /** Cards of the consultative seats they speak for. */
  readonly advised: readonly MySeat[]
  readonly shown: Shown
}

/** Where a poll stands, and what of it this person may see. */
async function standingFor(
  tx: Tx,
  ctx: Context,
  { poll, record, member }: VoteAt,
  version: string,
): Promise<Standing> {
  const figures = await figuresAt(tx, { poll, record }, version)
  const { life, seats, missing, constatDigest, advice } = figures
  const { userId } = member
  const carriers = await carriersOf(tx, member.workspaceId, poll, ctx.now(), { userId })
  const own = carriers.seatsOf(userId).filter(({ seatId }) => seats.some((seat) => seat.seatId === seatId))
  const now = ctx.now().toISOString()
  const advised = advice ? adviceCards({ poll, record, member }, life, now, carriers, advice) : []
  const shown = shownOf(record.setting, {
    state: pollStateAt(life, now),
    counted: constatDigest !== null,
    hasVoted:
      own.length + advised.length > 0 &&
      own.every(({ seatId }) => !missing.some((seat) => seat.seatId === seatId)) &&
      advised.every(({ voted }) => voted),
  })
  return { figures, carriers, own, advised, shown }
}

async function voteView(tx: Tx, ctx: Context, vote: VoteAt, version: string): Promise<VoteView> {
  const { poll, record, member } = vote
  const { setting } = record
  const { figures, carriers, own, advised, shown } = await standingFor(tx, ctx, vote, version)
  const { life, seats, voices, count, constatDigest, advice } = figures
  const { userId } = member
  const counted = constatDigest !== null
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
    mySeats: [...(await mySeatsOf(tx, ctx, vote, { life, carriers, seats, own, voices })), ...advised],
    // Who blocks is a name beside a value.
    count: shown.count && count ? (shown.voices || counted ? count : { ...count, blocks: [] }) : null,
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
