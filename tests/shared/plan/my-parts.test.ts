// VOTE-25: which parts of a plan are an organisation's own.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partsNaming } from '../../../shared/plan/my-parts.ts'
import type { Plan } from '../../../shared/plan/plan.ts'

const item = (id: string, fields: Record<string, string>, parent?: string) => ({
  id,
  ...(parent && { parent }),
  fields,
})
const planOf = (lead: string, partners = '') =>
  ({
    lists: {
      priorities: [item('p1', { title: 'Logement' }), item('p2', { title: 'Transport' })],
      objectives: [item('o1', {}, 'p1'), item('o2', {}, 'p2')],
      results: [item('r1', {}, 'o1'), item('r2', {}, 'o2')],
      means: [
        item('m1', { lead, partners, objective: 'o1' }),
        item('m2', { lead: 'MRC', partners: '', objective: 'o2' }),
      ],
    },
  }) as unknown as Plan
const mine = ['m1', 'o1', 'p1', 'r1']

test('VOTE-25 a means that names the organisation, as lead or among its partners, is its own, with what it serves', () => {
  expect([...partsNaming(planOf('Coop Le Relais'), 'Coop Le Relais')].sort()).toEqual(mine)
  expect(
    [...partsNaming(planOf('MRC', 'La Table, coop le relais ; Ville'), 'Coop Le Relais')].sort(),
  ).toEqual(mine)
  expect([...partsNaming(planOf("École de l'Érable"), 'École de l’Érable')].sort()).toEqual(mine)
})

test('VOTE-25 another name that only holds it, or no name at all, is not it', () => {
  expect(partsNaming(planOf('Le Relais-des-Érables'), 'Le Relais').size).toBe(0)
  expect(partsNaming(planOf('Coop'), '  ').size).toBe(0)
})

test('VOTE-25 whatever is typed there, the parts are items of the plan and the other means stays another’s', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (lead, partners, name) => {
      const parts = partsNaming(planOf(lead, partners), name)
      if (!/^mrc$/i.test(name.trim())) expect(parts.has('m2')).toBe(false)
      expect(parts.has('m1')).toBe(parts.has('p1') && parts.has('o1'))
    }),
  )
})
