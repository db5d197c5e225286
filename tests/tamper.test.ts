// VER-2, VER-3, VER-4, VER-7 on both implementations: the same files are read by ours and by the one in Python; what is genuine holds for
// both, each forgery is refused by both with the finding that fits, and the two agree on everything that fails.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderPdf } from '../server/export/pdf.ts'
import { type Report, verifyBytes } from '../server/verify.ts'
import { canonicalText } from '../shared/record/canonical.ts'
import { readPolicy } from '../shared/record/policy.ts'
import type { Dossier } from '../shared/record/records.ts'
import type { FindingCode } from '../shared/verify/findings.ts'
import { seededDossier } from './kit/dossier.ts'
import { type Loose, rebuilt, recomputedVotes, resealed } from './kit/forger.ts'
import { historyForgeries } from './kit/forgeries/forgeries.ts'
import { ruleFiles } from './kit/forgeries/rules.ts'
import { genuineHistory } from './kit/history.ts'
import { type PythonReport, python, pythonReports } from './kit/python.ts'
import { votedDossier } from './kit/voted-dossier.ts'
import { envelopes } from './tamper/envelopes.ts'
import { careful, clumsy } from './tamper/first-form.ts'
import { mutants } from './tamper/mutants.ts'
import { carefulVotes, clumsyVotes } from './tamper/second-form.ts'
import { type ForgedFile, spellings } from './tamper/spellings.ts'

const folder = mkdtempSync(join(tmpdir(), 'assise-tamper-'))
const policyFolder = mkdtempSync(join(tmpdir(), 'assise-policies-'))
/** The policy that its reader keeps, of the files that are read by one. */
const policies = new Map<string, Uint8Array>()
const ours = new Map<string, Report>()
let theirs = new Map<string, PythonReport>()
const genuine = new Map<string, Uint8Array>()
const forged: ForgedFile[] = []
let mutated = new Map<string, Uint8Array>()

const bytesOf = (dossier: Dossier) => new TextEncoder().encode(canonicalText(dossier))
const file = (name: string, dossier: Dossier, finding: FindingCode): ForgedFile => ({
  name,
  bytes: bytesOf(dossier),
  finding,
})

/** What the Python says less of: words that only ours can write again, pages that only ours can set. */
const wordsAlone = new Set(['ruleWords', 'traceWords'])
const pagesAlone = new Set(['pages', 'pagesEdition', 'pagesNotCompared', 'pagesNotSet'])

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
  for (const [name, bytes] of all) {
    writeFileSync(join(folder, fileName(name)), bytes)
    const policy = policies.get(name)
    if (policy) writeFileSync(join(policyFolder, fileName(name)), policy)
    ours.set(name, await verifyBytes(bytes, policy ? readPolicy(policy) : null))
  }
  if (python) theirs = pythonReports(folder, policyFolder)
  // Some two thousand verifications, on a machine that may do much else.
}, 900_000)
afterAll(() => {
  for (const one of [folder, policyFolder]) rmSync(one, { recursive: true, force: true })
})

/** A name may be longer than a file system takes. */
function fileName(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32)
}

function failedOf(report: { findings: readonly { status: string; code: string; path: string }[] }) {
  return report.findings.filter(({ status, code }) => status === 'failed' && !pagesAlone.has(code))
}

/** Code and place; of what stops the reading only the code: where a parser gives up is its own. */
function told(report: { findings: readonly { status: string; code: string; path: string }[] }): string[] {
  const bare = ['schema', 'canonical', 'json', 'embedded', 'values', 'depth']
  return failedOf(report)
    .map(({ code, path }) => (bare.includes(code) ? code : `${code} ${path}`))
    .sort()
}

describe('what is genuine holds', () => {
  test('for ours, and for the one in Python, which leaves open the same questions', () => {
    expect(genuine.size).toBe(9)
    for (const name of genuine.keys()) {
      expect([name, ours.get(name)!.holds, told(ours.get(name)!)]).toEqual([name, true, []])
      if (!python) continue
      const report = theirs.get(fileName(name))!
      expect([name, report.holds, told(report)]).toEqual([name, true, []])
      const asked = ({ findings }: { findings: readonly { code: string; status: string; path: string }[] }) =>
        findings
          .filter(({ code }) => !pagesAlone.has(code) && !wordsAlone.has(code))
          .map(({ code, status, path }) => `${code} ${status} ${code === 'embedded' ? '' : path}`)
          .sort()
      expect(asked(report)).toEqual(asked(ours.get(name)!))
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
      const report = ours.get(name)!
      const codes = failedOf(report).map(({ code }) => code)
      expect([name, report.holds, codes]).toEqual([name, false, expect.arrayContaining([finding])])
    }
  })

  test.runIf(python)('the one in Python refuses them', () => {
    for (const { name, finding } of forged) {
      const report = theirs.get(fileName(name))!
      const codes = failedOf(report).map(({ code }) => code)
      expect([name, report.holds, codes]).toEqual([name, false, expect.arrayContaining([finding])])
    }
  })

  test.runIf(python)('both name all that fails alike, and its place', () => {
    for (const { name } of forged)
      expect([name, told(theirs.get(fileName(name))!)]).toEqual([name, told(ours.get(name)!)])
  })
})

describe('VER-2 files changed at random', () => {
  test.runIf(python)('both give the same verdict, for the same reasons', () => {
    expect(mutated.size).toBeGreaterThanOrEqual(300)
    for (const name of mutated.keys())
      expect([name, told(theirs.get(fileName(name))!)]).toEqual([name, told(ours.get(name)!)])
  })
})
