// F12: showing a text never changes it, whatever it holds. (That a reader's page sends nothing is tried in the browser and over the socket.)
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { fitnessOf } from '../client/editor/fitness.ts'
import { anchorOf, quoteOf, rangeOf, rawProse } from '../client/editor/positions.ts'
import { readPlan, readProse } from '../shared/plan/draft.ts'
import { proseText } from '../shared/plan/prose-json.ts'

const known = [
  'paragraph',
  'heading',
  'bullet_list',
  'list_item',
  'table',
  'table_row',
  'table_cell',
  'hard_break',
] as const
const strange = ['video', 'aside', '', 'PARAGRAPH', '__proto__', 'constructor'] as const

type Shape = {
  readonly name: string
  readonly attrs: Record<string, unknown>
  readonly inside: readonly (Shape | string)[]
}
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    name: fc.constantFrom(...known, ...strange),
    attrs: fc.dictionary(
      fc.constantFrom('level', 'href', 'colspan', 'étrange'),
      fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
    ),
    inside: fc.array(fc.oneof({ depthSize: 'small' }, fc.string({ unit: 'grapheme' }), tie('shape')), {
      maxLength: 4,
    }),
  }),
}))

function plant(parent: Y.XmlFragment | Y.XmlElement, { name, attrs, inside }: Shape): void {
  const element = new Y.XmlElement(name)
  parent.push([element])
  for (const [key, value] of Object.entries(attrs)) element.setAttribute(key, value as never)
  for (const child of inside) {
    if (typeof child !== 'string') plant(element, child)
    else {
      const text = new Y.XmlText()
      element.push([text])
      text.insert(0, child, child.length % 2 ? { strong: true } : { étrange: { a: 1 } })
    }
  }
}

test('F12: two hundred shapes of text, known and strange, are judged, drawn, read and anchored without a byte written', () => {
  fc.assert(
    fc.property(fc.array(shape, { maxLength: 5 }), fc.nat(40), fc.nat(40), (shapes, a, b) => {
      const doc = new Y.Doc()
      const fragment = doc.getXmlFragment('prose/portrait/summary')
      for (const one of shapes) plant(fragment, one)
      let writes = 0
      doc.on('update', () => {
        writes += 1
      })
      const before = Y.encodeStateAsUpdate(doc)

      const fitness = fitnessOf(fragment)
      const words = proseText(readProse(fragment))
      readPlan(doc, [])
      if (fitness === 'fit') {
        rawProse(fragment)
        const range = { from: Math.min(a, b), to: Math.max(a, b) }
        rangeOf(fragment, anchorOf(fragment, range), quoteOf(fragment, range))
      }

      expect(typeof words).toBe('string')
      expect(writes).toBe(0)
      expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
    }),
    { numRuns: 200 },
  )
})
