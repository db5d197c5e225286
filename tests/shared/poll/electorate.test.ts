// VOTE-1, VOTE-12…VOTE-14, VOTE-18: what is voted on and who votes, as they are fixed when a poll opens.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyPlan, type Plan } from '../../../shared/plan/plan.ts'
import type { ProseNode } from '../../../shared/plan/prose-json.ts'
import {
  checkChange,
  checkElectorate,
  type RegisterChange,
  registerAfter,
  weighSeats,
} from '../../../shared/poll/electorate.ts'
import type { SeatEntry } from '../../../shared/poll/setting.ts'
import {
  checkPollText,
  pollText,
  pollTitle,
  samePollSubject,
  textStateOf,
} from '../../../shared/poll/subject.ts'
import type { PollSubject } from '../../../shared/poll/texts.ts'
import { canonicalText, digest } from '../../../shared/record/canonical.ts'
import { seededPlan } from '../../kit/seeded-plan.ts'

const question = { fr: 'Oui ?', en: 'Yes?' }
const account = (quote: string): PollSubject => ({
  kind: 'passage',
  section: 'process',
  field: 'account',
  quote,
})
const objective = (quote: string): PollSubject => ({
  kind: 'passage',
  section: 'priorities',
  list: 'objectives',
  item: 'obj-1',
  field: 'title',
  quote,
})
const allocation: PollSubject = { kind: 'allocation' }

function withAccount(nodes: readonly ProseNode[]): Plan {
  return { ...seededPlan, fields: { ...seededPlan.fields, process: { account: nodes } } }
}
const paragraph = (text: string): ProseNode => ({ type: 'paragraph', content: [{ type: 'text', text }] })

describe('the text put to the vote', () => {
  test('VOTE-1 a passage is the whole blocks that hold its quote, and no other', () => {
    const plan = withAccount(
      ['Un forum a réuni 118 personnes.', 'Deux  rencontres ont suivi.', 'Fin.'].map(paragraph),
    )
    const blocks = (quote: string) => {
      const text = pollText(plan, account(quote), question)
      return text?.kind === 'passage' ? text.blocks?.length : null
    }
    expect(blocks('118 personnes')).toBe(1)
    expect(blocks('personnes. Deux rencontres')).toBe(2)
    expect(blocks('')).toBe(3)
    expect(blocks('Trois rencontres')).toBeNull()
  })

  test('VOTE-1 a line is taken whole; the allocation is its shares, the envelope and the names; a question is itself', () => {
    expect(pollText(seededPlan, objective('40 logements'), question)).toMatchObject({
      words: 'Créer 40 logements',
    })
    expect(pollText(seededPlan, allocation, question)).toMatchObject({
      envelope: 420_000_000,
      shares: seededPlan.lists.allocations,
      territories: [{ name: 'MRC des Coteaux' }, { name: 'Ville de Val-Doré' }],
    })
    expect(pollText(seededPlan, { kind: 'question' }, question)).toEqual({ kind: 'question', question })
    expect(pollTitle(seededPlan, objective(''), pollText(seededPlan, objective(''), question)!)).toContain(
      'Créer 40 logements',
    )
  })

  test('POLL-10 nobody votes on what is absent or empty, nor on what is no text', () => {
    const refused = (plan: Plan, subject: PollSubject, asked = question) =>
      checkPollText(pollText(plan, subject, asked))?.code
    expect(refused(emptyPlan, allocation)).toBe('subjectEmpty')
    expect(refused(emptyPlan, account(''))).toBe('subjectMissing')
    expect(refused(seededPlan, { kind: 'question' }, { fr: ' ', en: '' })).toBe('subjectEmpty')
    expect(refused(seededPlan, { kind: 'question' }, { fr: '\u200b', en: '\u2060 ' })).toBe('subjectEmpty')
    expect(refused(seededPlan, { ...account(''), field: 'nothing' } as PollSubject)).toBe('subjectMissing')
    const cents = { kind: 'passage', section: 'frame', field: 'envelope', quote: '' } as const
    expect(refused(seededPlan, cents)).toBe('subjectMissing')
    expect(refused(seededPlan, objective('40'))).toBeUndefined()
  })

  test('INV-7 the hash is of the canonical text: the same words give it whatever stands around them; another word, another', () => {
    const hash = (plan: Plan, subject: PollSubject) => digest('text', pollText(plan, subject, question))
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 4 }),
        fc.array(fc.string(), { maxLength: 4 }),
        (before, behind) => {
          const around = withAccount([...before, '118 personnes', ...behind].map(paragraph))
          const alone = withAccount([paragraph('118 personnes')])
          if ([...before].some((text) => text.includes('118 personnes'))) return
          expect(hash(around, account('118 personnes'))).toBe(hash(alone, account('118 personnes')))
        },
      ),
    )
    expect(hash(withAccount([paragraph('118 personnes !')]), account('118'))).not.toBe(
      hash(withAccount([paragraph('118 personnes')]), account('118')),
    )
  })

  test('VOTE-18 a passage is live while its text reads the same, stale when it moved or is gone', () => {
    const poll = {
      subject: objective('40'),
      question,
      textHash: digest('text', pollText(seededPlan, objective('40'), question)),
    }
    expect(textStateOf(seededPlan, poll)).toBe('live')
    expect(textStateOf(emptyPlan, poll)).toBe('stale')
    expect(samePollSubject(objective('40'), objective('40'))).toBe(true)
    expect(samePollSubject(objective('40'), objective('logements'))).toBe(false)
  })
})

const seat = (seatId: string, weight = { num: 1, den: 1 }): SeatEntry => ({
  seatId,
  name: seatId.toUpperCase(),
  college: 'lived',
  weight,
})
const register = ['a', 'b', 'c'].map((id) => seat(id))
const joined = (seatId: string): RegisterChange => ({
  kind: 'joined',
  at: '2026',
  by: 'M.',
  seat: seat(seatId),
})
const recused = (seatId: string): RegisterChange => ({ kind: 'recused', at: '2026', by: 'M.', seatId })
const ended = (seatId: string): RegisterChange => ({ kind: 'mandateEnded', at: '2026', by: 'M.', seatId })

describe('the register', () => {
  test('VOTE-12 weighs by college, or one each where the poll asks for equal voices', () => {
    const organizations = [
      { id: 'b', name: 'B', college: 'municipal' as const },
      { id: 'a', name: 'A', college: 'lived' as const },
      { id: 'c', name: 'C', college: 'lived' as const },
    ]
    const rules = { collegeWeights: { municipal: 50, lived: 50 }, collegeMax: { num: 1, den: 2 } }
    const weights = (equal: boolean) => {
      const seats = weighSeats(organizations, rules, equal)
      return Array.isArray(seats)
        ? seats.map(({ seatId, weight }) => `${seatId} ${weight.num}/${weight.den}`)
        : seats.code
    }
    expect(weights(false)).toEqual(['a 50/2', 'b 50/1', 'c 50/2'])
    expect(weights(true)).toEqual(['a 1/1', 'b 1/1', 'c 1/1'])
  })

  test('VOTE-13 a frozen register takes nobody in (trap 12); an additive one takes each once; who voted is never taken out', () => {
    const refused = (electorate: 'frozen' | 'additive', change: RegisterChange, voted = false) =>
      checkChange({ electorate }, register, change, voted)?.code
    expect(refused('frozen', joined('d'))).toBe('registerFrozen')
    expect(refused('additive', joined('d'))).toBeUndefined()
    expect(refused('additive', joined('a'))).toBe('alreadyInRegister')
    expect(refused('frozen', recused('a'))).toBeUndefined()
    expect(refused('frozen', recused('a'), true)).toBe('alreadyVoted')
    expect(refused('frozen', ended('a'))).toBe('registerFrozen')
    expect(refused('additive', ended('a'))).toBeUndefined()
    expect(refused('additive', ended('z'))).toBe('notInRegister')
  })

  test('INV-8 no sequence of allowed changes removes a seat, nor alters the weight of one', () => {
    const change = fc.oneof(
      fc.constantFrom('a', 'b', 'd', 'e').map(joined),
      fc.constantFrom('a', 'b', 'd').map(recused),
      fc.constantFrom('a', 'c').map(ended),
    )
    fc.assert(
      fc.property(
        fc.array(change),
        fc.constantFrom('frozen' as const, 'additive' as const),
        (changes, electorate) => {
          const taken: RegisterChange[] = []
          for (const one of changes)
            if (!checkChange({ electorate }, registerAfter(register, taken), one, false)) taken.push(one)
          const seats = registerAfter(register, taken)
          for (const { seatId, weight } of register) {
            const kept = seats.find((entry) => entry.seatId === seatId)
            expect(canonicalText(kept?.weight)).toBe(canonicalText(weight))
          }
          expect(seats.map(({ seatId }) => seatId)).toEqual(seats.map(({ seatId }) => seatId).sort())
          if (electorate === 'frozen') expect(seats).toHaveLength(register.length)
        },
      ),
    )
  })

  test('VOTE-14 late seats need a register in which every seat weighs the same', () => {
    const heavy = [...register, seat('d', { num: 2, den: 1 })]
    expect(checkElectorate({ electorate: 'additive' }, heavy)?.code).toBe('weightsUneven')
    expect(checkElectorate({ electorate: 'frozen' }, heavy)).toBeNull()
    expect(checkElectorate({ electorate: 'additive' }, register)).toBeNull()
    expect(checkElectorate({ electorate: 'frozen' }, [])?.code).toBe('registerEmpty')
  })
})
