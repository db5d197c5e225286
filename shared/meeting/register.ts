// Who votes in a meeting, with what weight, through whom (MEET rules of seats): the register a poll fixes when it opens.
// Pure. Called by the acts on polls at opening and at each vote, by the quorum, by the views.
import { compareFractions, type Fraction } from '../basics.ts'
import { registerMax } from '../poll/consent.ts'
import { checkSeatCap } from '../poll/electorate.ts'
import type { SeatEntry } from '../poll/setting.ts'
import { type Refusal, refusal } from '../refusals.ts'
import type { College } from '../territory.ts'
import type { RuleSet } from './rule-set.ts'
import type { MeetingState, SeatState } from './state.ts'

/** The seats that vote: deliberative ones. A consultative or observer seat is in no register and in no base (INV-24). */
export function votingSeats(state: MeetingState): SeatState[] {
  return [...state.seats.values()].filter(({ right }) => right === 'deliberative')
}

export function isRecused(state: MeetingState, seatId: string, itemId: string | null): boolean {
  return state.recusals.some((one) => one.seatId === seatId && one.itemId === itemId)
}

/**
 * MEET-12: the seat whose holder may vote for this one now, or null. A proxy sleeps while the giver's own holder is there (unless
 * the rules keep it awake), and on an item from which its carrier is recused. It does not ask whether the carrier is there.
 */
export function proxyAwake(state: MeetingState, seatId: string, itemId: string | null): string | null {
  const seat = state.seats.get(seatId)
  if (!seat || seat.proxyTo === null || !state.seats.has(seat.proxyTo)) return null
  if (seat.holder && (state.rules?.proxies.sleepsWhenPresent ?? true)) return null
  return isRecused(state, seat.proxyTo, itemId) ? null : seat.proxyTo
}

/** MEET-13: present by its own holder, or represented by an awake proxy whose carrier is there. */
export function presenceOf(
  state: MeetingState,
  seat: SeatState,
  itemId: string | null,
): 'present' | 'represented' | 'absent' {
  if (seat.holder) return 'present'
  const carrier = proxyAwake(state, seat.seatId, itemId)
  return carrier !== null && state.seats.get(carrier)?.holder ? 'represented' : 'absent'
}

/** What each voting seat weighs: one, or its college's percent over the number of its voting seats on the roll. */
export function seatWeights(state: MeetingState): ReadonlyMap<string, Fraction> {
  const seats = votingSeats(state)
  const weights = state.rules?.collegeWeights
  const sizes = new Map<College, number>()
  for (const { college } of seats) sizes.set(college, (sizes.get(college) ?? 0) + 1)
  const weigh = (college: College): Fraction =>
    weights ? { num: weights[college] ?? 0, den: sizes.get(college)! } : { num: 1, den: 1 }
  return new Map(seats.map(({ seatId, college }) => [seatId, weigh(college)]))
}

/**
 * The register at this instant for a poll on an item (null: on none), sorted by seat id. `present` says present or represented;
 * one that is represented has no holder and a `proxyTo`. Recused seats stand in it, marked, so that the record shows them.
 */
export function registerAt(state: MeetingState, itemId: string | null): SeatEntry[] {
  const weights = seatWeights(state)
  return votingSeats(state)
    .toSorted((a, b) => (a.seatId < b.seatId ? -1 : 1))
    .map((seat) => {
      const { seatId, name, college, holder } = seat
      const proxyTo = proxyAwake(state, seatId, itemId)
      return {
        seatId,
        name,
        college,
        weight: weights.get(seatId)!,
        ...(holder && { holder: { userId: holder.userId, name: holder.name, as: holder.as } }),
        ...(proxyTo !== null && { proxyTo }),
        ...(isRecused(state, seatId, itemId) && { recused: true }),
        ...(presenceOf(state, seat, itemId) !== 'absent' && { present: true }),
      }
    })
}

/** Whether a register can be voted with: neither empty nor too long, and no college above the cap when weights are by college. */
export function checkRegister(
  register: readonly SeatEntry[],
  rules: Pick<RuleSet, 'collegeWeights' | 'collegeMax' | 'capSeats'>,
): Refusal | null {
  if (register.length === 0) return refusal('registerEmpty')
  if (register.length > registerMax) return refusal('registerTooLarge', { limit: registerMax })
  const weights = rules.collegeWeights
  if (!weights) return checkSeatCap(register, rules)
  const present = [...new Set(register.map(({ college }) => college))]
  const total = present.reduce((sum, college) => sum + (weights[college] ?? 0), 0)
  const heavy = present.find(
    (college) =>
      compareFractions({ num: weights[college] ?? 0, den: Math.max(total, 1) }, rules.collegeMax) > 0,
  )
  const { num, den } = rules.collegeMax
  return heavy ? refusal('collegeTooHeavy', { college: heavy, max: `${num}/${den}` }) : null
}

/** Whose voices a person carries now: the seats they hold, and those that gave proxy to one of them (awake), for an item. */
export function voicesOf(
  state: MeetingState,
  userId: string,
  itemId: string | null,
): { readonly seatId: string; readonly asProxyOf: string | null }[] {
  const held = votingSeats(state).filter(({ holder }) => holder?.userId === userId)
  const carried = votingSeats(state).flatMap((seat) => {
    const carrier = proxyAwake(state, seat.seatId, itemId)
    return held.some(({ seatId }) => seatId === carrier) ? [{ seatId: seat.seatId, asProxyOf: carrier }] : []
  })
  return [...held.map(({ seatId }) => ({ seatId, asProxyOf: null })), ...carried].filter(
    ({ seatId }) => !isRecused(state, seatId, itemId),
  )
}
