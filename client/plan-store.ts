// The live document as a Solid store: one reconcile a transaction, items by their key, so that only the cells that changed repaint.
// Also the plan as read (readPlan), a moment later, for what needs the whole. Called by the plan's pages.
import { type Accessor, batch, createSignal, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import * as Y from 'yjs'
import { draftItems, draftText, draftValues, orderedItems, readPlan } from '../shared/plan/draft.ts'
import { readLinks } from '../shared/plan/links.ts'
import type { Plan } from '../shared/plan/plan.ts'
import { type Field, findList, type ListKey, listKeys, sections } from '../shared/plan/sections.ts'
import type { TerritoryNode } from '../shared/territory.ts'

/** One item as screens show it. Its prose is not here: the editor reads it from the live document. */
export interface ShownItem {
  /** The item's identity in the live document: an item that was removed and brought back is another. */
  readonly key: string
  readonly id: string
  readonly parent: string | undefined
  /** Text fields and plain values by field, as they are. */
  readonly values: { readonly [field: string]: unknown }
}

interface Shown {
  /** Text fields and plain values of sections, keyed `section/field`. */
  values: Record<string, unknown>
  lists: Record<string, ShownItem[]>
}

export interface PlanStore {
  value(section: string, field: string): unknown
  /** The items of a list in their order; under one parent when given. */
  items(list: ListKey, parent?: string): readonly ShownItem[]
  /** The whole plan as it would be frozen, at most `planDelayMs` late. */
  readonly plan: Accessor<Plan>
}

const planDelayMs = 150

/** Follows a document while the calling component lives. */
export function followPlan(doc: Y.Doc, territories: () => readonly TerritoryNode[]): PlanStore {
  const [shown, setShown] = createStore<Shown>({ values: readValues(doc), lists: {} })
  for (const list of listKeys) setShown('lists', list, readItems(doc, list))
  const [plan, setPlan] = createSignal(readPlan(doc, territories()))
  let timer: ReturnType<typeof setTimeout> | undefined

  const follow = (transaction: Y.Transaction) => {
    if (transaction.changed.size === 0) return
    const changed = transaction.changedParentTypes as unknown as Map<unknown, unknown>
    batch(() => {
      for (const list of listKeys) {
        if (!changed.has(draftItems(doc, list))) continue
        setShown('lists', list, reconcile(readItems(doc, list), { key: 'key', merge: true }))
      }
      if (sectionTypes(doc).some((type) => changed.has(type))) {
        setShown('values', reconcile(readValues(doc)))
      }
    })
    timer ??= setTimeout(() => {
      timer = undefined
      setPlan(readPlan(doc, territories()))
    }, planDelayMs)
  }
  doc.on('afterTransaction', follow)
  onCleanup(() => {
    doc.off('afterTransaction', follow)
    clearTimeout(timer)
  })
  return {
    value: (section, field) => shown.values[`${section}/${field}`],
    items: (list, parent) => {
      const all = shown.lists[list] ?? []
      return parent === undefined ? all : all.filter((item) => item.parent === parent)
    },
    plan,
  }
}

const textFields = sections.flatMap((section) =>
  (section.fields as readonly Field[])
    .filter((field) => field.kind === 'text')
    .map((field) => ({ section: section.key, field: field.key })),
)

function sectionTypes(doc: Y.Doc): unknown[] {
  return [draftValues(doc), ...textFields.map(({ section, field }) => draftText(doc, section, field))]
}

function readValues(doc: Y.Doc): Record<string, unknown> {
  const texts = textFields.map(({ section, field }) => [
    `${section}/${field}`,
    draftText(doc, section, field).toString(),
  ])
  return { ...draftValues(doc).toJSON(), ...Object.fromEntries(texts) }
}

function readItems(doc: Y.Doc, list: ListKey): ShownItem[] {
  const fields = findList(list)!.fields.filter((field) => field.kind !== 'prose')
  return orderedItems(doc, list).map(({ id, parent, map }) => {
    const at = map._item?.id
    const values = fields.map((field) => {
      const value = field.kind === 'links' ? readLinks(map, field.key) : map.get(field.key)
      return [field.key, value instanceof Y.Text ? value.toString() : value]
    })
    return { key: `${id}@${at?.client}:${at?.clock}`, id, parent, values: Object.fromEntries(values) }
  })
}
