// REC-5 to REC-8: the Merkle tree, against the published answers, against its definition, and against every small lie.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hex } from '../../../shared/basics.ts'
import {
  appended,
  consistencyRanges,
  type Edge,
  edgePlaces,
  emptyEdge,
  extendsTree,
  type Hash,
  includes,
  inclusionRanges,
  leafHash,
  nodeHash,
  type Place,
  placesOf,
  rangeHash,
  rootOf,
  treeSizeMax,
} from '../../../shared/record/tree.ts'
import { bytesOf, readVectors, type TreeVectors } from '../../kit/vectors.ts'

const known = readVectors<TreeVectors>('tree')

/** A log that keeps what an append makes, as rows would. */
function grow(leaves: readonly Hash[]) {
  const nodes = new Map<string, Hash>()
  const edges: Edge[] = [emptyEdge]
  for (const leaf of leaves) {
    const { edge, made } = appended(edges.at(-1)!, leaf)
    edges.push(edge)
    for (const { level, position, hash } of made) nodes.set(`${level}/${position}`, hash)
  }
  const nodeAt = ({ level, position }: Place) => nodes.get(`${level}/${position}`)
  return {
    nodes,
    edges,
    root: (size: number) => rootOf(edges[size]!),
    inclusion: (index: number, size: number) =>
      inclusionRanges(index, size).map((one) => rangeHash(one, nodeAt)),
    consistency: (from: number, to: number) =>
      consistencyRanges(from, to).map((one) => rangeHash(one, nodeAt)),
  }
}

/** MTH as RFC 9162 defines it, whole each time. */
function definition(leaves: readonly Hash[]): Hash {
  if (leaves.length === 1) return leaves[0]!
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(definition(leaves.slice(0, split)), definition(leaves.slice(split)))
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => leafHash(Uint8Array.of(at, at >> 8)))

describe('the published tree', () => {
  const leaves = known.leaves.map((leaf) => leafHash(bytesOf(leaf)))
  const log = grow(leaves)

  test('REC-5 its roots, from none to eight leaves', () => {
    expect(log.edges.map((edge) => hex(rootOf(edge)))).toEqual(known.roots)
  })

  test.each(known.inclusion)('REC-7 leaf $index of $size', ({ index, size, path }) => {
    expect(log.inclusion(index, size).map(hex)).toEqual(path)
    const claim = { index, size, leaf: leaves[index]!, path: path.map(bytesOf), root: log.root(size) }
    expect(includes(claim)).toBe(true)
  })

  test.each(known.consistency)('REC-8 from $from to $to', ({ from, to, path }) => {
    expect(log.consistency(from, to).map(hex)).toEqual(path)
    const claim = { from, fromRoot: log.root(from), to, toRoot: log.root(to), path: path.map(bytesOf) }
    expect(extendsTree(claim)).toBe(true)
  })
})

describe('any tree', () => {
  const leaves = numbered(300)
  const log = grow(leaves)
  const sizes = fc.integer({ min: 1, max: 300 })

  test('REC-5 its root is the one of the definition', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        expect(hex(log.root(size))).toBe(hex(definition(leaves.slice(0, size))))
      }),
      { numRuns: 60 },
    )
  })

  test('REC-6 an append makes and knows at most a logarithm of nodes, and all together twice the leaves', () => {
    for (const [size, edge] of log.edges.entries()) {
      expect(edge.hashes).toHaveLength(edgePlaces(size).length)
      expect(edge.hashes.length).toBeLessThanOrEqual(Math.log2(size + 1) + 1)
    }
    expect(log.nodes.size).toBeLessThan(600)
  })

  test('REC-6 the places of an edge are exact for the largest trees too', () => {
    for (const size of [2 ** 47 - 1, 2 ** 47, 2 ** 47 + 1, treeSizeMax - 1, treeSizeMax]) {
      const places = edgePlaces(size)
      expect(places.reduce((sum, { level }) => sum + 2 ** level, 0)).toBe(size)
      expect(places.every(({ position }) => Number.isSafeInteger(position))).toBe(true)
    }
  })

  test('REC-7 each leaf is proved; no other leaf, index, size, root or path is', () => {
    const cases = fc.tuple(sizes, fc.nat(), fc.nat(), fc.nat())
    fc.assert(
      fc.property(cases, ([size, anyIndex, anyOther, anyPlace]) => {
        const index = anyIndex % size
        const path = log.inclusion(index, size)
        const claim = { index, size, leaf: leaves[index]!, path, root: log.root(size) }
        expect(includes(claim)).toBe(true)
        const other = anyOther % 300
        if (other !== index) {
          expect(includes({ ...claim, leaf: leaves[other]! })).toBe(false)
          expect(includes({ ...claim, index: other })).toBe(false)
        }
        if (other + 1 !== size) expect(includes({ ...claim, root: log.root(other + 1) })).toBe(false)
        expect(includes({ ...claim, path: [...path, leaves[other]!] })).toBe(false)
        if (path.length === 0) return
        const place = anyPlace % path.length
        expect(includes({ ...claim, path: path.toSpliced(place, 1) })).toBe(false)
        expect(includes({ ...claim, path: path.with(place, leaves[index]!) })).toBe(false)
        const flipped = path.map((hash, at) =>
          at === place ? hash.map((byte, k) => (k ? byte : byte ^ 1)) : hash,
        )
        expect(includes({ ...claim, path: flipped })).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  test('REC-8 each size is proved to extend each smaller one; no altered proof is', () => {
    const cases = fc.tuple(sizes, sizes, fc.nat())
    fc.assert(
      fc.property(cases, ([a, b, anyPlace]) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        const path = log.consistency(from, to)
        const claim = { from, fromRoot: log.root(from), to, toRoot: log.root(to), path }
        expect(extendsTree(claim)).toBe(true)
        expect(extendsTree({ ...claim, path: [...path, leaves[0]!] })).toBe(false)
        if (from === to) return
        expect(extendsTree({ ...claim, fromRoot: log.root(to) })).toBe(false)
        expect(extendsTree({ ...claim, toRoot: log.root(from) })).toBe(false)
        expect(extendsTree({ ...claim, from: to, to: from })).toBe(false)
        const place = anyPlace % path.length
        expect(extendsTree({ ...claim, path: path.toSpliced(place, 1) })).toBe(false)
        const flipped = path.map((hash, at) =>
          at === place ? hash.map((byte, k) => (k ? byte : byte ^ 1)) : hash,
        )
        expect(extendsTree({ ...claim, path: flipped })).toBe(false)
      }),
      { numRuns: 400 },
    )
  })
})

describe('REC-8 a log that lies', () => {
  const honest = numbered(40)
  const log = grow(honest)
  const seen = { from: 23, fromRoot: log.root(23) }

  /** Whether a log that is now these leaves can show itself to have only added to what was seen. */
  const passes = (leaves: readonly Hash[]) => {
    const now = grow(leaves)
    return extendsTree({
      ...seen,
      to: leaves.length,
      toRoot: now.root(leaves.length),
      path: now.consistency(23, leaves.length),
    })
  }

  test('the honest one passes', () => {
    expect(passes(honest)).toBe(true)
  })

  test.each([
    ['an entry dropped', honest.toSpliced(5, 1)],
    ['the last entry that was seen dropped', honest.toSpliced(22, 1)],
    ['two entries in another order', honest.with(3, honest[4]!).with(4, honest[3]!)],
    ['an entry altered', honest.with(11, leafHash(new TextEncoder().encode('another')))],
    ['an entry added in the past', honest.toSpliced(7, 0, leafHash(new TextEncoder().encode('late')))],
    ['a fork: another history from the first entry', numbered(40).map((leaf) => nodeHash(leaf, leaf))],
    ['a fork from the last entry seen', [...honest.slice(0, 22), ...numbered(60).slice(42)]],
  ])('%s is found out', (_, leaves) => {
    expect(passes(leaves)).toBe(false)
  })

  test('a truncated log has no proof at all, whatever it shows', () => {
    const path = log.consistency(10, 23)
    expect(extendsTree({ ...seen, to: 10, toRoot: log.root(10), path })).toBe(false)
    expect(extendsTree({ ...seen, to: 23, toRoot: log.root(22), path: [] })).toBe(false)
  })
})

describe('nonsense', () => {
  test('REC-7 REC-8 sizes that are none and endless paths are answered no, not thrown at', () => {
    const leaf = leafHash(new Uint8Array())
    const path = Array(1_000).fill(leaf)
    for (const size of [-1, 0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
      expect(includes({ index: 0, size, leaf, path, root: leaf })).toBe(false)
      expect(includes({ index: size, size: 8, leaf, path: [], root: leaf })).toBe(false)
      expect(extendsTree({ from: 1, fromRoot: leaf, to: size, toRoot: leaf, path: [] })).toBe(false)
      expect(extendsTree({ from: size, fromRoot: leaf, to: 8, toRoot: leaf, path })).toBe(false)
    }
    expect(includes({ index: 0, size: 2, leaf, path, root: leaf })).toBe(false)
  })

  test('REC-6 no edge is taken for one of another size', () => {
    expect(() => appended({ size: 3, hashes: [] }, leafHash(new Uint8Array()))).toThrow('bug')
    expect(placesOf({ start: 0, end: 0 })).toEqual([])
  })
})
