// Whether enough of the body is there (MEET rules of quorum): exact, by seats, by weight or by persons, and by college.
// Pure. Called by record.ts, which stores each evaluation as an event; by the acts on polls before a deciding poll opens.
import { addFractions, compareFractions, type Fraction } from '../basics.ts'
import type { QuorumRule } from '../poll/setting.ts'
import { type Refusal, refusal } from '../refusals.ts'
import type { College } from '../territory.ts'
import type { QuorumFigures } from './events.ts'
import { isRecused, presenceOf, seatWeights, votingSeats } from './register.ts'
import type { MeetingState, SeatState } from './state.ts'

const none: Fraction = { num: 0, den: 1 }

/** The least whole number that satisfies a share of `base`: at least it, or more than it. Integers only, so 2/3 of 9 is 6. */
export function neededOf(base: number, { num, den }: Fraction, strict: boolean): number {
  const product = BigInt(base) * BigInt(num)
  const floor = product / BigInt(den)
  if (strict) return Number(floor) + 1
  return Number(floor) + (product % BigInt(den) === 0n ? 0 : 1)
}

/**
 * MEET-14: the quorum at this instant for an item, held against the whole roll of voting seats, never against who voted.
 * A body without any seat has none.
 */
export function evaluateQuorum(
  state: MeetingState,
  rule: QuorumRule,
  itemId: string | null = state.activeItem,
): QuorumFigures {
  const all = votingSeats(state)
  const recused = all.filter(({ seatId }) => isRecused(state, seatId, itemId))
  const counted = rule.recusedInBase ? all : all.filter((seat) => !recused.includes(seat))
  const presence = new Map(counted.map((seat) => [seat, presenceOf(state, seat, itemId)]))
  const present = counted.filter((seat) => presence.get(seat) === 'present')
  const represented = counted.filter((seat) => presence.get(seat) === 'represented')
  const there = rule.proxiesCount ? [...present, ...represented] : present
  const colleges = new Set(there.map(({ college }) => college)).size
  const perCollege = collegesOf(counted, there, rule)
  const amounts = amountsOf(state, rule, { counted, present, there })
  const met =
    counted.length > 0 &&
    amounts.enough &&
    there.length >= rule.minAbsolute &&
    colleges >= rule.collegesMin &&
    perCollege.every((one) => one.met)
  return {
    met,
    basis: rule.basis,
    share: rule.share,
    strict: rule.strict,
    base: amounts.base,
    reached: amounts.reached,
    needed: amounts.needed,
    entitled: counted.length,
    present: present.length,
    represented: represented.length,
    recused: recused.length,
    colleges,
    collegesNeeded: rule.collegesMin,
    perCollege,
  }
}

interface Amounts {
  readonly base: string
  readonly reached: string
  readonly needed: string
  readonly enough: boolean
}

function amountsOf(
  state: MeetingState,
  { basis, share, strict, minAbsolute }: QuorumRule,
  { counted, present, there }: Record<'counted' | 'present' | 'there', readonly SeatState[]>,
): Amounts {
  if (basis === 'weight') {
    const weights = seatWeights(state)
    const sum = (seats: readonly SeatState[]) =>
      seats.reduce((total, { seatId }) => addFractions(total, weights.get(seatId)!), none)
    const [base, reached] = [sum(counted), sum(there)]
    const needed = timesFraction(base, share)
    const against = compareFractions(reached, needed)
    const enough = base.num > 0 && (strict ? against > 0 : against >= 0)
    return { base: textOf(base), reached: textOf(reached), needed: textOf(needed), enough }
  }
  // A person who holds two seats is one person, and a proxy is nobody in the room.
  const persons = new Set(present.map(({ holder }) => holder!.userId)).size
  const reached = basis === 'persons' ? persons : there.length
  const needed = Math.max(neededOf(counted.length, share, strict), minAbsolute)
  return {
    base: String(counted.length),
    reached: String(reached),
    needed: String(needed),
    enough: reached >= needed,
  }
}

/** COUNT-3: at least its share of each college, also where the whole asks for more than its own: as the count of a poll does. */
function collegesOf(
  counted: readonly SeatState[],
  there: readonly SeatState[],
  { perCollege = {} }: QuorumRule,
): QuorumFigures['perCollege'] {
  return (Object.entries(perCollege) as [College, Fraction][])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([college, share]) => {
      const base = counted.filter((seat) => seat.college === college).length
      const reached = there.filter((seat) => seat.college === college).length
      // A college without a seat asks nothing: it could never be there.
      const needed = base === 0 ? 0 : neededOf(base, share, false)
      return { college, base, reached, needed, met: reached >= needed }
    })
}

/** Reduced by addFractions, which never leaves 2^53 for the shares (terms ≤ 10^6) and weights of a register. */
function timesFraction(a: Fraction, b: Fraction): Fraction {
  return addFractions(reduce(BigInt(a.num) * BigInt(b.num), BigInt(a.den) * BigInt(b.den)), none)
}

function reduce(num: bigint, den: bigint): Fraction {
  let [a, b] = [num, den]
  while (b !== 0n) [a, b] = [b, a % b]
  const shared = a === 0n ? 1n : a
  return { num: Number(num / shared), den: Number(den / shared) }
}

function textOf({ num, den }: Fraction): string {
  return den === 1 ? String(num) : `${num}/${den}`
}

/**
 * MEET-15: whether anything may be decided now: the quorum is there, or the rules go on without it. Asked by deciding items and
 * before a deciding poll opens. Evaluated now, never remembered.
 */
export function checkQuorum(state: MeetingState, itemId: string | null = state.activeItem): Refusal | null {
  if (!state.rules) return refusal('meetingNotConvened')
  if (state.rules.quorumLost === 'continue') return null
  const figures = evaluateQuorum(state, state.rules.quorum, itemId)
  if (figures.met) return null
  const spread = figures.colleges < figures.collegesNeeded || figures.perCollege.some((one) => !one.met)
  return spread ? refusal('quorumColleges') : missing(state.rules.quorum, figures)
}

/** In the terms that fail: of what the rule counts, or of the least number of seats; of a weight held strictly, « more than ». */
function missing({ basis, strict, minAbsolute, proxiesCount }: QuorumRule, figures: QuorumFigures): Refusal {
  const { reached, needed, present, represented } = figures
  const seats = proxiesCount ? present + represented : present
  const figure = basis === 'organizations' || seats >= minAbsolute
  if (!figure) return refusal('quorumSeats', { reached: seats, needed: minAbsolute })
  return refusal(basis === 'weight' && strict ? 'quorumMore' : 'quorumMissing', { reached, needed })
}
