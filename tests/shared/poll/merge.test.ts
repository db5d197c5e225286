// The text under a vote comes from a live document: whoever received the edits in whatever order, twice or after a reload, hashes the same.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { addItem, draftItems, readPlan } from '../../../shared/plan/draft.ts'
import { pollText } from '../../../shared/poll/subject.ts'
import { digest } from '../../../shared/record/canonical.ts'

const id = 'p1'
const question = { fr: 'Adoptons-nous ?', en: 'Do we adopt?' }

interface Edit {
  readonly by: number
  readonly what: 'title' | 'paragraph' | 'cut' | 'move' | 'objective'
  readonly at: number
  readonly words: string
  /** Whether the author has received what the others did so far. */
  readonly fresh: boolean
}
const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    by: fc.integer({ min: 0, max: 2 }),
    what: fc.constantFrom(
      'title' as const,
      'paragraph' as const,
      'cut' as const,
      'move' as const,
      'objective' as const,
    ),
    at: fc.nat(60),
    words: fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
    fresh: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
)

function start(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  const item = addItem(doc, 'priorities', { id, values: { title: 'Se déplacer', disposition: 'proposed' } })
  expect(item).toBeInstanceOf(Y.Map)
  return Y.encodeStateAsUpdate(doc)
}

function edit(doc: Y.Doc, { what, at, words }: Edit): void {
  const item = draftItems(doc, 'priorities').get(id) as Y.Map<unknown>
  const title = item.get('title') as Y.Text
  const why = item.get('rationale') as Y.XmlFragment
  doc.transact(() => {
    if (what === 'title') title.insert(at % (title.length + 1), words)
    if (what === 'cut' && title.length > 1) title.delete(at % (title.length - 1), 1)
    if (what === 'paragraph' || (what === 'move' && why.length === 0)) {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(words)])
      why.insert(at % (why.length + 1), [paragraph])
    } else if (what === 'move') why.delete(at % why.length, 1)
    if (what === 'objective')
      addItem(doc, 'objectives', { id: `o${at}`, parent: id, values: { title: words } })
  })
}

/** The updates that three people made, each having received the others' or not. */
function typed(all: readonly Edit[]): Uint8Array[] {
  const updates = [start()]
  const docs = [101, 102, 103].map((clientID) => {
    const doc = new Y.Doc()
    doc.clientID = clientID
    Y.applyUpdate(doc, updates[0]!)
    doc.on('update', (bytes: Uint8Array, origin: unknown) => origin === 'received' || updates.push(bytes))
    return doc
  })
  for (const one of all) {
    const doc = docs[one.by]!
    if (one.fresh) for (const update of [...updates]) Y.applyUpdate(doc, update, 'received')
    edit(doc, one)
  }
  return updates
}

function merged(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

const hashOf = (doc: Y.Doc) => digest('text', pollText(readPlan(doc, []), { kind: 'priority', id }, question))

test('INV-7 the digest of a text under vote is one, in whatever order its edits are merged, repeated, or read back after a reload', () => {
  const plays = edits.chain((all) => {
    const updates = typed(all)
    const order = fc.shuffledSubarray([...updates, ...updates], { minLength: updates.length * 2 })
    return fc.record({ updates: fc.constant(updates), order, cut: fc.nat(updates.length) })
  })
  fc.assert(
    fc.property(plays, ({ updates, order, cut }) => {
      const wanted = hashOf(merged(updates))
      expect(hashOf(merged(order))).toBe(wanted)
      // Half of it came as one snapshot, the rest as it was typed; then the whole is written down and read again.
      const part = merged([Y.mergeUpdates([...updates.slice(0, cut), updates[0]!]), ...updates.slice(cut)])
      expect(hashOf(part)).toBe(wanted)
      expect(hashOf(merged([Y.encodeStateAsUpdate(part)]))).toBe(wanted)
    }),
    { numRuns: 150 },
  )
})
