// Where the one chart of a ballot puts its parts: what is drawn must say what was counted (POLL-6).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeBar } from '../client/pages/decide/parts/bar.ts'
import { type ConsentChoice, choiceKeys, defaultRule, tallyConsent } from '../shared/poll/consent.ts'

const one = { num: 1, den: 1 }
const table = (choices: readonly ConsentChoice[]) => ({
  register: choices.map((_, at) => ({
    organizationId: `o${at}`,
    name: `O${at}`,
    college: 'community' as const,
    weight: one,
  })),
  ballots: choices.map((choice, at) => ({ organizationId: `o${at}`, choice, reason: 'r' })),
})
const rule = { ...defaultRule, collegesMin: 0 }

describe('the bar of a consent poll', () => {
  it('draws nothing when all abstain', () => {
    const { register, ballots } = table(['abstain', 'abstain'])

    expect(placeBar(register, ballots, rule)).toBeNull()
  })

  it('puts blocks left of zero and favourable votes right of it, reservations nearest to zero', () => {
    const { register, ballots } = table(['support', 'support', 'reserve', 'block', 'abstain'])

    const bar = placeBar(register, ballots, rule)!

    expect(bar.parts.map((part) => part.choice)).toEqual(['block', 'reserve', 'support'])
    const [block, reserve, support] = bar.parts
    expect(block!.from + block!.width).toBeCloseTo(bar.zero)
    expect(reserve!.from).toBeCloseTo(bar.zero)
    expect(support!.from).toBeCloseTo(reserve!.from + reserve!.width)
  })

  it('crosses the threshold’s line exactly when the count says that it is met, and never leaves its frame (POLL-6)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...choiceKeys), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        (choices, num) => {
          const { register, ballots } = table(choices)
          const strict = { ...rule, threshold: { num, den: 12 } }
          const bar = placeBar(register, ballots, strict)
          if (!bar) return
          const right = Math.max(bar.zero, ...bar.parts.map((part) => part.from + part.width))

          expect(right >= bar.threshold - 1e-9).toBe(tallyConsent(register, ballots, strict).thresholdMet)
          expect(Math.min(...bar.parts.map((part) => part.from))).toBeGreaterThanOrEqual(-1e-9)
          expect(right).toBeLessThanOrEqual(100 + 1e-9)
        },
      ),
    )
  })
})
