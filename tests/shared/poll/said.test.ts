// VOTE-8 stated a second time, from the voices themselves: which word may be said of which poll, and no other. And what stands beside a count.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import { blockStands, objectionLevels, objectionStates, standingOf } from '../../../shared/poll/objection.ts'
import { outcomeOf, type Standing } from '../../../shared/poll/outcome.ts'
import type { PollSetting, Value, Voice } from '../../../shared/poll/setting.ts'
import {
  type AnyPoll,
  anyPoll,
  anyThreshold,
  anyValue,
  countOf,
  noQuorum,
  settingOf,
  twoThirds,
} from '../../kit/counting.ts'

const methods = ['consent', 'gradients', 'fist', 'yesNo'] as const
const fullest: { readonly [method: string]: Value } = {
  consent: { choice: 'support' },
  gradients: { level: 0 },
  fist: { fingers: 5 },
  yesNo: { answer: 'yes' },
}

interface Said extends AnyPoll {
  readonly standing: Standing
}

/** Polls that may adopt, of any tie and any rule for a block; in many all seats say one thing, and the quorum is met. */
const anySaid: fc.Arbitrary<Said> = fc
  .record({
    poll: anyPoll(methods),
    alike: fc.boolean(),
    easy: fc.boolean(),
    tie: fc.constantFrom('notAdopted' as const, 'deliberateAgain' as const),
    fallback: fc.option(anyThreshold, { nil: undefined }),
    standing: fc.record({
      blockStands: fc.constantFrom(false, false, true),
      overruled: fc.constantFrom(false, false, true),
      reserved: fc.constantFrom(false, false, true),
    }),
  })
  .chain(({ poll, alike, easy, tie, fallback, standing }) => {
    const setting: PollSetting = {
      ...poll.setting,
      ...(easy && { quorum: noQuorum, threshold: twoThirds }),
      tie,
      afterBlock: fallback ? 'majority' : 'discussion',
      ...(fallback && { fallback }),
    }
    const value = fc.oneof(fc.constant(fullest[setting.method]!), anyValue(setting))
    const together = (said: Value): Voice[] => poll.register.map(({ seatId }) => ({ seatId, value: said }))
    return value.map((said) => ({
      ...poll,
      setting,
      standing,
      voices: alike ? together(said) : poll.voices,
    }))
  })

const same = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b)

describe('the outcome’s word', () => {
  test('VOTE-8 unanimous if and only if each entitled seat gave the fullest support, the text passed, and nothing at all was held against it', () => {
    const met = { unanimous: 0, held: 0 }
    fc.assert(
      fc.property(anySaid, ({ setting, register, voices, standing }) => {
        const count = countPoll(setting, register, voices)
        const entitled = register.filter(({ recused }) => !recused)
        const full = entitled.every(({ seatId }) =>
          voices.some((voice) => voice.seatId === seatId && same(voice.value, fullest[setting.method]!)),
        )
        const calm = !standing.blockStands && !standing.overruled && !standing.reserved
        const due = count.quorum.met && count.test!.passed && full && calm
        if (due) met.unanimous += 1
        if (full && !calm) met.held += 1
        expect(outcomeOf(setting, count, standing) === 'unanimous').toBe(due)
      }),
      { numRuns: 400 },
    )
    expect(met.unanimous).toBeGreaterThan(10)
    expect(met.held).toBeGreaterThan(10)
  })

  test('VOTE-8 postponed if and only if a tie remains and the rules send it back: never for the rule alone', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anySaid, ({ setting, register, voices, standing }) => {
        const count = countPoll(setting, register, voices)
        const back = count.quorum.met && count.tied.length > 0 && setting.tie === 'deliberateAgain'
        const word = outcomeOf(setting, count, standing)
        seen.add(`${setting.tie} ${word === 'postponed'}`)
        expect(word === 'postponed').toBe(back)
      }),
      { numRuns: 400 },
    )
    expect(seen).toContain('deliberateAgain false')
    const tied = [
      [2, { answer: 'yes' }],
      [2, { answer: 'no' }],
    ] as const
    const setting = settingOf('yesNo', { tie: 'deliberateAgain' })
    expect(outcomeOf(setting, countOf(setting, tied), { blockStands: false })).toBe('postponed')
  })

  test('VOTE-8 where voices may block, whoever disagrees without blocking goes along with the consensus; where none may, it is dissent', () => {
    const gradients = settingOf('gradients')
    const fist = settingOf('fist')
    const cases: [PollSetting, Value, Value, string][] = [
      [settingOf('consent'), { choice: 'support' }, { choice: 'reserve' }, 'consensus'],
      [gradients, { level: 0 }, { level: 6 }, 'consensus'],
      [gradients, { level: 0 }, { level: 4 }, 'consensus'],
      [fist, { fingers: 5 }, { fingers: 1 }, 'consensus'],
      [settingOf('yesNo'), { answer: 'yes' }, { answer: 'no' }, 'dissent'],
      // What nobody says fully is no unanimity, though all say the same.
      [settingOf('consent'), { choice: 'reserve' }, { choice: 'reserve' }, 'consensus'],
      [gradients, { level: 1 }, { level: 1 }, 'consensus'],
      [fist, { fingers: 4 }, { fingers: 4 }, 'consensus'],
    ]
    for (const [setting, most, one, word] of cases) {
      const count = countOf(setting, [
        [3, most],
        [1, one],
      ])
      expect(
        outcomeOf(setting, count, { blockStands: false }),
        `${setting.method} ${JSON.stringify(one)}`,
      ).toBe(word)
    }
  })

  test('VOTE-10 INV-17 with dissent only over a block that the rules foresaw and the fallback passed, or over a no', () => {
    fc.assert(
      fc.property(anySaid, ({ setting, register, voices, standing }) => {
        const count = countPoll(setting, register, voices)
        const word = outcomeOf(setting, count, standing)
        const blocked = standing.blockStands || standing.overruled || count.blocks.length > 0
        if (word === 'dissent' && blocked) expect(count.fallbackTest!.passed).toBe(true)
        if (word === 'dissent' && !blocked) {
          expect(setting.method).toBe('yesNo')
          expect(count.against!.seats).toBeGreaterThan(0)
          expect(count.test!.passed).toBe(true)
        }
        if (word === 'consensus' || word === 'unanimous') {
          expect(blocked).toBe(false)
          expect(count.test!.passed && count.quorum.met).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('VOTE-11 what stands beside a count: a block until it is withdrawn or overruled, an overruling as such, a reserve until it is withdrawn', () => {
  const level = fc.constantFrom(...(Object.keys(objectionLevels) as (keyof typeof objectionLevels)[]))
  const state = fc.constantFrom(...(Object.keys(objectionStates) as (keyof typeof objectionStates)[]))
  fc.assert(
    fc.property(fc.array(fc.record({ level, state }), { maxLength: 4 }), (objections) => {
      const blocks = objections.filter((one) => one.level === 'block')
      const standing = blocks.filter((one) => one.state !== 'withdrawn' && one.state !== 'overruled')
      expect(blockStands(objections)).toBe(standing.length > 0)
      expect(standingOf(objections)).toEqual({
        blockStands: standing.length > 0,
        overruled: blocks.map((one) => one.state).includes('overruled'),
        reserved: objections.length > 0 && !objections.every((one) => one.state === 'withdrawn'),
      })
    }),
  )
})
