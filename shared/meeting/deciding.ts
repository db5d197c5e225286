// What every rule of a meeting decides with: who asks, and the few questions they all put. Pure.
// Called by agenda, attendance, representation, queue and commands of this folder.
import { type Refusal, refusal } from '../refusals.ts'
import { can, type Role, roles } from '../roles.ts'
import type { Command, CommandKind, CommandOf } from './command-list.ts'
import type { AdoptedBy, Happening, RecordHead, Who } from './events.ts'
import { regionDay } from './mandate.ts'
import type { RuleSet } from './rule-set.ts'
import type { AgendaItem, MeetingState, SeatState } from './state.ts'

export interface MeetingActor extends Who {
  readonly role: Role
  /** Has shown the code of the room in this very act. */
  readonly inRoom: boolean
}

export interface Deciding {
  /** The server's instant, ISO-8601 UTC. */
  readonly at: string
  readonly actor: MeetingActor
  /** The newest rule set: pinned at convening. Afterwards the pinned one rules. */
  readonly rules: RuleSet
  readonly rulesText: { readonly fr: string; readonly en: string }
  /** The member a command is about when it names somebody else; null when there is none such. */
  readonly person: Who | null
  /** The head of the workspace's record now, where the command closes the meeting. */
  readonly record?: RecordHead | null
}

export type Decision = readonly Happening[] | Refusal
export type Decider<K extends CommandKind> = (
  state: MeetingState,
  command: CommandOf<K>,
  deciding: Deciding,
) => Decision
/** A part of the machine: its deciders by command. */
export type Deciders<K extends Command['kind']> = { readonly [kind in K]: Decider<kind> }

export function isRefusal(decision: readonly unknown[] | Refusal): decision is Refusal {
  return !Array.isArray(decision)
}

export function runs({ role }: MeetingActor): boolean {
  return can(role, 'meeting.run')
}

/** MEET-2: what belongs to the facilitator alone. */
export function mustRun({ actor }: Deciding): Refusal | null {
  return runs(actor) ? null : refusal('roleForbids', { role: roles[actor.role].label.fr })
}

export function isOver({ status }: MeetingState): boolean {
  return status === 'closed' || status === 'adopted' || status === 'cancelled'
}

/** Whether people may come and go: from its convening until it is closed. */
export function mustBeLive(state: MeetingState): Refusal | null {
  if (isOver(state)) return refusal('meetingOver')
  return state.status === 'draft' ? refusal('meetingNotConvened') : null
}

export function mustBeOpen(state: MeetingState): Refusal | null {
  if (isOver(state)) return refusal('meetingOver')
  return state.status === 'open' ? null : refusal('meetingNotOpen')
}

export function itemOf(state: MeetingState, itemId: string): AgendaItem | undefined {
  return state.items.find((item) => item.itemId === itemId)
}

/** An item's title as refusals name it. */
export function titleOf({ title }: AgendaItem): string {
  return title.fr
}

export function hasOpenPoll(state: MeetingState, itemId: string): boolean {
  return [...state.polls.values()].some((poll) => poll.itemId === itemId && poll.status === 'open')
}

export function mayHold(seat: SeatState, userId: string): boolean {
  return seat.people.some((one) => one.userId === userId)
}

export function supports(seat: SeatState, userId: string): boolean {
  return seat.support.some((one) => one.userId === userId)
}

/** MEET-3: who acts for a seat: the facilitator, and whoever's mandate for it runs. */
export function mustActFor(seat: SeatState, { actor }: Deciding): Refusal | null {
  return runs(actor) || mayHold(seat, actor.userId)
    ? null
    : refusal('notYourSeat', { organization: seat.name })
}

/** MEET-23: a decision taken elsewhere was taken: its day is not to come, by the calendar of the region. */
export function checkDecided(decidedBy: AdoptedBy, now: Date): Refusal | null {
  const today = regionDay(now)
  return 'date' in decidedBy && decidedBy.date > today ? refusal('decisionToCome', { today }) : null
}

export function who({ userId, name }: Who): Who {
  return { userId, name }
}

/** Nothing but what canonical JSON holds: absent fields left out. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T
}
