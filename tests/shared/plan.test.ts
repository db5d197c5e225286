// What forbids the lock as far as the text goes, and what a poll on a priority is about.
import { describe, expect, test } from 'vitest'
import {
  emptyPlan,
  type Item,
  meansOfPriority,
  type Plan,
  planProblems,
  proposedPriorities,
  subjectText,
} from '../../shared/plan/plan.ts'
import { digest } from '../../shared/record/canonical.ts'

const prose = [{ type: 'paragraph', content: [{ type: 'text', text: 'Dit.' }] }]
const item = (id: string, fields: Item['fields'], parent?: string): Item => ({
  id,
  fields,
  ...(parent && { parent }),
})

/** A small plan that is complete: each test spoils one thing. */
const complete: Plan = {
  format: 'assise/plan/v1',
  fields: {
    frame: { title: 'Plan', leadBody: 'Table', start: '2026-04-01', end: '2029-03-31', envelope: 1000_00 },
    process: { account: prose },
  },
  lists: {
    steps: [item('s1', { title: 'Forum', date: '2026-02-05' })],
    issues: [item('e1', { title: 'Logement', problem: prose, need: prose })],
    actors: [item('a1', { title: 'CDC' })],
    priorities: [item('p1', { title: 'Se loger', issues: ['e1'], disposition: 'proposed' })],
    objectives: [item('o1', { title: '40 logements' }, 'p1')],
    results: [item('r1', { title: 'Livrés', indicator: 'unités', target: '40', due: '2029-03-31' }, 'o1')],
    means: [
      item('m1', {
        title: 'Fonds',
        objective: 'o1',
        lead: 'Office',
        amount: 600_00,
        due: '2028-03-31',
        structure: 'Office',
      }),
    ],
    allocations: [item('t1', { territory: 'mrc', amount: 1000_00 })],
  },
  territories: [{ id: 'mrc', name: 'MRC' }],
}

const codes = (plan: Plan) =>
  planProblems(plan).map(({ code, place }) => `${code} ${Object.values(place).join('/')}`)
const withItem = (list: keyof Plan['lists'], changed: Item): Plan => ({
  ...complete,
  lists: {
    ...complete.lists,
    [list]: complete.lists[list]!.map((one) => (one.id === changed.id ? changed : one)),
  },
})
const change = (list: keyof Plan['lists'], id: string, fields: Record<string, unknown>): Plan => {
  const one = complete.lists[list]!.find((other) => other.id === id)!
  const next = Object.fromEntries(
    Object.entries({ ...one.fields, ...fields }).filter(([, value]) => value !== undefined),
  ) as Item['fields']
  return withItem(list, { ...one, fields: next })
}

describe('PLAN-2: what forbids the lock is named with its place', () => {
  test('a complete plan has nothing against it, an empty one names every section', () => {
    expect(planProblems(complete)).toEqual([])
    expect(new Set(planProblems(emptyPlan).map((problem) => problem.place.section)).size).toBe(7)
  })

  test.each([
    ['a required field', change('means', 'm1', { lead: undefined }), 'required means/means/m1/lead'],
    [
      'an amount that is no amount',
      change('means', 'm1', { amount: 'mille' }),
      'unreadable means/means/m1/amount',
    ],
    [
      'a day that does not exist',
      change('means', 'm1', { due: '2027-02-30' }),
      'unreadable means/means/m1/due',
    ],
    [
      'a choice that is not offered',
      change('priorities', 'p1', { disposition: 'toString' }),
      'unreadable priorities/priorities/p1/disposition',
    ],
    [
      'an issue that is gone',
      change('priorities', 'p1', { issues: ['e1', 'e9'] }),
      'dangling priorities/priorities/p1/issues',
    ],
    [
      'no structure and no reason',
      change('means', 'm1', { structure: undefined }),
      'structure means/means/m1/structure',
    ],
    ['means over the envelope', change('means', 'm1', { amount: 1000_01 }), 'overSpent means/means'],
    [
      'shares over the envelope',
      change('allocations', 't1', { amount: 1000_01 }),
      'overAllocated allocations/allocations',
    ],
    [
      'an objective without result',
      { ...complete, lists: { ...complete.lists, results: [] } },
      'tooFew priorities/objectives/o1',
    ],
    [
      'an end before the start',
      { ...complete, fields: { ...complete.fields, frame: { ...complete.fields.frame, end: '2026-03-31' } } },
      'period frame/end',
    ],
  ] as [string, Plan, string][])('%s', (_, plan, expected) => {
    expect(codes(plan)).toEqual([expected])
  })
})

test('PLAN-4: a priority that is set aside owes a reason, and neither objectives nor consensus', () => {
  const aside = change('priorities', 'p1', { disposition: 'setAside' })
  expect(codes({ ...aside, lists: { ...aside.lists, results: [] } })).toEqual([
    'reason priorities/priorities/p1/reason',
  ])
  expect(proposedPriorities(aside)).toEqual([])
})

test('POLL-2: the text of a priority changes with its objectives, results and means, and with nothing else', () => {
  const hash = (plan: Plan) => digest('text', subjectText(plan, { kind: 'priority', id: 'p1' }))

  expect(meansOfPriority(complete, 'p1').map((means) => means.id)).toEqual(['m1'])
  expect(hash(change('results', 'r1', { target: '41' }))).not.toBe(hash(complete))
  expect(hash(change('means', 'm1', { amount: 1 }))).not.toBe(hash(complete))
  expect(hash(change('issues', 'e1', { title: 'Autre' }))).toBe(hash(complete))
  expect(subjectText(complete, { kind: 'priority', id: 'p9' })).toBeNull()
})
