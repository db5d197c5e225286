// What minutes are drawn with: the neutral blocks of a plan and two of their own, and the few ways to make them. Pure.
// Called by minutes-sections.ts and minutes-poll-sections.ts; drawn by the page and by the PDF.
import type { Lang } from '../basics.ts'
import type { Block, Cell, Run } from '../plan/blocks.ts'
import { minutesWords } from './minutes-words.ts'

export type MinutesBlock =
  | Block
  | (Extract<Block, { kind: 'table' }> & { readonly widths?: readonly number[] })
  | { readonly kind: 'state'; readonly tone: 'good' | 'warn' | 'bad' | 'quiet'; readonly text: string }
  | { readonly kind: 'seal'; readonly lines: readonly { readonly label: string; readonly value: string }[] }

/** A part of minutes: its place is where hand-written words may stand after it; null for a heading alone. */
export interface MinutesSection {
  readonly place: string | null
  readonly level: 1 | 2 | 3
  readonly title: string
  readonly blocks: readonly MinutesBlock[]
}

export type WordKey = keyof typeof minutesWords

export function say(lang: Lang, key: WordKey): string {
  return minutesWords[key][lang]
}

/** « Étiquette : texte », with the space of French. */
export function labelled(lang: Lang, label: string, text: string): string {
  return `${label}${lang === 'fr' ? '\u00a0: ' : ': '}${text}`
}

export function quoted(lang: Lang, text: string): string {
  return lang === 'fr' ? `«\u00a0${text}\u00a0»` : `“${text}”`
}

/** The lines of a text as runs. */
export function runsOf(text: string): Run[] {
  return text
    .split('\n')
    .flatMap((line, at) => (at > 0 ? [{ text: '\n' }, { text: line }] : [{ text: line }]))
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', runs: runsOf(text) }
}

export function list(items: readonly string[]): Block[] {
  if (items.length === 0) return []
  return [{ kind: 'list', ordered: false, start: 1, items: items.map((item) => [paragraph(item)]) }]
}

export function pairs(
  lang: Lang,
  entries: readonly (readonly [WordKey, string | null | undefined])[],
): Block[] {
  const shown = entries.flatMap(([key, value]) =>
    value ? [{ label: say(lang, key), value: runsOf(value) }] : [],
  )
  return shown.length > 0 ? [{ kind: 'pairs', pairs: shown }] : []
}

interface TableForm {
  /** Columns set as figures, and the shares of the width each column takes on paper. */
  readonly figures?: readonly number[]
  readonly widths?: readonly number[]
}

/** « 12 620/273 », "12,620/273": figures of four digits and more, as they are read. */
export function groupedFigure(figure: string, lang: Lang): string {
  return figure.replace(/\d{4,}/g, (digits) =>
    digits.replace(/\B(?=(?:\d{3})+$)/g, lang === 'fr' ? '\u00a0' : ','),
  )
}

export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { figures = [], widths }: TableForm = {},
): MinutesBlock[] {
  if (rows.length === 0) return []
  const cell = (text: string, at: number): Cell => ({
    // A corner without a word is no heading.
    blocks: text === '' ? [] : [paragraph(text)],
    ...(figures.includes(at) && { figures: true as const }),
  })
  return [
    {
      kind: 'table',
      caption,
      columns: head.length,
      headRows: 1,
      rows: [
        head.map((label, at) => ({ ...cell(label, at), header: true as const })),
        // Each line is named by its first cell.
        ...rows.map((row) =>
          row.map((text, at) =>
            at === 0 && text !== '' ? { ...cell(text, at), header: true as const } : cell(text, at),
          ),
        ),
      ],
      ...(widths && { widths }),
    },
  ]
}
