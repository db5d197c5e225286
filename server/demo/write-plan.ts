// Types the demo plan into a live document, mends it between the two rounds, and anchors comments to its passages.
// Called by build.ts on its own peer's document, and by the tests of the demo.
import * as Y from 'yjs'
import { addItem, draftItems, draftProse, draftText, setValue } from '../../shared/plan/draft.ts'
import type { ProseMark, ProseNode } from '../../shared/plan/prose-json.ts'
import {
  type Field,
  findList,
  type ListKey,
  listKeys,
  type SectionKey,
  sections,
} from '../../shared/plan/sections.ts'
import { mending, priorityLists } from './plan-priorities.ts'
import { type DemoItem, type DemoValue, planFields, portraitLists } from './plan-text.ts'
import { french } from './prose.ts'
import type { TerritoryKey } from './region.ts'
import type { DemoThread } from './voices.ts'

type TerritoryIds = { readonly [key in TerritoryKey]: string }

/** Writes the whole plan, a transaction a section's fields and one an item, as a person's edits come. */
export function writePlan(doc: Y.Doc, territoryIds: TerritoryIds): void {
  for (const { key, fields } of sections) {
    const values = planFields[key] ?? {}
    doc.transact(() => {
      for (const field of fields as readonly Field[]) writeField(doc, key, field, values[field.key])
    })
  }
  const lists = { ...portraitLists, ...priorityLists }
  for (const key of listKeys) {
    for (const item of (lists[key] ?? []) as readonly DemoItem[]) writeItem(doc, key, item, territoryIds)
  }
}

function writeField(doc: Y.Doc, section: SectionKey, field: Field, value: DemoValue | undefined): void {
  if (value === undefined) return
  if (field.kind === 'text') draftText(doc, section, field.key).insert(0, french(String(value)))
  else if (field.kind === 'prose') fill(draftProse(doc, section, field.key), value as readonly ProseNode[])
  else setValue(doc, section, field.key, value)
}

function writeItem(
  doc: Y.Doc,
  key: ListKey,
  { id, parent, values }: DemoItem,
  territoryIds: TerritoryIds,
): void {
  const fields = findList(key)!.fields
  const plain: Record<string, string | number | readonly string[]> = {}
  for (const { key: field, kind } of fields) {
    const value = (values as Record<string, DemoValue | undefined>)[field]
    if (value === undefined || kind === 'prose') continue
    if (kind === 'text') plain[field] = french(String(value))
    else if (kind === 'territory') plain[field] = territoryIds[value as TerritoryKey]
    else plain[field] = value as string | number | readonly string[]
  }
  doc.transact(() => {
    const item = addItem(doc, key, { id, ...(parent && { parent }), values: plain })
    for (const { key: field, kind } of fields) {
      const nodes = (values as Record<string, DemoValue | undefined>)[field]
      if (kind === 'prose' && nodes) fill(item.get(field) as Y.XmlFragment, nodes as readonly ProseNode[])
    }
  })
}

/** Rich text as the editor writes it: an element a node, texts with their marks as formatting. */
function fill(parent: Y.XmlFragment | Y.XmlElement, nodes: readonly ProseNode[]): void {
  const children = nodes.map((node) => {
    if (node.type === 'text') return null
    const element = new Y.XmlElement<{ [key: string]: string | number | boolean }>(node.type)
    for (const [key, value] of Object.entries(node.attrs ?? {})) element.setAttribute(key, value)
    return element
  })
  const text = nodes.some((node) => node.type === 'text') ? new Y.XmlText() : null
  parent.insert(0, text ? [text] : (children as Y.XmlElement[]))
  if (text) {
    text.applyDelta(
      nodes.map(({ text: insert = '', marks = [] }) => ({ insert, attributes: formats(marks) })),
    )
    return
  }
  for (const [at, node] of nodes.entries()) if (node.content) fill(children[at] as Y.XmlElement, node.content)
}

function formats(marks: readonly ProseMark[]): Record<string, object> {
  return Object.fromEntries(marks.map(({ type, attrs }) => [type, attrs ?? {}]))
}

/** What the animation changes once the first round was blocked: two villages of la Pointe are named, the sentence that put them off goes. */
export function mendPlan(doc: Y.Doc): void {
  const title = textIn(doc, { list: 'objectives', item: mending.objective, field: 'title' })
  title.insert(title.length, mending.added)
  const found = findPassage(doc, {
    section: 'priorities',
    list: 'priorities',
    item: mending.priority,
    field: 'rationale',
    quote: mending.removed,
  })
  // The space before it goes too.
  found.text.delete(found.at - 1, found.length + 1)
}

export type Passage = Pick<DemoThread, 'section' | 'list' | 'item' | 'field' | 'quote'>

/** The passage's two ends as Yjs relative positions in base64, as a screen makes them of a selection. */
export function anchorOf(doc: Y.Doc, passage: Passage): { start: string; end: string } {
  const { text, at, length } = findPassage(doc, passage)
  const encode = (index: number, assoc: number) =>
    Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, assoc))).toString(
      'base64',
    )
  return { start: encode(at, 0), end: encode(at + length, -1) }
}

function findPassage(doc: Y.Doc, { section, list, item, field, quote }: Passage) {
  const wanted = french(quote)
  const root = list ? fieldOf(doc, list, item!, field) : draftProse(doc, section, field)
  for (const text of textsOf(root)) {
    const at = plainText(text).indexOf(wanted)
    if (at >= 0) return { text, at, length: wanted.length }
  }
  throw new Error(`bug: the demo plan does not say « ${quote} »`)
}

function fieldOf(doc: Y.Doc, list: ListKey, item: string, field: string): unknown {
  return (draftItems(doc, list).get(item) as Y.Map<unknown>).get(field)
}

function textIn(doc: Y.Doc, { list, item, field }: { list: ListKey; item: string; field: string }): Y.Text {
  return fieldOf(doc, list, item, field) as Y.Text
}

function textsOf(type: unknown): Y.Text[] {
  if (type instanceof Y.Text) return [type]
  if (type instanceof Y.XmlFragment) return type.toArray().flatMap(textsOf)
  return []
}

function plainText(text: Y.Text): string {
  return (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc'))
    .join('')
}
