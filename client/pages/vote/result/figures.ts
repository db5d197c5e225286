// The figures of a count as people read them: exact, never rounded; only the widths of bars are. Pure.
// Called by the result's charts and tables.
import type { Fraction } from '../../../../shared/basics.ts'
import type { Mass, PollCount } from '../../../../shared/poll/setting.ts'

/** « 7/2 » or « 12 » as a number for drawing. Zero for what is no number (a grade's id). */
export function widthOf(figure: string): number {
  const [num = '', den = '1'] = figure.split('/')
  const width = Number(num) / Number(den)
  return Number.isFinite(width) ? width : 0
}

/** « 7/2 » in two parts; null for what is no exact number. */
export function partsOf(figure: string): { readonly num: string; readonly den: string } | null {
  const found = /^(-?\d+)(?:\/(\d+))?$/.exec(figure)
  return found ? { num: found[1]!, den: found[2] ?? '1' } : null
}

/** A share's own form: « 3/4 ». */
export function fractionText({ num, den }: Fraction): string {
  return den === 1 ? String(num) : `${num}/${den}`
}

/** Whether weights say more than seats do: some mass of the count weighs otherwise than its number. */
export function isWeighted(count: PollCount): boolean {
  const masses: Mass[] = [
    count.registered,
    count.recused,
    count.cast,
    count.expressed,
    count.abstained,
    count.blank,
    count.invalid,
    count.notVoted,
    ...count.tallies.map(({ mass }) => mass),
  ]
  return masses.some(({ seats, weight }) => weight !== String(seats))
}

export interface SpreadPart {
  readonly id: string
  readonly side: 'for' | 'against'
  /** From zero outwards, in the order given. */
  readonly weight: number
}

export interface Spread {
  /** Per cent of the drawing's width, from its left. */
  readonly parts: readonly { readonly id: string; readonly from: number; readonly width: number }[]
  readonly zero: number
  /** Where the support must reach; null without a threshold. */
  readonly threshold: number | null
}

/**
 * Places what is for and against on both sides of a zero. The right side is the whole base, so that the threshold is one fixed line; the
 * left side is as wide as what is against needs. Null when the base is nothing.
 */
export function placeSpread(
  parts: readonly SpreadPart[],
  base: number,
  threshold: number | null,
): Spread | null {
  if (base <= 0) return null
  const total = (side: SpreadPart['side']) =>
    parts.reduce((sum, part) => (part.side === side ? sum + part.weight : sum), 0)
  const left = Math.max(threshold === null ? 0 : 1 - threshold, total('against') / base, 0.1)
  // Abstentions outside the base may leave the support wider than it.
  const right = Math.max(1, total('for') / base)
  const unit = 100 / (left + right)
  const zero = left * unit
  const ends = { for: zero, against: zero }
  const placed = parts.map(({ id, side, weight }) => {
    const width = (weight / base) * unit
    if (side === 'for') {
      ends.for += width
      return { id, from: ends.for - width, width }
    }
    ends.against -= width
    return { id, from: ends.against, width }
  })
  return {
    parts: placed.filter((part) => part.width > 0),
    zero,
    threshold: threshold === null ? null : zero + threshold * unit,
  }
}
