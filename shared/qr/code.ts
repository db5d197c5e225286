// A QR code (ISO/IEC 18004) of a short text: byte mode, versions 1 to 10, error correction level M. Pure: text in, modules out.
// Called by the room screen, which draws the code that lets people in.
import { byteMax, type Code, checkWords, dataWords, sizeOf } from './words.ts'

/** Rows of modules, true for dark, without the quiet zone of four modules that whoever draws it leaves around. */
export type Modules = readonly (readonly boolean[])[]

/** The code of a text, in the smallest version that holds it. Throws a RangeError over 213 bytes of UTF-8. */
export function qrCode(text: string): Modules {
  const bytes = new TextEncoder().encode(text)
  const version = byteMax.findIndex((most) => bytes.length <= most) + 1
  if (version === 0) throw new RangeError('too long for a QR code of version 10')
  return qrOfWords(version, checkWords(version, dataWords(version, bytes)))
}

/** The code of words that are already interleaved, under the mask that is easiest to read. For qrCode, and for the standard's example. */
export function qrOfWords(version: number, words: Code): Modules {
  const size = sizeOf(version)
  const fixed = fixedModules(version)
  const way = zigzag(size).filter(([row, column]) => fixed[row]![column] === null)
  const bits = way.map((_, at) => ((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
  const masked = masks.map((mask, key) => {
    const modules = fixed.map((row) => row.map((module) => module ?? false))
    way.forEach(([row, column], at) => {
      modules[row]![column] = (bits[at] === 1) !== mask(row, column)
    })
    placeFormat(modules, key)
    return modules
  })
  return masked.reduce((best, one) => (penalty(one) < penalty(best) ? one : best))
}

type Grid = (boolean | null)[][]

/** Table 10: which modules a mask turns over, by row and column. */
const masks: readonly ((row: number, column: number) => boolean)[] = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => ((i >> 1) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
]

/** Finder, alignment and timing patterns, the version; the format's places taken; null where data goes. */
function fixedModules(version: number): Grid {
  const size = sizeOf(version)
  const grid: Grid = Array.from({ length: size }, () => Array<boolean | null>(size).fill(null))
  const set = (row: number, column: number, dark: boolean) => {
    if (row >= 0 && row < size && column >= 0 && column < size) grid[row]![column] = dark
  }
  const square = (row: number, column: number, reach: number, darkAt: (ring: number) => boolean) => {
    for (let dr = -reach; dr <= reach; dr++)
      for (let dc = -reach; dc <= reach; dc++)
        set(row + dr, column + dc, darkAt(Math.max(Math.abs(dr), Math.abs(dc))))
  }
  const far = size - 4
  for (const [row, column] of [
    [3, 3],
    [3, far],
    [far, 3],
  ] as const)
    square(row, column, 4, (ring) => ring < 2 || ring === 3)
  const centres = alignmentCentres(version)
  const last = centres.at(-1) ?? 0
  for (const row of centres)
    for (const column of centres) {
      const onFinder = (row === 6 && (column === 6 || column === last)) || (row === last && column === 6)
      if (!onFinder) square(row, column, 2, (ring) => ring !== 1)
    }
  for (let at = 8; at < size - 8; at++) {
    grid[6]![at] = at % 2 === 0
    grid[at]![6] = at % 2 === 0
  }
  for (const { row, column } of formatPlaces(size)) grid[row]![column] = false
  grid[size - 8]![8] = true
  if (version >= 7) placeVersion(grid, version)
  return grid
}

/** Annex E, versions 1 to 10: first at 6, last at size − 7, one between from version 7 on. */
function alignmentCentres(version: number): number[] {
  if (version === 1) return []
  const last = sizeOf(version) - 7
  return version < 7 ? [6, last] : [6, (6 + last) / 2, last]
}

/** The two copies of the fifteen bits of the format, the most significant first (figure 25). */
function formatPlaces(size: number): { row: number; column: number }[] {
  const around = [0, 1, 2, 3, 4, 5, 7, 8]
  const first = [
    ...around.map((column) => ({ row: 8, column })),
    ...around
      .slice(0, 7)
      .toReversed()
      .map((row) => ({ row, column: 8 })),
  ]
  const second = Array.from({ length: 15 }, (_, at) =>
    at < 7 ? { row: size - 1 - at, column: 8 } : { row: 8, column: size - 15 + at },
  )
  return [...first, ...second]
}

/** Level M is 00, so the five bits of the format are the mask's number. */
export function formatBits(mask: number): number {
  return ((mask << 10) | remainder(mask << 10, 0b10100110111)) ^ 0b101010000010010
}

export function versionBits(version: number): number {
  return (version << 12) | remainder(version << 12, 0b1111100100101)
}

/** What is left of a polynomial over GF(2) divided by another (BCH codes of annexes C and D). */
function remainder(value: number, divisor: number): number {
  const degree = 31 - Math.clz32(divisor)
  let rest = value
  for (let at = 31; at >= degree; at--) if ((rest >>> at) & 1) rest ^= divisor << (at - degree)
  return rest
}

function placeFormat(modules: boolean[][], mask: number): void {
  const bits = formatBits(mask)
  formatPlaces(modules.length).forEach(({ row, column }, at) => {
    modules[row]![column] = ((bits >> (14 - (at % 15))) & 1) === 1
  })
}

function placeVersion(grid: Grid, version: number): void {
  const bits = versionBits(version)
  const from = grid.length - 11
  for (let at = 0; at < 18; at++) {
    const dark = ((bits >> at) & 1) === 1
    const [low, high] = [Math.floor(at / 3), from + (at % 3)]
    grid[low]![high] = dark
    grid[high]![low] = dark
  }
}

/** The way of the data: two columns at a time from the right, up then down, the timing column passed over. */
export function zigzag(size: number): [number, number][] {
  const way: [number, number][] = []
  let upward = true
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) {
      const row = upward ? size - 1 - step : step
      way.push([row, right], [row, right - 1])
    }
    upward = !upward
  }
  return way
}

/** Table 11: how hard a code is to read; runs, blocks, false finders, too much of one colour. */
function penalty(modules: Modules): number {
  const size = modules.length
  const lines = [...modules, ...modules.map((_, column) => modules.map((row) => row[column]!))]
  const inLines = lines.reduce((sum, line) => sum + runPenalty(line) + finderPenalty(line), 0)
  let blocks = 0
  let dark = 0
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const here = modules[row]![column]
      if (here) dark += 1
      const below = modules[row + 1]
      if (below && column + 1 < size && here === modules[row]![column + 1] && here === below[column])
        if (here === below[column + 1]) blocks += 3
    }
  const off = Math.abs((dark * 100) / (size * size) - 50)
  return inLines + blocks + Math.floor(off / 5) * 10
}

function runPenalty(line: readonly boolean[]): number {
  let sum = 0
  let run = 0
  line.forEach((dark, at) => {
    run = at > 0 && dark === line[at - 1] ? run + 1 : 1
    if (run === 5) sum += 3
    else if (run > 5) sum += 1
  })
  return sum
}

function finderPenalty(line: readonly boolean[]): number {
  const text = line.map((dark) => (dark ? '1' : '0')).join('')
  const found = [...text.matchAll(/(?=10111010000|00001011101)/g)]
  return found.length * 40
}
