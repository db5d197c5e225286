// From what a facilitator chooses to the whole setting of a poll (VOTE-15): the rules under which it opens give everything else.
// Pure. Called by the acts that draft and open, and by the form that shows what will be fixed.
import type { RuleSet } from '../meeting/rule-set.ts'
import { type Refusal, refusal } from '../refusals.ts'
import type { MethodKey, ParamsOf, PollOption, PollSetting, Secrecy } from './setting.ts'
import { secretSizeFloor } from './setting-check.ts'

/** What is chosen for one poll; the threshold, the quorum, ties and what follows a block are the rule set's, never a poll's. */
export interface SettingChoice<M extends MethodKey = MethodKey> {
  readonly method: M
  readonly params: ParamsOf[M]
  readonly options: readonly PollOption[]
  /** Whether it adopts (the rules' threshold applies) or only sorts and senses. */
  readonly adopts: boolean
  readonly secrecy: Secrecy
  readonly revote: boolean
  readonly results: PollSetting['results']
  /** Absent: as the rule set says of late seats. */
  readonly electorate?: PollSetting['electorate'] | undefined
  /** ISO instant; absent: closed by hand. */
  readonly closesAt?: string | undefined
  /** One voice a seat whatever the college: to sort or to sense, or where the rules weigh no college anyway. */
  readonly equalVoices?: boolean | undefined
}

/** The methods that can adopt a text. */
const adopting: readonly MethodKey[] = ['consent', 'gradients', 'fist', 'yesNo']

/** VOTE-15: the setting of a poll under a rule set. */
export function settingUnder(rules: RuleSet, choice: SettingChoice): PollSetting {
  const adopts = choice.adopts && adopting.includes(choice.method)
  const fallback = adopts && rules.afterBlock === 'majority' ? rules.fallback : undefined
  return {
    method: choice.method,
    methodVersion: 1,
    params: choice.params,
    options: choice.options,
    ...(adopts && { threshold: rules.adoption }),
    quorum: rules.quorum,
    tie: rules.tie,
    afterBlock: fallback ? 'majority' : 'discussion',
    ...(fallback && { fallback }),
    secrecy: choice.secrecy,
    minSecretSize: Math.max(rules.minSecretSize, secretSizeFloor),
    electorate: choice.electorate ?? rules.lateSeats,
    revote: choice.revote,
    results: choice.results,
    ...(choice.closesAt !== undefined && { closesAt: choice.closesAt }),
  }
}

/**
 * VOTE-16: what a choice may not ask: to adopt by a method that only sorts; equal voices where the rules weigh colleges and the poll
 * adopts; late seats where the rules freeze the register; a closing time that is not after now, or more than a year away (a year mistyped
 * would hold the text, for VOTE-3 keeps the hour that was announced). `now` is an ISO instant.
 */
export function checkChoice(rules: RuleSet, choice: SettingChoice, now: string): Refusal | null {
  if (choice.adopts && !adopting.includes(choice.method))
    return refusal('invalidField', { field: 'setting.adopts' })
  if (choice.adopts && choice.equalVoices && rules.collegeWeights)
    return refusal('invalidField', { field: 'setting.equalVoices' })
  if (choice.electorate === 'additive' && rules.lateSeats === 'frozen')
    return refusal('invalidField', { field: 'setting.electorate' })
  if (choice.closesAt !== undefined && !isNear(choice.closesAt, now))
    return refusal('invalidField', { field: 'setting.closesAt' })
  return null
}

const yearMs = 366 * 24 * 3_600_000

function isNear(closesAt: string, now: string): boolean {
  return closesAt > now && Date.parse(closesAt) - Date.parse(now) <= yearMs
}
