// The words that are shown beside a digest are those of the hashed text: nothing more, nothing less (OUT-4).
import { describe, expect, it } from 'vitest'
import type { Block } from '../../../shared/plan/blocks.ts'
import { outlineSubject } from '../../../shared/plan/outline-subject.ts'
import type { SubjectText } from '../../../shared/plan/plan.ts'

const text: SubjectText = {
  kind: 'priority',
  priority: {
    id: 'p1',
    fields: {
      title: 'Se loger dignement',
      issues: ['e1', 'e2'],
      disposition: 'proposed',
      rationale: [{ type: 'paragraph', content: [{ type: 'text', text: 'Le loyer pèse.' }] }],
    },
  },
  objectives: [
    { id: 'o1', parent: 'p1', fields: { title: 'Créer 40 logements' } },
    { id: 'o2', parent: 'p1', fields: { title: 'Prévenir l’éviction' } },
  ],
  results: [{ id: 'r1', parent: 'o2', fields: { title: '300 ménages', target: '85 %', due: '2029-03-31' } }],
  means: [{ id: 'm1', fields: { title: 'Fonds', objective: 'o1', amount: 110_000_000, lead: 'L’Office' } }],
}

function wordsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.kind === 'heading') return [`${'#'.repeat(block.level)} ${block.text}`]
    if (block.kind === 'paragraph') return [block.runs.map((run) => run.text).join('')]
    if (block.kind === 'pairs')
      return block.pairs.map((pair) => `${pair.label} = ${pair.value.map((run) => run.text).join('')}`)
    return []
  })
}

describe('the text of a priority under vote, as it is read', () => {
  it('shows each objective with its own results and means, in order, and every field that is filled in (OUT-4)', () => {
    const words = wordsOf(outlineSubject(text, 'fr', (id) => (id === 'e1' ? 'Logement' : undefined)))

    expect(words.map((line) => line.replace(/\s/g, ' '))).toEqual([
      '# Se loger dignement',
      'Pourquoi cette priorité',
      'Le loyer pèse.',
      'Enjeux visés = Logement · e2',
      'Suite proposée = À retenir',
      '## Créer 40 logements',
      '### Moyens',
      '#### Fonds',
      'Responsable = L’Office',
      'Montant = 1 100 000 $',
      '## Prévenir l’éviction',
      '### Résultats recherchés',
      '#### 300 ménages',
      'Cible = 85 %',
      'Échéance = 31 mars 2029',
    ])
  })

  it('is the same text in English, under English labels (OUT-4)', () => {
    const words = wordsOf(outlineSubject(text, 'en'))

    expect(words).toContain('Amount = $1,100,000')
    expect(words).toContain('Target = 85 %')
    expect(words).toContain('## Prévenir l’éviction')
  })
})
