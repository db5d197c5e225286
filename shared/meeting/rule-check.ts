// What makes a rule set sound (MEET-22): it can be met, a minority never decides, a secret stays one, no college rules alone. Pure.
// Called by the act that adopts one, and by the form that prepares it.
import { compareFractions, type Fraction } from '../basics.ts'
import { registerMax } from '../poll/consent.ts'
import type { QuorumRule, Threshold } from '../poll/setting.ts'
import { type Refusal, refusal } from '../refusals.ts'
import { type College, colleges } from '../territory.ts'
import type { RuleSet } from './rule-set.ts'

/** Fewer papers than this in a secret poll tell who wrote them. */
export const secretFloor = 3
export const proxyCapMax = 10

const half: Fraction = { num: 1, den: 2 }
const whole: Fraction = { num: 1, den: 1 }
const collegeCount = Object.keys(colleges).length

/** MEET-22: the first reason why a rule set may not be adopted, or null. */
export function checkRuleSet(rules: RuleSet): Refusal | null {
  return (
    checkQuorumRule(rules.quorum) ??
    checkThreshold(rules.adoption, 'adoption') ??
    checkFallback(rules) ??
    (rules.tie === 'lot' ? refusal('ruleLot') : null) ??
    checkProxies(rules) ??
    (rules.minSecretSize < secretFloor ? refusal('ruleSecretFloor', { limit: secretFloor }) : null) ??
    (isShare(rules.collegeMax) ? null : unreachable('collegeMax')) ??
    checkWeights(rules)
  )
}

const unreachable = (field: string) => refusal('ruleUnreachable', { field })

/** In ]0, 1]. */
function isShare(share: Fraction): boolean {
  return share.num > 0 && compareFractions(share, whole) <= 0
}

/** « More than the whole » is never met. */
function isMet(share: Fraction, strict: boolean): boolean {
  return isShare(share) && !(strict && compareFractions(share, whole) === 0)
}

function checkQuorumRule(rule: QuorumRule): Refusal | null {
  if (!isMet(rule.share, rule.strict)) return unreachable('quorum.share')
  if (rule.minAbsolute < 1 || rule.minAbsolute > registerMax) return unreachable('quorum.minAbsolute')
  if (rule.collegesMin > collegeCount) return unreachable('quorum.collegesMin')
  const off = Object.values(rule.perCollege ?? {}).some((share) => !isShare(share))
  return off ? unreachable('quorum.perCollege') : null
}

function checkThreshold(threshold: Threshold, field: string): Refusal | null {
  const { share, strict, minSupport, perCollege = {} } = threshold
  if (!isMet(share, strict)) return unreachable(`${field}.share`)
  if (compareFractions(share, half) < 0) return refusal('ruleMinority', { field: `${field}.share` })
  if (minSupport && !isShare(minSupport)) return unreachable(`${field}.minSupport`)
  const off = Object.values(perCollege).some((one) => !isShare(one))
  return off ? unreachable(`${field}.perCollege`) : null
}

/** A majority after a block exists only if it was foreseen, and then it takes more than half: an even split overrules nobody. */
function checkFallback({ afterBlock, fallback }: RuleSet): Refusal | null {
  if (afterBlock === 'discussion') return fallback ? refusal('invalidField', { field: 'fallback' }) : null
  if (!fallback) return refusal('invalidField', { field: 'fallback' })
  const evenly = compareFractions(fallback.share, half) === 0 && !fallback.strict
  return evenly ? refusal('ruleMinority', { field: 'fallback.share' }) : checkThreshold(fallback, 'fallback')
}

function checkProxies({ proxies: { allowed, cap } }: RuleSet): Refusal | null {
  const fits = Number.isSafeInteger(cap) && cap >= (allowed ? 1 : 0) && cap <= proxyCapMax
  return fits ? null : refusal('ruleProxyCap', { limit: proxyCapMax })
}

function checkWeights({ collegeWeights, collegeMax, capSeats }: RuleSet): Refusal | null {
  if (capSeats && collegeWeights) return refusal('invalidField', { field: 'capSeats' })
  // Under one part in as many as there are colleges, one of them is always above.
  if (capSeats && compareFractions(collegeMax, { num: 1, den: collegeCount }) < 0)
    return unreachable('collegeMax')
  if (!collegeWeights) return null
  const entries = Object.entries(collegeWeights) as [College, number][]
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  if (total === 0) return unreachable('collegeWeights')
  const heavy = entries.find(([, weight]) => compareFractions({ num: weight, den: total }, collegeMax) > 0)
  if (!heavy) return null
  return refusal('collegeTooHeavy', { college: heavy[0], max: `${collegeMax.num}/${collegeMax.den}` })
}
