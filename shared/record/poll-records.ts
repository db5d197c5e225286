// The records of polls of the second form: what is hashed at opening, with each ballot, at the closing, and what is added afterwards.
// Types alone, in the canonical profile (no null, no float). Made by the acts on polls; read by the verifier, the dossier, the pages.
import type { Bilingual } from '../basics.ts'
import type { RuleSet } from '../meeting/rule-set.ts'
import type { Channel, ObjectionLevel } from '../poll/admission.ts'
import type { CastingVote } from '../poll/casting.ts'
import type { ConsultativeCount } from '../poll/consultative.ts'
import type { RegisterChange } from '../poll/electorate.ts'
import type { ObjectionMove, ObjectionState } from '../poll/objection.ts'
import type { Outcome, PollCount, PollSetting, SeatEntry, Value } from '../poll/setting.ts'
import type { PollSubject, PollText } from '../poll/texts.ts'

/** Fixed at opening: digest('poll', …) is carried by every ballot. */
export interface VotePollRecord {
  readonly format: 'assise/poll/v2'
  readonly id: string
  readonly planId: string
  readonly workspaceName: string
  readonly subject: PollSubject
  readonly subjectTitle: string
  readonly round: number
  readonly question: Bilingual
  readonly setting: PollSetting
  readonly ruleSet: RuleSet
  /** The rule in words. */
  readonly ruleText: Bilingual
  /** digest('text', PollText). */
  readonly textHash: string
  /** digest('register', SeatEntry[] sorted by seatId). */
  readonly registerHash: string
  /** digest('register', …) of the consultative seats; absent where nobody is asked for advice. */
  readonly consultativeHash?: string
  /** The poll of which this one is a new round. */
  readonly follows?: string
  readonly meetingId?: string
  readonly itemId?: string
  readonly openedAt: string
  /** A name, as it was then; so are all the others of these records. */
  readonly openedBy: string
}

/** One voice under a name; its digest('ballot', …) is the voter's receipt. */
export interface VoiceRecord {
  readonly format: 'assise/ballot/v2'
  readonly id: string
  readonly pollDigest: string
  readonly seatId: string
  readonly revision: number
  readonly value: Value
  readonly reason: string
  readonly channel: Channel
  readonly castBy: string
  readonly castByName: string
  /** The seat whose holder cast it, for a proxy. */
  readonly proxySeat?: string
  /** Who re-read a paper with whoever wrote it down. */
  readonly secondTeller?: string
  readonly textHash: string
  readonly receivedAt: string
}

/** A place in the roll of a secret poll: that it took part, never how. digest('ballot', …) is the receipt. */
export interface RollRecord {
  readonly format: 'assise/roll/v2'
  readonly pollDigest: string
  readonly seatId: string
  readonly channel: Channel
  readonly castBy: string
  readonly castByName: string
  readonly receivedAt: string
}

/** What a secret poll holds of one value: how many gave it, with their words. Sorted by canonical text: no order of arrival is left. */
export interface SecretTally {
  readonly value: Value
  readonly reason: string
  readonly count: number
}

/** What became of a recorded voice: re-read by a second person, confirmed by its own holder, or (not counted) contested. */
export interface VoiceAnswer {
  readonly voiceId: string
  readonly answer: 'reread' | 'confirmed' | 'contested'
  readonly byName: string
  readonly at: string
}

export interface ObjectionRecord {
  readonly id: string
  /** The poll on which it was raised: this one, or one of the rounds it follows. */
  readonly pollId: string
  readonly seatId: string
  readonly seatName: string
  readonly level: ObjectionLevel
  readonly argument: string
  readonly proposedChange?: string
  readonly raisedByName: string
  readonly raisedAt: string
  readonly steps: readonly {
    readonly move: ObjectionMove
    readonly words: string
    readonly textHash?: string
    readonly byName: string
    readonly at: string
  }[]
  /** Its state when this poll closed. */
  readonly state: ObjectionState
}

/** The meeting in which the poll was held, as its events say when the poll closes. */
export interface MeetingRecord {
  readonly id: string
  readonly title: string
  readonly place: string
  readonly mode: 'room' | 'remote' | 'hybrid'
  readonly facilitator: string
  readonly secretary?: string
  readonly convenedAt?: string
  readonly openedAt?: string
  readonly item?: { readonly id: string; readonly title: string }
  /** Presence of the seats, at the opening and the closing of the poll. */
  readonly quorum: readonly {
    readonly moment: 'opening' | 'closing'
    readonly at: string
    readonly met: boolean
    readonly reached: string
    readonly needed: string
  }[]
  /** Who held each seat at the closing, or whose proxy carried it; seats not listed were absent. */
  readonly seats: readonly {
    readonly seatId: string
    readonly holder?: string
    readonly proxyTo?: string
    readonly recused?: boolean
  }[]
  readonly incidents: readonly { readonly at: string; readonly text: string; readonly byName: string }[]
  /** How far the meeting's log reached, and the hash of its chain there: arrivals, departures and words stand in it. */
  readonly events: number
  readonly logHash: string
}

/** A seat asked for advice after the opening: when, and by whom. */
export interface LateAdviser {
  readonly at: string
  readonly by: string
  readonly seat: SeatEntry
}

/** Voices given for advice, apart from everything that is counted (VOTE-27). */
export interface ConsultativeRecord {
  /** As fixed at opening, sorted by seatId. */
  readonly seats: readonly SeatEntry[]
  /** Asked since, while an additive poll was open, in order; absent where none was. */
  readonly joined?: readonly LateAdviser[]
  /** Every one that was given, sorted by seat, then revision: the last of each seat is told. */
  readonly ballots: readonly VoiceRecord[]
  readonly count: ConsultativeCount
}

/** The record of one poll: everything needed to recount it and to know how it was held. digest('constat', …). */
export interface VoteConstat {
  readonly format: 'assise/constat/v2'
  readonly poll: VotePollRecord
  readonly text: PollText
  /** As fixed at opening, sorted by seatId; what was added or recused while it was open is in `changes`, in order. */
  readonly register: readonly SeatEntry[]
  readonly changes: readonly RegisterChange[]
  /** Every voice of an open or sealed poll, sorted by seat, then revision: the last not contested counts. Empty in a secret one. */
  readonly ballots: readonly VoiceRecord[]
  readonly answers: readonly VoiceAnswer[]
  /** A secret poll: who took part (by seat), and what was said, under its minimum size nothing. */
  readonly secret?: {
    readonly roll: readonly RollRecord[]
    readonly tallies: readonly SecretTally[]
    readonly suppressed: boolean
  }
  readonly consultative?: ConsultativeRecord
  readonly meeting?: MeetingRecord
  /** Absent when a secret poll stayed under its minimum. */
  readonly count?: PollCount
  readonly outcome: Outcome
  readonly objections: readonly ObjectionRecord[]
  readonly closedAt: string
  readonly closedBy: string
  /** Whether someone closed it or its hour came. */
  readonly closing: 'hand' | 'hour'
  /** Given by whoever closed it, on a tie, where the rules foresee it. */
  readonly casting?: CastingVote
  /** Digest of the record of the plan's poll that closed before this one. */
  readonly previous?: string
}

/** What is said of a poll after its record: never a change of it. digest('addendum', …); each names the one before. */
export interface AddendumRecord {
  readonly format: 'assise/addendum/v1'
  readonly id: string
  readonly pollId: string
  /** digest('poll', …), and digest('constat', …) once there is one. */
  readonly pollDigest: string
  readonly constatDigest?: string
  readonly kind: 'proclaimed' | 'annulled' | 'annotation' | 'correction'
  readonly text: string
  readonly at: string
  readonly byName: string
  readonly previous?: string
}
