// A ballot being filled in, whatever its method: what was touched so far, what is still missing, and the value it comes to. Pure: no
// screen, no storage. Called by the ballot form and its fields; shared/poll has the last word on a value.
import { parseCents } from '../../../shared/basics.ts'
import { type ObjectionLevel, objectionIn } from '../../../shared/poll/admission.ts'
import type { PollSetting, Value, ValueOf } from '../../../shared/poll/setting.ts'
import type { WordKey } from '../../i18n.ts'

/** What is in the hand of one seat. One flat shape for all methods: each uses its own fields, the others stay empty. */
export interface Paper {
  /** consent, gradients (the level's index), fist (the number of fingers), yesNo. */
  readonly pick: string | null
  /** approval; projects of a budget. Option ids. */
  readonly ticked: readonly string[]
  /** dots; scores. By option id. */
  readonly numbers: Readonly<Record<string, number>>
  /** judgment: grade id by option id. */
  readonly grades: Readonly<Record<string, string>>
  /** schulze: groups of option ids, best first. */
  readonly ranking: readonly (readonly string[])[]
  /** budget amounts, as typed. By option id. */
  readonly typed: Readonly<Record<string, string>>
  readonly blank: boolean
  readonly reason: string
  /** Makes a retry the same vote; empty until the content it stands for is confirmed. */
  readonly clientKey: string
}

export const emptyPaper: Paper = {
  pick: null,
  ticked: [],
  numbers: {},
  grades: {},
  ranking: [],
  typed: {},
  blank: false,
  reason: '',
  clientKey: '',
}

/** A sentence of the words files with what it names; an amount of money travels as cents until it is said. */
export interface Say {
  readonly key: WordKey
  readonly values?: Readonly<Record<string, string | number | { readonly cents: number }>>
}

type Settings = { [M in PollSetting['method']]: PollSetting<M> }[PollSetting['method']]
/** A setting whose `method` tells the type of its `params`. */
export function narrow(setting: PollSetting): Settings {
  return setting as Settings
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0)
const idsOf = (setting: PollSetting) => setting.options.map(({ id }) => id)

/** Dots not placed yet; negative never: the fields stop at zero. */
export function dotsLeft(setting: PollSetting<'dots'>, paper: Paper): number {
  return setting.params.dots - sum(idsOf(setting).map((id) => paper.numbers[id] ?? 0))
}

/** Cents of the envelope not used yet; negative when the ballot asks for more than there is. What is not an amount counts zero. */
export function centsLeft(setting: PollSetting<'budget'>, paper: Paper): number {
  const { envelope, kind } = setting.params
  if (kind === 'amounts')
    return envelope - sum(idsOf(setting).map((id) => parseCents(paper.typed[id] || '0') ?? 0))
  return envelope - sum(setting.options.map(({ id, cost }) => (paper.ticked.includes(id) ? (cost ?? 0) : 0)))
}

/** The objection that this choice is, so far: it needs its words; null for any other. */
export function objectionOf(setting: PollSetting, paper: Paper): ObjectionLevel | null {
  const value = valueFrom(setting, paper)
  return value && objectionIn(setting, value)
}

/** What is left to place or to choose, said as one goes; null for the methods with one choice. */
export function leftOf(given: PollSetting, paper: Paper): Say | null {
  const setting = narrow(given)
  if (paper.blank) return null
  switch (setting.method) {
    case 'approval': {
      const left = setting.params.max - paper.ticked.length
      if (left < 0) return { key: 'vote.approvalOver', values: { over: -left, max: setting.params.max } }
      return { key: 'vote.approvalLeft', values: { ticked: paper.ticked.length, max: setting.params.max } }
    }
    case 'dots':
      return { key: 'vote.dotsLeft', values: { left: dotsLeft(setting, paper), dots: setting.params.dots } }
    case 'score': {
      const scored = setting.options.filter(({ id }) => paper.numbers[id] !== undefined).length
      return { key: 'vote.scoreLeft', values: { scored, options: setting.options.length } }
    }
    case 'judgment': {
      const graded = setting.options.filter(({ id }) => paper.grades[id] !== undefined).length
      return { key: 'vote.judgmentLeft', values: { graded, options: setting.options.length } }
    }
    case 'schulze': {
      const ranked = paper.ranking.flat().length
      return { key: 'vote.rankLeft', values: { ranked, options: setting.options.length } }
    }
    case 'budget': {
      const left = centsLeft(setting, paper)
      const envelope = { cents: setting.params.envelope }
      return left < 0
        ? { key: 'vote.budgetOver', values: { over: { cents: -left }, envelope } }
        : { key: 'vote.budgetLeft', values: { left: { cents: left }, envelope } }
    }
    default:
      return null
  }
}

/** Why this ballot cannot be sent as it is: the first thing to mend, or null. The words of an objection are asked apart (objectionOf). */
export function faultOf(given: PollSetting, paper: Paper): Say | null {
  const setting = narrow(given)
  if (paper.blank) return null
  switch (setting.method) {
    case 'approval': {
      const { min, max } = setting.params
      if (paper.ticked.length < min) return { key: 'vote.approvalFew', values: { min } }
      const over = paper.ticked.length - max
      return over > 0 ? { key: 'vote.approvalOver', values: { over, max } } : null
    }
    case 'dots': {
      const left = dotsLeft(setting, paper)
      if (left === setting.params.dots) return { key: 'vote.dotsNone' }
      return setting.params.all && left > 0 ? { key: 'vote.dotsAll', values: { left } } : null
    }
    case 'score':
      return setting.options.some(({ id }) => paper.numbers[id] !== undefined)
        ? null
        : { key: 'vote.scoreNone' }
    case 'judgment': {
      const missing = setting.options.filter(({ id }) => paper.grades[id] === undefined).length
      return missing > 0 ? { key: 'vote.judgmentMissing', values: { missing } } : null
    }
    case 'schulze':
      return paper.ranking.length > 0 ? null : { key: 'vote.rankNone' }
    case 'budget':
      return budgetFault(setting, paper)
    default:
      return paper.pick === null ? { key: 'vote.choose' } : null
  }
}

function budgetFault(setting: PollSetting<'budget'>, paper: Paper): Say | null {
  const { envelope, kind } = setting.params
  if (kind === 'amounts' && idsOf(setting).some((id) => parseCents(paper.typed[id] || '0') === null))
    return { key: 'vote.amountFault' }
  const left = centsLeft(setting, paper)
  if (left < 0)
    return { key: 'vote.budgetOver', values: { over: { cents: -left }, envelope: { cents: envelope } } }
  const empty = kind === 'amounts' ? left === envelope : paper.ticked.length === 0
  return empty ? { key: kind === 'amounts' ? 'vote.budgetNone' : 'vote.projectsNone' } : null
}

/** The value this ballot comes to, in the form that is hashed (ids sorted, zeros left out); null while something is missing. */
export function valueFrom(given: PollSetting, paper: Paper): Value | null {
  if (paper.blank) return { blank: true }
  if (faultOf(given, paper)) return null
  const setting = narrow(given)
  switch (setting.method) {
    case 'consent':
      return { choice: paper.pick as ValueOf['consent']['choice'] }
    case 'gradients':
      return { level: Number(paper.pick) }
    case 'fist':
      return { fingers: Number(paper.pick) }
    case 'yesNo':
      return { answer: paper.pick as ValueOf['yesNo']['answer'] }
    case 'approval':
      return { options: [...paper.ticked].sort() }
    case 'dots':
      return { dots: chosen(setting, (id) => paper.numbers[id] || undefined) }
    case 'score':
      return { scores: chosen(setting, (id) => paper.numbers[id]) }
    case 'judgment':
      return { grades: chosen(setting, (id) => paper.grades[id]) }
    case 'schulze':
      return { ranking: paper.ranking.map((group) => [...group].sort()) }
    case 'budget':
      return setting.params.kind === 'projects'
        ? { projects: [...paper.ticked].sort() }
        : { amounts: chosen(setting, (id) => parseCents(paper.typed[id] || '0') || undefined) }
  }
}

/** What each option of the setting was given; options without anything are left out. */
function chosen<T>(setting: PollSetting, of: (id: string) => T | undefined): Record<string, T> {
  const entries = idsOf(setting).map((id) => [id, of(id)] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, T] => entry[1] !== undefined))
}
