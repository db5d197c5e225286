// The statement a signatory signs, and when an Alliance is concluded (ALLI rules). Pure.
// Called by the acts on alliances and by whoever checks a signature: the server and the offline verifier build one sentence.
import { type Bilingual, cleanText } from './basics.ts'
import type { SignatoryRecord, Statement } from './record/records.ts'

export interface StatementParts {
  readonly alliance: { readonly id: string; readonly title: string }
  readonly party: { readonly name: string }
  readonly signatory: SignatoryRecord
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
  const mandate = cleanText(signatory.mandate ?? '')
  return {
    format: mandate ? 'assise/statement/v2' : 'assise/statement/v1',
    allianceId: alliance.id,
    allianceTitle: cleanText(alliance.title),
    signatoryId: signatory.id,
    name: cleanText(signatory.name),
    capacity: cleanText(signatory.capacity),
    ...(mandate && { mandate }),
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
  const mandate = cleanText(signatory.mandate ?? '')
  const by = mandate
    ? { fr: `, en vertu de «\u00a0${mandate}\u00a0»`, en: `, by virtue of “${mandate}”` }
    : { fr: '', en: '' }
  return {
    fr:
      `Je signe, pour la partie «\u00a0${cleanText(party.name)}\u00a0», en qualité de ${cleanText(signatory.capacity)}${by.fr}, le plan d’action ` +
      `«\u00a0${title}\u00a0» dont l’empreinte est ${planDigest}, et ${records.fr}.`,
    en:
      `I sign, for the party “${cleanText(party.name)}”, as ${cleanText(signatory.capacity)}${by.en}, the action plan ` +
      `“${title}” whose fingerprint is ${planDigest}, and ${records.en}.`,
  }
}

interface SigningParty {
  readonly signatories: readonly { readonly id: string }[]
}

/** ALLI-3: at least one party, and at least one signatory in each. */
export function areComplete(parties: readonly SigningParty[]): boolean {
  return parties.length > 0 && parties.every((party) => party.signatories.length > 0)
}

/** What an Alliance asks for, fixed when it is prepared. */
export interface AllianceRule {
  /** ALLI-8: signed in the order of the parties and of their signatories. */
  readonly ordered: boolean
  /** ALLI-10: each party files at least one adoption. */
  readonly needsAdoptions: boolean
}

/** What was done so far. `signed`: by passkey, or outside in a way that counts (ALLI-12). `adopted`: parties. */
export interface AllianceFacts {
  readonly signed: ReadonlySet<string>
  readonly adopted: ReadonlySet<string>
}

/**
 * ALLI-2, ALLI-10: concluded when every signatory of every party has signed and, if its rule asks for it, each party has filed an
 * adoption. An Alliance without a party or a signatory never is.
 */
export function isConcluded(
  parties: readonly (SigningParty & { readonly id: string })[],
  rule: Pick<AllianceRule, 'needsAdoptions'>,
  { signed, adopted }: AllianceFacts,
): boolean {
  return (
    areComplete(parties) &&
    parties.every((party) => party.signatories.every(({ id }) => signed.has(id))) &&
    (!rule.needsAdoptions || parties.every(({ id }) => adopted.has(id)))
  )
}

interface OrderedSignatory {
  readonly id: string
  readonly name: string
}

/** ALLI-8: in a fixed order, the names of those who sign before this one and have not yet; none in parallel. */
export function signsAfter(
  parties: readonly { readonly signatories: readonly OrderedSignatory[] }[],
  rule: Pick<AllianceRule, 'ordered'>,
  { signed, signatoryId }: { readonly signed: ReadonlySet<string>; readonly signatoryId: string },
): string[] {
  if (!rule.ordered) return []
  const all = parties.flatMap(({ signatories }) => signatories)
  const at = all.findIndex(({ id }) => id === signatoryId)
  return all
    .slice(0, Math.max(at, 0))
    .filter(({ id }) => !signed.has(id))
    .map(({ name }) => name)
}

/** How a signature came that no passkey made; each is its own class, wherever a signature is shown. */
export const outsideClasses = {
  paper: { fr: 'papier', en: 'paper' },
  pades: { fr: 'signé ailleurs', en: 'signed elsewhere' },
} as const satisfies Record<string, Bilingual>
export type OutsideClass = keyof typeof outsideClasses

/**
 * ALLI-12: one signed elsewhere counts once recorded, since its file begins with our own PDF; one on paper counts only once a second
 * person confirmed it; a contested one never does.
 */
export function outsideCounts(kind: OutsideClass, answer: 'confirmed' | 'contested' | null): boolean {
  return answer === null ? kind === 'pades' : answer === 'confirmed'
}

interface Confirming {
  readonly userId: string
  readonly organizationId: string | null
}

/** ALLI-12: who confirms a paper is neither its recorder nor its signatory, and speaks for an organisation that is not the recorder's. */
export function mayConfirm(
  who: Confirming,
  { recorder, signatoryUserId }: { readonly recorder: Confirming; readonly signatoryUserId: string },
): boolean {
  return (
    who.organizationId !== null &&
    who.userId !== recorder.userId &&
    who.userId !== signatoryUserId &&
    who.organizationId !== recorder.organizationId
  )
}

/** ALLI-11: an instance adopts a version after it was locked, and not in a day to come. Days of the region. */
export function mayAdoptOn(day: string, { lockedDay, today }: { lockedDay: string; today: string }): boolean {
  return lockedDay <= day && day <= today
}

export type AllianceState = 'preparing' | 'signing' | 'concluded' | 'ended'

/** An Alliance is prepared while its version is not locked, then signed, then concluded for ever, or ended for ever (ALLI-9). */
export function allianceState(locked: boolean, concludedAt: string | null, ended = false): AllianceState {
  if (concludedAt !== null) return 'concluded'
  if (ended) return 'ended'
  return locked ? 'signing' : 'preparing'
}
