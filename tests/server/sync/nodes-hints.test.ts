// Two nodes whose hints are lost, repeated, late or gone altogether: slower, never lossy, and healed from the database (SYNC-14).

import { createClient } from 'redis'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Wire } from '../../../server/sync/bus.ts'
import { author, type RawPeer, until } from '../../kit/peers.ts'
import { describeOnPostgres } from '../../kit/postgres.ts'
import { lossy } from '../../kit/redis.ts'
import { mute, seeded, shown, withTwoNodes } from '../../kit/two-nodes.ts'

describeOnPostgres('two nodes and their hints', () => {
  const nodes = withTwoNodes()
  const nap = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  test('F22 SYNC-14 with one hint in five lost and one in five repeated, four people on two nodes end with one text, the log’s', async () => {
    const random = seeded(20_260_302)
    await nodes.start({ wireOf: (wire) => lossy(wire, random) })
    const names = ['deleguee', 'delegue', 'contributeur', 'animatrice']
    const people = names.map((name, at) => nodes.stock(at % 2 ? nodes.one : nodes.two, name))
    await until('all in', () => people.every(({ provider }) => provider.synced))

    let words = 0
    for (let round = 0; round < 150; round++) {
      for (const { text } of people) {
        if (random() < 0.2 && text.length > 4) text.delete(Math.floor(random() * (text.length - 2)), 1)
        else text.insert(Math.floor(random() * (text.length + 1)), `m${words++} `)
      }
      await nap(random() * 8)
    }

    const texts = () => people.map(({ text }) => text.toString())
    await until('one text', () => new Set(texts()).size === 1, 5_000)
    await nap(300)
    expect(new Set([...texts(), await nodes.onDisk()]).size).toBe(1)
    expect([...nodes.one.errors, ...nodes.two.errors]).toEqual([])
  })

  test('F22 there is no echo: an author is never sent their own words, nobody any words twice, and a hint heard makes no hint', async () => {
    const random = seeded(7)
    const told: string[] = []
    const counted = (wire: Wire): Wire => ({
      ...wire,
      send(text) {
        told.push(text)
        wire.send(text)
      },
    })
    await nodes.start({ wireOf: (wire) => counted(lossy(wire, random)) })
    const names = ['deleguee', 'delegue', 'contributeur', 'animatrice']
    const people = await Promise.all(names.map((name, at) => nodes.raw(at % 2 ? nodes.one : nodes.two, name)))
    const writers = people.map((peer) => ({ peer, own: author() }))

    for (let round = 0; round < 60; round++) {
      for (const { peer, own } of writers) peer.update(own.insert(`m${round};`))
      await nap(6)
    }

    const whole = writers.reduce((sum, { own }) => sum + own.text.length, 0)
    const heard = (peer: RawPeer) => peer.updates.flatMap(piecesOf)
    // Those who type on one node share their frames; across nodes nothing of one's own ever returns.
    const foreign = ({ peer, own }: (typeof writers)[number]) =>
      heard(peer)
        .filter(([client]) => client !== own.doc.clientID)
        .reduce((sum, [, from, to]) => sum + to - from, 0)
    for (const writer of writers) {
      await until('all shown', () => foreign(writer) >= whole - writer.own.text.length, 5_000)
    }
    await nap(300)
    for (const writer of writers) {
      expect(foreign(writer)).toBe(whole - writer.own.text.length)
      const pieces = heard(writer.peer)
      expect(new Set(pieces.map(String)).size).toBe(pieces.length)
    }
    const rows = told.filter((text) => text.includes('"rows"'))
    const { count } = await nodes.one.db
      .selectFrom('plan_updates')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(rows.length).toBeLessThanOrEqual(Number(count))
  })

  describe('Redis itself', () => {
    test('stopped in the middle, nothing is lost: what is saved is shown elsewhere within the look; and quickly again once it is back', async () => {
      await nodes.start()
      const [writer, reader] = [await nodes.raw(nodes.one, 'deleguee'), await nodes.raw(nodes.two, 'delegue')]
      const { insert } = author()
      writer.update(insert('avant '))
      await until('shown', () => shown(reader) === 'avant ')

      await nodes.redis.stop()
      writer.update(insert('pendant '))
      await writer.frame('ack', ({ count }) => count === 2)
      await until('shown without hints', () => shown(reader) === 'avant pendant ', 2_000)

      await nodes.redis.start()
      await until('hints pass again', () => nodes.hintsPass(), 10_000)
      writer.update(insert('après'))
      await until('shown again', () => shown(reader) === 'avant pendant après', 500)
      expect(await nodes.onDisk()).toBe('avant pendant après')
    })

    test('F23 flushed, cut off and restarted again and again while people type on both nodes, nothing saved is lost and all see it', async () => {
      await nodes.start()
      const people = [await nodes.raw(nodes.one, 'deleguee'), await nodes.raw(nodes.two, 'delegue')]
      const writers = people.map((peer) => ({ peer, own: author() }))
      let typing = true
      const typed = (async () => {
        for (let word = 0; typing; word++) {
          for (const { peer, own } of writers) peer.update(own.insert(`m${word};`))
          await nap(10)
        }
      })()

      for (let blow = 0; blow < 3; blow++) {
        const operator = createClient({ url: nodes.redis.url })
        await operator.connect()
        await operator.flushAll()
        await operator.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub'])
        operator.destroy()
        await nap(300)
        await nodes.redis.stop()
        await nap(300)
        await nodes.redis.start()
        await nap(300)
      }
      typing = false
      await typed

      const whole = writers.reduce((sum, { own }) => sum + own.text.length, 0)
      for (const { peer, own } of writers) {
        // Its own words are not sent back to it.
        await until('all shown', () => shown(peer).length === whole - own.text.length, 3_000)
        expect(peer.told.filter(({ type }) => type === 'nack')).toEqual([])
      }
      expect((await nodes.onDisk()).length).toBe(whole)
    })
  })

  describe('F26 with every hint lost', () => {
    test('a role taken on one node closes the socket on the other within a second', async () => {
      await nodes.start({ wireOf: mute })
      const other = await nodes.raw(nodes.two, 'delegue')
      await nodes.one.setRole('delegue', null)
      await until('closed', () => other.closed.code === 4403, 1_500)
    })

    test('a role lowered on one node is in force on the other within a second: the next update is refused by name', async () => {
      await nodes.start({ wireOf: mute })
      const other = await nodes.raw(nodes.two, 'delegue')
      await nodes.one.setRole('delegue', 'observer')

      await other.frame('capability', ({ capability }) => capability === 'read')
      other.update(author().insert('trop tard'))

      expect(await other.frame('nack')).toMatchObject({ code: 'updateForbidden', retry: false })
    })

    test('a sign-out on one node closes the socket on the other within a second', async () => {
      await nodes.start({ wireOf: mute })
      const other = await nodes.raw(nodes.two, 'delegue')
      await nodes.one.signOut('delegue')
      await until('closed', () => other.closed.code === 4401, 1_500)
    })
  })

  test('SYNC-9 a plan that goes on in another epoch on one node sends the people of the other away within the look', async () => {
    await nodes.start({ wireOf: mute })
    const other = await nodes.raw(nodes.two, 'delegue')
    other.update(author().insert('avant'))
    await other.frame('ack')
    const { planId, db } = nodes.one
    await db
      .insertInto('plan_rooms')
      .values({ plan_id: planId, epoch: 2, head_seq: 0, locked_seq: null })
      .execute()

    await until('closed', () => other.closed.code === 4409, 1_500)
  })

  /** Loses the hints of some kinds. */
  const without = (kinds: readonly string[]) => (wire: Wire) => ({
    ...wire,
    send(text: string) {
      if (!kinds.some((kind) => text.includes(`"kind":"${kind}"`))) wire.send(text)
    },
  })

  test('F26 a role taken is in force on the other node also when only that hint is lost, and a notice of the same act is not', async () => {
    await nodes.start({ wireOf: without(['rights']) })
    const other = await nodes.raw(nodes.two, 'delegue')
    await nap(800)
    await nodes.one.ctx.transact(async ({ changed }) => changed(nodes.one.planId, 'people'))
    await nodes.one.setRole('delegue', null)
    await until('closed', () => other.closed.code === 4403, 1_500)
  })
})

/** The structs an update brings: whose, from which clock to which. */
function piecesOf(update: Uint8Array): [number, number, number][] {
  const { structs } = Y.decodeUpdate(update)
  return structs.map(({ id, length }) => [id.client, id.clock, id.clock + length])
}
