// Settings, registers and voices for the tests of counting: plain ones by hand, and arbitrary ones of every method for properties.
// Called by the tests of the count, of its methods, and of the ballot file.
import fc from 'fast-check'
import { assert, type Fraction } from '../../shared/basics.ts'
import { countPoll } from '../../shared/poll/count.ts'
import {
  type MethodKey,
  methodKeys,
  type ParamsOf,
  type PollCount,
  type PollOption,
  type PollSetting,
  type QuorumRule,
  type SeatEntry,
  type Threshold,
  type Value,
  type Voice,
} from '../../shared/poll/setting.ts'
import { type College, colleges } from '../../shared/territory.ts'

export const share = (num: number, den: number): Fraction => ({ num, den })
export const one = share(1, 1)

export const noQuorum: QuorumRule = {
  basis: 'organizations',
  share: share(1, 1_000_000),
  strict: false,
  minAbsolute: 0,
  collegesMin: 0,
  proxiesCount: true,
  recusedInBase: false,
}
export const twoThirds: Threshold = {
  share: share(2, 3),
  strict: false,
  base: 'expressed',
  abstentions: 'excluded',
}

/** Options A, B, C… or those named, the id telling nothing of the label. */
export function optionsNamed(names: readonly string[], costs?: readonly number[]): PollOption[] {
  return names.map((name, at) => ({
    id: name,
    label: { fr: `${name} fr`, en: `${name} en` },
    ...(costs ? { cost: costs[at]! } : {}),
  }))
}

export const fingers = ['bloque', 'doute', 'réserve', 'accepte', 'aime', 'porte'].map((fr, at) => ({
  fr,
  en: `meaning ${at}`,
}))

const plainParams: { readonly [M in MethodKey]: ParamsOf[M] } = {
  consent: {},
  gradients: { supportUpTo: 2 },
  fist: { supportFrom: 3, meanings: fingers },
  yesNo: {},
  approval: { min: 1, max: 3, seats: 1 },
  dots: { dots: 10, cap: 5, all: false },
  score: { min: 0, max: 5 },
  judgment: {
    grades: ['excellent', 'good', 'fair', 'poor'].map((id) => ({ id, label: { fr: `${id} fr`, en: id } })),
  },
  schulze: {},
  budget: { envelope: 100_000, kind: 'amounts' },
}
const adopting: readonly MethodKey[] = ['consent', 'gradients', 'fist', 'yesNo']

/** A sound setting of a method, on options A, B, C where it has some. */
export function settingOf<M extends MethodKey>(
  method: M,
  changes: Partial<PollSetting<M>> = {},
): PollSetting<M> {
  return {
    method,
    methodVersion: 1,
    params: plainParams[method],
    options: adopting.includes(method) ? [] : optionsNamed(['A', 'B', 'C']),
    ...(adopting.includes(method) ? { threshold: twoThirds } : {}),
    quorum: noQuorum,
    tie: 'notAdopted',
    afterBlock: 'discussion',
    secrecy: 'open',
    minSecretSize: 5,
    electorate: 'frozen',
    revote: true,
    results: 'afterClose',
    ...changes,
  }
}

export function seatsOf(count: number, weight: Fraction = one): SeatEntry[] {
  return Array.from({ length: count }, (_, at) => ({
    seatId: `seat-${String(at).padStart(5, '0')}`,
    name: `Organisation ${at}`,
    college: 'community',
    weight,
  }))
}

/** Voices dealt over a register in its order: so many of each value. */
export function deal(register: readonly SeatEntry[], values: readonly (readonly [number, Value])[]): Voice[] {
  const all = values.flatMap(([count, value]) => Array.from({ length: count }, () => value))
  assert(all.length <= register.length, 'more voices than seats')
  return all.map((value, at) => ({ seatId: register[at]!.seatId, value }))
}

/** Counts so many voices of each value, one seat each and none left. */
export function countOf(setting: PollSetting, values: readonly (readonly [number, Value])[]): PollCount {
  const register = seatsOf(values.reduce((sum, [count]) => sum + count, 0))
  return countPoll(setting, register, deal(register, values))
}

// Arbitrary polls

const collegeKeys = Object.keys(colleges) as College[]
const weights: readonly Fraction[] = [one, share(1, 3), share(2, 7), share(5, 2), share(0, 1)]

export const anySeats: fc.Arbitrary<SeatEntry[]> = fc
  .array(
    fc.record({
      college: fc.constantFrom(...collegeKeys),
      weight: fc.constantFrom(...weights),
      recused: fc.boolean(),
      present: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((seats) =>
    seats.map((seat, at) => ({ seatId: `s${String(at).padStart(2, '0')}`, name: `O${at}`, ...seat })),
  )

const anyShare = fc.constantFrom(share(1, 2), share(3, 5), share(2, 3), share(3, 4), one)
export const anyThreshold: fc.Arbitrary<Threshold> = fc.record(
  {
    share: fc.constantFrom(share(1, 2), share(3, 5), share(2, 3), share(3, 4)),
    strict: fc.boolean(),
    base: fc.constantFrom('expressed' as const, 'cast' as const, 'present' as const, 'entitled' as const),
    abstentions: fc.constantFrom('excluded' as const, 'inBase' as const),
    minSupport: anyShare,
    perCollege: fc.constant({ municipal: share(1, 2) }),
  },
  { requiredKeys: ['share', 'strict', 'base', 'abstentions'] },
)
export const anyQuorum: fc.Arbitrary<QuorumRule> = fc.record(
  {
    basis: fc.constantFrom('organizations' as const, 'weight' as const, 'persons' as const),
    share: anyShare,
    strict: fc.constant(false),
    minAbsolute: fc.integer({ min: 0, max: 4 }),
    collegesMin: fc.integer({ min: 0, max: 3 }),
    perCollege: fc.constant({ community: share(1, 2) }),
    proxiesCount: fc.boolean(),
    recusedInBase: fc.boolean(),
  },
  {
    requiredKeys: ['basis', 'share', 'strict', 'minAbsolute', 'collegesMin', 'proxiesCount', 'recusedInBase'],
  },
)

const names = ['A', 'B', 'C', 'D', 'E']
const blank: Value = { blank: true }
const invalid: Value = { level: 99 }

/** Valid values of a setting, now and then a blank one and one that is not valid. */
export function anyValue(setting: PollSetting): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 8, arbitrary: validValue(setting) },
    { weight: 1, arbitrary: fc.constant(blank) },
    { weight: 1, arbitrary: fc.constant(invalid) },
  )
}

function validValue({ method, options, params }: PollSetting): fc.Arbitrary<Value> {
  const ids = options.map(({ id }) => id)
  const some = () => fc.subarray(ids, { minLength: 1 }).map((chosen) => [...chosen].sort())
  const numbers = (max: number) =>
    fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 1, max }), { minKeys: 1, noNullPrototype: true })
  switch (method) {
    case 'consent':
      return fc.constantFrom('support', 'reserve', 'abstain', 'block').map((choice) => ({ choice }) as Value)
    case 'gradients':
      return fc.integer({ min: 0, max: 7 }).map((level) => ({ level }))
    case 'fist':
      return fc.integer({ min: 0, max: 5 }).map((number) => ({ fingers: number }))
    case 'yesNo':
      return fc.constantFrom('yes', 'no', 'abstain').map((answer) => ({ answer }) as Value)
    case 'approval':
      return some().map((chosen) => ({ options: chosen }))
    case 'dots':
      return numbers(5).map((dots) => ({ dots }))
    case 'score':
      return numbers(5).map((scores) => ({ scores }))
    case 'judgment': {
      const grades = (params as ParamsOf['judgment']).grades.map(({ id }) => id)
      return fc
        .dictionary(fc.constantFrom(...ids), fc.constantFrom(...grades), {
          minKeys: 1,
          noNullPrototype: true,
        })
        .map((given) => ({ grades: given }))
    }
    case 'schulze':
      return fc
        .array(fc.tuple(fc.constantFrom(...ids), fc.integer({ min: 0, max: 3 })), { minLength: 1 })
        .map((places) => {
          const groups = Map.groupBy(new Map(places), ([, place]) => place)
          return {
            ranking: [...groups].sort(([a], [b]) => a - b).map(([, group]) => group.map(([id]) => id)),
          }
        })
    case 'budget':
      return (params as ParamsOf['budget']).kind === 'amounts'
        ? numbers(20_000).map((amounts) => ({ amounts }))
        : some().map((projects) => ({ projects }))
  }
}

export interface AnyPoll {
  readonly setting: PollSetting
  readonly register: readonly SeatEntry[]
  readonly voices: readonly Voice[]
}

/** A poll of any method, with a threshold where the method has one, any quorum, any weights, some seats silent, some recused. */
export function anyPoll(only: readonly MethodKey[] = methodKeys): fc.Arbitrary<AnyPoll> {
  const settings = fc.record({
    method: fc.constantFrom(...only),
    size: fc.integer({ min: 2, max: 5 }),
    kind: fc.constantFrom('amounts' as const, 'projects' as const),
    threshold: anyThreshold,
    quorum: anyQuorum,
  })
  return settings.chain(({ method, size, kind, threshold, quorum }) => {
    const projects = method === 'budget' && kind === 'projects'
    const costs = [30_000, 20_000, 50_000, 20_000, 45_000]
    const options = adopting.includes(method)
      ? []
      : optionsNamed(names.slice(0, size), projects ? costs.slice(0, size) : undefined)
    const params =
      method === 'budget'
        ? { envelope: 100_000, kind }
        : method === 'approval'
          ? { min: 1, max: size, seats: Math.min(2, size) }
          : method === 'dots'
            ? { dots: 25, cap: 5, all: false }
            : plainParams[method]
    const setting = settingOf(method, {
      options,
      params,
      quorum,
      ...(adopting.includes(method) || method === 'approval' ? { threshold } : {}),
    }) as PollSetting
    return anySeats.chain((register) =>
      fc.tuple(...register.map(() => fc.option(anyValue(setting), { freq: 5 }))).map((values) => ({
        setting,
        register,
        voices: values.flatMap((value, at) =>
          value === null ? [] : [{ seatId: register[at]!.seatId, value }],
        ),
      })),
    )
  })
}
