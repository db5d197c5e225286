// The live document ⇄ the plan. Where each field lives in the Y.Doc, the few structural edits, and readPlan(), which tolerates
// anything a peer can write and never throws. Called by the client's editor, the server's votes and locks, the demo region.
//
// Layout (PLAN-6): single text fields and prose are root types, so that two people who open a new plan never create them twice;
// an item is one Y.Map in its list's root map under its id, with its text and prose made in the same transaction.
import * as Y from 'yjs'
import type { TerritoryNode } from '../territory.ts'
import { idsOf, readLinks, writeLinks } from './links.ts'
import { isOrder, orderBetween, orderLengthMax } from './order.ts'
import type { Fields, Item, Plan, Value } from './plan.ts'
import {
  type ProseMark,
  type ProseNode,
  proseAttributes,
  proseMarks,
  proseNodes,
  proseText,
} from './prose-json.ts'
import {
  type Field,
  findList,
  type List,
  type ListKey,
  listKeys,
  listOf,
  type SectionKey,
  sectionOf,
  sections,
} from './sections.ts'

export type DraftItem = Y.Map<unknown>

/** Limits on what one plan may hold, so that reading it stays quick whatever a peer sends. */
export const itemsPerListMax = 2_000
const proseDepthMax = 40

/** A single text field of a section, co-edited. */
export function draftText(doc: Y.Doc, section: SectionKey, field: string): Y.Text {
  return doc.getText(`text/${section}/${field}`)
}

/** A single rich-text field of a section. */
export function draftProse(doc: Y.Doc, section: SectionKey, field: string): Y.XmlFragment {
  return doc.getXmlFragment(`prose/${section}/${field}`)
}

/** The plain values (cents, day, choice, territory, links) of all sections, keyed `section/field`. */
export function draftValues(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap('values')
}

/** The items of a list by id, in no order; `orderedItems` sorts them. */
export function draftItems(doc: Y.Doc, list: ListKey): Y.Map<unknown> {
  return doc.getMap(`list/${list}`)
}

/** Touches every root type, so that a document made from bytes alone has them with their kind. */
export function defineDraft(doc: Y.Doc): void {
  draftValues(doc)
  for (const list of listKeys) draftItems(doc, list)
  for (const section of sections) {
    for (const field of section.fields as readonly Field[]) {
      if (field.kind === 'text') draftText(doc, section.key, field.key)
      if (field.kind === 'prose') draftProse(doc, section.key, field.key)
    }
  }
}

export interface NewItem {
  /** Unique; made by the caller, since shared/ has no randomness. */
  readonly id: string
  readonly parent?: string
  /** The item after which it goes; at the end when absent. */
  readonly after?: string
  readonly values?: Readonly<Record<string, string | number | readonly string[]>>
}

/** Adds an item with its text and prose fields in one transaction. Text among `values` fills the text fields. */
export function addItem(doc: Y.Doc, key: ListKey, { id, parent, after, values = {} }: NewItem): DraftItem {
  const list = listOf(key)
  const siblings = orderedItems(doc, key).filter((item) => item.parent === parent)
  const at = after === undefined ? siblings.length : siblings.findIndex((item) => item.id === after) + 1
  const item = new Y.Map<unknown>()
  doc.transact(() => {
    item.set('order', orderAt(siblings, at, id))
    if (parent !== undefined) item.set('parent', parent)
    for (const field of list.fields) {
      if (field.kind === 'text') item.set(field.key, new Y.Text(String(values[field.key] ?? '')))
      else if (field.kind === 'prose') item.set(field.key, new Y.XmlFragment())
      else if (field.kind === 'links')
        for (const id of idsOf(values[field.key])) item.set(`${field.key}:${id}`, true)
      else if (values[field.key] !== undefined) item.set(field.key, values[field.key])
    }
    draftItems(doc, key).set(id, item)
  })
  return item
}

/** Moves an item after another of the same parent (first when `after` is null): one key is rewritten, nothing is deleted. */
export function moveItem(doc: Y.Doc, key: ListKey, id: string, after: string | null): void {
  const item = draftItems(doc, key).get(id)
  if (!(item instanceof Y.Map)) return
  const parent = stringOf(item.get('parent'))
  const siblings = orderedItems(doc, key).filter((other) => other.parent === parent && other.id !== id)
  const at = after === null ? 0 : siblings.findIndex((other) => other.id === after) + 1
  doc.transact(() => item.set('order', orderAt(siblings, at, id)))
}

/**
 * A key at place `at` among siblings. Keys that tie there (two people, or a corrupt draft) are told apart on the way, and a
 * list whose keys have grown long is spread out: both rewrite keys only.
 */
function orderAt(siblings: readonly OrderedItem[], at: number, id: string): string {
  const before = siblings[at - 1]?.order ?? null
  let next = at
  while (next < siblings.length && siblings[next]!.order <= (before ?? '')) next++
  const after = siblings[next]?.order ?? null
  const own = orderBetween(before, after, id)
  if (own.length > orderLengthMax) return spreadOut(siblings, at, id)
  let low = own
  for (const tied of siblings.slice(at, next)) {
    low = orderBetween(low, after, tied.id)
    tied.map.set('order', low)
  }
  return own
}

function spreadOut(siblings: readonly OrderedItem[], at: number, id: string): string {
  let own = ''
  let low: string | null = null
  const keyAfter = (salt: string): string => {
    low = orderBetween(low, null, salt)
    return low
  }
  for (let index = 0; index <= siblings.length; index++) {
    if (index === at) own = keyAfter(id)
    const sibling = siblings[index]
    if (sibling) sibling.map.set('order', keyAfter(sibling.id))
  }
  return own
}

/** Removes an item and, with it, the items that belong to it. What pointed at them reads as dangling until mended. */
export function removeItem(doc: Y.Doc, key: ListKey, id: string): void {
  doc.transact(() => {
    draftItems(doc, key).delete(id)
    for (const child of listKeys.filter((other) => findList(other)!.parent === key)) {
      for (const item of orderedItems(doc, child)) if (item.parent === id) removeItem(doc, child, item.id)
    }
  })
}

/** Sets or clears (null) a plain value of a section. */
export function setValue(doc: Y.Doc, section: SectionKey, field: string, value: unknown): void {
  setOrDelete(draftValues(doc), `${section}/${field}`, value)
}

/** Sets or clears (null) a plain value of an item; an item removed meanwhile is left alone. */
export function setItemValue(doc: Y.Doc, list: ListKey, id: string, field: string, value: unknown): void {
  const item = draftItems(doc, list).get(id)
  if (!(item instanceof Y.Map)) return
  const { kind } = listOf(list).fields.find(({ key }) => key === field) ?? {}
  if (kind === 'links') doc.transact(() => writeLinks(item, field, idsOf(value)))
  else setOrDelete(item, field, value)
}

function setOrDelete(map: Y.Map<unknown>, key: string, value: unknown): void {
  const empty =
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  if (empty) map.delete(key)
  else map.set(key, value)
}

export interface OrderedItem {
  readonly id: string
  readonly order: string
  readonly parent: string | undefined
  readonly map: DraftItem
}

/** The items of a list in their shown order: by key, then by id where two keys are equal. Unreadable entries are passed over. */
export function orderedItems(doc: Y.Doc, list: ListKey): OrderedItem[] {
  const items: OrderedItem[] = []
  for (const [id, map] of draftItems(doc, list)) {
    if (!(map instanceof Y.Map)) continue
    const order = map.get('order')
    items.push({ id, order: isOrder(order) ? order : '', parent: stringOf(map.get('parent')), map })
  }
  return items.sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id)).slice(0, itemsPerListMax)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Reads the whole draft as a plan (PLAN-1). Tolerant: a value of the wrong kind is kept when it can be told (so that the strict
 * check names it) and dropped when it cannot; text becomes NFC and well-formed; never throws, never writes.
 * `territories` gives names to the ids the plan refers to.
 */
export function readPlan(doc: Y.Doc, territories: readonly Pick<TerritoryNode, 'id' | 'name'>[]): Plan {
  const fields: { [section in SectionKey]?: Fields } = {}
  const lists: { [list in ListKey]?: readonly Item[] } = {}
  const used = new Set<string>()
  for (const section of sections) {
    const own = readFields(
      sectionOf(section.key).fields,
      (field) => sectionValue(doc, section.key, field),
      used,
    )
    if (Object.keys(own).length > 0) fields[section.key] = own
    for (const list of section.lists as readonly List[]) {
      const items = readList(doc, list, used)
      if (items.length > 0) lists[list.key as ListKey] = items
    }
  }
  const names = territories
    .filter((territory) => used.has(territory.id))
    .map(({ id, name }) => ({ id, name: clean(name) }))
    .sort((a, b) => compare(a.id, b.id))
  return { format: 'assise/plan/v1', fields, lists, territories: names }
}

function readList(doc: Y.Doc, list: List, used: Set<string>): Item[] {
  const ordered = orderedItems(doc, list.key as ListKey)
  // An item whose parent is gone is not part of the plan any more; it is kept in the draft, where its removal can be undone.
  const kept = list.parent
    ? ordered.filter((item) => hasParent(doc, list.parent as ListKey, item.parent))
    : ordered
  const inOrder = list.parent ? groupByParent(doc, list.parent as ListKey, kept) : kept
  return inOrder.map(({ id, parent, map }) => ({
    id: clean(id),
    ...(list.parent && parent !== undefined && { parent: clean(parent) }),
    fields: readFields(
      list.fields,
      (field) => (field.kind === 'links' ? readLinks(map, field.key) : map.get(field.key)),
      used,
    ),
  }))
}

function hasParent(doc: Y.Doc, list: ListKey, id: string | undefined): boolean {
  if (id === undefined) return false
  const parent = draftItems(doc, list).get(id)
  if (!(parent instanceof Y.Map)) return false
  const above = listOf(list).parent as ListKey | undefined
  return above === undefined || hasParent(doc, above, stringOf(parent.get('parent')))
}

function groupByParent(doc: Y.Doc, parents: ListKey, items: OrderedItem[]): OrderedItem[] {
  const rank = new Map(orderedItems(doc, parents).map((parent, at) => [parent.id, at]))
  return items
    .map((item, at) => ({ item, at, group: rank.get(item.parent!) ?? 0 }))
    .sort((a, b) => a.group - b.group || a.at - b.at)
    .map(({ item }) => item)
}

function sectionValue(doc: Y.Doc, section: SectionKey, field: Field): unknown {
  if (field.kind === 'text') return draftText(doc, section, field.key)
  if (field.kind === 'prose') return draftProse(doc, section, field.key)
  return draftValues(doc).get(`${section}/${field.key}`)
}

function readFields(list: readonly Field[], rawOf: (field: Field) => unknown, used: Set<string>): Fields {
  const fields: { [key: string]: Value } = {}
  for (const field of list) {
    const value = readValue(field, rawOf(field))
    if (value === undefined) continue
    fields[field.key] = value
    if (field.kind === 'territory' && typeof value === 'string') used.add(value)
  }
  return fields
}

function readValue(field: Field, raw: unknown): Value | undefined {
  switch (field.kind) {
    case 'text': {
      const text =
        raw instanceof Y.Text ? clean(textOnly(raw)).trim() : typeof raw === 'string' ? clean(raw).trim() : ''
      return text === '' ? undefined : text
    }
    case 'prose': {
      if (!(raw instanceof Y.XmlFragment)) return undefined
      const nodes = readNodes(raw, 0)
      return isBlank(nodes) ? undefined : nodes
    }
    case 'cents': {
      if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw + 0
      // A text there is kept: the strict check then says that the amount cannot be read.
      const text = stringOf(raw)
      return text === undefined || text === '' ? undefined : clean(text)
    }
    case 'links': {
      const ids = [...new Set(idsOf(raw).map(clean))]
      return ids.length > 0 ? ids : undefined
    }
    default: {
      const text = stringOf(raw)
      return text === undefined || text === '' ? undefined : clean(text)
    }
  }
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textOnly(text: Y.Text): string {
  return (text.toDelta() as { insert?: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('')
}

/** Text as it is hashed: well-formed UTF-16 and NFC, so that « é » typed on two systems is one text. */
function clean(text: string): string {
  return text.toWellFormed().normalize('NFC')
}

/** Without a word it says nothing, whatever empty headings, lists or tables stand in it; an unknown node may say something. */
function isBlank(nodes: readonly ProseNode[]): boolean {
  return proseText(nodes) === '' && !JSON.stringify(nodes).includes('"unknown"')
}

/** The nodes of a rich text as canonical JSON: known nodes and marks, adjacent equal texts joined, null attributes dropped. */
export function readProse(fragment: Y.XmlFragment): ProseNode[] {
  return readNodes(fragment, 0)
}

function readNodes(parent: Y.XmlFragment | Y.XmlElement, depth: number): ProseNode[] {
  if (depth > proseDepthMax) return [{ type: 'unknown' }]
  const nodes: ProseNode[] = []
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) readTexts(child, nodes)
    else if (child instanceof Y.XmlElement) nodes.push(readElement(child, depth))
    else nodes.push({ type: 'unknown' })
  }
  // Cleaned only now: a character may stand in two pieces until equal texts are joined.
  return nodes.map((node) => (node.text === undefined ? node : { ...node, text: clean(node.text) }))
}

function readElement(element: Y.XmlElement, depth: number): ProseNode {
  const known = (proseNodes as readonly string[]).includes(element.nodeName)
  const attrs = known
    ? proseAttributes(element.nodeName, readAttributes(element.getAttributes()))
    : readAttributes(element.getAttributes())
  const content = readNodes(element, depth + 1)
  return {
    // What this version does not know keeps its text, so that its change is seen; the strict check refuses it.
    type: known ? element.nodeName : 'unknown',
    ...(attrs && { attrs }),
    ...(content.length > 0 && { content }),
  }
}

/** Adds the pieces of a text to `nodes`; a piece whose marks are those of the text before it is joined to it. */
function readTexts(text: Y.XmlText, nodes: ProseNode[]): void {
  for (const { insert, attributes } of text.toDelta() as {
    insert?: unknown
    attributes?: Record<string, unknown>
  }[]) {
    if (typeof insert !== 'string') {
      nodes.push({ type: 'unknown' })
      continue
    }
    const marks = readMarks(attributes)
    const last = nodes.at(-1)
    if (last?.text !== undefined && JSON.stringify(last.marks) === JSON.stringify(marks)) {
      nodes[nodes.length - 1] = { ...last, text: last.text + insert }
    } else nodes.push({ type: 'text', text: insert, ...(marks && { marks }) })
  }
}

function readMarks(attributes: Record<string, unknown> | undefined): ProseMark[] | undefined {
  const marks = Object.entries(attributes ?? {})
    .filter(([, value]) => value !== null && value !== undefined)
    // y-prosemirror may store a mark under `name--hash` where a mark can stand twice.
    .map(([name, value]): ProseMark => {
      const type = name.split('--')[0]!
      if (!(proseMarks as readonly string[]).includes(type)) return { type: 'unknown' }
      const attrs = readAttributes(value)
      return { type, ...(attrs && { attrs }) }
    })
    .sort((a, b) => compare(a.type, b.type))
  return marks.length > 0 ? marks : undefined
}

function readAttributes(raw: unknown): ProseMark['attrs'] | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const attrs: Record<string, string | number | boolean> = {}
  for (const [key, value] of Object.entries(raw)) {
    if (typeof value === 'string') attrs[clean(key)] = clean(value)
    else if (typeof value === 'boolean') attrs[clean(key)] = value
    // + 0 turns −0, which a peer can write and the canonical form refuses, into 0.
    else if (typeof value === 'number' && Number.isSafeInteger(value)) attrs[clean(key)] = value + 0
  }
  return Object.keys(attrs).length > 0 ? attrs : undefined
}
