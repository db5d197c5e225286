// The quorum: exact, monotone, held against the roll and never against who voted; stored each time it matters, never lost in silence.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareFractions, type Fraction } from '../../../shared/basics.ts'
import type { EventOf, RollSeat } from '../../../shared/meeting/events.ts'
import { checkQuorum, evaluateQuorum, neededOf } from '../../../shared/meeting/quorum.ts'
import type { MeetingState } from '../../../shared/meeting/state.ts'
import type { QuorumRule } from '../../../shared/poll/setting.ts'
import { type College, colleges } from '../../../shared/territory.ts'
import {
  arrive,
  convened,
  facilitator,
  opened,
  person,
  rulesWith,
  type Sitting,
  seat,
} from '../../kit/sitting.ts'

const collegeKeys = Object.keys(colleges) as College[]
const share: fc.Arbitrary<Fraction> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .map(([a, b]) => ({ num: Math.min(a, b), den: Math.max(a, b) }))
const quorumRule: fc.Arbitrary<QuorumRule> = fc.record({
  basis: fc.constantFrom('organizations', 'weight', 'persons'),
  share,
  strict: fc.boolean(),
  minAbsolute: fc.integer({ min: 1, max: 6 }),
  collegesMin: fc.integer({ min: 0, max: 3 }),
  perCollege: fc.oneof(
    fc.constant({}),
    share.map((one) => ({ community: one, municipal: one })),
  ),
  proxiesCount: fc.boolean(),
  recusedInBase: fc.boolean(),
})
const weights = { community: 30, municipal: 40, lived: 20, nations: 10 }

/** A state made by hand: which seats are held, which gave a proxy, which are recused. */
function stateWith(
  roll: readonly RollSeat[],
  there: { held: readonly boolean[]; proxies?: ReadonlyMap<string, string>; recused?: readonly boolean[] },
  weighted: boolean,
): MeetingState {
  const { state } = opened({
    seats: roll,
    rules: rulesWith({ quorumLost: 'continue', ...(weighted && { collegeWeights: weights }) }),
  })
  const seats = new Map(
    [...state.seats.values()].map((one, at) => {
      const [delegate] = one.people
      const holder = there.held[at] ? { ...delegate!, since: state.at } : null
      return [one.seatId, { ...one, holder, proxyTo: there.proxies?.get(one.seatId) ?? null }]
    }),
  )
  const recusals = roll.flatMap(({ seatId }, at) =>
    there.recused?.[at] ? [{ seatId, itemId: 'i3', reason: 'Porteur', by: facilitator }] : [],
  )
  return { ...state, seats, recusals, activeItem: 'i3' }
}

const body = fc
  .array(
    fc.record({
      college: fc.constantFrom(...collegeKeys),
      held: fc.boolean(),
      recused: fc.boolean(),
      lends: fc.boolean(),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((all) => ({
    roll: all.map(({ college }, at) => seat(`s${at}`, `p${at}`, [], { college })),
    held: all.map(({ held }) => held),
    recused: all.map(({ recused }) => recused),
    // Each that lends does so to the seat before it, when that one lends nothing.
    proxies: new Map(
      all.flatMap(({ lends }, at): [string, string][] =>
        lends && at > 0 && !all[at - 1]!.lends ? [[`s${at}`, `s${at - 1}`]] : [],
      ),
    ),
  }))

describe('the arithmetic', () => {
  test('INV-11 two thirds of 3, 6, 9 and 30 are 2, 4, 6 and 20, and more than two thirds one more', () => {
    const twoThirds = { num: 2, den: 3 }
    expect([3, 6, 9, 30].map((base) => neededOf(base, twoThirds, false))).toEqual([2, 4, 6, 20])
    expect([3, 6, 9, 30].map((base) => neededOf(base, twoThirds, true))).toEqual([3, 5, 7, 21])
    expect(neededOf(100, { num: 55, den: 100 }, false)).toBe(55)
    // In floats 0.29 × 100 is 28.999999999999996, and « more than 29 % » of 100 would be 29.
    expect(neededOf(100, { num: 29, den: 100 }, true)).toBe(30)
    expect(neededOf(10, { num: 2, den: 3 }, false)).toBe(7)
    expect(neededOf(10, { num: 2, den: 3 }, true)).toBe(7)
  })

  test('INV-10 one more seat present never loses the quorum, one fewer never gains it', () => {
    fc.assert(
      fc.property(
        body,
        quorumRule,
        fc.boolean(),
        fc.nat(),
        ({ roll, held, recused, proxies }, rule, weighted, which) => {
          const at = which % roll.length
          const met = (present: boolean) => {
            const state = stateWith(roll, { held: held.with(at, present), recused, proxies }, weighted)
            return evaluateQuorum(state, rule, 'i3').met
          }
          if (met(false)) expect(met(true)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('INV-12 strict and inclusive differ exactly where what is there equals the share', () => {
    fc.assert(
      fc.property(
        body,
        share,
        fc.constantFrom('organizations' as const, 'weight' as const),
        ({ roll, held }, one, basis) => {
          const state = stateWith(roll, { held }, true)
          const rule: QuorumRule = {
            basis,
            share: one,
            strict: false,
            minAbsolute: 1,
            collegesMin: 0,
            proxiesCount: true,
            recusedInBase: true,
          }
          const inclusive = evaluateQuorum(state, rule, null)
          const strict = evaluateQuorum(state, { ...rule, strict: true }, null)
          const read = (text: string) => {
            const [num = 0, den = 1] = text.split('/').map(Number)
            return { num, den }
          }
          const [base, reached] = [read(inclusive.base), read(inclusive.reached)]
          // reached = share × base, by its own arithmetic.
          const equal =
            base.num > 0 &&
            BigInt(reached.num) * BigInt(base.den) * BigInt(one.den) ===
              BigInt(one.num) * BigInt(base.num) * BigInt(reached.den)
          expect(inclusive.met !== strict.met).toBe(equal && reached.num > 0)
          expect(compareFractions(reached, base) <= 0).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('INV-24 consultative and observer seats, and people without a seat, count nowhere', () => {
    const voting = [seat('s1', 'ana'), seat('s2', 'bob')]
    const silent = [
      seat('s3', 'cleo', [], { right: 'consultative' }),
      seat('s4', 'dan', [], { right: 'observer' }),
    ]
    const sitting = opened({ seats: [...voting, ...silent] })
    for (const userId of ['cleo', 'dan', 'zoe']) expect(arrive(sitting, userId)).toBeNull()

    const figures = evaluateQuorum(sitting.state, sitting.state.rules!.quorum)
    expect(figures).toMatchObject({ base: '2', reached: '0', entitled: 2, present: 0, met: false })
  })

  test('an empty body has no quorum, whatever the share', () => {
    const { state } = convened({ seats: [seat('s1', 'ana', [], { right: 'consultative' })] })
    expect(evaluateQuorum(state, { ...state.rules!.quorum, minAbsolute: 1 }).met).toBe(false)
  })
})

describe('stored when it matters', () => {
  const four = [seat('s1', 'ana'), seat('s2', 'bob'), seat('s3', 'cleo'), seat('s4', 'dan')]
  const evaluations = ({ events }: Sitting) =>
    events.filter((event): event is EventOf<'quorumEvaluated'> => event.kind === 'quorumEvaluated')
  const question = { fr: 'Adopte-t-on ?', en: 'Adopt?' }

  test('MEET-14 at opening, at a poll’s opening and closing, when lost and when regained, with its figures', () => {
    const sitting = convened({ seats: four, rules: rulesWith({ quorumLost: 'consultative' }) })
    for (const userId of ['ana', 'bob']) arrive(sitting, userId)
    sitting.act(facilitator, { kind: 'open' })
    sitting.act(facilitator, { kind: 'openItem', itemId: 'i3' })
    sitting.append({ kind: 'pollOpened', pollId: 'p', itemId: 'i3', question, deciding: true })
    sitting.act(person('ana'), { kind: 'leave' })
    arrive(sitting, 'ana')
    sitting.append({ kind: 'pollClosed', pollId: 'p', outcome: 'consensus' })

    expect(
      evaluations(sitting).map(({ occasion, figures }) => [occasion, figures.met, figures.reached]),
    ).toEqual([
      ['opening', true, '2'],
      ['pollOpening', true, '2'],
      ['lost', false, '1'],
      ['regained', true, '2'],
      ['pollClosing', true, '2'],
    ])
    expect(evaluations(sitting)[1]).toMatchObject({ itemId: 'i3', pollId: 'p' })
  })

  test('TRAP-4 it is held against every voting seat of the roll: few who vote do not make it', () => {
    const sitting = opened({ seats: four, rules: rulesWith({ quorumLost: 'consultative' }) })
    arrive(sitting, 'ana')
    expect(checkQuorum(sitting.state)).toEqual({
      code: 'quorumMissing',
      details: { reached: '1', needed: '2' },
    })
  })

  test('MEET-15 lost, the meeting is suspended by rule, as an event, and resumes only with its quorum', () => {
    const sitting = convened({ seats: four })
    for (const userId of ['ana', 'bob']) arrive(sitting, userId)
    sitting.act(facilitator, { kind: 'open' })
    sitting.act(person('bob'), { kind: 'leave' })

    expect(sitting.state).toMatchObject({ status: 'suspended', suspendedFor: 'quorum' })
    expect(sitting.events.slice(-2).map(({ kind }) => kind)).toEqual(['quorumEvaluated', 'suspended'])
    expect(sitting.ask(facilitator, { kind: 'resume' })).toBe('quorumMissing')
    arrive(sitting, 'cleo')
    expect(evaluations(sitting).at(-1)).toMatchObject({ occasion: 'regained' })
    expect(sitting.ask(facilitator, { kind: 'resume' })).toBeNull()
  })

  test('MEET-15 without it, a consultative meeting goes on and decides nothing; the third rule decides all the same', () => {
    const decide = { kind: 'decideItem', itemId: 'i3', words: 'Adopté' } as const
    for (const quorumLost of ['consultative', 'continue'] as const) {
      const sitting = opened({ seats: four, rules: rulesWith({ quorumLost }) })
      sitting.act(facilitator, { kind: 'openItem', itemId: 'i3' })
      expect(sitting.state.status).toBe('open')
      expect(sitting.ask(facilitator, decide)).toBe(quorumLost === 'continue' ? null : 'quorumMissing')
      expect(evaluations(sitting)[0]).toMatchObject({ occasion: 'opening', figures: { met: false } })
    }
  })

  test('MEET-15 what lacks may be colleges, and is said so', () => {
    const rules = rulesWith({ quorum: { ...rulesWith().quorum, collegesMin: 2 }, quorumLost: 'consultative' })
    const sitting = opened({ seats: four, rules })
    for (const userId of ['ana', 'bob', 'cleo']) arrive(sitting, userId)
    expect(checkQuorum(sitting.state)).toEqual({ code: 'quorumColleges' })
  })
})
