// Whether a voice enters a poll of the second form: one refusal, the first that matters, in one order (VOTE-5). Pure.
// Called by the acts that cast and record; screens ask the same before they offer a ballot.
import { isWordless } from '../basics.ts'
import { type Refusal, refusal } from '../refusals.ts'
import { reasonLengthMax } from './consent.ts'
import type { PollState } from './life.ts'
import type { PollSetting, Value } from './setting.ts'

/** How a voice came in. `proxy`: cast by the holder of another seat; `facilitated` and `paper`: written down by someone else. */
export const channelLabels = {
  self: { fr: 'Par la personne elle-même', en: 'By the person' },
  proxy: { fr: 'Par procuration', en: 'By proxy' },
  facilitated: { fr: 'Recueilli par l’animation', en: 'Recorded by a facilitator' },
  paper: { fr: 'Sur papier', en: 'On paper' },
} as const
export type Channel = keyof typeof channelLabels

export interface Person {
  readonly userId: string
  readonly name: string
}

/** A seat of the register at the instant of a voice. */
export interface SeatMoment {
  readonly seatId: string
  readonly name: string
  /** Who may speak for it now: its one holder in a meeting, whoever holds its mandate outside of one; empty when nobody does. */
  readonly holders: readonly Person[]
  /** The holders of the seat that carries its proxy now; null without a proxy that is awake. */
  readonly proxy: { readonly seatId: string; readonly holders: readonly Person[] } | null
  readonly recused: boolean
  /** A voice of this seat stands already. */
  readonly voted: boolean
  /** It is its own holder's: no proxy's and no recorded voice takes its place. */
  readonly votedOwn?: boolean
}

export interface VoiceMoment {
  readonly state: PollState
  /** When it closed or will: what a late voter is told. */
  readonly closedAt: string | null
  readonly textHash: string
  /** Held in a meeting that is suspended, and open to nobody from afar. */
  readonly suspended?: boolean
  /** Held in no meeting: no organisation carries another's voice there (D-053). */
  readonly outside?: boolean
  /** The seat asked for, or the only one the person carries; null when the register holds no such seat. */
  readonly seat: SeatMoment | null
}

export interface VoiceOffer {
  readonly userId: string
  /** The name of the seat asked for, when it is not in the register; null when the person named and carries none. */
  readonly seatName: string | null
  /** The person holds another seat of this register, or may record voices. */
  readonly carriesOther: boolean
  readonly mayRecord: boolean
  readonly textHash: string
  readonly value: Value
  readonly reason: string
}

export type Admission = { readonly channel: Channel; readonly refusal: null } | { readonly refusal: Refusal }

/**
 * VOTE-5: not open, closed, text changed, no voice or not in the register, seat held by someone else, proxy not valid, recused,
 * already voted, invalid value. `invalid` is what the method says of the value (checkValue). Only the first reason is told.
 */
export function admit(
  setting: PollSetting,
  moment: VoiceMoment,
  offer: VoiceOffer,
  invalid: Refusal | null,
): Admission {
  const no = (value: Refusal): Admission => ({ refusal: value })
  const { state, seat } = moment
  if (state === 'annulled' || state === 'draft') return no(refusal('pollNotOpen'))
  if (state !== 'open') return no(refusal('pollClosed', { closedAt: moment.closedAt ?? '…' }))
  if (moment.suspended) return no(refusal('meetingSuspended'))
  if (moment.textHash !== offer.textHash) return no(refusal('textChanged'))
  if (seat === null)
    return no(
      offer.seatName === null
        ? refusal('noVoice')
        : refusal('notInRegister', { organization: offer.seatName }),
    )
  const channel = channelOf(seat, offer, setting, moment.outside === true)
  if (typeof channel !== 'string') return no(channel)
  if (seat.recused) return no(refusal('seatRecused', { organization: seat.name }))
  // Cast again by its own holder, where that may be; nobody writes another voice over it.
  const over = channel === 'facilitated' && seat.votedOwn === true
  if (seat.voted && (over || !setting.revote)) return no(refusal('alreadyVoted', { organization: seat.name }))
  const words = checkReason(setting, offer.value, offer.reason)
  const wrong = invalid ?? words
  return wrong ? no(wrong) : { channel, refusal: null }
}

function channelOf(
  seat: SeatMoment,
  offer: VoiceOffer,
  setting: PollSetting,
  outside: boolean,
): Channel | Refusal {
  const organization = seat.name
  if (seat.holders.some(({ userId }) => userId === offer.userId)) return 'self'
  if (seat.proxy?.holders.some(({ userId }) => userId === offer.userId))
    return seat.votedOwn ? refusal('proxyNotValid', { organization }) : 'proxy'
  if (offer.mayRecord)
    return setting.secrecy === 'secret' ? refusal('secretRecorded', { organization }) : 'facilitated'
  const holder = seat.holders[0]
  if (holder) return refusal('seatHeldByOther', { organization, holder: holder.name })
  if (!offer.carriesOther) return refusal('noVoice')
  return refusal(outside ? 'proxyOutside' : 'proxyNotValid', { organization })
}

/** VOTE-6: a reservation or a block needs its words, whatever the method; no words are over their length. */
export function checkReason(setting: PollSetting, value: Value, reason: string): Refusal | null {
  if (reason.length > reasonLengthMax) return refusal('invalidField', { field: 'reason' })
  return objectionIn(setting, value) !== null && isWordless(reason) ? refusal('reasonNeeded') : null
}

export type ObjectionLevel = 'concern' | 'standAside' | 'block'

/** The objection that a value is: a reservation is a concern; a block, a veto, a closed fist block. Null for any other. */
export function objectionIn(setting: PollSetting, value: Value): ObjectionLevel | null {
  if (setting.method === 'consent' && 'choice' in value) {
    return value.choice === 'reserve' ? 'concern' : value.choice === 'block' ? 'block' : null
  }
  if (setting.method === 'gradients' && 'level' in value) return value.level === 7 ? 'block' : null
  if (setting.method === 'fist' && 'fingers' in value) return value.fingers === 0 ? 'block' : null
  return null
}

/** What of a voice decides whether it counts. */
export interface CastVoice {
  readonly seatId: string
  /** 1 for a seat's first voice, then 2, 3… */
  readonly revision: number
  /** A recorded voice whose own holder said, before the closing, that it is not theirs. */
  readonly contested?: boolean
}

/**
 * VOTE-7: the voices that count: of each seat the last that is not contested, sorted by seat. Whatever the order and however often
 * the same one is given, the answer is the same (INV-3), and a seat has at most one (INV-1).
 */
export function countedVoices<V extends CastVoice>(voices: readonly V[]): V[] {
  const last = new Map<string, V>()
  for (const voice of voices) {
    if (voice.contested) continue
    const other = last.get(voice.seatId)
    if (!other || voice.revision > other.revision) last.set(voice.seatId, voice)
  }
  return [...last.values()].sort((a, b) => (a.seatId < b.seatId ? -1 : 1))
}
