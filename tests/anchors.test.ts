// The anchors of comments: on the right words whatever is written around them, or gone with their quote.
import fc from 'fast-check'
import { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import {
  absolutePositionToRelativePosition,
  initProseMirrorDoc,
  prosemirrorToYXmlFragment,
  updateYFragment,
} from 'y-prosemirror'
import * as Y from 'yjs'
import { fitnessOf, makeFit } from '../client/editor/fitness.ts'
import { anchorOf, quoteOf, rangeOf, rawProse } from '../client/editor/positions.ts'
import { readProse } from '../shared/plan/draft.ts'
import { proseSchema } from '../shared/plan/prose.ts'
import { proseText } from '../shared/plan/prose-json.ts'

const { nodes, marks } = proseSchema
const text = (words: string, bold = false) => proseSchema.text(words, bold ? [marks.strong.create()] : [])
const paragraph = (...content: Node[]) => nodes.paragraph.create(null, content)
const cell = (words: string) => nodes.table_cell.create(null, [paragraph(text(words))])

const sample = nodes.doc.create(null, [
  nodes.heading.create({ level: 2 }, text('Se loger')),
  paragraph(
    text('Les loyers '),
    text('montent', true),
    text(' chaque année.'),
    nodes.hard_break.create(),
    text('Fin 😀.'),
  ),
  nodes.bullet_list.create(null, [
    nodes.list_item.create(null, [paragraph(text('un toit'))]),
    nodes.list_item.create(null, [paragraph(text('un bail')), paragraph()]),
  ]),
  nodes.table.create(null, [nodes.table_row.create(null, [cell('unités'), cell('quarante')])]),
])

function live(doc: Node): Y.XmlFragment {
  return prosemirrorToYXmlFragment(doc, new Y.Doc().getXmlFragment('prose'))
}

test('PROSE-6: a position counted on the live document is the one the editor counts, everywhere in a text', () => {
  const fragment = live(sample)
  const { mapping } = initProseMirrorDoc(fragment, proseSchema)
  const drawn = Node.fromJSON(proseSchema, { type: 'doc', content: rawProse(fragment) })

  expect(drawn.eq(sample)).toBe(true)
  for (let from = 0; from < sample.content.size; from++) {
    for (let to = from + 1; to <= sample.content.size; to++) {
      const words = sample.textBetween(from, to, ' ', ' ')
      if (words.trim() === '') continue
      const range = rangeOf(fragment, anchorOf(fragment, { from, to }), '')!
      expect(sample.textBetween(range.from, range.to, ' ', ' ').trim()).toBe(words.trim())
      expect(quoteOf(fragment, { from, to }).replaceAll(/\s+/g, '')).toBe(
        words.replaceAll(/\s+/g, '').toWellFormed(),
      )
    }
  }
  expect(absolutePositionToRelativePosition(3, fragment, mapping)).toBeTruthy()
})

/** Writes as the editor does: the next document is compared with the live one. */
function write(fragment: Y.XmlFragment, next: Node): void {
  const { meta } = initProseMirrorDoc(fragment, proseSchema)
  updateYFragment(fragment.doc!, fragment, next, meta)
}

test('PROSE-6, F35: whatever is written around a passage, its anchor holds its words, or what is left of them, or nothing', () => {
  const edit = fc.record({
    at: fc.nat(),
    length: fc.nat(5),
    insert: fc.constantFrom('', 'é', ' x ', '😀', 'mot'),
    split: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 15 }), (edits) => {
      const fragment = live(
        nodes.doc.create(null, [
          paragraph(text('Avant '), text('PASSAGE', true), text(' après.')),
          paragraph(text('Suite.')),
        ]),
      )
      const anchor = anchorOf(fragment, { from: 7, to: 14 })
      expect(quoteOf(fragment, { from: 7, to: 14 })).toBe('PASSAGE')

      for (const { at, length, insert, split } of edits) {
        const doc = Node.fromJSON(proseSchema, { type: 'doc', content: rawProse(fragment) })
        const place = at % (doc.content.size + 1)
        const $place = doc.resolve(place)
        if (!$place.parent.isTextblock) continue
        const block = $place.parent
        const offset = $place.parentOffset
        const rest = Math.min(offset + length, block.content.size)
        const halves = split
          ? [block.cut(0, offset), block.copy(block.content.cut(rest))]
          : [
              block.copy(
                block.content
                  .cut(0, offset)
                  .append(insert === '' ? block.content.cut(0, 0) : paragraph(text(insert)).content)
                  .append(block.content.cut(rest)),
              ),
            ]
        const index = $place.index(0)
        const blocks = doc.content.content.flatMap((node, i) => (i === index ? halves : [node]))
        write(fragment, nodes.doc.create(null, blocks))
      }

      const range = rangeOf(fragment, anchor, 'PASSAGE')
      const doc = Node.fromJSON(proseSchema, { type: 'doc', content: rawProse(fragment) })
      if (range) {
        // Nothing but the passage's own letters and what was written inside it.
        const found = doc.textBetween(range.from, range.to, ' ', ' ')
        expect(found).not.toMatch(/Avant|après|Suite/)
      } else expect(doc.textBetween(0, doc.content.size, ' ')).not.toContain('PASSAGE')
    }),
    { numRuns: 300 },
  )
})

test('PROSE-6, F35: an anchor whose text is gone is told so, also when the whole text is gone', () => {
  const fragment = live(
    nodes.doc.create(null, [paragraph(text('Un passage ici.')), paragraph(text('Autre.'))]),
  )
  const anchor = anchorOf(fragment, { from: 4, to: 11 })
  const quote = quoteOf(fragment, { from: 4, to: 11 })
  expect(quote).toBe('passage')

  write(fragment, nodes.doc.create(null, [paragraph(text('Autre.'))]))
  expect(rangeOf(fragment, anchor, quote)).toBeNull()
  fragment.delete(0, fragment.length)
  expect(rangeOf(fragment, anchor, quote)).toBeNull()
  expect(rangeOf(fragment, { start: 'AAAA', end: '!!' }, quote)).toBeNull()
})

test('PROSE-3: what this version does not know is told before it opens, and mended only at a person’s asking', () => {
  const fragment = live(sample)
  expect(fitnessOf(fragment)).toBe('fit')

  fragment.insert(0, [new Y.XmlElement('bullet_list')])
  expect(fitnessOf(fragment)).toBe('leftovers')

  const video = new Y.XmlElement('video')
  const inner = new Y.XmlText()
  inner.insert(0, 'Sous-titre')
  video.insert(0, [inner])
  fragment.insert(0, [video])
  const words = proseText(readProse(fragment))
  expect(fitnessOf(fragment)).toBe('unreadable')

  makeFit(fragment, 'test')
  expect(fitnessOf(fragment)).toBe('fit')
  expect(proseText(readProse(fragment)).replaceAll(/\s+/g, ' ')).toBe(words.replaceAll(/\s+/g, ' '))
})
