// VOTE-8…VOTE-11: what may be said of a count, and the life of the objections that bear on it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import {
  blockStands,
  type ObjectionMoment,
  type ObjectionMove,
  type ObjectionState,
  objectionAfter,
  objectionLevels,
  objectionMoves,
  objectionStates,
} from '../../../shared/poll/objection.ts'
import { outcomeOf } from '../../../shared/poll/outcome.ts'
import type { PollSetting, Value } from '../../../shared/poll/setting.ts'
import { anyPoll, countOf, deal, noQuorum, seatsOf, settingOf, share, twoThirds } from '../../kit/counting.ts'

const calm = { blockStands: false }
const said = (setting: PollSetting, values: readonly (readonly [number, Value])[], standing = calm) =>
  outcomeOf(setting, countOf(setting, values), standing)
const support: Value = { choice: 'support' }
const reserve: Value = { choice: 'reserve' }
const block: Value = { choice: 'block' }
const yes: Value = { answer: 'yes' }
const no: Value = { answer: 'no' }

describe('the outcome word', () => {
  test('VOTE-8 unanimous only when every seat supports without reserve', () => {
    const consent = settingOf('consent')
    expect(said(consent, [[4, support]])).toBe('unanimous')
    expect(
      said(consent, [
        [3, support],
        [1, reserve],
      ]),
    ).toBe('consensus')
    expect(
      said(consent, [
        [3, support],
        [1, { choice: 'abstain' }],
      ]),
    ).toBe('consensus')
    expect(said(settingOf('gradients'), [[3, { level: 0 }]])).toBe('unanimous')
    expect(
      said(settingOf('gradients'), [
        [2, { level: 0 }],
        [1, { level: 1 }],
      ]),
    ).toBe('consensus')
    expect(said(settingOf('fist'), [[3, { fingers: 5 }]])).toBe('unanimous')
    expect(said(settingOf('yesNo'), [[3, yes]])).toBe('unanimous')
  })

  test('VOTE-8 a majority over opposed voices decides with dissent, not by consensus', () => {
    const yesNo = settingOf('yesNo')
    expect(
      said(yesNo, [
        [3, yes],
        [1, no],
      ]),
    ).toBe('dissent')
    expect(
      said(yesNo, [
        [1, yes],
        [1, no],
      ]),
    ).toBe('notDecided')
    expect(
      said(yesNo, [
        [3, yes],
        [1, { answer: 'abstain' }],
      ]),
    ).toBe('consensus')
  })

  test('VOTE-8 after a block only a fallback fixed before decides, with dissent', () => {
    const values = [
      [5, support],
      [1, block],
    ] as const
    expect(said(settingOf('consent'), values)).toBe('notDecided')
    const majority = settingOf('consent', { afterBlock: 'majority', fallback: twoThirds })
    expect(said(majority, values)).toBe('dissent')
    expect(
      said(majority, [
        [1, support],
        [5, block],
      ]),
    ).toBe('notDecided')
  })

  test('VOTE-10 to overrule a block does not lower what is asked after one: the fallback decides, not the threshold', () => {
    const strict = { ...twoThirds, share: share(9, 10) }
    const majority = settingOf('consent', { afterBlock: 'majority', fallback: strict })
    const overruled = { blockStands: false, overruled: true }
    expect(said(majority, [[5, support]], overruled)).toBe('dissent')
    const yesNo = settingOf('yesNo', { afterBlock: 'majority', fallback: strict })
    const divided = [
      [4, yes],
      [1, no],
    ] as const
    expect(countOf(yesNo, divided)).toMatchObject({ test: { passed: true }, fallbackTest: { passed: false } })
    expect(said(yesNo, divided, overruled)).toBe('notDecided')
    expect(said(yesNo, divided, { blockStands: true })).toBe('notDecided')
    expect(said(yesNo, [[5, yes]], overruled)).toBe('dissent')
  })

  test('VOTE-8 no quorum decides nothing, a sorting method sorts, a tie goes back where the rule says so', () => {
    const absent = settingOf('yesNo', { quorum: { ...noQuorum, share: share(1, 1) } })
    expect(
      outcomeOf(
        absent,
        countPoll(absent, [{ seatId: 's', name: 'S', college: 'lived', weight: { num: 1, den: 1 } }], []),
        calm,
      ),
    ).toBe('notDecided')
    expect(said(settingOf('dots'), [[2, { dots: { A: 5 } }]])).toBe('sorted')
    const tied = [
      [1, { options: ['A'] }],
      [1, { options: ['B'] }],
    ] as const
    expect(said(settingOf('approval', { tie: 'deliberateAgain' }), tied)).toBe('postponed')
    expect(outcomeOf(settingOf('yesNo'), null, calm)).toBe('notDecided')
  })

  test('VOTE-8 an approval under a threshold: a tie for the places adopts nothing, and a consensus needs every expressed voice', () => {
    const approval = settingOf('approval', { threshold: twoThirds, params: { min: 1, max: 3, seats: 1 } })
    const both: Value = { options: ['A', 'B'] }
    expect(countOf(approval, [[4, both]])).toMatchObject({
      retained: [],
      tied: ['A', 'B'],
      test: { passed: true },
    })
    for (const tie of ['notAdopted', 'castingVote'] as const)
      expect(said({ ...approval, tie }, [[4, both]])).toBe('notDecided')
    const decided = [
      [4, { options: ['A'] }],
      [1, { options: ['B'] }],
    ] as const
    expect(said(approval, decided)).toBe('dissent')
    expect(said(approval, [decided[0], [1, both], [2, { blank: true }]])).toBe('consensus')
    const majority: PollSetting = { ...approval, afterBlock: 'majority', fallback: twoThirds }
    expect(said(majority, [[4, both]], { blockStands: true })).toBe('notDecided')
    expect(said(majority, decided, { blockStands: true })).toBe('dissent')
  })

  test('COUNT-8 where a college refuses the most approved, the test is of the option that passes, and so is the outcome', () => {
    const threshold = { ...twoThirds, share: share(1, 2), perCollege: { municipal: share(1, 2) } }
    const setting = settingOf('approval', { threshold })
    const ticks = [['A'], ['A'], ['A'], ['A', 'B'], ['B'], ['B']]
    const register = seatsOf(6).map((seat, at) =>
      at < 4 ? seat : { ...seat, college: 'municipal' as const },
    )
    const count = countPoll(
      setting,
      register,
      deal(
        register,
        ticks.map((options) => [1, { options }] as const),
      ),
    )
    expect(count.groups).toEqual([['A'], ['B'], ['C']])
    expect(count).toMatchObject({ retained: ['B'], test: { support: '3', base: '6', passed: true } })
    expect(outcomeOf(setting, count, calm)).toBe('dissent')
  })

  test('INV-17 a block that stands is never unanimous nor a consensus, whatever the figures', () => {
    fc.assert(
      fc.property(anyPoll(['consent', 'gradients', 'fist', 'yesNo']), fc.boolean(), (poll, stands) => {
        const count = countPoll(poll.setting, poll.register, poll.voices)
        const outcome = outcomeOf(poll.setting, count, { blockStands: stands })
        if (stands || count.blocks.length > 0) expect(['unanimous', 'consensus']).not.toContain(outcome)
        if (!count.quorum.met) expect(outcome).toBe('notDecided')
      }),
    )
  })
})

const moment: ObjectionMoment = {
  level: 'block',
  state: 'raised',
  pollTextHash: 'a',
  textHash: 'b',
  words: 'Deux villages s’ajoutent.',
  holdsSeat: true,
  conducts: true,
}
const moved = (
  change: Partial<ObjectionMoment>,
  move: ObjectionMove,
  afterBlock: 'discussion' | 'majority' = 'discussion',
) => {
  const next = objectionAfter({ afterBlock }, { ...moment, ...change }, move)
  return typeof next === 'string' ? next : next.code
}

describe('an objection', () => {
  test('VOTE-9 is answered, integrated in another text, withdrawn or maintained, each by whom it belongs to', () => {
    expect(moved({}, 'answer')).toBe('answered')
    expect(moved({ words: ' ' }, 'answer')).toBe('reasonNeeded')
    expect(moved({ conducts: false }, 'answer')).toBe('objectionNotYours')
    expect(moved({ state: 'answered' }, 'integrate')).toBe('integrated')
    expect(moved({ textHash: 'a' }, 'integrate')).toBe('textUnmoved')
    expect(moved({ textHash: undefined }, 'integrate')).toBe('textUnmoved')
    expect(moved({ state: 'integrated' }, 'maintain')).toBe('maintained')
    expect(moved({ holdsSeat: false }, 'maintain')).toBe('objectionNotYours')
    expect(moved({ holdsSeat: false }, 'withdraw')).toBe('objectionNotYours')
    expect(moved({ state: 'withdrawn' }, 'answer')).toBe('objectionSettled')
  })

  test('VOTE-10 is overruled only as a maintained block, and only where the rules foresaw it', () => {
    expect(moved({ state: 'maintained' }, 'overrule', 'majority')).toBe('overruled')
    expect(moved({ state: 'maintained' }, 'overrule')).toBe('ruleForbidsOverruling')
    expect(moved({ state: 'maintained', level: 'concern' }, 'overrule', 'majority')).toBe(
      'ruleForbidsOverruling',
    )
    expect(moved({ state: 'answered' }, 'overrule', 'majority')).toBe('objectionSettled')
  })

  test('VOTE-11 a block stands until it is withdrawn or overruled, also once another text answers it; nothing brings back one withdrawn', () => {
    const level = fc.constantFrom(...(Object.keys(objectionLevels) as (keyof typeof objectionLevels)[]))
    const moves = fc.array(fc.constantFrom(...objectionMoves), { maxLength: 12 })
    fc.assert(
      fc.property(level, moves, fc.boolean(), (of, list, majority) => {
        let state: ObjectionState = 'raised'
        for (const move of list) {
          const next = objectionAfter(
            { afterBlock: majority ? 'majority' : 'discussion' },
            { ...moment, level: of, state },
            move,
          )
          if (typeof next !== 'string') continue
          if (state === 'withdrawn') throw new Error('a withdrawn objection moved')
          state = next
        }
        expect(Object.keys(objectionStates)).toContain(state)
        const settled = state === 'withdrawn' || state === 'overruled'
        expect(blockStands([{ level: of, state }])).toBe(of === 'block' && !settled)
      }),
    )
  })
})
