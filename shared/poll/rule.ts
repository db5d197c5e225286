// What a workspace may choose as its rule of decision (POLL-1). Pure.
// Called by the act that changes a workspace, and by the form that prepares it.
import { compareFractions, type Fraction } from '../basics.ts'
import { type Refusal, refusal } from '../refusals.ts'
import { type College, colleges } from '../territory.ts'
import type { DecisionRule } from './consent.ts'

const half: Fraction = { num: 1, den: 2 }
const whole: Fraction = { num: 1, den: 1 }

/**
 * POLL-1: a rule can be met, and a minority never decides: quorum and cap in ]0, 1], threshold in [1/2, 1], no more colleges
 * than there are, some college with a weight and none above the cap. Null when it holds, else the field at fault.
 */
export function checkRule(rule: DecisionRule): Refusal | null {
  const at = (field: string) => refusal('invalidField', { field: `rule.${field}` })
  const isShare = (value: Fraction) => value.num > 0 && compareFractions(value, whole) <= 0
  if (!isShare(rule.quorum)) return at('quorum')
  if (!isShare(rule.threshold) || compareFractions(rule.threshold, half) < 0) return at('threshold')
  if (!isShare(rule.collegeMax)) return at('collegeMax')
  if (rule.collegesMin > Object.keys(colleges).length) return at('collegesMin')
  return rule.collegeWeights ? checkWeights(rule.collegeWeights, rule.collegeMax) : null
}

function checkWeights(weights: NonNullable<DecisionRule['collegeWeights']>, max: Fraction): Refusal | null {
  const entries = Object.entries(weights) as [College, number][]
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  if (total === 0) return refusal('invalidField', { field: 'rule.collegeWeights' })
  const heavy = entries.find(([, weight]) => compareFractions({ num: weight, den: total }, max) > 0)
  if (!heavy) return null
  return refusal('collegeTooHeavy', { college: heavy[0], max: `${max.num}/${max.den}` })
}
