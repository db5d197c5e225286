// Rooms of a node with a disk that can fail, hang and lie: what was acked or shown is on disk, and a room equals its log.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { connect, type Db } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { openRooms, type Rooms } from '../../../server/sync/rooms.ts'
import type { UpdateLog } from '../../../server/sync/seams.ts'
import { replay } from '../../../server/sync/update.ts'
import { Refused } from '../../../shared/refusals.ts'
import { breakable } from '../../kit/breaking-log.ts'
import { nearPeer } from '../../kit/near-peer.ts'
import { author, until } from '../../kit/peers.ts'
import { seedPlan } from '../../kit/sync-server.ts'

const planId = 'plan-1'

let db: Db
let rooms: Rooms
let errors: unknown[]
let broken: ReturnType<typeof breakable>
let real: UpdateLog

beforeEach(async () => {
  db = await connect(':memory:')
  await seedPlan(db)
  errors = []
  real = openLog(
    db,
    () => new Date(),
    (what) => errors.push(what),
  )
  broken = breakable(real)
  rooms = open()
})
afterEach(async () => {
  broken.disk.fails = false
  await rooms.close()
  await db.destroy()
})

function open(idleMs = 60_000): Rooms {
  return openRooms({
    db,
    now: () => new Date(),
    failed: (error) => errors.push(error),
    capabilityOf: async () => 'edit',
    log: broken.log,
    idleMs,
  })
}

const head = async () =>
  (await db.selectFrom('plan_rooms').select('head_seq').executeTakeFirstOrThrow()).head_seq
const textOf = (doc: Y.Doc) => doc.getText('text/portrait/summary').toString()

/** What the room holds against what its log replays to. */
async function expectRoomEqualsLog(): Promise<void> {
  await rooms.exclusive(planId, async ({ doc, seq }) => {
    const stored = await real.load(planId)
    const logged = replay(stored.state, stored.updates)
    expect(seq).toBe(stored.seq)
    expect(Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(logged))).toBe(true)
    expect(textOf(doc)).toBe(textOf(logged))
  })
}

describe('SYNC-1 disk before screens', () => {
  test('while a commit hangs nobody is acked, nobody is shown the text, and who joins waits', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    const two = await nearPeer(rooms, planId, 'delegue')
    const release = broken.hold()

    one.update(author().insert('bonjour'))
    await new Promise((resolve) => setTimeout(resolve, 40))
    two.step1()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(one.told.filter((frame) => frame.type === 'ack')).toEqual([])
    expect([two.received.updates, two.received.answers]).toEqual([0, 0])

    release()
    await until('answered', () => two.received.answers === 1)
    expect(textOf(two.doc)).toBe('bonjour')
    expect(one.told.at(-1)).toMatchObject({ type: 'ack', count: 1, seq: 1 })
  })

  test('a disk that fails: no ack, nothing shown, and all is there once it works again', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    const two = await nearPeer(rooms, planId, 'delegue')
    const { insert, doc } = author()
    broken.disk.fails = true

    one.update(insert('bonjour'))
    await until('nacked', () => one.told.some((frame) => frame.type === 'nack'))
    expect(one.told.at(-1)).toMatchObject({ type: 'nack', count: 1, code: 'notSaved', retry: true })
    expect(two.received.updates).toBe(0)
    expect(errors).not.toEqual([])

    const asked = one.received.asked
    broken.disk.fails = false
    await until('asked for what it has', () => one.received.asked > asked)
    one.step2(Y.encodeStateAsUpdate(doc))
    await until('acked', () => one.told.some((frame) => frame.type === 'ack' && frame.count === 2))
    await until('shown', () => textOf(two.doc) === 'bonjour')
    await expectRoomEqualsLog()
  })

  test('F3: text of a writer who left at once is still written', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    one.update(author().insert('bonjour'))
    one.leave()

    await expectRoomEqualsLog()
    expect(await head()).toBe(1)
  })

  test('F3: the last one leaves while the commit hangs: the idle room stays until it is on disk, and opens again the same', async () => {
    await rooms.close()
    rooms = open(20)
    const one = await nearPeer(rooms, planId, 'deleguee')
    const release = broken.hold()
    one.update(author().insert('bonjour'))
    await new Promise((resolve) => setTimeout(resolve, 30))
    one.leave()
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect([rooms.counts().rooms, await head()]).toEqual([1, 0])

    release()
    await until('dropped', () => rooms.counts().rooms === 0)
    const two = await nearPeer(rooms, planId, 'delegue')
    two.step1()
    expect([textOf(two.doc), await head()]).toEqual(['bonjour', 1])
  })

  test('F3: closing writes what waits, then closes every connection', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    one.update(author().insert('bonjour'))

    await rooms.close()

    expect(await head()).toBe(1)
    expect(one.told.at(-1)).toMatchObject({ type: 'ack', count: 1 })
    expect(one.closed.reason).toBe('goingAway')
    await expect(nearPeer(rooms, planId, 'delegue')).rejects.toThrow(Refused)
  })

  test('F21: fifty writers share few commits', async () => {
    let commits = 0
    const append = broken.log.append
    broken.log.append = (batches) => {
      commits += 1
      return append(batches)
    }
    const writers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => nearPeer(rooms, planId, `p${at}`)),
    )
    const hands = writers.map((writer) => ({ writer, ...author() }))

    for (const { writer, insert } of hands) for (const word of ['un ', 'deux ']) writer.update(insert(word))
    await until('all acked', () =>
      writers.every(({ told }) => told.some((frame) => frame.type === 'ack' && frame.count === 2)),
    )

    // What one person typed in a commit is one row, each person's another.
    expect(await head()).toBe(50)
    expect(commits).toBeLessThan(5)
    await expectRoomEqualsLog()
  })
})

describe('one room a plan', () => {
  test('F5: a hundred first openings at once make one room, and none sees an empty plan', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    one.update(author().insert('bonjour'))
    await until('acked', () => one.told.some((frame) => frame.type === 'ack'))
    await rooms.close()
    rooms = open()
    broken.disk.loads = 0
    const release = broken.hold()

    const opening = Promise.all(Array.from({ length: 100 }, (_, at) => nearPeer(rooms, planId, `p${at}`)))
    setTimeout(release, 400)
    const peers = await opening
    for (const peer of peers) peer.step1()

    expect(broken.disk.loads).toBe(1)
    expect(rooms.counts()).toEqual({ rooms: 1, peers: 100 })
    expect(new Set(peers.map(({ doc }) => textOf(doc)))).toEqual(new Set(['bonjour']))
  })

  test('F6: a failed opening reaches all who wait, writes nothing, and the next one works', async () => {
    const writer = await nearPeer(rooms, planId, 'deleguee')
    writer.update(author().insert('bonjour'))
    await until('acked', () => writer.told.some((frame) => frame.type === 'ack'))
    await rooms.close()
    rooms = open()
    broken.disk.fails = true
    const both = await Promise.allSettled([nearPeer(rooms, planId, 'a'), nearPeer(rooms, planId, 'b')])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])

    broken.disk.fails = false
    const peer = await nearPeer(rooms, planId, 'a')
    peer.step1()
    expect(textOf(peer.doc)).toBe('bonjour')
    expect(await head()).toBe(1)
    expect(await db.selectFrom('plan_snapshots').select('upto_seq').execute()).toEqual([])
  })

  test('an idle room is dropped, its log kept short, and opens again the same', async () => {
    await rooms.close()
    rooms = open(20)
    const one = await nearPeer(rooms, planId, 'deleguee')
    one.update(author().insert('bonjour'))
    await until('acked', () => one.told.some((frame) => frame.type === 'ack'))
    expect(rooms.counts().rooms).toBe(1)

    one.leave()
    await until('dropped', () => rooms.counts().rooms === 0)
    const two = await nearPeer(rooms, planId, 'delegue')
    two.step1()

    expect(textOf(two.doc)).toBe('bonjour')
    expect(await db.selectFrom('plan_snapshots').select('upto_seq').execute()).toEqual([{ upto_seq: 1 }])
  })

  test('a plan that does not exist has no room', async () => {
    await expect(rooms.open('aucun')).rejects.toThrow('notFound')
  })
})

describe('LOCK the plan stands still for a job, and for good once locked', () => {
  test('in an exclusive job all that came before is on disk, and nothing is applied until it ends', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    const { insert } = author()
    one.update(insert('avant'))

    await rooms.exclusive(planId, async ({ doc, seq }) => {
      expect([textOf(doc), seq, await head()]).toEqual(['avant', 1, 1])
      one.update(insert(' pendant'))
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect([textOf(doc), await head()]).toEqual(['avant', 1])
    })

    await until('acked', () => one.told.some((frame) => frame.type === 'ack' && frame.count === 2))
    expect(await head()).toBe(2)
  })

  test('two exclusive jobs run one after the other, and a job that fails frees the plan', async () => {
    const order: string[] = []
    const first = rooms.exclusive(planId, async () => {
      order.push('in')
      await new Promise((resolve) => setTimeout(resolve, 10))
      order.push('out')
      throw new Error('job failed')
    })
    const second = rooms.exclusive(planId, async () => order.push('second'))
    await expect(first).rejects.toThrow('job failed')
    await second
    expect(order).toEqual(['in', 'out', 'second'])
  })

  test('after the lock every screen is told, a late update is refused by name, and reading goes on', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    const { insert, doc } = author()
    one.update(insert('voté'))
    await rooms.exclusive(planId, async ({ seq }) => {
      await db.updateTable('plan_rooms').set({ locked_seq: seq }).execute()
      rooms.locked(planId, { id: 'v1', seq, planDigest: 'abc' })
      one.update(insert(' trop tard'))
    })

    await until('refused', () => one.told.some((frame) => frame.type === 'nack'))
    expect(one.told.slice(-2)).toEqual([
      { type: 'locked', versionId: 'v1', seq: 1, planDigest: 'abc' },
      { type: 'nack', count: 2, code: 'planLocked', retry: false },
    ])
    expect(await head()).toBe(1)
    const late = await nearPeer(rooms, planId, 'delegue')
    late.step1()
    expect(textOf(late.doc)).toBe('voté')
    expect(textOf(doc)).toBe('voté trop tard')
  })

  test('a lock that the room was not told of is found by the log itself: refused, and the room equals its log', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    const { insert } = author()
    one.update(insert('voté'))
    await until('acked', () => one.told.some((frame) => frame.type === 'ack'))
    await db.updateTable('plan_rooms').set({ locked_seq: 1 }).execute()

    one.update(insert(' trop tard'))

    await until('told', () => one.told.some((frame) => frame.type === 'locked'))
    expect(one.told.find((frame) => frame.type === 'nack')).toMatchObject({
      code: 'planLocked',
      retry: false,
    })
    await expectRoomEqualsLog()
    expect(await head()).toBe(1)
  })
})
