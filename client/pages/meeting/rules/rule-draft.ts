// A rule set while it is typed: shares and numbers as people write them, and the way to and from the data. Pure.
// Called by RuleSetForm and its tests.
import { type Fraction, formatShare, type Lang, parseShare } from '../../../../shared/basics.ts'
import type { RuleSet } from '../../../../shared/meeting/rule-set.ts'
import type { QuorumRule, Threshold } from '../../../../shared/poll/setting.ts'
import { type College, colleges } from '../../../../shared/territory.ts'

export type ByCollege = { readonly [college in College]?: string }

export interface ThresholdDraft {
  readonly share: string
  readonly strict: boolean
  readonly base: Threshold['base']
  readonly abstentions: Threshold['abstentions']
  readonly minSupport: string
  readonly perCollege: ByCollege
}

export interface RuleDraft {
  readonly quorum: {
    readonly basis: QuorumRule['basis']
    readonly share: string
    readonly strict: boolean
    readonly minAbsolute: string
    readonly collegesMin: string
    readonly perCollege: ByCollege
    readonly proxiesCount: boolean
    readonly recusedInBase: boolean
  }
  readonly adoption: ThresholdDraft
  readonly afterBlock: RuleSet['afterBlock']
  readonly fallback: ThresholdDraft
  readonly tie: RuleSet['tie']
  readonly proxies: { readonly allowed: boolean; readonly cap: string; readonly sleepsWhenPresent: boolean }
  readonly minSecretSize: string
  readonly lateSeats: RuleSet['lateSeats']
  readonly severalSeats: boolean
  readonly quorumLost: RuleSet['quorumLost']
  readonly recusedInBase: boolean
  readonly weighted: boolean
  readonly capped: boolean
  readonly weights: ByCollege
  readonly collegeMax: string
}

const collegeKeys = Object.keys(colleges) as College[]

function typedShares(
  shares: { readonly [college in College]?: Fraction } | undefined,
  lang: Lang,
): ByCollege {
  return Object.fromEntries(
    Object.entries(shares ?? {}).map(([college, share]) => [college, formatShare(share, lang)]),
  )
}

function thresholdDraft(threshold: Threshold, lang: Lang): ThresholdDraft {
  const { share, strict, base, abstentions, minSupport, perCollege } = threshold
  return {
    share: formatShare(share, lang),
    strict,
    base,
    abstentions,
    minSupport: minSupport ? formatShare(minSupport, lang) : '',
    perCollege: typedShares(perCollege, lang),
  }
}

export function draftOfRules(rules: RuleSet, lang: Lang): RuleDraft {
  const { quorum, adoption, fallback, proxies, collegeWeights, collegeMax, minSecretSize } = rules
  const majority: Threshold = { ...adoption, share: { num: 1, den: 2 }, strict: true }
  return {
    quorum: {
      ...quorum,
      share: formatShare(quorum.share, lang),
      minAbsolute: String(quorum.minAbsolute),
      collegesMin: String(quorum.collegesMin),
      perCollege: typedShares(quorum.perCollege, lang),
    },
    adoption: thresholdDraft(adoption, lang),
    afterBlock: rules.afterBlock,
    fallback: thresholdDraft(fallback ?? majority, lang),
    tie: rules.tie,
    proxies: { ...proxies, cap: String(proxies.cap) },
    minSecretSize: String(minSecretSize),
    lateSeats: rules.lateSeats,
    severalSeats: rules.severalSeats,
    quorumLost: rules.quorumLost,
    recusedInBase: rules.recusedInBase,
    weighted: collegeWeights !== undefined,
    capped: rules.capSeats === true,
    weights: Object.fromEntries(Object.entries(collegeWeights ?? {}).map(([key, one]) => [key, String(one)])),
    collegeMax: formatShare(collegeMax, lang),
  }
}

export function wholeOf(typed: string, max: number): number | null {
  const text = typed.replace(/[\s%]/g, '')
  return /^\d{1,4}$/.test(text) && Number(text) <= max ? Number(text) : null
}

/** Undefined when nothing is asked of any college; null when something typed is no share. */
function sharesOf(typed: ByCollege): { readonly [college in College]?: Fraction } | undefined | null {
  const asked = collegeKeys.filter((college) => (typed[college] ?? '').trim() !== '')
  if (asked.length === 0) return undefined
  const shares = asked.map((college) => [college, parseShare(typed[college] ?? '')] as const)
  return shares.some(([, share]) => share === null) ? null : Object.fromEntries(shares)
}

function thresholdOf(draft: ThresholdDraft): Threshold | null {
  const share = parseShare(draft.share)
  const minSupport = draft.minSupport.trim() === '' ? undefined : parseShare(draft.minSupport)
  const perCollege = sharesOf(draft.perCollege)
  if (!share || minSupport === null || perCollege === null) return null
  return {
    share,
    strict: draft.strict,
    base: draft.base,
    abstentions: draft.abstentions,
    ...(minSupport && { minSupport }),
    ...(perCollege && { perCollege }),
  }
}

function quorumOf(draft: RuleDraft['quorum']): QuorumRule | null {
  const share = parseShare(draft.share)
  const minAbsolute = wholeOf(draft.minAbsolute, 800)
  const collegesMin = wholeOf(draft.collegesMin, 20)
  const perCollege = sharesOf(draft.perCollege)
  if (!share || minAbsolute === null || collegesMin === null || perCollege === null) return null
  return {
    basis: draft.basis,
    share,
    strict: draft.strict,
    minAbsolute,
    collegesMin,
    ...(perCollege && { perCollege }),
    proxiesCount: draft.proxiesCount,
    recusedInBase: draft.recusedInBase,
  }
}

function weightsOf(draft: RuleDraft): RuleSet['collegeWeights'] | null {
  if (!draft.weighted) return undefined
  const weights = collegeKeys.map(
    (college) => [college, wholeOf(draft.weights[college] || '0', 100)] as const,
  )
  if (weights.some(([, weight]) => weight === null)) return null
  return Object.fromEntries(weights.filter(([, weight]) => weight !== 0)) as RuleSet['collegeWeights']
}

/** The rule set as typed, with the number it would have; null while something typed cannot be read. */
export function rulesOf(draft: RuleDraft, version: number): RuleSet | null {
  const quorum = quorumOf(draft.quorum)
  const adoption = thresholdOf(draft.adoption)
  const fallback = draft.afterBlock === 'majority' ? thresholdOf(draft.fallback) : undefined
  const cap = wholeOf(draft.proxies.cap, 100)
  const minSecretSize = wholeOf(draft.minSecretSize, 800)
  const collegeMax = parseShare(draft.collegeMax)
  const collegeWeights = weightsOf(draft)
  if (!quorum || !adoption || fallback === null || cap === null || !minSecretSize || !collegeMax) return null
  if (collegeWeights === null) return null
  return {
    format: 'assise/rules/v1',
    version,
    quorum,
    adoption,
    afterBlock: draft.afterBlock,
    ...(fallback && { fallback }),
    tie: draft.tie,
    proxies: { ...draft.proxies, cap },
    minSecretSize,
    lateSeats: draft.lateSeats,
    severalSeats: draft.severalSeats,
    quorumLost: draft.quorumLost,
    recusedInBase: draft.recusedInBase,
    ...(collegeWeights ? { collegeWeights } : draft.capped && { capSeats: true as const }),
    collegeMax,
  }
}
