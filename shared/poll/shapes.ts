// The exact shapes of settings, registers and values as they arrive from outside: strict, bounded, by valibot.
// Called by the doors of polls, by the checks of a value and of a setting, and by the reader of ballot files.
import * as v from 'valibot'
import type { College } from '../territory.ts'
import { colleges } from '../territory.ts'
import type {
  MethodKey,
  ParamsOf,
  PollSetting,
  QuorumRule,
  SeatEntry,
  Threshold,
  Value,
  ValueOf,
} from './setting.ts'

/** A list of options this long still makes a ballot; the count is fast up to it. */
export const optionsMax = 200
const labelMax = 300
const meaningMax = 2_000

const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const whole = v.pipe(v.number(), v.safeInteger())
const term = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000_000))
const fraction = v.strictObject({ num: term, den: v.pipe(term, v.minValue(1)) })
/** Names that every object inherits are no ids: a table keyed by them would answer for options that are not there. */
const inherited = new Set([
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'toLocaleString',
])
/** An option's or a grade's id: plain characters, so that no separator, no language and no object's own name lives in it (traps 15, 23). */
export const optionId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/),
  v.check((id) => !inherited.has(id)),
)
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const text = (max: number) =>
  v.strictObject({ fr: v.pipe(v.string(), v.maxLength(max)), en: v.pipe(v.string(), v.maxLength(max)) })
const college = v.picklist(Object.keys(colleges) as [College, ...College[]])
const byCollege = v.pipe(
  v.record(college, fraction),
  v.transform((shares): Threshold['perCollege'] => shares),
)

const thresholdShape = v.strictObject({
  share: fraction,
  strict: v.boolean(),
  base: v.picklist(['expressed', 'cast', 'present', 'entitled']),
  abstentions: v.picklist(['excluded', 'inBase']),
  minSupport: v.optional(fraction),
  perCollege: v.optional(byCollege),
}) as unknown as v.GenericSchema<unknown, Threshold>
const quorumShape = v.strictObject({
  basis: v.picklist(['organizations', 'weight', 'persons']),
  share: fraction,
  strict: v.boolean(),
  minAbsolute: natural,
  collegesMin: natural,
  perCollege: v.optional(byCollege),
  proxiesCount: v.boolean(),
  recusedInBase: v.boolean(),
}) as unknown as v.GenericSchema<unknown, QuorumRule>

export { quorumShape, thresholdShape }

const none = v.strictObject({})
const paramsShapes: { readonly [M in MethodKey]: v.GenericSchema<unknown, ParamsOf[M]> } = {
  consent: none,
  gradients: v.strictObject({ supportUpTo: natural }),
  fist: v.strictObject({ supportFrom: natural, meanings: v.pipe(v.array(text(labelMax)), v.maxLength(6)) }),
  yesNo: none,
  approval: v.strictObject({ min: natural, max: natural, seats: natural }),
  dots: v.strictObject({ dots: natural, cap: natural, all: v.boolean() }),
  score: v.strictObject({ min: whole, max: whole }),
  judgment: v.strictObject({
    grades: v.pipe(v.array(v.strictObject({ id: optionId, label: text(labelMax) })), v.maxLength(12)),
  }),
  schulze: v.strictObject({ statusQuo: v.optional(optionId) }) as v.GenericSchema<
    unknown,
    ParamsOf['schulze']
  >,
  budget: v.strictObject({ envelope: natural, kind: v.picklist(['amounts', 'projects']) }),
}

const optionShape = v.strictObject({
  id: optionId,
  label: text(labelMax),
  meaning: v.optional(text(meaningMax)),
  cost: v.optional(natural),
})

function settingOf<M extends MethodKey>(method: M) {
  return v.strictObject({
    method: v.literal(method),
    methodVersion: v.literal(1),
    params: paramsShapes[method],
    options: v.pipe(v.array(optionShape), v.maxLength(optionsMax)),
    threshold: v.optional(thresholdShape),
    quorum: quorumShape,
    tie: v.picklist(['notAdopted', 'deliberateAgain', 'castingVote', 'lot']),
    afterBlock: v.picklist(['discussion', 'majority']),
    fallback: v.optional(thresholdShape),
    secrecy: v.picklist(['open', 'sealed', 'secret']),
    minSecretSize: natural,
    electorate: v.picklist(['frozen', 'additive']),
    revote: v.boolean(),
    results: v.picklist(['live', 'afterVote', 'afterClose']),
    closesAt: v.optional(v.pipe(v.string(), v.maxLength(40))),
  })
}

/** A poll's setting from outside. Its shape only: whether it is sound is `checkSetting`. */
export const settingShape = v.variant('method', [
  settingOf('consent'),
  settingOf('gradients'),
  settingOf('fist'),
  settingOf('yesNo'),
  settingOf('approval'),
  settingOf('dots'),
  settingOf('score'),
  settingOf('judgment'),
  settingOf('schulze'),
  settingOf('budget'),
]) as unknown as v.GenericSchema<unknown, PollSetting>

export const seatShape = v.strictObject({
  seatId: id,
  name: v.pipe(v.string(), v.maxLength(1_000)),
  college,
  weight: fraction,
  holder: v.optional(
    v.strictObject({
      userId: id,
      name: v.pipe(v.string(), v.maxLength(1_000)),
      as: v.picklist(['delegate', 'alternate']),
    }),
  ),
  proxyTo: v.optional(id),
  recused: v.optional(v.boolean()),
  present: v.optional(v.boolean()),
}) as unknown as v.GenericSchema<unknown, SeatEntry>

const ids = v.pipe(v.array(v.string()), v.maxLength(optionsMax))
const numbers = v.record(v.string(), whole)
/** By hand: ten thousand rankings of two hundred options are read in a count. */
function isRanking(value: unknown): boolean {
  const isGroup = (group: unknown) =>
    Array.isArray(group) && group.length <= optionsMax && group.every((each) => typeof each === 'string')
  return Array.isArray(value) && value.length <= optionsMax && value.every(isGroup)
}
/** What a value is by method, blank apart. */
export const valueShapes: { readonly [M in MethodKey]: v.GenericSchema<unknown, ValueOf[M]> } = {
  consent: v.strictObject({ choice: v.picklist(['support', 'reserve', 'abstain', 'block']) }),
  gradients: v.strictObject({ level: natural }),
  fist: v.strictObject({ fingers: natural }),
  yesNo: v.strictObject({ answer: v.picklist(['yes', 'no', 'abstain']) }),
  approval: v.strictObject({ options: ids }),
  dots: v.strictObject({ dots: numbers }),
  score: v.strictObject({ scores: numbers }),
  judgment: v.strictObject({ grades: v.record(v.string(), v.string()) }),
  schulze: v.strictObject({ ranking: v.custom<ValueOf['schulze']['ranking']>(isRanking) }),
  budget: v.union([v.strictObject({ amounts: numbers }), v.strictObject({ projects: ids })]),
}
export const blankShape = v.strictObject({ blank: v.literal(true) })

/** Any method's value, for a door's body: whether it fits its poll is `checkValue`. */
export const valueShape = v.union([...Object.values(valueShapes), blankShape]) as unknown as v.GenericSchema<
  unknown,
  Value
>
