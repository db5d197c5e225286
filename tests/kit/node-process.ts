// A whole server as a process of its own on a PostgreSQL and a Redis, started by the real command. Called by tests of several nodes.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { type Browser, openBrowser } from './actors.ts'
import { freePort } from './free-port.ts'

/** The address people reach all nodes at; a balancer would stand there. */
export const commonOrigin = 'http://localhost:8420'

export interface NodeProcess {
  readonly url: string
  readonly socketUrl: string
  /** What it has printed for its operator. */
  said(): string
  /** Everything on stderr: its log. */
  log(): string
  /** A browser whose requests go to this node; with a cookie, someone who signed in anywhere. */
  browser(cookie?: string): Browser
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

const cli = resolve(import.meta.dirname, '../../server/cli.ts')
const startsWithinMs = 60_000

export async function startNode(env: { DATABASE_URL: string; REDIS_URL?: string }): Promise<NodeProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, [cli, 'start'], {
    env: { PATH: process.env.PATH, PORT: String(port), ASSISE_ORIGIN: commonOrigin, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const said = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => {
    said.out += bytes.toString('utf8')
  })
  child.stderr.on('data', (bytes: Buffer) => {
    said.err += bytes.toString('utf8')
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const untilMs = performance.now() + startsWithinMs
  // Its last word, with the first link where there is one, comes after it listens.
  while (!said.out.includes('Assise : ')) {
    if (child.exitCode !== null || performance.now() > untilMs) {
      kill()
      throw new Error(`the node did not start: ${said.out} ${said.err}`)
    }
    await new Promise((done) => setTimeout(done, 20))
  }
  const url = `http://127.0.0.1:${port}`
  const app = {
    request: (path: string | URL | Request, init?: RequestInit) => fetch(`${url}${String(path)}`, init),
  }
  return {
    url,
    socketUrl: `ws://127.0.0.1:${port}`,
    said: () => said.out,
    log: () => said.err,
    browser: (cookie) => {
      const browser = openBrowser(app, commonOrigin)
      if (cookie) browser.use(cookie)
      return browser
    },
    async stop() {
      process.off('exit', kill)
      child.kill('SIGTERM')
      const [code] = (await ended) as [number | null]
      return code
    },
    async kill() {
      process.off('exit', kill)
      kill()
      await ended
    },
  }
}
