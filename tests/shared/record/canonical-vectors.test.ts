// REC-1, REC-2: the known answers, which the second implementation reads too.
import { describe, expect, test } from 'vitest'
import { canonicalText, digest, NotCanonical, parseCanonical } from '../../../shared/record/canonical.ts'
import { type CanonicalVectors, readVectors } from '../../kit/vectors.ts'

const { accepted, refused, notCanonical, numbers } = readVectors<CanonicalVectors>('canonical')

describe('REC-1 what has a canonical form', () => {
  test.each(accepted)('$name', ({ input, canonical, kind, digest: known }) => {
    const value: unknown = JSON.parse(input)

    expect(canonicalText(value)).toBe(canonical)
    expect(parseCanonical(canonical)).toEqual(value)
    expect(digest(kind, value)).toBe(known)
  })
})

describe('REC-1 what has none', () => {
  test.each(refused)('$name', ({ input }) => {
    expect(() => canonicalText(JSON.parse(input))).toThrow(NotCanonical)
  })
})

describe('REC-1 texts that are no canonical form', () => {
  test.each(notCanonical)('$name', ({ text }) => {
    expect(() => parseCanonical(text)).toThrow(NotCanonical)
  })
})

describe('REC-1 the numbers of RFC 8785, appendix B', () => {
  test.each(numbers)('$ieee, $ecmascript', ({ ieee, canonical }) => {
    const value = Buffer.from(ieee, 'hex').readDoubleBE()

    if (canonical === undefined) expect(() => canonicalText(value)).toThrow(NotCanonical)
    else expect(canonicalText(value)).toBe(canonical)
  })
})
