// The lock against a crowd that types, under a virtual clock and seeded: what was locked is the log to that point, and nothing enters after.
import * as prng from 'lib0/prng'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { connect, type Db } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { openRooms } from '../../../server/sync/rooms.ts'
import { replay } from '../../../server/sync/update.ts'
import { readPlan } from '../../../shared/plan/draft.ts'
import { digest } from '../../../shared/record/canonical.ts'
import { Device } from '../../kit/device.ts'
import { seedPlan } from '../../kit/sync-server.ts'

const people = ['animatrice', 'deleguee', 'delegue', 'contributeur', 'commentatrice', 'observateur'] as const
/** Of a thousand, so many. */
const seeds = Array.from({ length: 120 }, (_, at) => 7_000 + at)
const crowd = 30

let db: Db
beforeAll(async () => {
  db = await connect(':memory:')
  await seedPlan(db)
})
afterAll(() => db.destroy())
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'setInterval', 'clearInterval', 'performance'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

const digestOf = (doc: Y.Doc) => digest('plan', readPlan(doc, []))

test.each(seeds)(
  'INV-22 LOCK-5, F39: seed %i: thirty people type while the plan is locked; the locked text is the log to that point, and each later edit is refused',
  async (seed) => {
    const gen = prng.create(seed)
    const planId = `plan-${seed}`
    const plan = { id: planId, workspace_id: 'workspace-1', created_at: new Date(0).toISOString() }
    await db.insertInto('plans').values(plan).execute()
    const failed: unknown[] = []
    const rooms = openRooms({
      db,
      now: () => new Date(),
      capabilityOf: async () => 'edit',
      failed: (error) => failed.push(error),
    })
    const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
    const devices = Array.from(
      { length: crowd },
      (_, at) => new Device(people[at % people.length]!, prng.uint32(gen, 1_000, 4_000_000_000)),
    )
    for (const device of devices) await device.connect(rooms, planId)
    const act = async () => {
      const device = prng.oneOf(gen, devices)
      const text = device.doc.getText('text/frame/title')
      const dice = prng.int32(gen, 1, 10)
      if (dice <= 5) text.insert(prng.int32(gen, 0, text.length), prng.oneOf(gen, ['a', 'é', '😀', 'mot ']))
      else if (dice === 6 && text.length > 0) text.delete(prng.int32(gen, 0, text.length - 1), 1)
      else if (dice <= 8) device.flushOut(prng.int32(gen, 1, 6))
      else if (dice === 9) device.flushIn(prng.int32(gen, 1, 6))
      else await pass(prng.int32(gen, 0, 4))
    }
    const acts = async (count: number) => {
      for (let at = 0; at < count; at++) await act()
    }

    await acts(prng.int32(gen, 0, 250))
    const lock = rooms.exclusive(planId, async ({ doc, seq }) => {
      const planDigest = digestOf(doc)
      // The act reads a good deal more before it writes.
      await new Promise((resolve) => setTimeout(resolve, prng.int32(gen, 0, 10)))
      const fence = await db
        .updateTable('plan_rooms')
        .set({ locked_seq: seq })
        .where('plan_id', '=', planId)
        .where('head_seq', '=', seq)
        .executeTakeFirst()
      expect(fence.numUpdatedRows).toBe(1n)
      if (prng.bool(gen)) rooms.locked(planId, { id: 'v1', seq, planDigest })
      return { seq, planDigest }
    })
    await acts(60)
    const mark = await Promise.race([lock, pass(200).then(() => lock)])
    await acts(100)
    rooms.locked(planId, { id: 'v1', ...mark })
    for (const device of devices) {
      device.doc.getText('text/frame/title').insert(0, 'TARD ')
      device.flushOut(1_000)
    }
    await pass(50)
    for (const device of devices) device.flushIn(1_000)

    const stored = await openLog(
      db,
      () => new Date(),
      (what) => failed.push(what),
    ).load(planId)
    expect(stored).toMatchObject({ seq: mark.seq, damaged: false })
    const logged = replay(stored.state, stored.updates)
    expect(digestOf(logged)).toBe(mark.planDigest)
    await rooms.exclusive(planId, async ({ doc }) => expect(digestOf(doc)).toBe(mark.planDigest))
    for (const device of devices) {
      expect(device.refused.at(-1)).toBe('planLocked')
      // What the server said, and what it said is saved of one's own.
      for (const own of device.acked) Y.applyUpdate(device.shown, own)
      expect(digestOf(device.shown)).toBe(mark.planDigest)
    }
    expect(failed).toEqual([])
    for (const device of devices) device.disconnect()
    const closing = rooms.close()
    await pass(50)
    await closing
  },
)
