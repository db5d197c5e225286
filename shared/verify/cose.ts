// A passkey's public key as the authenticator gave it: a COSE_Key (RFC 9052, 9053) in CBOR (RFC 8949), read within bounds.
// Called by webauthn.ts alone. Only the two algorithms we enrol are known: ES256 on P-256, RS256.

export type PublicKey =
  | { readonly algorithm: 'ES256'; readonly x: Uint8Array; readonly y: Uint8Array }
  | { readonly algorithm: 'RS256'; readonly n: Uint8Array; readonly e: Uint8Array }

const keyBytesMax = 2_048
const rsaBytesMin = 256
const rsaBytesMax = 1_024

/** The key, or null when the bytes are anything else (another algorithm, a short RSA modulus, trailing bytes). Total. */
export function readPublicKey(bytes: Uint8Array): PublicKey | null {
  if (bytes.length > keyBytesMax) return null
  const read = readItem(bytes, 0, 0)
  if (!read || read.next !== bytes.length || !(read.value instanceof Map)) return null
  const key = read.value
  // Labels: 1 kty, 3 alg, −1 crv or n, −2 x or e, −3 y.
  const [kty, alg] = [key.get(1), key.get(3)]
  const [first, second, third] = [key.get(-1), key.get(-2), key.get(-3)]
  if (kty === 2 && alg === -7 && first === 1 && isBytes(second, 32, 32) && isBytes(third, 32, 32))
    return { algorithm: 'ES256', x: second, y: third }
  if (kty === 3 && alg === -257 && isBytes(first, rsaBytesMin, rsaBytesMax) && isBytes(second, 1, 8))
    return { algorithm: 'RS256', n: first, e: second }
  return null
}

function isBytes(value: unknown, min: number, max: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length >= min && value.length <= max
}

type Item = number | boolean | string | Uint8Array | readonly Item[] | Map<number | string, Item>
interface Read {
  readonly value: Item
  readonly next: number
}

const depthMax = 4
const itemsMax = 64

/** One CBOR item of definite length at an offset; null for anything malformed, indefinite, repeated or too deep. */
function readItem(bytes: Uint8Array, at: number, depth: number): Read | null {
  const head = readHead(bytes, at)
  if (!head || depth > depthMax) return null
  const { major, length, next } = head
  switch (major) {
    case 0:
      return { value: length, next }
    case 1:
      return { value: -1 - length, next }
    case 2:
    case 3: {
      if (length > bytes.length - next) return null
      const slice = bytes.slice(next, next + length)
      return { value: major === 2 ? slice : new TextDecoder().decode(slice), next: next + length }
    }
    case 4:
      return readArray(bytes, next, length, depth)
    case 5:
      return readMap(bytes, next, length, depth)
    case 7:
      return length === 20 || length === 21 ? { value: length === 21, next } : null
    default:
      return null
  }
}

function readHead(bytes: Uint8Array, at: number): { major: number; length: number; next: number } | null {
  const first = bytes[at]
  if (first === undefined) return null
  const low = first & 0x1f
  if (low < 24) return { major: first >> 5, length: low, next: at + 1 }
  const width = low === 24 ? 1 : low === 25 ? 2 : low === 26 ? 4 : 0
  if (width === 0 || at + 1 + width > bytes.length) return null
  let length = 0
  for (let index = 0; index < width; index++) length = length * 256 + bytes[at + 1 + index]!
  return { major: first >> 5, length, next: at + 1 + width }
}

function readArray(bytes: Uint8Array, start: number, count: number, depth: number): Read | null {
  if (count > itemsMax) return null
  const items: Item[] = []
  let next = start
  for (let index = 0; index < count; index++) {
    const item = readItem(bytes, next, depth + 1)
    if (!item) return null
    items.push(item.value)
    next = item.next
  }
  return { value: items, next }
}

function readMap(bytes: Uint8Array, start: number, count: number, depth: number): Read | null {
  if (count > itemsMax) return null
  const map = new Map<number | string, Item>()
  let next = start
  for (let index = 0; index < count; index++) {
    const key = readItem(bytes, next, depth + 1)
    if (!key || (typeof key.value !== 'number' && typeof key.value !== 'string') || map.has(key.value))
      return null
    const item = readItem(bytes, key.next, depth + 1)
    if (!item) return null
    map.set(key.value, item.value)
    next = item.next
  }
  return { value: map, next }
}
