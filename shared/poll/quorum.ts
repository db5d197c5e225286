// Whether enough take part (COUNT-3): organisations, weight or persons; a least number; colleges; proxies and recusals as the rule says.
// Pure. Called by the count for those who voted, and wherever a presence is held against the same rule.
import { type Bilingual, type Fraction, formatShare, type Lang } from '../basics.ts'
import { type College, colleges } from '../territory.ts'
import { leastWhole, partsOf, type Ratio, ratio, ratioOf, ratioText, scaleOf, times } from './exact.ts'
import type { PollCount, QuorumRule, SeatEntry } from './setting.ts'
import { isShare, reaches } from './threshold.ts'

/**
 * COUNT-3: the quorum of those who take part (`here`: present, or having voted). Recused seats stay in the base only when the rule
 * says so; a seat that takes part by proxy alone counts only when proxies do. `needed` is a whole number of seats or persons, or a
 * weight. Never compares what is needed with the size of the register: only with those who are here (trap 4).
 */
export function judgeQuorum(
  rule: QuorumRule,
  register: readonly SeatEntry[],
  here: ReadonlySet<string>,
): PollCount['quorum'] {
  const base = register.filter((seat) => rule.recusedInBase || !seat.recused)
  // The register of a meeting marks as present also a seat that is represented: it is there by nobody of its own.
  const byProxy = ({ proxyTo, present, holder }: SeatEntry) =>
    proxyTo !== undefined && (present !== true || holder === undefined)
  const counted = base.filter((seat) => here.has(seat.seatId) && (rule.proxiesCount || !byProxy(seat)))
  const collegeCount = new Set(counted.map(({ college }) => college)).size
  const { reached, needed, enough } =
    rule.basis === 'weight' ? weighed(rule, base, counted) : headed(rule, base, counted)
  const inColleges = (Object.entries(rule.perCollege ?? {}) as [College, Fraction][]).every(
    ([college, share]) => {
      const size = base.filter((seat) => seat.college === college).length
      const there = counted.filter((seat) => seat.college === college).length
      return size === 0 || reaches(BigInt(there), BigInt(size), share, false)
    },
  )
  return {
    met: enough && inColleges && collegeCount >= rule.collegesMin,
    reached: ratioText(reached),
    needed: ratioText(needed),
    colleges: collegeCount,
  }
}

interface Reach {
  readonly reached: Ratio
  readonly needed: Ratio
  readonly enough: boolean
}

function headed(rule: QuorumRule, base: readonly SeatEntry[], counted: readonly SeatEntry[]): Reach {
  const heads = rule.basis === 'persons' ? persons : (seats: readonly SeatEntry[]) => seats.length
  const whole = BigInt(heads(base))
  const reached = BigInt(heads(counted))
  const bound = leastWhole(times(ratio(whole), ratioOf(rule.share)), rule.strict)
  const least = BigInt(rule.minAbsolute)
  const needed = bound > least ? bound : least
  return { reached: ratio(reached), needed: ratio(needed), enough: whole > 0n && reached >= needed }
}

/** By weight, `minAbsolute` still counts seats: a weight has no smallest unit. */
function weighed(rule: QuorumRule, base: readonly SeatEntry[], counted: readonly SeatEntry[]): Reach {
  const scale = scaleOf(base.map(({ weight }) => weight))
  const sum = (seats: readonly SeatEntry[]) =>
    seats.reduce((total, { weight }) => total + partsOf(weight, scale), 0n)
  const [whole, reached] = [sum(base), sum(counted)]
  return {
    reached: ratio(reached, scale),
    needed: times(ratio(whole, scale), ratioOf(rule.share)),
    enough: reaches(reached, whole, rule.share, rule.strict) && counted.length >= rule.minAbsolute,
  }
}

/** A person who holds several seats is one; a seat that nobody holds yet is one to come. */
function persons(seats: readonly SeatEntry[]): number {
  return new Set(seats.map(({ seatId, holder }) => (holder ? `person ${holder.userId}` : `seat ${seatId}`)))
    .size
}

/** What makes a quorum rule unsound, in words; empty when it holds. */
export function quorumFaults(rule: QuorumRule): Bilingual[] {
  const { share, strict, minAbsolute, collegesMin, perCollege = {} } = rule
  const shares = [share, ...Object.values(perCollege)]
  const natural = (value: number) => Number.isSafeInteger(value) && value >= 0
  const possible = !(strict && share.num === share.den)
  const faults: Bilingual[] = []
  if (!shares.every(isShare) || !possible) {
    faults.push({
      fr: 'Les parts du quorum sont entre 0 et 1 et peuvent être atteintes.',
      en: 'The shares of the quorum are between 0 and 1 and can be reached.',
    })
  }
  if (!natural(minAbsolute) || !natural(collegesMin) || collegesMin > Object.keys(colleges).length) {
    faults.push({
      fr: 'Le quorum demande un nombre possible de sièges et de collèges.',
      en: 'The quorum asks for a possible number of seats and colleges.',
    })
  }
  return faults
}

/** A quorum in words, a sentence without its full stop. */
export function quorumText(rule: QuorumRule): Bilingual {
  return { fr: quorumIn(rule, 'fr'), en: quorumIn(rule, 'en') }
}

const basisWords = {
  organizations: { fr: 'des sièges inscrits', en: 'of the registered seats' },
  weight: { fr: 'du poids inscrit', en: 'of the registered weight' },
  persons: { fr: 'des personnes inscrites', en: 'of the registered persons' },
} as const satisfies Record<QuorumRule['basis'], Bilingual>

function quorumIn(rule: QuorumRule, lang: Lang): string {
  const fr = lang === 'fr'
  const {
    share,
    strict,
    basis,
    minAbsolute,
    collegesMin,
    perCollege = {},
    proxiesCount,
    recusedInBase,
  } = rule
  const parts = [
    `${strict ? (fr ? 'plus de' : 'more than') : fr ? 'au moins' : 'at least'} ${formatShare(share, lang)} ${basisWords[basis][lang]}`,
  ]
  if (minAbsolute > 1) {
    const persons = basis === 'persons'
    const what = fr ? (persons ? 'personnes' : 'sièges') : persons ? 'persons' : 'seats'
    parts.push(fr ? `au moins ${minAbsolute} ${what}` : `at least ${minAbsolute} ${what}`)
  }
  if (collegesMin > 0) {
    const many = collegesMin > 1
    parts.push(
      fr
        ? `au moins ${collegesMin} collège${many ? 's' : ''}`
        : `at least ${collegesMin} college${many ? 's' : ''}`,
    )
  }
  for (const [college, least] of Object.entries(perCollege) as [College, Fraction][]) {
    const name = colleges[college][lang]
    const at = formatShare(least, lang)
    parts.push(
      fr ? `au moins ${at} du collège «\u00a0${name}\u00a0»` : `at least ${at} of the college “${name}”`,
    )
  }
  const notes = [
    fr ? 'présents ou ayant voté' : 'present or having voted',
    proxiesCount
      ? fr
        ? 'procurations comprises'
        : 'proxies included'
      : fr
        ? 'sans les procurations'
        : 'without proxies',
    recusedInBase
      ? fr
        ? 'sièges récusés compris'
        : 'recused seats included'
      : fr
        ? 'sans les sièges récusés'
        : 'without recused seats',
  ]
  return `${parts.join(fr ? ', et ' : ', and ')} (${notes.join(', ')})`
}
