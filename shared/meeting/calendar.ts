// A meeting as an appointment for calendars (RFC 5545, RFC 5546): one VEVENT, published or cancelled, in the reader's language. Pure.
// Called by the letters of invitation and by the calendar file.
import type { Lang } from '../basics.ts'
import type { MeetingAbout } from './events.ts'

export interface Appointment {
  readonly meetingId: string
  readonly about: MeetingAbout
  /** Raised at each change: calendars keep the highest. */
  readonly sequence: number
  /** The instant this text is made, ISO-8601 UTC. */
  readonly stamp: string
  readonly organizer: string
  readonly cancelled: boolean
  /** Where the meeting is in the tool. */
  readonly url: string
  readonly agenda: readonly { readonly title: { readonly fr: string; readonly en: string } }[]
}

/**
 * The calendar text, lines ended by CRLF and folded at 75 octets, times in UTC. PUBLISH, not REQUEST: the tool reads no answers, and a
 * facilitator's address is shown to no one (PEOPLE-3), so the organiser is a name without a mailbox.
 */
export function calendarText(appointment: Appointment, lang: Lang): string {
  const { meetingId, about, sequence, stamp, organizer, cancelled, url, agenda } = appointment
  const described = [
    ...(about.link === '' ? [] : [about.link]),
    ...agenda.map(({ title }, at) => `${at + 1}. ${title[lang]}`),
    url,
  ].join('\n')
  const place = about.place || about.link
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Assise//Meetings 1//FR',
    'CALSCALE:GREGORIAN',
    `METHOD:${cancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${meetingId}@assise`,
    `DTSTAMP:${utc(stamp)}`,
    `DTSTART:${utc(about.startsAt)}`,
    `DTEND:${utc(about.endsAt)}`,
    `SEQUENCE:${sequence}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `ORGANIZER;CN=${parameter(organizer)}:invalid:nomail`,
    `SUMMARY;LANGUAGE=${lang}:${text(about.title[lang])}`,
    `DESCRIPTION;LANGUAGE=${lang}:${text(described)}`,
    ...(place === '' ? [] : [`LOCATION:${text(place)}`]),
    `URL:${url}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

/** « 20260302T140000Z ». */
function utc(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** A TEXT value: backslash, semicolon, comma and line break are escaped; no other control character is left. */
function text(value: string): string {
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n')
}

/** A quoted parameter: what it cannot hold is left out. */
function parameter(value: string): string {
  return `"${value.replace(/["\p{Cc}]/gu, '')}"`
}

const lineOctetsMax = 75

/** Folds a line: no piece over 75 octets, the space that begins the next one counted, and no character cut in two. */
export function fold(line: string): string {
  const encoder = new TextEncoder()
  const pieces: string[] = []
  let piece = ''
  let octets = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (octets + size > lineOctetsMax) {
      pieces.push(piece)
      piece = ' '
      octets = 1
    }
    piece += character
    octets += size
  }
  return [...pieces, piece].join('\r\n')
}
