// REC-1 and REC-2: the bytes that are hashed. RFC 8785's published vectors where they fit the profile, and what is outside it.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  canonicalBytes,
  canonicalText,
  digest,
  groupsOfFour,
  NotCanonical,
  parseCanonical,
} from '../../shared/record/canonical.ts'

describe('REC-1 what RFC 8785 publishes', () => {
  test('strings are escaped as in §3.2.2', () => {
    const text = '\u20ac$\u000f\u000aA\u0027\u0042\u0022\u005c\\"/'

    expect(canonicalText({ string: text })).toBe('{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
  })

  test('names are sorted by UTF-16 units as in §3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }

    expect(Object.values(JSON.parse(canonicalText(value)))).toHaveLength(6)
    expect(canonicalText(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","😀":"Emoji: Grinning Face"}',
    )
  })

  test('integers of appendix B within the profile are written plainly', () => {
    expect(canonicalText([0, 9007199254740991, -9007199254740991])).toBe(
      '[0,9007199254740991,-9007199254740991]',
    )
  })

  test('nothing is added between tokens, at any depth', () => {
    expect(canonicalText({ b: [true, { z: 1, a: [] }], a: {} })).toBe('{"a":{},"b":[true,{"a":[],"z":1}]}')
  })

  test('the bytes are UTF-8', () => {
    expect(Buffer.from(canonicalBytes('œ😀')).toString('hex')).toBe('22c593f09f988022')
  })
})

describe('REC-1 what is outside the profile is refused, with its place', () => {
  test.each([
    ['a float', { a: [1.5] }, '/a/0'],
    ['1e21, which is no safe integer', { a: 1e21 }, '/a'],
    ['minus zero', [-0], '/0'],
    ['not a number', { n: Number.NaN }, '/n'],
    ['2^53', [2 ** 53], '/0'],
    ['null', { a: null }, '/a'],
    ['undefined', { a: undefined }, '/a'],
    ['a big integer', [10n], '/0'],
    ['a date', { at: new Date(0) }, '/at'],
    ['bytes', [new Uint8Array(2)], '/0'],
    ['a string in NFD', { t: 'pauvrete\u0301' }, '/t'],
    ['a lone surrogate', ['\ud83d'], '/0'],
    ['a key in NFD', { 'e\u0301': 1 }, ''],
  ])('%s', (_, value, path) => {
    const refused = attempt(() => canonicalText(value))

    expect(refused).toBeInstanceOf(NotCanonical)
    expect(refused).toMatchObject({ path })
  })

  test('a hundred levels pass, one more does not', () => {
    const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)])

    expect(canonicalText(nested(100))).toHaveLength(202)
    expect(() => canonicalText(nested(101))).toThrow(NotCanonical)
  })
})

describe('REC-1 text that claims to be canonical', () => {
  test('is read when writing it again gives the same text', () => {
    expect(parseCanonical('{"a":1,"b":["é"]}')).toEqual({ a: 1, b: ['é'] })
  })

  test.each([
    ['a duplicate key', '{"a":1,"a":1}'],
    ['another order', '{"b":1,"a":1}'],
    ['a space', '{"a": 1}'],
    ['a number spelled 1.0', '{"a":1.0}'],
    ['a number spelled 1e0', '{"a":1e0}'],
    ['an escape that is not needed', '{"a":"\\u0041"}'],
    ['a byte order mark', '\ufeff{}'],
    ['a last line feed', '{}\n'],
    ['no JSON at all', '{'],
  ])('%s is refused', (_, text) => {
    expect(() => parseCanonical(text)).toThrow(NotCanonical)
  })
})

describe('REC-2 digests', () => {
  test('are SHA-256 of the kind, a zero byte and the canonical bytes, so that no kind passes for another', () => {
    const value = { b: 'pauvreté', a: 1 }
    const byHand = createHash('sha256').update('assise/plan/v1\u0000{"a":1,"b":"pauvreté"}').digest('hex')

    expect(digest('plan', value)).toBe(byHand)
    expect(digest('text', value)).not.toBe(byHand)
  })

  test('are shown in groups of four', () => {
    expect(groupsOfFour('86ef851dd5')).toBe('86ef 851d d5')
  })
})

function attempt(job: () => unknown): unknown {
  try {
    return job()
  } catch (error) {
    return error
  }
}
