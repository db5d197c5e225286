// The records that outlive the server, as types: what is hashed, signed, embedded in the PDF and read by the verifier.
// Every field is canonical (NFC text, integers, no null: absent instead). Adding a field is a new format version.
import type { Bilingual, Fraction } from '../basics.ts'
import type { Plan, Subject, SubjectText } from '../plan/plan.ts'
import type { ConsentChoice, ConsentResult, DecisionRule } from '../poll/consent.ts'
import type { College, WorkspaceKind } from '../territory.ts'
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

/** What a signatory signs: the passkey's challenge is digestBytes('statement', Statement). `sentence` is what the screen shows. */
export interface Statement {
  readonly format: 'assise/statement/v1'
  readonly allianceId: string
  readonly allianceTitle: string
  readonly signatoryId: string
  readonly name: string
  readonly capacity: string
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
  readonly signatories: readonly { readonly id: string; readonly name: string; readonly capacity: string }[]
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

/** The machine-readable file embedded in the PDF. Its bytes are the canonical text of this object, `digest` over all the rest. */
export interface Dossier {
  readonly format: 'assise/dossier/v1'
  readonly plan: Plan
  readonly version: VersionRecord
  readonly constats: readonly AnyConstat[]
  /** What was added to those records since, each poll's in its order; absent when there is nothing. */
  readonly addenda?: readonly AddendumRecord[]
  readonly alliance?: AllianceRecord
  readonly signatures: readonly SignatureRecord[]
  /** digest('dossier', everything above). */
  readonly digest: string
}
