// The statement a signatory signs, and when an Alliance is concluded (ALLI rules). Pure.
// Called by the acts on alliances and by whoever checks a signature: the server and the offline verifier build one sentence.
import { type Bilingual, cleanText } from './basics.ts'
import type { Statement } from './record/records.ts'

export interface StatementParts {
  readonly alliance: { readonly id: string; readonly title: string }
  readonly party: { readonly name: string }
  readonly signatory: { readonly id: string; readonly name: string; readonly capacity: string }
  /** Title of the locked plan. */
  readonly planTitle: string
  /** digest('plan', Plan), digest('version', VersionRecord), and the constats the version stands on. */
  readonly planDigest: string
  readonly versionDigest: string
  readonly constats: readonly string[]
}

/**
 * ALLI-1: the statement binds a person, a capacity and a party to the digests of the plan, of its locked version and of its
 * consensus records; its own digest is the passkey's challenge. Made from what is stored, never from what a client sends.
 */
export function statementOf(parts: StatementParts): Statement {
  const { alliance, party, signatory, planDigest, versionDigest, constats } = parts
  return {
    format: 'assise/statement/v1',
    allianceId: alliance.id,
    allianceTitle: cleanText(alliance.title),
    signatoryId: signatory.id,
    name: cleanText(signatory.name),
    capacity: cleanText(signatory.capacity),
    party: cleanText(party.name),
    planDigest,
    versionDigest,
    constats,
    sentence: sentenceOf(parts),
  }
}

/** The words on screen, which are part of what is signed. */
function sentenceOf({ party, signatory, planTitle, planDigest, constats }: StatementParts): Bilingual {
  const several = constats.length > 1
  const title = cleanText(planTitle)
  const records = {
    fr: several
      ? `les relevés de consensus dont les empreintes sont ${constats.join(', ')}`
      : `le relevé de consensus dont l’empreinte est ${constats[0] ?? ''}`,
    en: several
      ? `the consensus records whose fingerprints are ${constats.join(', ')}`
      : `the consensus record whose fingerprint is ${constats[0] ?? ''}`,
  }
  return {
    fr:
      `Je signe, pour la partie «\u00a0${cleanText(party.name)}\u00a0», en qualité de ${cleanText(signatory.capacity)}, le plan d’action ` +
      `«\u00a0${title}\u00a0» dont l’empreinte est ${planDigest}, et ${records.fr}.`,
    en:
      `I sign, for the party “${cleanText(party.name)}”, as ${cleanText(signatory.capacity)}, the action plan ` +
      `“${title}” whose fingerprint is ${planDigest}, and ${records.en}.`,
  }
}

interface SigningParty {
  readonly signatories: readonly { readonly id: string }[]
}

/** ALLI-2: concluded when every signatory of every party has signed; an Alliance without a party or a signatory never is. */
export function isConcluded(parties: readonly SigningParty[], signed: ReadonlySet<string>): boolean {
  return areComplete(parties) && parties.every((party) => party.signatories.every(({ id }) => signed.has(id)))
}

/** ALLI-3: at least one party, and at least one signatory in each. */
export function areComplete(parties: readonly SigningParty[]): boolean {
  return parties.length > 0 && parties.every((party) => party.signatories.length > 0)
}

export type AllianceState = 'preparing' | 'signing' | 'concluded'

/** An Alliance is prepared while the plan is not locked, then signed, then concluded for ever. */
export function allianceState(locked: boolean, concludedAt: string | null): AllianceState {
  if (concludedAt !== null) return 'concluded'
  return locked ? 'signing' : 'preparing'
}
