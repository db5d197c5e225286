// Who was there, in which seat, from when to when: the attendance as minutes tell it, read from the log. Pure.
// Called by minutes and by the record of a decision; the state at any instant is meetingAt of the events up to it.
import type { MeetingEvent, PresenceMode, Who } from './events.ts'

/** A stretch of time during which one person was there in one way: same mode, same seat or none. */
export interface Stay {
  readonly person: Who
  readonly mode: PresenceMode
  readonly seatId: string | null
  readonly from: string
  /** Null while it lasts. */
  readonly to: string | null
  /** Who entered them, when it was somebody else. */
  readonly enteredBy: Who | null
}

interface Here {
  readonly person: Who
  readonly mode: PresenceMode
  readonly enteredBy: Who | null
  readonly seats: ReadonlySet<string>
  readonly since: string
}

/**
 * The stays of a meeting in the order they began (MEET-11): a change of seat or of mode ends one and begins the next, and the closing
 * ends all. Stretches of no length are left out.
 */
export function staysOf(events: readonly MeetingEvent[]): Stay[] {
  const here = new Map<string, Here>()
  const ended: Stay[] = []
  const end = ({ person, mode, enteredBy, seats, since }: Here, to: string | null) => {
    if (to === since) return
    const places = seats.size === 0 ? [null] : [...seats]
    for (const seatId of places) ended.push({ person, mode, seatId, from: since, to, enteredBy })
  }
  const change = (userId: string, at: string, next: Partial<Here> | null, begin?: Here) => {
    const before = here.get(userId)
    if (before) end(before, at)
    if (!next) here.delete(userId)
    else {
      const now = before ?? begin
      if (now) here.set(userId, { ...now, ...next, since: at })
    }
  }
  const seatsOf = (userId: string) => here.get(userId)?.seats ?? new Set<string>()
  const without = (userId: string, seatId: string) =>
    new Set([...seatsOf(userId)].filter((one) => one !== seatId))
  for (const event of events.toSorted((a, b) => a.seq - b.seq)) {
    const { at } = event
    switch (event.kind) {
      case 'arrived': {
        const { person, mode, seatId, by } = event
        const seats = new Set([...seatsOf(person.userId), ...(seatId === undefined ? [] : [seatId])])
        const enteredBy = by.userId === person.userId ? null : by
        change(person.userId, at, { mode, seats }, { person, mode, enteredBy, seats, since: at })
        break
      }
      case 'moved':
        change(event.person.userId, at, { mode: event.mode })
        break
      case 'left': {
        const { userId } = event.person
        const next = event.seatId === undefined ? null : { seats: without(userId, event.seatId) }
        change(userId, at, next)
        break
      }
      case 'handedOver': {
        const { from, to, seatId } = event
        change(from.userId, at, { seats: without(from.userId, seatId) })
        change(to.userId, at, { seats: new Set([...seatsOf(to.userId), seatId]) })
        break
      }
      case 'closed':
      case 'cancelled':
        for (const userId of [...here.keys()]) change(userId, at, null)
    }
  }
  for (const one of here.values()) end(one, null)
  return ended.sort((a, b) => compareText(a.from, b.from) || compareText(a.person.userId, b.person.userId))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
