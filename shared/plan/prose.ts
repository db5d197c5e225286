// The schema of rich text as ProseMirror knows it, and the two ways between a document and canonical JSON (PROSE rules).
// Called by the client's editor and by tests. The table nodes are written here: prosemirror-tables needs a browser at import.
//
// Containers ask for as little as they can (a list item is any blocks, a row any cells): y-prosemirror deletes what two people's
// edits, once merged, no longer fit, so the schema lets nothing be unfit but what is empty (PROSE-4).
import { type DOMOutputSpec, Node, type NodeSpec, Schema } from 'prosemirror-model'
import { cellSpanMax, isReadableProse, isSafeLink, type ProseNode } from './prose-json.ts'

const cellAttrs = { colspan: { default: 1 }, rowspan: { default: 1 } }

function cell(tag: 'td' | 'th', tableRole: 'cell' | 'header_cell'): NodeSpec {
  return {
    content: 'block+',
    attrs: cellAttrs,
    tableRole,
    isolating: true,
    parseDOM: [
      {
        tag,
        getAttrs: (dom) => ({ colspan: spanOf(dom, 'colspan'), rowspan: spanOf(dom, 'rowspan') }),
      },
    ],
    toDOM: ({ attrs: { colspan, rowspan } }): DOMOutputSpec => [
      tag,
      { ...(colspan !== 1 && { colspan }), ...(rowspan !== 1 && { rowspan }) },
      0,
    ],
  }
}

function spanOf(dom: { getAttribute(name: string): string | null }, name: string): number {
  const span = Number(dom.getAttribute(name) ?? 1)
  return Number.isInteger(span) && span >= 1 && span <= cellSpanMax ? span : 1
}

/** Levels are relative to the field they stand in: the page's own headings come above them. */
const headingTags = ['h4', 'h5', 'h6'] as const

export const proseSchema = new Schema({
  nodes: {
    doc: { content: '(block | table)+' },
    paragraph: {
      content: 'inline*',
      group: 'block',
      parseDOM: [{ tag: 'p' }],
      toDOM: (): DOMOutputSpec => ['p', 0],
    },
    heading: {
      content: 'inline*',
      group: 'block',
      attrs: { level: { default: 1 } },
      defining: true,
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
        tag: `h${level}`,
        getAttrs: (dom) => ({ level: levelOf(dom.getAttribute('data-level')) ?? Math.min(level, 3) }),
      })),
      toDOM: (node): DOMOutputSpec => {
        const level = levelOf(node.attrs.level) ?? 1
        return [headingTags[level - 1]!, { 'data-level': level }, 0]
      },
    },
    bullet_list: {
      content: 'list_item+',
      group: 'block',
      parseDOM: [{ tag: 'ul' }],
      toDOM: (): DOMOutputSpec => ['ul', 0],
    },
    ordered_list: {
      content: 'list_item+',
      group: 'block',
      attrs: { order: { default: 1 } },
      parseDOM: [{ tag: 'ol', getAttrs: (dom) => ({ order: startOf(dom.getAttribute('start')) }) }],
      toDOM: ({ attrs: { order } }): DOMOutputSpec => ['ol', order === 1 ? {} : { start: order }, 0],
    },
    list_item: {
      content: 'block+',
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: (): DOMOutputSpec => ['li', 0],
    },
    table: {
      content: 'table_row+',
      tableRole: 'table',
      isolating: true,
      parseDOM: [{ tag: 'table' }],
      toDOM: (): DOMOutputSpec => ['table', ['tbody', 0]],
    },
    table_row: {
      content: '(table_cell | table_header)*',
      tableRole: 'row',
      parseDOM: [{ tag: 'tr' }],
      toDOM: (): DOMOutputSpec => ['tr', 0],
    },
    table_cell: cell('td', 'cell'),
    table_header: cell('th', 'header_cell'),
    hard_break: {
      inline: true,
      group: 'inline',
      selectable: false,
      parseDOM: [{ tag: 'br' }],
      toDOM: (): DOMOutputSpec => ['br'],
    },
    text: { group: 'inline' },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (dom) => {
            const href = dom.getAttribute('href')
            return isSafeLink(href) ? { href } : false
          },
        },
      ],
      toDOM: ({ attrs: { href } }): DOMOutputSpec => [
        'a',
        { ...(isSafeLink(href) && { href }), rel: 'noopener noreferrer nofollow', target: '_blank' },
        0,
      ],
    },
    em: { parseDOM: [{ tag: 'i' }, { tag: 'em' }], toDOM: (): DOMOutputSpec => ['em', 0] },
    strong: { parseDOM: [{ tag: 'b' }, { tag: 'strong' }], toDOM: (): DOMOutputSpec => ['strong', 0] },
  },
})

function levelOf(value: unknown): number | null {
  const level = Number(value ?? 0)
  return level === 1 || level === 2 || level === 3 ? level : null
}

function startOf(value: string | null): number {
  const start = Number(value ?? 1)
  return Number.isInteger(start) && start >= 1 && start <= 100_000 ? start : 1
}

/**
 * The document the editor would show for some nodes, or null when the schema cannot hold each of them as it is (PROSE-3):
 * then nothing may be bound to it for writing, since the binding would delete what it cannot hold.
 */
export function proseDocument(nodes: readonly ProseNode[]): Node | null {
  if (!isReadableProse(nodes)) return null
  if (nodes.length === 0) return proseSchema.topNodeType.createAndFill()
  try {
    const doc = Node.fromJSON(proseSchema, { type: 'doc', content: nodes })
    doc.check()
    return doc
  } catch {
    return null
  }
}
