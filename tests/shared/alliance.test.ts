// ALLI-1…ALLI-3: what is signed, and when an Alliance is concluded.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allianceState,
  areComplete,
  isConcluded,
  type StatementParts,
  statementOf,
} from '../../shared/alliance.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'

const parts: StatementParts = {
  alliance: { id: 'a1', title: 'Alliance de la Rivière-aux-Érables' },
  party: { name: 'Ville de Val-Doré' },
  signatory: { id: 's1', name: 'Mélanie Côté', capacity: 'mairesse' },
  planTitle: 'Plan 2026-2029',
  planDigest: 'a'.repeat(64),
  versionDigest: 'b'.repeat(64),
  constats: ['c'.repeat(64)],
}

test('ALLI-1 the sentence says who, as what, for whom, and both fingerprints', () => {
  const { sentence } = statementOf(parts)

  expect(sentence.fr).toBe(
    'Je signe, pour la partie «\u00a0Ville de Val-Doré\u00a0», en qualité de mairesse, le plan d’action «\u00a0Plan 2026-2029\u00a0» dont ' +
      `l’empreinte est ${'a'.repeat(64)}, et le relevé de consensus dont l’empreinte est ${'c'.repeat(64)}.`,
  )
  expect(sentence.en).toContain(`whose fingerprint is ${'a'.repeat(64)}`)
})

test('ALLI-1 several consensus records are all named', () => {
  const { sentence } = statementOf({ ...parts, constats: ['d'.repeat(64), 'e'.repeat(64)] })

  expect(sentence.fr).toContain(
    `les relevés de consensus dont les empreintes sont ${'d'.repeat(64)}, ${'e'.repeat(64)}.`,
  )
  expect(sentence.en).toContain('the consensus records whose fingerprints are')
})

test('ALLI-1 whatever one part says otherwise, the digest is another', () => {
  const others: StatementParts[] = [
    { ...parts, alliance: { ...parts.alliance, id: 'a2' } },
    { ...parts, alliance: { ...parts.alliance, title: 'Autre' } },
    { ...parts, party: { name: 'Autre' } },
    { ...parts, signatory: { ...parts.signatory, id: 's2' } },
    { ...parts, signatory: { ...parts.signatory, name: 'Autre' } },
    { ...parts, signatory: { ...parts.signatory, capacity: 'conseillère' } },
    { ...parts, planTitle: 'Autre' },
    { ...parts, planDigest: 'f'.repeat(64) },
    { ...parts, versionDigest: 'f'.repeat(64) },
    { ...parts, constats: [] },
  ]
  const digests = [parts, ...others].map((one) => digest('statement', statementOf(one)))

  expect(new Set(digests).size).toBe(digests.length)
})

test('ALLI-1 a name typed in another Unicode form is the same statement', () => {
  const decomposed = {
    ...parts,
    signatory: { ...parts.signatory, name: parts.signatory.name.normalize('NFD') },
  }

  expect(decomposed.signatory.name).not.toBe(parts.signatory.name)
  expect(canonicalText(statementOf(decomposed))).toBe(canonicalText(statementOf(parts)))
})

test('ALLI-2 concluded exactly when every signatory of every party has signed', () => {
  const id = fc.integer({ min: 0, max: 20 }).map(String)
  const parties = fc.array(fc.array(id, { maxLength: 4 }), { maxLength: 5 })
  fc.assert(
    fc.property(parties, fc.uniqueArray(id), (lists, signed) => {
      const all = lists.map((ids, at) => ({ id: `p${at}`, signatories: ids.map((one) => ({ id: one })) }))
      const expected =
        lists.length > 0 &&
        lists.every((ids) => ids.length > 0) &&
        lists.flat().every((one) => signed.includes(one))
      const facts = { signed: new Set(signed), adopted: new Set<string>() }
      expect(isConcluded(all, { needsAdoptions: false }, facts)).toBe(expected)
    }),
  )
})

test('ALLI-3 an Alliance without a party, or with a party nobody signs for, is not complete', () => {
  expect(areComplete([])).toBe(false)
  expect(areComplete([{ signatories: [{ id: 's1' }] }, { signatories: [] }])).toBe(false)
  expect(areComplete([{ signatories: [{ id: 's1' }] }])).toBe(true)
})

test('ALLI-2 it is prepared, then signed once the plan is locked, then concluded for ever', () => {
  expect(allianceState(false, null)).toBe('preparing')
  expect(allianceState(true, null)).toBe('signing')
  expect(allianceState(true, '2026-03-12T00:00:00.000Z')).toBe('concluded')
})
