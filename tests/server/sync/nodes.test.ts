// Two nodes on one PostgreSQL and one Redis, both real: what one has on disk the other shows, whatever becomes of the hints (SYNC-14).
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openLog } from '../../../server/sync/log.ts'
import { openRedisWire } from '../../../server/sync/redis-wire.ts'
import { replay } from '../../../server/sync/update.ts'
import { Refused } from '../../../shared/refusals.ts'
import { freePort } from '../../kit/free-port.ts'
import { author, type RawPeer, rawPeer, type StockPeer, stockPeer, until } from '../../kit/peers.ts'
import { describeOnPostgres, type Postgres, startPostgres } from '../../kit/postgres.ts'
import { lossy, type Redis, startRedis } from '../../kit/redis.ts'
import { type SyncServer, startSyncServer } from '../../kit/sync-server.ts'

describeOnPostgres('two nodes', () => {
  let postgres: Postgres
  let redis: Redis
  let database: string
  let one: SyncServer
  let two: SyncServer
  let peers: { close(): void }[]

  beforeAll(async () => {
    postgres = await startPostgres()
    redis = await startRedis()
  }, 60_000)
  afterAll(async () => {
    await redis?.stop()
    await postgres?.stop()
  })
  beforeEach(async () => {
    peers = []
    database = await postgres.newDatabase()
  })
  afterEach(async () => {
    for (const peer of peers) peer.close()
    await Promise.all([one?.close(), two?.close()])
  })

  /** A seeded generator: a failing run can be repeated. */
  function seeded(seed: number): () => number {
    let state = seed
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
  }
  async function startBoth(wireOf = (url: string) => openRedisWire(url, () => {})): Promise<void> {
    const wires = [wireOf(redis.url), wireOf(redis.url)] as const
    one = await startSyncServer({ path: database, wire: wires[0] })
    two = await startSyncServer({ path: database, wire: wires[1] })
    const ready = () => wires.every((wire) => wire.ready())
    await until('hints pass', ready)
  }
  const raw = async (node: SyncServer, name: string): Promise<RawPeer> => {
    const peer = await rawPeer(node, name)
    peers.push(peer)
    peer.step1()
    await until('synced', () => peer.synced.done)
    return peer
  }
  const stock = (node: SyncServer, name: string): StockPeer => {
    const peer = stockPeer(node, name)
    peers.push(peer)
    return peer
  }
  const shown = (peer: RawPeer) => peer.doc.getText('text/portrait/summary').toString()
  const onDisk = async () => {
    const log = openLog(
      one.db,
      () => new Date(),
      (what) => {
        throw new Error(what)
      },
    )
    const { state, updates } = await log.load(one.planId)
    return replay(state, updates).getText('text/portrait/summary').toString()
  }

  describe('text', () => {
    test('what is saved on one node is shown on the other at once', async () => {
      await startBoth()
      const [writer, reader] = [await raw(one, 'deleguee'), await raw(two, 'delegue')]

      writer.update(author().insert('bonjour'))

      await until('shown', () => shown(reader) === 'bonjour', 1_000)
      expect(await onDisk()).toBe('bonjour')
      expect([...one.errors, ...two.errors]).toEqual([])
    })

    test('SYNC-14 with one hint in five lost and one in five repeated, four people on two nodes end with one text, the log’s', async () => {
      const random = seeded(20_260_302)
      await startBoth((url) =>
        lossy(
          openRedisWire(url, () => {}),
          random,
        ),
      )
      const names = ['deleguee', 'delegue', 'contributeur', 'animatrice']
      const people = names.map((name, at) => stock(at % 2 ? one : two, name))
      await until('all in', () => people.every(({ provider }) => provider.synced))

      let words = 0
      for (let round = 0; round < 150; round++) {
        for (const { text } of people) {
          if (random() < 0.2 && text.length > 4) text.delete(Math.floor(random() * (text.length - 2)), 1)
          else text.insert(Math.floor(random() * (text.length + 1)), `m${words++} `)
        }
        await new Promise((resolve) => setTimeout(resolve, random() * 8))
      }

      const texts = () => people.map(({ text }) => text.toString())
      await until('one text', () => new Set(texts()).size === 1, 15_000)
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(new Set([...texts(), await onDisk()]).size).toBe(1)
      expect([...one.errors, ...two.errors]).toEqual([])
    })

    test('with Redis stopped in the middle nothing is lost: what is saved is shown elsewhere within the look of two seconds', async () => {
      await startBoth()
      const [writer, reader] = [await raw(one, 'deleguee'), await raw(two, 'delegue')]
      const { insert } = author()
      writer.update(insert('avant '))
      await until('shown', () => shown(reader) === 'avant ')

      await redis.stop()
      writer.update(insert('pendant '))
      await writer.frame('ack', ({ count }) => count === 2)
      await until('shown without hints', () => shown(reader) === 'avant pendant ', 5_000)

      await redis.start()
      writer.update(insert('après'))
      await until('shown again', () => shown(reader) === 'avant pendant après', 5_000)
      expect(await onDisk()).toBe('avant pendant après')
    }, 30_000)

    test('a person who moves to the other node with text it has not read yet is not taken for a forger', async () => {
      await startBoth((url) => ({ ...openRedisWire(url, () => {}), send() {} }))
      const writer = await raw(one, 'deleguee')
      await raw(two, 'delegue')
      const { insert, doc } = author()
      writer.update(insert('bonjour '))
      await writer.frame('ack')

      const moved = await raw(two, 'contributeur')
      moved.step2(Y.encodeStateAsUpdate(doc))

      await moved.frame('ack')
      expect(moved.closed.code).toBeNull()
      expect(two.errors).toEqual([])
    })
  })

  test('SYNC-4 a clientID that is someone’s on one node is nobody else’s on the other', async () => {
    await startBoth((url) => ({ ...openRedisWire(url, () => {}), send() {} }))
    const [owner, forger] = [await raw(one, 'deleguee'), await raw(two, 'delegue')]
    const own = author()
    owner.update(own.insert('à moi'))
    await owner.frame('ack')

    const forged = author()
    forged.doc.clientID = own.doc.clientID
    forger.update(forged.insert('à toi'))

    // Offered again after the log was read, as the client is told to: then it is plain.
    await forger.frame('nack')
    if (forger.closed.code === null) forger.update(forged.insert(' encore'))
    await until('closed', () => forger.closed.code === 4403)
    expect(await onDisk()).toBe('à moi')
  })

  describe('the rest', () => {
    test('LOCK a lock on one node is told on the other, which takes nothing more', async () => {
      await startBoth()
      const [writer, other] = [await raw(one, 'deleguee'), await raw(two, 'delegue')]
      writer.update(author().insert('final'))
      await until('shown', () => shown(other) === 'final')

      await lock(one)
      await other.frame('locked')
      other.update(author().insert('trop tard'))

      expect(await other.frame('nack')).toMatchObject({ code: 'planLocked', retry: false })
      expect(await onDisk()).toBe('final')
    })

    test('LOCK with every hint lost the fence holds: a late update on the other node is refused, and its people told', async () => {
      await startBoth((url) => ({ ...openRedisWire(url, () => {}), send() {} }))
      const [, other] = [await raw(one, 'deleguee'), await raw(two, 'delegue')]
      await lock(one)

      other.update(author().insert('trop tard'))

      expect(await other.frame('nack')).toMatchObject({ code: 'planLocked', retry: false })
      await other.frame('locked')
      expect(await onDisk()).toBe('')
    })

    test('LOCK a lock wins against a crowd that writes on the other node without a pause', async () => {
      await startBoth()
      const other = await raw(two, 'delegue')
      const { insert } = author()
      const typing = setInterval(() => other.update(insert('a')), 3)
      await until('written', () => shown(other) !== undefined && other.sent.count > 20)
      try {
        await lock(one)
      } finally {
        clearInterval(typing)
      }
      const { seq } = await other.frame('locked')
      expect(seq).toBeGreaterThan(0)
      const rows = await one.db.selectFrom('plan_updates').select('seq').execute()
      expect(rows.length).toBe(seq)
    })

    test('a role taken on one node closes the socket on the other', async () => {
      await startBoth()
      const other = await raw(two, 'delegue')
      await one.setRole('delegue', null)
      await until('closed', () => other.closed.code === 4403, 1_000)
    })

    test('a role taken while Redis is away closes the socket after the look into the database', async () => {
      await startBoth()
      const other = await raw(two, 'delegue')
      await new Promise((resolve) => setTimeout(resolve, 2_200))
      await redis.stop()
      await one.setRole('delegue', null)
      await until('closed', () => other.closed.code === 4403, 6_000)
      await redis.start()
    }, 30_000)

    test('a sign-out on one node closes the socket on the other', async () => {
      await startBoth()
      const other = await raw(two, 'delegue')
      one.signOut('delegue')
      await until('closed', () => other.closed.code === 4401, 1_000)
    })

    test('a notice crosses', async () => {
      await startBoth()
      const other = await raw(two, 'delegue')
      await one.ctx.transact(async ({ changed }) => changed(one.planId, 'polls'))
      await other.frame('notice', ({ topic }) => topic === 'polls')
    })

    test('people on the two nodes see each other, also who was there before; and see them leave', async () => {
      await startBoth()
      const first = stock(one, 'deleguee')
      first.awareness.setLocalState({ at: 'portrait' })
      await until('in', () => first.provider.synced)
      const second = stock(two, 'delegue')
      second.awareness.setLocalState({ at: 'cadre' })

      const sees = (peer: StockPeer, name: string) =>
        [...peer.awareness.getStates().values()].some((state) => state.user?.name === name)
      await until('second sees first', () => sees(second, 'deleguee'), 3_000)
      await until('first sees second', () => sees(first, 'delegue'), 3_000)

      second.close()
      await until('gone', () => !sees(first, 'delegue'), 3_000)
    })
  })

  /** Locks as the act does: in the room's queue, in one transaction, behind the fence. */
  async function lock(node: SyncServer): Promise<void> {
    await node.ctx.rooms.exclusive(node.planId, (draft) =>
      node.ctx.transact(async ({ tx, after }) => {
        const fence = await tx
          .updateTable('plan_rooms')
          .set({ locked_seq: draft.seq })
          .where('plan_id', '=', node.planId)
          .where('head_seq', '=', draft.seq)
          .where('locked_seq', 'is', null)
          .executeTakeFirst()
        if (fence.numUpdatedRows !== 1n) throw new Refused('draftMoved')
        after(() => node.ctx.rooms.locked(node.planId, { id: 'v1', seq: draft.seq, planDigest: 'd' }))
      }),
    )
  }

  test('kill -9 of one node: all that it had acked or shown is on the other', async () => {
    await startBoth()
    const port = await freePort()
    const main = join(import.meta.dirname, '../../kit/sync-server-main.ts')
    const child: ChildProcess = spawn(process.execPath, [main, database, String(port), redis.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await new Promise((resolve, reject) => {
        child.stdout?.once('data', resolve)
        child.once('exit', reject)
      })
      const place = { url: `ws://127.0.0.1:${port}`, planId: one.planId }
      const writer = await rawPeer(place, 'deleguee')
      const reader = await raw(one, 'delegue')
      const { insert } = author()
      const sent: string[] = []
      const typing = setInterval(() => {
        sent.push(`m${sent.length};`)
        writer.update(insert(sent.at(-1)!))
      }, 2)
      const acked = () => Math.max(0, ...writer.told.map((frame) => (frame.type === 'ack' ? frame.count : 0)))
      await until('acked', () => acked() > 60)
      child.kill('SIGKILL')
      clearInterval(typing)
      await until('closed', () => writer.closed.code !== null)

      const must = sent.slice(0, acked()).join('')
      await until('all shown', () => shown(reader).startsWith(must), 5_000)
      expect(await onDisk()).toBe(shown(reader))
    } finally {
      child.kill('SIGKILL')
    }
  }, 30_000)
})
