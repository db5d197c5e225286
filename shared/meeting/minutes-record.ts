// What minutes say, as types: canonical (no null, no float), names as they were then. Hand-written words stand apart, in `words`.
// Made by minutes.ts, set in words by minutes-sections.ts, kept by the server once adopted.
import type { Bilingual } from '../basics.ts'
import type { Channel } from '../poll/admission.ts'
import type { CastingVote } from '../poll/casting.ts'
import type { ConsultativeCount } from '../poll/consultative.ts'
import type { Mass, MethodKey, Outcome, PollCount, Secrecy } from '../poll/setting.ts'
import type { PollSubject } from '../poll/texts.ts'
import type { AddendumRecord, ObjectionRecord } from '../record/poll-records.ts'
import type { College, WorkspaceKind } from '../territory.ts'
import type {
  DecidedBy,
  ItemKind,
  MeetingMode,
  PresenceMode,
  QuorumFigures,
  QuorumOccasion,
  RecordHead,
  TextRef,
  VotingRight,
} from './events.ts'
import type { ItemStatus, MeetingStatus } from './state.ts'

/** Who meets, for which territories. */
export interface MinutesBody {
  readonly name: string
  readonly kind: WorkspaceKind
  readonly territories: readonly string[]
}

/** A turn in the meeting's own life. */
export interface MinutesTurn {
  readonly kind: 'opened' | 'suspended' | 'resumed' | 'closed' | 'cancelled'
  readonly at: string
  readonly by: string
  readonly cause?: 'asked' | 'quorum'
  readonly reason?: string
}

/** A stretch of presence of one person. `to` is absent while it lasts. */
export interface MinutesStay {
  readonly name: string
  readonly mode: PresenceMode
  readonly as?: 'delegate' | 'alternate'
  readonly from: string
  readonly to?: string
  readonly enteredBy?: string
}

export interface MinutesSeat {
  readonly seatId: string
  readonly name: string
  readonly college: College
  readonly kind: 'organization' | 'person'
  readonly right: VotingRight
  /** The best it was while the meeting sat. */
  readonly presence: 'present' | 'represented' | 'absent'
  readonly stays: readonly MinutesStay[]
  /** Proxies it gave: to which seat, from when, and until when if it was taken back. */
  readonly proxies: readonly { readonly to: string; readonly from: string; readonly until?: string }[]
  /** When another seat carried its voice in its absence. */
  readonly represented: readonly { readonly by: string; readonly from: string; readonly to?: string }[]
  readonly recusals: readonly {
    readonly itemId: string
    readonly reason: string
    readonly at: string
    readonly by: string
    readonly until?: string
  }[]
  /** When it left the roll. */
  readonly gone?: string
}

export interface MinutesQuorum {
  readonly at: string
  readonly occasion: QuorumOccasion
  readonly figures: QuorumFigures
  readonly itemId?: string
  readonly pollId?: string
}

export interface MinutesItem {
  readonly itemId: string
  readonly title: Bilingual
  readonly kind: ItemKind
  readonly plannedMinutes: number
  readonly status: ItemStatus
  /** When it was under way. */
  readonly periods: readonly { readonly from: string; readonly to?: string }[]
  readonly textRef?: TextRef
  readonly settledAt?: string
  readonly outcome?: Outcome
  /** The poll that decided it; absent for an assent, which is decided without one. */
  readonly pollId?: string
  readonly assent?: true
  /** What was decided or why it was put off, in the words of the floor. */
  readonly words: string
  readonly dissents: readonly {
    readonly seat: string
    readonly words: string
    readonly at: string
    readonly by: string
  }[]
}

/** What the record of a counted poll says, without its ballots. */
export interface MinutesTally {
  readonly subject: PollSubject
  readonly subjectTitle: string
  readonly round: number
  /** The words put to the vote, where they are short enough to stand here; the record holds every text. */
  readonly text?: string
  readonly textHash: string
  readonly method: MethodKey
  readonly methodVersion: number
  /** The rule in words, and what adopts. */
  readonly ruleText: Bilingual
  readonly threshold?: Bilingual
  readonly labels: { readonly [id: string]: Bilingual }
  readonly secrecy: Secrecy
  readonly openedBy: string
  readonly closedBy: string
  readonly closing: 'hand' | 'hour'
  readonly casting?: CastingVote
  /** Absent when a secret poll stayed under its minimum. */
  readonly count?: Omit<PollCount, 'trace'>
  /** Voices by the way they came in, each class apart; those written down by somebody else, confirmed or contested. */
  readonly channels: { readonly [channel in Channel]: Mass }
  /** Voices given for advice, in no figure above. */
  readonly consultative?: ConsultativeCount
  readonly recorded: { readonly confirmed: number; readonly reread: number; readonly contested: number }
  readonly outcome: Outcome
  readonly blocks: readonly string[]
  readonly objections: readonly ObjectionRecord[]
  readonly pollDigest: string
  readonly constatDigest: string
}

export interface MinutesPoll {
  readonly pollId: string
  readonly itemId?: string
  readonly question: Bilingual
  readonly deciding: boolean
  readonly status: 'open' | 'closed' | 'annulled'
  readonly openedAt: string
  readonly closesAt?: string
  readonly closedAt?: string
  readonly proclaimedAt?: string
  readonly annulled?: { readonly at: string; readonly by: string; readonly reason: string }
  readonly textHash?: string
  readonly registerHash?: string
  /** From its record, once it is counted. */
  readonly tally?: MinutesTally
  /** What was added to its record. */
  readonly addenda: readonly AddendumRecord[]
}

export interface MinutesNote {
  readonly at: string
  readonly by: string
  readonly text: string
  readonly itemId?: string
}

/** Everything that is generated: a function of the events and of the polls' records alone. */
export interface MinutesRecord {
  readonly meetingId: string
  readonly planId: string
  readonly body: MinutesBody
  readonly title: Bilingual
  readonly mode: MeetingMode
  readonly place: string
  readonly link: string
  readonly planned: { readonly startsAt: string; readonly endsAt: string }
  readonly status: MeetingStatus
  readonly convened?: { readonly at: string; readonly by: string }
  /** What the invitation said was changed after the convening. */
  readonly changedAt: readonly string[]
  readonly facilitator?: string
  readonly secretary: string
  readonly turns: readonly MinutesTurn[]
  readonly rules?: { readonly version: number; readonly digest: string; readonly text: Bilingual }
  readonly seats: readonly MinutesSeat[]
  /** Who was there without ever holding a seat. */
  readonly others: readonly { readonly name: string; readonly stays: readonly MinutesStay[] }[]
  readonly quorum: readonly MinutesQuorum[]
  readonly items: readonly MinutesItem[]
  readonly polls: readonly MinutesPoll[]
  readonly incidents: readonly MinutesNote[]
  readonly annotations: readonly MinutesNote[]
  /** Corrections made before the adoption; later ones are addenda to the whole. */
  readonly corrections: readonly MinutesNote[]
  /** The log it was made from: how many events, and the hash of the last. */
  readonly log: { readonly events: number; readonly hash: string }
  /** The head of the workspace's record as the meeting closed. */
  readonly recordHead?: RecordHead
  /** The minutes of this plan adopted before these. */
  readonly previous?: { readonly number: number; readonly digest: string }
}

/** Words written by hand, at a place of the minutes; the last revision stands. */
export interface HandWords {
  readonly place: string
  readonly text: string
  readonly revision: number
  readonly at: string
  readonly by: string
}

/** The whole of a set of minutes: what was generated, and beside it what was written by hand, sorted by place. digest('minutes', …). */
export interface Minutes {
  readonly format: 'assise/minutes/v1'
  readonly record: MinutesRecord
  readonly words: readonly HandWords[]
}

/** How minutes came to be fixed; no part of what is adopted. */
export interface MinutesAdoption {
  /** 1, 2, 3… in the plan, in the order of adoption. */
  readonly number: number
  readonly digest: string
  readonly at: string
  readonly by: string
  readonly decidedBy:
    | DecidedBy
    | {
        readonly meetingId: string
        readonly itemId: string
        readonly meeting: Bilingual
        readonly item: Bilingual
        readonly startsAt: string
      }
}
