// COUNT-5, COUNT-7: what a value may be, and that neither names nor languages nor orders weigh on a count.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import type { PollCount, PollSetting, Value } from '../../../shared/poll/setting.ts'
import { checkValue } from '../../../shared/poll/setting-check.ts'
import { canonicalText } from '../../../shared/record/canonical.ts'
import { type AnyPoll, anyPoll, countOf, settingOf } from '../../kit/counting.ts'

const reasonsOf = (setting: PollSetting, value: unknown) =>
  (checkValue(setting, value)?.reasons ?? []).map(({ fr }) => fr)
const withOptions = ['approval', 'dots', 'score', 'judgment', 'schulze', 'budget'] as const
const sets = (groups: PollCount['groups']) => groups.map((group) => [...group].sort())

describe('what a value may be', () => {
  test('TRAP-5 negative, fractional, over-spent and over-capped numbers are void, never counted', () => {
    const dots = settingOf('dots')
    for (const placed of [
      { A: -1, B: 3 },
      { A: 6 },
      { A: 5, B: 5, C: 1 },
      { A: 0.5 },
      { A: Number.NaN },
      { A: '3' },
      {},
      { A: 0 },
    ]) {
      expect(checkValue(dots, { dots: placed }), JSON.stringify(placed)).toMatchObject({
        code: 'invalidValue',
      })
    }
    expect(checkValue(dots, { dots: { A: 5, B: 5 } })).toBeNull()
    expect(
      reasonsOf(settingOf('dots', { params: { dots: 10, cap: 5, all: true } }), { dots: { A: 5 } }),
    ).toEqual(['Placez exactement 10 points.'])
    const amounts = settingOf('budget')
    for (const split of [{ A: -100, B: 100 }, { A: 100_001 }, { A: 60_000, B: 40_001 }, { A: 1.5 }]) {
      expect(checkValue(amounts, { amounts: split }), JSON.stringify(split)).not.toBeNull()
    }
    expect(checkValue(amounts, { amounts: { A: 60_000, B: 40_000 } })).toBeNull()
    expect(countOf(dots, [[2, { dots: { A: -5, B: 10 } }]])).toMatchObject({
      invalid: { seats: 2 },
      cast: { seats: 2 },
    })
  })

  test('COUNT-5 a name that every object inherits is no option', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'D']) {
      const named = (value: string) => JSON.parse(value.replaceAll('?', name)) as unknown
      expect(checkValue(settingOf('dots'), named('{"dots":{"?":1}}')), name).not.toBeNull()
      expect(checkValue(settingOf('score'), named('{"scores":{"?":1}}')), name).not.toBeNull()
      expect(checkValue(settingOf('judgment'), named('{"grades":{"?":"good"}}')), name).not.toBeNull()
      expect(checkValue(settingOf('budget'), named('{"amounts":{"?":1}}')), name).not.toBeNull()
      expect(checkValue(settingOf('approval'), named('{"options":["?"]}')), name).not.toBeNull()
      expect(checkValue(settingOf('schulze'), named('{"ranking":[["?"]]}')), name).not.toBeNull()
    }
  })

  test('COUNT-5 every reason is listed, and no method but consent refuses a blank vote', () => {
    const approval = settingOf('approval', { params: { min: 2, max: 2, seats: 1 } })
    expect(reasonsOf(approval, { options: ['Z', 'A', 'A'] })).toHaveLength(3)
    for (const method of [...withOptions, 'gradients', 'fist', 'yesNo'] as const) {
      expect(checkValue(settingOf(method), { blank: true })).toBeNull()
    }
    expect(checkValue(settingOf('consent'), { blank: true })).not.toBeNull()
    expect(checkValue(settingOf('yesNo'), { blank: true, answer: 'yes' })).not.toBeNull()
  })

  test('COUNT-5 no value from outside ever makes the check fail', () => {
    const methods = [...withOptions, 'consent', 'gradients', 'fist', 'yesNo'] as const
    fc.assert(
      fc.property(fc.constantFrom(...methods), fc.jsonValue(), (method, value) => {
        const count = countOf(settingOf(method), [[1, value as Value]])
        expect(count.cast.seats).toBe(1)
      }),
    )
  })
})

describe('neutrality', () => {
  /** The same poll with other ids, labels and shown order. */
  function renamed({ setting, register, voices }: AnyPoll): AnyPoll {
    const other = new Map(setting.options.map(({ id }, at) => [id, `x${9 - at}`]))
    const swap = (id: string) => other.get(id) ?? id
    const keys = (record: object) =>
      Object.fromEntries(Object.entries(record).map(([id, each]) => [swap(id), each]))
    const value = (given: Value): Value => {
      if ('options' in given) return { options: given.options.map(swap).sort() }
      if ('dots' in given) return { dots: keys(given.dots) as never }
      if ('scores' in given) return { scores: keys(given.scores) as never }
      if ('grades' in given) return { grades: keys(given.grades) as never }
      if ('ranking' in given) return { ranking: given.ranking.map((group) => group.map(swap)) }
      if ('amounts' in given) return { amounts: keys(given.amounts) as never }
      if ('projects' in given) return { projects: given.projects.map(swap).sort() }
      return given
    }
    return {
      setting: {
        ...setting,
        options: setting.options
          .map((option) => ({ ...option, id: swap(option.id), label: { fr: 'Même nom', en: 'Same name' } }))
          .reverse(),
      },
      register,
      voices: voices.map((voice) => ({ ...voice, value: value(voice.value) })),
    }
  }

  test('INV-18 renaming and reordering options changes nothing: groups, retained and tied are the same sets', () => {
    fc.assert(
      fc.property(anyPoll(withOptions), (poll) => {
        const count = countPoll(poll.setting, poll.register, poll.voices)
        const other = renamed(poll)
        const back = new Map(other.setting.options.map(({ id }) => [id, 'ABCDE'[9 - Number(id.slice(1))]!]))
        const again = countPoll(other.setting, other.register, other.voices)
        const named = (ids: readonly string[]) => ids.map((id) => back.get(id)!)
        expect(sets(again.groups.map(named))).toEqual(sets(count.groups))
        expect(named(again.retained).sort()).toEqual([...count.retained].sort())
        expect(named(again.tied).sort()).toEqual([...count.tied].sort())
        for (const { id, figure, mass } of again.tallies) {
          expect(count.tallies.find((tally) => tally.id === back.get(id))).toEqual({
            id: back.get(id),
            figure,
            mass,
          })
        }
      }),
    )
  })

  test('INV-20 TRAP-15 votes are keyed by the option’s id: the words of either language change no figure', () => {
    fc.assert(
      fc.property(anyPoll(withOptions), ({ setting, register, voices }) => {
        const options = setting.options.map((option) => ({
          ...option,
          label: { fr: 'Oui, non', en: 'A, B' },
        }))
        const { trace: _, ...count } = countPoll(setting, register, voices)
        const { trace: __, ...other } = countPoll({ ...setting, options }, register, voices)
        expect(canonicalText(other)).toBe(canonicalText(count))
      }),
    )
  })

  test('TRAP-16 tallies come from the voices each time, add up, and hold no sentinel', () => {
    fc.assert(
      fc.property(anyPoll(['consent', 'gradients', 'fist', 'yesNo']), ({ setting, register, voices }) => {
        const count = countPoll(setting, register, voices)
        const seats = count.tallies.reduce((sum, { mass }) => sum + mass.seats, 0)
        expect(seats).toBe(count.expressed.seats + count.abstained.seats)
        expect(canonicalText(count)).not.toContain(':-')
      }),
    )
  })

  test('COUNT-7 nothing expressed retains nothing and ties nobody', () => {
    for (const method of withOptions) {
      const count = countOf(settingOf(method), [[3, { blank: true }]])
      expect(count, method).toMatchObject({ retained: [], tied: [], groups: [['A', 'B', 'C']] })
    }
  })
})
