// The doors of minutes, and their files: part of the list in shared/api.ts, which spreads them in. Mounted by http/minutes.
import * as v from 'valibot'
import { door, get, words } from '../door.ts'
import type { ConstatFile } from './constat-beside.ts'
import type { MinutesView } from './minutes-views.ts'

export const minutesDoors = {
  minutes: get<MinutesView>()('/api/meetings/:meetingId/minutes'),
  /** The record of a counted poll with what stands around it: what its page shows. */
  constat: get<ConstatFile>()('/api/votes/:pollId/constat-page'),
  /** Words written by hand at a place of the minutes; empty takes them away. `revision`: the one on screen, 0 when there was none. */
  writeWords: door<{ revision: number }>()(
    'PUT',
    '/api/meetings/:meetingId/minutes/words',
    v.strictObject({
      place: v.pipe(v.string(), v.regex(/^[\w:-]{1,80}$/)),
      text: words(20_000),
      revision: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
    }),
  ),
} as const

/** Each in French, or in English with `?lang=en`. */
export const minutesFiles = {
  minutesPdf: (meetingId: string) => `/api/meetings/${meetingId}/proces-verbal.pdf`,
  /** The minutes as data: what the digest is of. */
  minutesData: (meetingId: string) => `/api/meetings/${meetingId}/proces-verbal.json`,
  constatPdf: (pollId: string) => `/api/votes/${pollId}/constat.pdf`,
} as const
