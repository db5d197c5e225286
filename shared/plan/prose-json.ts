// Rich text as plain JSON (PROSE rules): what readPlan gives, what is hashed, what exports and the offline verifier read.
// It knows neither ProseMirror nor Yjs: prose.ts holds the editor's schema, draft.ts the reading of the live document.

/** A node as ProseMirror's own JSON, without null attributes; `unknown` stands for a node this version cannot read. */
export interface ProseNode {
  readonly type: string
  readonly attrs?: { readonly [key: string]: string | number | boolean }
  readonly content?: readonly ProseNode[]
  readonly text?: string
  readonly marks?: readonly ProseMark[]
}

export interface ProseMark {
  readonly type: string
  readonly attrs?: { readonly [key: string]: string | number | boolean }
}

/** The version of the schema of rich text; raised when a node or mark is added, sent to clients at their hello. */
export const proseVersion = 1

export const proseNodes = [
  'paragraph',
  'heading',
  'bullet_list',
  'ordered_list',
  'list_item',
  'table',
  'table_row',
  'table_cell',
  'table_header',
  'hard_break',
  'text',
] as const
export type ProseNodeType = (typeof proseNodes)[number]
export const proseMarks = ['strong', 'em', 'link'] as const
export type ProseMarkType = (typeof proseMarks)[number]

/** All the text of some nodes, a space between blocks: for quotes, searches and emptiness. */
export function proseText(nodes: readonly ProseNode[]): string {
  return nodes
    .map((node) =>
      node.type === 'hard_break'
        ? '\n'
        : (node.text ?? proseText(node.content ?? []) + (isBlock(node) ? ' ' : '')),
    )
    .join('')
    .trim()
}

function isBlock(node: ProseNode): boolean {
  return node.type !== 'text' && node.type !== 'hard_break'
}

/** A link a plan may carry: web or mail, nothing that runs. */
export function isSafeLink(href: unknown): href is string {
  return typeof href === 'string' && href.length <= 2000 && /^(https?:\/\/|mailto:)/i.test(href)
}

/**
 * PROSE-2: the attributes of a node as they are hashed. The editor writes some that say nothing (a cell over one column, a list
 * from 1) and may leave a heading's level out: the same text is given the same attributes either way.
 */
export function proseAttributes(type: string, attrs: ProseNode['attrs']): ProseNode['attrs'] {
  const kept = Object.entries(attrs ?? {}).filter(
    ([key, value]) => !(value === 1 && (key === 'colspan' || key === 'rowspan' || key === 'order')),
  )
  if (type === 'heading' && !kept.some(([key]) => key === 'level')) kept.push(['level', 1])
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** The widest span of a cell, in cells: a larger one would freeze a screen. */
export const cellSpanMax = 50

/**
 * PROSE-3: true when this version can show and freeze every part of some nodes: known nodes and marks, safe links, sane levels
 * and spans. Asked by the strict check at the lock and by the editor before it opens a text for writing.
 */
export function isReadableProse(nodes: readonly ProseNode[]): boolean {
  return nodes.every(
    (node) =>
      (proseNodes as readonly string[]).includes(node.type) &&
      Object.entries(node.attrs ?? {}).every(([key, value]) => isReadableAttribute(node.type, key, value)) &&
      (node.marks ?? []).every(isReadableMark) &&
      isReadableProse(node.content ?? []),
  )
}

function isReadableAttribute(type: string, key: string, value: unknown): boolean {
  const within = (max: number) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max
  if (type === 'heading' && key === 'level') return within(3)
  if (type === 'ordered_list' && key === 'order') return within(100_000)
  return (
    (type === 'table_cell' || type === 'table_header') &&
    (key === 'colspan' || key === 'rowspan') &&
    within(cellSpanMax)
  )
}

function isReadableMark({ type, attrs = {} }: ProseMark): boolean {
  const keys = Object.keys(attrs)
  if (type === 'link') return keys.length === 1 && isSafeLink(attrs.href)
  return (type === 'strong' || type === 'em') && keys.length === 0
}
