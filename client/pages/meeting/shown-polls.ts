// Which polls of a meeting stand whole on its pages: those under way; when there is none, the last result of the item under way, so that
// its objections lead on from where it was proclaimed. A next round takes its place. Called by OpenPollHere and FloorPolls.
import { createMemo } from 'solid-js'
import type { MeetingView } from '../../../shared/meeting/views.ts'
import { useMeeting } from './meeting.ts'

type MeetingPoll = MeetingView['polls'][number]

/** Their ids, in the order of their openings. `runs`: whether one is under way, for this page. */
export function createShownPolls(runs: (poll: MeetingPoll) => boolean): () => readonly string[] {
  const { view } = useMeeting()
  return createMemo(() => {
    const { polls, agenda, activeItem } = view()
    const running = polls.filter(runs)
    const since = agenda.find(({ itemId }) => itemId === activeItem)?.openedAt ?? null
    const last = polls.findLast(
      ({ status, itemId, closedAt }) =>
        status === 'closed' && since !== null && itemId === activeItem && (closedAt ?? '') > since,
    )
    return (running.length > 0 || !last ? running : [last]).map(({ pollId }) => pollId)
  })
}
