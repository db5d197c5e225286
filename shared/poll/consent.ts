// The consent method (POLL rules): four choices, one voice per organisation, weights by college, exact fractions.
// Pure: ballots and register in, result and outcome out. The server's closing, the screens and the offline verifier call it.
import {
  addFractions,
  type Bilingual,
  compareFractions,
  type Fraction,
  isWordless,
  type Lang,
} from '../basics.ts'
import { type Refusal, refusal } from '../refusals.ts'
import { type College, colleges } from '../territory.ts'

export const consentChoices = {
  support: { label: { fr: 'Appui', en: 'Support' }, needsReason: false },
  reserve: { label: { fr: 'Appui avec réserve', en: 'Support with reservation' }, needsReason: true },
  abstain: { label: { fr: 'Abstention', en: 'Abstention' }, needsReason: false },
  block: { label: { fr: 'Blocage', en: 'Block' }, needsReason: true },
} as const satisfies Record<string, { label: Bilingual; needsReason: boolean }>
export type ConsentChoice = keyof typeof consentChoices
export const choiceKeys = Object.keys(consentChoices) as ConsentChoice[]
export const reasonLengthMax = 2_000

/**
 * The most organisations a register holds. With six colleges of at most 100 % each, every exact sum of weights then keeps its
 * terms under 2^53: the colleges' sizes multiply to at most (800/6)^6, times 600.
 */
export const registerMax = 800

/** How a consensus is recognised; travels with each poll as data (and as text by ruleText). */
export interface DecisionRule {
  /** Share of registered organisations that must have voted, inclusive. */
  readonly quorum: Fraction
  /** Number of colleges from which at least one organisation must have voted. */
  readonly collegesMin: number
  /** Share of the weighted expressed votes (support, reservation, block) that must favour the text, inclusive. */
  readonly threshold: Fraction
  /** Weight of each college in percent; null when each organisation weighs one. */
  readonly collegeWeights: { readonly [college in College]?: number } | null
  /** No college may weigh more than this share, when weights are by college. */
  readonly collegeMax: Fraction
}

export const defaultRule: DecisionRule = {
  quorum: { num: 3, den: 5 },
  collegesMin: 3,
  threshold: { num: 3, den: 4 },
  collegeWeights: null,
  collegeMax: { num: 49, den: 100 },
}

export interface RegisterEntry {
  readonly organizationId: string
  readonly name: string
  readonly college: College
  readonly weight: Fraction
}

export interface ConsentBallot {
  readonly organizationId: string
  readonly choice: ConsentChoice
  readonly reason: string
}

/**
 * POLL-3: the weights of a register. By college, each organisation weighs its college's percent over the number of its
 * organisations; otherwise one each. Refuses an empty register, and a college above the rule's cap.
 */
export function weighRegister(
  organizations: readonly { id: string; name: string; college: College }[],
  rule: DecisionRule,
): RegisterEntry[] | Refusal {
  if (organizations.length === 0) return refusal('registerEmpty')
  if (organizations.length > registerMax) return refusal('registerTooLarge', { limit: registerMax })
  const sizes = new Map<College, number>()
  for (const { college } of organizations) sizes.set(college, (sizes.get(college) ?? 0) + 1)
  const weights = rule.collegeWeights
  if (weights) {
    const total = [...sizes.keys()].reduce((sum, college) => sum + (weights[college] ?? 0), 0)
    for (const college of sizes.keys()) {
      const share = { num: weights[college] ?? 0, den: Math.max(total, 1) }
      if (compareFractions(share, rule.collegeMax) > 0) {
        return refusal('collegeTooHeavy', { college, max: `${rule.collegeMax.num}/${rule.collegeMax.den}` })
      }
    }
  }
  return organizations.map(({ id, name, college }) => ({
    organizationId: id,
    name,
    college,
    weight: weights ? { num: weights[college] ?? 0, den: sizes.get(college)! } : { num: 1, den: 1 },
  }))
}

/** POLL-5: a reservation or a block needs its words; no other text limit than its length. */
export function checkBallot(choice: ConsentChoice, reason: string): Refusal | null {
  if (consentChoices[choice].needsReason && isWordless(reason)) return refusal('reasonNeeded')
  if (reason.length > reasonLengthMax) return refusal('invalidField', { field: 'reason' })
  return null
}

export type ConsentOutcome = 'unanimous' | 'consensus' | 'blocked' | 'noQuorum' | 'belowThreshold'

export interface ConsentResult {
  readonly counts: { readonly [choice in ConsentChoice]: number }
  readonly notVoted: number
  readonly registered: number
  readonly colleges: number
  readonly favourable: Fraction
  readonly expressed: Fraction
  readonly quorumMet: boolean
  readonly thresholdMet: boolean
  readonly outcome: ConsentOutcome
}

/**
 * POLL-6: counts, quorum, threshold and outcome. Any block makes consensus impossible (it sends the text back to discussion).
 * Requires each ballot's organisation in the register, at most once; the order of ballots changes nothing.
 */
export function tallyConsent(
  register: readonly RegisterEntry[],
  ballots: readonly ConsentBallot[],
  rule: DecisionRule,
): ConsentResult {
  const entries = new Map(register.map((entry) => [entry.organizationId, entry]))
  const counts = { support: 0, reserve: 0, abstain: 0, block: 0 }
  const seen = new Set<College>()
  let favourable: Fraction = { num: 0, den: 1 }
  let expressed: Fraction = { num: 0, den: 1 }
  for (const { organizationId, choice } of ballots) {
    const entry = entries.get(organizationId)
    if (!entry) throw new Error(`bug: ${organizationId} is not in the register, or voted twice`)
    entries.delete(organizationId)
    counts[choice] += 1
    seen.add(entry.college)
    if (choice !== 'abstain') expressed = addFractions(expressed, entry.weight)
    if (choice === 'support' || choice === 'reserve') favourable = addFractions(favourable, entry.weight)
  }
  const quorumMet =
    compareFractions({ num: ballots.length, den: register.length }, rule.quorum) >= 0 &&
    seen.size >= rule.collegesMin
  const thresholdMet = expressed.num > 0 && reaches(favourable, expressed, rule.threshold)
  return {
    counts,
    notVoted: register.length - ballots.length,
    registered: register.length,
    colleges: seen.size,
    favourable,
    expressed,
    quorumMet,
    thresholdMet,
    outcome: outcomeOf(counts, register.length - ballots.length, quorumMet, thresholdMet),
  }
}

/** Whether part ÷ whole ≥ share, exactly: the cross products leave 2^53 where weights are by college. */
function reaches(part: Fraction, whole: Fraction, share: Fraction): boolean {
  const left = BigInt(part.num) * BigInt(whole.den) * BigInt(share.den)
  return left >= BigInt(share.num) * BigInt(part.den) * BigInt(whole.num)
}

function outcomeOf(
  counts: ConsentResult['counts'],
  notVoted: number,
  quorumMet: boolean,
  thresholdMet: boolean,
): ConsentOutcome {
  if (counts.block > 0) return 'blocked'
  if (!quorumMet) return 'noQuorum'
  if (!thresholdMet) return 'belowThreshold'
  return counts.reserve === 0 && counts.abstain === 0 && notVoted === 0 ? 'unanimous' : 'consensus'
}

/** Of a poll of either form: the words of what stands as a consensus are the same in both. */
export function isConsensus(outcome: string): boolean {
  return outcome === 'consensus' || outcome === 'unanimous'
}

export const outcomeLabels = {
  unanimous: { fr: 'Consensus constaté, à l’unanimité', en: 'Consensus established, unanimous' },
  consensus: { fr: 'Consensus constaté', en: 'Consensus established' },
  blocked: {
    fr: 'Pas de consensus : renvoyé à la discussion par un blocage',
    en: 'No consensus: sent back to discussion by a block',
  },
  noQuorum: { fr: 'Pas de décision : quorum non atteint', en: 'No decision: quorum not met' },
  belowThreshold: { fr: 'Pas de consensus : seuil non atteint', en: 'No consensus: threshold not met' },
} as const satisfies Record<ConsentOutcome, Bilingual>

/** A share as people read it, never rounded: « 75 % », or the fraction itself (« 2/3 ») when it is no whole percent. */
function share100({ num, den }: Fraction, lang: Lang): string {
  if ((num * 100) % den !== 0) return `${num}/${den}`
  return lang === 'fr' ? `${(num * 100) / den}\u00a0%` : `${(num * 100) / den}%`
}

/** The rule in words, both languages: it travels with each poll beside its data. */
export function ruleText(rule: DecisionRule): Bilingual {
  return { fr: ruleIn(rule, 'fr'), en: ruleIn(rule, 'en') }
}

function ruleIn(rule: DecisionRule, lang: Lang): string {
  const weights = weightsText(rule, lang)
  const quorum = share100(rule.quorum, lang)
  const threshold = share100(rule.threshold, lang)
  const min = rule.collegesMin
  if (lang === 'fr') {
    const spread = min > 0 ? ` et au moins ${min}\u00a0collège${min > 1 ? 's' : ''}` : ''
    return (
      `Une voix par organisation${weights && `, pondérée par collège (${weights})`}. ` +
      `Quorum\u00a0: ${quorum} des organisations inscrites${spread}. ` +
      `Adoption à ${threshold} des voix exprimées\u00a0; les abstentions ne comptent pas parmi les voix exprimées. ` +
      'Tout blocage motivé renvoie à la discussion.'
    )
  }
  const spread = min > 0 ? ` and at least ${min} college${min > 1 ? 's' : ''}` : ''
  return (
    `One voice per organisation${weights && `, weighted by college (${weights})`}. ` +
    `Quorum: ${quorum} of registered organisations${spread}. ` +
    `Adopted at ${threshold} of expressed votes; abstentions are not among expressed votes. ` +
    'Any reasoned block sends the text back to discussion.'
  )
}

function weightsText({ collegeWeights }: DecisionRule, lang: Lang): string {
  if (collegeWeights === null) return ''
  return (Object.keys(colleges) as College[])
    .filter((college) => collegeWeights[college] !== undefined)
    .map(
      (college) =>
        `${colleges[college][lang]} ${share100({ num: collegeWeights[college]!, den: 100 }, lang)}`,
    )
    .join(', ')
}
