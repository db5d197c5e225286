// What each college weighs in a vote under a rule, as the register of a poll opened now would have it.
// Called by the summary of the rule and by its form.
import { addFractions, compareFractions, type Fraction, formatShare } from '../../../shared/basics.ts'
import { type DecisionRule, weighRegister } from '../../../shared/poll/consent.ts'
import { type Refusal, refusalText } from '../../../shared/refusals.ts'
import { type College, colleges } from '../../../shared/territory.ts'
import type { OrganizationView } from '../../../shared/views.ts'
import { lang, pick } from '../../i18n.ts'

export interface CollegeWeight {
  readonly college: College
  readonly voices: number
  /** Its share of all the weight. */
  readonly share: Fraction
}

export function collegeWeights(
  organizations: readonly OrganizationView[],
  rule: DecisionRule,
): { readonly rows: readonly CollegeWeight[]; readonly refused: Refusal | null } {
  const voting = organizations.filter((organization) => organization.voting)
  const present = (Object.keys(colleges) as College[]).filter((college) =>
    voting.some((organization) => organization.college === college),
  )
  const weighed = weighRegister(voting, rule)
  const refused = 'code' in weighed ? weighed : null
  // A refused rule is still shown with its shares, so that one sees which college is too heavy.
  const register =
    'code' in weighed ? weighRegister(voting, { ...rule, collegeMax: { num: 1, den: 1 } }) : weighed
  if ('code' in register) return { rows: [], refused }
  const zero: Fraction = { num: 0, den: 1 }
  const total = register.reduce((sum, entry) => addFractions(sum, entry.weight), zero)
  const rows = present.map((college) => {
    const mine = register.filter((entry) => entry.college === college)
    const weight = mine.reduce((sum, entry) => addFractions(sum, entry.weight), zero)
    const share = total.num === 0 ? zero : { num: weight.num * total.den, den: weight.den * total.num }
    return { college, voices: mine.length, share }
  })
  return { rows, refused }
}

/** Which college is over the cap, in words; null when none is. */
export function weightFault(organizations: readonly OrganizationView[], rule: DecisionRule): string | null {
  const { rows, refused } = collegeWeights(organizations, rule)
  if (refused?.code !== 'collegeTooHeavy') return null
  const heavy = rows.find((row) => compareFractions(row.share, rule.collegeMax) > 0)
  const details = {
    college: heavy ? pick(colleges[heavy.college]) : '',
    max: formatShare(rule.collegeMax, lang()),
  }
  return refusalText({ code: 'collegeTooHeavy', details }, lang())
}
