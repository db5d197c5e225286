// What a delegate is told has changed since the vote (CHANGE rules).
import { describe, expect, it } from 'vitest'
import { textChanges } from '../../../shared/plan/changes.ts'
import type { Plan, SubjectText } from '../../../shared/plan/plan.ts'
import { subjectText } from '../../../shared/plan/plan.ts'

const paragraph = (text: string, strong = false) => ({
  type: 'paragraph',
  content: [{ type: 'text', text, ...(strong && { marks: [{ type: 'strong' }] }) }],
})

const plan: Plan = {
  format: 'assise/plan/v1',
  fields: { frame: { title: 'Plan d’action', envelope: 420_000_000 } },
  lists: {
    issues: [{ id: 'e1', fields: { title: 'Logement' } }],
    priorities: [
      { id: 'p1', fields: { title: 'Se loger', rationale: [paragraph('Parce que.')], issues: ['e1'] } },
    ],
    objectives: [
      { id: 'o1', parent: 'p1', fields: { title: 'Créer 40 logements' } },
      { id: 'o2', parent: 'p1', fields: { title: 'Prévenir l’éviction' } },
    ],
    results: [{ id: 'r1', parent: 'o1', fields: { title: '40 unités', target: '40' } }],
    means: [{ id: 'm1', fields: { title: 'Fonds', objective: 'o1', amount: 110_000_000 } }],
  },
  territories: [{ id: 't1', name: 'MRC des Coteaux' }],
}
const priority = (of: Plan): SubjectText => subjectText(of, { kind: 'priority', id: 'p1' })!
const withList = (list: keyof Plan['lists'], items: Plan['lists'][typeof list]): Plan => ({
  ...plan,
  lists: { ...plan.lists, [list]: items },
})

describe('what changed since the vote', () => {
  it('says nothing when the text is the same (CHANGE-2)', () => {
    const copy = structuredClone(plan)

    expect(textChanges(priority(plan), priority(copy))).toEqual([])
    expect(textChanges({ kind: 'plan', plan }, { kind: 'plan', plan: copy })).toEqual([])
  })

  it('shows a delegate the amount before and after, in words (CHANGE-1)', () => {
    const dearer = withList('means', [
      { id: 'm1', fields: { title: 'Fonds', objective: 'o1', amount: 120_000_000 } },
    ])

    const [change, ...others] = textChanges(priority(plan), priority(dearer))

    expect(others).toEqual([])
    expect(change!.kind).toBe('changed')
    expect(change!.label.fr).toBe('Moyens, « Fonds » : Montant')
    expect(change!.before.fr.replace(/\s/g, ' ')).toBe('1 100 000 $')
    expect(change!.after.en).toBe('$1,200,000')
  })

  it('names what was added, removed and put in another order (CHANGE-1)', () => {
    const [first, second] = plan.lists.objectives!
    const reversed = withList('objectives', [second!, first!])
    const shorter = withList('objectives', [first!])
    const longer = withList('objectives', [
      first!,
      second!,
      { id: 'o3', parent: 'p1', fields: { title: 'Louer' } },
    ])

    expect(textChanges(priority(plan), priority(reversed)).map((change) => change.kind)).toEqual(['order'])
    expect(textChanges(priority(plan), priority(shorter))).toMatchObject([
      { kind: 'removed', before: { fr: 'Prévenir l’éviction' } },
    ])
    expect(textChanges(priority(plan), priority(longer))).toMatchObject([
      { kind: 'added', after: { fr: 'Louer' } },
    ])
  })

  it('does not pass over a change of formatting that leaves the words alone (CHANGE-2)', () => {
    const bold = withList('priorities', [
      { id: 'p1', fields: { title: 'Se loger', rationale: [paragraph('Parce que.', true)], issues: ['e1'] } },
    ])

    expect(textChanges(priority(plan), priority(bold)).map((change) => change.kind)).toEqual(['shape'])
  })

  it('does not pass over a result moved to another objective, nor a renamed territory (CHANGE-2)', () => {
    const moved = withList('results', [
      { id: 'r1', parent: 'o2', fields: { title: '40 unités', target: '40' } },
    ])
    const renamed = { ...plan, territories: [{ id: 't1', name: 'MRC du Lac-Clair' }] }

    expect(textChanges(priority(plan), priority(moved))).toMatchObject([
      { kind: 'changed', before: { fr: 'Objectifs : Créer 40 logements' } },
    ])
    expect(textChanges({ kind: 'plan', plan }, { kind: 'plan', plan: renamed })).toHaveLength(1)
  })

  it('reads everything as removed when the priority left the plan (CHANGE-1)', () => {
    const kinds = new Set(textChanges(priority(plan), null).map((change) => change.kind))

    expect([...kinds]).toEqual(['removed'])
  })
})
