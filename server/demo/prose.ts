// Rich text of the demo, written short: `**bold**`, `_emphasis_`, `[text](address)`, and French no-break spaces put in.
// Called by plan-text.ts, which says what; write-plan.ts puts the nodes into the live document.
import type { ProseMark, ProseNode } from '../../shared/plan/prose-json.ts'

/** Puts the no-break spaces that French asks for, which nobody sees in a source file. */
export function french(text: string): string {
  return text
    .replace(/ ([:;?!»%$])/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0')
    .replace(/(\d) (?=\d{3}(?!\d))/g, '$1\u00a0')
}

const inline = /\*\*(.+?)\*\*|_(.+?)_|\[(.+?)\]\((.+?)\)/g

function texts(source: string): ProseNode[] {
  const nodes: ProseNode[] = []
  const add = (text: string, marks?: readonly ProseMark[]) => {
    if (text) nodes.push({ type: 'text', text: french(text), ...(marks && { marks }) })
  }
  let from = 0
  for (const match of source.matchAll(inline)) {
    const [whole, strong, em, label, href] = match
    add(source.slice(from, match.index))
    if (strong) add(strong, [{ type: 'strong' }])
    else if (em) add(em, [{ type: 'em' }])
    else add(label!, [{ type: 'link', attrs: { href: href! } }])
    from = match.index + whole.length
  }
  add(source.slice(from))
  return nodes
}

export function p(source: string): ProseNode {
  return { type: 'paragraph', content: texts(source) }
}

export function h(level: 1 | 2, source: string): ProseNode {
  return { type: 'heading', attrs: { level }, content: texts(source) }
}

export function list(...items: readonly string[]): ProseNode {
  return {
    type: 'bullet_list',
    content: items.map((item) => ({ type: 'list_item', content: [p(item)] })),
  }
}

export function steps(...items: readonly string[]): ProseNode {
  return {
    type: 'ordered_list',
    attrs: { order: 1 },
    content: items.map((item) => ({ type: 'list_item', content: [p(item)] })),
  }
}

/** A table whose first row is its header. */
export function table(...rows: readonly (readonly string[])[]): ProseNode {
  return {
    type: 'table',
    content: rows.map((cells, at) => ({
      type: 'table_row',
      content: cells.map((cell) => ({
        type: at === 0 ? 'table_header' : 'table_cell',
        attrs: { colspan: 1, rowspan: 1 },
        content: [p(cell)],
      })),
    })),
  }
}
