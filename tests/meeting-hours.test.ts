// The hours of a meeting as they are typed, in a zone that changes its hour twice a year: what the form makes of them is what it shows again,
// what letters say, and what calendars are given. MEET-18.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aboutOf, draftOf, freshAbout } from '../client/pages/meeting/prepare/about-draft.ts'
import { calendarText } from '../shared/meeting/calendar.ts'
import { momentIn } from '../shared/meeting/moments.ts'

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'America/Toronto'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const typed = (day: string, from: string, to: string) => ({
  ...freshAbout(new Date('2026-03-01T12:00:00Z')),
  fr: 'Séance',
  place: 'Salle',
  day,
  from,
  to,
})

test.each([
  ['in summer', '2026-07-02', '13:30', '16:30', '2026-07-02T17:30:00.000Z', '2026-07-02T20:30:00.000Z'],
  ['in winter', '2026-12-02', '13:30', '16:30', '2026-12-02T18:30:00.000Z', '2026-12-02T21:30:00.000Z'],
  ['past midnight', '2026-07-02', '22:00', '01:00', '2026-07-03T02:00:00.000Z', '2026-07-03T05:00:00.000Z'],
  [
    'over the night that lasts an hour more',
    '2026-10-31',
    '22:00',
    '06:00',
    '2026-11-01T02:00:00.000Z',
    '2026-11-01T11:00:00.000Z',
  ],
  [
    'over the night that lasts an hour less',
    '2026-03-07',
    '22:00',
    '06:00',
    '2026-03-08T03:00:00.000Z',
    '2026-03-08T10:00:00.000Z',
  ],
  [
    'on the day itself',
    '2026-03-08',
    '13:30',
    '16:30',
    '2026-03-08T17:30:00.000Z',
    '2026-03-08T20:30:00.000Z',
  ],
])(
  'MEET-18 hours %s are those typed, shown again, told and put into calendars',
  (_, day, from, to, startsAt, endsAt) => {
    const about = aboutOf(typed(day, from, to))

    expect([about.startsAt, about.endsAt]).toEqual([startsAt, endsAt])
    expect(draftOf(about)).toMatchObject({ day, from, to })
    expect(momentIn(about.startsAt, 'fr')).toContain(`${from.replace(':', '\u00a0h\u00a0')} (heure de l’Est)`)
    const calendar = calendarText(
      {
        meetingId: 'm',
        about,
        sequence: 0,
        stamp: startsAt,
        organizer: 'M.',
        cancelled: false,
        url: 'https://a.example',
        agenda: [],
      },
      'fr',
    )
    const utc = (instant: string) => instant.replace(/[-:]|\.000/g, '')
    expect(calendar).toContain(`DTSTART:${utc(startsAt)}\r\nDTEND:${utc(endsAt)}\r\n`)
  },
)
