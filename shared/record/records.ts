// The records that outlive the server, as types: what is hashed, signed, embedded in the PDF and read by the verifier.
// Every field is canonical (NFC text, integers, no null: absent instead). Adding a field is a new format version.
import type { Bilingual, Fraction } from '../basics.ts'
import type { Plan, Subject, SubjectText } from '../plan/plan.ts'
import type { ConsentChoice, ConsentResult, DecisionRule } from '../poll/consent.ts'
import type { College, WorkspaceKind } from '../territory.ts'
import type { Entry } from './entries.ts'
import type { KeyAttestation } from './keys.ts'
import type { AddendumRecord, VoteConstat } from './poll-records.ts'

/** One organisation's place in a poll. The register is fixed and hashed when the poll opens: digest('register', Register). */
export interface RegisterRecord {
  readonly organizationId: string
  readonly name: string
  readonly college: College
  readonly weight: Fraction
}

/** What is fixed at opening: digest('poll', PollRecord) is carried by every ballot. */
export interface PollRecord {
  readonly format: 'assise/poll/v1'
  readonly id: string
  readonly planId: string
  readonly subject: Subject
  readonly subjectTitle: string
  readonly round: number
  readonly question: Bilingual
  readonly rule: DecisionRuleRecord
  readonly ruleText: Bilingual
  /** digest('text', SubjectText). */
  readonly textHash: string
  /** digest('register', RegisterRecord[] sorted by organizationId). */
  readonly registerHash: string
  readonly openedAt: string
  /** A name, as it was then; so are closedBy and lockedBy. */
  readonly openedBy: string
}

/** DecisionRule without its null: collegeWeights is absent when each organisation weighs one. */
export type DecisionRuleRecord = Omit<DecisionRule, 'collegeWeights'> & {
  readonly collegeWeights?: NonNullable<DecisionRule['collegeWeights']>
}

/** One voice; digest('ballot', BallotRecord) is the voter's receipt. A facilitated ballot names who recorded it. */
export interface BallotRecord {
  readonly format: 'assise/ballot/v1'
  readonly id: string
  readonly pollDigest: string
  readonly organizationId: string
  readonly choice: ConsentChoice
  readonly reason: string
  readonly channel: 'self' | 'facilitated'
  readonly castBy: string
  readonly castByName: string
  readonly textHash: string
  readonly receivedAt: string
}

/** The consensus record of one poll: everything needed to recount it. digest('constat', Constat). */
export interface Constat {
  readonly format: 'assise/constat/v1'
  readonly poll: PollRecord
  readonly text: SubjectText
  /** Sorted by organizationId. */
  readonly register: readonly RegisterRecord[]
  /** Sorted by organizationId. */
  readonly ballots: readonly BallotRecord[]
  readonly result: ConsentResult
  readonly closedAt: string
  readonly closedBy: string
}

/** A constat of either form; `format` tells which. */
export type AnyConstat = Constat | VoteConstat

/** A locked version: digest('version', VersionRecord). */
export interface VersionRecord {
  readonly format: 'assise/version/v1'
  readonly id: string
  readonly planId: string
  readonly workspaceName: string
  readonly workspaceKind: WorkspaceKind
  readonly number: number
  /** digest('plan', Plan). */
  readonly planDigest: string
  /** Digests of the constats it stands on: that of the whole plan and of each priority's last own poll, in closing order. */
  readonly constats: readonly string[]
  /** The digest of the version before it, from the second on. */
  readonly previous?: string
  readonly lockedAt: string
  readonly lockedBy: string
}

/**
 * What a signatory signs: the passkey's challenge is digestBytes('statement', Statement). `sentence` is what the screen shows.
 * The second form is that of a signatory whose mandate was said: it says it too.
 */
export interface Statement {
  readonly format: 'assise/statement/v1' | 'assise/statement/v2'
  readonly allianceId: string
  readonly allianceTitle: string
  readonly signatoryId: string
  readonly name: string
  readonly capacity: string
  /** In the second form alone. */
  readonly mandate?: string
  readonly party: string
  readonly planDigest: string
  readonly versionDigest: string
  readonly constats: readonly string[]
  readonly sentence: Bilingual
}

/** A passkey's answer, kept whole; bytes as base64url. */
export interface SignatureRecord {
  readonly format: 'assise/signature/v1'
  readonly statement: Statement
  readonly credentialId: string
  /** The COSE public key. */
  readonly publicKey: string
  readonly authenticatorData: string
  readonly clientDataJson: string
  readonly signature: string
  readonly signedAt: string
}

export interface PartyRecord {
  readonly id: string
  readonly name: string
  readonly signatories: readonly SignatoryRecord[]
}

export interface SignatoryRecord {
  readonly id: string
  readonly name: string
  readonly capacity: string
  /** By virtue of what the person signs; absent where nothing was said. */
  readonly mandate?: string
}

export interface AllianceRecord {
  readonly id: string
  readonly title: string
  readonly parties: readonly PartyRecord[]
  readonly concludedAt: string
  /** The web origin and WebAuthn relying-party id the signatures were made on. */
  readonly origin: string
  readonly rpId: string
}

/** A locked version with what it stands on, and what was signed on it. */
export interface SignedVersion {
  readonly plan: Plan
  readonly version: VersionRecord
  readonly constats: readonly AnyConstat[]
  /** What was added to those records since, each poll's in its order; absent when there is nothing. */
  readonly addenda?: readonly AddendumRecord[]
  readonly alliance?: AllianceRecord
  readonly signatures: readonly SignatureRecord[]
}

/** The machine-readable file embedded in the PDF. Its bytes are the canonical text of this object, `digest` over all the rest. */
export interface DossierV1 extends SignedVersion {
  readonly format: 'assise/dossier/v1'
  /** digest('dossier', everything above). */
  readonly digest: string
}

/** The workspace's record as this file holds it: every entry from the first to the checkpoint's size. */
export interface RecordInFile {
  /** The log's vkey, as the file says it: a policy alone makes it believed. */
  readonly logKey: string
  /** The signed note, with the partners' cosignature lines. */
  readonly checkpoint: string
  readonly entries: readonly Entry[]
  /** What stands under commitments of the entries that tell who registered a signing key; sorted by index, absent when there is none. */
  readonly opened?: readonly OpenedCommitment[]
}

export interface OpenedCommitment {
  readonly index: number
  /** 32 bytes, base64url. */
  readonly salt: string
  readonly payload: { readonly userId: string; readonly name: string }
}

/** A party's own body adopted the plan: digest('adoption', AdoptionRecord) stands in the record. */
export interface AdoptionRecord {
  readonly format: 'assise/adoption/v1'
  readonly id: string
  readonly allianceId: string
  /** PartyRecord.id, and the body of that party. */
  readonly partyId: string
  readonly instance: string
  readonly resolutionNo: string
  /** YYYY-MM-DD. */
  readonly day: string
  /** SHA-256 of the resolution's file, when there is one. */
  readonly fileDigest?: string
  readonly planDigest: string
  readonly recordedBy: string
  readonly at: string
}

/** A signature given on paper or in another program: digest('outside', OutsideSignature) stands in the record. */
export interface OutsideSignature {
  readonly format: 'assise/outside/v1'
  readonly id: string
  readonly allianceId: string
  readonly signatoryId: string
  readonly kind: 'paper' | 'pades'
  /** SHA-256 of the file that came back, when there is one. */
  readonly fileDigest?: string
  /** SHA-256 of the PDF that was given out to be signed. */
  readonly baseDigest: string
  /** Of a file signed elsewhere: the name that its certificate bears, and SHA-256 of that certificate. Absent in older records. */
  readonly signer?: { readonly name: string; readonly certificate: string }
  /** A name, as it was then. */
  readonly recordedBy: string
  readonly at: string
}

/** The second form: the first, and what lets anyone check the history behind it (`shared/README.md` has the format). */
export interface DossierV2 extends SignedVersion {
  readonly format: 'assise/dossier/v2'
  readonly record: RecordInFile
  /** The attestations that the signing keys stand on, sorted by digest; empty where no key is bound. */
  readonly attestations: readonly KeyAttestation[]
  /** digest('policy', …) of the policy that was in force at the lock; absent when there was none. */
  readonly policyHash?: string
  readonly adoptions?: readonly AdoptionRecord[]
  readonly outside?: readonly OutsideSignature[]
  /** Versions of the same plan that were signed before this one, the oldest first. */
  readonly earlier?: readonly SignedVersion[]
  /** digest('dossier', everything above). */
  readonly digest: string
}

export type Dossier = DossierV1 | DossierV2
