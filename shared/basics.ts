// The floor every other file of shared/ stands on: assertions, branded ids, bilingual text, exact fractions, cents.
// Nothing of the domain enters here, and nothing here imports anything.

/** An identifier of one kind of thing: an Id<'plan'> never passes where an Id<'poll'> is asked. */
export type Id<Kind extends string> = string & { readonly __id: Kind }

export type Lang = 'fr' | 'en'
export const langs = ['fr', 'en'] as const satisfies readonly Lang[]

/** A text in both official languages of the product; French is the source. */
export interface Bilingual {
  readonly fr: string
  readonly en: string
}

/** Stops on a bug of ours. Never used for something a person or a peer can cause. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`bug: ${message}`)
}

/** An exact non-negative fraction. Thresholds and weights are never floats (2/3 of 3 needs 2; 0.67 of 3 needs 3). */
export interface Fraction {
  readonly num: number
  readonly den: number
}

/** Compares a/b with c/d exactly: negative, zero, positive. BigInt, since products of large terms leave 2^53. */
export function compareFractions(a: Fraction, b: Fraction): number {
  assert(a.den > 0 && b.den > 0, 'a denominator must be positive')
  const difference = BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Adds two fractions, reduced. Refuses (a bug) when the reduced terms leave the safe integers. */
export function addFractions(a: Fraction, b: Fraction): Fraction {
  const num = BigInt(a.num) * BigInt(b.den) + BigInt(b.num) * BigInt(a.den)
  const den = BigInt(a.den) * BigInt(b.den)
  const shared = gcd(num, den)
  const reduced = { num: Number(num / shared), den: Number(den / shared) }
  assert(Number.isSafeInteger(reduced.num) && Number.isSafeInteger(reduced.den), 'a fraction grew past 2^53')
  return reduced
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : gcd(b, a % b)
}

/** Money is integer cents, at most 10^13 (a hundred billion dollars): sums of ten thousand stay exact. */
export const centsMax = 10_000_000_000_000

export function isCents(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= centsMax
}

/** Shows cents as dollars in the reader's language: 146000000 → « 1 460 000 $ »; decimals only when there are some. */
export function formatCents(cents: number, lang: Lang): string {
  return new Intl.NumberFormat(lang === 'fr' ? 'fr-CA' : 'en-CA', {
    style: 'currency',
    currency: 'CAD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100)
}

/** Reads what a person typed as dollars (« 1 460 000,50 $ », "1,460,000.50") into cents, or null when it is not an amount. */
export function parseCents(typed: string): number | null {
  const text = typed.replace(/[\s$]/g, '')
  // One mark may group thousands, the other one may open one or two decimals: « 1.460.000,50 », "1,460,000.5", « 1460000 ».
  const match = /^(\d{1,3}(?:([.,])\d{3}(?:\2\d{3})*)|\d+)(?:([.,])(\d{1,2}))?$/.exec(text)
  if (!match || (match[2] !== undefined && match[2] === match[3])) return null
  const cents = Number(match[1]!.replace(/[.,]/g, '')) * 100 + Number((match[4] ?? '').padEnd(2, '0'))
  return isCents(cents) ? cents : null
}

/** A calendar day, YYYY-MM-DD, that exists. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

/** Text as it is hashed and compared: well-formed UTF-16 and NFC, so that « é » typed on two systems is one text. */
export function cleanText(text: string): string {
  return text.toWellFormed().normalize('NFC')
}

/** Characters that show nothing: soft hyphen, zero-width ones, marks of direction, letters without ink, selectors, tags. A fixed list, the verifier's too. */
const unseen =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\u{e0000}-\u{e0fff}]|\u034f|[\u17b4\u17b5]|[\u180b-\u180d\u180f]|[\ufe00-\ufe0f]/gu

/** Whether a text shows nothing to whoever reads it: it is no reason, no name, no answer. */
export function isWordless(text: string): boolean {
  return text.replace(unseen, '').trim() === ''
}

/** Bytes to lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Reads a share as a person types it — « 60 % », "60", "66,7 %", "2/3" — into an exact fraction between 0 and 1, or null.
 * Terms stay under 10^6, the limit of the doors.
 */
export function parseShare(typed: string): Fraction | null {
  const text = typed.replace(/\s/g, '')
  const ratio = /^(\d{1,6})\/(\d{1,6})$/.exec(text)
  const percent = /^(\d{1,3})(?:[.,](\d{1,2}))?%?$/.exec(text)
  const [num, den] = ratio
    ? [Number(ratio[1]), Number(ratio[2])]
    : percent
      ? [Number(percent[1]) * 100 + Number((percent[2] ?? '').padEnd(2, '0')), 10_000]
      : [1, 0]
  if (den === 0 || num > den) return null
  const shared = Number(gcd(BigInt(num), BigInt(den)))
  return { num: num / shared, den: den / shared }
}

// Made once: to make one costs more than a count of three hundred voices.
const percents = {
  fr: new Intl.NumberFormat('fr-CA', { style: 'percent', maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en-CA', { style: 'percent', maximumFractionDigits: 2 }),
} as const

/** A share as a person would type it again: 3/5 → « 60 % », 2/3 stays « 2/3 » (a percent would not be exact). */
export function formatShare({ num, den }: Fraction, lang: Lang): string {
  if ((num * 10_000) % den !== 0) return `${num}/${den}`
  return percents[lang].format(num / den)
}
