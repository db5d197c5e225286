// A poll's setting being chosen: what is typed so far, the choice it comes to, and what is missing, field by field. Pure; ids are given once
// and never reused, so that words may change without moving a vote (TRAP-15, TRAP-23). Called by the setting form.
import { isWordless, parseCents } from '../../../../shared/basics.ts'
import type { SettingChoice } from '../../../../shared/poll/opening.ts'
import type { MethodKey, ParamsOf, PollOption, Secrecy } from '../../../../shared/poll/setting.ts'
import type { WordKey } from '../../../i18n.ts'
import { defaultGrades, defaultMeanings } from './defaults.ts'

export interface Words {
  readonly fr: string
  readonly en: string
}

export interface OptionDraft {
  readonly id: string
  readonly label: Words
  readonly meaning: Words
  /** As typed. */
  readonly cost: string
}

/** One flat shape for all methods: changing the method loses nothing typed for another. Numbers are as typed. */
export interface SettingDraft {
  readonly method: MethodKey | null
  readonly adopts: boolean
  readonly options: readonly OptionDraft[]
  /** The number in the next option's id. */
  readonly nextOption: number
  readonly supportUpTo: string
  readonly supportFrom: string
  readonly meanings: readonly Words[]
  readonly ticksMin: string
  readonly ticksMax: string
  readonly seats: string
  readonly dots: string
  readonly cap: string
  readonly allDots: boolean
  readonly scoreMin: string
  readonly scoreMax: string
  readonly grades: readonly { readonly id: string; readonly label: Words }[]
  readonly statusQuo: string
  readonly envelope: string
  readonly kind: 'amounts' | 'projects'
  readonly secrecy: Secrecy
  readonly revote: boolean
  readonly results: SettingChoice['results']
  readonly electorate: 'frozen' | 'additive'
  readonly timed: boolean
  /** Of a date and time field, in the device's own zone. */
  readonly closesAt: string
  readonly equalVoices: boolean
}

const none: Words = { fr: '', en: '' }
const emptyOption = (number: number): OptionDraft => ({
  id: `o${number}`,
  label: none,
  meaning: none,
  cost: '',
})

export const freshDraft: SettingDraft = {
  method: null,
  adopts: true,
  options: [emptyOption(1), emptyOption(2)],
  nextOption: 3,
  supportUpTo: '2',
  supportFrom: '3',
  meanings: defaultMeanings,
  ticksMin: '1',
  ticksMax: '',
  seats: '1',
  dots: '5',
  cap: '3',
  allDots: false,
  scoreMin: '0',
  scoreMax: '5',
  grades: defaultGrades,
  statusQuo: '',
  envelope: '',
  kind: 'amounts',
  secrecy: 'open',
  revote: false,
  results: 'afterClose',
  electorate: 'frozen',
  timed: false,
  closesAt: '',
  equalVoices: false,
}

/** The methods that ask about options, rather than about one text. */
export const hasOptions = (method: MethodKey) =>
  method !== 'consent' && method !== 'gradients' && method !== 'fist' && method !== 'yesNo'

export function addOption(draft: SettingDraft): SettingDraft {
  return {
    ...draft,
    options: [...draft.options, emptyOption(draft.nextOption)],
    nextOption: draft.nextOption + 1,
  }
}

/** The option one place up (−1) or down (1) in the shown order, which breaks no tie. */
export function moveOption(draft: SettingDraft, id: string, by: -1 | 1): SettingDraft {
  const from = draft.options.findIndex((option) => option.id === id)
  const moved = draft.options[from]
  const other = draft.options[from + by]
  if (!moved || !other) return draft
  const options = [...draft.options]
  options[from] = other
  options[from + by] = moved
  return { ...draft, options }
}

/** The field at fault → why. An option's own faults are under its id. */
export type SettingFaults = Readonly<Record<string, WordKey>>

/** The choice a draft comes to, or what it lacks. `now` is an ISO instant of this device: the server has the last word on the hour. */
export function readChoice(
  draft: SettingDraft,
  now: string,
): { readonly choice: SettingChoice | null; readonly faults: SettingFaults } {
  const faults: Record<string, WordKey> = {}
  if (draft.method === null) return { choice: null, faults: { method: 'setting.fault.method' } }
  const options = hasOptions(draft.method) ? readOptions(draft, faults) : []
  const params = readParams(draft, draft.method, faults)
  // A block is reasoned, under a name.
  if (draft.method === 'consent' && draft.secrecy === 'secret') faults.secrecy = 'setting.fault.consentSecret'
  const closesAt = draft.timed ? readInstant(draft.closesAt) : undefined
  if (draft.timed && (!closesAt || closesAt <= now)) faults.closesAt = 'setting.fault.closesAt'
  if (Object.keys(faults).length > 0 || params === null) return { choice: null, faults }
  const secret = draft.secrecy === 'secret'
  return {
    faults,
    choice: {
      method: draft.method,
      params,
      options,
      adopts: adoptsOf(draft),
      secrecy: draft.secrecy,
      revote: draft.revote && !secret,
      results: secret || draft.method === 'dots' ? 'afterClose' : draft.results,
      electorate: draft.electorate,
      ...(closesAt && { closesAt }),
      ...(draft.equalVoices && !adoptsOf(draft) && { equalVoices: true }),
    },
  }
}

/** Consent and yes/no always adopt; gradients and fist when it is asked; the others never. */
export function adoptsOf({ method, adopts }: Pick<SettingDraft, 'method' | 'adopts'>): boolean {
  if (method === 'consent' || method === 'yesNo') return true
  return adopts && (method === 'gradients' || method === 'fist')
}

const filled = ({ fr, en }: Words) => !isWordless(fr) && !isWordless(en)
const trimmed = ({ fr, en }: Words): Words => ({ fr: fr.trim(), en: en.trim() })

function readOptions(draft: SettingDraft, faults: Record<string, WordKey>): PollOption[] {
  const costed = draft.method === 'budget' && draft.kind === 'projects'
  if (draft.options.length < 2) faults.options = 'setting.fault.options'
  return draft.options.map(({ id, label, meaning, cost }) => {
    const half = (meaning.fr.trim() === '') !== (meaning.en.trim() === '')
    if (!filled(label)) faults[id] = 'setting.fault.label'
    else if (half) faults[id] = 'setting.fault.meaning'
    else if (costed && !parseCents(cost)) faults[id] = 'setting.fault.cost'
    return {
      id,
      label: trimmed(label),
      ...(filled(meaning) && { meaning: trimmed(meaning) }),
      ...(costed && { cost: parseCents(cost) ?? 0 }),
    }
  })
}

function readParams(
  draft: SettingDraft,
  method: MethodKey,
  faults: Record<string, WordKey>,
): ParamsOf[MethodKey] | null {
  const whole = (field: keyof SettingDraft & string, min: number, max: number): number => {
    const typed = String(draft[field]).trim()
    const number = /^-?\d{1,5}$/.test(typed) ? Number(typed) : Number.NaN
    if (!(number >= min && number <= max)) faults[field] = 'setting.fault.number'
    return number
  }
  const count = draft.options.length
  switch (method) {
    case 'gradients':
      return { supportUpTo: whole('supportUpTo', 0, 7) }
    case 'fist':
      if (!draft.meanings.every(filled)) faults.meanings = 'setting.fault.meanings'
      return { supportFrom: whole('supportFrom', 1, 5), meanings: draft.meanings.map(trimmed) }
    case 'approval': {
      const min = whole('ticksMin', 1, count)
      const max = draft.ticksMax.trim() === '' ? count : whole('ticksMax', min, count)
      return { min, max, seats: whole('seats', 1, count) }
    }
    case 'dots': {
      const dots = whole('dots', 1, 1_000)
      const cap = whole('cap', 1, dots)
      if (draft.allDots && cap * count < dots) faults.cap = 'setting.fault.capLow'
      return { dots, cap, all: draft.allDots }
    }
    case 'score': {
      const min = whole('scoreMin', -1_000, 1_000)
      return { min, max: whole('scoreMax', min + 1, 1_000) }
    }
    case 'judgment':
      if (draft.grades.length < 2 || !draft.grades.every(({ label }) => filled(label)))
        faults.grades = 'setting.fault.grades'
      return { grades: draft.grades.map(({ id, label }) => ({ id, label: trimmed(label) })) }
    case 'schulze': {
      const known = draft.options.some(({ id }) => id === draft.statusQuo)
      return known ? { statusQuo: draft.statusQuo } : {}
    }
    case 'budget': {
      const envelope = parseCents(draft.envelope)
      if (!envelope) faults.envelope = 'setting.fault.envelope'
      return { envelope: envelope ?? 0, kind: draft.kind }
    }
    default:
      return {}
  }
}

/** Of « 2026-11-03T16:30 » in the device's zone, the ISO instant; null when it is none. */
function readInstant(typed: string): string | null {
  const at = new Date(typed)
  return typed === '' || Number.isNaN(at.getTime()) ? null : at.toISOString()
}
