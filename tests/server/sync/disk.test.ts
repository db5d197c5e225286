// A disk that fails under the writer itself, not under a stand-in: a sync that is refused, and a program that may write nothing more.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { fdatasync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { freePort } from '../../kit/free-port.ts'
import { author, rawPeer, stockPeer, until } from '../../kit/peers.ts'
import { type SyncServer, startSyncServer } from '../../kit/sync-server.ts'

let dir: string
let child: ChildProcess | null = null
let server: SyncServer | null = null
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'assise-disk-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await server?.close()
  child = null
  server = null
  rmSync(dir, { recursive: true })
})

const planId = 'plan-1'
const section = 'text/portrait/summary'
const readyAt = async (url: string) => (await fetch(`${url.replace('ws:', 'http:')}/readyz`)).status

test('SYNC-1: while a sync fails nothing is acked or shown, /readyz says no; once the disk works all is saved, and nobody reloads', async () => {
  const disk = { fails: false }
  const sync = promisify(fdatasync)
  server = await startSyncServer({
    path: join(dir, 'plan.db'),
    sync: async (file) => {
      // What a dying disk answers: all that this sync was to write may be lost.
      if (disk.fails) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
      return sync(file)
    },
  })
  const { url } = server
  const typist = await rawPeer({ url, planId }, 'deleguee')
  const stock = stockPeer({ url, planId }, 'delegue')
  const watcher = await rawPeer({ url, planId }, 'contributeur')
  const writer = author()
  typist.update(writer.insert('avant '))
  await typist.frame('ack', ({ count }) => count === 1)
  await until('the stock page has it', () => stock.text.toString() === 'avant ')
  const shownBefore = watcher.updates.length
  const connections = { lost: 0 }
  stock.provider.on('connection-close', () => {
    connections.lost += 1
  })

  // When its first sync fails, and all those after it.
  disk.fails = true
  typist.update(writer.insert('pendant '))
  const nack = await typist.frame('nack')

  expect(nack).toMatchObject({ count: 2, code: 'notSaved', retry: true })
  expect(typist.told.filter((frame) => frame.type === 'ack')).toHaveLength(1)
  expect(watcher.updates).toHaveLength(shownBefore)
  expect(await readyAt(url)).toBe(503)
  stock.text.insert(0, 'ailleurs ')
  await until('the server has seen it fail again', () => server!.errors.length >= 2)
  expect(watcher.doc.getText(section).toString()).not.toContain('ailleurs')

  disk.fails = false
  await until('the watcher has what the stock page typed', () =>
    watcher.doc.getText(section).toString().includes('ailleurs'),
  )
  // Sent again, it is acked: by now it is on disk.
  typist.update(writer.insert('après '))
  typist.step2(Y.encodeStateAsUpdate(writer.doc))
  await typist.frame('ack', ({ count }) => count === 4)
  await until('the same text everywhere', () => watcher.doc.getText(section).toString().includes('après'))
  expect(watcher.doc.getText(section).toString()).toContain('pendant')
  await until('ready', () => server!.rooms.failedAtMs() === null)
  expect(await readyAt(url)).toBe(200)
  expect(connections.lost).toBe(0)
  expect([typist.closed.code, watcher.closed.code]).toEqual([null, null])
  stock.close()
})

/** Bounds the size of files that a running program may write, as a full disk would: `prlimit` of util-linux, which needs no right for it. */
const prlimit = (pid: number, bytes: string) =>
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
const canLimit = (() => {
  try {
    prlimit(process.pid, 'unlimited')
    return true
  } catch {
    return false
  }
})()

test.skipIf(!canLimit)(
  'SYNC-1: a server that may write no more byte acks nothing and says it at /readyz; given room again, it goes on with everyone still there',
  async () => {
    const main = join(import.meta.dirname, '../../kit/sync-server-main.ts')
    const path = join(dir, 'plan.db')
    const running = spawn(process.execPath, [main, path, String(await freePort())], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = running
    const url = await new Promise<string>((resolve, reject) => {
      running.stdout.on('data', (line: Buffer) => {
        const found = /listening (\S+)/.exec(String(line))?.[1]
        if (found) resolve(found)
      })
      running.once('exit', () => reject(new Error('the server did not start')))
    })
    const typist = await rawPeer({ url, planId }, 'deleguee')
    const stock = stockPeer({ url, planId }, 'delegue')
    const watcher = await rawPeer({ url, planId }, 'contributeur')
    const writer = author()
    typist.update(writer.insert('avant '))
    await typist.frame('ack', ({ count }) => count === 1)
    await until('the stock page has it', () => stock.text.toString() === 'avant ')
    const shownBefore = watcher.updates.length
    expect(await readyAt(url)).toBe(200)

    prlimit(running.pid!, '0')
    typist.update(writer.insert('pendant '))
    await typist.frame('nack', ({ code, retry }) => code === 'notSaved' && retry)
    stock.text.insert(0, 'ailleurs ')
    expect(await readyAt(url)).toBe(503)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(typist.told.filter((frame) => frame.type === 'ack')).toHaveLength(1)
    expect(watcher.updates).toHaveLength(shownBefore)
    expect(running.exitCode).toBe(null)

    prlimit(running.pid!, 'unlimited')
    await until('the watcher has what the stock page typed', () =>
      watcher.doc.getText(section).toString().includes('ailleurs'),
    )
    typist.step2(Y.encodeStateAsUpdate(writer.doc))
    await typist.frame('ack', ({ count }) => count === 3)
    await until('the same text everywhere', () => stock.text.toString().includes('pendant'))
    expect(watcher.doc.getText(section).toString()).toBe(stock.text.toString())
    expect(await readyAt(url)).toBe(200)
    expect([typist.closed.code, watcher.closed.code]).toEqual([null, null])
    stock.close()
  },
)
