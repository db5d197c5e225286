// The register of minutes: each seat with who held it and when, who represented it, what it stepped aside from. Pure: read from the log.
// Called by minutes.ts.
import type { HappeningKind, MeetingEvent } from './events.ts'
import { foldOn } from './fold.ts'
import type { MinutesSeat, MinutesStay } from './minutes-record.ts'
import { presenceOf, proxyAwake } from './register.ts'
import { type MeetingFacts, type MeetingState, noMeeting, type SeatState } from './state.ts'
import { type Stay, staysOf } from './stays.ts'

/** What may change who is there, or whose voice is carried. */
const moving: readonly HappeningKind[] = [
  'rollChanged',
  'arrived',
  'left',
  'handedOver',
  'proxyGiven',
  'proxyRevoked',
  'recusalDeclared',
  'recusalWithdrawn',
  'itemOpened',
  'itemPaused',
  'itemDone',
  'itemDecided',
  'itemPostponed',
  'itemWithdrawn',
  'opened',
  'closed',
]

type Mutable<T> = { -readonly [key in keyof T]: T[key] }
type Span = Mutable<MinutesSeat['represented'][number]>

/** What is gathered on a seat while the log goes by. */
interface Line {
  seat: SeatState
  presence: MinutesSeat['presence']
  readonly represented: Span[]
  readonly proxies: Mutable<MinutesSeat['proxies'][number]>[]
  readonly recusals: Mutable<MinutesSeat['recusals'][number]>[]
  gone?: string
}

/**
 * MIN-2: every seat that was ever on the roll, in the order of their names: its stays, its proxies, its recusals, and the best its
 * presence was while the meeting sat. `events` in the order of their numbers, each once.
 */
export function minutesSeats(facts: MeetingFacts, events: readonly MeetingEvent[]): MinutesSeat[] {
  const lines = new Map<string, Line>()
  let state = noMeeting(facts)
  for (const event of events) {
    state = foldOn(state, [event])
    if (moving.includes(event.kind)) follow(lines, state, event)
  }
  const stays = staysOf(events)
  return [...lines.values()]
    .sort((a, b) => compareText(a.seat.name, b.seat.name) || compareText(a.seat.seatId, b.seat.seatId))
    .map(({ seat, presence, represented, proxies, recusals, gone }) => ({
      seatId: seat.seatId,
      name: seat.name,
      college: seat.college,
      kind: seat.kind,
      right: seat.right,
      presence,
      stays: stays.filter(({ seatId }) => seatId === seat.seatId).map((stay) => stayOf(stay, seat)),
      proxies,
      represented,
      recusals,
      ...(gone !== undefined && { gone }),
    }))
}

function follow(lines: Map<string, Line>, state: MeetingState, event: MeetingEvent): void {
  const sits = state.status === 'open' || state.status === 'suspended'
  for (const seat of state.seats.values()) {
    const line = lines.get(seat.seatId) ?? {
      seat,
      presence: 'absent',
      represented: [],
      proxies: [],
      recusals: [],
    }
    line.seat = seat
    // It may come back to the roll.
    delete line.gone
    lines.set(seat.seatId, line)
    const presence = presenceOf(state, seat, state.activeItem)
    const carrier = sits && presence === 'represented' ? carrierOf(state, seat) : null
    const open = line.represented.at(-1)
    if (open && open.to === undefined && open.by !== carrier) open.to = event.at
    if (carrier !== null && (open === undefined || open.to !== undefined))
      line.represented.push({ by: carrier, from: event.at })
    if (sits && presence !== 'absent' && line.presence !== 'present') line.presence = presence
  }
  logged(lines, state, event)
}

function carrierOf(state: MeetingState, { seatId }: SeatState): string | null {
  const carrier = proxyAwake(state, seatId, state.activeItem)
  return carrier === null ? null : (state.seats.get(carrier)?.name ?? carrier)
}

/** What an event says of one seat in so many words. */
function logged(lines: Map<string, Line>, state: MeetingState, event: MeetingEvent): void {
  const { at } = event
  switch (event.kind) {
    case 'proxyGiven':
      lines.get(event.from)?.proxies.push({ to: state.seats.get(event.to)?.name ?? event.to, from: at })
      break
    case 'proxyRevoked': {
      const given = lines.get(event.from)?.proxies.at(-1)
      if (given && given.until === undefined) given.until = at
      break
    }
    case 'recusalDeclared': {
      const { itemId, reason, by } = event
      lines.get(event.seatId)?.recusals.push({ itemId, reason, at, by: by.name })
      break
    }
    case 'recusalWithdrawn': {
      const declared = lines
        .get(event.seatId)
        ?.recusals.findLast(({ itemId, until }) => itemId === event.itemId && until === undefined)
      if (declared) declared.until = at
      break
    }
    case 'rollChanged':
      for (const seatId of event.gone) {
        const line = lines.get(seatId)
        if (line) line.gone = at
      }
  }
}

export function stayOf({ person, mode, from, to, enteredBy }: Stay, seat?: SeatState): MinutesStay {
  const known = seat?.people.find(({ userId }) => userId === person.userId)
  return {
    name: person.name,
    mode,
    ...(known && { as: known.as }),
    from,
    ...(to !== null && { to }),
    ...(enteredBy && { enteredBy: enteredBy.name }),
  }
}

/** Who was there without ever holding a seat, by name. */
export function minutesOthers(
  events: readonly MeetingEvent[],
): { readonly name: string; readonly stays: readonly MinutesStay[] }[] {
  const byPerson = Map.groupBy(staysOf(events), ({ person }) => person.userId)
  return [...byPerson.values()]
    .filter((stays) => stays.every(({ seatId }) => seatId === null))
    .map((stays) => ({ name: stays.at(-1)!.person.name, stays: stays.map((stay) => stayOf(stay)) }))
    .sort((a, b) => compareText(a.name, b.name))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
