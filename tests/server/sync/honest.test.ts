// Honest people only, seeded and under a virtual clock: offline, reloads, undo, answers that never come. None is ever refused (SYNC-4), and
// nothing is written twice.
import * as prng from 'lib0/prng'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { connect } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { openRooms } from '../../../server/sync/rooms.ts'
import { Device } from '../../kit/device.ts'
import { seedPlan } from '../../kit/sync-server.ts'

const planId = 'plan-1'
/** Of five hundred, so many. */
const seeds = Array.from({ length: 100 }, (_, at) => 3_000 + at)
const actsPerSeed = 200

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'setInterval', 'clearInterval', 'performance'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

interface Desk {
  device: Device
  undo: Y.UndoManager
}

test.each(seeds)(
  'SYNC-4, F13, F42: seed %i: six people on nine devices, offline, reloaded, undoing: nobody is taken for a forger, all converge, no row says again what the log has',
  async (seed) => {
    const gen = prng.create(seed)
    const db = await connect(':memory:')
    await seedPlan(db)
    const failed: unknown[] = []
    const rooms = openRooms({
      db,
      now: () => new Date(),
      capabilityOf: async () => 'edit',
      failed: (error) => failed.push(error),
    })
    const newDesk = (userId: string, from?: Y.Doc): Desk => {
      const device = new Device(userId, prng.uint32(gen, 1_000, 4_000_000_000))
      if (from) Y.applyUpdate(device.doc, Y.encodeStateAsUpdate(from), 'server')
      return {
        device,
        undo: new Y.UndoManager(device.doc.getText('text/frame/title'), { captureTimeout: 0 }),
      }
    }
    const people = ['anne', 'benoit', 'chloe', 'denis', 'eve', 'farid']
    const desks = Array.from({ length: 9 }, (_, at) => newDesk(people[at % people.length]!))
    const refused = () => desks.flatMap(({ device }) => [...device.refused, ...device.closed])
    const gone: string[] = []

    for (let act = 0; act < actsPerSeed; act++) {
      const at = prng.int32(gen, 0, desks.length - 1)
      const { device, undo } = desks[at]!
      const text = device.doc.getText('text/frame/title')
      const dice = prng.int32(gen, 1, 21)
      if (dice <= 6)
        text.insert(prng.int32(gen, 0, text.length), prng.oneOf(gen, ['a', 'é', '😀', 'mot ', '👩‍🌾']))
      else if (dice <= 8 && text.length > 0) text.delete(prng.int32(gen, 0, text.length - 1), 1)
      else if (dice === 9) undo.undo()
      else if (dice === 10) undo.redo()
      else if (dice <= 13) device.flushOut(prng.int32(gen, 1, 20))
      else if (dice <= 15) device.flushIn(prng.int32(gen, 1, 20))
      else if (dice === 16 && device.line) device.disconnect()
      else if (dice === 17) {
        // A reload: the page's text comes back from the device's disk under a new clientID.
        device.disconnect()
        gone.push(...device.refused, ...device.closed)
        desks[at] = newDesk(device.userId, device.doc)
      } else if (dice === 21) device.offerWhole()
      else if (!device.line) await device.connect(rooms, planId)
      else await pass(prng.int32(gen, 1, 15))
    }
    for (const { device } of desks) {
      device.disconnect()
      await device.connect(rooms, planId)
    }
    for (let round = 0; round < 8; round++) {
      for (const { device } of desks) device.flushOut(10_000)
      await pass(20)
      for (const { device } of desks) device.flushIn(10_000)
    }

    // A line that fell in the middle of what it carried leaves a hole, which is asked for and filled.
    expect([...gone, ...refused()].filter((code) => code !== 'notSaved')).toEqual([])
    const { updates } = await openLog(
      db,
      () => new Date(),
      (what) => failed.push(what),
    ).load(planId)
    const log = new Y.Doc({ gc: false })
    let news = 0
    log.on('update', () => {
      news += 1
    })
    for (const [at, update] of updates.entries()) {
      Y.applyUpdate(log, update)
      expect(news, `row ${at + 1}`).toBe(at + 1)
    }
    const words = log.getText('text/frame/title').toString()
    for (const { device } of desks) expect(device.doc.getText('text/frame/title').toString()).toBe(words)
    expect(failed).toEqual([])
    for (const { device } of desks) device.disconnect()
    const closing = rooms.close()
    await pass(50)
    await closing
    await db.destroy()
  },
)
