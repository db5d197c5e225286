// A dissent that its seat wants named in the minutes (MIN-6). Pure deciders; called by commands.ts.
import { refusal } from '../refusals.ts'
import { type Deciders, itemOf, mustActFor } from './deciding.ts'
import type { AgendaItem, MeetingState } from './state.ts'

/** Something was decided on it, or was put to a poll that is over. */
function isDecided(state: MeetingState, item: AgendaItem): boolean {
  if (item.status === 'decided') return true
  return [...state.polls.values()].some(({ itemId, status }) => itemId === item.itemId && status === 'closed')
}

/** Until the minutes are adopted: afterwards they no longer change. */
function mustBeWritten({ status }: MeetingState) {
  if (status === 'adopted') return refusal('minutesFixed')
  if (status === 'cancelled') return refusal('meetingOver')
  return status === 'draft' || status === 'convened' ? refusal('meetingNotOpen') : null
}

export const dissentDeciders: Deciders<'nameDissent' | 'withdrawDissent'> = {
  /** Asked by whoever acts for a seat that votes; the tool compares it with no ballot, so a secret vote stays secret but for its own. */
  nameDissent(state, { seatId, itemId, words }, deciding) {
    const seat = state.seats.get(seatId)
    if (!seat) return refusal('seatMissing')
    const refused = mustBeWritten(state) ?? mustActFor(seat, deciding)
    if (refused) return refused
    if (seat.right !== 'deliberative') return refusal('seatWithoutVoice', { organization: seat.name })
    const item = itemOf(state, itemId)
    if (!item) return refusal('itemMissing')
    if (!isDecided(state, item)) return refusal('dissentTooEarly')
    return [{ kind: 'dissentNamed', seatId, itemId, words: words.trim() }]
  },

  withdrawDissent(state, { seatId, itemId }, deciding) {
    const seat = state.seats.get(seatId)
    if (!seat) return refusal('seatMissing')
    const refused = mustBeWritten(state) ?? mustActFor(seat, deciding)
    if (refused) return refused
    const named = state.dissents.some((one) => one.seatId === seatId && one.itemId === itemId)
    return named ? [{ kind: 'dissentWithdrawn', seatId, itemId }] : refusal('dissentMissing')
  },
}
