// What stands around the record of one poll and is no part of it: the body that met, the log its meeting record names, the text of the
// round before, what became of its objections since. As types. Read by acts/constat-pages; set in words by constat-sections.ts.
import type { PollText } from '../poll/texts.ts'
import type { AddendumRecord, ObjectionRecord, VoiceAnswer, VoteConstat } from '../record/poll-records.ts'
import type { MeetingEvent } from './events.ts'
import type { MinutesBody } from './minutes-record.ts'
import type { MeetingFacts } from './state.ts'

export interface ConstatBeside {
  readonly body: MinutesBody
  /** The round that this poll follows, of either form. */
  readonly before?: { readonly round: number; readonly text: PollText }
  /** The whole log of its meeting: up to `meeting.events` it tells who was there; a dissent may be named later. */
  readonly sitting?: { readonly facts: MeetingFacts; readonly events: readonly MeetingEvent[] }
  /** The objections of the record as they stand now. */
  readonly objections: readonly ObjectionRecord[]
  /** What was said of its recorded voices, up to now: a seat may confirm its own after the closing. */
  readonly answers: readonly VoiceAnswer[]
  /** Today's titles of what the text names and does not hold. */
  readonly names: { readonly [id: string]: string }
}

/** A record with what is said of it: what its page and its PDF are made of. */
export interface ConstatFile {
  readonly constat: VoteConstat
  readonly addenda: readonly AddendumRecord[]
  readonly beside: ConstatBeside
}
