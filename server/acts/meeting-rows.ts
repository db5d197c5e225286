// Rows of meetings ⇄ events and state: loads, folds, appends with the chain. Knows no rule but record's.
// Called by acts on meetings; by the acts on polls, which open and close within a meeting.
import type { Transaction } from 'kysely'
import { chainStart, eventHash } from '../../shared/meeting/chain.ts'
import type { Happening, HappeningKind, MeetingEvent, Who } from '../../shared/meeting/events.ts'
import { foldOn, meetingAt } from '../../shared/meeting/fold.ts'
import { record } from '../../shared/meeting/record.ts'
import { rollHappenings } from '../../shared/meeting/roll.ts'
import type { MeetingFacts, MeetingState } from '../../shared/meeting/state.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { rollOf } from './meeting-roll.ts'
import { type Member, memberOfPlan } from './members.ts'

type Tx = Transaction<Tables>

/** Far above a day's meeting (a few thousand); a log that grows past it needs another meeting. */
export const eventsMax = 20_000

/** The meeting and who asks, or notMember: nothing tells a stranger whether a meeting exists. */
export async function meetingFor(
  tx: Tx,
  actor: Actor,
  meetingId: string,
): Promise<{ facts: MeetingFacts; member: Member }> {
  const row = await tx
    .selectFrom('meetings')
    .select(['id', 'plan_id'])
    .where('id', '=', meetingId)
    .executeTakeFirst()
  if (!row) throw new Refused('notMember')
  const member = await memberOfPlan(tx, row.plan_id, actor.userId)
  return { facts: { id: row.id, planId: row.plan_id }, member }
}

export function eventOf(row: { event_json: string }): MeetingEvent {
  return JSON.parse(row.event_json) as MeetingEvent
}

/**
 * The last folded states, by meeting. A hash names the whole log before it, so a state is used again only for the very log it
 * came from: one that a rollback took back, or that another node went past, is never mistaken for it.
 */
const folded = new Map<string, { readonly hash: string; readonly state: MeetingState }>()
const foldedMax = 50

/** A meeting as its events make it, at this point of the transaction; null when there is none. Reads only. */
export async function readMeetingState(tx: Tx, meetingId: string): Promise<MeetingState | null> {
  const known = folded.get(meetingId)
  const rows = await tx
    .selectFrom('meeting_events')
    .select(['seq', 'event_json', 'hash'])
    .where('meeting_id', '=', meetingId)
    .where('seq', '>=', known?.state.seq ?? 0)
    .orderBy('seq')
    .execute()
  const [first] = rows
  if (known && first && first.seq === known.state.seq && first.hash === known.hash)
    return keep(known.state, rows.slice(1))
  folded.delete(meetingId)
  const meeting = await tx
    .selectFrom('meetings')
    .select(['id', 'plan_id as planId'])
    .where('id', '=', meetingId)
    .executeTakeFirst()
  if (!meeting) return null
  const all = known ? await allRows(tx, meetingId) : rows
  return keep(meetingAt(meeting, []), all)
}

function allRows(tx: Tx, meetingId: string) {
  return tx
    .selectFrom('meeting_events')
    .select(['seq', 'event_json', 'hash'])
    .where('meeting_id', '=', meetingId)
    .orderBy('seq')
    .execute()
}

function keep(before: MeetingState, rows: readonly { event_json: string; hash: string }[]): MeetingState {
  const state = foldOn(before, rows.map(eventOf))
  const hash = rows.at(-1)?.hash ?? folded.get(state.id)?.hash
  if (hash === undefined) return state
  // Deleted first, so that the map stays in order of last use.
  folded.delete(state.id)
  folded.set(state.id, { hash, state })
  if (folded.size > foldedMax) folded.delete(folded.keys().next().value!)
  return state
}

/** The same; refuses notMember where there is no such meeting. */
export async function meetingStateOf(tx: Tx, meetingId: string): Promise<MeetingState> {
  const state = await readMeetingState(tx, meetingId)
  if (!state) throw new Refused('notMember')
  return state
}

export interface Appending {
  readonly meetingId: string
  readonly by: Who
  /** The server's clock; the events' instant follows the last one's in any case. */
  readonly at: Date
  readonly happenings: readonly Happening[]
}

/**
 * Appends what happens to a meeting, with what follows by rule (quorum evaluated at a poll's opening and closing…), in the act's own
 * transaction. Answers the events written and the state after them. The caller tells the screens: `changed(planId, 'meeting')`.
 */
export async function appendMeetingEvents(
  tx: Tx,
  { meetingId, by, at, happenings }: Appending,
): Promise<{ readonly events: readonly MeetingEvent[]; readonly state: MeetingState }> {
  const before = await meetingStateOf(tx, meetingId)
  const recorded = record(before, happenings, { at: at.toISOString(), by })
  await insertEvents(tx, meetingId, recorded.events)
  return recorded
}

/** Brings the roll up to the mandates that run now, as events; then the state. For acts that decide: commands, a poll's opening. */
export async function freshMeetingState(
  tx: Tx,
  { meetingId, workspaceId, by, at }: Omit<Appending, 'happenings'> & { readonly workspaceId: string },
): Promise<MeetingState> {
  const state = await meetingStateOf(tx, meetingId)
  const happenings = rollHappenings(state, await rollOf(tx, workspaceId, at))
  if (happenings.length === 0) return state
  return (await appendMeetingEvents(tx, { meetingId, by, at, happenings })).state
}

interface Keyed {
  readonly clientKey: string
  readonly commandHash: string
}

export async function insertEvents(
  tx: Tx,
  meetingId: string,
  events: readonly MeetingEvent[],
  keyed?: Keyed,
): Promise<void> {
  const [first] = events
  if (!first) return
  if (events.at(-1)!.seq > eventsMax) throw new Refused('limitReached', { limit: eventsMax })
  let previous = first.seq === 1 ? chainStart : await hashAt(tx, meetingId, first.seq - 1)
  for (const event of events) {
    const hash = eventHash(meetingId, previous, event)
    await tx
      .insertInto('meeting_events')
      .values({
        meeting_id: meetingId,
        seq: event.seq,
        at: event.at,
        by_user: event.by.userId,
        kind: event.kind,
        event_json: canonicalText(event),
        prev_hash: previous,
        hash,
        client_key: event === first ? (keyed?.clientKey ?? null) : null,
        command_hash: event === first ? (keyed?.commandHash ?? null) : null,
      })
      .execute()
    previous = hash
  }
}

async function hashAt(tx: Tx, meetingId: string, seq: number): Promise<string> {
  const row = await tx
    .selectFrom('meeting_events')
    .select('hash')
    .where('meeting_id', '=', meetingId)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow()
  return row.hash
}

/** What a list of meetings needs, and no more: rolls are long. */
const lifeKinds: readonly HappeningKind[] = [
  'drafted',
  'described',
  'convened',
  'cancelled',
  'opened',
  'suspended',
  'resumed',
  'closed',
  'minutesAdopted',
]

/** The meetings of a plan, folded from the events of their life alone. */
export async function meetingsOf(tx: Tx, planId: string): Promise<MeetingState[]> {
  const rows = await tx
    .selectFrom('meetings')
    .innerJoin('meeting_events', 'meeting_events.meeting_id', 'meetings.id')
    .select(['meetings.id', 'event_json'])
    .where('plan_id', '=', planId)
    .where('kind', 'in', lifeKinds)
    .orderBy('meeting_events.seq')
    .execute()
  const byMeeting = Map.groupBy(rows, ({ id }) => id)
  return [...byMeeting].map(([id, events]) => meetingAt({ id, planId }, events.map(eventOf)))
}
