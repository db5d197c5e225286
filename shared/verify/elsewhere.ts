// A file signed elsewhere (ALLI-12): our PDF byte for byte, then detached signatures over all that comes before them. That each is on these
// bytes and by its certificate's key is asked here; whose certificate that is, and what chain it has, is not.
// Called by the act that records such a file, and by the verifier when the file is given beside the dossier. Pure but for crypto.subtle.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../basics.ts'
import { checkDetached } from './cms.ts'
import { headOf } from './der.ts'
import { holeBytesMax } from './pdf-seal.ts'

/** Of a certificate: the name it bears, and SHA-256 of its DER. */
export interface CertificateNamed {
  readonly name: string
  readonly certificate: string
}

/**
 * `unsigned`: no signature of this form follows. `digest`: one is not over these bytes. `signature`: one is not by its certificate's key, or of
 * an algorithm that is not checked (RSA PKCS #1 v1.5 and ECDSA are, with SHA-256 or longer).
 */
export type ElsewhereFault = 'unsigned' | 'digest' | 'signature'
export type Elsewhere =
  | { readonly fault: ElsewhereFault }
  | { readonly fault: null; readonly signer: CertificateNamed }

/** A file that asks for more work than this is no file that people signed. */
const signaturesMax = 20
const endsMax = 1_000
/** The largest file of this kind that is judged: what the act takes (paperBytesMax of the doors). */
export const pieceBytesMax = 10_000_000

/** Judges what follows the first `base` bytes of a file. The signer is that of the last signature. Total. */
export async function judgeElsewhere(file: Uint8Array, base: number): Promise<Elsewhere> {
  const added = latin1(file.subarray(base))
  const ranges = [...added.matchAll(/\/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g)]
  const detached = /\/SubFilter\s*\/(ETSI\.CAdES\.detached|adbe\.pkcs7\.detached)/.test(added)
  if (!detached || ranges.length > signaturesMax) return { fault: 'unsigned' }
  let signer: CertificateNamed | null = null
  for (const [, first, second, rest] of ranges) {
    const [from, to, length] = [Number(first), Number(second), Number(rest)]
    const cms = from >= base ? signatureIn(file, from, to) : null
    if (!cms || to + length > file.length) return { fault: 'unsigned' }
    const signed = new Uint8Array(from + length)
    signed.set(file.subarray(0, from))
    signed.set(file.subarray(to, to + length), from)
    const checks = await checkDetached(cms, signed)
    // A time stamp of the document is in the same place: it signs nothing for a person.
    if (!checks) continue
    if (!checks.digest) return { fault: 'digest' }
    if (!checks.signature) return { fault: 'signature' }
    const { name, der } = checks.certificate
    signer = { name: name.normalize('NFC').trim() || '–', certificate: hex(sha256(der)) }
  }
  return signer ? { fault: null, signer } : { fault: 'unsigned' }
}

/** The signature in a hole: hexadecimal digits between < and >, what is left of the room empty. */
function signatureIn(file: Uint8Array, from: number, to: number): Uint8Array | null {
  if (to <= from + 2 || to > file.length || to - from > 2 * holeBytesMax) return null
  if (file[from] !== 0x3c || file[to - 1] !== 0x3e) return null
  const digits = latin1(file.subarray(from + 1, to - 1)).replace(/\s/g, '')
  if (digits.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(digits)) return null
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const cms = headOf(bytes)?.whole
  return cms && bytes.subarray(cms.length).every((byte) => byte === 0) ? cms : null
}

/** How many first bytes of a file have this SHA-256, where a PDF may end there; null when none have. Total. */
export function baseLengthOf(file: Uint8Array, digest: string): number | null {
  const ends = [...latin1(file).matchAll(/%%EOF\n|(?<=\n)%assise-seal v1 [^\n]{0,120}\n/g)]
    .slice(0, endsMax)
    .map(({ index, 0: text }) => index + text.length)
  const hash = sha256.create()
  let taken = 0
  for (const end of ends) {
    hash.update(file.subarray(taken, end))
    taken = end
    if (hex(hash.clone().digest()) === digest) return end
  }
  return null
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
