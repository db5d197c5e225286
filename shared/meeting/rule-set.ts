// A rule set: everything a body decides once about how it decides. Versioned data, adopted by a decision; a meeting pins one version.
// Pure types and the default; what makes one sound is rule-check.ts. Polls take their setting from the rule set they are opened under.
import type { Fraction } from '../basics.ts'
import type { DecisionRule } from '../poll/consent.ts'
import type { QuorumRule, Threshold } from '../poll/setting.ts'
import type { College } from '../territory.ts'

export interface RuleSet {
  readonly format: 'assise/rules/v1'
  /** 1, 2, 3… within a workspace. */
  readonly version: number
  readonly quorum: QuorumRule
  /** What adopts. */
  readonly adoption: Threshold
  readonly afterBlock: 'discussion' | 'majority'
  /** Only with `majority`: what a decision with dissent needs. */
  readonly fallback?: Threshold
  readonly tie: 'notAdopted' | 'deliberateAgain' | 'castingVote' | 'lot'
  readonly proxies: {
    readonly allowed: boolean
    /** Proxies one seat may carry. */
    readonly cap: number
    /** A proxy sleeps while the giver's own holder is present. */
    readonly sleepsWhenPresent: boolean
  }
  /** A secret poll needs at least this many seats in its register; never under three. */
  readonly minSecretSize: number
  readonly lateSeats: 'frozen' | 'additive'
  /** Whether one person may hold several seats at once. */
  readonly severalSeats: boolean
  /** What follows a lost quorum: nothing is ever silent. */
  readonly quorumLost: 'suspend' | 'consultative' | 'continue'
  readonly recusedInBase: boolean
  /** Percent by college; absent when each seat weighs one. */
  readonly collegeWeights?: { readonly [college in College]?: number }
  /** Only without weights: the cap holds for the seats themselves, one voice each. */
  readonly capSeats?: true
  /** No college above this share of the weight (LEADER's 49 %). */
  readonly collegeMax: Fraction
}

/** The rule set that says the same as a workspace's rule of consent: what a workspace lives under until it adopts another. */
export function ruleSetOf(rule: DecisionRule, version = 1): RuleSet {
  const { collegeWeights, collegeMax, quorum, collegesMin, threshold } = rule
  return {
    format: 'assise/rules/v1',
    version,
    quorum: {
      basis: 'organizations',
      share: quorum,
      strict: false,
      minAbsolute: 1,
      collegesMin,
      proxiesCount: true,
      recusedInBase: true,
    },
    adoption: { share: threshold, strict: false, base: 'expressed', abstentions: 'excluded' },
    afterBlock: 'discussion',
    tie: 'notAdopted',
    proxies: { allowed: true, cap: 1, sleepsWhenPresent: true },
    minSecretSize: 5,
    lateSeats: 'frozen',
    severalSeats: false,
    quorumLost: 'suspend',
    recusedInBase: false,
    ...(collegeWeights ? { collegeWeights } : {}),
    collegeMax,
  }
}
