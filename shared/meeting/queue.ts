// Speaking (MEET rules of the queue): who waits, who has the floor, how long each person and organisation has spoken. Pure.
// Deciders called by commands.ts; order and times by the views.
import { refusal } from '../refusals.ts'
import { seatsHeldBy } from './attendance.ts'
import { type Deciders, mayHold, mustBeOpen, mustRun, runs, who } from './deciding.ts'
import type { MeetingState, Speech } from './state.ts'

export const speechesMax = 3_000

/** MEET-17: points of order first, then in the order they were asked. */
export function queueOf({ speeches }: MeetingState): Speech[] {
  const waiting = speeches.filter(({ status }) => status === 'waiting')
  const urgent = (one: Speech) => one.speech === 'pointOfOrder'
  return [...waiting.filter(urgent), ...waiting.filter((one) => !urgent(one))]
}

export function speakerOf({ speeches }: MeetingState): Speech | null {
  return speeches.find(({ status }) => status === 'speaking') ?? null
}

/** Milliseconds a speech has lasted at an instant: from the events' own instants, so every screen shows the same. */
export function spokenMs({ grantedAt, endedAt }: Speech, at: string): number {
  if (grantedAt === null) return 0
  return Math.max(0, Date.parse(endedAt ?? at) - Date.parse(grantedAt))
}

/** Time used so far, by person and by organisation (those who spoke from a seat). */
export function timeUsed(
  { speeches }: MeetingState,
  at: string,
): { readonly persons: ReadonlyMap<string, number>; readonly seats: ReadonlyMap<string, number> } {
  const persons = new Map<string, number>()
  const seats = new Map<string, number>()
  const add = (map: Map<string, number>, key: string, ms: number) => map.set(key, (map.get(key) ?? 0) + ms)
  for (const speech of speeches) {
    const ms = spokenMs(speech, at)
    if (ms === 0) continue
    add(persons, speech.person.userId, ms)
    if (speech.seatId !== null) add(seats, speech.seatId, ms)
  }
  return { persons, seats }
}

/** Whether a mandate of a seat that decides or is asked runs for a person, who may not be the one who holds it. */
function hasVoice(state: MeetingState, userId: string): boolean {
  return [...state.seats.values()].some((seat) => seat.right !== 'observer' && mayHold(seat, userId))
}

export const queueDeciders: Deciders<'askSpeech' | 'grantSpeech' | 'endSpeech' | 'withdrawSpeech'> = {
  /** MEET-17: whoever is there may ask to speak; a point of order is a member's, deliberative or consultative. */
  askSpeech(state, { speech, person }, { actor, person: named }) {
    const refused = mustBeOpen(state)
    if (refused) return refused
    const asker = person ?? actor.userId
    const supported = [...state.seats.values()].some(
      (seat) => seat.support.some((one) => one.userId === actor.userId) && seat.holder?.userId === asker,
    )
    const here = state.people.get(asker)
    if (!here)
      return refusal('notHere', { person: asker === actor.userId ? actor.name : (named?.name ?? '—') })
    const seat = seatsHeldBy(state, asker)[0]
    if (asker !== actor.userId && !runs(actor) && !supported)
      return refusal('notYourPerson', { person: here.name })
    if (speech === 'pointOfOrder' && !hasVoice(state, asker)) return refusal('orderWithoutVoice')
    const byOrganization = state.about.queueBy === 'organization' && seat !== undefined
    const waits = queueOf(state).find(
      (one) =>
        one.speech === speech && (byOrganization ? one.seatId === seat.seatId : one.person.userId === asker),
    )
    if (waits) return refusal('speechWaiting', { person: waits.person.name })
    if (state.speeches.length >= speechesMax) return refusal('limitReached', { limit: speechesMax })
    const speechId = `s${state.seq + 1}`
    const asked = { speechId, person: who(here), speech, ...(seat && { seatId: seat.seatId }) }
    return [{ kind: 'speechAsked', ...asked }]
  },

  grantSpeech(state, { speechId }, deciding) {
    const refused = mustRun(deciding) ?? mustBeOpen(state)
    if (refused) return refused
    if (!queueOf(state).some((one) => one.speechId === speechId)) return refusal('speechMissing')
    const before = speakerOf(state)
    const ended = before ? [{ kind: 'speechEnded' as const, speechId: before.speechId }] : []
    return [...ended, { kind: 'speechGranted', speechId }]
  },

  endSpeech(state, _command, { actor }) {
    const refused = mustBeOpen(state)
    if (refused) return refused
    const speaker = speakerOf(state)
    if (!speaker) return refusal('nobodySpeaks')
    if (!runs(actor) && speaker.person.userId !== actor.userId)
      return refusal('notYourPerson', { person: speaker.person.name })
    return [{ kind: 'speechEnded', speechId: speaker.speechId }]
  },

  withdrawSpeech(state, { speechId }, { actor }) {
    const refused = mustBeOpen(state)
    if (refused) return refused
    const waits = queueOf(state).find((one) => one.speechId === speechId)
    if (!waits) return refusal('speechMissing')
    if (!runs(actor) && waits.person.userId !== actor.userId)
      return refusal('notYourPerson', { person: waits.person.name })
    return [{ kind: 'speechWithdrawn', speechId }]
  },
}
