// POLL-10, POLL-4, POLL-7: what may be voted, who is refused and why, the server's clock.
import { describe, expect, test } from 'vitest'
import { emptyPlan, type Item, type SubjectText } from '../../shared/plan/plan.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import {
  checkCast,
  checkSubject,
  defaultQuestion,
  instantAfter,
  readRule,
  ruleJson,
  subjectTitle,
} from '../../shared/poll/poll.ts'
import { refusalText } from '../../shared/refusals.ts'

const priority = (title: string): Item => ({ id: 'p1', fields: { ...(title && { title }) } })
const textOfPriority = (title: string): SubjectText => ({
  kind: 'priority',
  priority: priority(title),
  objectives: [],
  results: [],
  means: [],
})

test('POLL-10 a text that is not in the plan, or that says nothing, is not put to the vote', () => {
  expect(checkSubject(null)).toMatchObject({ code: 'subjectMissing' })
  expect(checkSubject(textOfPriority(''))).toMatchObject({ code: 'subjectEmpty' })
  expect(checkSubject(textOfPriority('Se loger dignement'))).toBeNull()
  expect(checkSubject({ kind: 'plan', plan: emptyPlan })).toMatchObject({ code: 'subjectEmpty' })
  const plan = { ...emptyPlan, lists: { priorities: [priority('Se loger dignement')] } }
  expect(checkSubject({ kind: 'plan', plan })).toBeNull()
})

test('POLL-10 the question names the text in both languages', () => {
  const title = 'Se loger dignement'
  expect(defaultQuestion(textOfPriority(title)).fr).toContain(`«\u00a0${title}\u00a0»`)
  expect(defaultQuestion(textOfPriority(title)).en).toContain(`“${title}”`)
  const plan = { ...emptyPlan, fields: { frame: { title: 'Plan 2026-2029' } } }
  expect(defaultQuestion({ kind: 'plan', plan }).fr).toContain(
    'l’ensemble du plan «\u00a0Plan 2026-2029\u00a0»',
  )
  expect(subjectTitle({ kind: 'plan', plan: emptyPlan })).toBe('Plan d’action')
})

describe('POLL-4 a ballot is refused for one reason, the first that matters', () => {
  const open = { closedAt: null, textHash: 'h', registered: true, voted: false }
  const offer = { organization: { name: 'CDC' }, choice: 'support', reason: '', textHash: 'h' } as const

  test.each([
    ['a good one', open, offer, null],
    ['after the closing', { ...open, closedAt: '2026-02-05T15:40:00.000Z' }, offer, 'pollClosed'],
    ['a person without a voice', open, { ...offer, organization: null }, 'noVoice'],
    ['an organisation that is not registered', { ...open, registered: false }, offer, 'notInRegister'],
    ['a second one', { ...open, voted: true }, offer, 'alreadyVoted'],
    ['one on another text', open, { ...offer, textHash: 'x' }, 'textChanged'],
    ['a block without words', open, { ...offer, choice: 'block' as const }, 'reasonNeeded'],
    ['closed and voted', { ...open, closedAt: '2026-02-05T15:40:00.000Z', voted: true }, offer, 'pollClosed'],
    ['voted and other text', { ...open, voted: true }, { ...offer, textHash: 'x' }, 'alreadyVoted'],
  ])('%s', (_, poll, ballot, code) => {
    expect(checkCast(poll, ballot)?.code ?? null).toBe(code)
  })
})

describe('POLL-7 the server’s clock', () => {
  const now = new Date('2026-02-05T15:40:00.000Z')

  test('an instant is now when nothing came later', () => {
    expect(instantAfter(now, [])).toBe('2026-02-05T15:40:00.000Z')
    expect(instantAfter(now, ['2026-02-05T15:39:00.000Z'])).toBe('2026-02-05T15:40:00.000Z')
  })

  test('a clock set back, or standing still, never reorders what was done', () => {
    expect(instantAfter(now, ['2026-02-05T15:40:00.000Z'])).toBe('2026-02-05T15:40:00.001Z')
    expect(instantAfter(now, ['2026-02-05T16:00:00.000Z', '2026-01-01T00:00:00.000Z'])).toBe(
      '2026-02-05T16:00:00.001Z',
    )
  })
})

test('POLL-3 a rule kept in a row comes back whole, with or without weights', () => {
  const weighted = { ...defaultRule, collegeWeights: { lived: 40 } }
  expect(readRule(ruleJson(defaultRule))).toEqual(defaultRule)
  expect(readRule(ruleJson(weighted))).toEqual(weighted)
  expect(readRule(JSON.stringify(defaultRule))).toEqual(defaultRule)
  expect(readRule('{}')).toEqual(defaultRule)
})

test('POLL-4 a late ballot is told the region’s hour, not the record’s', () => {
  const late = { code: 'pollClosed', details: { closedAt: '2026-02-05T15:40:00.000Z' } } as const

  expect(refusalText(late, 'fr')).toMatch(/^Ce scrutin est clos depuis le 5 février 2026 à 10\sh\s40 : /)
  expect(refusalText(late, 'en')).toContain('February 5, 2026 at 10:40')
  const afternoon = { code: 'pollClosed', details: { closedAt: '2026-02-05T19:05:00.000Z' } } as const
  expect(refusalText(afternoon, 'en')).toMatch(/February 5, 2026 at 14:05\b/)
  expect(refusalText(afternoon, 'fr')).toMatch(/à 14\sh\s05/)
})
