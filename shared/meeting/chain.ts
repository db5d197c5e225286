// The chain of a meeting's events (MEET-20): each hash covers the event and the hash before it, so none can be changed, removed or
// put between unseen. Pure. Called by the server when it appends, by exports, by whoever checks.
import { digest } from '../record/canonical.ts'
import type { MeetingEvent } from './events.ts'

/** What stands before the first event. */
export const chainStart = '0'.repeat(64)

/** digest('event', {meetingId, previous, event}), in lower-case hexadecimal. */
export function eventHash(meetingId: string, previous: string, event: MeetingEvent): string {
  return digest('event', { meetingId, previous, event })
}

export interface ChainedEvent {
  readonly event: MeetingEvent
  readonly previous: string
  readonly hash: string
}

/** The number of the first event at which the chain does not hold, in the order kept; null when it holds to its end. */
export function chainBreak(meetingId: string, links: readonly ChainedEvent[]): number | null {
  let previous = chainStart
  let seq = 0
  for (const link of links) {
    seq += 1
    const { event } = link
    const holds =
      event.seq === seq && link.previous === previous && link.hash === eventHash(meetingId, previous, event)
    if (!holds) return seq
    previous = link.hash
  }
  return null
}
