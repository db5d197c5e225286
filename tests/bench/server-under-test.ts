// A server as the benchmark sees it: started in a folder of its own, reached on a port, stopped or killed. Only what was started here
// is ever signalled. Called by the scenarios.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { familyOf, sleep } from './machine.ts'
import type { Place, Target } from './targets.ts'

export interface Server {
  readonly target: Target
  readonly port: number
  readonly folder: string
  /** Its process and those it started. */
  pids(): number[]
  /** Asks it to end, and ends it after a while. */
  stop(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
}

export interface StartOptions {
  readonly folder: string
  /** Empties the folder first; otherwise what an earlier run left is there. */
  readonly fresh: boolean
  /** How many rooms will be used; what needs them made beforehand makes them. */
  readonly rooms?: number
}

const startWithinMs = 60_000
const stopWithinMs = 10_000

const running = new Set<ChildProcess>()
globalThis.process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export async function startTarget(target: Target, options: StartOptions): Promise<Server> {
  const { folder, fresh, rooms = 1 } = options
  const prepared = await target.prepare?.({ folder, fresh })
  if (fresh) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const { file, args, env, cwd } = target.command({ port, folder, rooms })
  const log = openSync(join(folder, 'server.log'), 'a')
  const { NODE_OPTIONS: _, ...inherited } = globalThis.process.env
  const child = spawn(file, args, {
    cwd: cwd ?? folder,
    env: { ...inherited, ...prepared, ...env },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  running.add(child)
  const ended = new Promise<void>((done) =>
    child.once('exit', () => {
      running.delete(child)
      done()
    }),
  )
  const untilMs = performance.now() + startWithinMs
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > untilMs) {
      child.kill('SIGKILL')
      throw new Error(
        `${target.name} does not listen: ${readFileSync(join(folder, 'server.log'), 'utf8').slice(-400)}`,
      )
    }
    await sleep(15)
  }
  await target.ready?.(folder)
  const end = async (signal: NodeJS.Signals, withinMs: number) => {
    if (!running.has(child)) return
    const family = familyOf(child.pid!)
    child.kill(signal)
    const inTime = await Promise.race([ended.then(() => true), sleep(withinMs).then(() => false)])
    if (inTime) return
    for (const pid of family) {
      try {
        globalThis.process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
    await ended
  }
  return {
    target,
    port,
    folder,
    pids: () => familyOf(child.pid!),
    stop: () => end('SIGTERM', stopWithinMs),
    kill: () => end('SIGKILL', stopWithinMs),
  }
}

export function placeOf({ target, folder }: Server, room: number, client: number): Place {
  return target.place({ folder, room, client })
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = net.createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}
