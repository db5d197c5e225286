// Who is not let in to a plan's room for what their page is: another lineage of the text (SYNC-9), an editor too old to write (SYNC-10).
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Device, KeptKey, KeptText } from '../../../client/offline.ts'
import { connectRoom, type PlanRoom } from '../../../client/room.ts'
import { draftText } from '../../../shared/plan/draft.ts'
import { author, rawPeer, stockPeer, until } from '../../kit/peers.ts'
import { type SyncServer, startSyncServer } from '../../kit/sync-server.ts'

let server: SyncServer
let opened: PlanRoom[]
beforeEach(async () => {
  opened = []
  server = await startSyncServer({ idleMs: 20 })
})
afterEach(async () => {
  for (const room of opened) room.close()
  await server.close()
})

function open(name: string, options: { device?: Device; proseVersion?: number } = {}) {
  class SocketOf extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { cookie: `login=${name}` } })
    }
  }
  const room = connectRoom({
    planId: server.planId,
    url: `${server.url}/sync`,
    onTopic: () => {},
    WebSocketClass: SocketOf as unknown as typeof globalThis.WebSocket,
    ...options,
  })
  opened.push(room)
  const text = draftText(room.doc, 'portrait', 'summary' as never)
  const lamp = (wanted: string) => until(`lamp ${wanted}`, () => room.state().lamp === wanted, 8_000)
  return { room, text, lamp }
}

/** A device's shelf in memory, which outlives the pages that use it. */
function shelf() {
  const kept = new Map<string, { key: KeptKey; bytes: Uint8Array }>()
  const bases = new Map<number, Uint8Array>()
  const name = (key: KeptKey) => JSON.stringify(key)
  const page = (): Device => {
    const writer = randomUUID()
    let written = 0
    return {
      async read() {
        const epochs = new Set([...kept.values()].map(({ key }) => key[2]))
        return [...epochs].map((epoch): KeptText => {
          const updates = [...kept.values()].filter(({ key }) => key[2] === epoch)
          return { epoch, base: bases.get(epoch) ?? null, updates }
        })
      },
      keep(epoch, bytes, instead) {
        written += 1
        const key: KeptKey = ['deleguee', server.planId, epoch, writer, written]
        kept.set(name(key), { key, bytes })
        for (const old of instead) kept.delete(name(old))
        return { key, done: Promise.resolve(true) }
      },
      keepBase: (epoch, state) => void (state ? bases.set(epoch, state) : bases.delete(epoch)),
      drop: (keys) => {
        for (const key of keys) kept.delete(name(key))
      },
      onLost: () => () => {},
    }
  }
  return { kept, bases, page }
}

/** As a restored backup or a next draft does: the plan goes on in another epoch, and nothing more is written in the former one. */
async function raiseEpoch() {
  const head = await server.db.selectFrom('plan_rooms').select('head_seq').executeTakeFirst()
  await server.db
    .updateTable('plan_rooms')
    .set({ locked_seq: head?.head_seq ?? 0 })
    .execute()
  await server.db
    .insertInto('plan_rooms')
    .values({ plan_id: server.planId, epoch: 2, head_seq: 0, locked_seq: null })
    .execute()
}
const roomGone = () => until('room gone', () => server.rooms.counts().rooms === 0)
const rowsOf = (epoch: number) =>
  server.db.selectFrom('plan_updates').select('seq').where('epoch', '=', epoch).execute()

describe('SYNC-9, F9: another lineage is never merged', () => {
  test('a page that holds the former epoch is sent away before it can send; a stock client is served the current one', async () => {
    await raiseEpoch()
    const former = await rawPeer(server, 'deleguee', '?epoch=1')
    await until('closed', () => former.closed.code !== null)
    expect(former.closed.code).toBe(4409)
    expect(former.told).toEqual([])

    const stock = stockPeer(server, 'delegue')
    stock.text.insert(0, 'bonjour')
    await until('saved', () => stock.provider.synced)
    const current = await rawPeer(server, 'deleguee', '?epoch=2')
    expect((await current.frame('hello')).epoch).toBe(2)
    expect((await rawPeer(server, 'delegue', '?epoch=deux')).closed.code).toBe(null)
    current.close()
    stock.close()
  })

  test('the epoch is raised while people write: all are sent away, and nothing of theirs enters the new one', async () => {
    const one = open('deleguee', { device: shelf().page() })
    const plain = await rawPeer(server, 'delegue')
    await one.lamp('saved')
    await raiseEpoch()

    one.text.insert(0, 'écrit dans l’ancienne')
    plain.update(author().insert('aussi'))

    await until('ended', () => one.room.state().ended === 'otherEpoch')
    await until('closed', () => plain.closed.code === 4409)
    expect(one.room.unsavedPassages()).toEqual(['écrit dans l’ancienne'])
    expect(one.room.state()).toMatchObject({ lamp: 'kept', unsaved: true })
    expect(await rowsOf(1)).toEqual([])
    expect(await rowsOf(2)).toEqual([])
    const next = open('deleguee')
    await next.lamp('saved')
    expect(next.text.toString()).toBe('')
  })

  test('the epoch is raised while nobody writes: all are sent away all the same', async () => {
    const one = open('deleguee')
    await one.lamp('saved')

    await raiseEpoch()

    await until('ended', () => one.room.state().ended === 'otherEpoch')
    expect(server.errors).toEqual([])
  })

  test('text kept on the device under the former epoch is put aside, with its words, until it is forgotten', async () => {
    const device = shelf()
    const before = open('deleguee', { device: device.page() })
    await before.lamp('saved')
    before.text.insert(0, 'Déjà enregistré. ')
    await before.lamp('saved')
    await cutAll()
    before.text.insert(17, 'Écrit hors ligne.')
    await before.lamp('kept')
    before.room.close()
    await roomGone()
    await raiseEpoch()

    const after = open('deleguee', { device: device.page() })
    await after.lamp('saved')

    expect(after.room.state()).toMatchObject({ aside: 'otherEpoch', unsaved: false, ended: null })
    expect(after.room.asidePassages()).toEqual(['Déjà enregistré. Écrit hors ligne.'])
    expect(after.text.toString()).toBe('')
    expect(await rowsOf(2)).toEqual([])
    after.room.forget()
    expect(after.room.state().aside).toBe(null)
    expect([device.kept.size, device.bases.size]).toEqual([0, 0])
  })
})

describe('SYNC-11: what the device kept', () => {
  test('F28, F42: is taken up again by the next page, saved once, and then leaves the device', async () => {
    const device = shelf()
    const before = open('deleguee', { device: device.page() })
    await before.lamp('saved')
    await cutAll()
    before.text.insert(0, 'hors ligne')
    before.text.delete(0, 5)
    await before.lamp('kept')
    expect(device.kept.size).toBe(2)
    before.room.close()

    const after = open('deleguee', { device: device.page() })
    const twin = open('deleguee', { device: device.page() })
    await after.lamp('saved')
    await twin.lamp('saved')
    await until('read', () => twin.text.toString() === 'ligne' && after.text.toString() === 'ligne')

    expect([device.kept.size, device.bases.size]).toEqual([0, 0])
    expect((await rowsOf(1)).length).toBe(1)
  })

  test('is put aside when the plan was locked meanwhile, and the shown text is the locked one', async () => {
    const device = shelf()
    const before = open('deleguee', { device: device.page() })
    await before.lamp('saved')
    before.text.insert(0, 'Scellé.')
    await before.lamp('saved')
    await cutAll()
    before.text.insert(7, ' Trop tard.')
    await before.lamp('kept')
    before.room.close()
    await roomGone()
    await server.db.updateTable('plan_rooms').set({ locked_seq: 1 }).execute()

    const after = open('deleguee', { device: device.page() })
    await after.lamp('locked')
    await until('ready', () => after.room.state().ready)

    expect(after.text.toString()).toBe('Scellé.')
    expect(after.room.state().aside).toBe('locked')
    expect(after.room.asidePassages()).toEqual(['Scellé. Trop tard.'])
  })

  test('what was refused for good waits on the device too, until its author forgets it', async () => {
    const device = shelf()
    const one = open('deleguee', { device: device.page() })
    await one.lamp('saved')
    await cutAll()
    one.text.insert(0, 'Écrit en éditrice.')
    await one.lamp('kept')
    await server.setRole('deleguee', 'commenter')
    await until('refused', () => one.room.state().refused === 'updateForbidden')
    expect(one.room.state()).toMatchObject({ lamp: 'readOnly', unsaved: true })
    one.room.close()

    const next = open('deleguee', { device: device.page() })
    await next.lamp('readOnly')
    expect(next.room.state().aside).toBe('readOnly')
    expect(next.text.toString()).toBe('')
    expect(next.room.asidePassages()).toEqual(['Écrit en éditrice.'])
    next.room.forget()
    expect([device.kept.size, device.bases.size]).toEqual([0, 0])
  })

  test('more than five hundred edits of a cut are packed, on the device as in memory, and lose nothing', async () => {
    const device = shelf()
    const one = open('deleguee', { device: device.page() })
    await one.lamp('saved')
    await cutAll()
    const words = Array.from({ length: 700 }, (_, at) => `${at} `)
    for (const word of words) one.text.insert(one.text.length, word)
    expect(device.kept.size).toBeLessThan(300)

    const texts = await device.page().read()
    const rebuilt = new Y.Doc()
    for (const { bytes } of texts[0]!.updates) Y.applyUpdate(rebuilt, bytes)
    expect(draftText(rebuilt, 'portrait', 'summary' as never).toString()).toBe(words.join(''))
    await one.lamp('saved')
    expect(device.kept.size).toBe(0)
  })
})

describe('SYNC-10, F11: an editor older than the room’s', () => {
  test('is refused where it could write; one who only reads, or a stock client, is served', async () => {
    const writer = await rawPeer(server, 'deleguee', '?prose=0')
    await until('closed', () => writer.closed.code !== null)
    expect(writer.closed.code).toBe(4426)
    const reader = await rawPeer(server, 'observateur', '?prose=0')
    expect((await reader.frame('hello')).capability).toBe('read')

    await server.setRole('observateur', 'contributor')
    await until('closed', () => reader.closed.code === 4426)
  })

  test('our page shows the text read-only, follows it, and sends nothing; what the device kept waits for a newer page', async () => {
    const device = shelf()
    const before = open('deleguee', { device: device.page() })
    await before.lamp('saved')
    await cutAll()
    before.text.insert(0, 'gardé, ')
    await before.lamp('kept')
    before.room.close()
    const old = open('deleguee', { device: device.page(), proseVersion: 0 })
    const writer = open('delegue')
    await old.lamp('readOnly')
    expect(old.room.state()).toMatchObject({ outdated: true, capability: 'read', ended: null })

    writer.text.insert(0, 'du neuf')
    await until('followed', () => old.text.toString() === 'du neuf')
    old.text.insert(0, 'accident ')
    await server.setRole('deleguee', 'delegate')
    await writer.lamp('saved')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(old.room.state()).toMatchObject({ capability: 'read', unsaved: false })
    expect((await rowsOf(1)).length).toBe(1)
    expect(old.room.state().aside).toBe(null)

    const newer = open('deleguee', { device: device.page() })
    await newer.lamp('saved')
    expect(newer.text.toString()).toContain('gardé, ')
    expect((await rowsOf(1)).length).toBe(2)
  })

  test('a reader with an old page who may write from now on: their page turns outdated, and goes on reading', async () => {
    const old = open('observateur', { proseVersion: 0 })
    await old.lamp('readOnly')
    // They were a reader: an old editor does no harm. Now they may write, and it would.
    await server.setRole('observateur', 'contributor')
    await until('outdated', () => old.room.state().outdated && old.room.state().connected)
    expect(old.room.state()).toMatchObject({ capability: 'read', ended: null, unsaved: false })
  })
})

/** Cuts every connection, as a restart does: pages come back after a second or more. */
async function cutAll() {
  const found = await server.rooms.join(server.planId, {
    person: { userId: 'animatrice', loginId: 'probe', name: 'probe', organization: null },
    capability: 'read',
    send() {},
    close() {},
  })
  for (const peer of found.peers) {
    if (peer.person.loginId === 'probe') found.leave(peer)
    else peer.close('goingAway')
  }
  await until('cut', () => opened.every((room) => !room.state().connected))
}
