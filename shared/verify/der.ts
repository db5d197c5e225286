// Reads DER (X.690), the bytes of certificates and of PDF signatures: definite lengths only, bounded, never past its end.
// Called by cms.ts and pdf-seal.ts.

export interface Der {
  readonly tag: number
  /** What stands inside. */
  readonly inside: Uint8Array
  /** The element whole, with its tag and length. */
  readonly whole: Uint8Array
}

/** The tags read here; `context(n)` is a constructed [n]. */
export const tags = {
  integer: 2,
  octets: 4,
  oid: 6,
  time: 24,
  utcTime: 23,
  sequence: 0x30,
  set: 0x31,
} as const
export const context = (number: number) => 0xa0 + number

/** Elements of one level read at most: certificates and seals have a few dozen. */
const elementsMax = 1_000

/** The element at the head of the bytes; what follows it is left alone. Null for anything but DER of definite length. Total. */
export function headOf(bytes: Uint8Array): Der | null {
  const [tag, first] = bytes
  // A tag over several bytes does not occur in what is read here.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null
  if (first < 0x80) return cut(bytes, tag, 2, first)
  const width = first & 0x7f
  if (width === 0 || width > 4 || bytes.length < 2 + width) return null
  let length = 0
  for (let at = 2; at < 2 + width; at++) length = length * 256 + bytes[at]!
  // The shortest form is the only one: no length has two spellings.
  if (length < 0x80 || (width > 1 && bytes[2] === 0)) return null
  return cut(bytes, tag, 2 + width, length)
}

function cut(bytes: Uint8Array, tag: number, head: number, length: number): Der | null {
  if (bytes.length < head + length) return null
  return { tag, inside: bytes.subarray(head, head + length), whole: bytes.subarray(0, head + length) }
}

/** The elements inside, in order; null when the bytes are not a row of whole elements. Total. */
export function partsOf({ inside }: Der): Der[] | null {
  const parts: Der[] = []
  let rest = inside
  while (rest.length > 0) {
    const part = headOf(rest)
    if (!part || parts.length === elementsMax) return null
    parts.push(part)
    rest = rest.subarray(part.whole.length)
  }
  return parts
}

/** An object identifier in dotted form; '' for anything else. */
export function oidOf(der: Der | undefined): string {
  if (der?.tag !== tags.oid || der.inside.length === 0 || der.inside.length > 32) return ''
  const numbers: number[] = []
  let value = 0
  for (const byte of der.inside) {
    value = value * 128 + (byte & 0x7f)
    if (value > Number.MAX_SAFE_INTEGER / 128) return ''
    if (byte < 0x80) {
      numbers.push(value)
      value = 0
    }
  }
  const [first = 0, ...others] = numbers
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - top * 40, ...others].join('.')
}

/** The moment of a UTCTime or a GeneralizedTime in UTC, as ISO 8601; null for any other spelling. */
export function momentOf(der: Der | undefined): string | null {
  if (der?.tag !== tags.time && der?.tag !== tags.utcTime) return null
  const text = String.fromCharCode(...der.inside.subarray(0, 30))
  const found =
    der.tag === tags.time
      ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,6})?Z$/.exec(text)
      : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!found) return null
  const [, year = '', month, day, hour, minute, second] = found
  // RFC 5280, 4.1.2.5.1: two digits reach from 1950 to 2049.
  const full = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  const moment = `${full}-${month}-${day}T${hour}:${minute}:${second}Z`
  return Number.isNaN(Date.parse(moment)) ? null : moment
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at])
}
