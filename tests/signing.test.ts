// What a signatory's own device checks before it lets a passkey sign (ALLI-1): each lie a server could tell, and which check catches it.
import { describe, expect, it } from 'vitest'
import { readStatement } from '../client/sign.ts'
import { statementOf } from '../shared/alliance.ts'
import type { AllianceView } from '../shared/alliance-views.ts'
import type { Plan } from '../shared/plan/plan.ts'
import { canonicalText, digest, digestBytes } from '../shared/record/canonical.ts'
import type { Statement } from '../shared/record/records.ts'
import type { StatementView } from '../shared/views.ts'

const plan: Plan = {
  format: 'assise/plan/v1',
  fields: { frame: { title: 'Plan d’action régional' } },
  lists: {},
  territories: [],
}
const versionDigest = 'b'.repeat(64)
const unsigned = { mandate: '', evidence: null, signedAt: null, outside: null, declined: null }
const mayor = { id: 's1', userId: 'u1', name: 'Anne-Sophie Lecœur', capacity: 'mairesse', ...unsigned }
const minister = { id: 's2', userId: 'u2', name: 'Éliane Fortin-Roy', capacity: 'ministre', ...unsigned }

const alliance: AllianceView = {
  id: 'a1',
  title: 'Alliance pour la solidarité',
  planId: 'p1',
  number: 1,
  round: 1,
  ordered: false,
  needsAdoptions: false,
  ending: null,
  before: [],
  version: {
    id: 'v1',
    number: 1,
    planDigest: digest('plan', plan),
    versionDigest,
    lockedAt: '2026-03-12T14:05:00.000Z',
    lockedByName: 'Maude Lessard-Dion',
  },
  state: 'signing',
  concludedAt: null,
  parties: [
    { id: 'q1', name: 'Ville de Val-Doré', signatories: [mayor], adoptions: [] },
    { id: 'q2', name: 'Gouvernement', signatories: [minister], adoptions: [] },
  ],
  myTurn: { signatoryId: 's1' },
}

const honest: Statement = statementOf({
  alliance,
  party: { name: 'Ville de Val-Doré' },
  signatory: mayor,
  planTitle: 'Plan d’action régional',
  planDigest: digest('plan', plan),
  versionDigest,
  constats: ['c'.repeat(64)],
})

function offer(statement: Statement, over: Partial<StatementView> = {}): StatementView {
  const challenge = Buffer.from(digestBytes('statement', statement)).toString('base64url')
  return {
    statement: canonicalText(statement),
    digest: digest('statement', statement),
    canonicalPlan: canonicalText(plan),
    options: { challenge, rpId: 'localhost' },
    bound: true,
    ...over,
  }
}

describe('before a passkey is asked', () => {
  it('every check holds for an honest offer, and the digests are those of the texts on screen (ALLI-1)', () => {
    const reading = readStatement(offer(honest), alliance)

    expect(reading.failed).toEqual([])
    expect(reading.planDigest).toBe(digest('plan', plan))
    expect(reading.digest).toBe(digest('statement', honest))
  })

  it('a challenge that is not the statement’s digest is caught (ALLI-1)', () => {
    const other = Buffer.from(digestBytes('statement', { ...honest, allianceTitle: 'Autre' })).toString(
      'base64url',
    )

    expect(readStatement(offer(honest, { options: { challenge: other } }), alliance).failed).toEqual([
      'challenge',
    ])
    expect(readStatement(offer(honest, { options: { challenge: '§' } }), alliance).failed).toEqual([
      'challenge',
    ])
    expect(readStatement(offer(honest, { options: null }), alliance).failed).toEqual(['challenge'])
  })

  it('a sentence that says something else than its own fields is caught, even well hashed (ALLI-1)', () => {
    const sentence = { ...honest.sentence, fr: `${honest.sentence.fr} Et je cède mes parts.` }

    expect(readStatement(offer({ ...honest, sentence }), alliance).failed).toEqual(['person'])
  })

  it('the statement of another signatory is caught (ALLI-1)', () => {
    const hers = statementOf({
      alliance,
      party: { name: 'Gouvernement' },
      signatory: minister,
      planTitle: 'Plan d’action régional',
      planDigest: honest.planDigest,
      versionDigest,
      constats: honest.constats,
    })

    expect(readStatement(offer(hers), alliance).failed).toEqual(['person'])
  })

  it('another plan than the locked one is caught, whether shown or cited (ALLI-1)', () => {
    const longer: Plan = { ...plan, fields: { frame: { title: 'Plan d’action régional', fund: 'Autre' } } }
    const shown = readStatement(offer(honest, { canonicalPlan: canonicalText(longer) }), alliance)
    const cited = statementOf({
      alliance,
      party: { name: 'Ville de Val-Doré' },
      signatory: mayor,
      planTitle: 'Plan d’action régional',
      planDigest: digest('plan', longer),
      versionDigest,
      constats: honest.constats,
    })
    const both = readStatement(offer(cited, { canonicalPlan: canonicalText(longer) }), alliance)

    expect(shown.failed).toEqual(['plan', 'version'])
    expect(both.failed).toEqual(['version', 'person'])
  })

  it('an announced digest that is not that of the statement is caught (ALLI-1)', () => {
    expect(readStatement(offer(honest, { digest: 'd'.repeat(64) }), alliance).failed).toEqual(['statement'])
  })

  it('a text that is not in canonical form is refused outright (REC-1)', () => {
    const spaced = JSON.stringify(honest, null, 1)

    expect(() => readStatement(offer(honest, { statement: spaced }), alliance)).toThrow()
  })

  it('someone whose turn it is not has nothing to sign (ALLI-1)', () => {
    expect(readStatement(offer(honest), { ...alliance, myTurn: null }).failed).toEqual(['person'])
  })
})
