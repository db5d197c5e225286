// What a text needs to be adopted (COUNT rules): a share, its base, its strictness, what silence and colleges weigh. Exact, in weight on both sides.
// Pure. Called by the count, by the check of a setting and by the words of a rule.
import { type Bilingual, compareFractions, type Fraction, formatShare, type Lang } from '../basics.ts'
import { type College, colleges } from '../territory.ts'
import { compare, type Ratio, ratio, ratioOf, ratioText, times } from './exact.ts'
import type { Threshold } from './setting.ts'

/** The weights a threshold is held against, all in parts of one scale. */
export interface Bases {
  readonly expressed: bigint
  readonly abstained: bigint
  readonly cast: bigint
  readonly present: bigint
  readonly entitled: bigint
  /** What each college that has a seat expressed. */
  readonly colleges: ReadonlyMap<College, bigint>
}

/** A support, whole and by college, in parts of the same scale. */
export interface Support {
  readonly all: bigint
  readonly colleges: ReadonlyMap<College, bigint>
}

export interface Verdict {
  readonly base: bigint
  readonly passed: boolean
  /** Why it did not pass; empty when it did. */
  readonly reasons: readonly Bilingual[]
}

/** Whether part ÷ whole reaches the share: at least, or more than it when strict. An empty whole reaches nothing: no division by zero. */
export function reaches(part: bigint, whole: bigint, share: Fraction, strict: boolean): boolean {
  if (whole <= 0n) return false
  const left = part * BigInt(share.den)
  const right = BigInt(share.num) * whole
  return strict ? left > right : left >= right
}

/** The base a threshold names. Blank and invalid voices enter `cast` alone; abstentions enter `expressed` only when the rule says so. */
export function baseOf(threshold: Threshold, bases: Bases): bigint {
  if (threshold.base !== 'expressed') return bases[threshold.base]
  return threshold.abstentions === 'inBase' ? bases.expressed + bases.abstained : bases.expressed
}

/**
 * COUNT-2: a support passes when it reaches its share of the base, its least share of the entitled, and its share inside each named
 * college that has a seat. Nothing expressed adopts nothing, whatever the base.
 */
export function judgeSupport(threshold: Threshold, support: Support, bases: Bases): Verdict {
  const base = baseOf(threshold, bases)
  const reasons: Bilingual[] = []
  if (bases.expressed === 0n) reasons.push(words.nothing)
  else if (!reaches(support.all, base, threshold.share, threshold.strict)) reasons.push(words.share)
  const { minSupport, perCollege = {} } = threshold
  if (minSupport && !reaches(support.all, bases.entitled, minSupport, false)) reasons.push(words.minSupport)
  for (const [college, share] of Object.entries(perCollege) as [College, Fraction][]) {
    const whole = bases.colleges.get(college)
    if (whole === undefined) continue
    if (!reaches(support.colleges.get(college) ?? 0n, whole, share, false)) {
      reasons.push({
        fr: `le collège «\u00a0${colleges[college].fr}\u00a0» n’appuie pas à ${formatShare(share, 'fr')}`,
        en: `the college “${colleges[college].en}” does not support at ${formatShare(share, 'en')}`,
      })
    }
  }
  return { base, passed: reasons.length === 0, reasons }
}

/** The least support that passes, as an exact number of votes of weight one: 2/3 of 3 is 2; more than 1/2 of 4 is 3 (for words and screens). */
export function leastSupport(threshold: Pick<Threshold, 'share' | 'strict'>, base: Ratio): string {
  const bound = times(base, ratioOf(threshold.share))
  if (base.d !== 1n) return ratioText(bound)
  const whole = (bound.n + bound.d - 1n) / bound.d
  return String(threshold.strict && compare(bound, ratio(whole)) === 0 ? whole + 1n : whole)
}

const words = {
  nothing: { fr: 'aucune voix exprimée', en: 'no voice expressed' },
  share: { fr: 'la part demandée n’est pas atteinte', en: 'the share asked is not reached' },
  minSupport: { fr: 'l’appui minimal n’est pas atteint', en: 'the least support is not reached' },
} as const satisfies Record<string, Bilingual>

/** What makes a threshold unsound, in words; empty when it holds: a share in ]0, 1], never a minority that decides among the expressed. */
export function thresholdFaults(threshold: Threshold): Bilingual[] {
  const faults: Bilingual[] = []
  const { share, strict, base, minSupport, perCollege = {} } = threshold
  if (!isShare(share) || (strict && compareFractions(share, whole) === 0)) faults.push(faultWords.share)
  else if ((base === 'expressed' || base === 'cast') && compareFractions(share, half) < 0)
    faults.push(faultWords.minority)
  const others = [...(minSupport ? [minSupport] : []), ...Object.values(perCollege)]
  if (!others.every(isShare)) faults.push(faultWords.others)
  return faults
}

const half: Fraction = { num: 1, den: 2 }
const whole: Fraction = { num: 1, den: 1 }

/** A share of ]0, 1] in safe terms. */
export function isShare({ num, den }: Fraction): boolean {
  const safe = Number.isSafeInteger(num) && Number.isSafeInteger(den) && num > 0 && den > 0
  return safe && num <= den
}

const faultWords = {
  share: {
    fr: 'La part qui adopte est entre 0 et 1 et peut être atteinte.',
    en: 'The share that adopts is between 0 and 1 and can be reached.',
  },
  minority: {
    fr: 'Moins de la moitié des voix n’adopte rien.',
    en: 'Less than half of the votes adopts nothing.',
  },
  others: {
    fr: 'L’appui minimal et les parts par collège sont entre 0 et 1.',
    en: 'The least support and the shares by college are between 0 and 1.',
  },
} as const satisfies Record<string, Bilingual>

/** A threshold in words, a sentence without its full stop: « au moins 75 % des voix exprimées (abstentions hors de la base) ». */
export function thresholdText(threshold: Threshold): Bilingual {
  return { fr: thresholdIn(threshold, 'fr'), en: thresholdIn(threshold, 'en') }
}

const baseWords = {
  expressed: { fr: 'des voix exprimées', en: 'of the expressed votes' },
  cast: {
    fr: 'des bulletins reçus, blancs et nuls compris',
    en: 'of the ballots received, blank and invalid included',
  },
  present: { fr: 'des voix présentes', en: 'of the votes present' },
  entitled: { fr: 'des voix inscrites', en: 'of the registered votes' },
} as const satisfies Record<Threshold['base'], Bilingual>

function thresholdIn(threshold: Threshold, lang: Lang): string {
  const { share, strict, base, abstentions, minSupport, perCollege = {} } = threshold
  const fr = lang === 'fr'
  const at = (value: Fraction) => formatShare(value, lang)
  const parts = [
    `${strict ? (fr ? 'plus de' : 'more than') : fr ? 'au moins' : 'at least'} ${at(share)} ${baseWords[base][lang]}`,
  ]
  if (base === 'expressed') {
    const out = abstentions === 'excluded'
    parts[0] += fr
      ? ` (abstentions ${out ? 'hors de la base' : 'comprises dans la base'})`
      : ` (abstentions ${out ? 'outside the base' : 'within the base'})`
  }
  if (minSupport) {
    parts.push(
      fr
        ? `l’appui d’au moins ${at(minSupport)} des voix inscrites`
        : `the support of at least ${at(minSupport)} of the registered votes`,
    )
  }
  for (const [college, least] of Object.entries(perCollege) as [College, Fraction][]) {
    const name = colleges[college][lang]
    parts.push(
      fr
        ? `au moins ${at(least)} des voix exprimées du collège «\u00a0${name}\u00a0»`
        : `at least ${at(least)} of the expressed votes of the college “${name}”`,
    )
  }
  return parts.join(fr ? ', et ' : ', and ')
}
