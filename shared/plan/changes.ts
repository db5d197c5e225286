// What differs between two readings of the same subject (CHANGE rules): the text under vote and the text as it stands now.
// Called by the screens that must say what changed since a vote; only a way to show it, the hash alone decides.
import { type Bilingual, formatCents, isCents } from '../basics.ts'
import { canonicalText } from '../record/canonical.ts'
import type { Fields, Item, Plan, SubjectText, Value } from './plan.ts'
import { emptyPlan, textOf } from './plan.ts'
import { type ProseNode, proseText } from './prose-json.ts'
import { type Field, findList, type List, type ListKey, type Section, sections } from './sections.ts'

export interface Change {
  /** `shape` is a change that its words do not show: another formatting, or another target behind a link. */
  readonly kind: 'added' | 'removed' | 'changed' | 'shape' | 'order'
  /** What changed: « Objectifs, « Prévenir l’éviction » : Objectif ». */
  readonly label: Bilingual
  /** In words; empty where there was nothing. */
  readonly before: Bilingual
  readonly after: Bilingual
}

const nothing: Bilingual = { fr: '', en: '' }

/** A subject's text as a plan that holds only it, so that one way of reading serves both kinds of subject. */
export function planOfText(text: SubjectText): Plan {
  if (text.kind === 'plan') return text.plan
  const { priority, objectives, results, means } = text
  return { ...emptyPlan, lists: { priorities: [priority], objectives, results, means } }
}

/**
 * CHANGE-1: every difference between two texts of a subject, in reading order: fields of sections, then items added, removed,
 * changed, and lists put in another order. CHANGE-2: empty if and only if the two texts have the same canonical form.
 * `after` null means that the subject is no longer in the plan: everything reads as removed.
 */
export function textChanges(before: SubjectText, after: SubjectText | null): Change[] {
  const old = planOfText(before)
  const now = after ? planOfText(after) : emptyPlan
  const changes = (sections as readonly Section[]).flatMap((section) => {
    const key = section.key as keyof Plan['fields']
    return [
      ...fieldChanges(section.fields, section.label, old.fields[key], now.fields[key], old, now),
      ...section.lists.flatMap((list) => listChanges(list, old, now)),
    ]
  })
  const renamed = now.territories.some(({ id, name }) =>
    old.territories.some((other) => other.id === id && other.name !== name),
  )
  // A name can change while the id that fields hold stays; and whatever no field explains is shown here rather than not at all.
  const unexplained = changes.length === 0 && canonicalText(old) !== canonicalText(now)
  if (!renamed && !unexplained) return changes
  const names = (plan: Plan) => both(plan.territories.map((territory) => territory.name).join(', '))
  const label = { fr: 'Noms des territoires', en: 'Names of territories' }
  return [...changes, { kind: 'changed', label, before: names(old), after: names(now) }]
}

function listChanges(list: List, old: Plan, now: Plan): Change[] {
  const key = list.key as ListKey
  const olds = old.lists[key] ?? []
  const nows = now.lists[key] ?? []
  const oldById = new Map(olds.map((item) => [item.id, item]))
  const nowIds = new Set(nows.map((item) => item.id))
  const removed = olds
    .filter((item) => !nowIds.has(item.id))
    .map((item) => ({ kind: 'removed', label: list.label, before: titleOf(item), after: nothing }) as const)
  const others = nows.flatMap((item): Change[] => {
    const was = oldById.get(item.id)
    if (!was) return [{ kind: 'added', label: list.label, before: nothing, after: titleOf(item) }]
    const changes = fieldChanges(list.fields, labelOf(list, item), was.fields, item.fields, old, now)
    if (was.parent === item.parent) return changes
    const [from, to] = [parentTitle(old, list, was), parentTitle(now, list, item)]
    return [...changes, { kind: 'changed', label: labelOf(list, item), before: from, after: to }]
  })
  const kept = (items: readonly Item[], other: ReadonlySet<string>) =>
    items.filter((item) => other.has(item.id)).map((item) => item.id)
  const moved =
    kept(olds, nowIds).join('\n') !== kept(nows, new Set(oldById.keys())).join('\n')
      ? [{ kind: 'order', label: list.label, before: titles(olds), after: titles(nows) } as const]
      : []
  return [...removed, ...others, ...moved]
}

function fieldChanges(
  fields: readonly Field[],
  label: Bilingual,
  was: Fields | undefined,
  is: Fields | undefined,
  old: Plan,
  now: Plan,
): Change[] {
  return fields.flatMap((field): Change[] => {
    const [from, to] = [was?.[field.key], is?.[field.key]]
    if (canonicalText(from ?? false) === canonicalText(to ?? false)) return []
    const before = valueWords(old, field, from)
    const after = valueWords(now, field, to)
    const name = { fr: `${label.fr} : ${field.label.fr}`, en: `${label.en}: ${field.label.en}` }
    const kind = before.fr === after.fr ? 'shape' : 'changed'
    return [{ kind, label: name, before, after }]
  })
}

/** A field's value in words, in both languages; empty when absent. Ids of things the text does not hold stand as they are. */
export function valueWords(plan: Plan, field: Field, value: Value | undefined): Bilingual {
  if (value === undefined) return nothing
  if (field.kind === 'cents' && isCents(value)) {
    return { fr: formatCents(value, 'fr'), en: formatCents(value, 'en') }
  }
  if (field.kind === 'prose' && Array.isArray(value)) return both(proseText(value as readonly ProseNode[]))
  if (field.kind === 'choice') return field.choices?.[String(value)] ?? both(String(value))
  if (field.kind === 'territory') {
    return both(plan.territories.find((territory) => territory.id === value)?.name ?? String(value))
  }
  const ids = Array.isArray(value) ? value.map(String) : [String(value)]
  if (field.kind !== 'link' && field.kind !== 'links') return both(ids.join(', '))
  const items = plan.lists[field.to as ListKey] ?? []
  const named = ids.map((id) => {
    const item = items.find((other) => other.id === id)
    return item ? textOf(item.fields, 'title') || id : id
  })
  return both(named.join(' · '))
}

function labelOf(list: List, item: Item): Bilingual {
  const title = titleOf(item)
  return title.fr
    ? { fr: `${list.label.fr}, « ${title.fr} »`, en: `${list.label.en}, “${title.en}”` }
    : list.label
}

function parentTitle(plan: Plan, list: List, item: Item): Bilingual {
  const parent = (plan.lists[list.parent as ListKey] ?? []).find((other) => other.id === item.parent)
  const label = findList(list.parent ?? '')?.label ?? nothing
  const title = parent ? textOf(parent.fields, 'title') : ''
  return { fr: `${label.fr} : ${title}`, en: `${label.en}: ${title}` }
}

function titleOf(item: Item): Bilingual {
  return both(textOf(item.fields, 'title'))
}

function titles(items: readonly Item[]): Bilingual {
  return both(items.map((item) => textOf(item.fields, 'title')).join(' · '))
}

function both(text: string): Bilingual {
  return { fr: text, en: text }
}
