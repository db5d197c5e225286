// Many at once: a new plan opened by twenty, a restart under a hundred, cursors of two hundred.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { connectRoom, type PlanRoom } from '../../../client/room.ts'
import { connect } from '../../../server/db/connect.ts'
import { openRooms, type Peer } from '../../../server/sync/rooms.ts'
import { defineDraft, draftText, readPlan } from '../../../shared/plan/draft.ts'
import { frames } from '../../../shared/wire.ts'
import { freePort } from '../../kit/free-port.ts'
import { nearPeer } from '../../kit/near-peer.ts'
import { author, stockPeer, until } from '../../kit/peers.ts'
import { type SyncServer, seedPlan, startSyncServer } from '../../kit/sync-server.ts'

const names = ['animatrice', 'deleguee', 'delegue', 'contributeur'] as const
const summary = (doc: Y.Doc) => draftText(doc, 'portrait', 'summary' as never)

describe('over sockets', () => {
  let server: SyncServer
  let opened: PlanRoom[]
  beforeEach(() => {
    opened = []
  })
  afterEach(async () => {
    for (const room of opened) room.close()
    await server.close()
  })

  function open(at: number): PlanRoom {
    class SocketOf extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { headers: { cookie: `login=${names[at % names.length]}` } })
      }
    }
    const room = connectRoom({
      planId: server.planId,
      url: `${server.url}/sync`,
      onTopic: () => {},
      WebSocketClass: SocketOf as unknown as typeof globalThis.WebSocket,
    })
    opened.push(room)
    return room
  }
  const all = (lamp: string, withinMs?: number) =>
    until(lamp, () => opened.every((room) => room.state().lamp === lamp), withinMs)

  test('F8: twenty pages open a new plan at once and one that was away comes later: nothing was put in it, and each word is there once', async () => {
    server = await startSyncServer()
    const away = new Y.Doc()
    defineDraft(away)
    summary(away).insert(0, 'de loin ')
    for (let at = 0; at < 20; at++) defineDraft(open(at).doc)
    await all('saved')
    expect(await server.db.selectFrom('plan_updates').select('seq').execute()).toEqual([])

    for (const [at, { doc }] of opened.entries()) {
      summary(doc).insert(0, `m${at} `)
      doc.getMap('fields').set(`f${at}`, at)
    }
    await all('saved')
    const late = stockPeer(server, 'delegue', away)
    const words = () => opened.map(({ doc }) => summary(doc).toString())
    await until('one text', () => new Set([...words(), summary(away).toString()]).size === 1)
    await until('all of it', () => summary(away).length === [...Array(20).keys()].join(' m').length + 2 + 8)

    const text = summary(away).toString()
    for (const word of ['de loin ', ...opened.map((_, at) => `m${at} `)])
      expect(text.split(word), word).toHaveLength(2)
    expect(new Set(opened.map(({ doc }) => JSON.stringify(readPlan(doc, [])))).size).toBe(1)
    late.close()
  })

  test('F30: a server that restarts has eighty pages back within ten seconds, spread over more than one, nothing lost', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'assise-herd-'))
    const port = await freePort()
    const start = () => startSyncServer({ path: join(dir, 'plan.db'), port })
    server = await start()
    for (let at = 0; at < 80; at++) open(at)
    await all('saved', 20_000)
    summary(opened[0]!.doc).insert(0, 'avant ')
    await all('saved')

    await server.close()
    const backMs: number[] = []
    for (const room of opened) {
      let away = true
      room.subscribe(({ connected, lamp }) => {
        if (away && connected && lamp === 'saved') {
          away = false
          backMs.push(performance.now())
        }
      })
    }
    summary(opened[1]!.doc).insert(6, 'pendant')
    server = await start()
    await until('all back', () => backMs.length === opened.length, 10_000)

    const texts = () => new Set(opened.map(({ doc }) => summary(doc).toString()))
    await until('one text', () => texts().size === 1)
    expect([...texts()]).toEqual(['avant pendant'])
    expect(Math.max(...backMs) - Math.min(...backMs)).toBeGreaterThan(1_000)
    const busiest = Math.max(
      ...backMs.map((from) => backMs.filter((ms) => ms >= from && ms < from + 500).length),
    )
    expect(busiest).toBeLessThan(opened.length / 2)
    rmSync(dir, { recursive: true })
  }, 60_000)
})

describe('under a virtual clock', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('F17: two hundred cursors at 5 Hz are a few frames a second to each, and an edit waits for none of them', async () => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'setInterval', 'clearInterval', 'performance'],
    })
    const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
    const db = await connect(':memory:')
    await seedPlan(db)
    const rooms = openRooms({
      db,
      now: () => new Date(),
      capabilityOf: async () => 'edit',
      failed: () => {},
    })
    const people = await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const heard = { presence: 0, bytes: 0, sure: 0 }
        const peer: Peer = {
          person: { userId: `p${at}`, loginId: `l${at}`, name: `Personne ${at}`, organization: null },
          capability: 'edit',
          send(bytes, droppable) {
            if (bytes[0] !== frames.awareness) return
            heard.presence += 1
            heard.bytes += bytes.length
            if (!droppable) heard.sure += 1
          },
          close() {},
        }
        return { heard, peer, room: await rooms.join('plan-1', peer), clientId: 1_000 + at }
      }),
    )
    const writer = await nearPeer(rooms, 'plan-1', 'deleguee')
    const reader = await nearPeer(rooms, 'plan-1', 'delegue')
    const { insert } = author()
    const waits: number[] = []
    for (let tick = 0; tick < 50; tick++) {
      // 5 Hz each, out of step with each other.
      for (const { peer, room, clientId } of people.filter((_, at) => at % 10 === tick % 10))
        room.receive(peer, presenceFrame(clientId, tick + 1, `{"cursor":${tick}}`))
      if (tick % 5 === 4) {
        const before = reader.received.updates
        const sentMs = performance.now()
        writer.update(insert('mot '))
        while (reader.received.updates === before) await pass(1)
        waits.push(performance.now() - sentMs)
      }
      await pass(20)
    }
    await pass(200)

    const { heard } = people[0]!
    // A thousand messages a second came in; a frame a window goes out, each cursor once a change.
    expect(heard.presence).toBeGreaterThan(10)
    expect(heard.presence).toBeLessThan(90)
    expect(heard.sure).toBe(0)
    expect(heard.bytes).toBeLessThan(200 * 6 * 200)
    expect(Math.max(...waits)).toBeLessThanOrEqual(10)
    for (const { peer, room } of people) room.leave(peer)
    for (const { room, peer } of [writer, reader]) room.leave(peer)
    const closing = rooms.close()
    await pass(100)
    await closing
    await db.destroy()
  })
})

/** An awareness frame of one client. */
function presenceFrame(clientId: number, clock: number, json: string): Uint8Array {
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]
  const state = new TextEncoder().encode(json)
  const body = [1, ...varint(clientId), ...varint(clock), ...varint(state.length), ...state]
  return new Uint8Array([frames.awareness, ...varint(body.length), ...body])
}
