// OUT-1 to OUT-3: a plan as neutral blocks. What a person wrote is all there, once, in order, in either language.
import { describe, expect, test } from 'vitest'
import type { Block } from '../../shared/plan/blocks.ts'
import { longDay, outlinePlan } from '../../shared/plan/outline.ts'
import { proseBlocks } from '../../shared/plan/outline-prose.ts'
import { emptyPlan, type Plan } from '../../shared/plan/plan.ts'
import { sections } from '../../shared/plan/sections.ts'
import { seededPlan } from '../kit/seeded-plan.ts'

/** All the words of some blocks, a line a block, figures with plain spaces. */
function wordsOf(blocks: readonly Block[]): string {
  return blocks
    .map(wordsOfBlock)
    .join('\n')
    .replace(/[\u00a0\u202f]/g, ' ')
}

function wordsOfBlock(block: Block): string {
  const said = (runs: readonly { text: string }[]) => runs.map(({ text }) => text).join('')
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${block.text}`
    case 'paragraph':
      return said(block.runs)
    case 'pairs':
      return block.pairs.map(({ label, value }) => `${label}: ${said(value)}`).join('\n')
    case 'list':
      return block.items.map((item) => `- ${wordsOf(item)}`).join('\n')
    case 'table': {
      const rows = block.rows.map((row) => row.map((cell) => wordsOf(cell.blocks)).join(' | '))
      return [block.caption, ...rows].join('\n')
    }
  }
}

describe('OUT-1 the whole plan, in the order of its sections', () => {
  const french = outlinePlan(seededPlan, 'fr')

  test('every section is a heading of the first level, in both languages', () => {
    for (const lang of ['fr', 'en'] as const) {
      const headings = outlinePlan(seededPlan, lang).blocks.flatMap((block) =>
        block.kind === 'heading' && block.level === 1 ? [block.text] : [],
      )

      expect(headings).toEqual(sections.map((section) => section.label[lang]))
    }
  })

  test('every text that a person wrote is there', () => {
    const all = wordsOf(french.blocks)
    const written = JSON.stringify(seededPlan).match(
      /"(?:text|title|problem|evidence|place|note|reason)":"[^"]+"/g,
    )!

    expect(written.length).toBeGreaterThan(25)
    for (const pair of written)
      expect(all).toContain(JSON.parse(`{${pair}}`)[pair.split('"')[1]!].replace(/[\u00a0\u202f]/g, ' '))
  })

  test('amounts, days, links and territories read as people write them', () => {
    const all = wordsOf(french.blocks)

    expect(all).toContain('Enveloppe: 4 200 000 $')
    expect(all).toContain('Début: 1er avril 2026')
    expect(all).toContain('Enjeux visés: Logement')
    expect(all).toContain('MRC des Coteaux | 2 100 000 $')
    expect(wordsOf(outlinePlan(seededPlan, 'en').blocks)).toContain('Envelope: $4,200,000')
    expect(wordsOf(outlinePlan(seededPlan, 'en').blocks)).toContain('Start: April 1, 2026')
  })

  test('no level of heading is skipped on the way down', () => {
    let above = 0
    for (const block of french.blocks) {
      if (block.kind !== 'heading') continue
      expect(block.level).toBeLessThanOrEqual(above + 1)
      above = block.level
    }
  })

  test('a priority that is not retained says so, with its reason', () => {
    expect(wordsOf(french.blocks)).toContain('## Persévérance scolaire (Non retenue)')
    expect(wordsOf(french.blocks)).toContain('Relève d’un autre plan.')
  })

  test('an empty plan has a title of ours and says that nothing is entered', () => {
    const { title, blocks } = outlinePlan(emptyPlan, 'fr')

    expect(title).toBe('Sans titre')
    expect(blocks).toHaveLength(sections.length * 2)
  })

  test('a link to a thing that was removed is said, not dropped', () => {
    const plan: Plan = { ...seededPlan, territories: [], lists: { ...seededPlan.lists, issues: [] } }

    expect(wordsOf(outlinePlan(plan, 'fr').blocks)).toContain('Enjeux visés: (retiré)')
  })
})

describe('OUT-2 money', () => {
  test('each retained priority has the sum of its means; the rest is cross-cutting; all add up', () => {
    const all = wordsOf(outlinePlan(seededPlan, 'fr').blocks)

    expect(all).toContain('Se loger dignement | 1 100 000 $')
    expect(all).toContain('Se déplacer | 840 000,50 $')
    expect(all).toContain('Moyens transversaux | 300 000 $')
    expect(all).toContain('Total | 2 850 000,50 $')
    expect(all).toContain('Reste à attribuer | 1 349 999,50 $')
    expect(all).toContain('Total | 4 150 000 $')
  })
})

describe('OUT-3 prose', () => {
  const text = (words: string, ...marks: { type: string; attrs?: Record<string, string> }[]) => ({
    type: 'text',
    text: words,
    ...(marks.length > 0 && { marks }),
  })
  const cell = (words: string, attrs = {}, type = 'table_cell') => ({
    type,
    attrs,
    content: [{ type: 'paragraph', content: [text(words)] }],
  })
  const row = (...content: ReturnType<typeof cell>[]) => ({ type: 'table_row', content })

  test('marks and safe links are kept; a link that could run is kept as its words', () => {
    const [paragraph] = proseBlocks(
      [
        {
          type: 'paragraph',
          content: [
            text('gras', { type: 'strong' }, { type: 'em' }),
            text('site', { type: 'link', attrs: { href: 'https://a.example/' } }),
            text('piège', { type: 'link', attrs: { href: 'javascript:alert(1)' } }),
          ],
        },
      ],
      1,
    )

    expect(paragraph).toEqual({
      kind: 'paragraph',
      runs: [
        { text: 'gras', strong: true, em: true },
        { text: 'site', href: 'https://a.example/' },
        { text: 'piège' },
      ],
    })
  })

  test('a node that this version cannot read still gives its words', () => {
    const blocks = proseBlocks(
      [{ type: 'unknown', content: [{ type: 'callout', content: [text('gardé')] }] }],
      1,
    )

    expect(wordsOf(blocks)).toBe('gardé')
  })

  test('a table keeps its spans and its heading rows', () => {
    const [table] = proseBlocks(
      [
        {
          type: 'table',
          content: [
            row(cell('A', {}, 'table_header'), cell('B', { colspan: 2 }, 'table_header')),
            row(cell('1', { rowspan: 2 }), cell('2'), cell('3')),
            row(cell('4'), cell('5')),
          ],
        },
      ],
      1,
    )

    expect(table).toMatchObject({ kind: 'table', columns: 3, headRows: 1 })
  })

  test.each([
    ['rows of different widths', [row(cell('seul')), row(cell('un'), cell('deux'))]],
    ['a span that goes past the last row', [row(cell('seul', { rowspan: 3 }), cell('deux'))]],
    [
      'a span that runs into another',
      [row(cell('a'), cell('b', { rowspan: 2 }), cell('c')), row(cell('d', { colspan: 2 }))],
    ],
    ['no cell at all', [row()]],
  ])('a table with %s is given as its paragraphs', (_, content) => {
    const blocks = proseBlocks([{ type: 'table', content }], 1)

    expect(blocks.every(({ kind }) => kind === 'paragraph')).toBe(true)
    expect(blocks).toHaveLength(content.flatMap((each) => each.content).length)
  })

  test('numbering that is no number starts at one', () => {
    const [list] = proseBlocks([{ type: 'ordered_list', attrs: { order: -4 }, content: [] }], 1)

    expect(list).toMatchObject({ start: 1 })
  })
})

describe('days', () => {
  test('are calendar days: never the one before, wherever the reader is', () => {
    expect(longDay('2026-01-01', 'fr')).toBe('1er janvier 2026')
    expect(longDay('2026-12-31', 'en')).toBe('December 31, 2026')
    expect(longDay('un jour', 'fr')).toBe('un jour')
  })
})
