// What of a poll may be shown, to whom, when (VOTE-17): fixed before it opens, and never relaxed while it runs. Pure.
// Called by every act that shows or exports a poll; nothing else decides what is hidden.
import type { PollState } from './life.ts'
import type { PollSetting } from './setting.ts'

export interface Viewpoint {
  readonly state: PollState
  /** Its closing is written, with its count; it stays so when it is annulled later. */
  readonly counted: boolean
  /** The person carries seats of the register, and each of them that may vote has voted. */
  readonly hasVoted: boolean
}

export interface Shown {
  /** The count so far or in the end. */
  readonly count: boolean
  /** Values beside the names of those who cast them. */
  readonly voices: boolean
  /** Who has voted and who has not; otherwise only how many. */
  readonly turnout: boolean
}

/**
 * VOTE-17: after the closing everything is shown, but a secret poll's values beside names, which nobody ever sees. Before: the count
 * when the setting says so; the voices with the count in an open poll only; who has voted, unless the poll is secret. The same for
 * everyone: whoever conducts sees no more (traps 16, 19, 20).
 */
export function shownOf(setting: Pick<PollSetting, 'secrecy' | 'results'>, at: Viewpoint): Shown {
  if (at.counted) return { count: true, voices: setting.secrecy !== 'secret', turnout: true }
  const running = at.state === 'open' || at.state === 'closed'
  const count =
    running &&
    setting.secrecy !== 'secret' &&
    (setting.results === 'live' || (setting.results === 'afterVote' && at.hasVoted))
  return { count, voices: count && setting.secrecy === 'open', turnout: setting.secrecy !== 'secret' }
}
