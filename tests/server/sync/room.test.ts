// The live plan over real sockets: who may write, what is told to whom, and when (SYNC-1 to SYNC-6).
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { closeCodes, frameBytesMax } from '../../../shared/wire.ts'
import { author, rawPeer, refusedStatus, stockPeer, until } from '../../kit/peers.ts'
import { type SyncServer, startSyncServer } from '../../kit/sync-server.ts'

let server: SyncServer
beforeEach(async () => {
  server = await startSyncServer()
})
afterEach(() => server.close())

const head = async () =>
  (await server.db.selectFrom('plan_rooms').select('head_seq').executeTakeFirstOrThrow()).head_seq
const rows = () => server.db.selectFrom('plan_updates').selectAll().orderBy('seq').execute()

describe('stock y-websocket clients', () => {
  test('two delegates who type at once converge, and a third who joins later reads the same', async () => {
    const one = stockPeer(server, 'deleguee')
    const two = stockPeer(server, 'delegue')
    await until('both synced', () => one.provider.synced && two.provider.synced)

    for (let at = 0; at < 50; at++) {
      one.text.insert(0, `a${at} `)
      two.text.insert(two.text.length, `b${at} `)
    }
    await until('both equal', () => one.text.length === two.text.length && one.text.length > 300)
    const three = stockPeer(server, 'animatrice')
    await until('third synced', () => three.provider.synced)

    expect(one.text.toString()).toBe(two.text.toString())
    expect(three.text.toString()).toBe(one.text.toString())
    for (const peer of [one, two, three]) peer.close()
  })

  test('SYNC-6 F15: each sees the other with the name the server knows, whatever the client says', async () => {
    const one = stockPeer(server, 'deleguee')
    const two = stockPeer(server, 'commentatrice')
    one.awareness.setLocalStateField('user', { name: 'Premier ministre', color: '#000000' })

    await until(
      'presence',
      () => two.awareness.getStates().size === 2 && one.awareness.getStates().size === 2,
    )

    const seen = two.awareness.getStates().get(one.doc.clientID) as { user: { id: string; name: string } }
    expect(seen.user).toMatchObject({ id: 'deleguee', name: 'deleguee', organization: 'Ville de Valmont' })
    one.close()
    await until('gone', () => two.awareness.getStates().size === 1)
    two.close()
  })

  test('who lost the line is shown again at once on return, with the same clientID', async () => {
    const one = stockPeer(server, 'deleguee')
    const two = stockPeer(server, 'delegue')
    await until('presence', () => two.awareness.getStates().size === 2)

    one.provider.ws?.close()
    await until('gone', () => two.awareness.getStates().size === 1)

    await until('back', () => two.awareness.getStates().size === 2)
    one.close()
    two.close()
  })
})

describe('before the socket', () => {
  test('F41: a page of another site is refused 403, even with a good cookie', async () => {
    expect(
      await refusedStatus(server, { cookie: 'login=deleguee', origin: 'https://ailleurs.example' }),
    ).toBe(403)
  })

  test('nobody is refused 401; someone who is no member 404, and so is a plan that does not exist', async () => {
    expect(await refusedStatus(server, {})).toBe(401)
    expect(await refusedStatus(server, { cookie: 'login=etranger' })).toBe(404)
    expect(await refusedStatus({ ...server, planId: 'aucun' }, { cookie: 'login=deleguee' })).toBe(404)
  })

  test('our own page is let in', async () => {
    await expect(refusedStatus(server, { cookie: 'login=deleguee', origin: server.origin })).rejects.toThrow(
      'let in',
    )
  })
})

describe('SYNC-2 each document message is answered', () => {
  test('the author is acked with a durable sequence, the others get the text, the author no echo', async () => {
    const one = await rawPeer(server, 'deleguee')
    const two = await rawPeer(server, 'delegue')
    const { insert } = author()

    const count = one.update(insert('bonjour'))
    const ack = await one.frame('ack')

    expect(ack).toMatchObject({ count, seq: 1 })
    expect(await head()).toBe(1)
    await until('relayed', () => two.doc.getText('text/portrait/summary').toString() === 'bonjour')
    expect(one.updates).toEqual([])
    expect((await rows()).map((row) => row.user_id)).toEqual(['deleguee'])
    one.close()
    two.close()
  })

  test('a deletion, which no state vector shows, is logged, relayed and acked', async () => {
    const one = await rawPeer(server, 'deleguee')
    const two = await rawPeer(server, 'delegue')
    const { insert, edit } = author()
    one.update(insert('bonjour'))

    const count = one.update(edit((text) => text.delete(0, 3)))
    await one.frame('ack', (frame) => frame.count === count)

    expect(await head()).toBeGreaterThan(0)
    await until('relayed', () => two.doc.getText('text/portrait/summary').toString() === 'jour')
    one.close()
    two.close()
  })

  test('F42: what the log already has is acked without a second row', async () => {
    const one = await rawPeer(server, 'deleguee')
    const { insert, doc } = author()
    const bytes = insert('bonjour')
    one.update(bytes)
    await one.frame('ack')

    one.update(bytes)
    const count = one.step2(Y.encodeStateAsUpdate(doc))

    await one.frame('ack', (frame) => frame.count === count)
    expect(await head()).toBe(1)
    one.close()
  })

  test('F10: a message that stands on one that never came is nacked with retry, the whole is asked for, and nothing pending is ever held, logged or locked', async () => {
    const one = await rawPeer(server, 'deleguee')
    const { insert, doc } = author()
    insert('perdu ')
    const count = one.update(insert('suite'))

    expect(await one.frame('nack')).toMatchObject({ count, code: 'notSaved', retry: true })
    await server.rooms.exclusive(server.planId, async (draft) => {
      const { pendingStructs, pendingDs } = draft.doc.store
      expect([draft.seq, pendingStructs, pendingDs]).toEqual([0, null, null])
      expect(draft.doc.getText('text/portrait/summary').toString()).toBe('')
    })
    expect(await rows()).toEqual([])
    const whole = one.step2(Y.encodeStateAsUpdate(doc))
    await one.frame('ack', (frame) => frame.count === whole)

    expect((await rows()).length).toBe(1)
    one.close()
  })
})

describe('SYNC-3 what a role allows on the socket', () => {
  test('F12: a commenter’s update is refused by name, neither logged nor relayed, and the commenter goes on reading', async () => {
    const reader = await rawPeer(server, 'commentatrice')
    const writer = await rawPeer(server, 'deleguee')

    const empty = reader.step2(Y.encodeStateAsUpdate(new Y.Doc()))
    await reader.frame('ack', (frame) => frame.count === empty)
    const count = reader.update(author().insert('intrusion'))
    expect(await reader.frame('nack')).toMatchObject({ count, code: 'updateForbidden', retry: false })
    writer.update(author().insert('bonjour'))

    await until('read', () => reader.doc.getText('text/portrait/summary').toString() === 'bonjour')
    expect(writer.updates).toEqual([])
    expect(await head()).toBe(1)
    reader.close()
    writer.close()
  })

  test('F26: a delegate who becomes a commenter is told on the open socket and refused from then on', async () => {
    const one = await rawPeer(server, 'deleguee')
    const { insert } = author()
    one.update(insert('avant'))
    await one.frame('ack')

    const atMs = performance.now()
    await server.setRole('deleguee', 'commenter')
    expect(await one.frame('capability')).toMatchObject({ capability: 'comment' })
    expect(performance.now() - atMs).toBeLessThan(1_000)
    one.update(insert(' après'))

    expect(await one.frame('nack')).toMatchObject({ code: 'updateForbidden' })
    expect(await head()).toBe(1)
    one.close()
  })

  test('someone removed is closed with 4403, someone signed out with 4401', async () => {
    const one = await rawPeer(server, 'deleguee')
    const two = await rawPeer(server, 'delegue')

    await server.setRole('deleguee', null)
    await server.signOut('delegue')

    await until('closed', () => one.closed.code === 4403 && two.closed.code === 4401)
  })
})

describe('SYNC-4 a clientID is one person’s', () => {
  test('F13: a forged clientID is refused, the forger closed with 4403, the text untouched', async () => {
    const one = await rawPeer(server, 'deleguee')
    const forger = await rawPeer(server, 'contributeur')
    const { doc, insert } = author()
    one.update(insert('vrai'))
    await one.frame('ack')
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    copy.clientID = doc.clientID

    forger.update(author(copy).insert(' faux'))

    expect(await forger.frame('nack')).toMatchObject({ code: 'updateForged' })
    await until('closed', () => forger.closed.code === 4403)
    expect(one.updates).toEqual([])
    const next = one.update(insert(' suite'))
    await one.frame('ack', (frame) => frame.count === next)
    one.close()
  })

  test('F15: a clientID seen in presence can be taken by nobody else', async () => {
    const one = await rawPeer(server, 'deleguee')
    const forger = await rawPeer(server, 'contributeur')
    const { doc } = author()
    one.awareness(doc.clientID, 1, { cursor: null })
    await until('seen', () => forger.presence.has(doc.clientID))

    forger.awareness(doc.clientID, 9, { user: { name: 'intrus' } })
    const copy = new Y.Doc()
    copy.clientID = doc.clientID
    forger.update(author(copy).insert('faux'))

    expect(await forger.frame('nack')).toMatchObject({ code: 'updateForged' })
    expect(one.presence.get(doc.clientID)).toMatchObject({ user: { id: 'deleguee' } })
    one.close()
  })

  test('F15: a state over 1 kB, and a second clientID of the same connection, are shown to nobody; a reader’s own is', async () => {
    const reader = await rawPeer(server, 'observateur')
    const other = await rawPeer(server, 'delegue')
    reader.awareness(11, 1, { cursor: 'a'.repeat(1_100) })
    reader.awareness(11, 2, { cursor: 1, user: { name: 'Premier ministre', color: '#000000' } })
    await until('shown', () => other.presence.has(11))
    reader.awareness(12, 1, { cursor: 2 })
    reader.awareness(11, 3, { cursor: 'b'.repeat(1_100) })
    await new Promise((resolve) => setTimeout(resolve, 120))

    expect([...other.presence.keys()]).toEqual([11])
    expect(other.presence.get(11)).toMatchObject({ cursor: 1, user: { name: 'observateur' } })
    for (const peer of [reader, other]) peer.close()
  })

  test('the same person on two devices, each with its clientID, resends either one’s text', async () => {
    const office = author()
    const first = office.insert('bureau ')
    const home = author()
    Y.applyUpdate(home.doc, first)
    home.insert('maison')
    const one = await rawPeer(server, 'deleguee')
    one.update(first)
    await one.frame('ack')

    const two = await rawPeer(server, 'deleguee')
    const count = two.step2(Y.encodeStateAsUpdate(home.doc))

    await two.frame('ack', (frame) => frame.count === count)
    one.close()
    two.close()
  })
})

describe('frames that are none', () => {
  test('a frame over the limit closes with 1009', async () => {
    const one = await rawPeer(server, 'deleguee')
    one.bytes(new Uint8Array(frameBytesMax + 1))
    await until('closed', () => one.closed.code === 1009)
  })

  test('SYNC-5 a client that offers again and again what is too large is sent away for good, and the others go on', async () => {
    const other = await rawPeer(server, 'animatrice')
    const doc = new Y.Doc()
    doc.getText('text/portrait/summary').insert(0, 'a'.repeat(frameBytesMax))
    const peer = stockPeer(server, 'deleguee', doc)
    const ended = new Promise<number>((done) => peer.provider.on('closed', ({ code }) => done(code)))

    expect(await ended).toBe(closeCodes.forbidden)
    peer.close()
    other.update(author().insert('bonjour'))
    await other.frame('ack')
  })

  test('our own frame type, text, or noise from a client closes with 1003', async () => {
    for (const bytes of [
      new Uint8Array([100, 1, 0]),
      new Uint8Array([0, 7, 0]),
      new Uint8Array([0, 0, 200]),
    ]) {
      const one = await rawPeer(server, 'deleguee')
      one.bytes(bytes)
      await until('closed', () => one.closed.code === 1003)
    }
  })
})

describe('too fast, too slow', () => {
  test('a flood is read later, and every message of it is answered', async () => {
    const one = await rawPeer(server, 'deleguee')
    const { insert } = author()
    const atMs = performance.now()
    for (let at = 0; at < 1_300; at++) one.update(insert('x'))
    await one.frame('ack', (frame) => frame.count === 1_300)
    for (let at = 0; at < 50; at++) one.update(insert('y'))
    await one.frame('ack', (frame) => frame.count === 1_350)

    expect(performance.now() - atMs).toBeGreaterThan(1_000)
    expect(one.told.some((frame) => frame.type === 'nack')).toBe(false)
    // What waited together is one row.
    expect(await head()).toBeLessThan(1_350)
    one.close()
  })

  test('who stops reading is let go, and the others are not held up', async () => {
    const stuck = await rawPeer(server, 'observateur')
    const one = await rawPeer(server, 'deleguee')
    const two = await rawPeer(server, 'delegue')
    stuck.socket.pause()
    const { insert } = author()
    for (let at = 0; at < 14; at++) {
      const count = one.update(insert('é'.repeat(600_000)))
      await one.frame('ack', (frame) => frame.count === count)
    }

    await until('relayed', () => two.doc.getText('text/portrait/summary').length === 14 * 600_000)
    await until('let go', () => server.rooms.counts().peers === 2)

    one.close()
    two.close()
    stuck.socket.terminate()
  })
})
