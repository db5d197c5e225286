// COUNT-1, COUNT-2, COUNT-4: masses, thresholds, permutation. Properties over polls of every method.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import { compare, type Ratio, ratio } from '../../../shared/poll/exact.ts'
import type { Mass, SeatEntry, Threshold, Value, Voice } from '../../../shared/poll/setting.ts'
import { leastSupport } from '../../../shared/poll/threshold.ts'
import { canonicalText } from '../../../shared/record/canonical.ts'
import { anyPoll, countOf, deal, one, seatsOf, settingOf, share, twoThirds } from '../../kit/counting.ts'

function exact(text: string): Ratio {
  const [n, d = '1'] = text.split('/')
  return ratio(BigInt(n!), BigInt(d))
}
function sum(masses: readonly Mass[]): Mass {
  const weight = masses
    .map((mass) => exact(mass.weight))
    .reduce((a, b) => ratio(a.n * b.d + b.n * a.d, a.d * b.d), ratio(0n))
  const text = weight.d === 1n ? String(weight.n) : `${weight.n}/${weight.d}`
  return { seats: masses.reduce((total, { seats }) => total + seats, 0), weight: text }
}
const yes: Value = { answer: 'yes' }
const no: Value = { answer: 'no' }
const abstain: Value = { answer: 'abstain' }

describe('what adds up', () => {
  test('INV-4 the masses add up to the register, in seats and in weight separately', () => {
    fc.assert(
      fc.property(anyPoll(), ({ setting, register, voices }) => {
        const count = countPoll(setting, register, voices)
        expect(sum([count.expressed, count.abstained, count.blank, count.invalid])).toEqual(count.cast)
        expect(sum([count.cast, count.notVoted])).toEqual(count.registered)
        expect(count.registered.seats + count.recused.seats).toBe(register.length)
        if (count.favourable && count.against) {
          expect(sum([count.favourable, count.against])).toEqual(count.expressed)
        }
      }),
    )
  })

  test('INV-2 what is counted never weighs more than what is registered, and as much only when nobody is missing', () => {
    fc.assert(
      fc.property(anyPoll(), ({ setting, register, voices }) => {
        const { cast, registered, notVoted } = countPoll(setting, register, voices)
        const order = compare(exact(cast.weight), exact(registered.weight))
        expect(order).toBeLessThanOrEqual(0)
        expect(order === 0).toBe(exact(notVoted.weight).n === 0n)
      }),
    )
  })

  test('INV-3 the order in which voices and seats come changes nothing, to the byte', () => {
    const shuffled = anyPoll().chain((poll) =>
      fc.record({
        poll: fc.constant(poll),
        voices: fc.shuffledSubarray([...poll.voices], { minLength: poll.voices.length }),
        register: fc.shuffledSubarray([...poll.register], { minLength: poll.register.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ poll: { setting, register, voices }, ...other }) => {
        const count = canonicalText(countPoll(setting, register, voices))
        expect(canonicalText(countPoll(setting, other.register, other.voices))).toBe(count)
      }),
    )
  })

  test('INV-8 a count reads what was fixed at opening and writes nothing of it', () => {
    const frozen = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      Object.freeze(value)
      Object.values(value).forEach(frozen)
    }
    fc.assert(
      fc.property(anyPoll(), ({ setting, register, voices }) => {
        const before = canonicalText({ setting, register, voices })
        for (const part of [setting, register, voices]) frozen(part)
        const count = countPoll(setting, register, voices)
        expect(canonicalText({ setting, register, voices })).toBe(before)
        expect(canonicalText(countPoll(setting, register, voices))).toBe(canonicalText(count))
      }),
    )
  })

  test('INV-1 a seat has one voice in a count: a second one, or a stranger’s, is never added up', () => {
    const register = seatsOf(2)
    const twice = [register[0]!, register[0]!].map(({ seatId }) => ({ seatId, value: yes }))
    expect(() => countPoll(settingOf('yesNo'), register, twice)).toThrow('more than one voice')
    expect(() => countPoll(settingOf('yesNo'), register, [{ seatId: 'stranger', value: yes }])).toThrow(
      'not in the register',
    )
  })

  test('INV-14 a recused seat leaves every base, and its earlier voice with it', () => {
    const register = seatsOf(4).map((seat, at) => (at === 0 ? { ...seat, recused: true } : seat))
    const threshold: Threshold = { ...twoThirds, base: 'entitled' }
    const count = countPoll(settingOf('yesNo', { threshold }), register, deal(register, [[3, yes]]))
    expect(count).toMatchObject({
      registered: { seats: 3 },
      recused: { seats: 1 },
      cast: { seats: 2 },
      test: { support: '2', base: '3', passed: true },
    })
    expect(count.trace.map(({ fr }) => fr).join()).toContain('récusés depuis leur vote')
  })

  test('COUNT-4 a value that should never have been stored is counted apart', () => {
    const odd = [
      null,
      7,
      'oui',
      [],
      {},
      { answer: 'maybe' },
      { answer: 'yes', more: 1 },
    ] as unknown as Value[]
    const count = countOf(settingOf('yesNo'), [[1, yes], ...odd.map((value) => [1, value] as const)])
    expect(count).toMatchObject({ invalid: { seats: odd.length }, expressed: { seats: 1 } })
  })

  test('COUNT-4 a proxy’s voice is the giver’s, with the giver’s weight', () => {
    const register: SeatEntry[] = [
      { seatId: 'carrier', name: 'A', college: 'community', weight: one },
      { seatId: 'giver', name: 'B', college: 'municipal', weight: share(5, 2), proxyTo: 'carrier' },
    ]
    const voices: Voice[] = [
      { seatId: 'carrier', value: no },
      { seatId: 'giver', value: yes },
    ]
    const count = countPoll(settingOf('yesNo'), register, voices)
    expect(count.test).toMatchObject({ support: '5/2', base: '7/2', passed: true })
  })
})

describe('thresholds', () => {
  test('INV-11 two thirds of 3, 6, 9, 30 are 2, 4, 6, 20, and one less does not pass', () => {
    for (const [voices, needed] of [
      [3, 2],
      [6, 4],
      [9, 6],
      [30, 20],
    ] as const) {
      const passes = (support: number) =>
        countOf(settingOf('yesNo'), [
          [support, yes],
          [voices - support, no],
        ]).test!.passed
      expect([needed - 1, needed].map(passes)).toEqual([false, true])
      expect(leastSupport(twoThirds, ratio(BigInt(voices)))).toBe(String(needed))
    }
  })

  test('TRAP-22 55 % of 100 is 55, not the 56 that floats give; 67 % of 3 is 3 where two thirds is 2', () => {
    const at = (num: number, den: number) => ({ ...twoThirds, share: share(num, den) })
    const passed = (threshold: Threshold, support: number, against: number) =>
      countOf(settingOf('yesNo', { threshold }), [
        [support, yes],
        [against, no],
      ]).test!.passed
    expect(passed(at(55, 100), 55, 45)).toBe(true)
    expect(passed(at(67, 100), 2, 1)).toBe(false)
    expect(passed(at(2, 3), 2, 1)).toBe(true)
  })

  test('INV-11 raising a threshold never turns a failure into a pass; a yes more never turns a pass into a failure', () => {
    const adopting = anyPoll(['consent', 'gradients', 'fist', 'yesNo'])
    const best: { readonly [method: string]: Value } = {
      consent: { choice: 'support' },
      gradients: { level: 0 },
      fist: { fingers: 5 },
      yesNo: yes,
    }
    fc.assert(
      fc.property(adopting, fc.nat(), ({ setting, register, voices }, at) => {
        const { passed } = countPoll(setting, register, voices).test!
        const { share: asked } = setting.threshold!
        const higher = {
          ...setting,
          threshold: { ...setting.threshold!, share: share(asked.num + 1, asked.den + 1) },
        }
        if (!passed) expect(countPoll(higher, register, voices).test!.passed).toBe(false)
        const entitled = register.filter(({ recused }) => !recused)
        if (entitled.length === 0) return
        const { seatId } = entitled[at % entitled.length]!
        const more = [
          ...voices.filter((voice) => voice.seatId !== seatId),
          { seatId, value: best[setting.method]! },
        ]
        if (passed) expect(countPoll(setting, register, more).test!.passed).toBe(true)
      }),
    )
  })

  test('INV-12 more than a share and at least a share differ exactly on equality', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.nat(40),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(12),
        (support, against, den, n) => {
          const asked = share(Math.min(n, den), den)
          const passed = (strict: boolean) =>
            countOf(settingOf('yesNo', { threshold: { ...twoThirds, share: asked, strict } }), [
              [support, yes],
              [against, no],
            ]).test!.passed
          const equal = support * den === asked.num * (support + against) && support + against > 0
          expect(passed(false) !== passed(true)).toBe(equal)
        },
      ),
    )
  })

  test('INV-12 nothing expressed adopts nothing, whatever the base, and nothing divides by zero', () => {
    for (const base of ['expressed', 'cast', 'present', 'entitled'] as const) {
      const threshold: Threshold = { ...twoThirds, share: share(0, 1), base, abstentions: 'inBase' }
      for (const values of [[], [[3, abstain]], [[2, { blank: true }]]] as const) {
        const count = countOf(
          settingOf('yesNo', { threshold }),
          values as readonly (readonly [number, Value])[],
        )
        expect(count.test!.passed).toBe(false)
      }
    }
  })

  test('TRAP-26 abstentions enter the base when, and only when, the rule says so', () => {
    const values = [
      [6, yes],
      [3, no],
      [1, abstain],
      [2, { blank: true }],
    ] as const
    const base = (changes: Partial<Threshold>) =>
      countOf(settingOf('yesNo', { threshold: { ...twoThirds, ...changes } }), values).test
    expect(base({})).toEqual({ support: '6', base: '9', share: '2/3', passed: true })
    expect(base({ abstentions: 'inBase' })).toEqual({ support: '6', base: '10', share: '2/3', passed: false })
    expect(base({ base: 'cast' })).toMatchObject({ base: '12', passed: false })
  })

  test('TRAP-9 support and every base are weights: no share is ever above one', () => {
    fc.assert(
      fc.property(anyPoll(['consent', 'yesNo', 'approval']), ({ setting, register, voices }) => {
        const { support, base } = countPoll(setting, register, voices).test!
        expect(compare(exact(support), exact(base))).toBeLessThanOrEqual(0)
      }),
    )
  })

  test('COUNT-2 silence is not consent: a least support of the registered, and of each named college', () => {
    const register = seatsOf(10).map(
      (seat, at): SeatEntry => (at < 2 ? { ...seat, college: 'municipal' } : seat),
    )
    const passed = (threshold: Threshold, voices: readonly Voice[]) =>
      countPoll(settingOf('yesNo', { threshold }), register, voices).test!.passed
    const three = deal(register.slice(2), [[3, yes]])
    expect(passed(twoThirds, three)).toBe(true)
    expect(passed({ ...twoThirds, minSupport: share(1, 3) }, three)).toBe(false)
    const municipal = { ...twoThirds, perCollege: { municipal: share(1, 2) } }
    expect(passed(municipal, three)).toBe(false)
    expect(
      passed(municipal, [
        ...three,
        ...deal(register, [
          [1, yes],
          [1, no],
        ]),
      ]),
    ).toBe(true)
    // A college without a seat is asked for nothing.
    expect(passed({ ...twoThirds, perCollege: { nations: one } }, three)).toBe(true)
  })

  test('INV-17 blocks are named by their seats, whatever the support', () => {
    const register = seatsOf(10)
    const voices = deal(register, [
      [9, { choice: 'support' }],
      [1, { choice: 'block' }],
    ])
    const fallback = { ...twoThirds, share: share(9, 10) }
    const count = countPoll(settingOf('consent', { afterBlock: 'majority', fallback }), register, voices)
    expect(count.blocks).toEqual([register[9]!.seatId])
    expect(count.fallbackTest).toEqual({ support: '9', base: '10', share: '9/10', passed: true })
  })
})
