// The profile of a majority judgment: of each option, the exact weight of each grade, and where it is drawn on a bar of the whole weight.
// Pure: voices and weights in, rows out. Called by GradeProfile and by its tests.
import type { Bilingual, Fraction } from '../../../../shared/basics.ts'
import { compare, type Ratio, ratio, ratioOf, ratioText } from '../../../../shared/poll/exact.ts'
import type { PollSetting, Value } from '../../../../shared/poll/setting.ts'

/** One value and what it weighs: a seat's, or as many equal papers as `weight` says. */
export interface GradedVoice {
  readonly value: Value
  readonly weight: Fraction
}

export interface ProfileRow {
  readonly id: string
  readonly label: Bilingual
  /** In the order of the grades, best first: exact, « 7/2 ». */
  readonly weights: readonly string[]
  /** The grades that were given, in per cent of the bar's width. */
  readonly parts: readonly { readonly at: number; readonly from: number; readonly width: number }[]
}

/** The options in the order shown, each with its grades; what did not grade an option is not on its bar. */
export function gradeProfile(setting: PollSetting<'judgment'>, voices: readonly GradedVoice[]): ProfileRow[] {
  const { grades } = setting.params
  return setting.options.map(({ id, label }) => {
    const weights = grades.map((grade) =>
      voices.reduce(
        (sum, { value, weight }) =>
          'grades' in value && value.grades[id] === grade.id ? plus(sum, ratioOf(weight)) : sum,
        ratio(0n),
      ),
    )
    const whole = weights.reduce(plus, ratio(0n))
    const drawn = (part: Ratio) => (Number(part.n * whole.d) / Number(part.d * whole.n)) * 100
    let from = 0
    const parts = weights.flatMap((weight, at) => {
      if (compare(weight, ratio(0n)) === 0) return []
      const part = { at, from, width: drawn(weight) }
      from += part.width
      return [part]
    })
    return { id, label, weights: weights.map(ratioText), parts }
  })
}

function plus(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d)
}
