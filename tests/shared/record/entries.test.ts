// REC-4, REC-5, REC-16: the entries of the record, against the known answers.
import { describe, expect, test } from 'vitest'
import { hex } from '../../../shared/basics.ts'
import { canonicalText } from '../../../shared/record/canonical.ts'
import { aboutOf, commitmentOf, entryLeaf, readEntry } from '../../../shared/record/entries.ts'
import { bytesOf, type EntryVectors, readVectors } from '../../kit/vectors.ts'

const { entries, refused } = readVectors<EntryVectors>('entries')

describe('an entry of each type', () => {
  test.each(entries)('REC-4 REC-5 $name', ({ entry: text, leaf, salt, payload }) => {
    const entry = readEntry(text)!

    expect(canonicalText(entry)).toBe(text)
    expect(hex(entryLeaf(entry))).toBe(leaf)
    expect(aboutOf(entry)).toMatch(/^[0-9a-f]{64}$|^w1$/)
    if (salt === undefined || payload === undefined) return
    expect(commitmentOf(bytesOf(salt), JSON.parse(payload))).toBe(entry.commitment)
    expect(commitmentOf(new Uint8Array(32), JSON.parse(payload))).not.toBe(entry.commitment)
    expect(() => commitmentOf(new Uint8Array(16), {})).toThrow('32 bytes')
  })
})

describe('REC-4 what is none', () => {
  test.each(refused)('$name', ({ entry }) => {
    expect(readEntry(entry)).toBeNull()
  })
})
