// Updates that no honest editor sends, and what the server itself deletes: after each, the room equals its log.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { connect, type Db } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { openRooms, type Rooms } from '../../../server/sync/rooms.ts'
import type { UpdateLog } from '../../../server/sync/seams.ts'
import { replay } from '../../../server/sync/update.ts'
import { Refused } from '../../../shared/refusals.ts'
import { nearPeer } from '../../kit/near-peer.ts'
import { author, until } from '../../kit/peers.ts'
import { seedPlan } from '../../kit/sync-server.ts'

const planId = 'plan-1'

let db: Db
let rooms: Rooms
let errors: unknown[]
let log: UpdateLog

beforeEach(async () => {
  db = await connect(':memory:')
  await seedPlan(db)
  errors = []
  log = openLog(
    db,
    () => new Date(),
    (what) => errors.push(what),
  )
  rooms = open()
})
afterEach(async () => {
  await rooms.close()
  await db.destroy()
})

function open(): Rooms {
  return openRooms({
    db,
    now: () => new Date(),
    failed: (error) => errors.push(error),
    capabilityOf: async () => 'edit',
    log,
  })
}

const head = async () =>
  (await db.selectFrom('plan_rooms').select('head_seq').executeTakeFirstOrThrow()).head_seq
const textOf = (doc: Y.Doc) => doc.getText('text/portrait/summary').toString()

/** What the room holds against what its log replays to. */
async function expectRoomEqualsLog(): Promise<void> {
  await rooms.exclusive(planId, async ({ doc, seq }) => {
    const stored = await log.load(planId)
    const logged = replay(stored.state, stored.updates)
    expect(seq).toBe(stored.seq)
    expect(Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(logged))).toBe(true)
    expect(textOf(doc)).toBe(textOf(logged))
  })
}

describe('SYNC-5 unreadable updates', () => {
  test('F14: of a thousand mutants none leaves the room other than its log', async () => {
    const random = mulberry(20_260_302)
    const base = author()
    base.doc.clientID = 4_242
    const updates = [
      base.insert('Les partenaires de la région. '),
      base.edit((text) => text.format(4, 11, { strong: true })),
      base.edit((text) => text.delete(2, 6)),
      base.insert('🌲 Les ressources.'),
      base.edit(() => base.doc.getMap('list/priorities').set('p1', new Y.Map([['order', 'V']]))),
    ]
    const first = await nearPeer(rooms, planId, 'deleguee')
    for (const bytes of updates.slice(0, 3)) first.update(bytes)
    const answers = { ack: 0, nack: 0 }
    let strikes = 0

    for (let round = 0; round < 1_000; round++) {
      // Mostly the owner of the clientID, whose mutants reach the document; else a stranger to it.
      const peer = await nearPeer(rooms, planId, round % 5 ? 'deleguee' : `inconnu${round}`)
      const source = round % 3 ? updates[round % updates.length]! : Y.encodeStateAsUpdate(base.doc)
      peer.update(mutant(source, random))
      await expectRoomEqualsLog()
      const answer = peer.told[1]!
      if (answer.type !== 'ack' && answer.type !== 'nack') throw new Error(answer.type)
      answers[answer.type] += 1
      peer.leave()
      if (peer.closed.reason === 'malformed' && ++strikes === 4) {
        // A new room forgets the strikes that would bar the person.
        strikes = 0
        await rooms.close()
        rooms = open()
      }
    }

    expect(answers.nack).toBeGreaterThan(500)
    expect(answers.ack).toBeGreaterThan(50)
  }, 60_000)

  test('the fifth unreadable update of a person bars them from the room for a while', async () => {
    for (let at = 0; at < 5; at++) {
      const peer = await nearPeer(rooms, planId, 'deleguee')
      peer.update(new Uint8Array([9, 9, 9]))
      await until('closed', () => peer.closed.reason !== null)
      expect(peer.closed.reason).toBe(at < 4 ? 'malformed' : 'forbidden')
    }
    await expect(nearPeer(rooms, planId, 'deleguee')).rejects.toThrow(Refused)
    await nearPeer(rooms, planId, 'delegue')
  })

  test('an honest writer in the same batch as a broken update loses nothing', async () => {
    const honest = await nearPeer(rooms, planId, 'deleguee')
    const other = await nearPeer(rooms, planId, 'delegue')
    const { insert } = author()
    honest.update(insert('avant '))
    other.update(new Uint8Array([1, 1, 7]))
    honest.update(insert('après'))
    await until('acked', () => honest.told.some((frame) => frame.type === 'ack' && frame.count === 2))

    expect(other.told.at(-1)).toMatchObject({ type: 'nack', code: 'updateMalformed' })
    await expectRoomEqualsLog()
    expect(await head()).toBe(1)
  })

  test('a broken update among good ones of the same connection is refused alone, by its number', async () => {
    const one = await nearPeer(rooms, planId, 'deleguee')
    const { insert } = author()
    one.update(insert('avant '))
    one.update(new Uint8Array([1, 1, 7]))
    one.update(insert('après'))
    await until('answered', () => one.told.some((frame) => frame.type === 'nack'))

    expect(one.told.filter(({ type }) => type === 'ack' || type === 'nack')).toMatchObject([
      { type: 'ack', count: 1 },
      { type: 'nack', count: 2, code: 'updateMalformed' },
      { type: 'ack', count: 3 },
    ])
    await expectRoomEqualsLog()
  })

  test('SYNC-4 a forged update among good ones of the same connection is refused alone', async () => {
    const victim = await nearPeer(rooms, planId, 'delegue')
    const { insert: theirs } = author()
    victim.update(theirs('à moi '))
    await until('acked', () => victim.told.some((frame) => frame.type === 'ack'))
    const one = await nearPeer(rooms, planId, 'deleguee')
    const { insert } = author()
    one.update(insert('avant '))
    one.update(theirs('faux '))
    await until('answered', () => one.told.some((frame) => frame.type === 'nack'))

    expect(one.told.at(-1)).toMatchObject({ type: 'nack', count: 2, code: 'updateForged' })
    expect(one.closed.reason).toBe('forbidden')
    await expectRoomEqualsLog()
    expect(await head()).toBe(2)
  })
})

describe('what the server’s own tidying deletes', () => {
  test('superfluous formatting marks go with the update that made them so: logged, and shown to its author too', async () => {
    const left = author()
    const right = author()
    const one = await nearPeer(rooms, planId, 'deleguee', 'edit', left.doc)
    const two = await nearPeer(rooms, planId, 'delegue', 'edit', right.doc)
    const reader = await nearPeer(rooms, planId, 'observateur', 'read')
    const words = (doc: Y.Doc) => doc.getXmlFragment('prose/portrait/summary').get(0) as Y.XmlText
    one.update(
      left.edit(() => {
        const text = new Y.XmlText('Les partenaires de la région')
        left.doc.getXmlFragment('prose/portrait/summary').insert(0, [text])
      }),
    )
    await until('shown', () => two.received.updates === 1)
    // Both make the same words bold at once: one pair of marks is then one too many.
    const bold = (hand: typeof left) => hand.edit(() => words(hand.doc).format(0, 3, { strong: true }))
    const [first, second] = [bold(left), bold(right)]
    one.update(first)
    await until('shown', () => two.received.updates === 2)
    two.update(second)
    await until('shown', () => reader.received.updates === 3)

    expect(two.received.updates).toBe(3)
    await expectRoomEqualsLog()
    await rooms.exclusive(planId, async ({ doc }) => {
      for (const peer of [one, two, reader]) {
        expect(words(peer.doc).toDelta()).toEqual(words(doc).toDelta())
        expect(Y.equalSnapshots(Y.snapshot(peer.doc), Y.snapshot(doc))).toBe(true)
      }
    })
  })
})

/** A small seeded generator: the same numbers on every machine. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function mutant(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const at = () => Math.floor(random() * copy.length)
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--) copy[at()] = Math.floor(random() * 256)
  const cut = random()
  if (cut < 0.15) return copy.slice(0, at())
  if (cut < 0.25) return Uint8Array.from([...copy.slice(at()), ...copy])
  return copy
}
