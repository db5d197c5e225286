// Reads a QR code back from its modules, as a phone does after it found them: format, mask, words, syndromes, bytes. Written apart from the
// encoder: it knows the tables by what it finds in the code. Called by tests of shared/qr and of the room screen.
import { eccBlocks, multiply, power } from '../../shared/qr/words.ts'

type Modules = readonly (readonly boolean[])[]

/** The text of a code of level M in byte mode. Throws where anything does not hold. */
export function readQr(modules: Modules): string {
  const size = modules.length
  const version = (size - 17) / 4
  checkFinders(modules)
  const mask = readFormat(modules)
  const bits: number[] = []
  // Columns in pairs from the right; the sixth is the clock's.
  const rights = Array.from({ length: size }, (_, at) => size - 1 - at)
    .filter((column) => (column > 6 ? (size - 1 - column) % 2 === 0 : column % 2 === 1))
    .filter((column) => column !== 6)
  rights.forEach((right, pair) => {
    for (let step = 0; step < size; step++) {
      const y = pair % 2 === 0 ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (isPattern(size, version, y, x)) continue
        bits.push(Number(modules[y]![x] !== turned(mask, y, x)))
      }
    }
  })
  return textOf(version, wordsOf(version, bits))
}

function checkFinders(modules: Modules): void {
  const ring = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']
  const size = modules.length
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const)
    ring.forEach((row, y) => {
      const found = modules[top + y]!.slice(left, left + 7)
        .map(Number)
        .join('')
      if (found !== row) throw new Error(`no finder at ${top}, ${left}: ${found}`)
    })
}

/** Both copies, unmasked; level M must be said. */
function readFormat(modules: Modules): number {
  const size = modules.length
  const at = (y: number, x: number) => Number(modules[y]![x])
  const top = [0, 1, 2, 3, 4, 5, 7, 8].map((x) => at(8, x))
  const up = [7, 5, 4, 3, 2, 1, 0].map((y) => at(y, 8))
  const below = [1, 2, 3, 4, 5, 6, 7].map((back) => at(size - back, 8))
  const beside = [8, 7, 6, 5, 4, 3, 2, 1].map((back) => at(8, size - back))
  const [one, other] = [[...top, ...up].join(''), [...below, ...beside].join('')]
  if (one !== other) throw new Error(`the two formats differ: ${one}, ${other}`)
  const bits = Number.parseInt(one, 2) ^ 0b101010000010010
  if (bits >> 13 !== 0) throw new Error('not level M')
  if (!modules[size - 8]![8]) throw new Error('the dark module is light')
  return bits >> 10
}

function turned(mask: number, y: number, x: number): boolean {
  const product = y * x
  return (
    [
      (y + x) % 2,
      y % 2,
      x % 3,
      (y + x) % 3,
      (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
      (product % 2) + (product % 3),
      ((product % 2) + (product % 3)) % 2,
      (((y + x) % 2) + (product % 3)) % 2,
    ][mask] === 0
  )
}

const alignments: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
]

function isPattern(size: number, version: number, y: number, x: number): boolean {
  const inFinder = (y < 9 && x < 9) || (y < 9 && x >= size - 8) || (y >= size - 8 && x < 9)
  if (inFinder || y === 6 || x === 6) return true
  if (version >= 7 && ((y < 6 && x >= size - 11) || (x < 6 && y >= size - 11))) return true
  const centres = alignments[version - 1]!
  const last = centres.at(-1)
  return centres.some((cy) =>
    centres.some((cx) => {
      const corner = (cy === 6 && (cx === 6 || cx === last)) || (cy === last && cx === 6)
      return !corner && Math.abs(y - cy) <= 2 && Math.abs(x - cx) <= 2
    }),
  )
}

/** The data words in their order; every block's syndromes must be zero. */
function wordsOf(version: number, bits: readonly number[]): number[] {
  const words: number[] = []
  for (let at = 0; at + 8 <= bits.length; at += 8)
    words.push(Number.parseInt(bits.slice(at, at + 8).join(''), 2))
  const { ecc, data } = eccBlocks[version - 1]!
  const blocks: number[][] = data.map(() => [])
  let next = 0
  for (let at = 0; at < Math.max(...data); at++)
    data.forEach((length, block) => {
      if (at < length) blocks[block]!.push(words[next++]!)
    })
  for (let at = 0; at < ecc; at++) for (const block of blocks) block.push(words[next++]!)
  for (const block of blocks)
    for (let root = 0; root < ecc; root++) {
      const value = block.reduce((sum, word) => multiply(sum, power(root)) ^ word, 0)
      if (value !== 0) throw new Error('a block does not hold')
    }
  return blocks.flatMap((block, at) => block.slice(0, data[at]!))
}

function textOf(version: number, words: readonly number[]): string {
  const bits = words.map((word) => word.toString(2).padStart(8, '0')).join('')
  if (bits.slice(0, 4) !== '0100') throw new Error('not in byte mode')
  const from = 4 + (version < 10 ? 8 : 16)
  const length = Number.parseInt(bits.slice(4, from), 2)
  const bytes = Array.from({ length }, (_, at) =>
    Number.parseInt(bits.slice(from + at * 8, from + at * 8 + 8), 2),
  )
  return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes))
}
