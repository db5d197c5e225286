// What two implementations say of the same files, made comparable: files by folders for the one in Python, findings as lines.
// Called by the suites of forgeries.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Report, verifyBytes } from '../../server/verify.ts'
import { readPolicy } from '../../shared/record/policy.ts'
import type { FindingCode } from '../../shared/verify/findings.ts'
import { type PythonReport, python, pythonReports } from './python.ts'

/** A file with the policy that its reader keeps, and what must give it away; no finding for one that is genuine. */
export interface Judged {
  readonly name: string
  readonly bytes: Uint8Array
  readonly policy?: Uint8Array
  readonly finding?: FindingCode
}

export interface Both {
  readonly ours: Report
  /** Undefined where there is no Python. */
  readonly theirs: PythonReport | undefined
}

/** What both say of each file, by its name. */
export async function judgedByBoth(files: readonly Judged[]): Promise<Map<string, Both>> {
  const folders = ['files', 'policies'].map((name) => mkdtempSync(join(tmpdir(), `assise-${name}-`)))
  const [folder, policies] = folders as [string, string]
  try {
    const ours = new Map<string, Report>()
    for (const { name, bytes, policy } of files) {
      writeFileSync(join(folder, fileName(name)), bytes)
      if (policy) writeFileSync(join(policies, fileName(name)), policy)
      ours.set(name, await verifyBytes(bytes, policy ? readPolicy(policy) : null))
    }
    const theirs = python ? pythonReports(folder, policies) : new Map<string, PythonReport>()
    return new Map(
      files.map(({ name }) => [name, { ours: ours.get(name)!, theirs: theirs.get(fileName(name)) }]),
    )
  } finally {
    for (const one of folders) rmSync(one, { recursive: true, force: true })
  }
}

/** A name may be longer than a file system takes. */
function fileName(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32)
}

type Findings = readonly { readonly status: string; readonly code: string; readonly path: string }[]

/** What only ours can say: pages that only it sets again, words that only it writes again. */
const oursAlone = ['pages', 'pagesEdition', 'pagesNotCompared', 'pagesNotSet']
const openAlone = ['ruleWords', 'traceWords']
/** Of what stops the reading only the code: where a parser gives up is its own. */
const bare = ['schema', 'canonical', 'json', 'embedded', 'values', 'depth']

function lineOf(code: string, path: string): string {
  return bare.includes(code) ? code : `${code} ${path}`
}

function failedOf({ findings }: { readonly findings: Findings }) {
  return findings.filter(({ status, code }) => status === 'failed' && !oursAlone.includes(code))
}

/** The codes of all that fails. */
export function failedCodes(report: { readonly findings: Findings }): string[] {
  return failedOf(report).map(({ code }) => code)
}

/** Code and place of all that fails. */
export function failedLines(report: { readonly findings: Findings }): string[] {
  return failedOf(report)
    .map(({ code, path }) => lineOf(code, path))
    .sort()
}

/** Everything that was asked, with its answer. */
export function allLines({ findings }: { readonly findings: Findings }): string[] {
  return findings
    .filter(({ code }) => ![...oursAlone, ...openAlone].includes(code))
    .map(({ code, status, path }) => `${status} ${lineOf(code, path)}`)
    .sort()
}
