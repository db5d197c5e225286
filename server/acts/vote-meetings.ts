// Polls held in a meeting: what the meeting is told, and what the poll's record says of it. Reads and appends; knows no rule.
// Called by the acts that open, close and mark polls.
import type { Transaction } from 'kysely'
import type { Happening, Who } from '../../shared/meeting/events.ts'
import { evaluateQuorum } from '../../shared/meeting/quorum.ts'
import { registerAt } from '../../shared/meeting/register.ts'
import type { MeetingState } from '../../shared/meeting/state.ts'
import type { SeatEntry } from '../../shared/poll/setting.ts'
import type { MeetingRecord, VotePollRecord } from '../../shared/record/poll-records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Context, Transact } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { appendMeetingEvents, eventOf, freshMeetingState, meetingStateOf } from './meeting-rows.ts'
import { lifeOf, votePollOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** The meeting in which a poll would open, its roll brought up to the mandates of the day. Of this plan, or notMember. */
export async function meetingToOpenIn(
  tx: Tx,
  ctx: Context,
  { meetingId, planId, workspaceId, by }: { meetingId: string; planId: string; workspaceId: string; by: Who },
): Promise<MeetingState> {
  if ((await meetingStateOf(tx, meetingId)).planId !== planId) throw new Refused('notMember')
  return freshMeetingState(tx, { meetingId, workspaceId, by, at: ctx.now() })
}

/** MEET-7: an item is decided by the last round held on a text, never by an earlier one that went better. Refuses pollSuperseded. */
export async function mustBeLastRound(tx: Tx, pollId: string): Promise<void> {
  const { poll } = await votePollOf(tx, pollId)
  if ((await lifeOf(tx, poll)).supersededBy !== null) throw new Refused('pollSuperseded')
}

/** MEET-9: before a poll closes, the roll of its meeting is called again, so that the quorum it stores is of mandates that run. */
export async function callRollOf(
  tx: Tx,
  ctx: Context,
  { meeting_id: meetingId }: { readonly meeting_id: string | null },
  { userId, name, workspaceId }: Who & { readonly workspaceId: string },
): Promise<void> {
  if (meetingId === null) return
  await freshMeetingState(tx, { meetingId, workspaceId, by: { userId, name }, at: ctx.now() })
}

/** Tells the meeting of a poll what became of it, in the poll's own transaction; nothing for a poll held outside of one. */
export async function tellMeeting(
  { tx, changed }: Pick<Transact, 'tx' | 'changed'>,
  ctx: Context,
  poll: { readonly plan_id: string; readonly meeting_id: string | null },
  by: Who,
  happening: Happening,
): Promise<void> {
  if (poll.meeting_id === null) return
  await appendMeetingEvents(tx, { meetingId: poll.meeting_id, by, at: ctx.now(), happenings: [happening] })
  changed(poll.plan_id, 'meeting')
}

/** The seats of a poll that recused themselves on its item since it opened. */
export async function recusedSince(
  tx: Tx,
  poll: { readonly meeting_id: string | null; readonly item_id: string | null },
  seats: readonly SeatEntry[],
): Promise<{ readonly seatId: string; readonly reason: string; readonly by: string }[]> {
  if (poll.meeting_id === null) return []
  const state = await meetingStateOf(tx, poll.meeting_id)
  return state.recusals
    .filter(
      ({ seatId, itemId }) =>
        itemId === poll.item_id && seats.some((seat) => seat.seatId === seatId && !seat.recused),
    )
    .map(({ seatId, reason, by }) => ({ seatId, reason, by: by.name }))
}

/** What the record of a poll says of its meeting, as its events make it when the poll closes. */
export async function meetingRecordOf(
  tx: Tx,
  record: VotePollRecord,
  at: string,
): Promise<MeetingRecord | undefined> {
  if (record.meetingId === undefined) return undefined
  const state = await meetingStateOf(tx, record.meetingId)
  const { title, place, mode, secretary } = state.about
  const item = state.items.find(({ itemId }) => itemId === record.itemId)
  const { last, convenedAt, opening } = await loggedOf(tx, record)
  const closing = state.rules && evaluateQuorum(state, state.rules.quorum, record.itemId ?? null)
  return {
    id: state.id,
    title: title.fr,
    place,
    mode,
    facilitator: record.openedBy,
    ...(secretary && { secretary }),
    ...(convenedAt && { convenedAt }),
    ...(state.openedAt && { openedAt: state.openedAt }),
    ...(item && { item: { id: item.itemId, title: item.title.fr } }),
    quorum: [
      ...(opening ? [{ moment: 'opening' as const, ...opening }] : []),
      ...(closing ? [{ moment: 'closing' as const, at, ...figuresOf(closing) }] : []),
    ],
    seats: registerAt(state, record.itemId ?? null)
      .filter(({ holder, proxyTo, recused }) => holder || proxyTo || recused)
      .map(({ seatId, holder, proxyTo, recused }) => ({
        seatId,
        ...(holder && { holder: holder.name }),
        ...(proxyTo && { proxyTo }),
        ...(recused && { recused }),
      })),
    incidents: state.notes
      .filter(({ note }) => note === 'incident')
      .map(({ at: when, text, by }) => ({ at: when, text, byName: by.name })),
    events: last.seq,
    logHash: last.hash,
  }
}

/** What only the log says: when it was convened, the quorum as the poll opened, and how far its chain reaches. */
async function loggedOf(tx: Tx, { meetingId, id }: VotePollRecord) {
  const rows = await tx
    .selectFrom('meeting_events')
    .select(['kind', 'at', 'event_json'])
    .where('meeting_id', '=', meetingId!)
    .where('kind', 'in', ['convened', 'quorumEvaluated'])
    .orderBy('seq')
    .execute()
  const last = await tx
    .selectFrom('meeting_events')
    .select(['seq', 'hash'])
    .where('meeting_id', '=', meetingId!)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const opening = rows.map(eventOf).find((event) => event.kind === 'quorumEvaluated' && event.pollId === id)
  return {
    last: { seq: Number(last.seq), hash: last.hash },
    convenedAt: rows.find(({ kind }) => kind === 'convened')?.at,
    opening:
      opening?.kind === 'quorumEvaluated' ? { at: opening.at, ...figuresOf(opening.figures) } : undefined,
  }
}

function figuresOf({ met, reached, needed }: { met: boolean; reached: string; needed: string }) {
  return { met, reached, needed }
}
