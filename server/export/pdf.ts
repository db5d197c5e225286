// The PDF of a version or an Alliance: the pages, the dossier embedded, the seal line. The same dossier always gives the same bytes.
// Called by formats.ts, and by the verifying command, which sets the pages again and compares.
import { dossierText } from '../../shared/record/dossier.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { documentOf } from './document.ts'
import { sealed } from './seal.ts'
import { setPages } from './typst.ts'

/** A tagged PDF/A-3a in French. Requires a dossier that fits its schema; throws only on a bug of ours. */
export function renderPdf(dossier: Dossier): Uint8Array {
  const document = JSON.stringify(documentOf(dossier))
  return sealed(setPages({ document, dossier: dossierText(dossier) }))
}

const recent = new Map<string, Uint8Array>()
const recentMax = 4

/** The same, kept for the few documents asked for last: setting pages holds the whole server for a tenth of a second. */
export function recentPdf(dossier: Dossier): Uint8Array {
  const known = recent.get(dossier.digest)
  recent.delete(dossier.digest)
  const pdf = known ?? renderPdf(dossier)
  recent.set(dossier.digest, pdf)
  if (recent.size > recentMax) recent.delete(recent.keys().next().value!)
  return pdf
}
