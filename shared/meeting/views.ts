// What the server shows of meetings, mandates and rule sets, as types: the replies of the doors in api.ts. Data only; times are ISO-8601 UTC.
import type { Bilingual, Fraction } from '../basics.ts'
import type { Refusal } from '../refusals.ts'
import type { Role } from '../roles.ts'
import type { College } from '../territory.ts'
import type { CommandKind } from './command-list.ts'
import type {
  DecidedBy,
  MeetingAbout,
  MeetingEvent,
  PresenceMode,
  QuorumFigures,
  RecordHead,
  RollSeat,
  ScreenChoice,
  SeatPerson,
  Who,
} from './events.ts'
import type { MandateRole } from './mandate.ts'
import type { RuleSet } from './rule-set.ts'
import type { AgendaItem, MeetingPoll, MeetingStatus, Note, QuorumState, Speech } from './state.ts'

export interface MeetingSummary {
  readonly id: string
  readonly planId: string
  readonly status: MeetingStatus
  readonly about: MeetingAbout
  readonly openedAt: string | null
  readonly closedAt: string | null
  /** The head of the workspace's record at its closing, to be kept by whoever was there. */
  readonly record: RecordHead | null
}

export interface SeatView extends RollSeat {
  /** Null for a seat without a vote. */
  readonly weight: Fraction | null
  readonly presence: 'present' | 'represented' | 'absent'
  readonly holder:
    | (SeatPerson & {
        readonly since: string
        readonly mode: PresenceMode
        readonly enteredByName: string | null
      })
    | null
  /** The seat it gave proxy to, and whether that proxy is awake now. */
  readonly proxyTo: string | null
  readonly proxyAwake: boolean
  /** Seats whose proxy it carries. */
  readonly carries: readonly string[]
  /** Items from which it is recused, with the reason given. */
  readonly recusals: readonly { readonly itemId: string; readonly reason: string }[]
}

export interface PersonHere extends Who {
  readonly mode: PresenceMode
  readonly since: string
  readonly enteredByName: string | null
  readonly seats: readonly string[]
}

export interface SpeechView extends Speech {
  readonly seatName: string | null
  /** Milliseconds spoken at the view's instant. */
  readonly spokenMs: number
}

export interface QueueView {
  readonly speaking: SpeechView | null
  /** In the order they will speak. */
  readonly waiting: readonly SpeechView[]
  readonly usedByPerson: readonly { readonly userId: string; readonly name: string; readonly ms: number }[]
  readonly usedBySeat: readonly { readonly seatId: string; readonly name: string; readonly ms: number }[]
}

export interface QuorumView {
  /** As it is now. */
  readonly now: QuorumFigures
  readonly rule: Bilingual
  /** As last stored. */
  readonly last: QuorumState | null
  /** Why nothing may be decided now; null when it may. */
  readonly refused: Refusal | null
}

/** A seat I may hold, or whose person I may enter. */
export interface MySeat {
  readonly seatId: string
  readonly name: string
  readonly college: College
  readonly as: 'delegate' | 'alternate' | 'support'
  readonly rank: number
  readonly holds: boolean
  /** Why I cannot take it now; null when I can. A held seat may still be handed over. */
  readonly refused: Refusal | null
}

export interface MeetingView extends MeetingSummary {
  /** The number of the last event, and the server's instant of this view: timers start from it. */
  readonly seq: number
  readonly now: string
  readonly revision: number
  readonly convenedByName: string | null
  readonly suspendedFor: 'asked' | 'quorum' | null
  readonly rules: { readonly data: RuleSet; readonly text: Bilingual } | null
  readonly agenda: readonly AgendaItem[]
  readonly activeItem: string | null
  readonly seats: readonly SeatView[]
  readonly people: readonly PersonHere[]
  readonly quorum: QuorumView | null
  readonly queue: QueueView
  /** In the order they opened. */
  readonly polls: readonly MeetingPoll[]
  readonly notes: readonly Note[]
  /** What the facilitator put on the room screen. */
  readonly screen: ScreenChoice
  /** The code shown in the room; for those who run the meeting. */
  readonly code: string | null
  readonly me: {
    readonly userId: string
    readonly role: Role
    readonly runs: boolean
    readonly here: PresenceMode | null
    readonly seats: readonly MySeat[]
    /** Whose voices I carry now on the item under way: my seats, and those that lent me theirs. */
    readonly voices: readonly { readonly seatId: string; readonly asProxyOf: string | null }[]
    /** The commands that need no more than a gesture: why each is refused now, or null. */
    readonly may: readonly { readonly kind: CommandKind; readonly refused: Refusal | null }[]
  }
}

/** What whoever shows the room's code is told: which meeting, and in which seats they now sit. */
export interface CheckInView {
  readonly meetingId: string
  readonly title: Bilingual
  readonly name: string
  readonly seats: readonly {
    readonly seatId: string
    readonly name: string
    readonly college: College
    readonly as: 'delegate' | 'alternate'
  }[]
}

export interface MeetingLogView {
  readonly meetingId: string
  readonly events: readonly {
    readonly event: MeetingEvent
    readonly previous: string
    readonly hash: string
  }[]
}

export interface MandateView {
  readonly id: string
  readonly organizationId: string
  readonly userId: string
  readonly personName: string
  readonly role: MandateRole
  readonly rank: number
  readonly from: string
  readonly to: string | null
  readonly endedAt: string | null
  /** Whether it runs today. */
  readonly runs: boolean
  readonly evidence: { readonly type: string; readonly bytes: number; readonly sha256: string } | null
}

export interface RuleSetView {
  readonly rules: RuleSet
  readonly text: Bilingual
  readonly digest: string
  /** Null for the one a workspace lives under before it adopts any. */
  readonly decidedBy: DecidedBy | null
  readonly adoptedAt: string | null
  readonly adoptedByName: string | null
}
