// What can happen to a meeting, as events: the only truth of a meeting. Data only, canonical (no null, no float), names as they were then.
// Made by commands.ts and record.ts, folded by state.ts, kept by the server in an inserted-only, hash-chained table.
import type { Bilingual, Fraction } from '../basics.ts'
import type { CastingSide } from '../poll/casting.ts'
import type { Outcome } from '../poll/setting.ts'
import type { College } from '../territory.ts'
import type { RuleSet } from './rule-set.ts'

/** A person, with the name they had at that moment. */
export interface Who {
  readonly userId: string
  readonly name: string
}

export type PresenceMode = 'room' | 'remote'
export type MeetingMode = PresenceMode | 'hybrid'

/** Deliberative seats vote; consultative ones speak; observers listen. */
export type VotingRight = 'deliberative' | 'consultative' | 'observer'

export interface SeatPerson extends Who {
  readonly as: 'delegate' | 'alternate'
  /** 0 for a delegate; alternates from 1, in the order they are called. */
  readonly rank: number
}

/** A seat as the roll names it: an organisation, or a citizen as an organisation of one. */
export interface RollSeat {
  /** The organisation's id. */
  readonly seatId: string
  readonly name: string
  readonly college: College
  readonly kind: 'organization' | 'person'
  readonly right: VotingRight
  /** Who may hold it, by rank: those whose mandate runs. */
  readonly people: readonly SeatPerson[]
  /** Who may enter the meeting for its person, and speak for them; never vote. */
  readonly support: readonly Who[]
}

/** What the invitation says. Instants are ISO-8601 UTC. */
export interface MeetingAbout {
  readonly title: Bilingual
  readonly mode: MeetingMode
  /** Where it is held; empty when remote. */
  readonly place: string
  /** Where it is joined from afar; empty in a room. */
  readonly link: string
  readonly startsAt: string
  readonly endsAt: string
  /** Whether a request to speak counts for the person or for the organisation: one waits at a time. */
  readonly queueBy: 'person' | 'organization'
  /** How long one may speak; 0 for no limit. The timer warns, it cuts nobody off. */
  readonly speechSeconds: number
  /** Who keeps the minutes; empty when not named. */
  readonly secretary: string
}

export type TextRef =
  | { readonly kind: 'plan' }
  | { readonly kind: 'priority'; readonly id: string }
  | {
      readonly kind: 'place'
      readonly section: string
      readonly list?: string
      readonly item?: string
      readonly field?: string
    }

export type ItemKind = 'info' | 'discussion' | 'decision'

/** What an agenda item says of itself. */
export interface ItemAbout {
  readonly title: Bilingual
  readonly kind: ItemKind
  readonly plannedMinutes: number
  /** The text it is about, when there is one. */
  readonly textRef?: TextRef
}

/** A quorum as it was evaluated, exact and canonical: amounts are integers or reduced fractions as text. */
export interface QuorumFigures {
  readonly met: boolean
  readonly basis: 'organizations' | 'weight' | 'persons'
  readonly share: Fraction
  /** True: more than the share; false: at least. */
  readonly strict: boolean
  /** What the quorum is held against, what is there, and what is needed at least (more than it, for a weight, when strict). */
  readonly base: string
  readonly reached: string
  readonly needed: string
  /** Deliberative seats: all that count, those with their holder there, those represented by an awake proxy, those recused. */
  readonly entitled: number
  readonly present: number
  readonly represented: number
  readonly recused: number
  readonly colleges: number
  readonly collegesNeeded: number
  readonly perCollege: readonly {
    readonly college: College
    readonly base: number
    readonly reached: number
    readonly needed: number
    readonly met: boolean
  }[]
}

export type QuorumOccasion = 'opening' | 'pollOpening' | 'pollClosing' | 'lost' | 'regained' | 'asked'

/** What the facilitator put on the room screen; `agenda`: what the meeting is at. */
export type ScreenChoice =
  | { readonly kind: 'agenda' | 'checkIn' | 'item' | 'queue' | 'quorum' }
  | { readonly kind: 'poll'; readonly pollId: string }

export type DecidedBy =
  | { readonly pollId: string }
  /** Decided elsewhere, or before the tool came: named, dated, referred to. */
  | { readonly instance: string; readonly date: string; readonly reference: string }

/** Minutes are adopted by a decision: of a poll, of an item of a later meeting, or taken elsewhere. */
export type AdoptedBy = DecidedBy | { readonly meetingId: string; readonly itemId: string }

/** A checkpoint of the workspace's record as people keep it: the log's origin, how many entries, the tree's root in 64 hexadecimal digits. */
export interface RecordHead {
  readonly origin: string
  readonly size: number
  readonly root: string
}

/** What happens, before it has its number and its instant. */
export type Happening =
  // the meeting's own life
  | { readonly kind: 'drafted'; readonly about: MeetingAbout }
  | { readonly kind: 'described'; readonly about: MeetingAbout }
  | { readonly kind: 'convened'; readonly rules: RuleSet; readonly rulesText: Bilingual }
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'opened' }
  | { readonly kind: 'suspended'; readonly cause: 'asked' | 'quorum'; readonly reason: string }
  | { readonly kind: 'resumed' }
  /** `record`: the head of the workspace's record as the meeting closed; absent in meetings of before. */
  | { readonly kind: 'closed'; readonly record?: RecordHead }
  /** `minutesHash`: the digest of the very minutes that were adopted. */
  | { readonly kind: 'minutesAdopted'; readonly decidedBy: AdoptedBy; readonly minutesHash?: string }
  // agenda
  | { readonly kind: 'itemAdded'; readonly itemId: string; readonly item: ItemAbout }
  | { readonly kind: 'itemChanged'; readonly itemId: string; readonly item: ItemAbout }
  | { readonly kind: 'itemsOrdered'; readonly order: readonly string[] }
  | { readonly kind: 'itemOpened'; readonly itemId: string }
  /** Left before its end, to come back to it. */
  | { readonly kind: 'itemPaused'; readonly itemId: string }
  | { readonly kind: 'itemDone'; readonly itemId: string }
  | {
      readonly kind: 'itemDecided'
      readonly itemId: string
      readonly pollId?: string
      readonly outcome: Outcome
      /** What was decided, in the words of the floor; empty when the poll's question says it. */
      readonly words: string
    }
  | { readonly kind: 'itemPostponed'; readonly itemId: string; readonly reason: string }
  | { readonly kind: 'itemWithdrawn'; readonly itemId: string; readonly reason: string }
  // the roll and presence
  /** Seats added or changed, and seats that are gone: mandates and organisations as they stand at this instant. */
  | { readonly kind: 'rollChanged'; readonly seats: readonly RollSeat[]; readonly gone: readonly string[] }
  | {
      readonly kind: 'arrived'
      readonly person: Who
      readonly mode: PresenceMode
      /** The seat taken with it; a person may be present without one. */
      readonly seatId?: string
    }
  | { readonly kind: 'moved'; readonly person: Who; readonly mode: PresenceMode }
  | {
      readonly kind: 'left'
      readonly person: Who
      /** With a seat: only that seat is given up, the person stays in the meeting. */
      readonly seatId?: string
      readonly cause: 'own' | 'mandate'
    }
  | {
      readonly kind: 'handedOver'
      readonly seatId: string
      readonly from: Who
      readonly to: Who
    }
  | { readonly kind: 'proxyGiven'; readonly from: string; readonly to: string }
  | { readonly kind: 'proxyRevoked'; readonly from: string; readonly cause: 'own' | 'mandate' }
  | {
      readonly kind: 'recusalDeclared'
      readonly seatId: string
      readonly itemId: string
      readonly reason: string
    }
  | { readonly kind: 'recusalWithdrawn'; readonly seatId: string; readonly itemId: string }
  | {
      readonly kind: 'quorumEvaluated'
      readonly occasion: QuorumOccasion
      readonly figures: QuorumFigures
      readonly itemId?: string
      readonly pollId?: string
    }
  // speaking
  | {
      readonly kind: 'speechAsked'
      readonly speechId: string
      readonly person: Who
      readonly seatId?: string
      readonly speech: 'request' | 'pointOfOrder'
    }
  | { readonly kind: 'speechGranted'; readonly speechId: string }
  | { readonly kind: 'speechEnded'; readonly speechId: string }
  | { readonly kind: 'speechWithdrawn'; readonly speechId: string }
  // texts and polls: appended by the acts of polls
  | { readonly kind: 'textFrozen'; readonly text: TextRef; readonly textHash: string }
  | { readonly kind: 'textThawed'; readonly textHash: string }
  | {
      readonly kind: 'pollOpened'
      readonly pollId: string
      readonly itemId?: string
      readonly question: Bilingual
      /** True when it adopts something: it needs the quorum. False for one that sorts or senses. */
      readonly deciding: boolean
      readonly closesAt?: string
      readonly textHash?: string
      readonly registerHash?: string
    }
  | {
      readonly kind: 'pollClosed'
      readonly pollId: string
      readonly outcome?: Outcome
      /** A tie was broken by whoever chairs, as the rules foresaw. */
      readonly casting?: CastingSide
    }
  | { readonly kind: 'pollProclaimed'; readonly pollId: string; readonly outcome: Outcome }
  | { readonly kind: 'pollAnnulled'; readonly pollId: string; readonly reason: string }
  // what the room was shown
  | { readonly kind: 'shown'; readonly screen: ScreenChoice }
  // a seat asks that its dissent stand in the minutes under its name, with its reasons; naming it again replaces them
  | {
      readonly kind: 'dissentNamed'
      readonly seatId: string
      readonly itemId: string
      readonly words: string
    }
  | { readonly kind: 'dissentWithdrawn'; readonly seatId: string; readonly itemId: string }
  // words beside the figures, never over them
  | {
      readonly kind: 'noted'
      readonly note: 'incident' | 'annotation' | 'correction'
      readonly text: string
      readonly itemId?: string
    }

export type HappeningKind = Happening['kind']

/** An event: `seq` is 1, 2, 3… without a gap; `at` is the server's instant, never before the one before it; `by` who did it. */
export type MeetingEvent = Happening & {
  readonly seq: number
  readonly at: string
  readonly by: Who
}

/** The event of one kind, for those who read the log. */
export type EventOf<K extends HappeningKind> = Extract<MeetingEvent, { readonly kind: K }>
