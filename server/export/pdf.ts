// The PDF of a version or an Alliance: the pages, the dossier embedded, the seal line. The same dossier always gives the same bytes.
// Called by the press, and by the verifying command, which sets the pages again and compares.
import type { Lang } from '../../shared/basics.ts'
import { dossierText } from '../../shared/record/dossier.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { documentOf } from './document.ts'
import { type PagesEdition, pagesEdition, sealed } from './seal.ts'
import { setPages } from './typst.ts'

/**
 * A tagged PDF/A-3a in one language; of a former edition only where an older file is verified. Requires a dossier that fits its schema; throws
 * only on a bug of ours.
 */
export function renderPdf(
  dossier: Dossier,
  lang: Lang = 'fr',
  edition: PagesEdition = pagesEdition,
): Uint8Array {
  const document = JSON.stringify(documentOf(dossier, lang, edition))
  return sealed(setPages({ document, dossier: dossierText(dossier) }), lang, edition)
}
