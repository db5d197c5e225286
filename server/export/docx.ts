// A version or an Alliance for a word processor: what the PDF says, in styles that a person can restyle. A working copy: the PDF is the
// document. The same dossier gives the same bytes. Called by the press.
import {
  Document,
  ExternalHyperlink,
  type FileChild,
  Footer,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { Lang } from '../../shared/basics.ts'
import type { Cell, Run } from '../../shared/plan/blocks.ts'
import { outlinePlan } from '../../shared/plan/outline.ts'
import { groupsOfFour } from '../../shared/record/canonical.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { cover, decisionBlocks, recordsTitle, short } from './document.ts'
import { docxStyles, listReferences, numberingOf, tableLook } from './docx-styles.ts'
import type { PageBlock, SealLine } from './page-blocks.ts'
import { heading, text } from './page-blocks.ts'
import { speaker } from './speaker.ts'
import { readZip, writeZip } from './zip.ts'

export async function renderDocx(dossier: Dossier, lang: Lang): Promise<Uint8Array> {
  const { version } = dossier
  const outline = outlinePlan(dossier.plan, lang)
  const front = cover(dossier, lang)
  const blocks: PageBlock[] = [
    ...front.blocks,
    { kind: 'seal', lines: front.seal },
    text(workingCopy(lang)),
    { kind: 'page' },
    ...outline.blocks,
    { kind: 'page' },
    heading(1, recordsTitle(lang)),
    ...decisionBlocks(dossier, lang),
  ]
  const starts = new Set<number>()
  const title = short(outline.title, lang)
  const children = [
    new Paragraph({ style: 'Surtitre', children: runs([{ text: front.kicker }]) }),
    new Paragraph({ heading: HeadingLevel.TITLE, children: runs([{ text: outline.title }]) }),
    ...drawn(blocks, { starts, lists: { count: 0 }, depth: 0, colon: lang === 'fr' ? ' : ' : ': ' }),
  ]
  const foot = `${title} · version ${version.number} · ${groupsOfFour(version.planDigest.slice(0, 16))} …`
  const document = new Document({
    title: clean(title),
    creator: clean(short(version.workspaceName, lang)),
    lastModifiedBy: clean(short(version.workspaceName, lang)),
    description: clean(workingCopy(lang)),
    styles: docxStyles(lang),
    numbering: numberingOf(starts),
    sections: [{ footers: { default: footer(foot) }, children }],
  })
  return reproducible(Buffer.from(await Packer.toArrayBuffer(document)), version.lockedAt)
}

function workingCopy(lang: Lang): string {
  return speaker(lang)(
    'Copie de travail : le document qui fait foi est le PDF de cette version. Comparez les empreintes ci-dessus.',
    'Working copy: the document that counts is the PDF of this version. Compare the fingerprints above.',
  )
}

function footer(words: string): Footer {
  const pages = new TextRun({ children: [' · ', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })
  return new Footer({
    children: [new Paragraph({ style: 'Footer', children: [...runs([{ text: words }]), pages] })],
  })
}

interface Drawing {
  /** The numbers that ordered lists begin with: each needs its own numbering. */
  readonly starts: Set<number>
  /** Each list counts for itself. */
  readonly lists: { count: number }
  readonly depth: number
  readonly colon: string
}

function drawn(blocks: readonly PageBlock[], at: Drawing): FileChild[] {
  let newPage = false
  return blocks.flatMap((block): FileChild[] => {
    if (block.kind === 'page') {
      newPage = true
      return []
    }
    const made = draw(block, at, newPage)
    newPage = false
    return made
  })
}

const headings = ['HEADING_1', 'HEADING_2', 'HEADING_3', 'HEADING_4', 'HEADING_5', 'HEADING_6'] as const

function draw(
  block: Exclude<PageBlock, { kind: 'page' }>,
  at: Drawing,
  pageBreakBefore: boolean,
): FileChild[] {
  switch (block.kind) {
    case 'heading': {
      const level = HeadingLevel[headings[Math.min(Math.max(block.level, 1), 6) - 1]!]
      return [new Paragraph({ heading: level, pageBreakBefore, children: runs([{ text: block.text }]) })]
    }
    case 'paragraph':
      return [new Paragraph({ pageBreakBefore, children: runs(block.runs) })]
    case 'pairs':
      return block.pairs.map(
        ({ label, value }) =>
          new Paragraph({
            style: 'Fiche',
            children: [...runs([{ text: label, strong: true }]), new TextRun(at.colon), ...runs(value)],
          }),
      )
    case 'list':
      return list(block, at)
    case 'table':
      return [
        ...(block.caption
          ? [new Paragraph({ style: 'Caption', keepNext: true, children: runs([{ text: block.caption }]) })]
          : []),
        table(block, at),
        // Two tables that touch would become one.
        new Paragraph({ style: 'Suite', children: [] }),
      ]
    case 'state':
      return [new Paragraph({ style: 'Etat', children: runs([{ text: block.text, strong: true }]) })]
    case 'quote':
      return [new Paragraph({ style: 'Enonce', children: runs(lines(block.text)) })]
    case 'seal':
      return block.lines.map(sealLine)
  }
}

function sealLine({ label, value }: SealLine): Paragraph {
  return new Paragraph({
    style: 'Sceau',
    children: [
      ...runs([{ text: label }]),
      new TextRun({ break: 1 }),
      ...runs([{ text: value, strong: true }]),
    ],
  })
}

function list(block: Extract<PageBlock, { kind: 'list' }>, at: Drawing): FileChild[] {
  at.lists.count += 1
  if (block.ordered) at.starts.add(block.start)
  const reference = block.ordered ? listReferences.from(block.start) : listReferences.bullets
  const numbering = { reference, level: Math.min(at.depth, 8), instance: at.lists.count }
  return block.items.flatMap((item) => {
    const [first, ...rest] = item
    const own =
      first?.kind === 'paragraph'
        ? [new Paragraph({ style: 'ListParagraph', numbering, children: runs(first.runs) })]
        : [new Paragraph({ style: 'ListParagraph', numbering, children: [] })]
    const under = first?.kind === 'paragraph' ? rest : item
    return [...own, ...drawn(under, { ...at, depth: at.depth + 1 })]
  })
}

function table(block: Extract<PageBlock, { kind: 'table' }>, at: Drawing): Table {
  const rows = block.rows.map(
    (row, index) =>
      new TableRow({
        tableHeader: index < block.headRows,
        cantSplit: true,
        children: row.map((each) => tableCell(each, at)),
      }),
  )
  return new Table({ ...tableLook, width: { size: 100, type: WidthType.PERCENTAGE }, rows })
}

function tableCell(cell: Cell, at: Drawing): TableCell {
  const bold = cell.header === true
  const style = bold ? 'TableauEntete' : cell.figures ? 'TableauChiffres' : 'Tableau'
  const children = cell.blocks.flatMap((block): FileChild[] =>
    block.kind === 'paragraph'
      ? [
          new Paragraph({
            style,
            ...(cell.figures && { alignment: 'right' as const }),
            children: runs(block.runs),
          }),
        ]
      : draw(block, at, false),
  )
  const last = children.at(-1)
  return new TableCell({
    ...(cell.colspan && { columnSpan: cell.colspan }),
    ...(cell.rowspan && { rowSpan: cell.rowspan }),
    // The format wants a paragraph at the end of every cell.
    children: (last instanceof Paragraph
      ? children
      : [...children, new Paragraph({ style, children: [] })]) as (Paragraph | Table)[],
  })
}

function runs(all: readonly Run[]): ParagraphChild[] {
  return all.map((run) => {
    if (run.text === '\n') return new TextRun({ break: 1 })
    const manner = { ...(run.strong && { bold: true }), ...(run.em && { italics: true }) }
    if (run.href === undefined) return new TextRun({ text: clean(run.text), ...manner })
    const words = new TextRun({ text: clean(run.text), style: 'Hyperlink', ...manner })
    return new ExternalHyperlink({ link: run.href, children: [words] })
  })
}

function lines(words: string): Run[] {
  return words
    .split(/\r?\n/)
    .flatMap((line, at) => (at > 0 ? [{ text: '\n' }, { text: line }] : [{ text: line }]))
}

/** What XML has no place for, and what would turn the reading around, is written out: as in the PDF, nothing is dropped in silence. */
function clean(words: string): string {
  return words.replace(/[[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]--[\t\n]]/gv, (one) => {
    return `[U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`
  })
}

const types = '[Content_Types].xml'

/** The library dates its files and names its links by chance: the moment of the lock and a count take their places. */
function reproducible(file: Buffer, lockedAt: string): Uint8Array {
  const names = new Map<string, string>()
  const entries = readZip(file).map(({ name, bytes }) => ({
    name,
    text: Buffer.from(bytes).toString('utf8'),
  }))
  const links = entries.find(({ name }) => name === 'word/_rels/document.xml.rels')?.text ?? ''
  for (const [, id] of links.matchAll(/ Id="(rId[^"]*[^"\d][^"]*)"/g))
    names.set(id!, `rIdLien${names.size + 1}`)
  const second = `${lockedAt.slice(0, 19)}Z`
  // The list of types stands first: some readers look for it there.
  const ordered = entries.toSorted((a, b) => Number(b.name === types) - Number(a.name === types))
  return writeZip(
    ordered.map(({ name, text }) => {
      const renamed = text.replace(/"(rId[^"]+)"/g, (whole, id: string) =>
        names.has(id) ? `"${names.get(id)}"` : whole,
      )
      const dated = renamed.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${second}`)
      return { name, bytes: new TextEncoder().encode(name === 'docProps/core.xml' ? dated : renamed) }
    }),
  )
}
