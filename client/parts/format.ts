// Dates, hours and percents as a reader expects them, in the page's language. Called by every page that shows one.
import type { Fraction } from '../../shared/basics.ts'
import { lang } from '../i18n.ts'

const locale = () => (lang() === 'fr' ? 'fr-CA' : 'en-CA')

/** « 12 mars 2026 », « 1er mars 2026 » */
export function day(iso: string): string {
  const text = new Intl.DateTimeFormat(locale(), {
    dateStyle: 'long',
    ...(isDay(iso) && { timeZone: 'UTC' }),
  }).format(new Date(iso))
  return lang() === 'fr' ? text.replace(/^1 /, '1er ') : text
}

/** « 12 mars 2026, 14 h 05 » (24-hour clock in both languages) */
export function dayAndHour(iso: string): string {
  return `${day(iso)}, ${hour(iso)}`
}

/** « 14 h 05 » in French, 14:05 in English. */
export function hour(iso: string): string {
  const parts = new Intl.DateTimeFormat(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso))
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return lang() === 'fr' ? `${of('hour')}\u00a0h\u00a0${of('minute')}` : `${of('hour')}:${of('minute')}`
}

/** A text of the record in which an instant stands as the record keeps it: read as a date and an hour of this screen. */
export function withHours(text: string): string {
  return text.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.]*Z/g, dayAndHour)
}

/** « 60 % », at most one decimal. */
export function percent({ num, den }: Fraction): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 }).format(num / den)
}

/** « 1 460 » */
export function count(value: number): string {
  return new Intl.NumberFormat(locale()).format(value)
}

const isDay = (iso: string) => /^\d{4}-\d{2}-\d{2}$/.test(iso)
