// The bytes that are hashed (REC rules): a restricted JSON profile written as RFC 8785 (JCS), and SHA-256 with a domain prefix.
// Called wherever a hash is made or checked: server, browser, command, offline verifier. Same code, same bytes.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../basics.ts'

/** The kinds of thing that have a digest; the kind is hashed with the bytes, so that no digest passes for another. */
export type DigestKind =
  | 'plan'
  | 'text'
  | 'register'
  | 'poll'
  | 'ballot'
  | 'constat'
  | 'addendum'
  | 'version'
  | 'statement'
  | 'signature'
  | 'alliance'
  | 'amendment'
  | 'dossier'
  | 'key'
  | 'key-statement'
  | 'attestation'
  | 'policy'
  | 'adoption'
  | 'outside'
  | 'event'
  | 'rules'
  | 'decision'
  | 'minutes'

/** A value of the profile (REC-1): NFC strings, safe integers, booleans, arrays, plain objects; no null, no float, no undefined. */
export type Canonical =
  | string
  | number
  | boolean
  | readonly Canonical[]
  | { readonly [key: string]: Canonical }

/** Why a value is outside the profile, and where (a JSON-pointer-like path). */
export class NotCanonical extends Error {
  readonly path: string
  constructor(path: string, why: string) {
    super(`${path || '/'}: ${why}`)
    this.path = path
  }
}

const depthMax = 100

/**
 * The canonical text of a value: RFC 8785 over the profile. Throws NotCanonical for anything outside it
 * (a float, −0, null, undefined, a string that is not NFC or not well-formed, a class instance, nesting over 100).
 */
export function canonicalText(value: unknown): string {
  return write(value, '', 0)
}

export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalText(value))
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > depthMax) throw new NotCanonical(path, 'nested too deep')
  if (typeof value === 'string') return writeString(value, path)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      throw new NotCanonical(path, 'not a safe integer')
    return String(value)
  }
  if (Array.isArray(value))
    return `[${value.map((item, at) => write(item, `${path}/${at}`, depth + 1)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null)
      throw new NotCanonical(path, 'not a plain object')
    const entries = Object.entries(value as Record<string, unknown>)
    // RFC 8785 sorts by UTF-16 code units, which is what JavaScript's own comparison does.
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    const pairs = entries.map(
      ([key, item]) => `${writeString(key, path)}:${write(item, `${path}/${key}`, depth + 1)}`,
    )
    return `{${pairs.join(',')}}`
  }
  throw new NotCanonical(path, `${value === null ? 'null' : typeof value} is outside the profile`)
}

function writeString(text: string, path: string): string {
  if (!text.isWellFormed()) throw new NotCanonical(path, 'a string with a lone surrogate')
  if (text.normalize('NFC') !== text) throw new NotCanonical(path, 'a string that is not NFC')
  // ECMAScript's own string serialisation is the one RFC 8785 asks for.
  return JSON.stringify(text)
}

/**
 * Reads text that claims to be canonical: parses it and demands that writing it again gives the same text, which refuses
 * duplicate keys, other spellings of a number, other orders, spaces. Throws NotCanonical.
 */
export function parseCanonical(text: string): Canonical {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new NotCanonical('', 'not JSON')
  }
  if (canonicalText(value) !== text) throw new NotCanonical('', 'not in canonical form')
  return value as Canonical
}

/** SHA-256( "assise/<kind>/v1" ‖ 0x00 ‖ canonical bytes ), as 32 bytes (REC-2). */
export function digestBytes(kind: DigestKind, value: unknown): Uint8Array {
  const prefix = new TextEncoder().encode(`assise/${kind}/v1`)
  const body = canonicalBytes(value)
  const input = new Uint8Array(prefix.length + 1 + body.length)
  input.set(prefix)
  input.set(body, prefix.length + 1)
  return sha256(input)
}

/** The same digest as 64 lower-case hexadecimal digits. */
export function digest(kind: DigestKind, value: unknown): string {
  return hex(digestBytes(kind, value))
}

/** A digest as people compare it: groups of four. */
export function groupsOfFour(digestHex: string): string {
  return digestHex.match(/.{1,4}/g)?.join(' ') ?? ''
}
