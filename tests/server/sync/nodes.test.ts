// Two nodes on one PostgreSQL and one Redis, both real: what one has on disk the other shows, and people meet across them (SYNC-14).
// Lost hints are in nodes-hints.test.ts, the lock in nodes-lock.test.ts, whole servers in nodes-start.test.ts.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { author, type RawPeer, type StockPeer, until } from '../../kit/peers.ts'
import { describeOnPostgres } from '../../kit/postgres.ts'
import { mute, shown, withTwoNodes } from '../../kit/two-nodes.ts'

describeOnPostgres('two nodes', () => {
  const nodes = withTwoNodes()

  test('what is saved on one node is shown on the other at once', async () => {
    await nodes.start()
    const [writer, reader] = [await nodes.raw(nodes.one, 'deleguee'), await nodes.raw(nodes.two, 'delegue')]

    writer.update(author().insert('bonjour'))

    await until('shown', () => shown(reader) === 'bonjour', 1_000)
    expect(await nodes.onDisk()).toBe('bonjour')
    expect([...nodes.one.errors, ...nodes.two.errors]).toEqual([])
  })

  test('SYNC-14 all that four people write at once on two nodes is saved: nobody is refused, nobody waits for another word to be typed', async () => {
    await nodes.start()
    const names = ['deleguee', 'delegue', 'contributeur', 'animatrice']
    const people = await Promise.all(names.map((name, at) => nodes.raw(at % 2 ? nodes.one : nodes.two, name)))
    const writers = people.map((peer) => ({ peer, own: author() }))

    for (let round = 0; round < 120; round++) {
      for (const { peer, own } of writers) peer.update(own.insert(`m${round};`))
      if (round % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 4))
    }

    const acked = (peer: RawPeer) =>
      Math.max(0, ...peer.told.map((frame) => (frame.type === 'ack' ? frame.count : 0)))
    for (const peer of people) await until('all acked', () => acked(peer) === peer.sent.count, 5_000)
    expect(people.flatMap(({ told }) => told.filter(({ type }) => type === 'nack'))).toEqual([])
    const text = await nodes.onDisk()
    expect(text.length).toBe(writers.reduce((sum, { own }) => sum + own.text.length, 0))
  })

  test('SYNC-15 who comes to a node where the plan is not open yet is told what changed on the other a moment before', async () => {
    await nodes.start()
    nodes.one.rooms.notify(nodes.one.planId, 'polls')
    // Hints keep their order: this later one tells that the first has passed.
    const there = await nodes.raw(nodes.two, 'delegue')
    nodes.one.rooms.notify(nodes.one.planId, 'comments')
    await there.frame('notice', ({ topic }) => topic === 'comments')

    expect(there.told.flatMap((frame) => (frame.type === 'notice' ? [frame.topic] : []))).toContain('polls')
  })

  test('a person who moves to the other node with text it has not read yet is not taken for a forger', async () => {
    await nodes.start({ wireOf: mute })
    const writer = await nodes.raw(nodes.one, 'deleguee')
    await nodes.raw(nodes.two, 'delegue')
    const { insert, doc } = author()
    writer.update(insert('bonjour '))
    await writer.frame('ack')

    const moved = await nodes.raw(nodes.two, 'contributeur')
    moved.step2(Y.encodeStateAsUpdate(doc))

    await moved.frame('ack')
    expect(moved.closed.code).toBeNull()
    expect(nodes.two.errors).toEqual([])
  })

  test('SYNC-4 a clientID that is someone’s on one node is nobody else’s on the other', async () => {
    await nodes.start({ wireOf: mute })
    const [owner, forger] = [await nodes.raw(nodes.one, 'deleguee'), await nodes.raw(nodes.two, 'delegue')]
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
    expect(await nodes.onDisk()).toBe('à moi')
  })

  test('F26 a role taken on one node closes the socket on the other', async () => {
    await nodes.start()
    const other = await nodes.raw(nodes.two, 'delegue')
    await nodes.one.setRole('delegue', null)
    await until('closed', () => other.closed.code === 4403, 1_000)
  })

  test('F26 a sign-out on one node closes the socket on the other', async () => {
    await nodes.start()
    const other = await nodes.raw(nodes.two, 'delegue')
    await nodes.one.signOut('delegue')
    await until('closed', () => other.closed.code === 4401, 1_000)
  })

  test('people on the two nodes see each other, also who was there before; and see them leave', async () => {
    await nodes.start()
    const first = nodes.stock(nodes.one, 'deleguee')
    first.awareness.setLocalState({ at: 'portrait' })
    await until('in', () => first.provider.synced)
    const second = nodes.stock(nodes.two, 'delegue')
    second.awareness.setLocalState({ at: 'cadre' })

    const sees = (peer: StockPeer, name: string) =>
      [...peer.awareness.getStates().values()].some((state) => state.user?.name === name)
    await until('second sees first', () => sees(second, 'deleguee'), 3_000)
    await until('first sees second', () => sees(first, 'delegue'), 3_000)

    second.close()
    await until('gone', () => !sees(first, 'delegue'), 3_000)
  })
})
