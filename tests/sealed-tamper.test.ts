// SEAL-2 to SEAL-6, AMEND-6 and ALLI-12 on both implementations: PDFs with an institution's seal, and files of several versions. What is
// genuine holds for ours and for the one in Python, each forgery is refused by both by the finding that fits, and they name the same places.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasOpenssl, makeCertificates, openAuthority } from './kit/certificates.ts'
import { python } from './kit/python.ts'
import { allLines, type Both, failedLines, type Judged, judgedByBoth } from './kit/told.ts'
import { forgedChains, genuineChains } from './tamper/chains.ts'
import { type Bench, forgedSeals, genuineSeals, sealMutants } from './tamper/seals.ts'

interface Suite {
  readonly genuine: readonly Judged[]
  readonly forged: readonly Judged[]
  readonly mutants: readonly Judged[]
  readonly said: ReadonlyMap<string, Both>
}

async function judgedSuite({ genuine, forged, mutants }: Omit<Suite, 'said'>): Promise<Suite> {
  return { genuine, forged, mutants, said: await judgedByBoth([...genuine, ...forged, ...mutants]) }
}

function holdTogether(suite: () => Suite): void {
  test('what is genuine holds for both, which leave open the same questions', () => {
    const { genuine, said } = suite()
    for (const { name } of genuine) {
      const { ours, theirs } = said.get(name)!
      expect([name, ours.holds, ours.findings.filter(({ status }) => status === 'failed')]).toEqual([
        name,
        true,
        [],
      ])
      if (python) expect([name, theirs!.holds, allLines(theirs!)]).toEqual([name, true, allLines(ours)])
    }
  })

  test('each forgery is refused by both, by the finding that fits and at the same places', () => {
    const { forged, said } = suite()
    expect(new Set(forged.map(({ name }) => name)).size).toBe(forged.length)
    for (const { name, finding } of forged) {
      const { ours, theirs } = said.get(name)!
      const codes = ours.findings.flatMap(({ status, code }) => (status === 'failed' ? [code] : []))
      expect([name, ours.holds, codes]).toEqual([name, false, expect.arrayContaining([finding])])
      if (python)
        expect([name, theirs!.holds, failedLines(theirs!)]).toEqual([name, false, failedLines(ours)])
    }
  })

  test.runIf(python)('files changed at random get the same verdict from both, for the same reasons', () => {
    const { mutants, said } = suite()
    for (const { name } of mutants) {
      const { ours, theirs } = said.get(name)!
      expect([name, failedLines(theirs!)]).toEqual([name, failedLines(ours)])
    }
  })
}

describe.runIf(hasOpenssl)('SEAL-2 to SEAL-6 PDFs that an institution sealed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assise-seals-'))
  let suite: Suite
  beforeAll(async () => {
    const made = (name: string, key: string) => {
      mkdirSync(join(folder, name))
      return makeCertificates(join(folder, name), key)
    }
    const [own, p256, p384] = [made('own', 'rsa:2048'), made('p256', 'ec:P-256'), made('p384', 'ec:P-384')]
    const authority = await openAuthority(p256)
    const bench: Bench = { own, p256, p384, authority }
    try {
      suite = await judgedSuite({
        genuine: await genuineSeals(bench),
        forged: await forgedSeals(bench),
        mutants: await sealMutants(bench, 40),
      })
    } finally {
      await authority.close()
    }
  }, 900_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  holdTogether(() => suite)
})

describe('AMEND-6 and ALLI-12 files of several versions', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await judgedSuite({ genuine: await genuineChains(), forged: await forgedChains(), mutants: [] })
  }, 900_000)

  holdTogether(() => suite)
})
