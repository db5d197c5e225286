// A whole server as its operator runs it: the real command, a real folder, a real port; starts, refusals, stops, a crash.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { type AddressInfo, connect as connectTcp, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../server/db/connect.ts'
import { type Running, StartRefused, startServer } from '../../server/main.ts'
import { readSettings } from '../../server/settings.ts'
import { openLog } from '../../server/sync/log.ts'
import { replay } from '../../server/sync/update.ts'
import { doors } from '../../shared/api.ts'
import { author, rawPeer, until } from '../kit/peers.ts'

let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assise-start-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function start(env: Record<string, string> = {}): Promise<Running> {
  const read = readSettings({ PORT: '0', ASSISE_DATA: folder, LOG_LEVEL: 'silent', ...env })
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return startServer(read.settings)
}

const root = resolve(import.meta.dirname, '../..')

/** Runs the command line as npm does, with the Node that runs the tests. */
function command(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, 'server/cli.ts'), ...args], {
    env: { PATH: process.env.PATH, PORT: '0', ASSISE_DATA: folder, ...env },
  })
  children.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => {
    said.out += bytes.toString('utf8')
  })
  child.stderr.on('data', (bytes: Buffer) => {
    said.err += bytes.toString('utf8')
  })
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  const until = async (what: RegExp) => {
    const endMs = Date.now() + 20_000
    for (;;) {
      const match = what.exec(said.out)
      if (match) return match
      if (Date.now() > endMs) throw new Error(`never said ${what}: ${said.out} ${said.err}`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  return { child, said, ended, until }
}

describe('a server', () => {
  test('serves, says it is ready, and lets the first person in by the link it gives', async () => {
    const server = await start()
    const link = (await server.firstLink())!
    const token = new URL(link).hash.slice(1)

    const health = await fetch(`${server.url}/healthz`)
    const ready = await fetch(`${server.url}/readyz`)
    const entered = await fetch(`${server.url}${doors.followLink.path}`, {
      method: 'POST',
      body: JSON.stringify({ token }),
      headers: { origin: server.origin },
    })
    await server.stop()

    expect([health.status, ready.status, entered.status]).toEqual([200, 200, 200])
    expect(await ready.json()).toEqual({ ready: true })
    expect(link.startsWith(`${server.origin}/entrer/lien#`)).toBe(true)
    expect(server.origin).toMatch(/^http:\/\/localhost:\d+$/)
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
  })

  test('refuses a second one on its folder, and gives it up when it stops', async () => {
    const server = await start()
    const second = start()

    await expect(second).rejects.toBeInstanceOf(StartRefused)
    await expect(second).rejects.toMatchObject({ words: { fr: expect.stringContaining(folder) } })
    await server.stop()
    const third = await start()
    await third.stop()
  })

  test('refuses a port that is taken and a folder that cannot be, by name, and leaves the folder free', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const port = String((taken.address() as AddressInfo).port)
    const file = join(folder, 'file')
    await writeFile(file, '')

    await expect(start({ PORT: port })).rejects.toMatchObject({
      words: { fr: expect.stringContaining(`PORT = ${port}`), en: expect.stringContaining('already taken') },
    })
    await expect(start({ ASSISE_DATA: join(file, 'data') })).rejects.toMatchObject({
      words: { fr: expect.stringContaining('ASSISE_DATA') },
    })
    await new Promise((done) => taken.close(done))
    const server = await start({ PORT: port })
    await server.stop()
  })

  test('answers a strange upgrade as a plain request', async () => {
    const server = await start()
    const response = await fetch(`${server.url}/healthz`, { headers: { accept: '*/*' } })
    const socket = (await import('node:net')).connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
    const [bytes] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    await server.stop()

    expect(response.status).toBe(200)
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200/)
  })

  test('F41: three hundred connections that ask for nothing, or never finish asking, are closed within their deadline; others are served meanwhile', async () => {
    const server = await start()
    const port = Number(new URL(server.url).port)
    const silent = Array.from({ length: 300 }, (_, at) => {
      const socket = connectTcp(port, '127.0.0.1')
      if (at % 2) socket.write('GET /sync/plan HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n')
      socket.on('error', () => {}).resume()
      return once(socket, 'close')
    })
    const startedMs = performance.now()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)

    await Promise.all(silent)

    const tookMs = performance.now() - startedMs
    expect(tookMs).toBeGreaterThan(8_000)
    expect(tookMs).toBeLessThan(16_000)
    await server.stop()
  }, 30_000)

  test.each([
    ['nobody is signed in', doors.createWorkspace.path, 200_000, 401],
    ['nothing is there', '/api/nothing', 200_000, 404],
    ['the body is too large', doors.login.path, 400_000, 413],
  ])('goes on with a connection after a refusal, its body unread: %s', async (_, path, bytes, status) => {
    const server = await start()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ask = (method: string, path: string, body = '') =>
      new Promise<number | string>((done) => {
        const asked = request(`${server.url}${path}`, {
          agent,
          method,
          headers: { 'content-length': body.length },
        })
        asked.on('response', (answer) => answer.resume().on('end', () => done(answer.statusCode!)))
        asked.on('error', ({ message }) => done(message))
        asked.end(body)
      })
    const answers = [await ask('POST', path, 'x'.repeat(bytes))]
    for (const endMs = performance.now() + 700; performance.now() < endMs; )
      answers.push(await ask('GET', '/healthz'))
    agent.destroy()
    await server.stop()

    expect(answers.shift()).toBe(status)
    expect(new Set(answers)).toEqual(new Set([200]))
  })

  test('is stopped twice as once, and stops though a connection is kept open', async () => {
    const server = await start()
    const kept = (await import('node:net')).connect(Number(new URL(server.url).port), '127.0.0.1')
    await once(kept, 'connect')
    const startedMs = performance.now()

    await Promise.all([server.stop(), server.stop()])

    expect(performance.now() - startedMs).toBeLessThan(5_000)
    kept.destroy()
  })
})

describe('the command', () => {
  test('names every bad setting in both languages, exits 2, and opens nothing', async () => {
    const { ended, said } = command(['start'], {
      PORT: 'abc',
      ASSISE_ORIGIN: 'http://example.org',
      ASSISE_DATA: join(folder, 'new'),
    })

    expect(await ended).toMatchObject({ code: 2 })
    expect(said.err).toContain('PORT = « abc » : valeur refusée')
    expect(said.err).toContain('PORT = “abc”: value refused')
    expect(said.err).toContain('ASSISE_ORIGIN')
    expect(said.out).toBe('')
    expect(existsSync(join(folder, 'new'))).toBe(false)
  })

  test('a folder that can never be made is refused by name, not tried for ever', async () => {
    const { ended, said } = command(['start'], { ASSISE_DATA: '/proc/none/data' })

    expect(await ended).toEqual({ code: 2, signal: null })
    expect(said.err).toContain('ASSISE_DATA = « /proc/none/data »')
  })

  test('an unknown command tells how to ask, and exits 2', async () => {
    const { ended, said } = command(['dance'])

    expect(await ended).toMatchObject({ code: 2 })
    expect(said.err).toContain('assise verify')
  })

  test('prints the first link anew at each start until it is of use; SIGTERM ends in time, with 0', async () => {
    const first = command(['start'])
    const [firstLink] = await first.until(/http:\S+\/entrer\/lien#\S+/)
    first.child.kill('SIGTERM')
    const startedMs = Date.now()
    expect(await first.ended).toEqual({ code: 0, signal: null })
    expect(Date.now() - startedMs).toBeLessThan(10_000)

    const second = command(['start'], { LOG_LEVEL: 'trace' })
    const [secondLink] = await second.until(/http:\S+\/entrer\/lien#\S+/)
    const { origin, hash } = new URL(secondLink!)
    const call = (path: string, method: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${origin}${path}`, { method, body: JSON.stringify(body), headers: { origin, ...headers } })
    const entered = await call(doors.followLink.path, 'POST', { token: hash.slice(1) })
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
    await call(doors.changeMe.path, 'PATCH', { name: 'Maude', email: 'maude@example.org' }, { cookie })
    second.child.kill('SIGTERM')
    expect(await second.ended).toMatchObject({ code: 0 })

    const third = command(['start'])
    await third.until(/Assise : http/)
    third.child.kill('SIGTERM')
    await third.ended

    expect(secondLink).not.toBe(firstLink)
    expect(third.said.out).not.toContain('/entrer/lien')
    // The log, at its most talkative, holds neither token, nor cookie, nor address.
    expect(second.said.err).toContain('/api/login-links/use')
    for (const secret of [hash.slice(1), cookie.split('=')[1]!, 'maude@example.org']) {
      expect(second.said.err).not.toContain(secret)
    }
  }, 60_000)

  test('F3: SIGTERM in the middle of typing: all that was acked is on disk, the pages are told 1001, and it ends with 0', async () => {
    const first = command(['start'])
    const [link] = await first.until(/http:\S+\/entrer\/lien#\S+/)
    const { origin, hash } = new URL(link!)
    const call = (path: string, method: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${origin}${path}`, { method, body: JSON.stringify(body), headers: { origin, ...headers } })
    const entered = await call(doors.followLink.path, 'POST', { token: hash.slice(1) })
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
    await call(doors.changeMe.path, 'PATCH', { name: 'Maude', email: 'maude@example.org' }, { cookie })
    const made = await call(
      doors.createWorkspace.path,
      'POST',
      { name: 'Région', kind: 'regional' },
      { cookie },
    )
    const { planId } = (await made.json()) as { planId: string }
    const place = { url: origin.replace('http', 'ws'), planId, cookie }
    const writer = await rawPeer(place, '')
    const { insert } = author()
    const sent: string[] = []
    const typing = setInterval(() => {
      for (let burst = 0; burst < 5; burst++) {
        sent.push(`m${sent.length};`)
        writer.update(insert(sent.at(-1)!))
      }
    }, 1)
    const acked = () => Math.max(0, ...writer.told.map((frame) => (frame.type === 'ack' ? frame.count : 0)))
    await until('acked', () => acked() > 40)

    first.child.kill('SIGTERM')

    expect(await first.ended).toEqual({ code: 0, signal: null })
    clearInterval(typing)
    await until('closed', () => writer.closed.code !== null)
    expect(writer.closed.code).toBe(1001)
    const db = await connect(join(folder, 'assise.db'))
    const log = openLog(
      db,
      () => new Date(),
      () => {},
    )
    const { state, updates, damaged } = await log.load(planId)
    const text = replay(state, updates).getText('text/portrait/summary').toString()
    await db.destroy()
    expect(damaged).toBe(false)
    expect(text.startsWith(sent.slice(0, acked()).join(''))).toBe(true)
  }, 30_000)

  test('a server that was killed leaves its folder free', async () => {
    const first = command(['start'])
    await first.until(/Assise : http/)
    const second = command(['start'])
    expect(await second.ended).toMatchObject({ code: 2 })
    expect(second.said.err).toContain('déjà')

    first.child.kill('SIGKILL')
    await first.ended
    const third = command(['start'])
    await third.until(/Assise : http/)
    third.child.kill('SIGINT')
    expect(await third.ended).toMatchObject({ code: 0 })
  }, 60_000)
})
