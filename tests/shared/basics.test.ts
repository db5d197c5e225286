// Exact fractions, cents and days: the floor of every count and sum.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addFractions,
  centsMax,
  compareFractions,
  formatCents,
  isDay,
  parseCents,
} from '../../shared/basics.ts'

const fraction = fc.record({ num: fc.nat(10_000), den: fc.integer({ min: 1, max: 10_000 }) })

describe('fractions', () => {
  test('two thirds of 3, 6, 9, 30 need exactly 2, 4, 6, 20', () => {
    for (const [whole, needed] of [
      [3, 2],
      [6, 4],
      [9, 6],
      [30, 20],
    ] as const) {
      const enough = (votes: number) => compareFractions({ num: votes, den: whole }, { num: 2, den: 3 }) >= 0
      expect(enough(needed)).toBe(true)
      expect(enough(needed - 1)).toBe(false)
    }
  })

  test('comparison agrees with exact cross-multiplication and is antisymmetric', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        expect(Math.sign(compareFractions(a, b))).toBe(Math.sign(a.num * b.den - b.num * a.den))
        expect(compareFractions(a, b) + compareFractions(b, a)).toBe(0)
      }),
    )
  })

  test('addition is exact: a sum of n nths is one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (n) => {
        let sum = { num: 0, den: 1 }
        for (let i = 0; i < n; i++) sum = addFractions(sum, { num: 1, den: n })
        expect(sum).toEqual({ num: 1, den: 1 })
      }),
    )
  })
})

describe('money', () => {
  test.each([
    ['1 460 000 $', 146_000_000],
    ['1 460 000,50 $', 146_000_050],
    ['1,460,000.5', 146_000_050],
    ['1.460.000', 146_000_000],
    ['1460000', 146_000_000],
    ['12,34', 1234],
    ['0', 0],
  ])('« %s » typed is %i cents', (typed, cents) => {
    expect(parseCents(typed)).toBe(cents)
  })

  test.each(['', 'beaucoup', '-5', '1,2,3', '12.345.6', '1e9', '9'.repeat(16)])(
    '« %s » is not an amount',
    (typed) => {
      expect(parseCents(typed)).toBeNull()
    },
  )

  test('what is shown can be typed back, in both languages', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: centsMax }),
        fc.constantFrom('fr' as const, 'en' as const),
        (cents, lang) => {
          expect(parseCents(formatCents(cents, lang))).toBe(cents)
        },
      ),
    )
  })
})

test('a day exists in the calendar or is refused', () => {
  expect(isDay('2028-02-29')).toBe(true)
  expect(isDay('2027-02-29')).toBe(false)
  expect(isDay('2027-2-9')).toBe(false)
  expect(isDay(20270209)).toBe(false)
})
