// `npm run demo` as a person starts and stops it: its one JSON line, and what Ctrl-C leaves behind.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Runs the command with a temporary folder of its own until it says something, then `stop`s it. */
async function runDemo(temporary: string, env: Record<string, string>, stop: (pid: number) => void) {
  const child = spawn(process.execPath, ['server/cli.ts', 'demo', '--json'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: temporary, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', errors: '' }
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  child.stderr.on('data', (chunk: Buffer) => {
    printed.errors += chunk
  })
  child.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk
    if (printed.out.endsWith('\n')) stop(child.pid!)
  })
  return { code: await ended, ...printed }
}

function interrupt(pid: number): void {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    // It has ended already.
  }
}

test('the demo prints one JSON line, and one Ctrl-C that comes three times erases everything', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'assise-test-'))

  const { code, out, errors } = await runDemo(temporary, {}, (pid) => {
    // The terminal, npm and bootstrap.mjs each hand it on. Apart in time, or the system would make them one.
    for (const afterMs of [0, 20, 40]) setTimeout(() => interrupt(pid), afterMs)
  })

  expect(errors).toBe('')
  expect(code).toBe(0)
  const ready = JSON.parse(out)
  expect(Object.keys(ready).sort()).toEqual(['people', 'planId', 'url', 'workspaceId'])
  expect(Object.keys(ready.people[0]).sort()).toEqual(['cookie', 'name', 'organization', 'role', 'signInUrl'])
  expect(await readdir(temporary)).toEqual([])
  await rm(temporary, { recursive: true })
})

test('a bad setting is named, and nothing starts', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'assise-test-'))

  const { code, out, errors } = await runDemo(temporary, { PORT: 'many' }, () => {})

  expect(code).toBe(2)
  expect(out).toBe('')
  expect(errors).toContain('PORT')
  expect(await readdir(temporary)).toEqual([])
  await rm(temporary, { recursive: true })
})
