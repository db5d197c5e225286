// The words of a QR code: how many a version holds, the text as data words, the error correction of Reed and Solomon. Pure.
// Called by code.ts.

export type Code = readonly number[]

interface Blocks {
  /** Error correction words of each block. */
  readonly ecc: number
  /** Data words of each block: short ones first. */
  readonly data: readonly number[]
}

const times = (count: number, length: number) => Array<number>(count).fill(length)

/** Table 9, level M, versions 1 to 10. */
export const eccBlocks: readonly Blocks[] = [
  { ecc: 10, data: times(1, 16) },
  { ecc: 16, data: times(1, 28) },
  { ecc: 26, data: times(1, 44) },
  { ecc: 18, data: times(2, 32) },
  { ecc: 24, data: times(2, 43) },
  { ecc: 16, data: times(4, 27) },
  { ecc: 18, data: times(4, 31) },
  { ecc: 22, data: [...times(2, 38), ...times(2, 39)] },
  { ecc: 22, data: [...times(3, 36), ...times(2, 37)] },
  { ecc: 26, data: [...times(4, 43), ...times(1, 44)] },
]

export const sizeOf = (version: number) => 17 + 4 * version

const dataLength = (version: number) => eccBlocks[version - 1]!.data.reduce((sum, one) => sum + one, 0)
/** Bits of the character count in byte mode. */
const countBits = (version: number) => (version < 10 ? 8 : 16)

/** Bytes that each version holds: its data words less the mode's four bits and the count's. */
export const byteMax: readonly number[] = eccBlocks.map((_, at) =>
  Math.floor((dataLength(at + 1) * 8 - 4 - countBits(at + 1)) / 8),
)

/** Byte mode: 0100, the count, the bytes, the terminator, then the two padding words by turns. */
export function dataWords(version: number, bytes: Uint8Array): Code {
  const bits = [
    ...bitsOf(0b0100, 4),
    ...bitsOf(bytes.length, countBits(version)),
    ...[...bytes].flatMap((byte) => bitsOf(byte, 8)),
  ]
  const capacity = dataLength(version) * 8
  bits.push(...times(Math.min(4, capacity - bits.length), 0))
  bits.push(...times((8 - (bits.length % 8)) % 8, 0))
  const words: number[] = []
  for (let at = 0; at < bits.length; at += 8)
    words.push(bits.slice(at, at + 8).reduce((word, bit) => (word << 1) | bit, 0))
  for (let pad = 0; words.length < capacity / 8; pad++) words.push(pad % 2 === 0 ? 0xec : 0x11)
  return words
}

function bitsOf(value: number, length: number): number[] {
  return Array.from({ length }, (_, at) => (value >> (length - 1 - at)) & 1)
}

/** Data cut in blocks, each with its error correction, interleaved as they are placed. */
export function checkWords(version: number, data: Code): Code {
  const { ecc, data: lengths } = eccBlocks[version - 1]!
  let from = 0
  const blocks = lengths.map((length) => {
    const block = data.slice(from, from + length)
    from += length
    return block
  })
  return [...interleave(blocks), ...interleave(blocks.map((block) => correction(block, ecc)))]
}

function interleave(blocks: readonly Code[]): number[] {
  const longest = Math.max(...blocks.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) =>
    blocks.flatMap((block) => (at < block.length ? [block[at]!] : [])),
  ).flat()
}

// GF(256) of the standard: x⁸ + x⁴ + x³ + x² + 1, whose powers of 2 are every element but 0.
const powers: number[] = []
for (let at = 0, value = 1; at < 255; at++) {
  powers.push(value)
  value = value & 128 ? (value << 1) ^ 0x11d : value << 1
}
const logs = new Map(powers.map((value, at) => [value, at]))

export function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  return powers[(logs.get(a)! + logs.get(b)!) % 255]!
}

/** 2 to the power `at`. */
export const power = (at: number) => powers[at % 255]!

/** The words left by dividing the data, moved up by `count`, by (x − 2⁰)(x − 2¹)…(x − 2^(count−1)). */
export function correction(data: Code, count: number): Code {
  let divisor: number[] = [1]
  for (let at = 0; at < count; at++) {
    const next = [...divisor, 0]
    for (const [place, factor] of divisor.entries()) next[place + 1]! ^= multiply(factor, power(at))
    divisor = next
  }
  const rest = [...data, ...times(count, 0)]
  for (let at = 0; at < data.length; at++) {
    const lead = rest[at]!
    for (const [place, factor] of divisor.entries()) rest[at + place]! ^= multiply(factor, lead)
  }
  return rest.slice(data.length)
}
