// What the room screen shows (MEET-25): what the facilitator chose, or what the meeting is at. Pure.
// The decider is called by commands.ts; sceneOf by the screen itself, so that any number of screens show the same.
import { refusal } from '../refusals.ts'
import { type Deciders, mustBeLive, mustRun } from './deciding.ts'
import type { ScreenChoice } from './events.ts'
import type { AgendaItem, MeetingPoll, MeetingStatus } from './state.ts'

export const screenDeciders: Deciders<'show'> = {
  show(state, { screen }, deciding) {
    const refused = mustRun(deciding) ?? mustBeLive(state)
    if (refused) return refused
    if (screen.kind === 'poll' && !state.polls.has(screen.pollId)) return refusal('pollNotOfItem')
    return [{ kind: 'shown', screen }]
  },
}

/** The one thing on the wall. A poll is its question and count while it is open, its result afterwards. */
export type Scene =
  | { readonly kind: 'checkIn' | 'queue' | 'quorum' | 'suspended' | 'over' }
  | { readonly kind: 'item'; readonly itemId: string }
  | { readonly kind: 'poll'; readonly pollId: string }

/** What sceneOf looks at: a part of a meeting's view. */
export interface Staged {
  readonly status: MeetingStatus
  readonly screen: ScreenChoice
  readonly activeItem: string | null
  readonly agenda: readonly Pick<AgendaItem, 'itemId' | 'openedAt'>[]
  readonly polls: readonly Pick<MeetingPoll, 'pollId' | 'status' | 'closedAt'>[]
  readonly queue: { readonly speaking: { readonly grantedAt: string | null } | null }
}

/**
 * MEET-25: an open poll comes before its result, the result before who speaks (until somebody does after it), who speaks before the
 * item under way. A suspended meeting and one that is over say only that.
 */
export function sceneOf(meeting: Staged): Scene {
  const { status } = meeting
  if (status === 'closed' || status === 'adopted' || status === 'cancelled') return { kind: 'over' }
  const chosen = chosenScene(meeting)
  if (chosen) return chosen
  if (status === 'suspended') return { kind: 'suspended' }
  if (status !== 'open') return { kind: 'checkIn' }
  return followed(meeting)
}

function chosenScene({ screen, activeItem, polls }: Staged): Scene | null {
  switch (screen.kind) {
    case 'agenda':
      return null
    case 'item':
      return activeItem === null ? null : { kind: 'item', itemId: activeItem }
    case 'poll':
      return polls.some(({ pollId, status }) => pollId === screen.pollId && status !== 'annulled')
        ? { kind: 'poll', pollId: screen.pollId }
        : null
    default:
      return { kind: screen.kind }
  }
}

function followed({ activeItem, agenda, polls, queue }: Staged): Scene {
  const open = polls.findLast(({ status }) => status === 'open')
  if (open) return { kind: 'poll', pollId: open.pollId }
  const since = agenda.find(({ itemId }) => itemId === activeItem)?.openedAt ?? ''
  const spoken = queue.speaking?.grantedAt ?? ''
  const result = polls.findLast(({ status, closedAt }) => status === 'closed' && (closedAt ?? '') > since)
  if (result && (result.closedAt ?? '') > spoken) return { kind: 'poll', pollId: result.pollId }
  if (queue.speaking) return { kind: 'queue' }
  return activeItem === null ? { kind: 'checkIn' } : { kind: 'item', itemId: activeItem }
}
