// A moment of the record as people of the region read it. Called by the documents.
import type { Lang } from '../../shared/basics.ts'
import { momentIn } from '../../shared/meeting/moments.ts'

const parts = new Intl.DateTimeFormat('fr-CA', {
  timeZone: 'America/Toronto',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/**
 * A UTC time (ISO 8601) in long form, Québec's legal hour named as such: « 26 février 2026 à 14 h 05 (heure de l’Est) »,
 * "February 26, 2026 at 14:05 (Eastern time)".
 * Put together from its parts: the punctuation of a locale moves between versions of its data, and these pages are compared byte for byte.
 */
export function longMoment(moment: string, lang: Lang = 'fr'): string {
  if (lang === 'en') return momentIn(moment, lang)
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return moment
  const part = Object.fromEntries(parts.formatToParts(date).map(({ type, value }) => [type, value]))
  const day = part.day === '1' ? '1er' : part.day
  return `${day} ${part.month} ${part.year} à ${part.hour} h ${part.minute} (heure de l’Est)`
}
