// What the server shows of minutes: the reply of their door. Data only; times are ISO-8601 UTC.
import type { Bilingual } from '../basics.ts'
import type { Outcome } from '../poll/setting.ts'
import type { Minutes, MinutesAdoption, MinutesNote } from './minutes-record.ts'

/** A decided item of a later meeting, by which minutes may be adopted. */
export interface AdoptingItem {
  readonly meetingId: string
  readonly meeting: Bilingual
  readonly startsAt: string
  readonly itemId: string
  readonly item: Bilingual
  readonly outcome: Outcome
}

export interface MinutesView {
  readonly meetingId: string
  readonly minutes: Minutes
  /** digest('minutes', minutes): what an adoption names. */
  readonly digest: string
  /** Null while they are a draft. */
  readonly adoption: MinutesAdoption | null
  /** Corrections made since the adoption. */
  readonly corrections: readonly (MinutesNote & { readonly seq: number })[]
  /** The last revision of the words at each place, also where they were taken away: what the next ones are written over. */
  readonly places: { readonly [place: string]: number }
  /** The number of the meeting's last event. */
  readonly seq: number
  readonly me: {
    /** May write words by hand beside what is generated. */
    readonly writes: boolean
    /** May add an incident, an annotation or a correction to the log. */
    readonly corrects: boolean
    /** The items by which they may be adopted now; null for whoever may not adopt them now. */
    readonly adoptableBy: readonly AdoptingItem[] | null
    /** The seats for which I may ask that a dissent be named, with those that are. */
    readonly dissents: readonly {
      readonly seatId: string
      readonly name: string
      readonly items: readonly { readonly itemId: string; readonly words: string }[]
    }[]
  }
}
