// PAGE-6: every command of server/VERIFIER.md, run as it is written on a file as Assise makes them; what each prints agrees with the dossier.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderPdf } from '../server/export/pdf.ts'
import { canonicalText, digest } from '../shared/record/canonical.ts'
import type { Dossier } from '../shared/record/records.ts'
import { genuineHistory } from './kit/history.ts'
import { votedDossier } from './kit/voted-dossier.ts'

const folder = mkdtempSync(join(tmpdir(), 'assise-by-hand-'))
const blocks = [
  ...readFileSync(resolve(import.meta.dirname, '../server/VERIFIER.md'), 'utf8').matchAll(
    /```sh\n(.*?)```/gs,
  ),
].map(([, block]) => block!)
/** The rules of a poll of the second form: read in another dossier. */
const rulesBlock = blocks.find((block) => block.includes('ruleSet'))!
const tools = ['pdfdetach', 'openssl', 'sha256sum'].every((one) => spawnSync('which', [one]).status === 0)
let dossier: Dossier
let printed: string[][] = []

beforeAll(async () => {
  if (!tools) return
  const { file, policy } = await genuineHistory()
  dossier = JSON.parse(new TextDecoder().decode(file))
  writeFileSync(join(folder, 'alliance.pdf'), renderPdf(dossier))
  writeFileSync(join(folder, 'policy.json'), policy)
  // One shell for all: a function that one block defines serves the next, as it would for a person.
  const script = blocks
    .filter((block) => block !== rulesBlock)
    .map((block) => `${block}\necho '--- next'\n`)
    .join('')
  const run = execFileSync('bash', ['-eu', '-c', script], { cwd: folder, encoding: 'utf8' })
  printed = run.split('--- next\n').map((said) => said.trim().split('\n'))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hexOf = (line: string | undefined) => /[0-9a-f]{64}/.exec(line ?? '')?.[0]

test.runIf(tools || process.env.CI === 'true')('each block says what the dossier says', () => {
  expect(blocks).toHaveLength(8)
  const [list, seal, whole, plan, signature, statement, checkpoint] = printed

  expect(list![0]).toContain('1 embedded file')
  expect(readFileSync(join(folder, 'dossier.json'), 'utf8')).toBe(canonicalText(dossier))
  expect(hexOf(seal![0])).toBe(hexOf(seal![1]))
  expect([hexOf(whole![0]), hexOf(whole![1])]).toEqual([dossier.digest, dossier.digest])
  expect(hexOf(plan![0])).toBe(dossier.version.planDigest)
  expect(plan!.slice(1).map(hexOf)).toContain(dossier.version.planDigest)
  expect(signature!.at(-1)).toBe('Verified OK')
  expect(statement!.map(hexOf)).toEqual([
    digest('statement', dossier.signatures[0]!.statement),
    digest('statement', dossier.signatures[0]!.statement),
  ])
  expect(checkpoint!.at(-1)).toBe('Signature Verified Successfully')
})

test.runIf(tools || process.env.CI === 'true')(
  'RULE-3 the rules of a poll of the second form, in its own dossier and in its record',
  async () => {
    const { world, dossier: voted } = await votedDossier()
    await world.close()
    const own = mkdtempSync(join(folder, 'rules-'))
    writeFileSync(join(own, 'dossier.json'), canonicalText(voted))
    const said = execFileSync('bash', ['-eu', '-c', rulesBlock], { cwd: own, encoding: 'utf8' })
    const [first, ...named] = said.trim().split('\n').map(hexOf)
    const { poll } = voted.constats[0]!

    expect(first).toBe('ruleSet' in poll && digest('rules', poll.ruleSet))
    expect(named).toContain(first)
  },
)
