// A moment of the record as people of the region read it, in both languages. Pure. Called by the minutes and by letters.
import type { Lang } from '../basics.ts'

const zone = 'America/Toronto'
const fields = {
  timeZone: zone,
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const
const formats = {
  fr: new Intl.DateTimeFormat('fr-CA', fields),
  en: new Intl.DateTimeFormat('en-CA', fields),
} as const

function partsOf(instant: string, lang: Lang): Record<string, string> | null {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return null
  return Object.fromEntries(formats[lang].formatToParts(date).map(({ type, value }) => [type, value]))
}

/** « 26 février 2026 », "February 26, 2026", by the hour of the region. What is no instant comes back as it is. */
export function dayIn(instant: string, lang: Lang): string {
  const part = partsOf(instant, lang)
  if (!part) return instant
  if (lang === 'en') return `${part.month} ${part.day}, ${part.year}`
  return `${part.day === '1' ? '1er' : part.day} ${part.month} ${part.year}`
}

/** « 14 h 05 », "14:05". Put together from its parts: the punctuation of a locale moves between versions of its data. */
export function hourIn(instant: string, lang: Lang): string {
  const part = partsOf(instant, lang)
  if (!part) return instant
  return lang === 'fr' ? `${part.hour}\u00a0h\u00a0${part.minute}` : `${part.hour}:${part.minute}`
}

/** « 26 février 2026 à 14 h 05 (heure de l’Est) », "February 26, 2026 at 14:05 (Eastern time)". */
export function momentIn(instant: string, lang: Lang): string {
  const zoneName = lang === 'fr' ? 'heure de l’Est' : 'Eastern time'
  return `${dayIn(instant, lang)} ${lang === 'fr' ? 'à' : 'at'} ${hourIn(instant, lang)} (${zoneName})`
}

/** A text in which instants stand as the record keeps them (a poll's rule with its closing), each read as a moment. */
export function momentsRead(text: string, lang: Lang): string {
  return text.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.]*Z/g, (instant) => momentIn(instant, lang))
}

/** The hour alone when it falls on the day of `on`, the day with it otherwise. */
export function hourOn(instant: string, on: string, lang: Lang): string {
  const hour = hourIn(instant, lang)
  return dayIn(instant, lang) === dayIn(on, lang) ? hour : `${dayIn(instant, lang)}, ${hour}`
}
