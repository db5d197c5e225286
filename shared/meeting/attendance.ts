// Who is there and who holds which seat (MEET rules of presence): arriving, leaving, handing a seat over. Pure deciders.
// Called by commands.ts.
import { type Refusal, refusal } from '../refusals.ts'
import type { CommandOf } from './command-list.ts'
import {
  type Deciders,
  type Deciding,
  type Decision,
  mayHold,
  mustBeLive,
  runs,
  supports,
  who,
} from './deciding.ts'
import type { Happening, PresenceMode, Who } from './events.ts'
import type { MeetingState, SeatState } from './state.ts'

/** Arrivals are entered from this long before the announced start. */
const earlyMs = 3 * 60 * 60 * 1000

export function seatsHeldBy(state: MeetingState, userId: string): SeatState[] {
  return [...state.seats.values()].filter(({ holder }) => holder?.userId === userId)
}

/** The person an arrival or a departure is about; refuses whoever may not act for them (MEET-9). */
function personOf(
  state: MeetingState,
  { person, seatId }: { person?: string | undefined; seatId?: string | undefined },
  { actor, person: named }: Deciding,
): Who | Refusal {
  if (person === undefined || person === actor.userId) return who(actor)
  const seat = seatId === undefined ? undefined : state.seats.get(seatId)
  const held = seatsHeldBy(state, person)[0] ?? seat
  const supported = [...state.seats.values()].find(
    (one) => supports(one, actor.userId) && mayHold(one, person),
  )
  if (!runs(actor) && !supported)
    return held
      ? refusal('notYourSeat', { organization: held.name })
      : refusal('notYourPerson', { person: named?.name ?? '—' })
  // Who is there may leave, also one who is no longer a member.
  const known = named ?? state.people.get(person)
  return known ? who(known) : refusal('personMissing')
}

/** MEET-8: in the mode the meeting is held in; in the room by the code shown there, unless the facilitator enters the person. */
function checkMode(state: MeetingState, mode: PresenceMode, { actor }: Deciding): Refusal | null {
  const held = state.about.mode
  if (held === 'room' && mode === 'remote') return refusal('meetingInRoomOnly')
  if (held === 'remote' && mode === 'room') return refusal('meetingRemoteOnly')
  return mode === 'room' && !actor.inRoom && !runs(actor) ? refusal('codeNeeded') : null
}

function checkHour(state: MeetingState, { at, actor }: Deciding): Refusal | null {
  const { startsAt } = state.about
  const early = state.status === 'convened' && Date.parse(at) < Date.parse(startsAt) - earlyMs
  return early && !runs(actor) ? refusal('meetingTooEarly', { startsAt }) : null
}

/**
 * MEET-10: whether a person may take a seat: their mandate for it runs, nobody holds it, and they hold no other unless the rules
 * allow several.
 */
function checkTaking(state: MeetingState, seat: SeatState, person: Who): Refusal | null {
  if (!mayHold(seat, person.userId))
    return refusal('notAccredited', { person: person.name, organization: seat.name })
  if (seat.holder?.userId === person.userId) return refusal('alreadyHere', { person: person.name })
  if (seat.holder) return refusal('seatHeld', { organization: seat.name, holder: seat.holder.name })
  return checkOneSeat(state, seat, person)
}

function checkOneSeat(state: MeetingState, seat: SeatState, person: Who): Refusal | null {
  const other = seatsHeldBy(state, person.userId).find(({ seatId }) => seatId !== seat.seatId)
  if (!other || state.rules?.severalSeats) return null
  return refusal('oneSeatOnly', { person: person.name, organization: other.name })
}

/** The free seat a person arrives in when they name none: where they are delegate first, then by rank, then in the roll's order. */
function freeSeatOf(state: MeetingState, { userId }: Who): SeatState | null {
  if (seatsHeldBy(state, userId).length > 0) return null
  const rankIn = (seat: SeatState) => seat.people.find((one) => one.userId === userId)?.rank
  const free = [...state.seats.values()].filter((seat) => !seat.holder && rankIn(seat) !== undefined)
  return free.toSorted((a, b) => rankIn(a)! - rankIn(b)!)[0] ?? null
}

function arrive(state: MeetingState, command: CommandOf<'arrive'>, deciding: Deciding): Decision {
  const { mode, seatId } = command
  const refused = mustBeLive(state)
  if (refused) return refused
  const person = personOf(state, command, deciding)
  if ('code' in person) return person
  const notSo = checkMode(state, mode, deciding) ?? checkHour(state, deciding)
  if (notSo) return notSo
  const known = state.people.get(person.userId)
  if (seatId !== undefined) {
    const seat = state.seats.get(seatId)
    if (!seat) return refusal('seatMissing')
    return checkTaking(state, seat, person) ?? [{ kind: 'arrived', person, mode, seatId }]
  }
  if (known && known.mode !== mode) return [{ kind: 'moved', person, mode }]
  const seat = freeSeatOf(state, person)
  if (known && !seat) return refusal('alreadyHere', { person: person.name })
  return [{ kind: 'arrived', person, mode, ...(seat && { seatId: seat.seatId }) }]
}

/** MEET-11: nobody leaves who has not arrived. Who leaves gives up their seats, their turn to speak, and the floor. */
function leave(state: MeetingState, command: CommandOf<'leave'>, deciding: Deciding): Decision {
  const refused = mustBeLive(state)
  if (refused) return refused
  const person = personOf(state, command, deciding)
  if ('code' in person) return person
  const here = state.people.get(person.userId)
  if (!here) return refusal('notHere', { person: person.name })
  const { seatId } = command
  if (seatId === undefined)
    return [...quiet(state, person.userId), { kind: 'left', person: who(here), cause: 'own' }]
  const seat = state.seats.get(seatId)
  if (!seat) return refusal('seatMissing')
  if (seat.holder?.userId !== person.userId) return refusal('notYourSeat', { organization: seat.name })
  return [{ kind: 'left', person: who(here), seatId, cause: 'own' }]
}

/** The turns to speak that end when a person is no longer there. */
export function quiet(state: MeetingState, userId: string): Happening[] {
  return state.speeches.flatMap(({ person, status, speechId }): Happening[] => {
    if (person.userId !== userId) return []
    if (status === 'speaking') return [{ kind: 'speechEnded', speechId }]
    return status === 'waiting' ? [{ kind: 'speechWithdrawn', speechId }] : []
  })
}

/**
 * MEET-10: a seat goes from its holder to another whose mandate for it runs, in one event, so that it has never two and never
 * none between. The holder gives it, the facilitator moves it, or one who ranks before the holder takes it back.
 */
function handOver(state: MeetingState, command: CommandOf<'handOver'>, deciding: Deciding): Decision {
  const { seatId, to, mode } = command
  const refused = mustBeLive(state)
  if (refused) return refused
  const seat = state.seats.get(seatId)
  if (!seat) return refusal('seatMissing')
  const { actor } = deciding
  if (!seat.holder) return refusal('seatEmpty', { organization: seat.name })
  const taker = seat.people.find(({ userId }) => userId === to)
  if (!taker) {
    const person = to === actor.userId ? actor : deciding.person
    if (!person) return refusal('personMissing')
    return refusal('notAccredited', { person: person.name, organization: seat.name })
  }
  if (seat.holder.userId === to) return refusal('alreadyHere', { person: taker.name })
  const takesBack = to === actor.userId && taker.rank < seat.holder.rank
  if (!runs(actor) && seat.holder.userId !== actor.userId && !takesBack)
    return refusal('seatHeld', { organization: seat.name, holder: seat.holder.name })
  const several = checkOneSeat(state, seat, taker)
  if (several) return several
  const over: Happening = { kind: 'handedOver', seatId, from: who(seat.holder), to: who(taker) }
  if (state.people.has(to)) return [over]
  // One who is not there yet arrives with it: by their own hand or the facilitator's, not by the holder's word.
  if (!runs(actor) && to !== actor.userId) return refusal('notHere', { person: taker.name })
  const enters = mode ?? (state.about.mode === 'remote' ? 'remote' : 'room')
  const notSo = checkMode(state, enters, deciding)
  return notSo ?? [{ kind: 'arrived', person: who(taker), mode: enters }, over]
}

export const attendanceDeciders: Deciders<'arrive' | 'leave' | 'handOver'> = { arrive, leave, handOver }
