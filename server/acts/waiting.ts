// What waits for a person in a plan: polls, comments, objections, recorded voices, papers. Called by http/votes.
import type { Transaction } from 'kysely'
import { partsNaming } from '../../shared/plan/my-parts.ts'
import type { VoiceView, WaitingView } from '../../shared/poll/views.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { lookSettled } from './close-vote.ts'
import { listThreads } from './comments.ts'
import { type Carriers, mandateCarriers } from './holders.ts'
import { type Member, memberOfPlan, mustBeAble } from './members.ts'
import { objectionsOf, voicedAmong } from './objection-rows.ts'
import { movesOf } from './objections.ts'
import { type PollVersion, pollVersions } from './poll-figures.ts'
import { setsOf } from './recorded-voices.ts'
import { livePlan } from './standings.ts'
import { voteRecordOf } from './vote-rows.ts'
import { voteSummaries } from './vote-summaries.ts'

type Tx = Transaction<Tables>

const shownMax = 50

export async function whatWaits(ctx: Context, actor: Actor, planId: string): Promise<WaitingView> {
  const threads = await threadsFor(ctx, actor, planId)
  return lookSettled(ctx, async (tx) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    const polls = await pollVersions(tx, { planId })
    return { planId, polls, show: () => waitingIn(tx, ctx, { planId, member, threads, polls }) }
  })
}

interface Asked {
  readonly planId: string
  readonly member: Member
  readonly threads: WaitingView['threads']
  readonly polls: readonly PollVersion[]
}

async function waitingIn(tx: Tx, ctx: Context, asked: Asked): Promise<WaitingView> {
  const { planId, member, threads } = asked
  const summaries = await voteSummaries(tx, ctx, member, asked.polls)
  const polls = summaries.filter(({ awaitsMe }) => awaitsMe.length > 0)
  const running = summaries.filter(({ state }) => state === 'open').map(({ id }) => id)
  const carriers = await mandateCarriers(tx, member.workspaceId, ctx.now())
  return {
    polls: polls.sort((a, b) => ((a.closesAt ?? '9') < (b.closesAt ?? '9') ? -1 : 1)),
    threads,
    objections: await objectionsFor(tx, planId, member, carriers, running),
    recorded: await recordedFor(tx, running, member, carriers),
    papers: await papersFor(tx, running, member),
  }
}

/** Open threads in which someone else spoke last, where I wrote or which are about my organisation's parts: the latest first. */
async function threadsFor(ctx: Context, actor: Actor, planId: string): Promise<WaitingView['threads']> {
  const threads = (await listThreads(ctx, actor, planId)).filter(
    ({ state, comments }) => state === 'open' && (comments.at(-1)?.authorId ?? actor.userId) !== actor.userId,
  )
  const parts = threads.length > 0 ? await partsOf(ctx, actor, planId) : new Set<string>()
  return threads
    .filter(
      ({ place, comments }) =>
        comments.some(({ authorId }) => authorId === actor.userId) ||
        (place.item !== undefined && parts.has(place.item)),
    )
    .map(({ id, quote, comments }) => {
      const last = comments.at(-1)!
      return { id, quote, lastText: last.text, lastAt: last.createdAt }
    })
    .sort((a, b) => (a.lastAt > b.lastAt ? -1 : 1))
    .slice(0, shownMax)
}

/** VOTE-25, in the text as it stands. */
async function partsOf(ctx: Context, actor: Actor, planId: string): Promise<ReadonlySet<string>> {
  const { workspaceId, name } = await ctx.look(async (tx) => {
    const { workspaceId, organizationId } = await memberOfPlan(tx, planId, actor.userId)
    const own = await tx
      .selectFrom('organizations')
      .select('name')
      .where('id', '=', organizationId ?? '')
      .executeTakeFirst()
    return { workspaceId, name: own?.name ?? '' }
  })
  return name === '' ? new Set() : partsNaming(await livePlan(ctx, planId, workspaceId), name)
}

/** Objections with a move of mine to make: to answer for whoever conducts, to judge the answer for the seat that objects. */
async function objectionsFor(
  tx: Tx,
  planId: string,
  member: Member,
  carriers: Carriers,
  running: readonly string[],
): Promise<WaitingView['objections']> {
  const rows = await tx
    .selectFrom('polls')
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .select(['polls.id', 'polls.record_json', 'subject_title', 'text_hash'])
    .where('plan_id', '=', planId)
    .where('form', '=', 2)
    .where('poll_addenda.id', 'is', null)
    .execute()
  const conducts = can(member.role, 'poll.open')
  const all = await objectionsOf(
    tx,
    rows.map(({ id }) => id),
  )
  // What came with a voice waits for the closing: before it, it would say how its seat voted.
  const voiced = await voicedAmong(
    tx,
    all.map(({ id }) => id),
  )
  return all
    .filter(({ id, pollId }) => !voiced.has(id) || !running.includes(pollId))
    .filter(({ state }) =>
      conducts
        ? state === 'raised' || state === 'maintained'
        : state === 'answered' || state === 'integrated',
    )
    .map((objection) => {
      const row = rows.find(({ id }) => id === objection.pollId)!
      const poll = { ...voteRecordOf(row).setting, textHash: row.text_hash }
      return {
        id: objection.id,
        pollId: objection.pollId,
        pollTitle: row.subject_title,
        seatName: objection.seatName,
        state: objection.state,
        moves: movesOf(objection, poll, member, carriers),
      }
    })
    .filter(({ moves }) => moves.length > 0)
    .slice(0, shownMax)
}

/** Voices recorded for a seat of mine in a running poll, that I have neither confirmed nor contested. */
async function recordedFor(
  tx: Tx,
  running: readonly string[],
  member: Member,
  carriers: Carriers,
): Promise<WaitingView['recorded']> {
  const mine = carriers.seatsOf(member.userId).map(({ seatId }) => seatId)
  if (mine.length === 0 || running.length === 0) return []
  const rows = await tx
    .selectFrom('voices')
    .innerJoin('polls', 'polls.id', 'voices.poll_id')
    .innerJoin('organizations', 'organizations.id', 'voices.seat_id')
    .leftJoin('voice_answers', (join) =>
      join.onRef('voice_answers.voice_id', '=', 'voices.id').on('answer', '!=', 'reread'),
    )
    .selectAll('voices')
    .select(['subject_title', 'organizations.name as seat_name'])
    .where('voices.poll_id', 'in', running)
    .where('voices.seat_id', 'in', mine)
    .where('voices.channel', 'in', ['facilitated', 'paper'])
    .where('voice_answers.answer', 'is', null)
    .orderBy('received_at')
    .limit(shownMax)
    .execute()
  return rows.map((row) => {
    const voice: VoiceView = {
      id: row.id,
      seatId: row.seat_id,
      seatName: row.seat_name,
      revision: row.revision,
      value: JSON.parse(row.value_json) as VoiceView['value'],
      reason: row.reason,
      channel: row.channel,
      castByName: row.cast_by_name,
      proxyName: null,
      receivedAt: row.received_at,
      digest: row.digest,
      answer: null,
    }
    return { pollId: row.poll_id, pollTitle: row.subject_title, voice }
  })
}

async function papersFor(tx: Tx, running: readonly string[], member: Member): Promise<WaitingView['papers']> {
  const sets = []
  for (const pollId of running) sets.push(...(await setsOf(tx, pollId)))
  return sets.filter(({ state, secondTellerId }) => state === 'waiting' && secondTellerId === member.userId)
}
