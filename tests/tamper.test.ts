// VER-2, VER-3, VER-4, VER-7 on both implementations: the same files are read by ours and by the one in Python; what is genuine holds for
// both, each forgery is refused by both with the finding that fits, and the two agree on everything that fails.
import { beforeAll, describe, expect, test } from 'vitest'
import { renderPdf } from '../server/export/pdf.ts'
import { canonicalText } from '../shared/record/canonical.ts'
import type { Dossier } from '../shared/record/records.ts'
import type { FindingCode } from '../shared/verify/findings.ts'
import { seededDossier } from './kit/dossier.ts'
import { type Loose, rebuilt, recomputedVotes, resealed } from './kit/forger.ts'
import { historyForgeries } from './kit/forgeries/forgeries.ts'
import { ruleFiles } from './kit/forgeries/rules.ts'
import { genuineHistory } from './kit/history.ts'
import { python } from './kit/python.ts'
import { allLines, type Both, failedCodes, failedLines, judgedByBoth } from './kit/told.ts'
import { votedDossier } from './kit/voted-dossier.ts'
import { envelopes } from './tamper/envelopes.ts'
import { careful, clumsy } from './tamper/first-form.ts'
import { mutants } from './tamper/mutants.ts'
import { carefulVotes, clumsyVotes } from './tamper/second-form.ts'
import { type ForgedFile, spellings } from './tamper/spellings.ts'

/** The policy that its reader keeps, of the files that are read by one. */
const policies = new Map<string, Uint8Array>()
let both = new Map<string, Both>()
const genuine = new Map<string, Uint8Array>()
const forged: ForgedFile[] = []
let mutated = new Map<string, Uint8Array>()

const bytesOf = (dossier: Dossier) => new TextEncoder().encode(canonicalText(dossier))
const file = (name: string, dossier: Dossier, finding: FindingCode): ForgedFile => ({
  name,
  bytes: bytesOf(dossier),
  finding,
})

const oursOf = (name: string) => both.get(name)!.ours
/** Only asked for where there is a Python. */
const theirsOf = (name: string) => both.get(name)!.theirs!

beforeAll(async () => {
  const signed = seededDossier()
  const unsigned = seededDossier({ alliance: false })
  const { world, dossier: second } = await votedDossier()
  await world.close()
  genuine.set('signed', bytesOf(signed))
  genuine.set('unsigned', bytesOf(unsigned))
  genuine.set('second form', bytesOf(second))
  genuine.set('signed, in its PDF', renderPdf(signed))
  genuine.set('second form, in its PDF', renderPdf(second))
  const outer = structuredClone(signed) as Loose
  outer.version.lockedBy = 'Autre'
  forged.push(
    ...clumsy.map(([name, change, code]) => file(name, resealed(signed, change), code)),
    ...careful.map(([name, change, code]) => file(`${name}, all recomputed`, rebuilt(signed, change), code)),
    ...clumsyVotes.map(([name, change, code]) =>
      file(`second form: ${name}`, resealed(second, change), code),
    ),
    ...carefulVotes.map(([name, change, code]) =>
      file(`second form: ${name}, all recomputed`, recomputedVotes(second, change), code),
    ),
    file('the outer digest left as it was', outer, 'dossierDigest'),
    ...spellings(signed),
    ...envelopes(renderPdf(signed), outer),
  )
  const history = await genuineHistory()
  genuine.set('with its whole record, by its policy', history.file)
  genuine.set('with its whole record, by no policy', history.file)
  policies.set('with its whole record, by its policy', history.policy)
  for (const { name, expected, file: bytes, policy } of await historyForgeries()) {
    forged.push({ name: `record: ${name}`, bytes, finding: expected })
    policies.set(`record: ${name}`, policy)
  }
  for (const { name, bytes, expected } of await ruleFiles(second))
    if (expected) forged.push({ name: `rules: ${name}`, bytes, finding: expected })
    else genuine.set(name, bytes)
  mutated = mutants([signed, second, JSON.parse(new TextDecoder().decode(history.file))])
  const all = [
    ...genuine,
    ...forged.map(({ name, bytes }): [string, Uint8Array] => [name, bytes]),
    ...mutated,
  ]
  both = await judgedByBoth(
    all.map(([name, bytes]) => {
      const policy = policies.get(name)
      return { name, bytes, ...(policy && { policy }) }
    }),
  )
  // Some two thousand verifications, on a machine that may do much else.
}, 900_000)
describe('what is genuine holds', () => {
  test('for ours, and for the one in Python, which leaves open the same questions', () => {
    expect(genuine.size).toBe(9)
    for (const name of genuine.keys()) {
      const ours = oursOf(name)
      expect([name, ours.holds, failedLines(ours)]).toEqual([name, true, []])
      if (!python) continue
      const theirs = theirsOf(name)
      expect([name, theirs.holds, failedLines(theirs)]).toEqual([name, true, []])
      expect(allLines(theirs)).toEqual(allLines(ours))
    }
  })
})

describe('VER-3 each forgery is refused by both, by the finding that fits', () => {
  test('there are far more than sixty of them, each of another name', () => {
    expect(forged.length).toBeGreaterThanOrEqual(250)
    expect(new Set(forged.map(({ name }) => name)).size).toBe(forged.length)
  })

  test('ours refuses them', () => {
    for (const { name, finding } of forged) {
      const report = oursOf(name)
      const codes = failedCodes(report)
      expect([name, report.holds, codes]).toEqual([name, false, expect.arrayContaining([finding])])
    }
  })

  test.runIf(python)('the one in Python refuses them', () => {
    for (const { name, finding } of forged) {
      const report = theirsOf(name)
      const codes = failedCodes(report)
      expect([name, report.holds, codes]).toEqual([name, false, expect.arrayContaining([finding])])
    }
  })

  test.runIf(python)('both name all that fails alike, and its place', () => {
    for (const { name } of forged)
      expect([name, failedLines(theirsOf(name))]).toEqual([name, failedLines(oursOf(name))])
  })
})

describe('VER-2 files changed at random', () => {
  test.runIf(python)('both give the same verdict, for the same reasons', () => {
    expect(mutated.size).toBeGreaterThanOrEqual(300)
    for (const name of mutated.keys())
      expect([name, failedLines(theirsOf(name))]).toEqual([name, failedLines(oursOf(name))])
  })
})
