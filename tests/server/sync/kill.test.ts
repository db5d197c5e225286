// kill -9 on a server that serves a plan, from a file or from a PostgreSQL: what it had acked to the author or shown to another
// screen is there afterwards. Hundreds of trials: npm run bench -- --scenario durability --trials 200.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { replay } from '../../../server/sync/update.ts'
import { freePort } from '../../kit/free-port.ts'
import { author, type RawPeer, rawPeer, until } from '../../kit/peers.ts'
import { describeOnPostgres, type Postgres, startPostgres } from '../../kit/postgres.ts'

const dir = mkdtempSync(join(tmpdir(), 'assise-kill-'))
let child: ChildProcess | null = null
afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(dir, { recursive: true })
})

/** Starts the server on the file, in a program of its own. */
async function start(path: string, port: number): Promise<{ running: ChildProcess; url: string }> {
  const main = join(import.meta.dirname, '../../kit/sync-server-main.ts')
  const running = spawn(process.execPath, [main, path, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = running
  const url = await new Promise<string>((resolve, reject) => {
    running.stdout?.on('data', (line: Buffer) => {
      const found = /listening (\S+)/.exec(String(line))?.[1]
      if (found) resolve(found)
    })
    running.once('exit', () => reject(new Error('the server did not start')))
  })
  return { running, url }
}

const acked = (peer: RawPeer) =>
  Math.max(0, ...peer.told.map((frame) => (frame.type === 'ack' ? frame.count : 0)))

test(
  'SYNC-1 F1: over 20 kills at random moments, nothing acked or shown is missing',
  () => survives(join(dir, 'plan.db'), 20),
  90_000,
)

describeOnPostgres('on PostgreSQL', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres({ hasty: false })
  }, 60_000)
  afterAll(() => postgres?.stop())

  test(
    'SYNC-1 F1: over 6 kills at random moments, nothing acked or shown is missing',
    async () => survives(await postgres.newDatabase(), 6),
    90_000,
  )
})

async function survives(path: string, kills: number): Promise<void> {
  const port = await freePort()
  const must = new Set<string>()
  let words = 0

  for (let kill = 0; kill < kills; kill++) {
    const { running, url } = await start(path, port)
    const place = { url, planId: 'plan-1' }
    const [one, two] = await Promise.all([rawPeer(place, 'deleguee'), rawPeer(place, 'delegue')])
    two.step1()
    await until('synced', () => two.synced.done)
    for (const word of must) expect(two.doc.getText('text/portrait/summary').toString()).toContain(word)

    const { insert } = author()
    const sent: string[] = []
    const type = setInterval(() => {
      for (let burst = 0; burst < 3; burst++) {
        const word = `m${words++};`
        sent.push(word)
        one.update(insert(word))
      }
    }, 1)
    const enough = 1 + Math.floor(Math.random() * 120)
    await until('acked', () => acked(one) >= enough, 20_000)
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    clearInterval(type)
    await gone
    await until('both ends closed', () => one.closed.code !== null && two.closed.code !== null)

    for (const word of sent.slice(0, acked(one))) must.add(word)
    const shown = two.doc.getText('text/portrait/summary').toString()
    for (const word of sent) if (shown.includes(word)) must.add(word)
  }

  const db = await connect(path)
  const stored = await openLog(
    db,
    () => new Date(),
    () => {},
  ).load('plan-1')
  await db.destroy()
  const text = replay(stored.state, stored.updates).getText('text/portrait/summary').toString()
  expect(stored.damaged).toBe(false)
  expect(must.size).toBeGreaterThan(kills)
  expect([...must].filter((word) => !text.includes(word))).toEqual([])
}
