// Voices that are lent and voices that step aside (MEET rules of proxies and recusal). Pure deciders; called by commands.ts.
import { refusal } from '../refusals.ts'
import {
  type Deciders,
  hasOpenPoll,
  isOver,
  itemOf,
  mustActFor,
  mustBeLive,
  runs,
  titleOf,
} from './deciding.ts'
import { evaluateQuorum } from './quorum.ts'
import { isRecused } from './register.ts'
import type { MeetingState } from './state.ts'

/** The seats whose proxy a seat carries. */
export function carriedBy(state: MeetingState, seatId: string): string[] {
  return [...state.seats.values()].filter(({ proxyTo }) => proxyTo === seatId).map((seat) => seat.seatId)
}

export const representationDeciders: Deciders<
  'giveProxy' | 'revokeProxy' | 'recuse' | 'withdrawRecusal' | 'checkQuorum'
> = {
  /** MEET-12: between two voting seats, one level, never to itself, never passed on, within the cap of the rules. */
  giveProxy(state, { from, to }, deciding) {
    const refused = mustBeLive(state)
    if (refused) return refused
    const [giver, carrier] = [state.seats.get(from), state.seats.get(to)]
    if (!giver || !carrier) return refusal('seatMissing')
    const notYours = mustActFor(giver, deciding)
    if (notYours) return notYours
    const { allowed, cap } = state.rules!.proxies
    if (!allowed) return refusal('proxiesForbidden')
    if (from === to) return refusal('proxyToSelf')
    const voiceless = [giver, carrier].find(({ right }) => right !== 'deliberative')
    if (voiceless) return refusal('seatWithoutVoice', { organization: voiceless.name })
    if (giver.proxyTo !== null) return refusal('proxyGiven', { organization: giver.name })
    if (carriedBy(state, from).length > 0) return refusal('proxyChain', { organization: giver.name })
    if (carrier.proxyTo !== null) return refusal('proxyChain', { organization: carrier.name })
    if (carriedBy(state, to).length >= cap)
      return refusal('proxyFull', { organization: carrier.name, limit: cap })
    return [{ kind: 'proxyGiven', from, to }]
  },

  /** What was voted by it before stands; nothing is voted by it afterwards. */
  revokeProxy(state, { from }, deciding) {
    const refused = mustBeLive(state)
    if (refused) return refused
    const giver = state.seats.get(from)
    if (!giver) return refusal('seatMissing')
    const notYours = mustActFor(giver, deciding)
    if (notYours) return notYours
    if (giver.proxyTo === null) return refusal('proxyMissing', { organization: giver.name })
    return [{ kind: 'proxyRevoked', from, cause: 'own' }]
  },

  /** MEET-16: a seat steps aside from one item, with its reason; it leaves the bases that the rules name, and stays in the record. */
  recuse(state, { seatId, itemId, reason }, deciding) {
    if (isOver(state)) return refusal('meetingOver')
    const seat = state.seats.get(seatId)
    if (!seat) return refusal('seatMissing')
    const item = itemOf(state, itemId)
    if (!item) return refusal('itemMissing')
    const notYours = mustActFor(seat, deciding)
    if (notYours) return notYours
    if (isRecused(state, seatId, itemId)) return refusal('alreadyRecused', { organization: seat.name })
    if (item.status === 'decided' || item.status === 'done' || item.status === 'withdrawn')
      return refusal('itemSettled', { item: titleOf(item) })
    return [{ kind: 'recusalDeclared', seatId, itemId, reason }]
  },

  /** Not while a poll is open on the item: its bases do not grow once they are fixed. */
  withdrawRecusal(state, { seatId, itemId }, deciding) {
    if (isOver(state)) return refusal('meetingOver')
    const seat = state.seats.get(seatId)
    if (!seat) return refusal('seatMissing')
    const item = itemOf(state, itemId)
    if (!item) return refusal('itemMissing')
    const notYours = mustActFor(seat, deciding)
    if (notYours) return notYours
    if (!isRecused(state, seatId, itemId)) return refusal('notRecused', { organization: seat.name })
    if (hasOpenPoll(state, itemId)) return refusal('pollOnItem', { item: titleOf(item) })
    return [{ kind: 'recusalWithdrawn', seatId, itemId }]
  },

  /** Whoever is in the meeting may ask that it be counted again: the count is stored whatever it says. */
  checkQuorum(state, _command, { actor }) {
    const refused = mustBeLive(state)
    if (refused) return refused
    if (!runs(actor) && !state.people.has(actor.userId)) return refusal('notHere', { person: actor.name })
    const figures = evaluateQuorum(state, state.rules!.quorum)
    const itemId = state.activeItem
    return [{ kind: 'quorumEvaluated', occasion: 'asked', figures, ...(itemId !== null && { itemId }) }]
  },
}
