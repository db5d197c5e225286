// The minutes of a meeting: a function of its events and of its polls' records (MIN rules). Nothing else gives a figure; what is written
// by hand stands beside, in places of its own, and is never read here but to be put there. Pure.
// Called by the acts on minutes; by whoever makes them again to compare.
import { assert } from '../basics.ts'
import { digest } from '../record/canonical.ts'
import { chainStart, eventHash } from './chain.ts'
import type { EventOf, HappeningKind, MeetingEvent } from './events.ts'
import { meetingAt } from './fold.ts'
import { minutesPolls, type PollSource } from './minutes-polls.ts'
import { minutesOthers, minutesSeats } from './minutes-presence.ts'
import type {
  HandWords,
  Minutes,
  MinutesBody,
  MinutesItem,
  MinutesNote,
  MinutesQuorum,
  MinutesRecord,
  MinutesTurn,
} from './minutes-record.ts'
import type { MeetingFacts, MeetingState } from './state.ts'

export interface MinutesSources {
  readonly facts: MeetingFacts
  readonly body: MinutesBody
  /** In any order and any number of copies. */
  readonly events: readonly MeetingEvent[]
  readonly polls: ReadonlyMap<string, PollSource>
  readonly words: readonly HandWords[]
  readonly previous: { readonly number: number; readonly digest: string } | null
}

/** MIN-1: the same minutes for any order of delivery and any number of copies; what follows the adoption is not in them. */
export function minutesOf({ facts, body, events, polls, words, previous }: MinutesSources): Minutes {
  const log = ordered(events)
  const adopted = log.findIndex(({ kind }) => kind === 'minutesAdopted')
  const told = adopted < 0 ? log : log.slice(0, adopted)
  const record = recordOf({ facts, body, events: told, polls, previous })
  const places = new Set(minutesPlaces(record))
  return {
    format: 'assise/minutes/v1',
    record,
    words: [...words]
      .filter(({ place, text }) => places.has(place) && text !== '')
      .sort((a, b) => (a.place < b.place ? -1 : 1)),
  }
}

export function minutesDigest(minutes: Minutes): string {
  return digest('minutes', minutes)
}

interface Placed {
  readonly items: readonly { readonly itemId: string }[]
  readonly polls: readonly { readonly pollId: string }[]
}

/** MIN-4: the places where words may be written by hand, in reading order. They are those of the record: words elsewhere have no place. */
export function minutesPlaces({ items, polls }: Placed): string[] {
  return [
    'head',
    'presence',
    'quorum',
    ...items.map(({ itemId }) => itemPlace(itemId)),
    ...polls.map(({ pollId }) => pollPlace(pollId)),
    'end',
  ]
}

export function itemPlace(itemId: string): string {
  return `item:${itemId}`
}

export function pollPlace(pollId: string): string {
  return `poll:${pollId}`
}

/** MIN-5: corrections made since the adoption, which are added to the minutes and change nothing of them. */
export function minutesCorrections(events: readonly MeetingEvent[]): (MinutesNote & { seq: number })[] {
  const log = ordered(events)
  const adopted = log.find(({ kind }) => kind === 'minutesAdopted')
  if (!adopted) return []
  return notesOf(log, 'correction').filter(({ seq }) => seq > adopted.seq)
}

function ordered(events: readonly MeetingEvent[]): MeetingEvent[] {
  const bySeq = new Map(events.map((event) => [event.seq, event]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

type Told = Omit<MinutesSources, 'words'>

function recordOf({ facts, body, events, polls, previous }: Told): MinutesRecord {
  const state = meetingAt(facts, events)
  const last = events.at(-1)
  assert(last, 'minutes of a meeting without events')
  const { title, mode, place, link, startsAt, endsAt, secretary } = state.about
  const convened = only(events, 'convened').at(-1)
  const opened = only(events, 'opened')[0]
  const notes = (note: MinutesNoteKind) => notesOf(events, note).map(({ seq: _, ...rest }) => rest)
  return {
    meetingId: facts.id,
    planId: facts.planId,
    body,
    title,
    mode,
    place,
    link,
    planned: { startsAt, endsAt },
    status: state.status,
    ...(convened && { convened: { at: convened.at, by: convened.by.name } }),
    changedAt: only(events, 'described').flatMap(({ at, seq }) =>
      convened && seq > convened.seq ? [at] : [],
    ),
    ...(opened && { facilitator: opened.by.name }),
    secretary,
    turns: turnsOf(events),
    ...(convened && {
      rules: {
        version: convened.rules.version,
        digest: digest('rules', convened.rules),
        text: convened.rulesText,
      },
    }),
    seats: minutesSeats(facts, events),
    others: minutesOthers(events),
    quorum: only(events, 'quorumEvaluated').map(quorumOf),
    items: state.items.map((item) => itemOf(state, events, item)),
    polls: minutesPolls(events, polls),
    incidents: notes('incident'),
    annotations: notes('annotation'),
    corrections: notes('correction'),
    log: { events: events.length, hash: headOf(facts.id, events) },
    ...(state.record && { recordHead: state.record }),
    ...(previous && { previous }),
  }
}

function only<K extends HappeningKind>(events: readonly MeetingEvent[], kind: K): EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.kind === kind)
}

/** The hash at the head of the chain, made from the events themselves. */
function headOf(meetingId: string, events: readonly MeetingEvent[]): string {
  return events.reduce((previous, event) => eventHash(meetingId, previous, event), chainStart)
}

function turnsOf(events: readonly MeetingEvent[]): MinutesTurn[] {
  return events.flatMap((event): MinutesTurn[] => {
    const { at } = event
    const by = event.by.name
    switch (event.kind) {
      case 'opened':
      case 'resumed':
      case 'closed':
        return [{ kind: event.kind, at, by }]
      case 'suspended': {
        const { cause, reason } = event
        return [{ kind: 'suspended', at, by, cause, ...(reason !== '' && { reason }) }]
      }
      case 'cancelled':
        return [{ kind: 'cancelled', at, by, ...(event.reason !== '' && { reason: event.reason }) }]
      default:
        return []
    }
  })
}

function quorumOf({ at, occasion, figures, itemId, pollId }: EventOf<'quorumEvaluated'>): MinutesQuorum {
  return {
    at,
    occasion,
    figures,
    ...(itemId !== undefined && { itemId }),
    ...(pollId !== undefined && { pollId }),
  }
}

/** What ends a stretch of time spent on an item, and what settles it. */
const settling: readonly HappeningKind[] = ['itemDone', 'itemDecided', 'itemPostponed', 'itemWithdrawn']

function itemOf(
  state: MeetingState,
  events: readonly MeetingEvent[],
  item: MeetingState['items'][number],
): MinutesItem {
  const { itemId, title, kind, plannedMinutes, status, textRef, outcome, decidedByPoll, words } = item
  const own = events.filter((event) => 'itemId' in event && event.itemId === itemId)
  const settled = own.findLast((event) => settling.includes(event.kind))
  const decided = status === 'decided'
  return {
    itemId,
    title,
    kind,
    plannedMinutes,
    status,
    periods: periodsOf(own, state.closedAt),
    ...(textRef && { textRef }),
    ...(settled && { settledAt: settled.at }),
    ...(outcome !== null && { outcome }),
    ...(decidedByPoll !== null && { pollId: decidedByPoll }),
    ...(decided && decidedByPoll === null && { assent: true as const }),
    words,
    dissents: state.dissents
      .filter((one) => one.itemId === itemId)
      .map((one) => ({
        seat: state.seats.get(one.seatId)?.name ?? one.seatId,
        words: one.words,
        at: one.at,
        by: one.by.name,
      })),
  }
}

function periodsOf(own: readonly MeetingEvent[], closedAt: string | null): MinutesItem['periods'] {
  const periods: { from: string; to?: string }[] = []
  for (const { kind, at } of own) {
    const open = periods.at(-1)
    if (kind === 'itemOpened') periods.push({ from: at })
    else if ((kind === 'itemPaused' || settling.includes(kind)) && open && open.to === undefined) open.to = at
  }
  const last = periods.at(-1)
  if (last && last.to === undefined && closedAt !== null) last.to = closedAt
  return periods
}

type MinutesNoteKind = EventOf<'noted'>['note']

function notesOf(
  events: readonly MeetingEvent[],
  note: MinutesNoteKind,
): (MinutesNote & { readonly seq: number })[] {
  return only(events, 'noted')
    .filter((event) => event.note === note)
    .map(({ seq, at, by, text, itemId }) => ({
      seq,
      at,
      by: by.name,
      text,
      ...(itemId !== undefined && { itemId }),
    }))
}
