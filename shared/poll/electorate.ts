// Who votes (VOTE-12…VOTE-14): the register fixed at opening, and what may still be added to it. Pure.
// Called at opening and when a late seat joins; the verifier replays it.
import { compareFractions } from '../basics.ts'
import type { RuleSet } from '../meeting/rule-set.ts'
import { type Refusal, refusal } from '../refusals.ts'
import type { College } from '../territory.ts'
import { registerMax, weighRegister } from './consent.ts'
import type { PollSetting, SeatEntry } from './setting.ts'

/** What may change the electorate of an open poll: logged, in order, never taken back. */
export type RegisterChange =
  | { readonly kind: 'joined'; readonly at: string; readonly by: string; readonly seat: SeatEntry }
  | {
      readonly kind: 'recused' | 'mandateEnded'
      readonly at: string
      readonly by: string
      readonly seatId: string
      readonly reason?: string
    }

/** The seats as they count after the logged changes, sorted by id. Total: a change that names no seat changes nothing. */
export function registerAfter(
  register: readonly SeatEntry[],
  changes: readonly RegisterChange[],
): SeatEntry[] {
  const seats = new Map(register.map((seat) => [seat.seatId, seat]))
  for (const change of changes) {
    if (change.kind === 'joined') seats.set(change.seat.seatId, change.seat)
    else {
      // A seat whose mandate ended stays in the register, as one recused does: out of the bases, never out of the record.
      const seat = seats.get(change.seatId)
      if (seat) seats.set(change.seatId, { ...seat, recused: true })
    }
  }
  return sortSeats([...seats.values()])
}

function sortSeats(seats: readonly SeatEntry[]): SeatEntry[] {
  return [...seats].sort((a, b) => (a.seatId < b.seatId ? -1 : a.seatId > b.seatId ? 1 : 0))
}

/**
 * VOTE-13: what may change while a poll is open. A seat joins only an additive register, once; a seat leaves only by recusal, or in
 * an additive register by a mandate that ended, and only while it has not voted: what was cast is never taken out from under it.
 */
export function checkChange(
  setting: Pick<PollSetting, 'electorate'>,
  register: readonly SeatEntry[],
  change: RegisterChange,
  voted: boolean,
): Refusal | null {
  const frozen = setting.electorate === 'frozen'
  if (change.kind === 'joined') {
    if (frozen) return refusal('registerFrozen')
    if (register.length >= registerMax) return refusal('registerTooLarge', { limit: registerMax })
    const known = register.some(({ seatId }) => seatId === change.seat.seatId)
    return known ? refusal('alreadyInRegister', { organization: change.seat.name }) : null
  }
  const seat = register.find(({ seatId }) => seatId === change.seatId)
  if (!seat) return refusal('notInRegister', { organization: change.seatId })
  if (voted) return refusal('alreadyVoted', { organization: seat.name })
  return change.kind === 'mandateEnded' && frozen ? refusal('registerFrozen') : null
}

/** The part of a rule set that gives weights. */
export type WeightRule = Pick<RuleSet, 'collegeWeights' | 'collegeMax' | 'capSeats'>

/** VOTE-12: where the rules cap the seats themselves, the college that has more of them than its share; null without one. */
export function checkSeatCap(
  seats: readonly { readonly college: College }[],
  { collegeWeights, collegeMax, capSeats }: WeightRule,
): Refusal | null {
  if (!capSeats || collegeWeights) return null
  const sizes = new Map<College, number>()
  for (const { college } of seats) sizes.set(college, (sizes.get(college) ?? 0) + 1)
  const heavy = [...sizes].find(([, num]) => compareFractions({ num, den: seats.length }, collegeMax) > 0)
  const max = `${collegeMax.num}/${collegeMax.den}`
  return heavy ? refusal('collegeTooHeavy', { college: heavy[0], max }) : null
}

/**
 * VOTE-12: the weight of each organisation, as exact fractions: its college's percent over the number of seats of its college, or one
 * each where the rules weigh none, or where the poll asks for equal voices.
 */
export function weighSeats(
  organizations: readonly { readonly id: string; readonly name: string; readonly college: College }[],
  rules: WeightRule,
  equal: boolean,
): SeatEntry[] | Refusal {
  const capped = equal ? null : checkSeatCap(organizations, rules)
  if (capped) return capped
  const weighed = weighRegister(organizations, {
    quorum: { num: 1, den: 1 },
    collegesMin: 0,
    threshold: { num: 1, den: 1 },
    collegeWeights: equal ? null : (rules.collegeWeights ?? null),
    collegeMax: rules.collegeMax,
  })
  if (!Array.isArray(weighed)) return weighed
  return sortSeats(
    weighed.map(({ organizationId, name, college, weight }) => ({
      seatId: organizationId,
      name,
      college,
      weight,
    })),
  )
}

/**
 * VOTE-14: what the register must be, beside what secrecy asks of it (checkSetting): somebody in it weighs something. An additive register weighs every seat alike, or a
 * late seat would change the weight of those who voted.
 */
export function checkElectorate(
  setting: Pick<PollSetting, 'electorate'>,
  register: readonly SeatEntry[],
): Refusal | null {
  if (register.length === 0) return refusal('registerEmpty')
  if (register.length > registerMax) return refusal('registerTooLarge', { limit: registerMax })
  // No base without weight is ever reached: such a ballot would take voices and could decide nothing.
  if (register.every(({ weight }) => weight.num === 0)) return refusal('registerWeightless')
  const even = register.every(({ weight }) => compareFractions(weight, register[0]!.weight) === 0)
  return setting.electorate === 'additive' && !even ? refusal('weightsUneven') : null
}
