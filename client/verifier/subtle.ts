// The platform's cryptography where a page opened from a file is not given any (crypto.subtle is for secure contexts; Ed25519 is recent):
// the three checks that shared/verify asks for, in plain JavaScript. Called by the offline page before it verifies.
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64url } from '../../shared/verify/base64url.ts'

/** Puts it in place of the platform's own where that one cannot do all three. Answers which one is used. */
export async function readySubtle(): Promise<'platform' | 'page'> {
  if (await platformServes()) return 'platform'
  Object.defineProperty(globalThis, 'crypto', { value: { subtle: pageSubtle }, configurable: true })
  return 'page'
}

/** A point of the curve: the base point, as RFC 8032 writes it. */
const aPoint = Uint8Array.of(0x58, ...new Array<number>(31).fill(0x66))

async function platformServes(): Promise<boolean> {
  try {
    await crypto.subtle.importKey('raw', aPoint, 'Ed25519', false, ['verify'])
    return true
  } catch {
    return false
  }
}

type Check = (signature: Uint8Array, message: Uint8Array) => boolean

/** As much of SubtleCrypto as shared/ uses: keys imported to verify, and verifying. Throws as it does for a key that is none. */
const pageSubtle = {
  async importKey(_format: string, key: JsonWebKey | Uint8Array): Promise<Check> {
    if (key instanceof Uint8Array) return ed25519Check(key)
    const octets = (text: string | undefined) => fromBase64url(text ?? '') ?? new Uint8Array()
    return key.kty === 'EC' ? p256Check(octets(key.x), octets(key.y)) : rsaCheck(octets(key.n), octets(key.e))
  },
  async verify(_algorithm: unknown, check: Check, signature: Uint8Array, message: Uint8Array) {
    return check(signature, message)
  },
}

function ed25519Check(key: Uint8Array): Check {
  // Strict, as the platforms are: RFC 8032 and not the wider ZIP 215.
  return (signature, message) => ed25519.verify(signature, message, key, { zip215: false })
}

function p256Check(x: Uint8Array, y: Uint8Array): Check {
  const key = Uint8Array.of(4, ...x, ...y)
  p256.Point.fromBytes(key).assertValidity()
  // WebAuthn does not ask for the lower of the two signatures.
  return (signature, message) => p256.verify(signature, message, key, { lowS: false })
}

/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2). */
function rsaCheck(modulus: Uint8Array, exponent: Uint8Array): Check {
  const [n, e] = [numberOf(modulus), numberOf(exponent)]
  const size = Math.ceil(n.toString(16).length / 2)
  return (signature, message) => {
    const value = numberOf(signature)
    if (signature.length !== size || value >= n) return false
    return power(value, e, n) === numberOf(padded(sha256(message), size))
  }
}

const sha256Info = [
  0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04,
  0x20,
]

function padded(digest: Uint8Array, size: number): Uint8Array {
  const tail = [0, ...sha256Info, ...digest]
  return Uint8Array.of(0, 1, ...new Array<number>(size - tail.length - 2).fill(0xff), ...tail)
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n)
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}
