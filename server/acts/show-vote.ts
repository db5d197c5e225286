// Polls of the second form as a person may see them: what is hidden until later is not sent at all (VOTE-17). Called by http/votes.
import { admit } from '../../shared/poll/admission.ts'
import { pollStateAt } from '../../shared/poll/life.ts'
import type { PollCount } from '../../shared/poll/setting.ts'
import type { AdviceView, MySeat, VoteRoll, VoteSummary, VoteView } from '../../shared/poll/views.ts'
import { type Shown, shownOf } from '../../shared/poll/visibility.ts'
import type { Actor, Context } from '../context.ts'
import { adviceCards } from './advice.ts'
import type { WholeAdvice } from './advice-rows.ts'
import { type Carriers, carriersOf } from './holders.ts'
import { keepLast } from './keep-last.ts'
import { type MadeOnce, makeOnce } from './made-once.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { objectionViews } from './objections.ts'
import type { PollFigures } from './poll-figures.ts'
import { momentOf } from './voices.ts'
import { pollTextOf, type VoteAt } from './vote-rows.ts'
import { sightOf, turnsOf } from './vote-sight.ts'
import { summariesFor, voteSummary } from './vote-summaries.ts'

export async function listVotes(ctx: Context, actor: Actor, planId: string): Promise<VoteSummary[]> {
  const turns = await turnsOf(ctx, planId)
  return ctx.look(async (tx) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    return summariesFor(tx, ctx, member, turns)
  })
}

export async function showVote(ctx: Context, actor: Actor, pollId: string): Promise<VoteView> {
  const standing = await standingFor(ctx, actor, pollId)
  return voteView(ctx, standing)
}

/** The names beside a poll, as JSON: the same for everyone who is shown as much, and made once for them. */
export async function showVoteRoll(ctx: Context, actor: Actor, pollId: string): Promise<MadeOnce> {
  return rollFor(await standingFor(ctx, actor, pollId))
}

const rolls = keepLast<MadeOnce>(20)

function rollFor({ vote, version, figures, shown }: Standing): Promise<MadeOnce> {
  const { poll } = vote
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
  readonly vote: VoteAt
  readonly version: string
  readonly figures: PollFigures
  readonly carriers: Carriers
  /** The seats of the register that the person speaks for. */
  readonly own: ReturnType<Carriers['seatsOf']>
  /** Cards of the consultative seats they speak for. */
  readonly advised: readonly MySeat[]
  readonly shown: Shown
}

/** Where a poll stands, and what of it this person may see. Refuses notMember to a stranger. */
async function standingFor(ctx: Context, actor: Actor, pollId: string): Promise<Standing> {
  const { poll, record, version, figures } = await sightOf(ctx, pollId)
  const { member, carriers } = await ctx.look(async (tx) => {
    const member = await memberOfPlan(tx, poll.plan_id, actor.userId)
    mustBeAble(member, 'plan.read')
    const near = { userIds: [member.userId], seatIds: [] }
    return { member, carriers: await carriersOf(tx, member.workspaceId, poll, ctx.now(), near) }
  })
  const vote = { poll, record, member }
  const { life, seats, missing, constatDigest, advice } = figures
  const own = carriers
    .seatsOf(member.userId)
    .filter(({ seatId }) => seats.some((seat) => seat.seatId === seatId))
  const now = ctx.now().toISOString()
  const advised = advice ? adviceCards(vote, life, now, carriers, advice) : []
  const shown = shownOf(record.setting, {
    state: pollStateAt(life, now),
    counted: constatDigest !== null,
    hasVoted:
      own.length + advised.length > 0 &&
      own.every(({ seatId }) => !missing.some((seat) => seat.seatId === seatId)) &&
      advised.every(({ voted }) => voted),
  })
  return { vote, version, figures, carriers, own, advised, shown }
}

function voteView(ctx: Context, standing: Standing): VoteView {
  const { vote, figures, carriers, own, advised, shown } = standing
  const { poll, record, member } = vote
  const { setting } = record
  const { life, count, constatDigest, advice } = figures
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
    mySeats: [...mySeatsOf(ctx, vote, { figures, carriers, own }), ...advised],
    // Who blocks is a name beside a value.
    count: shown.count && count ? (shown.voices || counted ? count : { ...count, blocks: [] }) : null,
    secret:
      counted && setting.secrecy === 'secret'
        ? { tallies: figures.tallies, suppressed: count === null }
        : null,
    consultative: advice && adviceShown(advice, shown),
    objections: objectionViews(vote, figures.sheet, carriers, shown.voices),
    addenda: figures.addenda,
    constatDigest,
    unanimousSecret: counted && setting.secrecy === 'secret' && isOfOneMind(count),
  }
}

/** VOTE-17: with the voices that count, never before them. */
function adviceShown({ seats, joinedAt, voices, count }: WholeAdvice, shown: Shown): AdviceView {
  const spoke = new Set(voices.map(({ seatId }) => seatId))
  return {
    seats: seats.map(({ seatId, name, college }) => ({
      seatId,
      name,
      college,
      hasSpoken: shown.turnout ? spoke.has(seatId) : null,
      askedAt: joinedAt.get(seatId) ?? null,
    })),
    received: voices.length,
    count: shown.count ? count : null,
    voices: shown.voices ? voices : null,
  }
}

/** One answer took every voice of everyone who could vote: each is then known, secret or not. */
function isOfOneMind(count: PollCount | null): boolean {
  if (!count || count.cast.seats === 0) return false
  const whole = count.cast.seats
  return count.blank.seats === whole || count.tallies.some(({ mass }) => mass.seats === whole)
}

type Mine = Pick<Standing, 'figures' | 'carriers' | 'own'>

/** A card for each seat I speak for, with why it cannot vote now, when it cannot. */
function mySeatsOf(ctx: Context, vote: VoteAt, { figures, carriers, own }: Mine): MySeat[] {
  const { poll, record, member } = vote
  const cards: MySeat[] = []
  for (const { seatId, as } of own) {
    const seat = figures.seats.find((entry) => entry.seatId === seatId)!
    const mine = figures.voices.find((voice) => voice.seatId === seatId) ?? null
    const voted = figures.voted.has(seatId)
    const moment = momentOf(seat, carriers, { voted, votedOwn: mine?.channel === 'self' })
    const { refusal } = admit(
      record.setting,
      {
        state: pollStateAt(figures.life, ctx.now().toISOString()),
        closedAt: figures.life.closedAt ?? figures.life.closesAt,
        textHash: poll.text_hash,
        suspended: carriers.suspended,
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
    cards.push({
      seatId,
      name: seat.name,
      as,
      voted: moment.voted,
      mine,
      refusal: refusal?.code ?? null,
    })
  }
  return cards
}
