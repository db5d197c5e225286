// Shares as people type them, exactly: the decision rule's quorum and threshold are read by these.
import { expect, test } from 'vitest'
import { formatShare, parseShare } from '../../shared/basics.ts'

test('a share is read from a percent or a ratio, exactly', () => {
  expect(parseShare('60 %')).toEqual({ num: 3, den: 5 })
  expect(parseShare('60')).toEqual({ num: 3, den: 5 })
  expect(parseShare('66,7 %')).toEqual({ num: 667, den: 1000 })
  expect(parseShare('66.67%')).toEqual({ num: 6667, den: 10_000 })
  expect(parseShare('2/3')).toEqual({ num: 2, den: 3 })
  expect(parseShare('4 / 6')).toEqual({ num: 2, den: 3 })
  expect(parseShare('0')).toEqual({ num: 0, den: 1 })
  expect(parseShare('100 %')).toEqual({ num: 1, den: 1 })
})

test('what is not a share between nothing and all is not read', () => {
  for (const typed of ['', 'abc', '101 %', '3/2', '1/0', '0/0', '-5', '50 % de', '1e2'])
    expect(parseShare(typed)).toBeNull()
})

test('a share is shown so that it reads back as itself', () => {
  expect(formatShare({ num: 3, den: 5 }, 'en')).toBe('60%')
  expect(formatShare({ num: 3, den: 5 }, 'fr').replace(/\s/g, ' ')).toBe('60 %')
  expect(formatShare({ num: 2, den: 3 }, 'fr')).toBe('2/3')
  for (const share of [
    { num: 2, den: 3 },
    { num: 49, den: 100 },
    { num: 667, den: 1000 },
  ])
    for (const lang of ['fr', 'en'] as const) expect(parseShare(formatShare(share, lang))).toEqual(share)
})
