// Inflates the dossier that a PDF of ours carries, within bounds, by Node's zlib. Called by the verifying command, and by tests of files.
import { inflateSync } from 'node:zlib'
import { locateEmbedded, notInflated } from '../../shared/verify/pdf.ts'
import type { Embedded } from '../../shared/verify/pdf-file.ts'
import { dossierBytesMax } from '../../shared/verify/read.ts'

/** Total; stops at the size of a dossier. */
export function inflated(stream: Uint8Array): Uint8Array | 'tooLarge' | 'damaged' {
  try {
    return new Uint8Array(inflateSync(stream, { maxOutputLength: dossierBytesMax }))
  } catch (error) {
    return error instanceof RangeError ? 'tooLarge' : 'damaged'
  }
}

/** The one embedded file of a PDF, or why it cannot be had (none, several, damaged, too large). Total. */
export function findEmbedded(pdf: Uint8Array): Embedded {
  const located = locateEmbedded(pdf)
  if (located.stream === null) return { bytes: null, why: located.why }
  const { stream, start, end } = located
  const bytes = inflated(stream)
  return typeof bytes === 'string'
    ? { bytes: null, why: notInflated(bytes, start, end) }
    : { bytes, start, end }
}
