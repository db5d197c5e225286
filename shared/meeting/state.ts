// What a meeting is at an instant, as types: what fold.ts makes of the events. Data only.
// Read by the rules of this folder, by the acts on meetings and polls, by minutes.
import type { Bilingual } from '../basics.ts'
import type { Outcome } from '../poll/setting.ts'
import type {
  ItemAbout,
  MeetingAbout,
  PresenceMode,
  QuorumFigures,
  QuorumOccasion,
  RecordHead,
  RollSeat,
  ScreenChoice,
  TextRef,
  Who,
} from './events.ts'
import type { RuleSet } from './rule-set.ts'

/** What is known of a meeting beside its events. */
export interface MeetingFacts {
  readonly id: string
  readonly planId: string
}

export type MeetingStatus = 'draft' | 'convened' | 'open' | 'suspended' | 'closed' | 'adopted' | 'cancelled'

export interface Holder extends Who {
  readonly as: 'delegate' | 'alternate'
  readonly rank: number
  readonly since: string
}

export interface SeatState extends RollSeat {
  /** Zero or one person, at any instant. */
  readonly holder: Holder | null
  /** The seat it gave its voice to; whether that is awake is asked of `proxyAwake` in register.ts. */
  readonly proxyTo: string | null
}

export interface Present extends Who {
  readonly mode: PresenceMode
  readonly since: string
  /** Who entered them, when it was somebody else: a support worker, or the facilitator. */
  readonly enteredBy: Who | null
}

export type ItemStatus = 'pending' | 'active' | 'done' | 'decided' | 'postponed' | 'withdrawn'

export interface AgendaItem extends ItemAbout {
  readonly itemId: string
  readonly status: ItemStatus
  readonly openedAt: string | null
  /** Milliseconds it was under way, until it was last left; `openedAt` runs on while it is active. */
  readonly spentMs: number
  readonly outcome: Outcome | null
  readonly decidedByPoll: string | null
  readonly words: string
}

export interface Speech {
  readonly speechId: string
  readonly person: Who
  readonly seatId: string | null
  readonly speech: 'request' | 'pointOfOrder'
  readonly itemId: string | null
  readonly status: 'waiting' | 'speaking' | 'ended' | 'withdrawn'
  readonly askedAt: string
  readonly grantedAt: string | null
  readonly endedAt: string | null
}

export interface MeetingPoll {
  readonly pollId: string
  readonly itemId: string | null
  readonly question: Bilingual
  readonly deciding: boolean
  readonly closesAt: string | null
  readonly openedAt: string
  readonly status: 'open' | 'closed' | 'annulled'
  readonly closedAt: string | null
  readonly outcome: Outcome | null
}

export interface QuorumState {
  readonly at: string
  readonly occasion: QuorumOccasion
  readonly figures: QuorumFigures
}

export interface Note {
  readonly at: string
  readonly by: Who
  readonly note: 'incident' | 'annotation' | 'correction'
  readonly text: string
  readonly itemId: string | null
}

/** A dissent that its seat wants named. */
export interface NamedDissent {
  readonly seatId: string
  readonly itemId: string
  readonly words: string
  readonly at: string
  readonly by: Who
}

export interface Recusal {
  readonly seatId: string
  readonly itemId: string
  readonly reason: string
  readonly by: Who
}

export interface MeetingState {
  readonly id: string
  readonly planId: string
  /** Number and instant of the last event; 0 and '' before any. */
  readonly seq: number
  readonly at: string
  readonly status: MeetingStatus
  readonly about: MeetingAbout
  /** The rule set it lives under, pinned at convening. */
  readonly rules: RuleSet | null
  readonly rulesText: Bilingual | null
  /** How often what the invitation says has changed since convening. */
  readonly revision: number
  readonly convenedBy: Who | null
  readonly openedAt: string | null
  readonly closedAt: string | null
  /** The head of the workspace's record at its closing. */
  readonly record: RecordHead | null
  readonly suspendedFor: 'asked' | 'quorum' | null
  /** Why it was cancelled; empty when it was not, or without a reason. */
  readonly cancelledFor: string
  readonly items: readonly AgendaItem[]
  readonly activeItem: string | null
  /** By seat id, in the order of the roll. */
  readonly seats: ReadonlyMap<string, SeatState>
  /** Who is in the meeting, by user id. */
  readonly people: ReadonlyMap<string, Present>
  readonly recusals: readonly Recusal[]
  readonly dissents: readonly NamedDissent[]
  readonly speeches: readonly Speech[]
  /** By poll id, in the order they opened. */
  readonly polls: ReadonlyMap<string, MeetingPoll>
  readonly frozen: readonly { readonly text: TextRef; readonly textHash: string }[]
  /** As last evaluated for the item under way. */
  readonly quorum: QuorumState | null
  readonly notes: readonly Note[]
  /** What the room screen shows, until the next item or poll opens. */
  readonly screen: ScreenChoice
}

const nothingYet: MeetingAbout = {
  title: { fr: '', en: '' },
  mode: 'room',
  place: '',
  link: '',
  startsAt: '',
  endsAt: '',
  queueBy: 'person',
  speechSeconds: 0,
  secretary: '',
}

export function noMeeting({ id, planId }: MeetingFacts): MeetingState {
  return {
    id,
    planId,
    seq: 0,
    at: '',
    status: 'draft',
    about: nothingYet,
    rules: null,
    rulesText: null,
    revision: 0,
    convenedBy: null,
    openedAt: null,
    closedAt: null,
    record: null,
    suspendedFor: null,
    cancelledFor: '',
    items: [],
    activeItem: null,
    seats: new Map(),
    people: new Map(),
    recusals: [],
    dissents: [],
    speeches: [],
    polls: new Map(),
    frozen: [],
    quorum: null,
    notes: [],
    screen: { kind: 'agenda' },
  }
}
