// What every method of counting is: how it checks a value and its parameters, which side a value is on, how it counts, how it says its rule.
// Types, and the few steps that several methods share. Called by the methods beside this file and by the count.
import type { Bilingual, Lang } from '../../basics.ts'
import type { College } from '../../territory.ts'
import { compare, type Ratio, ratio, ratioText } from '../exact.ts'
import type { Mass, MethodKey, ParamsOf, PollCount, PollOption, PollSetting, ValueOf } from '../setting.ts'
import type { Support } from '../threshold.ts'

/** A valid voice that is neither blank nor void, with its weight in parts of the count's scale. */
export interface Paper<M extends MethodKey> {
  readonly id: string
  /** Absent in a secret poll. */
  readonly college?: College
  readonly parts: bigint
  readonly value: ValueOf[M]
}

export interface Counting<M extends MethodKey> {
  readonly setting: PollSetting<M>
  /** In no order that means anything: a count is the same for every order of them (INV-3). */
  readonly papers: readonly Paper<M>[]
  readonly scale: bigint
  /** Whether a support passes the setting's threshold; true without one. */
  readonly passes: (support: Support) => boolean
}

/** What a method finds. `supports`: what the threshold is held against; several when options share the first place. */
export interface Counted {
  readonly tallies: PollCount['tallies']
  readonly groups: PollCount['groups']
  readonly retained: readonly string[]
  readonly tied: readonly string[]
  readonly allocation?: NonNullable<PollCount['allocation']>
  readonly supports?: readonly Support[]
  readonly blocks: readonly string[]
  readonly trace: readonly Bilingual[]
}

export type Side = 'favourable' | 'against' | 'abstained' | 'expressed'

export interface Method<M extends MethodKey> {
  /** `adopts` a text, by its threshold; `chooses` among options; `sorts` them and adopts nothing. */
  readonly aim: 'adopts' | 'chooses' | 'sorts'
  readonly hasOptions: boolean
  /** Whether a threshold is needed, possible or refused. */
  readonly threshold: 'needed' | 'possible' | 'none'
  /** What is wrong with the parameters, options known to be sound; empty when they hold. */
  readonly faults: (params: ParamsOf[M], options: readonly PollOption[]) => Bilingual[]
  /** What is wrong with a value of the right shape; empty when it is valid. */
  readonly valueFaults: (value: ValueOf[M], setting: PollSetting<M>) => Bilingual[]
  readonly side: (value: ValueOf[M], setting: PollSetting<M>) => Side
  readonly count: (counting: Counting<M>) => Counted
  /** The method's own part of the rule, sentences with their full stops. */
  readonly text: (setting: PollSetting<M>) => Bilingual
}

export function massOf(papers: readonly { readonly parts: bigint }[], scale: bigint): Mass {
  return { seats: papers.length, weight: ratioText(ratio(sumOf(papers), scale)) }
}

export function sumOf(papers: readonly { readonly parts: bigint }[]): bigint {
  return papers.reduce((sum, { parts }) => sum + parts, 0n)
}

/** The weight of some papers, whole and by college. */
export function supportOf(
  papers: readonly { readonly parts: bigint; readonly college?: College }[],
): Support {
  const colleges = new Map<College, bigint>()
  for (const { college, parts } of papers) {
    if (college) colleges.set(college, (colleges.get(college) ?? 0n) + parts)
  }
  return { all: sumOf(papers), colleges }
}

/** part ÷ whole as text; « 0 » of nothing. */
export function shareText(part: bigint, whole: bigint): string {
  return whole === 0n ? '0' : ratioText(ratio(part, whole))
}

/** « 12 voix » when each weighs one, « 12 sièges (poids 7/2) » otherwise. */
export function massText({ seats, weight }: Mass, lang: Lang): string {
  if (weight === String(seats)) {
    return lang === 'fr' ? `${seats} voix` : `${seats} vote${seats === 1 ? '' : 's'}`
  }
  const plural = seats > 1 ? 's' : ''
  return lang === 'fr'
    ? `${seats} siège${plural} (poids ${weight})`
    : `${seats} seat${plural} (weight ${weight})`
}

/** A line in both languages from one template. */
export function bilingual(write: (lang: Lang) => string): Bilingual {
  return { fr: write('fr'), en: write('en') }
}

/** Several bilingual texts as one, joined. */
export function joined(texts: readonly Bilingual[], separator = ' '): Bilingual {
  return bilingual((lang) => texts.map((text) => text[lang]).join(separator))
}

export function labelOf(options: readonly PollOption[], id: string): Bilingual {
  return options.find((option) => option.id === id)?.label ?? { fr: id, en: id }
}

/** COUNT-7: options from the highest figure to the lowest, equal ones together; inside a group the shown order says nothing. */
export function groupsBy(ids: readonly string[], figureOf: (id: string) => Ratio): string[][] {
  const ranked = ids.map((id) => ({ id, figure: figureOf(id) }))
  // A stable sort: equal figures stay in their shown order.
  ranked.sort((a, b) => compare(b.figure, a.figure))
  const groups: string[][] = []
  let last: Ratio | null = null
  for (const { id, figure } of ranked) {
    if (last !== null && compare(last, figure) === 0) groups.at(-1)!.push(id)
    else groups.push([id])
    last = figure
  }
  return groups
}

/** The one in front, or those who share the place; nobody when nothing was expressed. */
export function firstOf(
  groups: readonly (readonly string[])[],
  expressed: boolean,
): Pick<Counted, 'retained' | 'tied'> {
  const first = groups[0] ?? []
  if (!expressed || first.length === 0) return { retained: [], tied: [] }
  return first.length === 1 ? { retained: first, tied: [] } : { retained: [], tied: first }
}

/** The order found, in words: « 1. A · 2. B et C, à égalité ». */
export function groupsLine(groups: PollCount['groups'], options: readonly PollOption[]): Bilingual {
  const write = (lang: Lang) => {
    const [and, equal] = lang === 'fr' ? [' et ', ', à égalité'] : [' and ', ', ex aequo']
    let place = 1
    const places = groups.map((group) => {
      const names = group.map((id) => labelOf(options, id)[lang])
      const shown =
        names.length > 1 ? `${names.slice(0, -1).join(', ')}${and}${names.at(-1)}${equal}` : names[0]
      const text = `${place}. ${shown}`
      place += group.length
      return text
    })
    return `${lang === 'fr' ? 'Ordre obtenu\u00a0:' : 'Order found:'} ${places.join(' · ')}.`
  }
  return bilingual(write)
}

export const faultTexts = {
  unknownOption: {
    fr: 'Le bulletin nomme une option qui n’est pas de ce scrutin.',
    en: 'The vote names an option that is not of this ballot.',
  },
  repeated: { fr: 'Une option est nommée deux fois.', en: 'An option is named twice.' },
  unsorted: {
    fr: 'Les options choisies ne sont pas dans leur ordre canonique.',
    en: 'The chosen options are not in their canonical order.',
  },
  empty: {
    fr: 'Le bulletin ne dit rien\u00a0: pour ne rien choisir, votez blanc.',
    en: 'The vote says nothing: to choose nothing, vote blank.',
  },
} as const satisfies Record<string, Bilingual>

/** What is wrong with a list of option ids that must be known, single and sorted. */
export function listFaults(ids: readonly string[], options: readonly PollOption[]): Bilingual[] {
  const known = new Set(options.map(({ id }) => id))
  const faults: Bilingual[] = []
  if (ids.some((id) => !known.has(id))) faults.push(faultTexts.unknownOption)
  if (new Set(ids).size !== ids.length) faults.push(faultTexts.repeated)
  else if (ids.some((id, at) => at > 0 && ids[at - 1]! >= id)) faults.push(faultTexts.unsorted)
  if (ids.length === 0) faults.push(faultTexts.empty)
  return faults
}

/** What is wrong with numbers by option: an unknown option, or a number that is not whole and within its bounds (trap 5). */
export function amountFaults(
  amounts: { readonly [optionId: string]: number },
  options: readonly PollOption[],
  min: number,
  max: number,
): Bilingual[] {
  const known = new Set(options.map(({ id }) => id))
  const faults: Bilingual[] = []
  // Own keys only, read as entries: a name that every object inherits is no option.
  const entries = Object.entries(amounts)
  if (entries.some(([id]) => !known.has(id))) faults.push(faultTexts.unknownOption)
  if (entries.some(([, amount]) => !Number.isSafeInteger(amount) || amount < min || amount > max)) {
    faults.push({
      fr: `Chaque nombre est entier, de ${min} à ${max}.`,
      en: `Each number is whole, from ${min} to ${max}.`,
    })
  }
  return faults
}
