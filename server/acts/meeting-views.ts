// What a member sees of a meeting: its state, its seats, its queue, and what they themselves may do now. Reads only.
// Called by http/meetings.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { seatsHeldBy } from '../../shared/meeting/attendance.ts'
import type { Command } from '../../shared/meeting/command-list.ts'
import { decide } from '../../shared/meeting/commands.ts'
import { type Deciding, isOver, isRefusal, mayHold, runs, supports } from '../../shared/meeting/deciding.ts'
import { foldOn } from '../../shared/meeting/fold.ts'
import { queueOf, speakerOf, spokenMs, timeUsed } from '../../shared/meeting/queue.ts'
import { checkQuorum, evaluateQuorum } from '../../shared/meeting/quorum.ts'
import { record } from '../../shared/meeting/record.ts'
import { presenceOf, proxyAwake, seatWeights, voicesOf } from '../../shared/meeting/register.ts'
import { carriedBy } from '../../shared/meeting/representation.ts'
import { rollHappenings } from '../../shared/meeting/roll.ts'
import { quorumText, ruleSetText } from '../../shared/meeting/rule-text.ts'
import type { MeetingState, SeatState, Speech } from '../../shared/meeting/state.ts'
import type {
  MeetingLogView,
  MeetingSummary,
  MeetingView,
  MySeat,
  QueueView,
  QuorumView,
  SeatView,
} from '../../shared/meeting/views.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { rollOf } from './meeting-roll.ts'
import { eventOf, meetingFor, meetingStateOf, meetingsOf } from './meeting-rows.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { newestRuleSet } from './rule-sets.ts'

type Tx = Transaction<Tables>

/** The meetings of a plan, the latest start first; drafts are for those who run meetings. */
export async function listMeetings(ctx: Context, actor: Actor, planId: string): Promise<MeetingSummary[]> {
  return ctx.transact(async ({ tx }) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.read')
    const all = (await meetingsOf(tx, planId)).map(summaryOf)
    const mine = runs({ ...actor, ...member, inRoom: false })
      ? all
      : all.filter(({ status }) => status !== 'draft')
    return mine.sort((a, b) => (a.about.startsAt < b.about.startsAt ? 1 : -1))
  })
}

function summaryOf(state: MeetingState): MeetingSummary {
  const { id, planId, status, about, openedAt, closedAt, record } = state
  return { id, planId, status, about, openedAt, closedAt, record }
}

export async function showMeeting(ctx: Context, actor: Actor, meetingId: string): Promise<MeetingView> {
  return ctx.transact(async ({ tx }) => {
    const { member } = await meetingFor(tx, actor, meetingId)
    mustBeAble(member, 'plan.read')
    const now = ctx.now().toISOString()
    const me = { userId: member.userId, name: cleanText(member.name), role: member.role, inRoom: false }
    const kept = await meetingStateOf(tx, meetingId)
    const rules = await newestRuleSet(tx, member.workspaceId)
    const deciding = { at: now, actor: me, rules, rulesText: ruleSetText(rules), person: null }
    // As the next command will find it: a mandate that has just begun or ended shows at once, and is logged with that command.
    const state = isOver(kept)
      ? kept
      : withRoll(kept, await rollOf(tx, member.workspaceId, ctx.now()), deciding)
    const weights = seatWeights(state)
    return {
      ...summaryOf(state),
      seq: kept.seq,
      now,
      revision: state.revision,
      convenedByName: state.convenedBy?.name ?? null,
      suspendedFor: state.suspendedFor,
      rules: state.rules && { data: state.rules, text: state.rulesText! },
      agenda: state.items,
      activeItem: state.activeItem,
      seats: [...state.seats.values()].map((seat) => seatView(state, seat, weights.get(seat.seatId) ?? null)),
      people: [...state.people.values()].map(({ userId, name, mode, since, enteredBy }) => ({
        userId,
        name,
        mode,
        since,
        enteredByName: enteredBy?.name ?? null,
        seats: seatsHeldBy(state, userId).map(({ seatId }) => seatId),
      })),
      quorum: quorumView(state),
      queue: queueView(state, now),
      polls: [...state.polls.values()],
      notes: state.notes,
      screen: state.screen,
      code: runs(me) ? await codeOf(tx, meetingId) : null,
      me: {
        userId: me.userId,
        role: me.role,
        runs: runs(me),
        here: state.people.get(me.userId)?.mode ?? null,
        seats: mySeats(state, deciding),
        voices: voicesOf(state, me.userId, state.activeItem),
        may: gestures.map((command) => ({
          kind: command.kind,
          refused: refusedOf(state, command, deciding),
        })),
      },
    }
  })
}

function withRoll(state: MeetingState, roll: Awaited<ReturnType<typeof rollOf>>, deciding: Deciding) {
  const { at, actor } = deciding
  const happenings = rollHappenings(state, roll)
  if (state.status !== 'draft') return record(state, happenings, { at, by: actor }).state
  // A draft has no roll yet: shown as it would be called today.
  const called = { kind: 'rollChanged' as const, seats: roll, gone: [] }
  return foldOn(state, [{ ...called, seq: state.seq + 1, at: state.at, by: actor }])
}

function seatView(state: MeetingState, seat: SeatState, weight: SeatView['weight']): SeatView {
  const { holder: held, proxyTo, ...roll } = seat
  const here = held && state.people.get(held.userId)
  const holder = held && {
    ...held,
    mode: here?.mode ?? ('room' as const),
    enteredByName: here?.enteredBy?.name ?? null,
  }
  return {
    ...roll,
    weight,
    presence: presenceOf(state, seat, state.activeItem),
    holder,
    proxyTo,
    proxyAwake: proxyAwake(state, seat.seatId, state.activeItem) !== null,
    carries: carriedBy(state, seat.seatId),
    recusals: state.recusals
      .filter(({ seatId }) => seatId === seat.seatId)
      .map(({ itemId, reason }) => ({ itemId, reason })),
  }
}

function quorumView(state: MeetingState): QuorumView | null {
  const rule = state.rules?.quorum
  if (!rule) return null
  return {
    now: evaluateQuorum(state, rule),
    rule: { fr: quorumText(rule, 'fr'), en: quorumText(rule, 'en') },
    last: state.quorum,
    refused: checkQuorum(state),
  }
}

function queueView(state: MeetingState, now: string): QueueView {
  const view = (speech: Speech) => ({
    ...speech,
    seatName: speech.seatId === null ? null : (state.seats.get(speech.seatId)?.name ?? null),
    spokenMs: spokenMs(speech, now),
  })
  const speaking = speakerOf(state)
  const { persons, seats } = timeUsed(state, now)
  const names = new Map(state.speeches.map(({ person }) => [person.userId, person.name]))
  return {
    speaking: speaking && view(speaking),
    waiting: queueOf(state).map(view),
    usedByPerson: [...persons].map(([userId, ms]) => ({ userId, name: names.get(userId) ?? '', ms })),
    usedBySeat: [...seats].map(([seatId, ms]) => ({ seatId, name: state.seats.get(seatId)?.name ?? '', ms })),
  }
}

function mySeats(state: MeetingState, deciding: Deciding): MySeat[] {
  const { userId } = deciding.actor
  return [...state.seats.values()].flatMap((seat): MySeat[] => {
    const { seatId, name, college } = seat
    const mine = seat.people.find((one) => one.userId === userId)
    if (!mine && !supports(seat, userId)) return []
    const mode = state.about.mode === 'room' ? ('room' as const) : ('remote' as const)
    // What a code would open is not refused here: the room asks for it when one enters.
    const entering = { ...deciding, actor: { ...deciding.actor, inRoom: true } }
    const refused = mayHold(seat, userId)
      ? refusedOf(state, { kind: 'arrive', mode, seatId }, entering)
      : null
    return [
      {
        seatId,
        name,
        college,
        as: mine?.as ?? 'support',
        rank: mine?.rank ?? 0,
        holds: seat.holder?.userId === userId,
        refused,
      },
    ]
  })
}

/** The commands that need nothing but the gesture. */
const gestures: readonly Command[] = [
  { kind: 'convene' },
  { kind: 'cancel', reason: '' },
  { kind: 'open' },
  { kind: 'suspend', reason: '' },
  { kind: 'resume' },
  { kind: 'close' },
  { kind: 'leave' },
  { kind: 'checkQuorum' },
  { kind: 'askSpeech', speech: 'request' },
  { kind: 'endSpeech' },
]

function refusedOf(state: MeetingState, command: Command, deciding: Deciding) {
  const decision = decide(state, command, deciding)
  return isRefusal(decision) ? decision : null
}

async function codeOf(tx: Tx, meetingId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('meeting_codes')
    .select('code')
    .where('meeting_id', '=', meetingId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row?.code ?? null
}

/** The whole log with its chain, for minutes and for whoever checks it. */
export async function meetingLog(ctx: Context, actor: Actor, meetingId: string): Promise<MeetingLogView> {
  return ctx.transact(async ({ tx }) => {
    const { member } = await meetingFor(tx, actor, meetingId)
    mustBeAble(member, 'plan.read')
    const rows = await tx
      .selectFrom('meeting_events')
      .select(['event_json', 'prev_hash', 'hash'])
      .where('meeting_id', '=', meetingId)
      .orderBy('seq')
      .execute()
    return {
      meetingId,
      events: rows.map((row) => ({ event: eventOf(row), previous: row.prev_hash, hash: row.hash })),
    }
  })
}
