// What the ballots of a poll are given and answer: the poll as fixed at its opening, the seats in a person's hand, what was received.
// Types only. Called by every part of the ballot and by the pages that show one.
import type { Bilingual } from '../../../shared/basics.ts'
import type { PollSetting, Value } from '../../../shared/poll/setting.ts'
import type { VoteOffer, VoteReceipt } from './paper-store.ts'

/** What a ballot is about. */
export interface BallotPoll {
  readonly id: string
  readonly question: Bilingual
  readonly setting: PollSetting
  /** What this device computed of the text on screen; null when it is not the announced one: then no vote is cast. */
  readonly textHash: string | null
}

/** A seat in a person's hand. */
export interface SeatHeld {
  readonly seatId: string
  readonly name: string
  /** `proxy`: for another organisation; `facilitated`: entered by the facilitation; `consultative`: one's own, for advice, in no count. */
  readonly as: 'self' | 'proxy' | 'facilitated' | 'consultative'
  /** Why it cannot vote now (recused, not present, its own holder is back…); absent when it can. */
  readonly barred?: Bilingual
}

/** A vote that the server has. The value is absent from a secret vote: nobody can show it again. */
export interface VoteReceived extends VoteReceipt {
  readonly value?: Value
  readonly reason?: string
  readonly castByName?: string
}

export interface BallotFormProps {
  readonly poll: BallotPoll
  readonly seat: SeatHeld
  /** What the server has received of this seat; null before its vote. */
  readonly received: VoteReceived | null
  /** Sends the vote: answers its receipt, or throws RefusedByServer (status 0: the server does not answer). */
  readonly send: (offer: VoteOffer) => Promise<VoteReceipt>
  readonly onReceived?: (receipt: VoteReceipt, offer: VoteOffer) => void
}
