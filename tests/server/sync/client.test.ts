// The client's connection against the real server: what its lamp says is so (SYNC-8).
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connectRoom, type Lamp, type PlanRoom } from '../../../client/room.ts'
import type { UpdateLog } from '../../../server/sync/seams.ts'
import { draftText } from '../../../shared/plan/draft.ts'
import { frameBytesMax, type Topic, topics } from '../../../shared/wire.ts'
import { author, rawPeer, until } from '../../kit/peers.ts'
import { type SyncServer, startSyncServer } from '../../kit/sync-server.ts'

const disk = { fails: false, gate: Promise.resolve() }
const breakable = (real: UpdateLog): UpdateLog => ({
  ...real,
  async append(batches) {
    await disk.gate
    if (disk.fails) throw new Error('disk full')
    return real.append(batches)
  },
})

let server: SyncServer
let opened: PlanRoom[]
beforeEach(async () => {
  disk.fails = false
  disk.gate = Promise.resolve()
  opened = []
  server = await startSyncServer({ log: breakable })
})
afterEach(async () => {
  for (const room of opened) room.close()
  await server.close()
})

function connect(name: string, { failsFirst = 0 } = {}) {
  let fails = failsFirst
  class SocketOf extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      const nowhere = fails-- > 0
      super(nowhere ? 'ws://127.0.0.1:9' : address, protocols, { headers: { cookie: `login=${name}` } })
    }
  }
  const told: Topic[] = []
  const room = connectRoom({
    planId: server.planId,
    url: `${server.url}/sync`,
    onTopic: (topic) => void told.push(topic),
    WebSocketClass: SocketOf as unknown as typeof globalThis.WebSocket,
  })
  opened.push(room)
  const lamps: Lamp[] = []
  room.subscribe(({ lamp }) => void (lamps.at(-1) === lamp || lamps.push(lamp)))
  const text = draftText(room.doc, 'portrait', 'summary' as never)
  const lamp = (wanted: Lamp) => until(`lamp ${wanted} (${lamps})`, () => room.state().lamp === wanted, 8_000)
  return { room, text, told, lamps, lamp }
}

describe('SYNC-8 the lamp', () => {
  test('F38: an edit goes saving, then saved after its own ack, and so does a deletion, which no state vector shows', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')

    one.text.insert(0, 'bonjour')
    await Promise.resolve()
    expect(one.room.state().lamp).toBe('saving')
    await one.lamp('saved')
    one.text.delete(0, 3)
    await one.lamp('saved')

    expect(one.lamps).toEqual(['connecting', 'saved', 'saving', 'saved', 'saving', 'saved'])
    const rows = await server.db.selectFrom('plan_updates').select('seq').execute()
    expect(rows.length).toBe(2)
  })

  test('F2: a disk that fails shows notSaved within five seconds, and saved once it works, without a reload', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')
    disk.fails = true
    one.text.insert(0, 'bonjour')
    const atMs = performance.now()
    await one.lamp('notSaved')
    expect(performance.now() - atMs).toBeLessThan(5_000)
    expect(one.lamps).toEqual(['connecting', 'saved', 'saving', 'notSaved'])
    expect(one.room.state()).toMatchObject({ unsaved: true, connected: true })

    disk.fails = false
    await one.lamp('saved')

    const reader = await rawPeer(server, 'observateur')
    reader.step1()
    await until('read', () => reader.doc.getText('text/portrait/summary').toString() === 'bonjour')
    reader.close()
  })

  test('no answer for five seconds is notSaved', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')
    const { promise, resolve } = Promise.withResolvers<void>()
    disk.gate = promise
    one.text.insert(0, 'bonjour')
    const atMs = performance.now()
    await one.lamp('notSaved')
    expect(performance.now() - atMs).toBeGreaterThan(4_900)
    resolve()
    await one.lamp('saved')
  })

  test('what is typed during a cut is unsaved until the connection is back', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')
    for (const peer of await peersOf(server)) peer.close('goingAway')
    await until('cut', () => !one.room.state().connected)

    one.text.insert(0, 'hors ligne')
    await one.lamp('notSaved')
    await one.lamp('saved')

    expect(one.told).toContain('comments')
  })
})

describe('what cannot be saved stays on screen and can be copied', () => {
  test('F27: a downgrade while typing: the lamp says read only, the text is named unsaved, with its words', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')
    one.text.insert(0, 'Texte gardé. ')
    await one.lamp('saved')
    const { promise, resolve } = Promise.withResolvers<void>()
    disk.gate = promise
    const other = await rawPeer(server, 'delegue')
    other.update(author().insert('x'))
    await new Promise((resolve) => setTimeout(resolve, 30))
    one.text.insert(13, 'Texte refusé.')
    await new Promise((resolve) => setTimeout(resolve, 30))

    await server.setRole('deleguee', 'commenter')
    resolve()
    await until('refused', () => one.room.state().refused === 'updateForbidden')

    expect(one.room.state()).toMatchObject({ lamp: 'readOnly', unsaved: true, capability: 'comment' })
    expect(one.lamps).not.toContain('notSaved')
    expect(one.room.unsavedPassages().join()).toContain('Texte refusé.')
    other.close()
  })

  test('a lock turns the lamp to locked; a late edit is refused and can be copied', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')
    await server.rooms.exclusive(server.planId, async ({ seq }) => {
      one.text.insert(0, 'trop tard')
      await server.db.updateTable('plan_rooms').set({ locked_seq: seq }).execute()
      await new Promise((resolve) => setTimeout(resolve, 50))
      server.rooms.locked(server.planId, { id: 'v1', seq, planDigest: 'abc' })
    })

    await one.lamp('locked')
    await until('refused', () => one.room.state().refused === 'planLocked')
    expect(one.room.unsavedPassages()).toEqual(['trop tard'])
    expect(one.text.toString()).toBe('trop tard')
  })

  test('a paste too large to send is refused here by name, without a torn line, and undone it is as if it had not been', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')
    const connections: boolean[] = []
    one.room.subscribe(({ connected }) => void connections.push(connected))

    one.text.insert(0, 'a'.repeat(frameBytesMax))
    await until('refused', () => one.room.state().refused === 'updateTooLarge')
    one.text.insert(one.text.length, ' suite')
    await new Promise((resolve) => setTimeout(resolve, 600))

    expect(one.room.state()).toMatchObject({ lamp: 'refused', refused: 'updateTooLarge', connected: true })
    expect(connections).not.toContain(false)
    one.text.delete(0, frameBytesMax)
    await one.lamp('saved')
    const other = connect('delegue')
    await other.lamp('saved')
    expect(other.text.toString()).toBe(' suite')
  })

  test('someone removed is told why, for good', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')
    await server.setRole('deleguee', null)
    await until('ended', () => one.room.state().ended === 'forbidden')
  })
})

describe('a reader', () => {
  test('F12: is shown readOnly, and nothing it changes by accident leaves the page', async () => {
    const reader = connect('observateur')
    await reader.lamp('readOnly')
    reader.text.insert(0, 'accident')
    await new Promise((resolve) => setTimeout(resolve, 50))

    expect(await server.db.selectFrom('plan_updates').select('seq').execute()).toEqual([])
    expect(reader.room.state()).toMatchObject({ lamp: 'readOnly', unsaved: false, refused: null })
  })

  test('sees who is here, with the identity the server gave', async () => {
    const reader = connect('observateur')
    const writer = connect('deleguee')
    writer.room.awareness.setLocalStateField('cursor', { anchor: 1 })
    await until('seen', () => reader.room.awareness.getStates().size === 2)

    expect(reader.room.awareness.getStates().get(writer.room.doc.clientID)).toMatchObject({
      cursor: { anchor: 1 },
      user: { id: 'deleguee', color: expect.stringMatching(/^#[0-9a-f]{6}$/) },
    })
  })
})

test('a notice of the server reaches the page by its topic', async () => {
  const one = connect('deleguee')
  await one.lamp('saved')
  server.rooms.notify(server.planId, 'comments')
  await until('told', () => one.told.includes('comments'))
})

describe('SYNC-15 what changed between the first fetch and the first connection', () => {
  test('who comes in is told the topics of the moment before, and no others', async () => {
    // Nobody is there to hear it yet.
    server.rooms.notify(server.planId, 'polls')
    const one = connect('deleguee')
    await one.lamp('saved')
    await until('told', () => one.told.includes('polls'))
    expect(one.told).toEqual(['polls'])
  })

  test('a page that comes into a quiet plan is told nothing', async () => {
    const one = connect('deleguee')
    await one.lamp('saved')
    server.rooms.notify(server.planId, 'comments')
    await until('told', () => one.told.includes('comments'))
    expect(one.told).toEqual(['comments'])
  })

  test('after a first connection that failed, every topic is fetched again', async () => {
    const one = connect('deleguee', { failsFirst: 1 })
    await one.lamp('saved')
    expect([...one.told].sort()).toEqual([...topics].sort())
  })
})

/** The server's side of the open connections. */
async function peersOf({ rooms, planId }: SyncServer) {
  const found = await rooms.join(planId, {
    person: { userId: 'animatrice', loginId: 'probe', name: 'probe', organization: null },
    capability: 'read',
    send() {},
    close() {},
  })
  return found.peers
}
