// The dossier: everything about a version or an Alliance that outlives the server, put together with its digest.
// Called by the documents' acts; its text is what the PDF embeds and the verifier reads.
import { canonicalText, digest } from './canonical.ts'
import type { Dossier, DossierV1, DossierV2, SignedVersion } from './records.ts'

export type DossierParts = SignedVersion
/** What the second form has besides. */
export type EvidenceParts = Omit<DossierV2, keyof SignedVersion | 'format' | 'digest'>

/**
 * REC-3: the digest of a dossier covers everything else in it. With evidence it is of the second form. Throws NotCanonical for parts
 * outside the profile.
 */
export function buildDossier(parts: SignedVersion, evidence?: EvidenceParts): Dossier {
  if (!evidence) {
    const rest: Omit<DossierV1, 'digest'> = { format: 'assise/dossier/v1', ...signedParts(parts) }
    return { ...rest, digest: digest('dossier', rest) }
  }
  const { record, attestations, policyHash, adoptions, outside, earlier } = evidence
  const rest: Omit<DossierV2, 'digest'> = {
    format: 'assise/dossier/v2',
    ...signedParts(parts),
    record,
    attestations,
    ...(policyHash !== undefined && { policyHash }),
    ...(adoptions && { adoptions }),
    ...(outside && { outside }),
    ...(earlier && { earlier: earlier.map(signedParts) }),
  }
  return { ...rest, digest: digest('dossier', rest) }
}

function signedParts({
  plan,
  version,
  constats,
  addenda,
  alliance,
  signatures,
}: SignedVersion): SignedVersion {
  return { plan, version, constats, ...(addenda && { addenda }), ...(alliance && { alliance }), signatures }
}

/** The bytes of a dossier, as text: its canonical form. */
export function dossierText(dossier: Dossier): string {
  return canonicalText(dossier)
}
