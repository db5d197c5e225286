// VOTE-2…VOTE-4, VOTE-15…VOTE-17: the life of a poll, what fixes its setting, what of it may be shown.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RuleSet, ruleSetOf } from '../../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../../shared/poll/consent.ts'
import { checkClosing, checkMark, type PollLife, pollStateAt } from '../../../shared/poll/life.ts'
import { checkChoice, type SettingChoice, settingUnder } from '../../../shared/poll/opening.ts'
import { checkSetting } from '../../../shared/poll/setting-check.ts'
import { shownOf } from '../../../shared/poll/visibility.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 14, minute)).toISOString()
const opened: PollLife = {
  openedAt: at(0),
  closesAt: at(30),
  closedAt: null,
  proclaimedAt: null,
  annulledAt: null,
  supersededBy: null,
}

describe('a poll’s state', () => {
  test('INV-25 it closes at its hour whether or not anyone looks, and its state never goes back', () => {
    expect(pollStateAt(opened, at(29))).toBe('open')
    expect(pollStateAt(opened, at(30))).toBe('closed')
    expect(pollStateAt({ ...opened, closesAt: null }, at(59))).toBe('open')
    const order = ['open', 'closed', 'counted', 'proclaimed', 'superseded']
    const instant = fc.integer({ min: 1, max: 59 })
    fc.assert(
      fc.property(instant, instant, instant, instant, (closes, closed, proclaimed, later) => {
        const life = (now: number): PollLife => ({
          ...opened,
          closesAt: at(closes),
          closedAt: now >= closes + closed ? at(closes) : null,
          proclaimedAt: now >= closes + closed + proclaimed ? at(closes + closed) : null,
        })
        const before = order.indexOf(pollStateAt(life(closes - 1), at(closes - 1)))
        const after = order.indexOf(pollStateAt(life(closes + later), at(closes + later)))
        expect(before).toBe(0)
        expect(after).toBeGreaterThan(0)
      }),
    )
  })

  test('VOTE-2 annulled comes before everything, superseded before proclaimed', () => {
    expect(pollStateAt({ ...opened, openedAt: null }, at(5))).toBe('draft')
    expect(pollStateAt({ ...opened, closedAt: at(30) }, at(31))).toBe('counted')
    const over = { ...opened, closedAt: at(30), proclaimedAt: at(31), supersededBy: 'next' }
    expect(pollStateAt(over, at(40))).toBe('superseded')
    expect(pollStateAt({ ...over, annulledAt: at(39) }, at(40))).toBe('annulled')
  })

  test('VOTE-3 a poll that announced its hour closes earlier only when nobody is missing', () => {
    expect(checkClosing(opened, at(10), 1)?.code).toBe('pollHasHour')
    expect(checkClosing(opened, at(10), 0)).toBeNull()
    expect(checkClosing({ ...opened, closesAt: null }, at(10), 5)).toBeNull()
    expect(checkClosing({ ...opened, annulledAt: at(5) }, at(10), 0)?.code).toBe('pollNotOpen')
  })

  test('VOTE-4 proclaimed only once counted; annulled at any time after the opening, once', () => {
    expect(checkMark(opened, 'proclaimed', at(10))?.code).toBe('pollStillOpen')
    expect(checkMark({ ...opened, closedAt: at(30) }, 'proclaimed', at(31))).toBeNull()
    expect(checkMark(opened, 'annulled', at(10))).toBeNull()
    expect(checkMark({ ...opened, annulledAt: at(5) }, 'annulled', at(10))?.code).toBe('pollNotOpen')
  })
})

const rules = ruleSetOf(defaultRule)
const weighted: RuleSet = { ...rules, collegeWeights: { municipal: 50, community: 50 } }
const choice: SettingChoice = {
  method: 'consent',
  params: {},
  options: [],
  adopts: true,
  secrecy: 'open',
  revote: false,
  results: 'afterVote',
}
const dots: SettingChoice = {
  ...choice,
  method: 'dots',
  params: { dots: 5, cap: 5, all: true },
  options: ['a', 'b'].map((id) => ({ id, label: { fr: id, en: id } })),
  adopts: false,
  results: 'afterClose',
}

describe('a poll’s setting', () => {
  test('VOTE-15 threshold, quorum, ties and what follows a block come from the rules alone', () => {
    const setting = settingUnder(rules, choice)
    expect(setting).toMatchObject({
      threshold: rules.adoption,
      quorum: rules.quorum,
      afterBlock: 'discussion',
    })
    expect(checkSetting(setting)).toBeNull()
    const majority: RuleSet = { ...rules, afterBlock: 'majority', fallback: rules.adoption }
    expect(settingUnder(majority, choice)).toMatchObject({ afterBlock: 'majority', fallback: rules.adoption })
    const sorting = settingUnder(majority, dots)
    expect(sorting.threshold).toBeUndefined()
    expect(checkSetting(sorting)).toBeNull()
  })

  test('VOTE-16 a sorting method does not adopt, and colleges are not set aside where something is adopted', () => {
    const field = (of: RuleSet, asked: SettingChoice) => checkChoice(of, asked, at(0))?.details?.field
    expect(field(rules, { ...dots, adopts: true })).toBe('setting.adopts')
    expect(field(weighted, { ...choice, equalVoices: true })).toBe('setting.equalVoices')
    expect(field(weighted, { ...dots, equalVoices: true })).toBeUndefined()
    expect(field(rules, { ...choice, electorate: 'additive' })).toBe('setting.electorate')
    expect(field({ ...rules, lateSeats: 'additive' }, { ...choice, electorate: 'additive' })).toBeUndefined()
    expect(field(rules, { ...choice, closesAt: at(0) })).toBe('setting.closesAt')
    expect(field(rules, { ...choice, closesAt: at(1) })).toBeUndefined()
    const inYears = (years: number) => at(0).replace(/^\d+/, (year) => String(Number(year) + years))
    expect(field(rules, { ...choice, closesAt: inYears(1) })).toBeUndefined()
    expect(field(rules, { ...choice, closesAt: inYears(2) })).toBe('setting.closesAt')
  })
})

describe('what is shown', () => {
  const everySecrecy = fc.constantFrom('open' as const, 'sealed' as const, 'secret' as const)
  const everyResult = fc.constantFrom('live' as const, 'afterVote' as const, 'afterClose' as const)
  const running = fc.record({
    state: fc.constantFrom('open' as const, 'closed' as const, 'annulled' as const),
    counted: fc.constant(false),
    hasVoted: fc.boolean(),
  })

  test('INV-16 what is hidden until the closing is hidden until then, whoever looks; names and values of a secret poll always', () => {
    fc.assert(
      fc.property(everySecrecy, everyResult, running, (secrecy, results, moment) => {
        const shown = shownOf({ secrecy, results }, moment)
        if (results === 'afterClose' || secrecy === 'secret') expect(shown.count).toBe(false)
        if (secrecy !== 'open') expect(shown.voices).toBe(false)
        if (secrecy === 'secret') expect(shown.turnout).toBe(false)
        const after = shownOf({ secrecy, results }, { ...moment, counted: true })
        expect(after).toEqual({ count: true, voices: secrecy !== 'secret', turnout: true })
      }),
    )
  })

  test('VOTE-17 one who has not voted sees no count that is shown after the vote', () => {
    const moment = { state: 'open' as const, counted: false }
    const setting = { secrecy: 'open' as const, results: 'afterVote' as const }
    expect(shownOf(setting, { ...moment, hasVoted: false }).count).toBe(false)
    expect(shownOf(setting, { ...moment, hasVoted: true })).toEqual({
      count: true,
      voices: true,
      turnout: true,
    })
  })
})
