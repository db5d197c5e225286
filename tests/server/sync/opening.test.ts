// The opening of a large plan: whoever comes first is answered from the stored bytes, before there is a document; nothing else differs.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openLog } from '../../../server/sync/log.ts'
import type { UpdateLog } from '../../../server/sync/seams.ts'
import { author, rawPeer, stockPeer, until } from '../../kit/peers.ts'
import { type SyncServer, startSyncServer } from '../../kit/sync-server.ts'

const section = 'text/portrait/summary'
let server: SyncServer
let log: UpdateLog
let writer: ReturnType<typeof author>
let seq = 0
beforeEach(async () => {
  server = await startSyncServer({ idleMs: 60_000 })
  log = openLog(
    server.db,
    () => new Date(),
    (what) => expect.fail(what),
  )
  writer = author()
  seq = 0
  await log.load(server.planId)
  await written(Array.from({ length: 40 }, (_, at) => `${at} `.repeat(400)))
})
afterEach(() => server.close())

/** Rows of the log, as an earlier sitting left them. */
async function written(words: readonly string[], bytesOf = writer.insert): Promise<void> {
  const rows = words.map((word) => ({ bytes: bytesOf(word), userId: 'deleguee' }))
  const batch = { planId: server.planId, epoch: 1, seq, rows, claims: [] }
  expect(await log.append([batch])).toEqual(['saved'])
  seq += rows.length
}

describe.each([
  { what: 'only a snapshot', rowsAfter: 0, snapshot: true },
  { what: 'a snapshot and rows after it', rowsAfter: 130, snapshot: true },
  { what: 'rows alone', rowsAfter: 130, snapshot: false },
])('a plan of which there is $what', ({ rowsAfter, snapshot }) => {
  beforeEach(async () => {
    if (snapshot) await log.compact(server.planId)
    if (rowsAfter > 0) await written(Array.from({ length: rowsAfter }, (_, at) => `suite ${at} `))
  })

  test('SYNC-7: the first to come has all of it once answered, and so has the next, who comes after the document is built', async () => {
    const first = await rawPeer(server, 'observateur')
    first.step1()
    await until('answered', () => first.synced.done)
    expect(first.doc.getText(section).toString()).toBe(writer.text.toString())
    expect(first.doc.store.pendingStructs).toBe(null)

    const second = await rawPeer(server, 'commentatrice')
    second.step1()
    await until('answered', () => second.synced.done)
    expect(Y.encodeStateVector(second.doc)).toEqual(Y.encodeStateVector(first.doc))
    expect(server.errors).toEqual([])
  })

  test('SYNC-1: what a page typed before anyone was answered is judged on the document, saved, and shown', async () => {
    const page = stockPeer(server, 'delegue')
    page.text.insert(0, 'hors ligne ')
    const watcher = await rawPeer(server, 'observateur')
    await until('saved and shown', () => watcher.doc.getText(section).toString().includes('hors ligne'))
    await until('the page has all', () => page.text.length === writer.text.length + 'hors ligne '.length)
    const { state, updates } = await log.load(server.planId)
    expect(updates.length + (state ? 1 : 0)).toBeGreaterThan(0)
    page.close()
  })

  test('SYNC-3: who only reads is refused from the first message on, and who knows a part is sent the rest', async () => {
    const reader = await rawPeer(server, 'observateur')
    reader.update(author().insert('non '))
    expect(await reader.frame('nack')).toMatchObject({ code: 'updateForbidden' })

    const half = new Y.Doc()
    Y.applyUpdate(half, Y.encodeStateAsUpdate(writer.doc))
    writer.edit((text) => text.insert(0, 'plus tard '))
    const knows = await rawPeer(server, 'commentatrice')
    knows.step1(half)
    await until('answered', () => knows.synced.done)
    expect(knows.doc.getText(section).toString()).toBe('')
  })
})

test('SYNC-7 F5: a log that its hashes prove and that still does not replay is given up, told to all, and not kept', async () => {
  await log.compact(server.planId)
  // A row that stands on one that never was: no client could have it accepted.
  const elsewhere = author()
  elsewhere.insert('jamais écrit')
  const orphan = elsewhere.insert('et sa suite')
  await written(['orphan'], () => orphan)

  const first = await rawPeer(server, 'observateur')
  first.step1()
  await until('sent away', () => first.closed.code !== null)
  const second = await rawPeer(server, 'deleguee')
  await until('sent away too', () => second.closed.code !== null)

  expect([first.closed.code, second.closed.code]).toEqual([1011, 1011])
  expect(server.errors.map(String).join()).toContain('hole')
  expect(server.rooms.counts()).toEqual({ rooms: 0, peers: 0 })
})
