// What a meeting is at an instant: a pure fold over its events (MEET-1). The same for any order of delivery and any number of copies.
// Called by commands and record (to decide), by the server (to show and to open polls), by minutes.
import type { EventOf, MeetingEvent, Who } from './events.ts'
import {
  type AgendaItem,
  type ItemStatus,
  type MeetingFacts,
  type MeetingPoll,
  type MeetingState,
  noMeeting,
  type Present,
  type SeatState,
  type Speech,
} from './state.ts'

/** MEET-1: the state after `events`, in the order of their numbers, each once, whatever order and number they come in. */
export function meetingAt(facts: MeetingFacts, events: readonly MeetingEvent[]): MeetingState {
  return foldOn(noMeeting(facts), events)
}

/** Goes on from a state: events it already has are passed over. */
export function foldOn(state: MeetingState, events: readonly MeetingEvent[]): MeetingState {
  const ordered = events.toSorted((a, b) => a.seq - b.seq)
  return ordered.reduce((at, event) => (event.seq > at.seq ? after(at, event) : at), state)
}

const followsAgenda = { kind: 'agenda' } as const

/** The state after one more event. Total: an event about what is not there changes nothing but number and instant. */
function after(before: MeetingState, event: MeetingEvent): MeetingState {
  const state = { ...before, seq: event.seq, at: event.at }
  switch (event.kind) {
    case 'drafted':
      return { ...state, about: event.about }
    case 'described':
      return {
        ...state,
        about: event.about,
        revision: state.revision + (state.status === 'draft' ? 0 : 1),
      }
    case 'convened':
      return {
        ...state,
        status: 'convened',
        rules: event.rules,
        rulesText: event.rulesText,
        convenedBy: event.by,
      }
    case 'cancelled':
      return {
        ...emptied(state),
        ...{ status: 'cancelled', cancelledFor: event.reason, revision: state.revision + 1 },
      }
    case 'opened':
      return { ...state, status: 'open', openedAt: event.at }
    case 'suspended':
      return { ...state, status: 'suspended', suspendedFor: event.cause }
    case 'resumed':
      return { ...state, status: 'open', suspendedFor: null }
    case 'closed':
      return {
        ...emptied(state),
        ...{ status: 'closed', closedAt: event.at, suspendedFor: null, record: event.record ?? null },
      }
    case 'minutesAdopted':
      return { ...state, status: 'adopted' }
    case 'noted': {
      const { at, by, note, text, itemId = null } = event
      return { ...state, notes: [...state.notes, { at, by, note, text, itemId }] }
    }
    case 'quorumEvaluated': {
      const { at, occasion, figures, itemId = null } = event
      // A poll on another item than the one under way has its own denominators: it does not say whether the room has its quorum.
      return itemId === state.activeItem ? { ...state, quorum: { at, occasion, figures } } : state
    }
    case 'shown':
      return { ...state, screen: event.screen }
    case 'textFrozen':
      return { ...state, frozen: [...state.frozen, { text: event.text, textHash: event.textHash }] }
    case 'textThawed':
      return { ...state, frozen: state.frozen.filter(({ textHash }) => textHash !== event.textHash) }
    default:
      return afterAgenda(state, event) ?? afterPresence(state, event) ?? afterWords(state, event)
  }
}

/** Whoever was there is no longer: a meeting that is over has nobody in it, and no one holds a seat. */
function emptied(state: MeetingState): MeetingState {
  const seats = new Map([...state.seats].map(([id, seat]) => [id, { ...seat, holder: null }]))
  return { ...state, people: new Map(), seats, activeItem: null }
}

function afterAgenda(state: MeetingState, event: MeetingEvent): MeetingState | null {
  const settle = (itemId: string, status: ItemStatus, more: Partial<AgendaItem> = {}) =>
    leaveItem(state, itemId, event.at, { status, ...more })
  switch (event.kind) {
    case 'itemAdded': {
      const { itemId, item } = event
      const fresh: AgendaItem = {
        ...item,
        itemId,
        status: 'pending',
        openedAt: null,
        spentMs: 0,
        outcome: null,
        decidedByPoll: null,
        words: '',
      }
      return { ...state, items: [...state.items, fresh] }
    }
    case 'itemChanged': {
      const { textRef: _, ...about } = event.item
      const rest = event.item.textRef ? { ...about, textRef: event.item.textRef } : about
      const changed = ({ textRef: _old, ...item }: AgendaItem) => ({ ...item, ...rest })
      return withItem(state, event.itemId, changed)
    }
    case 'itemsOrdered': {
      const place = (itemId: string) => event.order.indexOf(itemId)
      return { ...state, items: state.items.toSorted((a, b) => place(a.itemId) - place(b.itemId)) }
    }
    case 'itemOpened':
      return {
        ...withItem(state, event.itemId, (item) => ({ ...item, status: 'active', openedAt: event.at })),
        activeItem: event.itemId,
        screen: followsAgenda,
      }
    case 'itemPaused':
      return settle(event.itemId, 'pending')
    case 'itemDone':
      return settle(event.itemId, 'done')
    case 'itemDecided': {
      const { outcome, pollId = null, words } = event
      return settle(event.itemId, 'decided', { outcome, decidedByPoll: pollId, words })
    }
    case 'itemPostponed':
      return settle(event.itemId, 'postponed', { outcome: 'postponed', words: event.reason })
    case 'itemWithdrawn':
      return settle(event.itemId, 'withdrawn', { words: event.reason })
    default:
      return null
  }
}

function leaveItem(
  state: MeetingState,
  itemId: string,
  at: string,
  change: Partial<AgendaItem>,
): MeetingState {
  const left = withItem(state, itemId, (item) => ({
    ...item,
    ...change,
    openedAt: null,
    spentMs: item.spentMs + (item.openedAt === null ? 0 : Date.parse(at) - Date.parse(item.openedAt)),
  }))
  return { ...left, activeItem: state.activeItem === itemId ? null : state.activeItem }
}

function withItem(
  state: MeetingState,
  itemId: string,
  change: (item: AgendaItem) => AgendaItem,
): MeetingState {
  return { ...state, items: state.items.map((item) => (item.itemId === itemId ? change(item) : item)) }
}

function afterPresence(state: MeetingState, event: MeetingEvent): MeetingState | null {
  switch (event.kind) {
    case 'rollChanged':
      return afterRoll(state, event)
    case 'arrived': {
      const { person, mode, seatId, at, by } = event
      const known = state.people.get(person.userId)
      const enteredBy = by.userId === person.userId ? null : by
      const here: Present = known ? { ...known, mode } : { ...person, mode, since: at, enteredBy }
      const people = new Map(state.people).set(person.userId, here)
      return seated({ ...state, people }, seatId, person, at)
    }
    case 'moved': {
      const known = state.people.get(event.person.userId)
      if (!known) return state
      return { ...state, people: new Map(state.people).set(known.userId, { ...known, mode: event.mode }) }
    }
    case 'left': {
      const { person, seatId } = event
      const seats = new Map(state.seats)
      for (const [id, seat] of seats) {
        if (seat.holder?.userId !== person.userId || (seatId ?? id) !== id) continue
        seats.set(id, { ...seat, holder: null })
      }
      const people = new Map(state.people)
      if (seatId === undefined) people.delete(person.userId)
      return { ...state, seats, people }
    }
    case 'handedOver':
      return seated(state, event.seatId, event.to, event.at)
    case 'proxyGiven':
      return withSeat(state, event.from, (seat) => ({ ...seat, proxyTo: event.to }))
    case 'proxyRevoked':
      return withSeat(state, event.from, (seat) => ({ ...seat, proxyTo: null }))
    case 'recusalDeclared': {
      const { seatId, itemId, reason, by } = event
      return { ...state, recusals: [...state.recusals, { seatId, itemId, reason, by }] }
    }
    case 'recusalWithdrawn': {
      const kept = state.recusals.filter(
        ({ seatId, itemId }) => seatId !== event.seatId || itemId !== event.itemId,
      )
      return { ...state, recusals: kept }
    }
    default:
      return null
  }
}

function withSeat(state: MeetingState, seatId: string, change: (seat: SeatState) => SeatState): MeetingState {
  const seat = state.seats.get(seatId)
  return seat ? { ...state, seats: new Map(state.seats).set(seatId, change(seat)) } : state
}

/** Puts a person in a seat: one map entry, one `holder`, so that a second holder cannot even be written. */
function seated(state: MeetingState, seatId: string | undefined, person: Who, at: string): MeetingState {
  if (seatId === undefined) return state
  return withSeat(state, seatId, (seat) => {
    const { as, rank } = seat.people.find(({ userId }) => userId === person.userId) ?? {
      as: 'alternate' as const,
      rank: 0,
    }
    return { ...seat, holder: { userId: person.userId, name: person.name, as, rank, since: at } }
  })
}

function afterRoll(state: MeetingState, { seats, gone }: EventOf<'rollChanged'>): MeetingState {
  const roll = new Map(state.seats)
  for (const seat of seats) {
    const before = roll.get(seat.seatId)
    roll.set(seat.seatId, { ...seat, holder: before?.holder ?? null, proxyTo: before?.proxyTo ?? null })
  }
  for (const seatId of gone) roll.delete(seatId)
  return { ...state, seats: roll }
}

function afterWords(state: MeetingState, event: MeetingEvent): MeetingState {
  switch (event.kind) {
    case 'speechAsked': {
      const { speechId, person, seatId = null, speech, at } = event
      const asked: Speech = {
        speechId,
        person,
        seatId,
        speech,
        itemId: state.activeItem,
        status: 'waiting',
        askedAt: at,
        grantedAt: null,
        endedAt: null,
      }
      return { ...state, speeches: [...state.speeches, asked] }
    }
    case 'speechGranted':
      return withSpeech(state, event.speechId, { status: 'speaking', grantedAt: event.at })
    case 'speechEnded':
      return withSpeech(state, event.speechId, { status: 'ended', endedAt: event.at })
    case 'speechWithdrawn':
      return withSpeech(state, event.speechId, { status: 'withdrawn', endedAt: event.at })
    case 'dissentNamed':
    case 'dissentWithdrawn':
      return { ...state, dissents: dissentsAfter(state, event) }
    case 'pollOpened': {
      const { pollId, itemId = null, question, deciding, closesAt = null, at } = event
      const opened: MeetingPoll = {
        pollId,
        itemId,
        question,
        deciding,
        closesAt,
        openedAt: at,
        status: 'open',
        closedAt: null,
        outcome: null,
      }
      return { ...state, polls: new Map(state.polls).set(pollId, opened), screen: followsAgenda }
    }
    case 'pollClosed':
      return withPoll(state, event.pollId, (poll) => ({
        ...poll,
        status: 'closed',
        closedAt: event.at,
        outcome: event.outcome ?? null,
      }))
    case 'pollProclaimed':
      return withPoll(state, event.pollId, (poll) => ({ ...poll, outcome: event.outcome }))
    case 'pollAnnulled':
      return undecided(
        withPoll(state, event.pollId, (poll) => ({ ...poll, status: 'annulled' })),
        event.pollId,
      )
    default:
      return state
  }
}

/**
 * MEET-7: what an annulled poll decided is decided no more: the item is to be decided again, or, once the meeting is closed, stands as
 * postponed. Adopted minutes are fixed: nothing moves under them.
 */
function undecided(state: MeetingState, pollId: string): MeetingState {
  if (state.status === 'adopted') return state
  const closed = state.status === 'closed'
  const again = closed
    ? ({ status: 'postponed', outcome: 'postponed' } as const)
    : ({ status: 'pending', outcome: null } as const)
  const items = state.items.map((item) =>
    item.decidedByPoll === pollId ? { ...item, ...again, decidedByPoll: null, words: '' } : item,
  )
  return { ...state, items }
}

/** One a seat and item: the last words stand. */
function dissentsAfter(
  { dissents }: MeetingState,
  event: EventOf<'dissentNamed' | 'dissentWithdrawn'>,
): MeetingState['dissents'] {
  const { seatId, itemId, at, by } = event
  const others = dissents.filter((one) => one.seatId !== seatId || one.itemId !== itemId)
  return event.kind === 'dissentNamed' ? [...others, { seatId, itemId, words: event.words, at, by }] : others
}

function withSpeech(state: MeetingState, speechId: string, change: Partial<Speech>): MeetingState {
  const speeches = state.speeches.map((one) => (one.speechId === speechId ? { ...one, ...change } : one))
  return { ...state, speeches }
}

function withPoll(
  state: MeetingState,
  pollId: string,
  change: (poll: MeetingPoll) => MeetingPoll,
): MeetingState {
  const poll = state.polls.get(pollId)
  return poll ? { ...state, polls: new Map(state.polls).set(pollId, change(poll)) } : state
}
