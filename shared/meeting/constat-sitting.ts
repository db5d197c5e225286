// The meeting of one poll as its record's pages tell it: what the record says, and from the log it names, who sat where until the closing.
// Pure. Called by constat-sections.ts.
import type { Lang } from '../basics.ts'
import type { VoteConstat } from '../record/poll-records.ts'
import type { ConstatBeside } from './constat-beside.ts'
import type { MeetingEvent } from './events.ts'
import { meetingAt } from './fold.ts'
import { labelled, list, type MinutesBlock, pairs, say } from './minutes-blocks.ts'
import { minutesOthers, minutesSeats } from './minutes-presence.ts'
import { presenceBlocks } from './minutes-presence-sections.ts'
import { momentIn } from './moments.ts'

type Meeting = NonNullable<VoteConstat['meeting']>

export function sittingBlocks(meeting: Meeting, { sitting }: ConstatBeside, lang: Lang): MinutesBlock[] {
  // The record keeps titles in French; the log has both.
  const state = sitting && meetingAt(sitting.facts, until(sitting.events, meeting))
  const item = state?.items.find(({ itemId }) => itemId === meeting.item?.id)?.title[lang]
  const moment = {
    opening: lang === 'fr' ? 'À l’ouverture' : 'At the opening',
    closing: lang === 'fr' ? 'À la clôture' : 'At the closing',
  }
  return [
    ...pairs(lang, [
      ['meeting', state?.about.title[lang] ?? meeting.title],
      ['item', item ?? meeting.item?.title],
      ['held', [meeting.place, say(lang, meeting.mode)].filter((text) => text !== '').join(', ')],
      ['convened', meeting.convenedAt && momentIn(meeting.convenedAt, lang)],
      ['opened', meeting.openedAt && momentIn(meeting.openedAt, lang)],
      ['facilitator', meeting.facilitator],
      ['secretary', meeting.secretary ?? say(lang, 'notNamed')],
      [
        'quorum',
        meeting.quorum
          .map((one) =>
            labelled(
              lang,
              `${moment[one.moment]}, ${one.reached} / ${one.needed}`,
              say(lang, one.met ? 'met' : 'notMet'),
            ),
          )
          .join('\n'),
      ],
    ]),
    ...list(
      meeting.incidents.map(({ at, text, byName }) =>
        labelled(lang, `${say(lang, 'incident')}, ${momentIn(at, lang)}, ${byName}`, text),
      ),
    ),
  ]
}

/** The log as far as the record names it: what came later says nothing of who voted. */
function until(events: readonly MeetingEvent[], meeting: Meeting): MeetingEvent[] {
  return events.filter(({ seq }) => seq <= meeting.events)
}

/** Present, represented and by whom, absent, recused; every arrival and departure, until the poll closed. */
export function attendanceBlocks(
  { meeting }: VoteConstat,
  { sitting }: ConstatBeside,
  lang: Lang,
): MinutesBlock[] {
  if (!meeting || !sitting) return []
  const events = until(sitting.events, meeting)
  const { items, openedAt, about } = meetingAt(sitting.facts, events)
  return presenceBlocks(
    {
      seats: minutesSeats(sitting.facts, events),
      others: minutesOthers(events),
      on: openedAt ?? about.startsAt,
      title: (itemId) => items.find((item) => item.itemId === itemId)?.title,
    },
    lang,
  )
}

/** MIN-6: dissents named on the poll's item, whenever they were asked for. */
export function dissentBlocks(
  { meeting }: VoteConstat,
  { sitting }: ConstatBeside,
  lang: Lang,
): MinutesBlock[] {
  if (!meeting?.item || !sitting) return []
  const { seats, dissents } = meetingAt(sitting.facts, sitting.events)
  return list(
    dissents
      .filter(({ itemId }) => itemId === meeting.item?.id)
      .map(({ seatId, words, at, by }) =>
        labelled(
          lang,
          `${seats.get(seatId)?.name ?? seatId}, ${momentIn(at, lang)}, ${by.name}`,
          words || say(lang, 'noWords'),
        ),
      ),
  )
}
