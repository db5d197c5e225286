// Majority judgment (Balinski & Laraki): each option graded in words; its majority grade is the median, the lower one of two.
// Equal medians are parted by taking medians away, one by one; here in closed form, exact for any weights. Called by the count.
import { isWordless } from '../../basics.ts'
import { larger, smaller } from '../exact.ts'
import type { PollOption } from '../setting.ts'
import {
  bilingual,
  type Counted,
  type Counting,
  faultTexts,
  firstOf,
  groupsLine,
  labelOf,
  type Method,
  massOf,
  massText,
  sumOf,
} from './method.ts'

/**
 * An option's grades: how much weight is at the grade or below it, from the worst grade up; the last one is the whole.
 * Weights are whole numbers of parts, so that parts are as many equal votes.
 */
export type Cumulated = readonly bigint[]

/** The worst-first index of the majority grade: the lower median. Requires a whole above zero. */
export function medianOf(cumulated: Cumulated): number {
  const middle = (cumulated.at(-1)! - 1n) / 2n
  return cumulated.findIndex((upTo) => upTo > middle)
}

/**
 * COUNT-9: positive when `a` is the better. Taking lower medians away one by one reads the grades outwards from the middle, the lower
 * side first (m, then one below, one above, two below…). So what parts two options is the first step at which either side differs;
 * each side changes grade only where a cumulated weight ends, which gives that step without walking there.
 * Requires the same whole on both sides.
 */
export function compareJudgments(a: Cumulated, b: Cumulated): number {
  const whole = a.at(-1)!
  if (whole === 0n) return 0
  const low = (whole - 1n) / 2n
  // Of an odd number one vote is the middle: the upper side begins one step away. Of an even one, at once.
  const up = whole % 2n === 1n ? low : low + 1n
  const from = whole % 2n === 1n ? 1n : 0n
  let lowStep: bigint | null = null
  let upStep: bigint | null = null
  for (const [grade, inA] of a.entries()) {
    const inB = b[grade]!
    if (inA === inB) continue
    const below = larger(low - larger(inA, inB) + 1n, 0n)
    if (below <= low && low >= smaller(inA, inB)) lowStep = lowStep === null ? below : smaller(lowStep, below)
    const above = larger(smaller(inA, inB) - up, from)
    if (up + above < larger(inA, inB)) upStep = upStep === null ? above : smaller(upStep, above)
  }
  if (lowStep !== null && (upStep === null || lowStep <= upStep)) {
    return gradeAt(a, low - lowStep) - gradeAt(b, low - lowStep)
  }
  return upStep === null ? 0 : gradeAt(a, up + upStep) - gradeAt(b, up + upStep)
}

function gradeAt(cumulated: Cumulated, position: bigint): number {
  return cumulated.findIndex((upTo) => upTo > position)
}

type Papers = Counting<'judgment'>['papers']

/** Who gave an option each grade, from the worst up; a vote that leaves it out gives it the worst. */
function gradedBy(worstFirst: readonly string[], papers: Papers, option: string): readonly Papers[] {
  const places = new Map(worstFirst.map((id, at) => [id, at]))
  const given = worstFirst.map((): Papers[number][] => [])
  for (const paper of papers) {
    const { grades } = paper.value
    given[Object.hasOwn(grades, option) ? places.get(grades[option]!)! : 0]!.push(paper)
  }
  return given
}

function cumulatedOf(given: readonly Papers[]): bigint[] {
  let sum = 0n
  return given.map((papers) => {
    sum += sumOf(papers)
    return sum
  })
}

function count({ setting: { options, params }, papers, scale }: Counting<'judgment'>): Counted {
  const worstFirst = params.grades.map(({ id }) => id).reverse()
  const given = new Map(options.map(({ id }) => [id, gradedBy(worstFirst, papers, id)]))
  const profiles = new Map(options.map(({ id }) => [id, cumulatedOf(given.get(id)!)]))
  const ranked = options.map(({ id }) => id)
  ranked.sort((a, b) => compareJudgments(profiles.get(b)!, profiles.get(a)!))
  const groups: string[][] = []
  for (const id of ranked) {
    const last = groups.at(-1)
    if (last && compareJudgments(profiles.get(last[0]!)!, profiles.get(id)!) === 0) last.push(id)
    else groups.push([id])
  }
  const expressed = sumOf(papers) > 0n
  const medians = new Map(
    options.map(({ id }) => [id, expressed ? worstFirst[medianOf(profiles.get(id)!)]! : '']),
  )
  return {
    tallies: options.map(({ id }) => ({
      id,
      mass: massOf(
        papers.filter(({ value }) => Object.hasOwn(value.grades, id)),
        scale,
      ),
      figure: medians.get(id)!,
    })),
    groups,
    ...firstOf(groups, expressed),
    blocks: [],
    trace: expressed
      ? [...mentionLines(options, params.grades, given, scale, medians), groupsLine(groups, options)]
      : [],
  }
}

/** A line an option: how many gave each grade, and the grade in the middle. */
function mentionLines(
  options: readonly PollOption[],
  grades: Counting<'judgment'>['setting']['params']['grades'],
  graded: ReadonlyMap<string, readonly Papers[]>,
  scale: bigint,
  medians: ReadonlyMap<string, string>,
) {
  return options.map(({ id, label }) => {
    const given = [...graded.get(id)!].reverse().map((papers) => massOf(papers, scale))
    return bilingual((lang) => {
      const colon = lang === 'fr' ? '\u00a0:' : ':'
      const shown = grades
        .map((grade, at) => ({ name: grade.label[lang], mass: given[at]! }))
        .filter(({ mass }) => mass.seats > 0)
        .map(({ name, mass }) => `${name}${colon} ${massText(mass, lang)}`)
      const median = labelOf(grades, medians.get(id)!)[lang]
      const closing =
        lang === 'fr' ? `mention majoritaire «\u00a0${median}\u00a0»` : `majority grade “${median}”`
      return `${label[lang]}${colon} ${shown.join(' · ')}\u00a0→ ${closing}.`
    })
  })
}

export const judgment: Method<'judgment'> = {
  aim: 'chooses',
  hasOptions: true,
  threshold: 'none',
  faults: ({ grades }) => {
    const sound =
      grades.length >= 2 &&
      grades.length <= 12 &&
      new Set(grades.map(({ id }) => id)).size === grades.length &&
      grades.every(({ label }) => !isWordless(label.fr) && !isWordless(label.en))
    if (sound) return []
    return [
      {
        fr: 'De 2 à 12 mentions distinctes, de la meilleure à la pire, dans les deux langues.',
        en: 'From 2 to 12 distinct grades, from best to worst, in both languages.',
      },
    ]
  },
  valueFaults: ({ grades: given }, { options, params: { grades } }) => {
    const known = new Set(options.map(({ id }) => id))
    const mentions = new Set(grades.map(({ id }) => id))
    const entries = Object.entries(given)
    return [
      ...(entries.some(([id]) => !known.has(id)) ? [faultTexts.unknownOption] : []),
      ...(entries.some(([, grade]) => !mentions.has(grade))
        ? [{ fr: 'Une mention n’est pas de ce scrutin.', en: 'A grade is not of this ballot.' }]
        : []),
      ...(entries.length === 0 ? [faultTexts.empty] : []),
    ]
  },
  side: () => 'expressed',
  count,
  text: ({ params: { grades } }) =>
    bilingual((lang) => {
      const list = grades.map(({ label }) => label[lang]).join(', ')
      const worst = grades.at(-1)!.label[lang]
      return lang === 'fr'
        ? `Jugement majoritaire (${list}). La mention médiane décide\u00a0; à mentions égales, on retire les médianes une à une. Une option sans mention reçoit «\u00a0${worst}\u00a0».`
        : `Majority judgment (${list}). The median grade decides; at equal grades, medians are taken away one by one. An option without a grade is given “${worst}”.`
    }),
}
