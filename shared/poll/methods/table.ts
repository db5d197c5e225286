// The ten methods by their key. Called by the count, by the check of a setting and by the words of a rule.
import type { MethodKey } from '../setting.ts'
import { approval } from './approval.ts'
import { budget } from './budget.ts'
import { consent } from './consent.ts'
import { dots } from './dots.ts'
import { fist } from './fist.ts'
import { gradients } from './gradients.ts'
import { judgment } from './judgment.ts'
import type { Method } from './method.ts'
import { schulze } from './schulze.ts'
import { score } from './score.ts'
import { yesNo } from './yes-no.ts'

const methods: { readonly [M in MethodKey]: Method<M> } = {
  consent,
  gradients,
  fist,
  yesNo,
  approval,
  dots,
  score,
  judgment,
  schulze,
  budget,
}

/** A method by its key, typed by it. */
export function methodOf<M extends MethodKey>(key: M): Method<M> {
  return methods[key]
}
