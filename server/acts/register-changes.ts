// What changes in who is asked while a poll is open (VOTE-13, VOTE-27): a late seat joins, one steps aside, one leaves with its mandate; each
// logged, none taken back. Called by http/votes.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { checkLateAdviser, consultativeSeats } from '../../shared/poll/consultative.ts'
import { checkChange, checkSeatCap, type RegisterChange } from '../../shared/poll/electorate.ts'
import { pollStateAt } from '../../shared/poll/life.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import type { SeatEntry } from '../../shared/poll/setting.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { advisersOf, insertLateAdviser } from './advice-rows.ts'
import { type Electorate, seatedElectorate, standingElectorate } from './electorates.ts'
import { freshMeetingState } from './meeting-rows.ts'
import { mustBeAble } from './members.ts'
import { turnoutOf } from './turnout.ts'
import { inTurn } from './turns.ts'
import { lifeOf, type VoteAt, voteFor, writeChange } from './vote-rows.ts'

type Tx = Transaction<Tables>

export interface ChangeInput {
  readonly pollId: string
  readonly kind: RegisterChange['kind']
  readonly seatId: string
  readonly reason?: string | undefined
}

/** VOTE-13: a late seat joins (one with a consultative right is asked for advice, VOTE-27), a seat is recused, or leaves with its mandate. Done again, it changes nothing. */
export async function changeRegister(ctx: Context, actor: Actor, input: ChangeInput): Promise<null> {
  return inTurn(ctx, input.pollId, () =>
    ctx.transact(async ({ tx, changed }) => {
      const vote = await voteFor(tx, actor, input.pollId)
      const { poll, record, member } = vote
      mustBeAble(member, 'poll.open')
      const life = await lifeOf(tx, poll)
      const now = instantAfter(ctx.now(), [poll.opened_at])
      const state = pollStateAt(life, now)
      if (state === 'annulled') throw new Refused('pollNotOpen')
      if (state !== 'open') throw new Refused('pollClosed', { closedAt: life.closedAt ?? life.closesAt! })
      const { seats, voted } = await turnoutOf(tx, poll)
      const known = seats.find(({ seatId }) => seatId === input.seatId)
      if (input.kind === 'recused' && known?.recused) return null
      if (
        input.kind === 'joined' &&
        (await joinedForAdvice(tx, ctx, vote, input.seatId, { at: now, seats }))
      ) {
        changed(poll.plan_id, 'polls')
        return null
      }
      const change = await changeOf(tx, vote, input, { at: now, now: ctx.now() })
      const refused =
        checkChange(record.setting, seats, change, voted.has(input.seatId)) ??
        (change.kind === 'joined' ? checkSeatCap([...seats, change.seat], record.ruleSet) : null)
      if (refused) throw new Refused(refused.code, refused.details)
      await writeChange(tx, poll.id, input.seatId, change, actor.userId)
      await writeJournal(tx, {
        workspaceId: member.workspaceId,
        userId: actor.userId,
        at: ctx.now(),
        act: 'changeRegister',
        subject: poll.id,
        detail: { kind: input.kind, seatId: input.seatId },
      })
      changed(poll.plan_id, 'polls')
      return null
    }),
  )
}

async function electorateNow(
  tx: Tx,
  { record, member }: Pick<VoteAt, 'record' | 'member'>,
  at: Date,
): Promise<Electorate> {
  const { workspaceId } = member
  const { meetingId, itemId = null } = record
  if (meetingId === undefined) return standingElectorate(tx, workspaceId, at)
  // Its roll first: an organisation that has just come is in no event of the meeting yet.
  const by = { userId: member.userId, name: cleanText(member.name) }
  return seatedElectorate(await freshMeetingState(tx, { meetingId, workspaceId, by, at }), itemId)
}

/** Asks a consultative seat that came after the opening; false where the seat is not one. No seat that was asked for advice enters the register. */
async function joinedForAdvice(
  tx: Tx,
  ctx: Context,
  vote: VoteAt,
  seatId: string,
  { at, seats }: { readonly at: string; readonly seats: readonly SeatEntry[] },
): Promise<boolean> {
  const { poll, record, member } = vote
  const asked = await advisersOf(tx, poll.id)
  const before = asked.find((seat) => seat.seatId === seatId)
  if (before) throw new Refused('askedForAdvice', { organization: before.name })
  const [seat] = consultativeSeats(
    (await electorateNow(tx, vote, ctx.now())).advisers.filter((one) => one.seatId === seatId),
  )
  if (!seat) return false
  const refused = checkLateAdviser(record.setting, { register: seats, asked }, seat)
  if (refused) throw new Refused(refused.code, refused.details)
  const by = cleanText(member.name)
  await insertLateAdviser(tx, poll.id, { at, by, seat })
  await writeJournal(tx, {
    workspaceId: member.workspaceId,
    userId: member.userId,
    at: ctx.now(),
    act: 'changeRegister',
    subject: poll.id,
    detail: { kind: 'askedForAdvice', seatId },
  })
  return true
}

async function changeOf(
  tx: Tx,
  { record, member }: VoteAt,
  input: ChangeInput,
  { at, now }: { at: string; now: Date },
): Promise<RegisterChange> {
  const by = cleanText(member.name)
  const reason = cleanText(input.reason ?? '').trim()
  if (input.kind !== 'joined')
    return { kind: input.kind, at, by, seatId: input.seatId, ...(reason && { reason }) }
  const electorate = await electorateNow(tx, { record, member }, now)
  // An additive register weighs every seat alike (VOTE-14).
  const seat = electorate.register(true).find(({ seatId }) => seatId === input.seatId)
  if (!seat) throw new Refused('notInRegister', { organization: input.seatId })
  return { kind: 'joined', at, by, seat }
}
