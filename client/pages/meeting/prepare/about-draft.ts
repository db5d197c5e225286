// What the form of an invitation holds while it is typed, and its way to and from what the server takes. Hours are those of this screen.
// Called by AboutForm.
import { isWordless } from '../../../../shared/basics.ts'
import type { MeetingAbout, MeetingMode } from '../../../../shared/meeting/events.ts'

export interface AboutDraft {
  readonly fr: string
  readonly en: string
  readonly mode: MeetingMode
  readonly place: string
  readonly link: string
  readonly day: string
  readonly from: string
  readonly to: string
  readonly queueBy: MeetingAbout['queueBy']
  readonly minutes: string
  readonly secretary: string
}

export type AboutFault = 'title' | 'day' | 'hours' | 'link' | 'place' | 'minutes'

const two = (value: number) => String(value).padStart(2, '0')
const dayOf = (at: Date) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
const hourOf = (at: Date) => `${two(at.getHours())}:${two(at.getMinutes())}`

export function draftOf(about: MeetingAbout): AboutDraft {
  const { title, mode, place, link, startsAt, endsAt, queueBy, speechSeconds, secretary } = about
  const minutes = speechSeconds === 0 ? '' : String(speechSeconds / 60)
  const [from, to] = [new Date(startsAt), new Date(endsAt)]
  return {
    ...title,
    mode,
    place,
    link,
    day: dayOf(from),
    from: hourOf(from),
    to: hourOf(to),
    queueBy,
    minutes,
    secretary,
  }
}

/** A week from now, in the afternoon: near what most will write. */
export function freshAbout(now: Date): AboutDraft {
  const day = dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7))
  return {
    fr: '',
    en: '',
    mode: 'hybrid',
    place: '',
    link: '',
    day,
    from: '13:30',
    to: '16:30',
    queueBy: 'person',
    minutes: '3',
    secretary: '',
  }
}

export function faultsOf(draft: AboutDraft): AboutFault[] {
  const { fr, day, from, to, mode, place, link, minutes } = draft
  const faults: AboutFault[] = []
  if (isWordless(fr)) faults.push('title')
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) faults.push('day')
  // A meeting that ends after midnight ends the day after.
  if (!/^\d\d:\d\d$/.test(from) || !/^\d\d:\d\d$/.test(to) || from === to) faults.push('hours')
  if (mode !== 'remote' && place.trim() === '') faults.push('place')
  if (mode !== 'room' && link.trim() !== '' && !/^https?:\/\/\S+\.\S+$/.test(link.trim())) faults.push('link')
  if (seconds(minutes) === null) faults.push('minutes')
  return faults
}

/** « 3 », « 1,5 » or nothing for no limit; null when it is none of these. */
function seconds(minutes: string): number | null {
  const typed = minutes.trim().replace(',', '.')
  if (typed === '') return 0
  const value = Number(typed) * 60
  return Number.isInteger(value) && value > 0 && value <= 7_200 ? value : null
}

/** For a draft without a fault. */
export function aboutOf(draft: AboutDraft): MeetingAbout {
  const { fr, en, mode, place, link, day, from, to, queueBy, minutes, secretary } = draft
  const startsAt = new Date(`${day}T${from}`)
  const endsAt = new Date(`${day}T${to}`)
  // Past midnight: the same hour of the next day, which is not 24 hours later on the two days when the hour changes.
  if (endsAt <= startsAt) endsAt.setDate(endsAt.getDate() + 1)
  return {
    title: { fr: fr.trim(), en: en.trim() || fr.trim() },
    mode,
    place: mode === 'remote' ? '' : place.trim(),
    link: mode === 'room' ? '' : link.trim(),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    queueBy,
    speechSeconds: seconds(minutes) ?? 0,
    secretary: secretary.trim(),
  }
}
