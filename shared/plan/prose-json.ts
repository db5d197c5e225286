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
