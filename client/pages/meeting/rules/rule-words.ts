// Why a rule set may not be adopted, in words that name the field as the form does. Called by RuleSetForm.

import type { Refusal } from '../../../../shared/refusals.ts'
import { colleges } from '../../../../shared/territory.ts'
import { pick, t } from '../../../i18n.ts'
import { whyNot } from '../say.ts'

const fields = {
  'quorum.share': 'rules.quorum',
  'quorum.minAbsolute': 'rules.minAbsolute',
  'quorum.collegesMin': 'rules.collegesMin',
  'quorum.perCollege': 'rules.byCollegeQuorum',
  'adoption.share': 'rules.adoption',
  'adoption.minSupport': 'rules.minSupport',
  'adoption.perCollege': 'rules.byCollegeThreshold',
  'fallback.share': 'rules.fallback',
  'fallback.minSupport': 'rules.minSupport',
  'fallback.perCollege': 'rules.byCollegeThreshold',
  'proxies.cap': 'rules.cap',
  collegeMax: 'rules.collegeMax',
  collegeWeights: 'rules.weights',
} as const

export function whyRules(refusal: Refusal): string {
  const { field, college } = refusal.details ?? {}
  const named = Object.entries(fields).find(([key]) => key === field)?.[1]
  const heavy = Object.entries(colleges).find(([key]) => key === college)?.[1]
  const details = {
    ...refusal.details,
    ...(named && { field: t(named) }),
    ...(heavy && { college: pick(heavy) }),
  }
  return whyNot({ ...refusal, details })
}
