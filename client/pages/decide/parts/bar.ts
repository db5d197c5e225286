// The arithmetic of the one chart of a ballot: where each part of the bar begins and ends. Drawing only; what is decided comes
// from shared/poll/consent.ts. Called by ConsentBar.
import type { Fraction } from '../../../../shared/basics.ts'
import type { ConsentChoice, DecisionRule } from '../../../../shared/poll/consent.ts'

export interface BarPart {
  readonly choice: 'support' | 'reserve' | 'block'
  /** Per cent of the drawing's width, from its left. */
  readonly from: number
  readonly width: number
}

export interface Bar {
  readonly parts: readonly BarPart[]
  /** Where nothing is yet for or against. */
  readonly zero: number
  /** Where the favourable side must reach. */
  readonly threshold: number
}

/**
 * Places the expressed votes on both sides of a zero: blocks to the left, favourable votes to the right, reservations nearest to
 * zero. The whole favourable side is 100 % of the expressed votes, so that the threshold is one fixed line. The left side is as wide as
 * the blocks need and at least what the threshold leaves to them. Null when no vote was expressed.
 */
export function placeBar(
  register: readonly { readonly organizationId: string; readonly weight: Fraction }[],
  ballots: readonly { readonly organizationId: string; readonly choice: ConsentChoice }[],
  rule: DecisionRule,
): Bar | null {
  const weights = new Map(register.map(({ organizationId, weight }) => [organizationId, ratio(weight)]))
  const sums = { support: 0, reserve: 0, abstain: 0, block: 0 }
  for (const ballot of ballots) sums[ballot.choice] += weights.get(ballot.organizationId) ?? 0
  const expressed = sums.support + sums.reserve + sums.block
  if (expressed === 0) return null
  const threshold = ratio(rule.threshold)
  const left = Math.max(1 - threshold, sums.block / expressed, 0.1)
  const unit = 100 / (left + 1)
  const zero = left * unit
  const wide = (choice: BarPart['choice']) => (sums[choice] / expressed) * unit
  const parts: BarPart[] = [
    { choice: 'block', from: zero - wide('block'), width: wide('block') },
    { choice: 'reserve', from: zero, width: wide('reserve') },
    { choice: 'support', from: zero + wide('reserve'), width: wide('support') },
  ]
  return { parts: parts.filter((part) => part.width > 0), zero, threshold: zero + threshold * unit }
}

function ratio({ num, den }: Fraction): number {
  return num / den
}
