// POLL-3, POLL-5, POLL-6: weights, reasons, counting. The figures of the fictitious plan are recounted whole.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fraction } from '../../shared/basics.ts'
import {
  type ConsentBallot,
  type ConsentChoice,
  checkBallot,
  choiceKeys,
  type DecisionRule,
  defaultRule,
  isConsensus,
  type RegisterEntry,
  reasonLengthMax,
  registerMax,
  ruleText,
  tallyConsent,
  weighRegister,
} from '../../shared/poll/consent.ts'
import { type Refusal, refusalText } from '../../shared/refusals.ts'
import type { College } from '../../shared/territory.ts'

const fictiveColleges: readonly [College, number, number][] = [
  ['community', 26, 30],
  ['municipal', 9, 20],
  ['institutional', 14, 20],
  ['lived', 10, 20],
  ['economy', 5, 10],
]
const weighted: DecisionRule = {
  ...defaultRule,
  collegeWeights: Object.fromEntries(fictiveColleges.map(([college, , percent]) => [college, percent])),
}

function organizations(sizes: readonly (readonly [College, number, ...unknown[]])[]) {
  return sizes.flatMap(([college, count]) =>
    Array.from({ length: count }, (_, at) => ({ id: `${college}-${at}`, name: `${college} ${at}`, college })),
  )
}

function weigh(
  sizes: readonly (readonly [College, number, ...unknown[]])[],
  rule: DecisionRule,
): RegisterEntry[] {
  const register = weighRegister(organizations(sizes), rule)
  if ('code' in register) throw new Error(register.code)
  return register
}

/** Ballots dealt over a register in its order: first the supports, then reservations, abstentions, blocks. */
function deal(
  register: readonly RegisterEntry[],
  counts: Partial<Record<ConsentChoice, number>>,
): ConsentBallot[] {
  const choices = choiceKeys.flatMap((choice) => Array.from({ length: counts[choice] ?? 0 }, () => choice))
  return choices.map((choice, at) => ({
    organizationId: register[at]!.organizationId,
    choice,
    reason: choice === 'reserve' || choice === 'block' ? 'Parce que.' : '',
  }))
}

describe('the two votes of the fictitious plan (64 organisations in five colleges)', () => {
  const register = weigh(fictiveColleges, weighted)

  test('POLL-3 each organisation weighs its college’s share over its number', () => {
    expect(register).toHaveLength(64)
    expect(register[0]!.weight).toEqual({ num: 30, den: 26 })
    expect(register.at(-1)!.weight).toEqual({ num: 10, den: 5 })
  })

  test('POLL-6 S2: 51, 8, 3, 1 and one not expressed is sent back to discussion by the block', () => {
    const result = tallyConsent(
      register,
      deal(register, { support: 51, reserve: 8, abstain: 3, block: 1 }),
      weighted,
    )

    expect(result.counts).toEqual({ support: 51, reserve: 8, abstain: 3, block: 1 })
    expect(result).toMatchObject({ notVoted: 1, registered: 64, quorumMet: true, thresholdMet: true })
    expect(result.outcome).toBe('blocked')
  })

  test('POLL-6 S3: 56, 6, 2, 0 is a consensus, counted exactly', () => {
    const result = tallyConsent(register, deal(register, { support: 56, reserve: 6, abstain: 2 }), weighted)

    expect(result.outcome).toBe('consensus')
    // All weigh 100; the two abstentions are of the economy college, 10/5 each.
    expect(result.expressed).toEqual({ num: 96, den: 1 })
    expect(result.favourable).toEqual({ num: 96, den: 1 })
    expect(result.colleges).toBe(5)
  })

  test('POLL-6 all 64 in support, none silent, is unanimous', () => {
    expect(tallyConsent(register, deal(register, { support: 64 }), weighted).outcome).toBe('unanimous')
  })
})

describe('thresholds are exact and inclusive', () => {
  const twoThirds: DecisionRule = {
    ...defaultRule,
    quorum: { num: 0, den: 1 },
    collegesMin: 0,
    threshold: { num: 2, den: 3 },
  }

  test.each([
    [3, 2],
    [6, 4],
    [9, 6],
    [30, 20],
  ])('POLL-6 two thirds of %i are %i', (size, needed) => {
    const register = weigh([['community', size]], twoThirds)
    // A block is expressed and not favourable: only the share is looked at here, not the outcome.
    const met = (support: number) =>
      tallyConsent(register, deal(register, { support, block: size - support }), twoThirds).thresholdMet

    expect(met(needed)).toBe(true)
    expect(met(needed - 1)).toBe(false)
  })

  test.each([
    [3, 2],
    [6, 4],
    [9, 6],
    [30, 20],
  ])('POLL-6 a quorum of two thirds of %i is %i', (size, needed) => {
    const rule = { ...twoThirds, quorum: { num: 2, den: 3 } }
    const register = weigh([['community', size]], rule)

    expect(tallyConsent(register, deal(register, { support: needed }), rule).outcome).toBe('consensus')
    expect(tallyConsent(register, deal(register, { support: needed - 1 }), rule).outcome).toBe('noQuorum')
  })

  test('POLL-6 a quorum wants its colleges too', () => {
    const register = weigh(
      [
        ['community', 8],
        ['municipal', 1],
        ['lived', 1],
      ],
      defaultRule,
    )

    expect(tallyConsent(register, deal(register, { support: 8 }), defaultRule).outcome).toBe('noQuorum')
    expect(tallyConsent(register, deal(register, { support: 10 }), defaultRule).outcome).toBe('unanimous')
  })

  test('POLL-6 when all abstain nothing is expressed, and nothing is adopted', () => {
    const register = weigh([['community', 4]], twoThirds)
    const result = tallyConsent(register, deal(register, { abstain: 4 }), twoThirds)

    expect(result).toMatchObject({ thresholdMet: false, outcome: 'belowThreshold' })
  })

  test('POLL-6 weights that leave 2^53 once multiplied are still compared exactly', () => {
    const sizes = [
      ['community', 139],
      ['municipal', 137],
      ['institutional', 131],
      ['lived', 127],
      ['economy', 131],
      ['nations', 135],
    ] as const
    const collegeWeights = {
      community: 17,
      municipal: 19,
      institutional: 13,
      lived: 17,
      economy: 17,
      nations: 17,
    }
    const register = weigh(sizes, { ...defaultRule, collegeWeights })
    for (let every = 2; every <= 60; every++) {
      const ballots = register.map(({ organizationId }, at) => ({
        organizationId,
        choice: at % every === 0 ? ('block' as const) : ('support' as const),
        reason: 'x',
      }))
      const exact = exactShare(register, ballots)
      const at = (threshold: Fraction) =>
        tallyConsent(register, ballots, { ...defaultRule, collegeWeights, threshold }).thresholdMet

      // Floats get about one such equality in sixteen wrong.
      expect(at(exact)).toBe(true)
      expect(at({ num: exact.num + 1, den: exact.den })).toBe(false)
    }
  })
})

/** favourable ÷ expressed by BigInt alone, over the common denominator of all weights. */
function exactShare(register: readonly RegisterEntry[], ballots: readonly ConsentBallot[]): Fraction {
  const den = register.reduce((product, { weight }) => lcm(product, BigInt(weight.den)), 1n)
  const sum = (keep: (choice: ConsentChoice) => boolean) =>
    ballots
      .filter(({ choice }) => keep(choice))
      .map(({ organizationId }) => register.find((entry) => entry.organizationId === organizationId)!.weight)
      .reduce((total, { num, den: own }) => total + BigInt(num) * (den / BigInt(own)), 0n)
  const [part, whole] = [sum((choice) => choice === 'support'), sum((choice) => choice !== 'abstain')]
  const shared = gcd(part, whole)
  return { num: Number(part / shared), den: Number(whole / shared) }
}
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))
const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b

describe('whatever the ballots', () => {
  const colleges = ['community', 'municipal', 'institutional', 'lived', 'economy', 'nations'] as const
  const poll = fc
    .tuple(
      fc.array(fc.constantFrom(...colleges), { minLength: 1, maxLength: 40 }),
      fc.boolean(),
      fc.array(fc.option(fc.constantFrom(...choiceKeys)), { minLength: 40, maxLength: 40 }),
    )
    .map(([members, byCollege, choices]) => {
      const rule: DecisionRule = {
        ...defaultRule,
        collegesMin: 1,
        collegeMax: { num: 1, den: 1 },
        collegeWeights: byCollege
          ? { community: 31, municipal: 17, institutional: 13, lived: 19, economy: 7, nations: 11 }
          : null,
      }
      const named = members.map((college, at) => ({ id: `o${at}`, name: `O ${at}`, college }))
      const register = weighRegister(named, rule) as RegisterEntry[]
      const ballots = register.flatMap(({ organizationId }, at): ConsentBallot[] => {
        const choice = choices[at]
        return choice ? [{ organizationId, choice, reason: 'x' }] : []
      })
      return { rule, register, ballots }
    })

  test('POLL-6 the order of ballots changes nothing', () => {
    fc.assert(
      fc.property(poll, fc.infiniteStream(fc.nat()), ({ rule, register, ballots }, order) => {
        const shuffled = ballots
          .map((ballot) => ({ ballot, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ ballot }) => ballot)
        expect(tallyConsent(register, shuffled, rule)).toEqual(tallyConsent(register, ballots, rule))
      }),
    )
  })

  test('POLL-6 every organisation is counted once: choices and silences add up to the register', () => {
    fc.assert(
      fc.property(poll, ({ rule, register, ballots }) => {
        const { counts, notVoted, registered, favourable, expressed } = tallyConsent(register, ballots, rule)
        const cast = counts.support + counts.reserve + counts.abstain + counts.block
        expect(cast + notVoted).toBe(register.length)
        expect(registered).toBe(register.length)
        expect(favourable.num * expressed.den).toBeLessThanOrEqual(expressed.num * favourable.den)
      }),
    )
  })

  test('POLL-6 a block never leaves a consensus, and one more support never takes one away', () => {
    fc.assert(
      fc.property(poll, ({ rule, register, ballots }) => {
        const { outcome } = tallyConsent(register, ballots, rule)
        if (ballots.some(({ choice }) => choice === 'block')) expect(isConsensus(outcome)).toBe(false)
        const silent = register.find(
          ({ organizationId }) => !ballots.some((ballot) => ballot.organizationId === organizationId),
        )
        if (!silent || !isConsensus(outcome)) return
        const more = [
          ...ballots,
          { organizationId: silent.organizationId, choice: 'support' as const, reason: '' },
        ]
        expect(isConsensus(tallyConsent(register, more, rule).outcome)).toBe(true)
      }),
    )
  })

  test('POLL-6 a ballot from outside the register, or a second one, is a bug that stops the count', () => {
    const register = weigh([['community', 2]], defaultRule)
    const [first] = deal(register, { support: 1 })

    expect(() => tallyConsent(register, [first!, first!], defaultRule)).toThrow('voted twice')
    expect(() => tallyConsent(register, [{ ...first!, organizationId: 'other' }], defaultRule)).toThrow('bug')
  })
})

describe('registers that are refused', () => {
  test('POLL-3 an empty one, one too large to count exactly, and a college above the cap', () => {
    expect(weighRegister([], defaultRule)).toMatchObject({ code: 'registerEmpty' })
    expect(weighRegister(organizations([['lived', registerMax + 1]]), defaultRule)).toMatchObject({
      code: 'registerTooLarge',
    })
    const rule = { ...defaultRule, collegeWeights: { community: 50, municipal: 50 } }
    const both = organizations([
      ['community', 1],
      ['municipal', 1],
    ])
    const heavy = weighRegister(both, rule) as Refusal
    expect(heavy).toMatchObject({ code: 'collegeTooHeavy', details: { max: '49/100' } })
    expect(refusalText(heavy, 'fr')).toBe('Le collège « Communautaire » pèserait plus de 49\u00a0% des voix.')
    expect(refusalText(heavy, 'en')).toBe('The college “Community” would weigh more than 49% of the votes.')
  })

  test('POLL-3 the cap is on the colleges that are there: 49 against 51 where the third has nobody', () => {
    const rule = { ...defaultRule, collegeWeights: { community: 40, municipal: 40, lived: 20 } }
    const two = organizations([
      ['community', 1],
      ['municipal', 1],
    ])
    const three = [...two, ...organizations([['lived', 1]])]

    expect(weighRegister(two, rule)).toMatchObject({ code: 'collegeTooHeavy' })
    expect(weighRegister(three, rule)).toHaveLength(3)
  })
})

test('POLL-5 a reservation or a block needs words; no reason is longer than its limit', () => {
  expect(checkBallot('support', '')).toBeNull()
  expect(checkBallot('abstain', '')).toBeNull()
  expect(checkBallot('block', '  \n ')).toMatchObject({ code: 'reasonNeeded' })
  expect(checkBallot('reserve', '')).toMatchObject({ code: 'reasonNeeded' })
  expect(checkBallot('reserve', 'Le soir.')).toBeNull()
  expect(checkBallot('support', 'x'.repeat(reasonLengthMax + 1))).toMatchObject({ code: 'invalidField' })
})

test('POLL-3 the rule in words never rounds a share', () => {
  const thirds = ruleText({ ...weighted, quorum: { num: 2, den: 3 }, collegesMin: 1 })

  expect(thirds.fr).toContain('Quorum\u00a0: 2/3 des organisations inscrites et au moins 1\u00a0collège.')
  expect(thirds.fr).toContain('Adoption à 75\u00a0%')
  expect(thirds.fr).toContain('pondérée par collège (Communautaire 30\u00a0%')
  expect(thirds.en).toContain('Quorum: 2/3 of registered organisations and at least 1 college.')
  expect(ruleText({ ...defaultRule, collegesMin: 0 }).en).toContain('registered organisations. Adopted')
})

test('POLL-6 unanimous only where each organisation supports: a reserve, an abstention or a silence leaves a consensus', () => {
  const rule: DecisionRule = {
    ...defaultRule,
    quorum: { num: 1, den: 2 },
    collegesMin: 1,
    collegeWeights: null,
  }
  const register = weighRegister(organizations([['community', 4]]), rule) as RegisterEntry[]
  const said = (...choices: ConsentChoice[]) => {
    const ballots: ConsentBallot[] = choices.map((choice, at) => ({
      organizationId: register[at]!.organizationId,
      choice,
      reason: '',
    }))
    return tallyConsent(register, ballots, rule).outcome
  }

  expect(said('support', 'support', 'support', 'support')).toBe('unanimous')
  expect(said('support', 'support', 'support', 'reserve')).toBe('consensus')
  expect(said('support', 'support', 'support', 'abstain')).toBe('consensus')
  expect(said('support', 'support', 'support')).toBe('consensus')
  expect(said('support', 'support', 'support', 'block')).toBe('blocked')
})
