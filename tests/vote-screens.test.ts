// The rules of the voting screens that need no browser: a difference word by word, a setting taken over by a new round, the profile of a
// judgment, two forms of polls in one list, a text of any subject in blocks.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundsOf } from '../client/pages/decide/parts/rounds.ts'
import { wordDiff } from '../client/pages/decide/parts/word-diff.ts'
import { gradeProfile } from '../client/pages/vote/result/grade-profile.ts'
import { draftOf } from '../client/pages/vote/setting/draft-of.ts'
import { questionFor } from '../shared/poll/subject.ts'
import { outlinePollText, pollTextChanges } from '../shared/poll/text-outline.ts'
import type { PollText } from '../shared/poll/texts.ts'
import type { VoteSummary } from '../shared/poll/views.ts'
import type { PollSummary } from '../shared/views.ts'
import { type FixtureName, fixtures, settingOf } from './gallery/fixtures.ts'

describe('a difference word by word', () => {
  const words = fc.array(fc.constantFrom('le', 'soir', 'matin', 'deux', 'lignes', '\n'), { maxLength: 30 })

  test('spells both readings exactly, whatever they are', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [before, after] = [a.join(' '), b.join(' ')]
        const pieces = wordDiff(before, after)
        if (!pieces) return
        const spell = (left: 'gone' | 'come') =>
          pieces.flatMap(({ kind, text }) => (kind === left || kind === 'same' ? [text] : [])).join('')
        expect(spell('gone')).toBe(before)
        expect(spell('come')).toBe(after)
      }),
    )
  })

  test('a sentence added at the end is all that came', () => {
    const pieces = wordDiff('Deux lignes du soir suffisent.', 'Deux lignes du soir suffisent. Et le samedi.')
    expect(pieces?.filter(({ kind }) => kind !== 'same')).toEqual([{ kind: 'come', text: ' Et le samedi.' }])
  })

  test('two readings with little in common stand one under the other', () => {
    expect(wordDiff('Deux lignes du soir.', 'Rien de ce qui précède ne tient plus aujourd’hui.')).toBeNull()
  })
})

describe('a new round', () => {
  test('starts from the setting of the round before, for every method', async () => {
    const { readChoice } = await import('../client/pages/vote/setting/setting-draft.ts')
    for (const name of Object.keys(fixtures) as FixtureName[]) {
      const setting = settingOf(name)
      const draft = draftOf({ ...setting, adopts: setting.threshold !== undefined })
      const { choice, faults } = readChoice(draft, '2026-01-01T00:00:00.000Z')
      expect(faults, name).toEqual({})
      expect(choice?.params, name).toEqual(setting.params)
      expect(choice?.options, name).toEqual(setting.options)
      expect([choice?.method, choice?.secrecy], name).toEqual([setting.method, setting.secrecy])
    }
  })
})

describe('the profile of a judgment', () => {
  const setting = settingOf('judgment') as Parameters<typeof gradeProfile>[0]
  const [option] = setting.options
  const voice = (grade: string, num: number, den = 1) => ({
    value: { grades: { [option!.id]: grade } },
    weight: { num, den },
  })

  test('gives each grade its exact weight, and the whole bar to those who graded', () => {
    const [row] = gradeProfile(setting, [
      voice('g1', 1, 3),
      voice('g1', 1, 6),
      voice('g3', 1, 2),
      { value: { blank: true }, weight: { num: 5, den: 1 } },
    ])
    expect(row!.weights.slice(0, 3)).toEqual(['1/2', '0', '1/2'])
    expect(row!.parts).toEqual([
      { at: 0, from: 0, width: 50 },
      { at: 2, from: 50, width: 50 },
    ])
  })

  test('an option nobody graded has an empty bar', () => {
    expect(gradeProfile(setting, [])[0]!.parts).toEqual([])
  })
})

test('polls of both forms stand in one list, the last opened first', () => {
  const poll = (id: string, openedAt: string) =>
    ({ id, openedAt, subject: { kind: 'plan' }, round: 1, awaitsMe: id === 'a' }) as unknown as PollSummary
  const vote = (id: string, openedAt: string) =>
    ({
      id,
      openedAt,
      subject: { kind: 'question' },
      method: 'dots',
      state: 'open',
      awaitsMe: [{ seatId: 's', name: 'MRC', as: 'proxy' }],
    }) as unknown as VoteSummary
  const rounds = roundsOf(
    [poll('a', '2026-01-01T00:00:00.000Z'), poll('c', '2026-01-03T00:00:00.000Z')],
    [vote('b', '2026-01-02T00:00:00.000Z')],
    'Coop',
  )
  expect(rounds.map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  expect(rounds.map(({ awaits }) => awaits)).toEqual([[], ['MRC'], ['Coop']])
})

describe('VOTE-24 the text of a poll, whatever its subject', () => {
  const passage = (words: string): PollText => ({
    kind: 'passage',
    section: 'priorities',
    list: 'priorities',
    item: 'p1',
    field: 'rationale',
    blocks: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }],
  })

  test('a passage that changed says where, before and after; the same passage says nothing', () => {
    expect(pollTextChanges(passage('Le soir.'), passage('Le soir.'))).toEqual([])
    const [change, ...others] = pollTextChanges(passage('Le soir.'), passage('Le soir et le matin.'))
    expect(others).toEqual([])
    expect(change).toMatchObject({
      kind: 'changed',
      before: { fr: 'Le soir.' },
      after: { fr: 'Le soir et le matin.' },
    })
  })

  test('a passage gone from the plan reads as removed', () => {
    expect(pollTextChanges(passage('Le soir.'), null)).toMatchObject([{ kind: 'removed' }])
  })

  test('an allocation shows its envelope and each share; a share that changed is told', () => {
    const allocation = (amount: number): PollText => ({
      kind: 'allocation',
      envelope: 500_000,
      shares: [{ id: 'a1', fields: { territory: 't1', amount } }],
      territories: [{ id: 't1', name: 'Rivebelle' }],
    })
    const shown = JSON.stringify(outlinePollText(allocation(200_000), 'fr')).replace(/\s/g, ' ')
    expect(shown).toContain('Rivebelle')
    expect(shown).toContain('2 000 $')
    expect(shown).toContain('5 000 $')
    expect(pollTextChanges(allocation(200_000), allocation(300_000))).toHaveLength(1)
  })

  test('a bare question is its own text, in both languages', () => {
    const question = (fr: string): PollText => ({ kind: 'question', question: { fr, en: 'When?' } })
    expect(JSON.stringify(outlinePollText(question('Quand ?'), 'fr'))).toMatch(/Quand \?.*When\?/)
    expect(pollTextChanges(question('Quand ?'), question('Quand ?'))).toEqual([])
    expect(pollTextChanges(question('Quand ?'), question('Où ?'))).toHaveLength(1)
  })
})

test('the question on a passage names it in its own language', () => {
  const passage = {
    kind: 'passage',
    section: 'priorities',
    list: 'priorities',
    field: 'rationale',
    blocks: [],
  }
  const title = 'Priorités, «\u00a0P1 Se loger\u00a0»\u00a0: Pourquoi cette priorité'
  const { fr, en } = questionFor(title, passage as unknown as PollText, undefined)
  expect(fr).toContain(title)
  expect(en).toBe(
    'Do you consent to this passage, as written here? (Priorities, “P1 Se loger”: Why this priority)',
  )
})
