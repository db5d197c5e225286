// The adoption of minutes (MIN-5): the very text that was read is fixed, with its digest in the meeting's own log. Load, check, write.
// Called by acts/meetings inside the transaction of the command that adopts.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { Command, CommandOf } from '../../shared/meeting/command-list.ts'
import { itemOf } from '../../shared/meeting/deciding.ts'
import { minutesDigest } from '../../shared/meeting/minutes.ts'
import type { MinutesAdoption } from '../../shared/meeting/minutes-record.ts'
import type { MeetingState } from '../../shared/meeting/state.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Context, Transact } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { settleDue } from './close-vote.ts'
import { meetingStateOf, readMeetingState } from './meeting-rows.ts'
import type { Member } from './members.ts'
import { eventsOf, lastAdopted, minutesFrom } from './minutes-rows.ts'
import { appendEntry } from './record.ts'

type Tx = Transaction<Tables>

export interface Adopting {
  readonly state: MeetingState
  readonly command: Command
  readonly member: Member
}

/** The command as it is decided, the state it is decided on, and what is kept of it once it was. */
export interface Adopted {
  readonly state: MeetingState
  readonly command: Command
  keep(at: string): Promise<void>
}

/** For any command but the adoption of minutes: itself, and nothing to keep. */
export async function adopting(
  at: Transact,
  ctx: Context,
  { state, command, member }: Adopting,
): Promise<Adopted> {
  if (command.kind !== 'adoptMinutes' || state.status !== 'closed' || !can(member.role, 'meeting.run'))
    return { state, command, keep: async () => {} }
  const { tx } = at
  // A poll whose hour has come is counted first: its figures are part of the minutes.
  await settleDue(at, ctx, state.planId)
  const settled = await meetingStateOf(tx, state.id)
  const { id, planId } = settled
  const minutes = await minutesFrom(tx, { id, planId }, await eventsOf(tx, id))
  const digest = minutesDigest(minutes)
  if (command.minutesHash !== undefined && command.minutesHash !== digest) throw new Refused('minutesMoved')
  const decidedBy = await decisionOf(tx, settled, command.decidedBy)
  const keep = async (adoptedAt: string) => {
    const number = ((await lastAdopted(tx, planId))?.number ?? 0) + 1
    const by = cleanText(member.name)
    const adoption: MinutesAdoption = { number, digest, at: adoptedAt, by, decidedBy }
    await tx
      .insertInto('minutes')
      .values({
        meeting_id: id,
        plan_id: planId,
        number,
        minutes_json: canonicalText(minutes),
        digest,
        adoption_json: canonicalText(adoption),
        adopted_at: adoptedAt,
        adopted_by: member.userId,
      })
      .execute()
    await appendEntry(ctx, at, {
      workspaceId: member.workspaceId,
      type: 'minutes',
      body: { meetingId: id, number, minutesDigest: digest },
    })
  }
  return { state: settled, command: { ...command, minutesHash: digest }, keep }
}

const adopts: readonly (string | null | undefined)[] = ['unanimous', 'consensus', 'dissent']

/** What adopted them: an item that a later meeting of the plan decided, a poll of the plan that did, or a decision taken elsewhere. */
async function decisionOf(
  tx: Tx,
  state: MeetingState,
  decidedBy: CommandOf<'adoptMinutes'>['decidedBy'],
): Promise<MinutesAdoption['decidedBy']> {
  if ('meetingId' in decidedBy) {
    const { meetingId, itemId } = decidedBy
    const later = meetingId === state.id ? null : await readMeetingState(tx, meetingId)
    const item =
      later && later.planId === state.planId && isLater(later, state) ? itemOf(later, itemId) : null
    if (!later || !item || item.status !== 'decided' || !adopts.includes(item.outcome))
      throw new Refused('minutesUndecided')
    const { title: meeting, startsAt } = later.about
    return { meetingId, itemId, meeting, item: item.title, startsAt }
  }
  if ('pollId' in decidedBy) {
    const row = await tx
      .selectFrom('polls')
      .innerJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
      .leftJoin('poll_addenda', (join) =>
        join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
      )
      .select('result_json')
      .where('polls.id', '=', decidedBy.pollId)
      .where('polls.plan_id', '=', state.planId)
      .where('polls.form', '=', 2)
      .where('polls.opened_at', '>', state.closedAt ?? '')
      .where('poll_addenda.id', 'is', null)
      .executeTakeFirst()
    const outcome = row && (JSON.parse(row.result_json) as { outcome?: string }).outcome
    if (!adopts.includes(outcome)) throw new Refused('minutesUndecided')
  }
  return decidedBy
}

/** A meeting adopts the minutes of those that were closed before it opened. */
export function isLater({ openedAt }: Pick<MeetingState, 'openedAt'>, { closedAt }: MeetingState): boolean {
  return openedAt !== null && closedAt !== null && openedAt > closedAt
}
