// A whole PDF of ours → findings, in the one order of steps that everyone follows: pages as they were before any certificate, dossier, seal.
// Called by the verifying command and by the offline page, each with its own way to inflate, and to set pages again.
import type { Bilingual } from '../basics.ts'
import type { Policy } from '../record/policy.ts'
import type { Dossier } from '../record/records.ts'
import { type Finding, failed, ok } from './findings.ts'
import { envelopeFindings, locateEmbedded, notInflated } from './pdf.ts'
import { pdfSealFindings, splitSealed } from './pdf-seal.ts'
import { type Verification, verifyDossier } from './verify.ts'

/** `start` and `end` are the bytes of the stream in the file. */
export type Embedded =
  | { readonly bytes: Uint8Array; readonly start: number; readonly end: number }
  | { readonly bytes: null; readonly why: Bilingual }

/** Inflates a zlib stream; never holds more than a dossier may have. */
export type Inflate = (stream: Uint8Array) => Promise<Uint8Array | 'tooLarge' | 'damaged'>

export interface ReadPdf {
  /** The file up to its seal line. */
  readonly bytes: Uint8Array
  readonly dossier: Dossier
  readonly embedded: { readonly start: number; readonly end: number }
}

/** What depends on where one verifies. */
export interface PdfMeans {
  readonly inflate: Inflate
  /** Files that the dossier names, given beside it. */
  readonly pieces?: readonly Uint8Array[]
  /** What is said of the pages; null when nothing that holds was read of the file. */
  pages(read: ReadPdf | null): Promise<readonly Finding[]>
}

/**
 * SEAL-2: every finding on a PDF, by the policy of whoever asks. `sealCertificate` is the fingerprint of the certificate whose seal it must
 * bear (64 hexadecimal digits), the policy's unless given. Total.
 */
export async function verifyPdf(
  file: Uint8Array,
  policy: Policy | null,
  { inflate, pages, pieces }: PdfMeans,
  sealCertificate = policy?.sealCertificate,
): Promise<Verification> {
  const parts = splitSealed(file) ?? { pages: file, update: new Uint8Array() }
  const bytes = parts.pages
  const envelope = envelopeFindings(bytes)
  const embedded = await embeddedIn(bytes, inflate)
  if (embedded.bytes === null) {
    const why = failed('embedded', '', { why: embedded.why })
    return { dossier: null, findings: [...envelope, why, ...(await pages(null))], holds: false }
  }
  const { start, end } = embedded
  const { dossier, findings: told, holds } = await verifyDossier(embedded.bytes, policy, pieces)
  const findings = [
    ...envelope,
    ok('embedded', '', { start, end }),
    ...told,
    ...(await pages(dossier && holds ? { bytes, dossier, embedded: { start, end } } : null)),
    ...(await pdfSealFindings(parts, sealCertificate)),
  ]
  return { dossier, findings, holds: findings.every(({ status }) => status !== 'failed') }
}

/** The one embedded file of a PDF, or why it cannot be had (none, several, damaged, too large). Total. */
async function embeddedIn(pdf: Uint8Array, inflate: Inflate): Promise<Embedded> {
  const located = locateEmbedded(pdf)
  if (located.stream === null) return { bytes: null, why: located.why }
  const { stream, start, end } = located
  const bytes = await inflate(stream)
  return typeof bytes === 'string'
    ? { bytes: null, why: notInflated(bytes, start, end) }
    : { bytes, start, end }
}
