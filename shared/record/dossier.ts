// The dossier: everything about a version or an Alliance that outlives the server, put together with its digest.
// Called by the documents' acts; its text is what the PDF embeds and the verifier reads.
import { canonicalText, digest } from './canonical.ts'
import type { Dossier } from './records.ts'

export type DossierParts = Omit<Dossier, 'format' | 'digest'>

/** REC-3: the digest of a dossier covers everything else in it. Throws NotCanonical for parts outside the profile. */
export function buildDossier(parts: DossierParts): Dossier {
  const { plan, version, constats, addenda, alliance, signatures } = parts
  const rest = {
    format: 'assise/dossier/v1' as const,
    plan,
    version,
    constats,
    ...(addenda && { addenda }),
    ...(alliance && { alliance }),
    signatures,
  }
  return { ...rest, digest: digest('dossier', rest) }
}

/** The bytes of a dossier, as text: its canonical form. */
export function dossierText(dossier: Dossier): string {
  return canonicalText(dossier)
}
