// What the server shows of polls of the second form: the replies of the doors in poll/api.ts. Data only; times are ISO-8601 UTC text.
import type { Bilingual } from '../basics.ts'
import type { RuleSet } from '../meeting/rule-set.ts'
import type { AddendumRecord, ObjectionRecord, SecretTally } from '../record/poll-records.ts'
import type { RefusalCode } from '../refusals.ts'
import type { Channel } from './admission.ts'
import type { ConsultativeCount } from './consultative.ts'
import type { PollState } from './life.ts'
import type { ObjectionMove, ObjectionState } from './objection.ts'
import type { SettingChoice } from './opening.ts'
import type { MethodKey, Outcome, PollCount, PollSetting, SeatEntry, Secrecy, Value } from './setting.ts'
import type { PollSubject, PollText } from './texts.ts'

export interface VoteSummary {
  readonly id: string
  readonly subject: PollSubject
  /** As it was when the poll opened. */
  readonly subjectTitle: string
  readonly round: number
  readonly question: Bilingual
  readonly method: MethodKey
  readonly secrecy: Secrecy
  readonly state: PollState
  readonly textHash: string
  readonly openedAt: string
  /** The hour fixed at opening at which it closes by itself. */
  readonly closesAt: string | null
  readonly closedAt: string | null
  readonly outcome: Outcome | null
  /** The seats whose voice is waited for or came: a recused seat is not among them. */
  readonly registered: number
  readonly received: number
  readonly meetingId: string | null
  readonly itemId: string | null
  /** The seats for which I still may vote. */
  readonly awaitsMe: readonly {
    readonly seatId: string
    readonly name: string
    readonly as: 'self' | 'proxy'
    /** Asked for advice: no closing waits for it. */
    readonly consultative?: true
  }[]
}

/** One of the seats I may speak for in this poll, each with a card of its own. */
export interface MySeat {
  readonly seatId: string
  readonly name: string
  readonly as: 'self' | 'proxy'
  /** Asked for advice: its voice is told apart, and in no count. */
  readonly consultative?: boolean
  readonly voted: boolean
  /** My seat's voice that stands; null in a secret poll, and before it is cast. */
  readonly mine: VoiceView | null
  /** Why it cannot vote now; null when it can. */
  readonly refusal: RefusalCode | null
}

export interface VoiceView {
  readonly id: string
  readonly seatId: string
  readonly seatName: string
  readonly revision: number
  readonly value: Value
  readonly reason: string
  readonly channel: Channel
  readonly castByName: string
  /** The seat whose holder cast it, by its name, for a proxy. */
  readonly proxyName: string | null
  readonly receivedAt: string
  readonly digest: string
  /** For a recorded voice: re-read by a second person, confirmed or contested by its holder; null while nobody answered. */
  readonly answer: 'reread' | 'confirmed' | 'contested' | null
}

export interface SeatView extends SeatEntry {
  /** Null where it is not shown (a secret poll before its closing). */
  readonly hasVoted: boolean | null
  readonly channel: Channel | null
}

/** Voices given for advice (VOTE-27): hidden and shown with those that count. */
export interface AdviceView {
  readonly seats: readonly (Pick<SeatEntry, 'seatId' | 'name' | 'college'> & {
    /** Null where it is not shown. */
    readonly hasSpoken: boolean | null
    /** When it was asked, of one that came after the opening; null of the others. */
    readonly askedAt: string | null
  })[]
  readonly received: number
  readonly count: ConsultativeCount | null
  readonly voices: readonly VoiceView[] | null
}

export interface ObjectionView extends ObjectionRecord {
  /** The moves that are mine to make now. */
  readonly moves: readonly ObjectionMove[]
}

export interface VoteView extends VoteSummary {
  readonly text: PollText
  readonly setting: PollSetting
  readonly ruleSet: RuleSet
  readonly ruleText: Bilingual
  readonly openedByName: string
  readonly registerHash: string
  /** The poll it is a new round of, and the one that took its place. */
  readonly follows: string | null
  readonly supersededBy: string | null
  readonly mySeats: readonly MySeat[]
  /** The count so far or in the end; null where it is not shown yet (or never, for a secret poll under its minimum). */
  readonly count: PollCount | null
  /** A secret poll once closed: how many gave each value. */
  readonly secret: { readonly tallies: readonly SecretTally[]; readonly suppressed: boolean } | null
  /** Null where nobody is asked for advice. */
  readonly consultative: AdviceView | null
  readonly objections: readonly ObjectionView[]
  readonly addenda: readonly AddendumRecord[]
  readonly constatDigest: string | null
  /** True when a secret poll came out of one mind: everyone then knows how each voted. */
  readonly unanimousSecret: boolean
}

/** The names of a poll, which grow with its seats where the rest does not: asked for beside it, and less often while voices come. */
export interface VoteRoll {
  /** Of the poll. */
  readonly id: string
  readonly register: readonly SeatView[]
  /** Values beside names, each seat's voice that stands; null where not shown. */
  readonly voices: readonly VoiceView[] | null
}

/** A poll with its names. */
export type WholeVote = VoteView & VoteRoll

/** What the voter keeps. In a secret poll the digest proves that the seat took part, and nothing of its value. */
export interface VoiceReceipt {
  readonly pollId: string
  readonly seatId: string
  readonly revision: number
  readonly receivedAt: string
  readonly digest: string
}

/** A poll in preparation: may change, and be thrown away. */
export interface PollDraftView {
  readonly id: string
  readonly subject: PollSubject
  readonly question: Bilingual | null
  readonly choice: SettingChoice
  readonly meetingId: string | null
  readonly itemId: string | null
  readonly follows: string | null
  /** Raised at each change: a change names the one it was made on. */
  readonly revision: number
  readonly changedAt: string
}

/** A set of papers written down and waiting for its second teller. */
export interface PaperSetView {
  readonly id: string
  readonly pollId: string
  readonly firstTeller: string
  readonly firstTellerId: string
  /** The only other person who sees it. */
  readonly secondTellerId: string
  readonly writtenAt: string
  /** Who marked the roll; in a secret poll beside, not with, the papers. */
  readonly seats: readonly { readonly seatId: string; readonly name: string }[]
  /** Named papers follow the order of `seats`; secret ones are sorted. */
  readonly papers: readonly { readonly value: Value; readonly reason: string }[]
  readonly state: 'waiting' | 'entered' | 'refused'
}

/** What waits for me in a plan. */
export interface WaitingView {
  /** Polls in which a seat I speak for has not voted, the soonest to close first. */
  readonly polls: readonly VoteSummary[]
  /** Open comments by others, under the fields of priorities and means that name my organisation, or in threads I wrote in. */
  readonly threads: readonly {
    readonly id: string
    readonly quote: string
    readonly lastText: string
    readonly lastAt: string
    readonly lastBy: string
  }[]
  /** Changes that other seats' objections propose to the parts of my organisation (VOTE-25), the latest first. */
  readonly proposals: readonly {
    /** The objection. */
    readonly id: string
    readonly pollId: string
    readonly subject: PollSubject
    readonly title: Bilingual
    readonly seatName: string
    readonly words: string
    readonly argument: string
    readonly raisedAt: string
  }[]
  /** For whoever conducts: objections to answer; for a seat: its objections answered or said to be integrated. */
  readonly objections: readonly {
    readonly id: string
    readonly pollId: string
    readonly pollTitle: Bilingual
    readonly seatName: string
    readonly state: ObjectionState
    readonly moves: readonly ObjectionMove[]
  }[]
  /** Voices recorded for my seat that I may confirm or contest; papers that wait for a second teller. */
  readonly recorded: readonly {
    readonly pollId: string
    readonly pollTitle: Bilingual
    readonly voice: VoiceView
    /** Whether it may still be contested. */
    readonly open: boolean
  }[]
  readonly papers: readonly PaperSetView[]
}
