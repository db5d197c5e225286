// The Merkle tree of RFC 9162 §2.1 over SHA-256: root, appending, inclusion and consistency proofs, and what checks them.
// Pure; called by the record's acts (which keep the nodes in rows), by clients, witnesses and verifiers. No node is read here:
// a proof is first named as ranges of leaves, then made of the nodes that the caller found.
import { sha256 } from '@noble/hashes/sha2.js'
import { assert } from '../basics.ts'

/** 32 bytes. */
export type Hash = Uint8Array

/** The perfect subtree over the leaves [position × 2^level, (position + 1) × 2^level): what is kept, and never changes. */
export interface Place {
  readonly level: number
  readonly position: number
}

export interface TreeNode extends Place {
  readonly hash: Hash
}

/** The roots of the perfect subtrees that make up a tree, from the left, largest first: all an append has to know. */
export interface Edge {
  readonly size: number
  readonly hashes: readonly Hash[]
}

/** The leaves [start, end). */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A tree of more leaves is refused: sizes stay safe integers, and the arithmetic below exact. */
export const treeSizeMax = 2 ** 48
/** No proof is longer in such a tree: checked before any of it is hashed. */
export const proofLengthMax = 64

export const emptyRoot: Hash = sha256(new Uint8Array())
export const emptyEdge: Edge = { size: 0, hashes: [] }

/** REC-5: the hash of an entry. The first byte keeps a leaf from passing for a node. */
export function leafHash(entry: Uint8Array): Hash {
  return hashed(0x00, entry)
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return hashed(0x01, left, right)
}

function hashed(kind: number, ...parts: readonly Uint8Array[]): Hash {
  const state = sha256.create().update(Uint8Array.of(kind))
  for (const part of parts) state.update(part)
  return state.digest()
}

/** The perfect subtrees that make up a range which starts where a subtree of at least its size does, from the left. */
export function placesOf({ start, end }: Range): Place[] {
  const places: Place[] = []
  let at = start
  while (at < end) {
    const level = levelOf(end - at)
    places.push({ level, position: at / 2 ** level })
    at += 2 ** level
  }
  return places
}

/** The largest level whose subtree has at most n leaves. Counted, since logarithms of large numbers round up. */
function levelOf(n: number): number {
  let level = 0
  while (2 ** (level + 1) <= n) level++
  return level
}

/** The places of a tree's edge. */
export function edgePlaces(size: number): Place[] {
  return placesOf({ start: 0, end: size })
}

/** REC-6: one more leaf: the edge after it, and every node that became whole (the leaf first). O(log n). */
export function appended(edge: Edge, leaf: Hash): { edge: Edge; made: readonly TreeNode[] } {
  assert(edge.hashes.length === edgePlaces(edge.size).length, 'an edge of another size')
  assert(edge.size < treeSizeMax, 'the tree is full')
  const hashes = [...edge.hashes]
  const made: TreeNode[] = [{ level: 0, position: edge.size, hash: leaf }]
  let hash = leaf
  // Each trailing one of the size in binary is a subtree whose right twin has just become whole.
  for (let level = 0, rest = edge.size; rest % 2 === 1; level++, rest = (rest - 1) / 2) {
    hash = nodeHash(hashes.pop()!, hash)
    made.push({ level: level + 1, position: (rest - 1) / 2, hash })
  }
  hashes.push(hash)
  return { edge: { size: edge.size + 1, hashes }, made }
}

/** MTH of RFC 9162 §2.1.1 from the edge. */
export function rootOf({ hashes }: Edge): Hash {
  return hashes.length === 0 ? emptyRoot : folded(hashes)
}

function folded(hashes: readonly Hash[]): Hash {
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** What an inclusion proof holds (RFC 9162 §2.1.3.1): the leaves under each of its hashes, from the leaf up. */
export function inclusionRanges(index: number, size: number): Range[] {
  assert(index >= 0 && index < size && size <= treeSizeMax, 'no such leaf')
  const ranges: Range[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  return ranges.reverse()
}

/** What a consistency proof between two sizes holds (RFC 9162 §2.1.4.1). From 0 or to itself: nothing. */
export function consistencyRanges(from: number, to: number): Range[] {
  assert(from >= 0 && from <= to && to <= treeSizeMax, 'no such sizes')
  if (from === 0 || from === to) return []
  const ranges: Range[] = []
  let [start, end] = [0, to]
  while (from < end) {
    const middle = start + splitOf(end - start)
    if (from <= middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  // Who knows the old root knows this subtree when it is the whole old tree.
  if (start > 0) ranges.push({ start, end })
  return ranges.reverse()
}

/** The largest power of two below n (n > 1). */
function splitOf(n: number): number {
  return 2 ** levelOf(n - 1)
}

/** The hash over a range, from the nodes of its `placesOf`. Throws (a bug or a damaged record) when one is missing. */
export function rangeHash(range: Range, nodeAt: (place: Place) => Hash | undefined): Hash {
  return folded(
    placesOf(range).map((place) => {
      const hash = nodeAt(place)
      assert(hash !== undefined, `no node ${place.level}/${place.position}`)
      return hash
    }),
  )
}

export interface Inclusion {
  readonly index: number
  readonly size: number
  readonly leaf: Hash
  readonly path: readonly Hash[]
  readonly root: Hash
}

/** REC-7: whether a leaf stands at an index of a tree (RFC 9162 §2.1.3.2). Total: sizes and paths of any kind answer no. */
export function includes({ index, size, leaf, path, root }: Inclusion): boolean {
  if (!isSize(index) || !isSize(size) || index >= size || path.length > proofLengthMax) return false
  let [first, last] = [index, size - 1]
  let hash = leaf
  for (const sibling of path) {
    if (last === 0) return false
    if (first % 2 === 1 || first === last) {
      hash = nodeHash(sibling, hash)
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)]
    } else hash = nodeHash(hash, sibling)
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 && sameHash(hash, root)
}

export interface Consistency {
  readonly from: number
  readonly fromRoot: Hash
  readonly to: number
  readonly toRoot: Hash
  readonly path: readonly Hash[]
}

/** REC-8: whether the larger tree only added to the smaller one (RFC 9162 §2.1.4.2). Total. */
export function extendsTree({ from, fromRoot, to, toRoot, path }: Consistency): boolean {
  if (!isSize(from) || !isSize(to) || from > to || path.length > proofLengthMax) return false
  if (from === to) return path.length === 0 && sameHash(fromRoot, toRoot)
  if (from === 0) return path.length === 0 && sameHash(fromRoot, emptyRoot)
  const whole = 2 ** levelOf(from) === from ? [fromRoot, ...path] : path
  let [first, last] = [from - 1, to - 1]
  while (first % 2 === 1) [first, last] = [half(first), half(last)]
  const [start, ...rest] = whole
  if (path.length === 0 || start === undefined) return false
  let [old, now] = [start, start]
  for (const hash of rest) {
    if (last === 0) return false
    if (first % 2 === 1 || first === last) {
      old = nodeHash(hash, old)
      now = nodeHash(hash, now)
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)]
    } else now = nodeHash(now, hash)
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 && sameHash(old, fromRoot) && sameHash(now, toRoot)
}

function half(n: number): number {
  return Math.floor(n / 2)
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0 && n <= treeSizeMax
}

export function sameHash(a: Hash, b: Hash): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
