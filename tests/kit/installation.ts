// A new installation as its operator starts it: `npm start` on an empty folder, its one-time link read from what it prints.
// Called by tests/browser/first-install.test.ts.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, stopChild } from './browser.ts'

const readyWithinMs = 90_000

export interface Installation {
  /** Where the first facilitator enters, once. */
  readonly firstLink: string
  stop(): Promise<number>
}

export async function startInstallation(): Promise<Installation> {
  const data = await mkdtemp(join(tmpdir(), 'assise-first-'))
  const { PATH, HOME, TMPDIR, LANG } = process.env
  const child = spawn(join(root, 'node_modules/.bin/node'), ['server/bootstrap.mjs', 'start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, TMPDIR, LANG, LOG_LEVEL: 'warn', PORT: '0', ASSISE_DATA: data },
  })
  const stop = async () => {
    const code = await stopChild(child)
    await rm(data, { recursive: true, force: true })
    return code
  }
  let said = ''
  const firstLink = await new Promise<string>((done, fail) => {
    const late = setTimeout(() => fail(new Error(`no first link\n${said}`)), readyWithinMs)
    const read = (chunk: Buffer) => {
      said += chunk.toString()
      const link = /(http\S+\/entrer\/lien#\S+)\s/.exec(said)?.[1]
      if (!link) return
      clearTimeout(late)
      done(link)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => {
      clearTimeout(late)
      fail(new Error(`the server ended (${code})\n${said}`))
    })
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { firstLink, stop }
}
