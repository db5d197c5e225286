// Where a new round is held: in the meeting of the round before while it sits, for those who are there and on its item; outside of any
// meeting otherwise. Called by OpenVote, which objections and polls lead to.
import { createMemo } from 'solid-js'
import type { MeetingView } from '../../../../shared/meeting/views.ts'
import { call, doors } from '../../../api.ts'
import { live } from '../../../live.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import type { OpeningMeeting } from './opening.ts'

export interface RoundMeeting {
  /** Whether it is known yet where the round is held. */
  known(): boolean
  /** Null: outside of any meeting. */
  view(): MeetingView | null
  itemId(): string | null
  /** What the opening form needs of it. */
  forForm(): OpeningMeeting | undefined
}

export function createRoundMeeting(follows: () => string | undefined): RoundMeeting {
  const { votes } = useWorkspace()
  const before = createMemo(() => votes()?.find(({ id }) => id === follows()))
  const meeting = live('meeting', () => {
    const meetingId = before()?.meetingId
    return meetingId ? call(doors.meeting, { params: { meetingId } }) : null
  })
  const view = () => {
    const now = meeting()
    return now && (now.status === 'open' || now.status === 'suspended') ? now : null
  }
  const itemId = () => before()?.itemId ?? null
  return {
    known: () =>
      follows() === undefined || (votes() !== undefined && (!before()?.meetingId || meeting() !== undefined)),
    view,
    itemId,
    forForm() {
      const now = view()
      return now?.rules ? openingIn(now, itemId()) : undefined
    },
  }
}

/** A meeting as an opening needs it; null once it is over, when nothing opens in it any more. */
export function openingIn(view: MeetingView, itemId: string | null): OpeningMeeting | undefined {
  const { id, rules, seats, status } = view
  if (status === 'closed' || status === 'adopted' || status === 'cancelled') return undefined
  const waits = status === 'draft' || status === 'convened'
  const voting = seats.filter((seat) => seat.right === 'deliberative')
  // Nobody has come before it sits: all those invited are the measure then.
  const there = waits ? voting : voting.filter((seat) => seat.presence !== 'absent')
  return { id, itemId, rules: rules?.data, seats: there.length, waits }
}
