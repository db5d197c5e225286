// What waits for a person in a plan: polls, comments and proposed changes on their parts, objections, recorded voices, papers.
// Called by http/votes and by the digest of the week.
import type { Transaction } from 'kysely'
import { titleIn } from '../../shared/poll/text-outline.ts'
import type { WaitingView } from '../../shared/poll/views.ts'
import type { VotePollRecord } from '../../shared/record/poll-records.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { lookSettled } from './close-vote.ts'
import { type Carriers, mandateCarriers } from './holders.ts'
import { type Member, memberOfPlan, mustBeAble } from './members.ts'
import { objectionsOf, raisingsOf } from './objection-rows.ts'
import { movesOf } from './objections.ts'
import { type PollVersion, pollVersions } from './poll-figures.ts'
import { setsOf } from './recorded-voices.ts'
import { voteRecordOf } from './vote-rows.ts'
import { voteSummaries } from './vote-summaries.ts'
import { recordedFor } from './waiting-recorded.ts'
import { type AboutText, aboutText, proposalsFor, type StandingObjection } from './waiting-texts.ts'

type Tx = Transaction<Tables>

const shownMax = 50

export async function whatWaits(ctx: Context, actor: Actor, planId: string): Promise<WaitingView> {
  const about = await aboutText(ctx, actor, planId)
  return lookSettled(ctx, async (tx) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    const polls = await pollVersions(tx, { planId })
    return { planId, polls, show: () => waitingIn(tx, ctx, { planId, member, polls, ...about }) }
  })
}

interface Asked extends AboutText {
  readonly planId: string
  readonly member: Member
  readonly polls: readonly PollVersion[]
}

async function waitingIn(tx: Tx, ctx: Context, asked: Asked): Promise<WaitingView> {
  const { planId, member, threads, parts } = asked
  const summaries = await voteSummaries(tx, ctx, member, asked.polls)
  const polls = summaries.filter(({ awaitsMe }) => awaitsMe.length > 0)
  const running = summaries.filter(({ state }) => state === 'open').map(({ id }) => id)
  const carriers = await mandateCarriers(tx, member.workspaceId, ctx.now())
  const seats = carriers.seatsOf(member.userId).map(({ seatId }) => seatId)
  const standing = await standingObjections(tx, planId, running)
  const objections = objectionsFor(standing, member, carriers)
  const proposed = standing.filter(
    ({ followed, objection: { id } }) => !followed && !objections.some((one) => one.id === id),
  )
  return {
    polls: polls.sort((a, b) => ((a.closesAt ?? '9') < (b.closesAt ?? '9') ? -1 : 1)),
    threads,
    proposals: proposalsFor(proposed, parts, ownSeatsOf(member, seats)),
    objections,
    recorded: await recordedFor(tx, planId, running, seats),
    papers: await papersFor(tx, running, member),
  }
}

function ownSeatsOf({ organizationId }: Member, seats: readonly string[]): string[] {
  return organizationId === null ? [...seats] : [...seats, organizationId]
}

interface Standing extends StandingObjection {
  readonly raisedBy: string
  readonly record: VotePollRecord
  /** Another round took its poll's place. */
  readonly followed: boolean
}

/** The objections of the polls that were not annulled; what came with a voice only after the closing: before it, it would say how its seat voted. */
async function standingObjections(tx: Tx, planId: string, running: readonly string[]): Promise<Standing[]> {
  const rows = await tx
    .selectFrom('polls')
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .select(['polls.id', 'polls.record_json'])
    .where('plan_id', '=', planId)
    .where('form', '=', 2)
    .where('poll_addenda.id', 'is', null)
    .execute()
  const all = await objectionsOf(
    tx,
    rows.map(({ id }) => id),
  )
  const raisings = await raisingsOf(
    tx,
    all.map(({ id }) => id),
  )
  const records = new Map(rows.map((row) => [row.id, voteRecordOf(row)]))
  const followed = new Set([...records.values()].map(({ follows }) => follows))
  return all
    .filter(({ id, pollId }) => !raisings.get(id)!.voiced || !running.includes(pollId))
    .map((objection) => {
      const record = records.get(objection.pollId)!
      return {
        objection,
        raisedBy: raisings.get(objection.id)!.userId,
        record,
        subject: record.subject,
        title: titleIn(record),
        followed: followed.has(record.id),
      }
    })
}

/** Objections with a move of mine to make: to answer for whoever conducts, to judge the answer for the seat that objects. */
function objectionsFor(
  standing: readonly Standing[],
  member: Member,
  carriers: Carriers,
): WaitingView['objections'] {
  const conducts = can(member.role, 'poll.open')
  return standing
    .filter(({ objection: { state } }) =>
      conducts
        ? state === 'raised' || state === 'maintained'
        : state === 'answered' || state === 'integrated',
    )
    .map(({ objection, raisedBy, record, title }) => {
      const { id, pollId, seatName, state } = objection
      const poll = { ...record.setting, textHash: record.textHash }
      return {
        id,
        pollId,
        pollTitle: title,
        seatName,
        state,
        moves: movesOf({ ...objection, raisedBy }, poll, member, carriers),
      }
    })
    .filter(({ moves }) => moves.length > 0)
    .slice(0, shownMax)
}

async function papersFor(tx: Tx, running: readonly string[], member: Member): Promise<WaitingView['papers']> {
  const sets = []
  for (const pollId of running) sets.push(...(await setsOf(tx, pollId)))
  return sets.filter(({ state, secondTellerId }) => state === 'waiting' && secondTellerId === member.userId)
}
