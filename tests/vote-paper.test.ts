// What the voting screens decide without a browser: the value a ballot comes to, what is left, ranking moves, where bars end, what a
// setting form answers, what is said aloud.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  dotsLeft,
  emptyPaper,
  faultOf,
  leftOf,
  objectionOf,
  type Paper,
  valueFrom,
} from '../client/pages/vote/paper.ts'
import {
  joinAbove,
  moveDown,
  moveUp,
  placeAt,
  placesOf,
  type Ranking,
  unrank,
} from '../client/pages/vote/ranking.ts'
import { isWeighted, partsOf, placeSpread, widthOf } from '../client/pages/vote/result/figures.ts'
import {
  addOption,
  freshDraft,
  moveOption,
  readChoice,
  type SettingDraft,
} from '../client/pages/vote/setting/setting-draft.ts'
import { newsOf, type VoteScene } from '../client/pages/vote/vote-news.ts'
import { type ConsentChoice, choiceKeys } from '../shared/poll/consent.ts'
import { countPoll } from '../shared/poll/count.ts'
import { settingUnder } from '../shared/poll/opening.ts'
import type { MethodKey, PollSetting } from '../shared/poll/setting.ts'
import { methodKeys } from '../shared/poll/setting.ts'
import { checkSetting, checkValue } from '../shared/poll/setting-check.ts'
import { countedOf, type FixtureName, fixtures, register, rules, settingOf } from './gallery/fixtures.ts'

const names = Object.keys(fixtures) as FixtureName[]
const paper = (part: Partial<Paper>): Paper => ({ ...emptyPaper, ...part })

/** A hand that touches anything: known options, odd numbers, half-typed amounts. */
function anyPaper(setting: PollSetting): fc.Arbitrary<Paper> {
  const ids = setting.options.map(({ id }) => id)
  const id = fc.constantFrom(...(ids.length > 0 ? ids : ['none']))
  return fc.record({
    pick: fc.option(
      fc.constantFrom('support', 'reserve', 'abstain', 'block', '0', '2', '5', '7', 'yes', 'no'),
      { nil: null },
    ),
    ticked: fc.uniqueArray(id),
    numbers: fc.dictionary(id, fc.integer({ min: 0, max: 6 })),
    grades: fc.dictionary(id, fc.constantFrom('g1', 'g2', 'g3', 'g4')),
    ranking: fc
      .uniqueArray(id)
      .map((ranked) => ranked.reduce<Ranking>((made, one, at) => placeAt(made, one, at % 2), [])),
    typed: fc.dictionary(id, fc.constantFrom('', '100', '12 000 $', '400000', 'douze')),
    blank: fc.boolean(),
    reason: fc.string(),
    clientKey: fc.constant(''),
  })
}

describe('a ballot being filled in', () => {
  test.each(names)(
    '%s: what it says is complete, the rules accept; what it says is not, has no value',
    (name) => {
      const setting = settingOf(name)
      // A pick of another method never comes from the fields of this one.
      const fits = (one: Paper) =>
        setting.method === 'consent'
          ? one.pick === null || choiceKeys.includes(one.pick as ConsentChoice)
          : setting.method === 'yesNo'
            ? one.pick === null || ['yes', 'no', 'abstain'].includes(one.pick)
            : setting.method === 'gradients' || setting.method === 'fist'
              ? one.pick === null || ['0', '2', '5'].includes(one.pick)
              : true
      fc.assert(
        fc.property(
          anyPaper(setting).filter((one) => fits(one) && !(setting.method === 'consent' && one.blank)),
          (one) => {
            // The dots' fields never pass the cap; typed here, they may.
            fc.pre(
              setting.method !== 'dots' ||
                (dotsLeft(setting as PollSetting<'dots'>, one) >= 0 &&
                  Object.values(one.numbers).every((dots) => dots <= 3)),
            )
            const value = valueFrom(setting, one)
            expect(value === null).toBe(!one.blank && faultOf(setting, one) !== null)
            if (value) expect(checkValue(setting, value)).toBeNull()
          },
        ),
      )
    },
  )

  it('says what is left as it goes, in dots, in options and in cents', () => {
    expect(leftOf(settingOf('dots'), paper({ numbers: { o1: 3 } }))).toEqual({
      key: 'vote.dotsLeft',
      values: { left: 2, dots: 5 },
    })
    expect(leftOf(settingOf('approval'), paper({ ticked: ['o1', 'o2', 'o3'] }))).toEqual({
      key: 'vote.approvalOver',
      values: { over: 1, max: 2 },
    })
    expect(leftOf(settingOf('amounts'), paper({ typed: { o1: '150 000 $', o2: '12,50' } }))).toEqual({
      key: 'vote.budgetLeft',
      values: { left: { cents: 24_998_750 }, envelope: { cents: 40_000_000 } },
    })
    expect(leftOf(settingOf('projects'), paper({ ticked: ['p1', 'p3'] }))).toEqual({
      key: 'vote.budgetOver',
      values: { over: { cents: 2_000_000 }, envelope: { cents: 30_000_000 } },
    })
  })

  it('asks its words of an objection in every method that can hold one, and of no other choice', () => {
    expect(objectionOf(settingOf('consent'), paper({ pick: 'reserve' }))).toBe('concern')
    expect(objectionOf(settingOf('gradients'), paper({ pick: '7' }))).toBe('block')
    expect(objectionOf(settingOf('fist'), paper({ pick: '0' }))).toBe('block')
    expect(objectionOf(settingOf('fist'), paper({ pick: '1' }))).toBeNull()
    expect(objectionOf(settingOf('consent'), paper({ pick: 'abstain' }))).toBeNull()
  })

  it('keys everything by option id, never by words or by place (INV-20, TRAP-15, TRAP-23)', () => {
    const setting = settingOf('approval')
    const turned = {
      ...setting,
      options: [...setting.options]
        .reverse()
        .map((option) => ({ ...option, label: { fr: 'X, Y', en: 'X, Y' } })),
    }
    const one = paper({ ticked: ['o3', 'o1'] })

    expect(valueFrom(turned, one)).toEqual(valueFrom(setting, one))
  })
})

describe('a ranking moved by buttons', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const move = fc.tuple(
    fc.constantFrom(...ids),
    fc.constantFrom('up', 'down', 'join', 'out', 'at'),
    fc.nat(6),
  )
  const apply = (ranking: Ranking, [id, kind, at]: readonly [string, string, number]): Ranking => {
    if (kind === 'up') return moveUp(ranking, id)
    if (kind === 'down') return moveDown(ranking, id)
    if (kind === 'join') return joinAbove(ranking, id)
    return kind === 'out' ? unrank(ranking, id) : placeAt(ranking, id, at)
  }

  it('never loses nor doubles an option, and leaves no empty place', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        let ranking: Ranking = []
        for (const one of moves) {
          const before = new Set(ranking.flat())
          ranking = apply(ranking, one)
          const now = ranking.flat()
          expect(new Set(now).size).toBe(now.length)
          expect(ranking.every((group) => group.length > 0)).toBe(true)
          const gone = one[1] === 'out' ? [...before].filter((id) => id !== one[0]) : [...before]
          expect(gone.every((id) => now.includes(id))).toBe(true)
        }
      }),
    )
  })

  it('reaches every order with ties by keys alone', () => {
    let ranking: Ranking = ids.reduce<Ranking>((made, id) => placeAt(made, id, made.length), [])
    ranking = moveUp(ranking, 'c')
    ranking = joinAbove(ranking, 'b')
    ranking = moveDown(ranking, 'd')
    expect(ranking).toEqual([['a'], ['c', 'b'], ['e'], ['d']])
    expect(moveUp(ranking, 'b')).toEqual([['a'], ['b'], ['c'], ['e'], ['d']])
    expect(moveDown(ranking, 'c')).toEqual([['a'], ['b'], ['c'], ['e'], ['d']])
    expect(placesOf(ranking).map(({ place }) => place)).toEqual([1, 2, 2, 3, 4])
  })

  it('leaves what cannot move where it is', () => {
    expect(moveUp([['a'], ['b']], 'a')).toEqual([['a'], ['b']])
    expect(moveDown([['a'], ['b']], 'b')).toEqual([['a'], ['b']])
    expect(joinAbove([['a'], ['b']], 'a')).toEqual([['a'], ['b']])
    expect(moveUp([['a']], 'z')).toEqual([['a']])
  })
})

describe('the bars of a result', () => {
  it('cross the line exactly when the count says the threshold is met, and stay in their frame (COUNT-2)', () => {
    const answers = fc.array(fc.constantFrom(...choiceKeys), { minLength: 1, maxLength: register.length })
    fc.assert(
      fc.property(answers, fc.integer({ min: 6, max: 12 }), fc.boolean(), (choices, num, entitled) => {
        const setting: PollSetting = {
          ...settingOf('consent'),
          threshold: {
            share: { num, den: 12 },
            strict: false,
            base: entitled ? 'entitled' : 'expressed',
            abstentions: 'excluded',
          },
        }
        const voices = choices.map((choice, at) => ({ seatId: register[at]!.seatId, value: { choice } }))
        const count = countPoll(setting, register, voices)
        const weight = (id: string) => widthOf(count.tallies.find((tally) => tally.id === id)!.mass.weight)
        const spread = placeSpread(
          [
            { id: 'reserve', side: 'for', weight: weight('reserve') },
            { id: 'support', side: 'for', weight: weight('support') },
            { id: 'block', side: 'against', weight: weight('block') },
          ],
          widthOf(count.test!.base),
          num / 12,
        )
        if (!spread || count.expressed.seats === 0) return
        const right = Math.max(spread.zero, ...spread.parts.map((part) => part.from + part.width))
        expect(right >= spread.threshold! - 1e-9).toBe(count.test!.passed)
        expect(Math.min(...spread.parts.map((part) => part.from))).toBeGreaterThanOrEqual(-1e-9)
        expect(right).toBeLessThanOrEqual(100 + 1e-9)
      }),
    )
  })

  it('reads figures without rounding any (TRAP-22)', () => {
    expect(partsOf('7/2')).toEqual({ num: '7', den: '2' })
    expect(partsOf('123456789012345678901/3')).toEqual({ num: '123456789012345678901', den: '3' })
    expect(partsOf('g2')).toBeNull()
    expect(widthOf('good')).toBe(0)
    expect(isWeighted(countedOf('weighted').count)).toBe(true)
    expect(isWeighted(countedOf('consent').count)).toBe(false)
  })
})

describe('the setting of a poll being chosen', () => {
  const now = '2026-10-01T12:00:00.000Z'
  const both = (text: string) => ({ fr: `${text} fr`, en: `${text} en` })
  const filled = (method: MethodKey, part: Partial<SettingDraft> = {}): SettingDraft => ({
    ...freshDraft,
    method,
    options: freshDraft.options.map((option) => ({ ...option, label: both(option.id), cost: '1000' })),
    envelope: '50 000 $',
    dots: '5',
    cap: '3',
    ...part,
  })

  test.each(methodKeys)('%s: what the form lets through is a sound setting', (method) => {
    for (const secrecy of ['open', 'sealed', 'secret'] as const) {
      if (method === 'consent' && secrecy === 'secret') continue
      for (const kind of ['amounts', 'projects'] as const) {
        const { choice, faults } = readChoice(filled(method, { secrecy, kind, revote: true }), now)
        expect(faults).toEqual({})
        const setting = settingUnder(rules, choice!)
        expect(checkSetting(setting, { register })).toBeNull()
        expect(secrecy === 'secret' && (setting.revote || setting.results !== 'afterClose')).toBe(false)
      }
    }
  })

  it('names each fault in its own field', () => {
    expect(readChoice(freshDraft, now).faults).toEqual({ method: 'setting.fault.method' })
    expect(readChoice(filled('consent', { secrecy: 'secret' }), now).faults).toEqual({
      secrecy: 'setting.fault.consentSecret',
    })
    expect(readChoice(filled('dots', { cap: '9' }), now).faults).toEqual({ cap: 'setting.fault.number' })
    expect(readChoice(filled('dots', { dots: '10', cap: '2', allDots: true }), now).faults).toEqual({
      cap: 'setting.fault.capLow',
    })
    expect(readChoice(filled('approval', { seats: 'deux' }), now).faults).toEqual({
      seats: 'setting.fault.number',
    })
    expect(readChoice(filled('budget', { envelope: '' }), now).faults).toEqual({
      envelope: 'setting.fault.envelope',
    })
    const [first, second] = filled('score').options
    const half = [{ ...first!, label: { fr: 'Oui', en: '' } }, second!]
    expect(readChoice(filled('score', { options: half }), now).faults).toEqual({ o1: 'setting.fault.label' })
    expect(readChoice(filled('yesNo', { timed: true, closesAt: '2026-09-30T12:00' }), now).faults).toEqual({
      closesAt: 'setting.fault.closesAt',
    })
  })

  it('never gives an option’s id to another one (TRAP-6)', () => {
    const three = addOption(freshDraft)
    const without = { ...three, options: three.options.filter(({ id }) => id !== 'o3') }

    expect(addOption(without).options.map(({ id }) => id)).toEqual(['o1', 'o2', 'o4'])
    expect(moveOption(three, 'o3', -1).options.map(({ id }) => id)).toEqual(['o1', 'o3', 'o2'])
    expect(moveOption(three, 'o1', -1)).toEqual(three)
  })
})

describe('what is said aloud of a vote', () => {
  const scene: VoteScene = { polls: [], present: null, seats: [], received: [] }
  const poll = { id: 'p', question: { fr: 'Le samedi ?', en: 'Saturdays?' }, open: true, outcome: null }

  it('says nothing of what was known when the page came', () => {
    expect(newsOf(null, { ...scene, polls: [poll], present: true }, 'fr')).toEqual([])
  })

  it('says presence, seats, proxies, the opening, a vote received elsewhere, then the result once', () => {
    const seats = [
      { seatId: 'a', name: 'Le Relais', as: 'self' as const },
      { seatId: 'b', name: 'MRC', as: 'proxy' as const },
    ]
    const open: VoteScene = { ...scene, polls: [poll], present: true, seats }
    expect(newsOf({ ...scene, present: false }, open, 'fr').map(({ key }) => key)).toEqual([
      'news.present',
      'news.seat',
      'news.proxy',
      'news.open',
    ])
    const voted = { ...open, received: [{ pollId: 'p', seatId: 'a', name: 'Le Relais' }] }
    expect(newsOf(open, voted, 'fr')).toEqual([
      { key: 'vote.received', values: { organization: 'Le Relais' } },
    ])
    const closed = { ...voted, polls: [{ ...poll, open: false }] }
    expect(newsOf(voted, closed, 'fr').map(({ key }) => key)).toEqual(['news.closed'])
    const told = { ...voted, polls: [{ ...poll, open: false, outcome: 'consensus' as const }] }
    expect(newsOf(closed, told, 'en')).toEqual([
      { key: 'news.result', values: { question: 'Saturdays?', outcome: 'Consensus established' } },
    ])
    expect(newsOf(told, told, 'en')).toEqual([])
    expect(newsOf(told, { ...told, present: false, seats: [] }, 'fr').map(({ key }) => key)).toEqual([
      'news.absent',
      'news.seatGone',
      'news.seatGone',
    ])
  })
})
