// The second implementation of the verifier, run over files as anyone would run it. Called by the tamper suite and by tests of files.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const script = resolve(import.meta.dirname, '../verifier/verify.py')

/** Whether there is a Python to ask; where tests must be whole (CI), its absence is a failure and not a skip. */
export const python = spawnSync('python3', ['--version']).status === 0 || process.env.CI === 'true'

export interface Told {
  readonly code: string
  readonly status: 'ok' | 'failed' | 'notChecked'
  readonly path: string
}

export interface PythonReport {
  readonly holds: boolean
  readonly findings: readonly Told[]
}

/** Runs it over arguments; the standard library alone is reachable. */
export function runPython(args: readonly string[]) {
  return spawnSync('python3', ['-S', '-E', '-B', script, ...args], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
}

/** The report on every file of a folder, by its name, each by the policy of its name: one run of Python for all of them. */
export function pythonReports(folder: string, policies: string): Map<string, PythonReport> {
  const { stdout, stderr } = runPython([folder, '--policies', policies, '--json'])
  if (stderr) throw new Error(stderr)
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ file, ...report }) => [file, report]),
  )
}
