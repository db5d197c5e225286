// Exact numbers of a count: ratios of BigInt, and the whole numbers that a register's fractional weights become on one common scale.
// Pure. Called by the count, its methods and its thresholds; nothing of a count ever passes through a float.
import { assert, type Fraction } from '../basics.ts'

/** An exact number, its denominator positive, always reduced. */
export interface Ratio {
  readonly n: bigint
  readonly d: bigint
}

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** n/d reduced. Requires d > 0 (a bug otherwise). */
export function ratio(n: bigint, d = 1n): Ratio {
  assert(d > 0n, 'a denominator must be positive')
  const shared = gcd(n, d)
  return shared === 0n ? { n: 0n, d: 1n } : { n: n / shared, d: d / shared }
}

export function ratioOf({ num, den }: Fraction): Ratio {
  return ratio(BigInt(num), BigInt(den))
}

export function times(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.n, a.d * b.d)
}

/** Negative, zero or positive. */
export function compare(a: Ratio, b: Ratio): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** « 12 » when it is whole, « 7/2 » otherwise: the form of every weight, share and figure of a count. */
export function ratioText({ n, d }: Ratio): string {
  return d === 1n ? String(n) : `${n}/${d}`
}

export function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}

export function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

/** The smallest whole number that is at least `value` (or more than it, when strict). Requires a value ≥ 0. */
export function leastWhole(value: Ratio, strict: boolean): bigint {
  if (strict) return value.n / value.d + 1n
  return (value.n + value.d - 1n) / value.d
}

/**
 * COUNT-1: one scale for a register: the least common multiple of its weights' denominators, so that each weight is a whole number
 * of parts and every sum is exact. Requires positive denominators.
 */
export function scaleOf(weights: readonly Fraction[]): bigint {
  let scale = 1n
  for (const den of new Set(weights.map(({ den }) => den))) {
    assert(den > 0, 'a denominator must be positive')
    const step = BigInt(den)
    scale = (scale / gcd(scale, step)) * step
  }
  return scale
}

/** A weight in parts of the scale. */
export function partsOf({ num, den }: Fraction, scale: bigint): bigint {
  return (BigInt(num) * scale) / BigInt(den)
}
