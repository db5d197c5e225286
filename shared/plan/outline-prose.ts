// Rich text as blocks of the outline: what the nodes of prose-json.ts become on paper. Called by outline.ts alone.
import type { Block, Cell, Run } from './blocks.ts'
import { isSafeLink, type ProseMark, type ProseNode } from './prose-json.ts'

/**
 * OUT-3: every word of the prose, whatever the nodes: one this version cannot read still gives the text it holds.
 * Headings inside it stand below `level`, that of the heading above, and never skip one.
 */
export function proseBlocks(nodes: readonly ProseNode[], level: number): Block[] {
  const blocks: Block[] = []
  let loose: Run[] = []
  const flush = () => {
    if (loose.some((run) => run.text.trim() !== '')) blocks.push({ kind: 'paragraph', runs: loose })
    loose = []
  }
  let above = level
  for (const node of nodes) {
    if (node.type === 'text' || node.type === 'hard_break') {
      loose.push(...runsOf([node]))
      continue
    }
    flush()
    const made = blockOf(node, above, level)
    if (made[0]?.kind === 'heading') above = made[0].level
    blocks.push(...made)
  }
  flush()
  return blocks
}

function blockOf(node: ProseNode, above: number, base: number): Block[] {
  const content = node.content ?? []
  switch (node.type) {
    case 'paragraph': {
      const runs = runsOf(content)
      return runs.some((run) => run.text.trim() !== '') ? [{ kind: 'paragraph', runs }] : []
    }
    case 'heading': {
      const text = runsOf(content)
        .map((run) => run.text)
        .join('')
        .replace(/\n/g, ' ')
        .trim()
      const level = Math.min(base + attr(node, 'level', 1, 3), above + 1, 6)
      return text === '' ? [] : [{ kind: 'heading', level, text }]
    }
    case 'bullet_list':
    case 'ordered_list':
      return [
        {
          kind: 'list',
          ordered: node.type === 'ordered_list',
          start: attr(node, 'order', 1, 1_000_000),
          items: content.map((item) =>
            proseBlocks(item.type === 'list_item' ? (item.content ?? []) : [item], above),
          ),
        },
      ]
    case 'table':
      return tableOf(node, above)
    default:
      return proseBlocks(content, above)
  }
}

/** A table whose rows do not have the same width is given as its paragraphs: no renderer has to guess. */
function tableOf(node: ProseNode, above: number): Block[] {
  const rows = (node.content ?? []).map((row) => (row.content ?? []).map((cell) => cellOf(cell, above)))
  const columns = widthOf(rows)
  if (columns === 0) return rows.flat().flatMap((cell) => cell.blocks)
  const plain = rows.findIndex((row) => row.some((cell) => !cell.header))
  // A heading row whose cell reaches down into the body cannot be repeated on each page: then there is none.
  const spills = rows
    .slice(0, Math.max(plain, 0))
    .some((row) => row.some((cell) => cell.rowspan !== undefined))
  return [{ kind: 'table', caption: '', columns, headRows: spills ? 0 : Math.max(plain, 0), rows }]
}

function cellOf(node: ProseNode, above: number): Cell {
  const colspan = attr(node, 'colspan', 1, 50)
  const rowspan = attr(node, 'rowspan', 1, 200)
  return {
    blocks: proseBlocks(node.content ?? [], above),
    ...(node.type === 'table_header' && { header: true as const }),
    ...(colspan > 1 && { colspan }),
    ...(rowspan > 1 && { rowspan }),
  }
}

/** The number of columns when the cells, placed one after the other, fill a whole grid; 0 otherwise. */
function widthOf(rows: readonly (readonly Cell[])[]): number {
  const width = (rows[0] ?? []).reduce((sum, cell) => sum + (cell.colspan ?? 1), 0)
  if (width === 0 || width > 50) return 0
  const taken = rows.map(() => new Array<boolean>(width).fill(false))
  for (const [at, row] of rows.entries()) {
    for (const cell of row) {
      const from = taken[at]!.indexOf(false)
      const until = from + (cell.colspan ?? 1)
      if (from < 0 || until > width || at + (cell.rowspan ?? 1) > rows.length) return 0
      for (let y = at; y < at + (cell.rowspan ?? 1); y++) {
        for (let x = from; x < until; x++) {
          if (taken[y]![x]) return 0
          taken[y]![x] = true
        }
      }
    }
  }
  return taken.every((row) => row.every(Boolean)) ? width : 0
}

function runsOf(nodes: readonly ProseNode[]): Run[] {
  return nodes.flatMap((node): Run[] => {
    if (node.type === 'hard_break') return [{ text: '\n' }]
    if (node.text !== undefined)
      return node.text === '' ? [] : [{ text: node.text, ...manner(node.marks ?? []) }]
    return runsOf(node.content ?? [])
  })
}

function manner(marks: readonly ProseMark[]): Omit<Run, 'text'> {
  const link = marks.find((mark) => mark.type === 'link')?.attrs?.href
  return {
    ...(marks.some((mark) => mark.type === 'strong') && { strong: true as const }),
    ...(marks.some((mark) => mark.type === 'em') && { em: true as const }),
    // A link that could run something is kept as its words only.
    ...(isSafeLink(link) && { href: link }),
  }
}

function attr(node: ProseNode, key: string, low: number, high: number): number {
  const value = node.attrs?.[key]
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= low
    ? Math.min(value, high)
    : low
}
