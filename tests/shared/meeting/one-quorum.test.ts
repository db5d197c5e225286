// The same rule, asked of a meeting and of the count of a ballot opened in it, says the same: two homes that read one rule. MEET-14, COUNT-3.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RollSeat } from '../../../shared/meeting/events.ts'
import { evaluateQuorum } from '../../../shared/meeting/quorum.ts'
import { presenceOf, registerAt, votingSeats } from '../../../shared/meeting/register.ts'
import { checkRuleSet } from '../../../shared/meeting/rule-check.ts'
import { ruleSentences } from '../../../shared/meeting/rule-text.ts'
import { judgeQuorum, quorumText } from '../../../shared/poll/quorum.ts'
import type { QuorumRule } from '../../../shared/poll/setting.ts'
import { thresholdText } from '../../../shared/poll/threshold.ts'
import type { College } from '../../../shared/territory.ts'
import { facilitator, opened, rulesWith, seat } from '../../kit/sitting.ts'

const share = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .map(([a, b]) => ({ num: Math.min(a, b), den: Math.max(a, b) }))
const anyRule: fc.Arbitrary<QuorumRule> = fc.record({
  basis: fc.constantFrom('organizations', 'weight'),
  share,
  strict: fc.boolean(),
  minAbsolute: fc.integer({ min: 1, max: 3 }),
  collegesMin: fc.integer({ min: 0, max: 2 }),
  perCollege: fc.oneof(
    fc.constant({}),
    share.map((one) => ({ community: one, municipal: one })),
  ),
  proxiesCount: fc.boolean(),
  recusedInBase: fc.boolean(),
})

interface Here {
  readonly college: College
  readonly held: boolean
  /** The place, in the roll, of the seat it gave its proxy to; itself for none. */
  readonly proxy: number
  readonly recused: boolean
}
const anyRoll: fc.Arbitrary<readonly Here[]> = fc.array(
  fc.record({
    college: fc.constantFrom('community' as const, 'municipal' as const, 'lived' as const),
    held: fc.boolean(),
    proxy: fc.nat({ max: 5 }),
    recused: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 1, maxLength: 6 },
)

function stateOf(list: readonly Here[], weighted: boolean, sleeps: boolean) {
  const roll: RollSeat[] = list.map(({ college }, at) => seat(`s${at}`, `p${at}`, [], { college }))
  const weights = { community: 30, municipal: 40, lived: 30 }
  const rules = rulesWith({
    quorumLost: 'continue',
    proxies: { allowed: true, cap: 10, sleepsWhenPresent: sleeps },
    ...(weighted && { collegeWeights: weights }),
  })
  const { state } = opened({ seats: roll, rules })
  const seats = new Map(
    [...state.seats.values()].map((one, at) => {
      const { held, proxy } = list[at]!
      const holder = held ? { ...one.people[0]!, since: state.at } : null
      const to = proxy !== at && proxy < list.length ? `s${proxy}` : null
      return [one.seatId, { ...one, holder, proxyTo: to }]
    }),
  )
  const recusals = list.flatMap(({ recused }, at) =>
    recused ? [{ seatId: `s${at}`, itemId: 'i3', reason: 'Porteur', by: facilitator }] : [],
  )
  return { ...state, seats, recusals, activeItem: 'i3' }
}

test('MEET-14 COUNT-3 INV-10 the quorum of the room and that of a ballot where everybody there votes are one: by seats and by weight, by college, proxies and recusals as the rule says', () => {
  const met = { both: 0, proxies: 0 }
  fc.assert(
    fc.property(anyRoll, anyRule, fc.boolean(), fc.boolean(), (list, rule, weighted, sleeps) => {
      const state = stateOf(list, weighted, sleeps)
      const register = registerAt(state, 'i3')
      const here = votingSeats(state).filter((one) => presenceOf(state, one, 'i3') !== 'absent')

      const room = evaluateQuorum(state, rule, 'i3')
      const ballot = judgeQuorum(rule, register, new Set(here.map(({ seatId }) => seatId)))

      expect(ballot.met).toBe(room.met)
      if (ballot.met) met.both += 1
      if (!rule.proxiesCount && room.represented > 0) met.proxies += 1
      if (rule.basis === 'organizations') expect(ballot.reached).toBe(room.reached)
      expect(ballot.colleges).toBe(room.colleges)
    }),
    { numRuns: 1_000 },
  )
  expect(met.both).toBeGreaterThan(50)
  expect(met.proxies).toBeGreaterThan(50)
})

test('COUNT-3 COUNT-6 exactly its share of a college is enough, also where the whole asks for more than its own; the rules, the ballot and the check all say so', () => {
  const half = { num: 1, den: 2 }
  const quorum: QuorumRule = {
    basis: 'organizations',
    share: half,
    strict: true,
    minAbsolute: 1,
    collegesMin: 0,
    perCollege: { municipal: half },
    proxiesCount: true,
    recusedInBase: true,
  }
  const room = (held: readonly boolean[]) => {
    const colleges = ['municipal', 'municipal', 'lived', 'lived'] as const
    const list = colleges.map((college, at) => ({ college, held: held[at]!, proxy: at, recused: false }))
    return evaluateQuorum(stateOf(list, false, true), quorum, 'i3')
  }
  // Three of four, one of two: more than half of all, half of the college.
  expect(room([true, false, true, true])).toMatchObject({
    met: true,
    perCollege: [{ needed: 1, reached: 1, met: true }],
  })
  expect(room([false, false, true, true]).met).toBe(false)

  const adoption = {
    share: half,
    strict: true,
    base: 'expressed',
    abstentions: 'excluded',
    perCollege: { municipal: half },
  } as const
  const [fr] = [ruleSentences(rulesWith({ quorum, adoption }), 'fr').join(' ')]
  expect(fr).toContain('dans chaque collège (Municipal au moins 50\u00a0%)')
  expect(fr).toContain('et par collège Municipal au moins 50\u00a0%')
  expect(quorumText(quorum).fr).toContain('au moins 50\u00a0% du collège')
  expect(thresholdText(adoption).fr).toContain('au moins 50\u00a0% des voix exprimées du collège')
  const whole = { municipal: { num: 1, den: 1 } }
  expect(
    checkRuleSet(
      rulesWith({ quorum: { ...quorum, perCollege: whole }, adoption: { ...adoption, perCollege: whole } }),
    ),
  ).toBeNull()
})
