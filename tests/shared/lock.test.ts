// LOCK-1…LOCK-4: every reason that forbids the lock is told in both languages, with its place.
import { expect, test } from 'vitest'
import type { Standing, StandingState } from '../../shared/consensus.ts'
import { lockReasons } from '../../shared/lock.ts'
import { emptyPlan, type Plan, planProblems } from '../../shared/plan/plan.ts'

const plan: Plan = {
  ...emptyPlan,
  lists: {
    priorities: [
      { id: 'p1', fields: { title: 'Se loger', disposition: 'proposed' } },
      { id: 'p5', fields: { title: 'Persévérer', disposition: 'setAside', reason: 'Doublon.' } },
    ],
  },
}

function standings(whole: StandingState, first: StandingState, aside: StandingState = 'draft'): Standing[] {
  const one = (subject: Standing['subject'], state: StandingState, pollId: string): Standing => ({
    subject,
    state,
    pollId: state === 'draft' ? null : pollId,
    textHash: null,
  })
  return [
    one({ kind: 'plan' }, whole, 'of-plan'),
    one({ kind: 'priority', id: 'p1' }, first, 'of-p1'),
    one({ kind: 'priority', id: 'p5' }, aside, 'of-p5'),
  ]
}

/** The reasons that come from votes alone, in French. */
function votes(of: readonly Standing[]) {
  return lockReasons(plan, of).slice(planProblems(plan).length)
}

test('LOCK-1 what is missing in the text comes first, where it is missing', () => {
  const reasons = lockReasons(plan, standings('consensus', 'consensus'))

  expect(reasons).toEqual(planProblems(plan).map(({ text, place }) => ({ text, place })))
  expect(reasons.length).toBeGreaterThan(5)
})

test('LOCK-2, LOCK-3 consensus on the plan and on what is proposed leaves no reason; what is set aside needs none', () => {
  expect(votes(standings('consensus', 'consensus'))).toEqual([])
})

test.each([
  ['draft', 'Priorité «\u00a0Se loger\u00a0»\u00a0: aucun consensus ne la retient encore.'],
  ['stale', 'Priorité «\u00a0Se loger\u00a0»\u00a0: son texte a changé depuis le consensus, qui est périmé.'],
  ['refused', 'Priorité «\u00a0Se loger\u00a0»\u00a0: son dernier scrutin n’a pas abouti à un consensus.'],
  ['open', 'Priorité «\u00a0Se loger\u00a0»\u00a0: son scrutin est encore ouvert.'],
] as const)('LOCK-2 a proposed priority that stands as %s forbids the lock', (state, words) => {
  const [reason, ...others] = votes(standings('consensus', state))

  expect(reason!.text.fr).toBe(words)
  expect(reason!.text.en).toContain('Priority “Se loger”: ')
  expect(reason!.place).toMatchObject({ section: 'priorities', list: 'priorities', item: 'p1' })
  expect(reason!.place.poll).toBe(state === 'draft' ? undefined : 'of-p1')
  expect(others).toEqual([])
})

test.each(['draft', 'stale', 'refused', 'open'] as const)(
  'LOCK-3 the whole plan that stands as %s forbids the lock',
  (state) => {
    const reasons = votes(standings(state, 'consensus'))

    expect(reasons).toHaveLength(1)
    expect(reasons[0]!.text.fr).toMatch(/^Ensemble du plan/)
    expect(reasons[0]!.place).toEqual(state === 'draft' ? {} : { poll: 'of-plan' })
  },
)

test('LOCK-4 an open poll forbids the lock even on a priority set aside, or removed meanwhile', () => {
  const aside = votes(standings('consensus', 'consensus', 'open'))
  expect(aside[0]!.text.fr).toContain('«\u00a0Persévérer\u00a0»\u00a0: son scrutin est encore ouvert.')

  const gone: Standing = {
    subject: { kind: 'priority', id: 'x' },
    pollId: 'lost',
    textHash: 'h',
    state: 'open',
  }
  const removed = votes([...standings('consensus', 'consensus'), gone])
  expect(removed).toHaveLength(1)
  expect(removed[0]!.place).toEqual({ poll: 'lost' })
})

test('LOCK-2 a plan without any standing is all to be decided', () => {
  expect(votes([]).map(({ place }) => place)).toEqual([
    { section: 'priorities', list: 'priorities', item: 'p1' },
    {},
  ])
})
