// What a plan is once read (PLAN rules): plain canonical-ready data, and planProblems(), the strict check the lock asks.
// readPlan() in draft.ts makes one from the live document; nothing here knows Yjs.
import { type Bilingual, formatCents, isCents, isDay, type Lang } from '../basics.ts'
import { isReadableProse, type ProseNode } from './prose-json.ts'
import {
  type Field,
  findList,
  type List,
  type ListKey,
  listOf,
  type Section,
  type SectionKey,
  sections,
} from './sections.ts'

/** A field's value: absent when empty. text, day, choice, territory, link → string; links → ids; cents → integer; prose → nodes. */
export type Value = string | number | readonly string[] | readonly ProseNode[]
export type Fields = { readonly [key: string]: Value }

export interface Item {
  readonly id: string
  /** The item of the parent list it belongs to, for lists that have a parent. */
  readonly parent?: string
  readonly fields: Fields
}

/** A plan as read: empty values are absent, items stand in their shown order, texts are NFC. Its JSON is its canonical form. */
export interface Plan {
  readonly format: 'assise/plan/v1'
  readonly fields: { readonly [section in SectionKey]?: Fields }
  readonly lists: { readonly [list in ListKey]?: readonly Item[] }
  /** Names of the territories the plan refers to, so that the text stands alone. Sorted by id. */
  readonly territories: readonly { readonly id: string; readonly name: string }[]
}

export const emptyPlan: Plan = { format: 'assise/plan/v1', fields: {}, lists: {}, territories: [] }

export function itemsOf(plan: Plan, list: ListKey): readonly Item[] {
  return plan.lists[list] ?? []
}

export function textOf(fields: Fields | undefined, key: string): string {
  const value = fields?.[key]
  return typeof value === 'string' ? value : ''
}

export function centsOf(fields: Fields | undefined, key: string): number {
  const value = fields?.[key]
  return isCents(value) ? value : 0
}

export function idsOf(fields: Fields | undefined, key: string): readonly string[] {
  const value = fields?.[key]
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : []
}

export function proseOf(fields: Fields | undefined, key: string): readonly ProseNode[] {
  const value = fields?.[key]
  return Array.isArray(value) ? value.filter((node): node is ProseNode => typeof node === 'object') : []
}

export function isSetAside(priority: Item): boolean {
  return textOf(priority.fields, 'disposition') === 'setAside'
}

/** PLAN-4: the priorities that are proposed to be retained; each must stand under a consensus before the lock. */
export function proposedPriorities(plan: Plan): readonly Item[] {
  return itemsOf(plan, 'priorities').filter((priority) => !isSetAside(priority))
}

/** The means attached to a priority through its objectives; those with no objective are cross-cutting. */
export function meansOfPriority(plan: Plan, priorityId: string): readonly Item[] {
  const objectives = new Set(
    itemsOf(plan, 'objectives')
      .filter((objective) => objective.parent === priorityId)
      .map((objective) => objective.id),
  )
  return itemsOf(plan, 'means').filter((means) => objectives.has(textOf(means.fields, 'objective')))
}

export function sumCents(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + centsOf(item.fields, 'amount'), 0)
}

/** What a poll is about: the whole plan, or one of its priorities. */
export type Subject = { readonly kind: 'plan' } | { readonly kind: 'priority'; readonly id: string }

/** The exact text of a subject, as plain data; null when the plan does not hold it. Its canonical hash is what a ballot carries. */
export type SubjectText =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | {
      readonly kind: 'priority'
      readonly priority: Item
      readonly objectives: readonly Item[]
      readonly results: readonly Item[]
      readonly means: readonly Item[]
    }

/** POLL-2: the text of a priority is the priority itself, its objectives, their results, and the means attached to them. */
export function subjectText(plan: Plan, subject: Subject): SubjectText | null {
  if (subject.kind === 'plan') return { kind: 'plan', plan }
  const priority = itemsOf(plan, 'priorities').find((item) => item.id === subject.id)
  if (!priority) return null
  const objectives = itemsOf(plan, 'objectives').filter((item) => item.parent === priority.id)
  const within = new Set(objectives.map((item) => item.id))
  const results = itemsOf(plan, 'results').filter(
    (item) => item.parent !== undefined && within.has(item.parent),
  )
  return { kind: 'priority', priority, objectives, results, means: meansOfPriority(plan, priority.id) }
}

/** Where a problem is, so that the screen can lead there. */
export interface Place {
  readonly section: SectionKey
  readonly list?: string
  readonly item?: string
  readonly field?: string
}

export interface Problem {
  readonly code:
    | 'required'
    | 'tooFew'
    | 'unreadable'
    | 'dangling'
    | 'structure'
    | 'reason'
    | 'overAllocated'
    | 'overSpent'
    | 'period'
    | 'twice'
  readonly place: Place
  readonly text: Bilingual
}

const quoted = (item: Item): string => {
  const title = textOf(item.fields, 'title')
  return title.length > 60 ? `${title.slice(0, 59)}…` : title
}

/**
 * PLAN-1…PLAN-9: everything that still forbids the lock as far as the text goes, in reading order; empty when complete.
 * Pure and total: any plan that readPlan can give is accepted.
 */
export function planProblems(plan: Plan): Problem[] {
  return [
    ...sections.flatMap((section: Section) => sectionProblems(plan, section)),
    ...moneyProblems(plan),
    ...periodProblems(plan),
  ]
}

function sectionProblems(plan: Plan, section: Section): Problem[] {
  const key = section.key as SectionKey
  const own = section.fields.flatMap((field) =>
    fieldProblem(plan, field, plan.fields[key], { section: key }, section.label),
  )
  return [...own, ...section.lists.flatMap((list) => listProblems(plan, key, list))]
}

function listProblems(plan: Plan, section: SectionKey, list: List): Problem[] {
  const items = itemsOf(plan, list.key as ListKey).filter((item) => isKept(plan, list, item))
  const fewer = tooFew(plan, section, list, items)
  const inside = items.flatMap((item) => {
    const title = quoted(item)
    const label = title
      ? { fr: `${list.label.fr}, « ${title} »`, en: `${list.label.en}, “${title}”` }
      : list.label
    const place = { section, list: list.key, item: item.id }
    return [
      ...list.fields.flatMap((field) => fieldProblem(plan, field, item.fields, place, label)),
      ...ruleProblems(list, item, place, label),
    ]
  })
  return [...fewer, ...inside]
}

/** Objectives and results of a priority that is set aside owe nothing. */
function isKept(plan: Plan, list: List, item: Item): boolean {
  if (!list.parent) return true
  const parent = itemsOf(plan, list.parent as ListKey).find((other) => other.id === item.parent)
  if (!parent) return false
  if (list.parent === 'priorities') return !isSetAside(parent)
  return isKept(plan, listOf(list.parent as ListKey), parent)
}

function tooFew(plan: Plan, section: SectionKey, list: List, items: readonly Item[]): Problem[] {
  const short = (count: number) => count < list.min
  if (!list.parent) {
    if (!short(items.length)) return []
    return [
      {
        code: 'tooFew',
        place: { section, list: list.key },
        text: {
          fr: `${list.label.fr} : il manque ${list.one.fr}.`,
          en: `${list.label.en}: ${list.one.en} is missing.`,
        },
      },
    ]
  }
  const parentList = findList(list.parent)!
  return itemsOf(plan, list.parent as ListKey)
    .filter(
      (parent) => isKept(plan, parentList, parent) && !(list.parent === 'priorities' && isSetAside(parent)),
    )
    .filter((parent) => short(items.filter((item) => item.parent === parent.id).length))
    .map((parent) => ({
      code: 'tooFew' as const,
      place: { section, list: list.parent!, item: parent.id },
      text: {
        fr: `${parentList.label.fr}, « ${quoted(parent)} » : il manque ${list.one.fr}.`,
        en: `${parentList.label.en}, “${quoted(parent)}”: ${list.one.en} is missing.`,
      },
    }))
}

function fieldProblem(
  plan: Plan,
  field: Field,
  fields: Fields | undefined,
  at: Omit<Place, 'field'>,
  label: Bilingual,
): Problem[] {
  const place = { ...at, field: field.key }
  const value = fields?.[field.key]
  const because = (code: Problem['code'], fr: string, en: string): Problem[] => [
    { code, place, text: { fr: `${label.fr} : ${fr}`, en: `${label.en}: ${en}` } },
  ]
  if (value === undefined) {
    if (!field.required) return []
    return because(
      'required',
      `« ${field.label.fr} » est à remplir.`,
      `“${field.label.en}” is to be filled in.`,
    )
  }
  if (!isReadable(field, value)) {
    return because(
      'unreadable',
      `« ${field.label.fr} » n’est pas lisible.`,
      `“${field.label.en}” cannot be read.`,
    )
  }
  if (!pointsSomewhere(plan, field, value)) {
    return because(
      'dangling',
      `« ${field.label.fr} » renvoie à une chose retirée.`,
      `“${field.label.en}” refers to a thing that was removed.`,
    )
  }
  return []
}

function isReadable(field: Field, value: Value): boolean {
  switch (field.kind) {
    case 'cents':
      return isCents(value)
    case 'day':
      return isDay(value)
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(field.choices ?? {}, value)
    case 'prose':
      return Array.isArray(value) && isReadableProse(value as readonly ProseNode[])
    case 'links':
      return Array.isArray(value)
    default:
      return typeof value === 'string'
  }
}

function pointsSomewhere(plan: Plan, field: Field, value: Value): boolean {
  if (field.kind === 'territory') return plan.territories.some((territory) => territory.id === value)
  if (field.kind !== 'link' && field.kind !== 'links') return true
  const known = new Set(itemsOf(plan, field.to as ListKey).map((item) => item.id))
  return (field.kind === 'link' ? [value as string] : (value as readonly string[])).every((id) =>
    known.has(id),
  )
}

function ruleProblems(list: List, item: Item, place: Omit<Place, 'field'>, label: Bilingual): Problem[] {
  if (list.key === 'means' && !textOf(item.fields, 'structure') && !textOf(item.fields, 'whyNone')) {
    const text = {
      fr: `${label.fr} : nommez la structure existante utilisée, ou dites pourquoi aucune.`,
      en: `${label.en}: name the existing structure used, or say why none.`,
    }
    return [{ code: 'structure', place: { ...place, field: 'structure' }, text }]
  }
  if (list.key === 'priorities' && isSetAside(item) && !textOf(item.fields, 'reason')) {
    const text = {
      fr: `${label.fr} : dites pourquoi elle n’est pas retenue.`,
      en: `${label.en}: say why it is not retained.`,
    }
    return [{ code: 'reason', place: { ...place, field: 'reason' }, text }]
  }
  return []
}

/** PLAN-7, PLAN-8: neither the means nor the split by territory may exceed the envelope; a territory has one share. */
function moneyProblems(plan: Plan): Problem[] {
  const envelope = plan.fields.frame?.envelope
  const problems: Problem[] = []
  const money = (cents: number, lang: Lang) => formatCents(cents, lang)
  const over = (
    list: 'means' | 'allocations',
    code: 'overSpent' | 'overAllocated',
    fr: string,
    en: string,
  ) => {
    const total = sumCents(itemsOf(plan, list))
    if (!isCents(envelope) || total <= envelope) return
    problems.push({
      code,
      place: { section: list, list },
      text: {
        fr: `${fr} (${money(total, 'fr')}) dépassent l’enveloppe (${money(envelope, 'fr')}).`,
        en: `${en} (${money(total, 'en')}) exceed the envelope (${money(envelope, 'en')}).`,
      },
    })
  }
  over('means', 'overSpent', 'Les moyens', 'The means')
  over('allocations', 'overAllocated', 'Les parts des territoires', 'The shares of the territories')
  const seen = new Set<string>()
  for (const share of itemsOf(plan, 'allocations')) {
    const id = textOf(share.fields, 'territory')
    const name = plan.territories.find((territory) => territory.id === id)?.name
    if (id && name && seen.has(id)) {
      problems.push({
        code: 'twice',
        place: { section: 'allocations', list: 'allocations', item: share.id, field: 'territory' },
        text: { fr: `Répartition : « ${name} » a deux parts.`, en: `Allocation: “${name}” has two shares.` },
      })
    }
    seen.add(id)
  }
  return problems
}

function periodProblems(plan: Plan): Problem[] {
  const start = textOf(plan.fields.frame, 'start')
  const end = textOf(plan.fields.frame, 'end')
  if (!start || !end || start < end) return []
  const text = {
    fr: 'Cadre : la fin du plan précède son début.',
    en: 'Frame: the plan ends before it starts.',
  }
  return [{ code: 'period', place: { section: 'frame', field: 'end' }, text }]
}
