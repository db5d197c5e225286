// Objections: raised on a poll, answered, integrated in the text as it now reads, withdrawn, maintained, overruled by rule.
// Called by http/votes.
import type { Transaction } from 'kysely'
import { cleanText, isWordless } from '../../shared/basics.ts'
import type { ObjectionLevel } from '../../shared/poll/admission.ts'
import { registerAfter } from '../../shared/poll/electorate.ts'
import { isDue } from '../../shared/poll/life.ts'
import {
  type ObjectionMoment,
  type ObjectionMove,
  objectionAfter,
  objectionMoves,
} from '../../shared/poll/objection.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { pollText } from '../../shared/poll/subject.ts'
import type { ObjectionView } from '../../shared/poll/views.ts'
import { digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context, Transact } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { type Carriers, carriersOf } from './holders.ts'
import type { Member } from './members.ts'
import { lastStep, type ObjectionSheet } from './objection-rows.ts'
import { inDraft } from './standings.ts'
import { changesOf, lifeOf, seatsOf, type VoteAt, voteFor } from './vote-rows.ts'

type Tx = Transaction<Tables>

const objectionsMax = 2_000
/** So that no seat takes the room of the others. */
const seatObjectionsMax = 50
const stepsMax = 100

export interface RaiseInput {
  readonly pollId: string
  readonly seatId?: string | undefined
  readonly level: ObjectionLevel
  readonly argument: string
  readonly proposedChange?: string | undefined
  readonly clientKey: string
}

/** Raises an objection for a seat of the register, while the poll is open. The same client key gives the same objection. */
export async function raiseObjection(ctx: Context, actor: Actor, input: RaiseInput): Promise<{ id: string }> {
  return ctx.transact(async ({ tx, changed }) => {
    const { poll, member } = await voteFor(tx, actor, input.pollId)
    const before = await tx
      .selectFrom('objections')
      .select('id')
      .where('poll_id', '=', poll.id)
      .where('raised_by', '=', actor.userId)
      .where('client_key', '=', input.clientKey)
      .executeTakeFirst()
    if (before) return before
    const life = await lifeOf(tx, poll)
    const now = instantAfter(ctx.now(), [poll.opened_at])
    if (life.annulledAt !== null) throw new Refused('pollNotOpen')
    if (life.closedAt !== null || isDue(life, now))
      throw new Refused('pollClosed', { closedAt: life.closedAt ?? life.closesAt! })
    const seat = await seatFor(tx, ctx, { poll, member }, input.seatId)
    const argument = cleanText(input.argument).trim()
    if (isWordless(argument)) throw new Refused('reasonNeeded')
    await mustHaveRoom(tx, poll.id, seat.seatId)
    const id = ctx.newId()
    const change = cleanText(input.proposedChange ?? '').trim()
    await tx
      .insertInto('objections')
      .values({
        id,
        poll_id: poll.id,
        seat_id: seat.seatId,
        seat_name: seat.name,
        level: input.level,
        argument,
        proposed_change: change === '' ? null : change,
        raised_by: actor.userId,
        raised_by_name: cleanText(member.name),
        raised_at: now,
        client_key: input.clientKey,
      })
      .execute()
    await journal(tx, ctx, member, 'raiseObjection', id, { level: input.level, seatId: seat.seatId })
    changed(poll.plan_id, 'polls')
    return { id }
  })
}

async function mustHaveRoom(tx: Tx, pollId: string, seatId: string): Promise<void> {
  const rows = await tx
    .selectFrom('objections')
    .select('seat_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('poll_id', '=', pollId)
    .groupBy('seat_id')
    .execute()
  const own = Number(rows.find((row) => row.seat_id === seatId)?.count ?? 0)
  if (own >= seatObjectionsMax) throw new Refused('limitReached', { limit: seatObjectionsMax })
  const all = rows.reduce((sum, row) => sum + Number(row.count), 0)
  if (all >= objectionsMax) throw new Refused('limitReached', { limit: objectionsMax })
}

/** The seat a person objects for: one they speak for now, in the register and not recused. */
async function seatFor(
  tx: Tx,
  ctx: Context,
  { poll, member }: Pick<VoteAt, 'poll' | 'member'>,
  named: string | undefined,
) {
  const carriers = await carriersOf(tx, member.workspaceId, poll, ctx.now())
  const own = carriers.seatsOf(member.userId)
  const seatId = named ?? own[0]?.seatId
  if (seatId === undefined || !own.some((one) => one.seatId === seatId)) throw new Refused('noVoice')
  const seats = registerAfter(await seatsOf(tx, poll.id), await changesOf(tx, poll.id))
  const seat = seats.find((entry) => entry.seatId === seatId)
  if (!seat) throw new Refused('notInRegister', { organization: seatId })
  if (seat.recused || carriers.recused(seatId)) throw new Refused('seatRecused', { organization: seat.name })
  return seat
}

export interface StepInput {
  readonly objectionId: string
  readonly move: ObjectionMove
  readonly words: string
  readonly clientKey: string
}

/** Moves an objection on, also after its poll closed. What is integrated names the text as the room holds it at this instant. */
export async function moveObjection(ctx: Context, actor: Actor, input: StepInput): Promise<null> {
  if (input.move !== 'integrate') return ctx.transact((at) => step(at, ctx, actor, input, undefined))
  const planId = await ctx.transact(
    async ({ tx }) => (await objectionFor(tx, actor, input.objectionId)).poll.plan_id,
  )
  return inDraft(ctx, actor, { planId, right: 'plan.read' }, async (at) => {
    const { record } = await objectionFor(at.tx, actor, input.objectionId)
    const text = pollText(at.plan, record.subject, record.question)
    return step(at, ctx, actor, input, text ? digest('text', text) : undefined)
  })
}

async function objectionFor(tx: Tx, actor: Actor, objectionId: string) {
  const row = await tx.selectFrom('objections').selectAll().where('id', '=', objectionId).executeTakeFirst()
  if (!row) throw new Refused('notMember')
  return { row, ...(await voteFor(tx, actor, row.poll_id)) }
}

async function step(
  { tx, changed }: Transact,
  ctx: Context,
  actor: Actor,
  { objectionId, move, words: typed, clientKey }: StepInput,
  textHash: string | undefined,
): Promise<null> {
  const { row, poll, record, member } = await objectionFor(tx, actor, objectionId)
  const before = await tx
    .selectFrom('objection_steps')
    .select('seq')
    .where('objection_id', '=', objectionId)
    .where('by_user', '=', actor.userId)
    .where('client_key', '=', clientKey)
    .executeTakeFirst()
  if (before) return null
  const carriers = await carriersOf(tx, member.workspaceId, poll, ctx.now())
  const { last, state } = await lastStep(tx, objectionId)
  if (last >= stepsMax) throw new Refused('limitReached', { limit: stepsMax })
  const words = cleanText(typed).trim()
  const { level, seat_id: seatId, raised_by: raisedBy } = row
  const moment = { level, state, seatId, raisedBy, textHash: record.textHash }
  const next = objectionAfter(record.setting, momentOf(moment, member, carriers, { words, textHash }), move)
  if (typeof next !== 'string') throw new Refused(next.code, next.details)
  await tx
    .insertInto('objection_steps')
    .values({
      objection_id: objectionId,
      seq: last + 1,
      move,
      state: next,
      words,
      text_hash: move === 'integrate' ? textHash! : null,
      by_user: actor.userId,
      by_name: cleanText(member.name),
      at: instantAfter(ctx.now(), [row.raised_at]),
      client_key: clientKey,
    })
    .execute()
  await journal(tx, ctx, member, 'moveObjection', objectionId, { move, state: next })
  changed(poll.plan_id, 'polls')
  return null
}

interface Objected extends Pick<ObjectionMoment, 'level' | 'state'> {
  readonly seatId: string
  readonly raisedBy: string
  readonly textHash: string
}

/** Whoever carries a seat's proxy moves what they raised for it, never what its own holder did: they vote over no voice of it either. */
function momentOf(
  objection: Objected,
  member: Member,
  carriers: Carriers,
  said: { words: string; textHash: string | undefined },
): ObjectionMoment {
  return {
    level: objection.level,
    state: objection.state,
    pollTextHash: objection.textHash,
    textHash: said.textHash,
    words: said.words,
    holdsSeat: carriers
      .seatsOf(member.userId)
      .some(
        ({ seatId, as }) =>
          seatId === objection.seatId && (as === 'self' || objection.raisedBy === member.userId),
      ),
    conducts: can(member.role, 'poll.open'),
  }
}

/**
 * The objections of a poll and of the rounds it follows, each with the moves that are a person's to make. Those that came with a voice
 * are shown with the voices, and before that to their own seat alone.
 */
export function objectionViews(
  { poll, member }: Pick<VoteAt, 'poll' | 'member'>,
  { objections, raisings, polls }: ObjectionSheet,
  carriers: Carriers,
  voicesShown: boolean,
): ObjectionView[] {
  const mine = carriers.seatsOf(member.userId).map(({ seatId }) => seatId)
  return objections
    .filter(
      ({ id, pollId, seatId }) =>
        voicesShown || pollId !== poll.id || !raisings.get(id)!.voiced || mine.includes(seatId),
    )
    .map((objection) => ({
      ...objection,
      moves: movesOf(
        { ...objection, raisedBy: raisings.get(objection.id)!.userId },
        polls.get(objection.pollId)!,
        member,
        carriers,
      ),
    }))
}

/** What would be allowed with words, and with a text that moved. */
export function movesOf(
  { level, state, seatId, raisedBy }: Omit<Objected, 'textHash'>,
  poll: Parameters<typeof objectionAfter>[0] & { textHash: string },
  member: Member,
  carriers: Carriers,
): ObjectionMove[] {
  const objection = { level, state, seatId, raisedBy, textHash: poll.textHash }
  const moment = momentOf(objection, member, carriers, { words: '…', textHash: '…' })
  return objectionMoves.filter((move) => typeof objectionAfter(poll, moment, move) === 'string')
}

async function journal(
  tx: Tx,
  ctx: Context,
  member: Member,
  act: string,
  subject: string,
  detail: Record<string, string>,
): Promise<void> {
  const { workspaceId, userId } = member
  await writeJournal(tx, { workspaceId, userId, at: ctx.now(), act, subject, detail })
}
