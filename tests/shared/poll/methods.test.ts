// COUNT-7 to COUNT-12: each method’s figures and ties.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import { compareJudgments, medianOf } from '../../../shared/poll/methods/judgment.ts'
import { duelsOf, strongestPaths } from '../../../shared/poll/methods/schulze.ts'
import type { PollCount, PollSetting, Value } from '../../../shared/poll/setting.ts'
import { checkValue } from '../../../shared/poll/setting-check.ts'
import {
  type AnyPoll,
  anyPoll,
  countOf,
  deal,
  optionsNamed,
  seatsOf,
  settingOf,
  share,
} from '../../kit/counting.ts'

const _reasonsOf = (setting: PollSetting, value: unknown) =>
  (checkValue(setting, value)?.reasons ?? []).map(({ fr }) => fr)
const _withOptions = ['approval', 'dots', 'score', 'judgment', 'schulze', 'budget'] as const
const _sets = (groups: PollCount['groups']) => groups.map((group) => [...group].sort())

describe('adopting methods', () => {
  test('COUNT-4 gradients: no opinion is an abstention, a veto blocks', () => {
    const count = countOf(
      settingOf('gradients'),
      [0, 1, 2, 3, 4, 5, 6, 7].map((level) => [1, { level }] as const),
    )
    expect(count).toMatchObject({ favourable: { seats: 3 }, against: { seats: 4 }, abstained: { seats: 1 } })
    expect(count.blocks).toHaveLength(1)
    expect(count.tallies.map(({ id }) => id)[7]).toBe('veto')
  })

  test('COUNT-4 fist: from how many fingers it is support travels with the poll', () => {
    const values = [0, 1, 2, 3, 4, 5].map((fingers) => [1, { fingers }] as const)
    expect(countOf(settingOf('fist'), values)).toMatchObject({
      favourable: { seats: 3 },
      against: { seats: 3 },
    })
  })

  test('COUNT-7 yes and no at equality are tied, and nothing is adopted unless the threshold says so', () => {
    const values = [
      [2, { answer: 'yes' }],
      [2, { answer: 'no' }],
    ] as const
    const half = { share: share(1, 2), strict: true, base: 'expressed', abstentions: 'excluded' } as const
    expect(countOf(settingOf('yesNo', { threshold: half }), values)).toMatchObject({
      tied: ['yes', 'no'],
      test: { passed: false },
    })
    expect(countOf(settingOf('yesNo', { threshold: { ...half, strict: false } }), values).tied).toEqual([])
  })
})

describe('approval, dots, scores', () => {
  const approving = (seats: number, changes: Partial<PollSetting<'approval'>> = {}) =>
    countOf(settingOf('approval', { params: { min: 1, max: 3, seats }, ...changes }), [
      [4, { options: ['A'] }],
      [2, { options: ['B', 'C'] }],
      [1, { options: ['A', 'B', 'C'] }],
    ])

  test('COUNT-8 a tie that straddles the places retains none of those it ties', () => {
    expect(approving(1)).toMatchObject({ retained: ['A'], tied: [] })
    expect(approving(2)).toMatchObject({ retained: ['A'], tied: ['B', 'C'] })
    expect(approving(3)).toMatchObject({ retained: ['A', 'B', 'C'], tied: [] })
    expect(approving(2).tallies.map(({ figure }) => figure)).toEqual(['5/7', '3/7', '3/7'])
  })

  test('COUNT-8 with a threshold, only those who reach it are retained', () => {
    const threshold = {
      share: share(1, 2),
      strict: false,
      base: 'expressed',
      abstentions: 'excluded',
    } as const
    expect(approving(3, { threshold })).toMatchObject({
      retained: ['A'],
      test: { support: '5', base: '7', passed: true },
    })
  })

  test('COUNT-8 nobody’s option is never retained to fill a place', () => {
    const count = countOf(settingOf('approval', { params: { min: 1, max: 3, seats: 3 } }), [
      [1, { options: ['B'] }],
    ])
    expect(count.retained).toEqual(['B'])
  })

  test('COUNT-7 dots are added in exact weight and sort without retaining', () => {
    const register = seatsOf(3, share(1, 2))
    const count = countPoll(
      settingOf('dots'),
      register,
      deal(register, [
        [1, { dots: { A: 5, B: 5 } }],
        [2, { dots: { B: 1, C: 2 } }],
      ]),
    )
    expect(count).toMatchObject({ groups: [['B'], ['A'], ['C']], retained: [] })
    expect(count.tallies.map(({ figure }) => figure)).toEqual(['5/2', '7/2', '2'])
  })

  test('COUNT-7 scores are ordered by exact means; an option nobody marked comes last', () => {
    const count = countOf(settingOf('score'), [
      [2, { scores: { A: 3, B: 5 } }],
      [1, { scores: { A: 4, B: 0 } }],
    ])
    expect(count.tallies.map(({ figure }) => figure)).toEqual(['10/3', '10/3', ''])
    expect(count.groups).toEqual([['A', 'B'], ['C']])
    const lowest = countOf(settingOf('score'), [[1, { scores: { B: 0, A: 1 } }]])
    expect(lowest.groups).toEqual([['A'], ['B'], ['C']])
  })
})

describe('majority judgment', () => {
  /** The rule as it is told: take the lower median, compare, take it away, again. */
  function byHand(a: readonly number[], b: readonly number[]): number {
    const [left, right] = [[...a].sort((x, y) => x - y), [...b].sort((x, y) => x - y)]
    while (left.length > 0) {
      const middle = Math.floor((left.length - 1) / 2)
      const difference = left[middle]! - right[middle]!
      if (difference !== 0) return difference
      left.splice(middle, 1)
      right.splice(middle, 1)
    }
    return 0
  }
  const cumulated = (grades: readonly number[], of: number) =>
    Array.from({ length: of }, (_, grade) => BigInt(grades.filter((each) => each <= grade).length))

  test('INV-18 COUNT-9 the closed form is the medians taken away one by one', () => {
    const pair = fc.integer({ min: 1, max: 13 }).chain((size) => {
      const grades = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: size, maxLength: size })
      return fc.tuple(grades, grades)
    })
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const closed = compareJudgments(cumulated(a, 5), cumulated(b, 5))
        expect(Math.sign(closed)).toBe(Math.sign(byHand(a, b)))
        expect(medianOf(cumulated(a, 5))).toBe([...a].sort()[Math.floor((a.length - 1) / 2)])
      }),
      { numRuns: 2_000 },
    )
  })

  test('COUNT-9 weights that are multiplied together change nothing', () => {
    fc.assert(
      fc.property(
        anyPoll(['judgment']),
        fc.integer({ min: 2, max: 5 }),
        ({ setting, register, voices }, by) => {
          const heavier = register.map((seat) => ({
            ...seat,
            weight: share(seat.weight.num * by, seat.weight.den),
          }))
          expect(countPoll(setting, heavier, voices).groups).toEqual(
            countPoll(setting, register, voices).groups,
          )
        },
      ),
    )
  })

  test('COUNT-9 who leaves an option out gives it the worst grade', () => {
    const count = countOf(settingOf('judgment'), [
      [1, { grades: { A: 'excellent' } }],
      [1, { grades: { A: 'poor', B: 'fair', C: 'poor' } }],
    ])
    expect(count.tallies.map(({ figure }) => figure)).toEqual(['poor', 'poor', 'poor'])
    expect(count.groups).toEqual([['A'], ['B'], ['C']])
  })
})

describe('Schulze', () => {
  const beats = ({ setting: { options }, register, voices }: AnyPoll, a: string, b: string): boolean => {
    const place = (value: Value, id: string) => {
      if (!('ranking' in value)) return 0
      const at = value.ranking.findIndex((group) => group.includes(id))
      return at < 0 ? options.length : at
    }
    const net = voices.reduce((sum, { seatId, value }) => {
      const seat = register.find((each) => each.seatId === seatId)!
      if (seat.recused) return sum
      // Weights of the kit share the denominator 42.
      const weight = (seat.weight.num * 42) / seat.weight.den
      return sum + weight * Math.sign(place(value, b) - place(value, a))
    }, 0)
    return net > 0
  }

  test('INV-18 who beats every other one to one is alone in first place', () => {
    fc.assert(
      fc.property(anyPoll(['schulze']), (poll) => {
        const ids = poll.setting.options.map(({ id }) => id)
        const condorcet = ids.find((id) => ids.every((other) => other === id || beats(poll, id, other)))
        const count = countPoll(poll.setting, poll.register, poll.voices)
        if (condorcet) expect(count).toMatchObject({ retained: [condorcet] })
        if (condorcet) expect(count.groups[0]).toEqual([condorcet])
      }),
      { numRuns: 500 },
    )
  })

  test('INV-11 whoever is first alone stays first when a voice raises it', () => {
    fc.assert(
      fc.property(anyPoll(['schulze']), fc.nat(), ({ setting, register, voices }, at) => {
        const [first] = countPoll(setting, register, voices).retained
        const rankings = voices.filter(({ value }) => 'ranking' in value)
        if (!first || rankings.length === 0) return
        const chosen = rankings[at % rankings.length]!
        const raised = voices.map((voice) => {
          if (voice !== chosen || !('ranking' in voice.value)) return voice
          const others = voice.value.ranking.map((group) => group.filter((id) => id !== first))
          return { ...voice, value: { ranking: [[first], ...others.filter((group) => group.length > 0)] } }
        })
        expect(countPoll(setting, register, raised).retained).toEqual([first])
      }),
    )
  })

  test('COUNT-10 duels of fractional weights are exact, also past the whole numbers of a float', () => {
    const places = (...each: number[]) => Uint16Array.from(each)
    const huge = 2n ** 70n
    const duels = duelsOf(2, [
      { places: places(0, 1), parts: huge + 1n },
      { places: places(1, 0), parts: huge },
      { places: places(0, 0), parts: huge },
    ])
    expect(duels).toEqual([0n, huge + 1n, huge, 0n])
  })

  test('COUNT-10 a path that is told is one: its weakest duel is its strength', () => {
    const table = fc.integer({ min: 2, max: 7 }).chain((size) => {
      const votes = fc.array(fc.bigInt(0n, 9n), { minLength: size * size, maxLength: size * size })
      return fc.tuple(fc.constant(size), votes)
    })
    fc.assert(
      fc.property(table, ([size, duels]) => {
        const { strengths, before } = strongestPaths(duels, size)
        for (const pair of strengths.keys()) {
          const [from, to] = [Math.floor(pair / size), pair % size]
          if (from === to || strengths[pair] === 0n) continue
          let weakest = 10n
          let steps = 0
          for (let at = to; at !== from; steps++) {
            const last = before[from * size + at]!
            const link = duels[last * size + at]!
            expect(link).toBeGreaterThan(duels[at * size + last]!)
            if (link < weakest) weakest = link
            at = last
            expect(steps).toBeLessThan(size)
          }
          expect(weakest).toBe(strengths[pair])
        }
      }),
      { numRuns: 500 },
    )
  })

  test('TRAP-23 labels with commas and options left out: unranked ones share the last place', () => {
    const options = optionsNamed(['A', 'B', 'C']).map((option) => ({
      ...option,
      label: { fr: 'a,b', en: 'a,b,c' },
    }))
    const count = countOf(settingOf('schulze', { options }), [[3, { ranking: [['B']] }]])
    expect(count.groups).toEqual([['B'], ['A', 'C']])
  })
})

describe('budgets', () => {
  const projects = (costs: readonly number[], envelope: number) =>
    settingOf('budget', {
      options: optionsNamed(['A', 'B', 'C', 'D'].slice(0, costs.length), costs),
      params: { envelope, kind: 'projects' },
    })

  test('INV-19 never above the envelope, never a negative part, and a project’s money is the cost fixed at opening', () => {
    fc.assert(
      fc.property(anyPoll(['budget']), ({ setting, register, voices }) => {
        const { allocation = {}, retained } = countPoll(setting, register, voices)
        const parts = Object.values(allocation)
        const { envelope } = setting.params as { envelope: number }
        expect(parts.every((cents) => Number.isSafeInteger(cents) && cents >= 0)).toBe(true)
        expect(parts.reduce((sum, cents) => sum + cents, 0)).toBeLessThanOrEqual(envelope)
        for (const id of retained)
          expect(allocation[id]).toBe(setting.options.find((each) => each.id === id)!.cost)
      }),
    )
  })

  test('COUNT-11 amounts come to their exact mean, down to the cent', () => {
    const count = countOf(settingOf('budget'), [
      [2, { amounts: { A: 100_000 } }],
      [1, { amounts: { B: 50_000, C: 50_000 } }],
    ])
    expect(count.allocation).toEqual({ A: 66_666, B: 16_666, C: 16_666 })
  })

  test('COUNT-12 the most supported are funded while they fit; one too dear gives way to the next', () => {
    const count = countOf(projects([60, 50, 40], 100), [
      [3, { projects: ['A', 'C'] }],
      [2, { projects: ['B', 'C'] }],
      [1, { projects: ['A'] }],
    ])
    expect(count).toMatchObject({ groups: [['C'], ['A'], ['B']], retained: ['C', 'A'], tied: [] })
  })

  test('COUNT-12 equally supported projects that do not fit together are left tied, and the funding stops', () => {
    const count = countOf(projects([60, 50, 40, 5], 100), [
      [2, { projects: ['A', 'C'] }],
      [2, { projects: ['B', 'C'] }],
      [1, { projects: ['D'] }],
    ])
    expect(count).toMatchObject({ retained: ['C'], tied: ['A', 'B'], allocation: { C: 40 } })
  })

  test('COUNT-12 one too dear by itself does not hold back its equals', () => {
    const count = countOf(projects([90, 30, 40], 100), [
      [2, { projects: ['C'] }],
      [1, { projects: ['A'] }],
      [1, { projects: ['B'] }],
    ])
    expect(count).toMatchObject({ retained: ['C', 'B'], tied: [] })
  })
})
