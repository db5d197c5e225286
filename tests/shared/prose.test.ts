// Rich text: the editor's document, the live document and canonical JSON say the same thing.
import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { describe, expect, test } from 'vitest'
import { prosemirrorToYXmlFragment } from 'y-prosemirror'
import * as Y from 'yjs'
import { readProse } from '../../shared/plan/draft.ts'
import { proseDocument, proseSchema } from '../../shared/plan/prose.ts'
import {
  isReadableProse,
  isSafeLink,
  type ProseNode,
  proseMarks,
  proseNodes,
} from '../../shared/plan/prose-json.ts'
import { canonicalText } from '../../shared/record/canonical.ts'

const { nodes, marks } = proseSchema
const words = fc.string({
  unit: fc.constantFrom('a', 'é', 'E\u0301', ' ', '😀', 'ᐃ', '’'),
  minLength: 1,
  maxLength: 6,
})
const mark = fc.subarray([
  marks.strong.create(),
  marks.em.create(),
  marks.link.create({ href: 'https://exemple.quebec/é' }),
])
const inline = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(words, mark).map(([text, set]) => proseSchema.text(text, set)) },
    { weight: 1, arbitrary: fc.constant(null).map(() => nodes.hard_break.create()) },
  ),
  { maxLength: 4 },
)
const textblock = fc.oneof(
  inline.map((content) => nodes.paragraph.create(null, content)),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), inline)
    .map(([level, content]) => nodes.heading.create({ level }, content)),
)
const { block } = fc.letrec<{ block: Node; list: Node }>((tie) => ({
  block: fc.oneof({ maxDepth: 3 }, textblock, tie('list')),
  list: fc
    .tuple(
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.array(tie('block'), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
    )
    .map(([ordered, order, items]) => {
      const content = items.map((blocks) => nodes.list_item.create(null, blocks))
      return ordered ? nodes.ordered_list.create({ order }, content) : nodes.bullet_list.create(null, content)
    }),
}))
const table = fc.array(fc.tuple(block, block), { minLength: 1, maxLength: 3 }).map((rows) =>
  nodes.table.create(
    null,
    rows.map(([left, right]) =>
      nodes.table_row.create(null, [
        nodes.table_header.create(null, left),
        nodes.table_cell.create(null, right),
      ]),
    ),
  ),
)
const document = fc
  .array(fc.oneof({ weight: 4, arbitrary: block }, { weight: 1, arbitrary: table }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((content) => nodes.doc.create(null, content))

function written(doc: Node): ProseNode[] {
  return readProse(prosemirrorToYXmlFragment(doc, new Y.Doc().getXmlFragment('prose')))
}

describe('PROSE-1: one rich text, three forms', () => {
  test('what is read from the live document opens in the editor as the document that was written', () => {
    fc.assert(
      fc.property(document, (doc) => {
        const read = written(doc)
        const opened = proseDocument(read)

        expect(opened).not.toBeNull()
        // Accents are NFC once read; apart from that nothing moved.
        expect(opened!.textContent).toBe(doc.textContent.normalize('NFC'))
        expect(canonicalText(written(opened!))).toBe(canonicalText(read))
        expect(isReadableProse(read)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test('the schema has exactly the nodes and marks that canonical JSON names', () => {
    expect(Object.keys(nodes).sort()).toEqual(['doc', ...proseNodes].sort())
    expect(Object.keys(marks).sort()).toEqual([...proseMarks].sort())
  })

  test('an empty text opens as an empty document', () => {
    expect(proseDocument([])?.textContent).toBe('')
  })
})

test('PROSE-3: a text that the schema cannot hold as it is opens for no writing', () => {
  const text: ProseNode = { type: 'text', text: 'mots' }
  const paragraph: ProseNode = { type: 'paragraph', content: [text] }
  for (const unfit of [
    { type: 'unknown', content: [paragraph] },
    { type: 'bullet_list' },
    { type: 'list_item', content: [paragraph] },
    { type: 'table', content: [{ type: 'table_row', content: [{ type: 'table_cell' }] }] },
    { type: 'table', content: [{ type: 'table_row', content: [paragraph] }] },
    { type: 'paragraph', content: [paragraph] },
    { type: 'heading', attrs: { level: 9 }, content: [text] },
    { type: 'paragraph', attrs: { onclick: 'x' }, content: [text] },
    { type: 'paragraph', content: [{ ...text, marks: [{ type: 'unknown' }] }] },
    { type: 'paragraph', content: [{ ...text, marks: [{ type: 'link', attrs: { href: 'javascript:x' } }] }] },
    text,
  ] satisfies ProseNode[]) {
    expect(proseDocument([unfit]), JSON.stringify(unfit)).toBeNull()
  }
})

test('PROSE-5: a link leads to the web or to a mailbox, never to something that runs', () => {
  expect(isSafeLink('https://exemple.quebec')).toBe(true)
  expect(isSafeLink('mailto:a@b.quebec')).toBe(true)
  for (const href of ['javascript:alert(1)', ' https://x', 'data:text/html,x', '//x', '', null]) {
    expect(isSafeLink(href)).toBe(false)
  }
})
