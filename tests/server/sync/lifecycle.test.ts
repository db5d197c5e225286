// Rooms that open and close while the disk is slow or refuses, under a virtual clock: one living room a plan, and nothing left behind.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as prng from 'lib0/prng'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type * as Y from 'yjs'
import { connect, type Db } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { openRooms, type Rooms } from '../../../server/sync/rooms.ts'
import type { UpdateLog } from '../../../server/sync/seams.ts'
import { type NearPeer, nearPeer } from '../../kit/near-peer.ts'
import { author } from '../../kit/peers.ts'
import { seedPlan } from '../../kit/sync-server.ts'

const planId = 'plan-1'
const idleMs = 20

let db: Db
let rooms: Rooms
/** How long the next verb of the log takes, and whether it fails. */
let disk: { delayMs: () => number; fails: () => boolean }

beforeEach(async () => {
  db = await connect(':memory:')
  await seedPlan(db)
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'setInterval', 'clearInterval', 'performance'],
  })
  disk = { delayMs: () => 0, fails: () => false }
})
afterEach(async () => {
  disk.fails = () => false
  const closing = rooms.close()
  await pass(2_000)
  await closing
  vi.useRealTimers()
  await db.destroy()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

function open(): Rooms {
  const real = openLog(
    db,
    () => new Date(),
    () => {},
  )
  const slowly = async <T>(verb: () => Promise<T>): Promise<T> => {
    const ms = disk.delayMs()
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
    if (disk.fails()) throw new Error('disk I/O error')
    return verb()
  }
  const log: UpdateLog = {
    load: (plan) => slowly(() => real.load(plan)),
    append: (batches, follow) => slowly(() => real.append(batches, follow)),
    after: (plan, from) => slowly(() => real.after(plan, from)),
    still: (plan, job) => real.still(plan, job),
    heads: (plans) => real.heads(plans),
    compact: (plan) => slowly(() => real.compact(plan)),
  }
  return openRooms({
    db,
    now: () => new Date(),
    capabilityOf: async () => 'edit',
    failed: () => {},
    log,
    idleMs,
  })
}

const textOf = ({ doc }: { doc: Y.Doc }) => doc.getText('text/portrait/summary').toString()

/** Of ten thousand acts, so many. */
test.each([1, 2, 3])(
  'F4: seed %i: fifteen hundred comings and goings with a slow disk: one living room, and whoever comes sees all that was saved',
  async (seed) => {
    const gen = prng.create(seed)
    disk.delayMs = () => (prng.int32(gen, 1, 3) === 1 ? prng.int32(gen, 1, 120) : 0)
    disk.fails = () => prng.int32(gen, 1, 12) === 1
    rooms = open()
    const here: (NearPeer & { hand: ReturnType<typeof author> })[] = []
    const saved = new Set<string>()
    const sent = new Map<NearPeer, string[]>()
    const lost: string[] = []
    let words = 0
    let joined = 0
    const note = () => {
      for (const peer of here) {
        const acked = Math.max(0, ...peer.told.map((frame) => (frame.type === 'ack' ? frame.count : 0)))
        const refused = peer.told.flatMap((frame) => (frame.type === 'nack' ? [frame.count] : []))
        for (const [at, word] of (sent.get(peer) ?? []).entries())
          if (at < acked && !refused.includes(at + 1)) saved.add(word)
      }
    }
    for (let act = 0; act < 1_500; act++) {
      const dice = prng.int32(gen, 1, 10)
      if (dice <= 3 && here.length < 6) {
        nearPeer(rooms, planId, `p${seed}-${act}`).then(
          (peer) => {
            joined += 1
            note()
            const must = [...saved]
            here.push(Object.assign(peer, { hand: author() }))
            sent.set(peer, [])
            peer.step1()
            // Answered at once, or when the running batch has settled: never from an older state.
            const check = () => {
              if (peer.received.answers === 0) return setTimeout(check, 5)
              for (const word of must) if (!textOf(peer).includes(word)) lost.push(word)
              return null
            }
            check()
          },
          () => {},
        )
      } else if (dice <= 5 && here.length > 0) {
        const peer = prng.oneOf(gen, here)
        const word = `m${words++};`
        sent.get(peer)!.push(word)
        peer.update(peer.hand.insert(word))
      } else if (dice <= 7 && here.length > 0) {
        note()
        const peer = here.splice(prng.int32(gen, 0, here.length - 1), 1)[0]!
        peer.leave()
      } else if (dice === 8 && prng.int32(gen, 1, 4) === 1) {
        note()
        for (const peer of here.splice(0)) peer.leave()
        await pass(prng.int32(gen, 0, 120))
      } else await pass(prng.int32(gen, 0, 30))
      expect(new Set(here.map(({ room }) => room)).size).toBeLessThanOrEqual(1)
      expect(rooms.counts().rooms).toBeLessThanOrEqual(1)
    }
    note()
    disk.fails = () => false
    await pass(10_000)
    const last = nearPeer(rooms, planId, `last-${seed}`)
    await pass(200)
    const reader = await last
    reader.step1()
    await pass(200)
    expect(joined).toBeGreaterThan(150)
    expect(saved.size).toBeGreaterThan(50)
    expect(lost).toEqual([])
    expect([...saved].filter((word) => !textOf(reader).includes(word))).toEqual([])
  },
)
test('F20: two thousand openings and closings, every seventh failing, leave no timer, no room and no memory', async () => {
  setFlagsFromString('--expose_gc')
  const collect = runInNewContext('gc') as () => void
  let load = 0
  rooms = open()
  const hand = author()
  const cycles = async (count: number) => {
    for (let at = 0; at < count; at++) {
      load += 1
      disk.fails = () => load % 7 === 0
      try {
        const peer = await nearPeer(rooms, planId, 'deleguee')
        disk.fails = () => false
        peer.room.presence.take(peer.peer, presenceOf(at + 1, load))
        if (at % 50 === 0) peer.update(hand.insert('m'))
        peer.leave()
      } catch {
        disk.fails = () => false
      }
      await pass(idleMs * 3)
    }
    await pass(60_000)
  }
  const now = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  await cycles(300)
  const timers = vi.getTimerCount()
  const before = now()

  await cycles(2_000)

  expect(rooms.counts()).toEqual({ rooms: 0, peers: 0 })
  expect(vi.getTimerCount()).toBe(timers)
  expect(now() - before).toBeLessThan(5_000_000)
})

/** An awareness message: one entry. */
function presenceOf(clientId: number, clock: number): Uint8Array {
  const json = new TextEncoder().encode('{"cursor":1}')
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]
  return new Uint8Array([1, ...varint(clientId), ...varint(clock), json.length, ...json])
}
