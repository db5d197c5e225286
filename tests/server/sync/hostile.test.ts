// Clients that mean harm, or only have a bad line, against the real socket: what they cost is bounded, and the others do not notice.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { SocketLimits } from '../../../server/http/socket.ts'
import type { UpdateLog } from '../../../server/sync/seams.ts'
import { author, type RawPeer, rawPeer, refusedStatus, stockPeer, until } from '../../kit/peers.ts'
import { type SyncServer, startSyncServer } from '../../kit/sync-server.ts'

let server: SyncServer
afterEach(async () => {
  vi.useRealTimers()
  await server.close()
})

const start = async (limits: Partial<SocketLimits> = {}, loadMs = 0) => {
  const log = (real: UpdateLog): UpdateLog => ({
    ...real,
    async load(plan) {
      await rest(loadMs)
      return real.load(plan)
    },
  })
  server = await startSyncServer({ limits, log })
}
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const shown = ({ doc }: { doc: Y.Doc }) => doc.getText('text/portrait/summary').toString()

/** A socket that says nothing and, with `pongs` false, does not even answer pings. */
async function quiet(name: string, { pongs = true, from = 'a' } = {}) {
  const socket = new WebSocket(`${server.url}/sync/${server.planId}`, {
    headers: { cookie: `login=${name}`, 'x-from': from },
    autoPong: pongs,
    perMessageDeflate: true,
  })
  const closed: { code: number | null } = { code: null }
  socket.on('close', (code) => {
    closed.code = code
  })
  socket.on('error', () => {})
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('unexpected-response', (_request, response) => reject(new Error(`${response.statusCode}`)))
  })
  return { socket, closed }
}

describe('heartbeat', () => {
  test('who answers no ping is let go at the third, 75 s after it fell silent; who answers stays for good', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await start()
    const dead = await quiet('deleguee', { pongs: false })
    const alive = await quiet('delegue')
    for (const seconds of [25, 50]) {
      vi.advanceTimersByTime(25_000)
      await rest(60)
      expect([dead.closed.code, alive.closed.code], `after ${seconds} s`).toEqual([null, null])
    }

    vi.advanceTimersByTime(25_000)
    await until('let go', () => dead.closed.code !== null)

    for (let beat = 0; beat < 10; beat++) {
      vi.advanceTimersByTime(25_000)
      await rest(10)
    }
    expect([dead.closed.code, alive.closed.code]).toEqual([1006, null])
    expect(server.rooms.counts().peers).toBe(1)
    alive.socket.close()
  })

  test('who is signed in no more is sent away at the next beat, though nobody told the rooms', async () => {
    await start({ pingMs: 30 })
    const gone = await quiet('deleguee')
    const stays = await quiet('delegue')
    vi.spyOn(server.rooms, 'signedOut').mockImplementation(() => {})

    await server.signOut('deleguee')

    await until('sent away', () => gone.closed.code === 4401)
    expect(stays.closed.code).toBeNull()
    stays.socket.close()
  })
})

describe('F41: too many', () => {
  test('connections of one address, or of one person, end at their limit; when one goes, another comes', async () => {
    await start({ perAddressMax: 3, perPersonMax: 2 })
    const first = await quiet('deleguee')
    await quiet('deleguee')
    expect(await refusedStatus(server, { cookie: 'login=deleguee', 'x-from': 'b' })).toBe(429)
    await quiet('delegue')
    expect(await refusedStatus(server, { cookie: 'login=animatrice', 'x-from': 'a' })).toBe(429)
    await quiet('animatrice', { from: 'b' })

    first.socket.close()
    await until('gone', () => server.rooms.counts().peers === 3)
    await quiet('contributeur')
  })

  test('a hundred connections that wait for the same plan to open are not more than the limit', async () => {
    await start({ perAddressMax: 10, perPersonMax: 1_000 }, 300)
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => quiet('deleguee')))
    const open = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    await until('the others closed', () => open.filter(({ closed }) => closed.code === null).length <= 10)
    expect(server.rooms.counts().peers).toBe(10)
  })
})

describe('F18: who reads slowly, or not at all', () => {
  test('is let go with what waited for it bounded, holds up nobody, and has it all when it comes back', async () => {
    await start({ bufferMax: 1_000_000, presenceBufferMax: 200_000 })
    const stuck = await rawPeer(server, 'observateur')
    const one = await rawPeer(server, 'deleguee')
    const two = await rawPeer(server, 'delegue')
    stuck.socket.pause()
    let received = 0
    stuck.socket.on('message', (data: ArrayBuffer) => {
      received += data.byteLength
    })
    const { insert } = author()
    const waits: number[] = []
    // More than the kernel's own buffers of both ends take, and some more.
    const bytes = 400_000
    for (let at = 0; at < 40; at++) {
      const sentMs = performance.now()
      const count = one.update(insert('a'.repeat(bytes)))
      await one.frame('ack', (frame) => frame.count === count)
      await until('shown', () => two.updates.length === at + 1)
      waits.push(performance.now() - sentMs)
    }
    await until('let go', () => server.rooms.counts().peers === 2)

    stuck.socket.resume()
    await until('closed', () => stuck.closed.code !== null)
    expect(received).toBeLessThan((40 * bytes) / 2)
    expect(waits.sort((a, b) => a - b)[20]).toBeLessThan(500)
    const back = stockPeer(server, 'observateur')
    await until('whole', () => shown(back) === shown(two) && shown(two).length === 40 * bytes)
    expect(Y.encodeStateVector(back.doc)).toEqual(Y.encodeStateVector(two.doc))
    for (const peer of [one, two, back]) peer.close()
  })

  test('is left out of presence first: its text still comes', async () => {
    await start({ presenceBufferMax: 0 })
    const slow = await rawPeer(server, 'observateur')
    const one = await rawPeer(server, 'deleguee')
    slow.socket.pause()
    const { insert, doc } = author()
    one.update(insert('a'.repeat(900_000)))
    one.update(insert('b'.repeat(900_000)))
    await one.frame('ack', ({ count }) => count === 2)
    for (let at = 0; at < 900_000 * 8; at += 900_000) one.update(insert('c'.repeat(900_000)))
    await one.frame('ack', ({ count }) => count === 10)
    one.awareness(doc.clientID, 1, { cursor: 1 })
    await rest(150)
    slow.socket.resume()

    await until('text', () => shown(slow).length === 9_000_000)
    expect(slow.presence.size).toBe(0)
    for (const peer of [one, slow]) peer.close()
  })
})

describe('F19: memory', () => {
  test('no compression is agreed to, whatever a client offers', async () => {
    await start()
    const { socket } = await quiet('deleguee')
    expect(socket.extensions).toBe('')
    socket.close()
  })

  test('twelve thousand updates through sockets that come and go leave no more memory in use than the text they wrote', async () => {
    await start({ messagesPerSecond: 1_000_000, messagesBurst: 1_000_000 })
    setFlagsFromString('--expose_gc')
    const collect = runInNewContext('gc') as () => void
    const { doc, text, edit } = author()
    // The text stays short: each word goes again.
    const turn = async (writes: number) => {
      const one = await rawPeer(server, 'deleguee')
      const two = await rawPeer(server, 'delegue')
      two.step1()
      for (let at = 0; at < writes; at++) {
        one.update(edit(() => (text.length > 50 ? text.delete(0, 40) : text.insert(text.length, 'mot '))))
        if (at % 500 === 499) await one.frame('ack', ({ count }) => count === at + 1)
      }
      await until('shown', () => shown(two) === text.toString(), 20_000)
      for (const peer of [one, two]) peer.close()
      await until('gone', () => server.rooms.counts().peers === 0)
    }
    const used = async () => {
      await rest(50)
      collect()
      return process.memoryUsage().heapUsed
    }
    await turn(3_000)
    const before = await used()
    for (let round = 0; round < 4; round++) await turn(3_000)

    // In the server's document and in the author's: both keep what was deleted.
    const kept = Y.encodeStateAsUpdate(doc).length * 30
    expect((await used()) - before).toBeLessThan(8_000_000 + kept)
  }, 60_000)
})

describe('F16: ghost cursors', () => {
  const seen = ({ presence }: RawPeer) => presence.size

  test('fifty reloads, sockets killed without a word: one caret each time, and none at the end', async () => {
    await start()
    const watch = await rawPeer(server, 'observateur')
    for (let at = 0; at < 50; at++) {
      const page = stockPeer(server, 'deleguee')
      page.awareness.setLocalStateField('cursor', { at })
      await until('seen', () => watch.presence.has(page.doc.clientID))
      // A crashed tab: no goodbye, the kernel closes.
      ;(page.provider.ws as unknown as WebSocket).terminate()
      page.provider.shouldConnect = false
      page.close()
    }

    await until('all gone', () => seen(watch) === 0, 2_000)
    const late = await rawPeer(server, 'delegue')
    await rest(100)
    expect(seen(late)).toBe(0)
    for (const peer of [watch, late]) peer.close()
  })

  test('a lid that closes: the line stays open and dead; the caret is gone when the heartbeat has missed it', async () => {
    await start({ pingMs: 40 })
    const watch = await rawPeer(server, 'observateur')
    const lid = await quiet('deleguee', { pongs: false })
    lid.socket.send(new Uint8Array([1, 11, 1, 77, 1, 7, ...new TextEncoder().encode('{"a":1}')]))
    await until('seen', () => seen(watch) === 1)

    await until('gone', () => seen(watch) === 0, 1_000)
    expect(lid.closed.code).not.toBe(1000)
    watch.close()
  })
})
