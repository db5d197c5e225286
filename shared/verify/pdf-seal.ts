// The institution's seal on a PDF of ours (SEAL rules): that it adds a seal and nothing else, that it covers the whole file, and whose it is.
// Called by the verifying command, and by whatever page verifies. Pure but for crypto.subtle.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../basics.ts'
import { groupsOfFour } from '../record/canonical.ts'
import { sealUpdate } from '../record/pdf-update.ts'
import { type CmsChecks, checkDetached } from './cms.ts'
import { headOf } from './der.ts'
import { type Finding, failed, notChecked, ok } from './findings.ts'

/** The room for a signature in bytes, at most: a chain of certificates and a token fit in a tenth of it. */
export const holeBytesMax = 131_072

export interface SealedParts {
  /** The pages with their seal line, as they were before any certificate. */
  readonly pages: Uint8Array
  /** What was added since; empty for nothing. */
  readonly update: Uint8Array
}

const lineStart = '\n%assise-seal v1 '

/** SEAL-2: a file cut after the last seal line within reach of its end; null when there is none there. Total. */
export function splitSealed(bytes: Uint8Array): SealedParts | null {
  const reach = Math.max(0, bytes.length - 2 * holeBytesMax - 16_384)
  for (let at = bytes.length - lineStart.length; at >= reach; at--) {
    if (bytes[at] !== 0x0a || bytes[at + 1] !== 0x25 || !startsAt(bytes, lineStart, at)) continue
    const end = bytes.indexOf(0x0a, at + 1)
    if (end < 0) return null
    const update = bytes.subarray(end + 1)
    return update.length === 0 || isSignature(update) ? { pages: bytes.subarray(0, end + 1), update } : null
  }
  return null
}

/** Something else that follows the seal line is no seal to be judged: the file has lost its end, or grown another. */
function isSignature(update: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(update).includes('/SubFilter /ETSI.CAdES.detached')
}

function startsAt(bytes: Uint8Array, text: string, at: number): boolean {
  for (let index = 0; index < text.length; index++)
    if (bytes[at + index] !== text.charCodeAt(index)) return false
  return true
}

/**
 * SEAL-3 to SEAL-6: every finding on what was added to the pages. `certificateSha256` is the policy's, 64 hexadecimal digits: with it a seal
 * must be there and be that certificate's. Total.
 */
export async function pdfSealFindings(
  { pages, update }: SealedParts,
  certificateSha256?: string,
): Promise<Finding[]> {
  if (update.length === 0) return certificateSha256 ? [failed('pdfSealMissing')] : []
  const read = readUpdate(pages, update)
  if (!read) return [failed('pdfRevision', `@${pages.length}`, { offset: pages.length })]
  const signed = new Uint8Array(pages.length + update.length - (read.hole.end - read.hole.start) - 2)
  signed.set(pages)
  signed.set(update.subarray(0, read.hole.start - 1), pages.length)
  signed.set(update.subarray(read.hole.end + 1), pages.length + read.hole.start - 1)
  const checks = await checkDetached(read.cms, signed)
  if (!checks) return [ok('pdfRevision'), failed('pdfSealForm')]
  return [
    ok('pdfRevision'),
    ok('pdfSealForm'),
    checks.digest ? ok('pdfSealDigest') : failed('pdfSealDigest'),
    checks.signature && checks.bound ? ok('pdfSealSignature') : failed('pdfSealSignature'),
    ...whose(checks, certificateSha256),
    ...when(checks, read.at),
  ]
}

/** The update as it must be, all but the signature in its hole; null for anything else. */
function readUpdate(pages: Uint8Array, update: Uint8Array) {
  if (update.length > 2 * holeBytesMax + 8_192) return null
  const text = new TextDecoder('latin1').decode(update)
  const found = /\/M \((D:\d{14}Z)\)\n {2}\/ByteRange \[[\d ]{20,60}\]\n {2}\/Contents <([0-9a-f]*)>\n/.exec(
    text,
  )
  const [, moment = '', digits = ''] = found ?? []
  if (!found || digits.length % 2 !== 0) return null
  const due = sealUpdate(pages, moment, digits.length / 2)
  if (due?.bytes.length !== update.length) return null
  const { start, end } = due.hole
  // What is read as the signature stands in the hole, and nowhere that merely looks like it.
  if (text.slice(start, end) !== digits) return null
  const inHole = (at: number) => at >= start && at < end
  if (!update.every((byte, at) => inHole(at) || byte === due.bytes[at])) return null
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const cms = headOf(bytes)?.whole
  // Room that is left holds nothing: a second signature could hide there.
  if (!cms || bytes.subarray(cms.length).some((byte) => byte !== 0)) return null
  return { hole: due.hole, cms, at: momentOf(moment) }
}

function momentOf(pdf: string): string {
  const [, year, month, day, hour, minute, second] = /(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(pdf) ?? []
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}

function whose({ certificate }: CmsChecks, due: string | undefined): Finding[] {
  const print = hex(sha256(certificate.der))
  const details = { name: certificate.name || '–', print: groupsOfFour(print) }
  if (due === undefined) return [notChecked('pdfSealUnknown', '', details)]
  return [print === due ? ok('pdfSealCertificate', '', details) : failed('pdfSealCertificate', '', details)]
}

/** The certificate was good at the moment of the seal; only an authority's stamp says which moment that was. */
function when({ certificate, stamped }: CmsChecks, told: string): Finding[] {
  const at = stamped?.holds ? stamped.at : told
  const good = certificate.notBefore <= at && at <= certificate.notAfter
  const details = { at, from: certificate.notBefore, to: certificate.notAfter }
  const found = [good ? ok('pdfSealPeriod', '', details) : failed('pdfSealPeriod', '', details)]
  if (!stamped) return [...found, notChecked('pdfSealNoTime', '', { at })]
  if (!stamped.holds) return [...found, failed('pdfSealTime')]
  const print = groupsOfFour(hex(sha256(stamped.certificate.der)))
  return [
    ...found,
    ok('pdfSealTime', '', { at: stamped.at }),
    notChecked('pdfSealAuthority', '', { name: stamped.certificate.name || '–', print }),
  ]
}
