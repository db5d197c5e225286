// A real Redis for the tests, and a wire that loses and repeats. Called by tests of several nodes.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import type { Wire } from '../../server/sync/bus.ts'
import { freePort } from './free-port.ts'

const program = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find((path) => existsSync(path))
export const hasRedis = program !== undefined

export interface Redis {
  readonly url: string
  /** Starts it again on the same port, empty, if it was stopped. */
  start(): Promise<void>
  /** Kills it: what it held is gone. */
  stop(): Promise<void>
}

export async function startRedis(): Promise<Redis> {
  if (!program) throw new Error('no redis-server on this machine: apt-get install redis-server')
  const port = await freePort()
  let stop = async () => {}
  let runs = false
  async function start(): Promise<void> {
    if (runs) return
    runs = true
    const flags = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    const server = spawn(program!, flags, { cwd: tmpdir(), stdio: 'ignore' })
    const kill = () => void server.kill('SIGKILL')
    process.once('exit', kill)
    stop = async () => {
      process.off('exit', kill)
      runs = false
      if (server.exitCode !== null || server.signalCode !== null) return
      const gone = new Promise((resolve) => server.once('exit', resolve))
      kill()
      await gone
    }
    for (let tries = 0; !(await answers(port)); tries++) {
      if (tries > 200) throw new Error('redis-server did not start')
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  await start()
  return { url: `redis://127.0.0.1:${port}`, start, stop: () => stop() }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** Loses one hint in five and says one in five twice; `random` gives numbers from 0 to 1. */
export function lossy(wire: Wire, random: () => number): Wire {
  return {
    ...wire,
    send(text) {
      const fate = random()
      if (fate >= 0.2) wire.send(text)
      if (fate >= 0.8) wire.send(text)
    },
  }
}
