// What the server shows to screens, as types: the replies of the doors in api.ts. Data only; times are ISO-8601 UTC text.
import type { Bilingual, Fraction, Lang } from './basics.ts'
import type { VotingRight } from './meeting/events.ts'
import type { Subject, SubjectText } from './plan/plan.ts'
import type { ConsentChoice, ConsentResult, DecisionRule } from './poll/consent.ts'
import type { Outcome } from './poll/setting.ts'
import type { PollSubject } from './poll/texts.ts'
import type { VoteSummary } from './poll/views.ts'
import type { Role } from './roles.ts'
import type { College, Sector, TerritoryType, Tier, WorkspaceKind } from './territory.ts'
import type { AmendmentView, VersionSummary } from './version-views.ts'

export interface MeView {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly lang: Lang
  readonly hasPassword: boolean
  readonly passkeys: readonly { readonly id: string; readonly label: string; readonly createdAt: string }[]
  readonly memberships: readonly MembershipView[]
  /** True for the first facilitator of a new installation and for any facilitator: may create a workspace. */
  readonly mayCreateWorkspace: boolean
}

export interface MembershipView {
  readonly workspaceId: string
  readonly workspaceName: string
  readonly planId: string
  readonly role: Role
  readonly organizationName: string | null
}

export interface WorkspaceView {
  readonly id: string
  readonly name: string
  readonly kind: WorkspaceKind
  readonly planId: string
  readonly me: { readonly userId: string; readonly role: Role; readonly organizationId: string | null }
  readonly territories: readonly {
    readonly id: string
    readonly parentId: string | null
    readonly type: TerritoryType
    readonly name: string
  }[]
  readonly organizations: readonly OrganizationView[]
  readonly people: readonly PersonView[]
  readonly rule: DecisionRule
}

export interface OrganizationView {
  readonly id: string
  readonly name: string
  readonly tier: Tier
  readonly sector: Sector
  readonly college: College
  /** Whether it has a voice in consensus polls. */
  readonly voting: boolean
  readonly votingRight: VotingRight
  /** A citizen's seat is an organisation of one. */
  readonly kind: 'organization' | 'person'
}

export interface PersonView {
  readonly userId: string
  readonly name: string
  /** Shown to facilitators only; empty for others. */
  readonly email: string
  readonly role: Role
  readonly organizationId: string | null
  /** The person's function, as it stands on signatures (« mairesse »). */
  readonly title: string
  readonly joinedAt: string
}

/** The link is given to the facilitator only when no mail could be sent. */
export interface InvitationView {
  readonly userId: string
  readonly mailed: boolean
  readonly link: string | null
}

export interface ThreadView {
  readonly id: string
  /** Where it is: section, list, item, field of the plan. */
  readonly place: {
    readonly section: string
    readonly list?: string
    readonly item?: string
    readonly field?: string
  }
  /** Yjs relative positions, base64; null for a comment on a whole field or section. */
  readonly anchor: { readonly start: string; readonly end: string } | null
  readonly quote: string
  readonly state: 'open' | 'resolved'
  readonly stateBy: string | null
  readonly stateAt: string | null
  readonly comments: readonly CommentView[]
}

export interface CommentView {
  readonly id: string
  readonly authorId: string
  readonly authorName: string
  readonly organizationName: string | null
  readonly text: string
  readonly createdAt: string
}

export interface BallotView {
  readonly organizationId: string
  readonly organizationName: string
  readonly choice: ConsentChoice
  readonly reason: string
  readonly channel: 'self' | 'facilitated'
  readonly castByName: string
  readonly receivedAt: string
}

export interface PollSummary {
  readonly id: string
  readonly subject: Subject
  /** Title of the priority, or of the plan, as it was when the poll opened. */
  readonly subjectTitle: string
  readonly round: number
  readonly question: Bilingual
  readonly textHash: string
  readonly openedAt: string
  readonly closedAt: string | null
  readonly outcome: ConsentResult['outcome'] | null
  readonly registered: number
  readonly received: number
  /** Whether my organisation still has to vote. */
  readonly awaitsMe: boolean
}

export interface PollView extends PollSummary {
  readonly text: SubjectText
  readonly rule: DecisionRule
  readonly registerHash: string
  readonly openedByName: string
  readonly register: readonly RegisterEntryView[]
  /** My organisation's ballot once cast. */
  readonly mine: BallotView | null
  readonly myOrganizationId: string | null
  /** Null until I have voted (or for a facilitator or observer, until it closes); then live. */
  readonly tally: ConsentResult | null
  /** Names and reasons: with the tally. */
  readonly ballots: readonly BallotView[] | null
  readonly constatDigest: string | null
}

export interface RegisterEntryView {
  readonly organizationId: string
  readonly name: string
  readonly college: College
  readonly weight: Fraction
  readonly hasVoted: boolean
}

/** The state of a votable text, as far as the server knows; screens also compare hashes with the live text. */
export interface StandingView {
  readonly subject: Subject
  /** The last poll that decided it: its own or one on the whole plan. */
  readonly pollId: string | null
  readonly textHash: string | null
  readonly state: 'draft' | 'open' | 'consensus' | 'stale' | 'refused'
}

/** A vote on a passage or on the allocation: whether its text still reads as it was voted on. */
export interface PassageStanding {
  readonly pollId: string
  readonly subject: PollSubject
  readonly title: string
  readonly open: boolean
  readonly outcome: Outcome | null
  readonly textState: 'live' | 'stale'
}

export interface PlanStateView {
  readonly planId: string
  readonly workspaceId: string
  readonly version: VersionSummary | null
  /** The amendment being written, or that led to the version; null in the first draft and version. */
  readonly amendment: AmendmentView | null
  /** The last locked version: what an amendment being written is compared with. */
  readonly base: VersionSummary | null
  readonly standings: readonly StandingView[]
  readonly passages: readonly PassageStanding[]
  /** Every reason that still forbids the lock. */
  readonly lockReasons: readonly {
    readonly text: Bilingual
    readonly place: {
      section?: string
      list?: string
      item?: string
      field?: string
      poll?: string
      record?: true
    }
  }[]
}

export interface VersionView extends VersionSummary {
  /** The canonical text whose digest is planDigest: screens recompute it. */
  readonly canonicalPlan: string
  readonly polls: readonly PollSummary[]
  /** Those of the second form. */
  readonly votes: readonly VoteSummary[]
}

/** What a signatory is about to sign: the canonical statement, whose digest is the passkey's challenge. */
export interface StatementView {
  readonly statement: string
  readonly digest: string
  readonly canonicalPlan: string
  /** WebAuthn request options as JSON. */
  readonly options: unknown
  /** Whether my key is bound by attestations; without, the signature is of a weaker class. */
  readonly bound: boolean
}

/** What a record shows to whoever follows it: its key, its last checkpoint, and the proof from the size they know (base64). */
export interface ShownCheckpoint {
  /** The log's key, as a vkey. */
  readonly logKey: string
  /** The signed note, with its cosignatures; null before the first entry. */
  readonly checkpoint: string | null
  readonly consistency: readonly string[]
}

export interface RecordView extends ShownCheckpoint {
  readonly witnesses: readonly WitnessView[]
}

export interface WitnessView {
  readonly id: string
  readonly organizationId: string
  readonly organizationName: string
  readonly vkey: string
  readonly endedAt: string | null
  /** The largest checkpoint it cosigned, and when by its own clock. */
  readonly last: { readonly size: number; readonly at: string } | null
}

export interface WitnessAdded {
  readonly id: string
  /** Shown once: what its program signs in with. */
  readonly token: string
}

export interface EntriesView {
  readonly from: number
  /** Canonical texts, at most 500. */
  readonly entries: readonly string[]
}

export interface ProofView {
  readonly index: number
  /** The canonical text whose hash is the leaf. */
  readonly entry: string
  /** A .tlog-proof file. */
  readonly proof: string
}
