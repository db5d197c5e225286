// What is read of an X.509 certificate (RFC 5280): who, until when, which key; and whether that key signed given bytes.
// Called by cms.ts alone. Pure but for crypto.subtle.
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { context, type Der, headOf, momentOf, oidOf, partsOf, tags } from './der.ts'

export interface Certificate {
  readonly der: Uint8Array
  /** The issuer and the serial number as they stand, for comparison. */
  readonly issuer: Uint8Array
  readonly serial: Uint8Array
  /** The subject's common name, or its organisation; '' when it has neither. */
  readonly name: string
  readonly notBefore: string
  readonly notAfter: string
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
}

export const hashes = {
  '1.3.14.3.2.26': { name: 'SHA-1', of: sha1 },
  '2.16.840.1.101.3.4.2.1': { name: 'SHA-256', of: sha256 },
  '2.16.840.1.101.3.4.2.2': { name: 'SHA-384', of: sha384 },
  '2.16.840.1.101.3.4.2.3': { name: 'SHA-512', of: sha512 },
} as const
export type HashOid = keyof typeof hashes

/** The hash an AlgorithmIdentifier names; null for one that is not known. */
export function hashOf(algorithm: Der | undefined): HashOid | null {
  const oid = oidOf(algorithm && partsOf(algorithm)?.[0])
  return Object.hasOwn(hashes, oid) ? (oid as HashOid) : null
}

/** Reads one certificate; null for anything else. Total. */
export function readCertificate(der: Uint8Array): Certificate | null {
  const whole = headOf(der)
  const signed = whole?.tag === tags.sequence ? partsOf(whole)?.[0] : undefined
  const all = signed?.tag === tags.sequence ? partsOf(signed) : null
  if (!all) return null
  const [serial, , issuer, validity, subject, publicKey] = all[0]?.tag === context(0) ? all.slice(1) : all
  const [from, to] = (validity && partsOf(validity)) ?? []
  const [notBefore, notAfter] = [momentOf(from), momentOf(to)]
  if (!serial || !issuer || !subject || !publicKey || !notBefore || !notAfter) return null
  return {
    der: whole!.whole,
    issuer: issuer.whole,
    serial: serial.inside,
    name: nameIn(subject),
    notBefore,
    notAfter,
    publicKey: publicKey.whole,
  }
}

const nameKinds = ['2.5.4.3', '2.5.4.10']

function nameIn(subject: Der): string {
  const named = (partsOf(subject) ?? []).flatMap((set) =>
    (partsOf(set) ?? []).flatMap((pair) => {
      const [kind, value] = partsOf(pair) ?? []
      return kind && value ? [{ kind: oidOf(kind), text: new TextDecoder().decode(value.inside) }] : []
    }),
  )
  for (const kind of nameKinds) {
    const found = named.find((one) => one.kind === kind)
    if (found) return found.text.slice(0, 200)
  }
  return ''
}

const curves: Readonly<Record<string, { name: string; bytes: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', bytes: 32 },
  '1.3.132.0.34': { name: 'P-384', bytes: 48 },
  '1.3.132.0.35': { name: 'P-521', bytes: 66 },
}

const rsaKey = '1.2.840.113549.1.1.1'
const rsaSigns: Readonly<Record<string, HashOid | 'told'>> = {
  [rsaKey]: 'told',
  '1.2.840.113549.1.1.11': '2.16.840.1.101.3.4.2.1',
  '1.2.840.113549.1.1.12': '2.16.840.1.101.3.4.2.2',
  '1.2.840.113549.1.1.13': '2.16.840.1.101.3.4.2.3',
}
const ecSigns: Readonly<Record<string, HashOid>> = {
  '1.2.840.10045.4.3.2': '2.16.840.1.101.3.4.2.1',
  '1.2.840.10045.4.3.3': '2.16.840.1.101.3.4.2.2',
  '1.2.840.10045.4.3.4': '2.16.840.1.101.3.4.2.3',
}

export interface Signed {
  readonly message: Uint8Array
  readonly signature: Uint8Array
  /** The dotted name of the signature's algorithm, and the digest named beside it. */
  readonly algorithm: string
  readonly digest: HashOid
}

/** Whether the certificate's key signed the message: RSA (PKCS #1 v1.5) or ECDSA, SHA-256 or longer. Anything else signs nothing. Total. */
export async function signs(
  { publicKey }: Certificate,
  { message, signature, algorithm, digest }: Signed,
): Promise<boolean> {
  const [key] = partsOf(headOf(publicKey)!) ?? []
  const [kind, curveName] = (key && partsOf(key)) ?? []
  try {
    if (oidOf(kind) === rsaKey) {
      const due = rsaSigns[algorithm] === 'told' ? digest : rsaSigns[algorithm]
      if (due !== digest || digest === '1.3.14.3.2.26') return false
      const name = { name: 'RSASSA-PKCS1-v1_5', hash: hashes[digest].name }
      const imported = await crypto.subtle.importKey('spki', publicKey.slice(), name, false, ['verify'])
      return await crypto.subtle.verify(name.name, imported, signature.slice(), message.slice())
    }
    const curve = curves[oidOf(curveName)]
    const raw = curve && rawSignature(signature, curve.bytes)
    if (!raw || ecSigns[algorithm] !== digest) return false
    const name = { name: 'ECDSA', namedCurve: curve.name }
    const imported = await crypto.subtle.importKey('spki', publicKey.slice(), name, false, ['verify'])
    return await crypto.subtle.verify(
      { name: 'ECDSA', hash: hashes[digest].name },
      imported,
      raw,
      message.slice(),
    )
  } catch {
    // A key the runtime refuses signs nothing.
    return false
  }
}

/** An ECDSA signature from DER to the two halves that crypto.subtle reads; null otherwise. */
function rawSignature(der: Uint8Array, half: number): Uint8Array<ArrayBuffer> | null {
  const whole = headOf(der)
  const numbers = whole && whole.whole.length === der.length ? partsOf(whole) : null
  if (numbers?.length !== 2) return null
  const raw = new Uint8Array(half * 2)
  for (const [at, { tag, inside }] of numbers.entries()) {
    const digits = inside[0] === 0 ? inside.subarray(1) : inside
    if (tag !== tags.integer || inside.length === 0 || inside[0]! >= 0x80 || digits.length > half) return null
    raw.set(digits, (at + 1) * half - digits.length)
  }
  return raw
}
