// The platform's cryptography where a page opened from a file is not given any (crypto.subtle is for secure contexts; Ed25519 is recent):
// the checks that shared/verify asks for, in plain JavaScript: passkeys, notes, seals. Called by the offline page before it verifies.
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { fromBase64url } from '../../shared/verify/base64url.ts'
import { type Der, headOf, oidOf, partsOf, tags } from '../../shared/verify/der.ts'

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

interface Algorithm {
  readonly name: string
  readonly hash?: string
  readonly namedCurve?: string
}
type Check = (signature: Uint8Array, message: Uint8Array, algorithm: Algorithm) => boolean

/** As much of SubtleCrypto as shared/ uses: keys imported to verify, and verifying. Throws as it does for a key that is none. */
const pageSubtle = {
  async importKey(
    format: string,
    key: JsonWebKey | Uint8Array,
    algorithm: Algorithm | string,
  ): Promise<Check> {
    const named = typeof algorithm === 'string' ? { name: algorithm } : algorithm
    if (key instanceof Uint8Array) return format === 'spki' ? spkiCheck(key, named) : ed25519Check(key)
    const octets = (text: string | undefined) => fromBase64url(text ?? '') ?? new Uint8Array()
    return key.kty === 'EC'
      ? ecCheck('P-256', Uint8Array.of(4, ...octets(key.x), ...octets(key.y)))
      : rsaCheck(octets(key.n), octets(key.e), named)
  },
  async verify(algorithm: Algorithm | string, check: Check, signature: Uint8Array, message: Uint8Array) {
    return check(signature, message, typeof algorithm === 'string' ? { name: algorithm } : algorithm)
  },
}

function ed25519Check(key: Uint8Array): Check {
  // Strict, as the platforms are: RFC 8032 and not the wider ZIP 215.
  return (signature, message) => ed25519.verify(signature, message, key, { zip215: false })
}

const curves = { 'P-256': p256, 'P-384': p384, 'P-521': p521 }
const hashes = {
  'SHA-256': { of: sha256, last: 1 },
  'SHA-384': { of: sha384, last: 2 },
  'SHA-512': { of: sha512, last: 3 },
}

function hashOf({ hash = '' }: Algorithm) {
  const found = hashes[hash as keyof typeof hashes]
  if (!found) throw new Error(`no hash ${hash}`)
  return found
}

function ecCheck(name: string, point: Uint8Array): Check {
  const curve = curves[name as keyof typeof curves]
  if (!curve) throw new Error(`no curve ${name}`)
  curve.Point.fromBytes(point).assertValidity()
  // Neither WebAuthn nor certificates ask for the lower of the two signatures.
  const how = { lowS: false, prehash: false }
  return (signature, message, algorithm) => curve.verify(signature, hashOf(algorithm).of(message), point, how)
}

/** A certificate's SubjectPublicKeyInfo (RFC 5280, 4.1.2.7): an algorithm and its parameters, then the key as a string of bits. */
function spkiCheck(der: Uint8Array, algorithm: Algorithm): Check {
  const [about, bits] = insideOf(headOf(der))
  const kind = oidOf(insideOf(about)[0])
  if (bits?.tag !== 3 || bits.inside[0] !== 0) throw new Error('no key')
  const key = bits.inside.subarray(1)
  if (algorithm.name === 'ECDSA' && kind === '1.2.840.10045.2.1')
    return ecCheck(algorithm.namedCurve ?? '', key)
  if (algorithm.name !== 'RSASSA-PKCS1-v1_5' || kind !== '1.2.840.113549.1.1.1') throw new Error('no key')
  const [modulus, exponent] = insideOf(headOf(key))
  if (modulus?.tag !== tags.integer || exponent?.tag !== tags.integer) throw new Error('no key')
  return rsaCheck(modulus.inside, exponent.inside, algorithm)
}

function insideOf(der: Der | null | undefined): readonly Der[] {
  return (der && partsOf(der)) ?? []
}

/** RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2). */
function rsaCheck(modulus: Uint8Array, exponent: Uint8Array, algorithm: Algorithm): Check {
  const [n, e] = [numberOf(modulus), numberOf(exponent)]
  const size = Math.ceil(n.toString(16).length / 2)
  const hash = hashOf(algorithm)
  return (signature, message) => {
    const value = numberOf(signature)
    if (signature.length !== size || value >= n) return false
    return power(value, e, n) === numberOf(padded(hash.of(message), hash.last, size))
  }
}

/** A DigestInfo (RFC 8017, 9.2, note 1): the names of these hashes differ by their last number. */
function padded(digest: Uint8Array, last: number, size: number): Uint8Array {
  const name = [0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last, 0x05, 0x00]
  const info = [0x30, name.length + 2 + digest.length, ...name, 0x04, digest.length, ...digest]
  return Uint8Array.of(0, 1, ...new Array<number>(size - info.length - 3).fill(0xff), 0, ...info)
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
