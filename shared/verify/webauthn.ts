// Whether a passkey's assertion signs a given challenge (WebAuthn level 2, §7.2, the steps that need no server).
// Pure but for crypto.subtle; no library, so that anyone can read all of it. Called by signatures.ts.
import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64url, toBase64url } from './base64url.ts'
import { type PublicKey, readPublicKey } from './cose.ts'

export interface Assertion {
  /** All base64url. */
  readonly publicKey: string
  readonly authenticatorData: string
  readonly clientDataJson: string
  readonly signature: string
}

export interface Expected {
  readonly challenge: Uint8Array
  readonly origin: string
  readonly rpId: string
}

/** What was asked of an assertion, each with its answer. */
export interface AssertionChecks {
  readonly clientType: boolean
  readonly challenge: boolean
  readonly origin: boolean
  readonly rpId: boolean
  readonly userPresent: boolean
  readonly userVerified: boolean
  readonly publicKey: boolean
  readonly signature: boolean
}

const headBytes = 37
const presentFlag = 0x01
const verifiedFlag = 0x04

/** Answers every question, none of them true by default. Total: bytes that cannot be read answer no. */
export async function checkAssertion(assertion: Assertion, expected: Expected): Promise<AssertionChecks> {
  const authenticatorData = fromBase64url(assertion.authenticatorData) ?? new Uint8Array()
  const clientDataBytes = fromBase64url(assertion.clientDataJson) ?? new Uint8Array()
  const client = readClientData(clientDataBytes)
  const keyBytes = fromBase64url(assertion.publicKey)
  const key = keyBytes && readPublicKey(keyBytes)
  const signature = fromBase64url(assertion.signature)
  const whole = authenticatorData.length >= headBytes
  const flags = whole ? authenticatorData[32]! : 0
  const relyingParty = sha256(new TextEncoder().encode(expected.rpId))
  return {
    clientType: client?.type === 'webauthn.get',
    challenge: client?.challenge === toBase64url(expected.challenge),
    origin: client?.origin === expected.origin && client.crossOrigin !== true,
    rpId: whole && relyingParty.every((byte, at) => byte === authenticatorData[at]),
    userPresent: (flags & presentFlag) !== 0,
    userVerified: (flags & verifiedFlag) !== 0,
    publicKey: key !== null,
    signature:
      whole &&
      key !== null &&
      signature !== null &&
      (await signs(key, joined(authenticatorData, sha256(clientDataBytes)), signature)),
  }
}

/** WebAuthn §5.1.4: the relying party's id is the origin's host, or a domain above it; https, or http on this very machine. */
export function isRelyingPartyOf(rpId: string, origin: string): boolean {
  let url: URL
  try {
    url = new URL(origin)
  } catch {
    return false
  }
  if (url.origin !== origin) return false
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && url.hostname === 'localhost')) return false
  return rpId === url.hostname || (rpId.includes('.') && url.hostname.endsWith(`.${rpId}`))
}

interface ClientData {
  readonly type?: unknown
  readonly challenge?: unknown
  readonly origin?: unknown
  readonly crossOrigin?: unknown
}

function readClientData(bytes: Uint8Array): ClientData | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null ? (value as ClientData) : null
  } catch {
    return null
  }
}

async function signs(key: PublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) {
  try {
    if (key.algorithm === 'ES256') {
      const raw = rawSignature(signature)
      if (!raw) return false
      const jwk = { kty: 'EC', crv: 'P-256', x: toBase64url(key.x), y: toBase64url(key.y) }
      const name = { name: 'ECDSA', namedCurve: 'P-256' }
      const imported = await crypto.subtle.importKey('jwk', jwk, name, false, ['verify'])
      return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, imported, raw, message)
    }
    const jwk = { kty: 'RSA', n: toBase64url(key.n), e: toBase64url(key.e) }
    const name = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const imported = await crypto.subtle.importKey('jwk', jwk, name, false, ['verify'])
    return await crypto.subtle.verify(name, imported, signature, message)
  } catch {
    // A point off the curve, a modulus the runtime refuses: it signs nothing.
    return false
  }
}

/** An ECDSA signature from DER (SEQUENCE of two INTEGERs, strict) to the 64 bytes that crypto.subtle reads; null otherwise. */
function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 72) return null
  const raw = new Uint8Array(64)
  let at = 2
  for (const half of [0, 32]) {
    const length = der[at + 1]
    if (der[at] !== 0x02 || length === undefined || length === 0 || at + 2 + length > der.length) return null
    let digits = der.subarray(at + 2, at + 2 + length)
    if (digits[0]! >= 0x80 || (digits[0] === 0 && digits.length > 1 && digits[1]! < 0x80)) return null
    if (digits[0] === 0) digits = digits.subarray(1)
    if (digits.length > 32) return null
    raw.set(digits, half + 32 - digits.length)
    at += 2 + length
  }
  return at === der.length ? raw : null
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(a.length + b.length)
  bytes.set(a)
  bytes.set(b, a.length)
  return bytes
}
