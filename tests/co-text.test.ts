// A text field written by several at once, without a browser: the change that is sent, and where one's own change lands.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changeBetween, movedBy } from '../client/pages/plan/fields/co-text.ts'

const words = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', '🏔', ' '), maxLength: 12 })

test('FIELD-1, F36: the change that is sent turns one text into the other and never cuts a character in half', () => {
  fc.assert(
    fc.property(words, words, fc.nat(24), (before, after, caret) => {
      const change = changeBetween(before, after, caret)
      if (!change) {
        expect(after).toBe(before)
        return
      }
      const { index, remove, insert } = change

      expect(before.slice(0, index) + insert + before.slice(index + remove)).toBe(after)
      for (const part of [before.slice(0, index), insert, before.slice(index + remove)]) {
        expect(part.isWellFormed()).toBe(true)
      }
    }),
  )
})

test('FIELD-1: a letter typed among the same letters goes in where the caret is', () => {
  expect(changeBetween('aaaa', 'aaaaa', 2)).toEqual({ index: 1, remove: 0, insert: 'a' })
  expect(changeBetween('aaaa', 'aaa', 1)).toEqual({ index: 1, remove: 1, insert: '' })
})

test('FIELD-2: what was composed while another person wrote lands where it was composed', () => {
  const text = new Y.Doc().getText('t')
  text.insert(0, 'Le logement')
  let moved = 0
  text.observe((event) => {
    moved = movedBy(event.delta as never, 11, true)
  })

  text.insert(3, 'grand ')
  expect(moved).toBe(17)
  text.delete(0, 3)
  expect(moved).toBe(8)
})

test('FIELD-2: a place stays between the same letters through any change made elsewhere', () => {
  fc.assert(
    fc.property(fc.nat(8), fc.nat(8), fc.nat(3), words, (place, at, remove, insert) => {
      const before = '01234567'
      const removed = Math.min(remove, before.length - at)
      const after = before.slice(0, at) + insert + before.slice(at + removed)
      const delta = [{ retain: at }, { insert }, { delete: removed }].filter(
        (op) => op.retain || op.insert || op.delete,
      )

      const moved = movedBy(delta as never, place, false)

      expect(moved).toBeGreaterThanOrEqual(0)
      expect(moved).toBeLessThanOrEqual(after.length)
      if (place < at) expect(after[moved]).toBe(before[place])
      if (place > at + removed) expect(after[moved - 1]).toBe(before[place - 1])
    }),
  )
})
