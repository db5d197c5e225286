// Takes the dossier out of a PDF of ours: its embedded stream, inflated within bounds. Called by the verifying command.
import { inflateSync } from 'node:zlib'
import type { Bilingual } from '../../shared/basics.ts'
import { locateEmbedded, notInflated } from '../../shared/verify/pdf.ts'
import { dossierBytesMax } from '../../shared/verify/read.ts'

/** `start` and `end` are the bytes of the stream in the file. */
export type Embedded =
  | { readonly bytes: Uint8Array; readonly start: number; readonly end: number }
  | { readonly bytes: null; readonly why: Bilingual }

/** The one embedded file of a PDF, or why it cannot be had (none, several, damaged, too large). Total. */
export function findEmbedded(pdf: Uint8Array): Embedded {
  const located = locateEmbedded(pdf)
  if (located.stream === null) return { bytes: null, why: located.why }
  const { stream, start, end } = located
  try {
    return { bytes: new Uint8Array(inflateSync(stream, { maxOutputLength: dossierBytesMax })), start, end }
  } catch (error) {
    return { bytes: null, why: notInflated(error instanceof RangeError ? 'tooLarge' : 'damaged', start, end) }
  }
}
