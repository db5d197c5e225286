// A poll with its names, kept true: the names are asked for beside the rest, and less often while voices come, since they are most of what
// is sent. Called by the pages that show a poll whole.
import { mergeProps } from 'solid-js'
import type { WholeVote } from '../../../shared/poll/views.ts'
import { call, doors, type RefusedByServer } from '../../api.ts'
import { live } from '../../live.ts'

export interface LiveVote {
  /** The poll asked for, once both its parts came. */
  ready(): WholeVote | undefined
  error(): RefusedByServer | null
}

export function liveVote(pollId: () => string): LiveVote {
  const topics = ['polls', 'voices'] as const
  const view = live(topics, () => call(doors.vote, { params: { pollId: pollId() } }), { urgency: 'first' })
  const roll = live(topics, () => call(doors.voteRoll, { params: { pollId: pollId() } }), {
    urgency: 'behind',
  })
  // One object that reads both: what changes in one redraws nothing of the other.
  const whole = mergeProps(
    () => view(),
    () => roll(),
  ) as WholeVote
  return {
    ready: () => (view()?.id === pollId() && roll()?.id === pollId() ? whole : undefined),
    error: () => view.error() ?? (roll() ? null : roll.error()),
  }
}
