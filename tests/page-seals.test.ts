// PAGE-2, PAGE-3 for institutions' seals: what the offline page runs finds what the command finds, where the platform gives no cryptography.
// Run in Node without its own: RSA, P-256 and P-384, with SHA-256 to SHA-512. The browser's test does it in a browser.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerTo } from '../client/verifier/check.ts'
import { verifyBytes } from '../server/verify.ts'
import { readPolicy } from '../shared/record/policy.ts'
import { hasOpenssl, makeCertificates, openAuthority } from './kit/certificates.ts'
import type { Judged } from './kit/told.ts'
import { forgedSeals, genuineSeals } from './tamper/seals.ts'

const folder = mkdtempSync(join(tmpdir(), 'assise-page-seals-'))
const platform = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!
const due = new Map<string, string[]>()
let files: readonly Judged[] = []

beforeAll(async () => {
  if (!hasOpenssl) return
  const made = (name: string, key: string) => {
    mkdirSync(join(folder, name))
    return makeCertificates(join(folder, name), key)
  }
  const [own, p256, p384] = [made('own', 'rsa:2048'), made('p256', 'ec:P-256'), made('p384', 'ec:P-384')]
  const authority = await openAuthority(p256)
  const bench = { own, p256, p384, authority }
  files = [...(await genuineSeals(bench)), ...(await forgedSeals(bench))]
  await authority.close()
  for (const { name, bytes, policy } of files)
    due.set(name, failing((await verifyBytes(bytes, policy ? readPolicy(policy) : null)).findings))
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true })
}, 900_000)
afterAll(() => {
  Object.defineProperty(globalThis, 'crypto', platform)
  rmSync(folder, { recursive: true, force: true })
})

/** Codes and places of what fails, but for the pages, which the page does not set again. */
function failing(lines: readonly { status: string; code: string; path: string }[]): string[] {
  return lines
    .filter(({ status, code }) => status === 'failed' && code !== 'pages')
    .map(({ code, path }) => `${code} ${path}`)
}

describe.runIf(hasOpenssl)('PAGE-2 without the platform’s cryptography', () => {
  test('each sealed file gets the findings that the command gives', async () => {
    expect(files.length).toBeGreaterThan(25)
    for (const { name, bytes, policy, finding } of files) {
      const answer = await answerTo({ file: bytes.slice(), policy: policy?.slice() ?? null })
      if (answer.kind !== 'report') throw new Error(`${name}: ${answer.kind}`)
      expect([name, failing(answer.lines)]).toEqual([name, due.get(name)])
      expect([name, answer.holds]).toEqual([name, finding === undefined])
    }
  }, 900_000)
})
