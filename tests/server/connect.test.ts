// What the database says of its own trouble, and whom it lets pass meanwhile.
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect, type Db } from '../../server/db/connect.ts'
import { openLog } from '../../server/sync/log.ts'
import { replay } from '../../server/sync/update.ts'
import { author } from '../kit/peers.ts'
import { seedPlan } from '../kit/sync-server.ts'

test('a full disk is named as such, nothing is kept of the transaction, and the next one goes on', async () => {
  const db = await connect(':memory:')
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(db)
  await sql.raw(`PRAGMA max_page_count = ${rows[0]!.page_count + 2}`).execute(db)
  const write = (name: string, bytes: number) =>
    db.transaction().execute((tx) =>
      tx
        .insertInto('users')
        .values({ ...person(name), name: 'a'.repeat(bytes) })
        .execute(),
    )

  await expect(write('grande', 1_000_000)).rejects.toThrow('disk is full')
  await write('petite', 10)

  expect(await db.selectFrom('users').select('id').execute()).toEqual([{ id: 'petite' }])
  await db.destroy()
})

const person = (id: string) => ({
  id,
  email: id,
  name: id,
  lang: 'fr' as const,
  password_hash: null,
  founder: 0 as const,
  created_at: '2026-01-01T00:00:00.000Z',
})

/** A database whose disk holds what it was told to sync and nothing else, and syncs as the test says. */
async function onDisk() {
  const dir = mkdtempSync(join(tmpdir(), 'assise-db-'))
  const path = join(dir, 'plan.db')
  const image = join(dir, 'image.db')
  const disk = { syncs: 0, act: (): void | Promise<void> => {} }
  const db = await connect(
    path,
    () => {},
    async () => {
      disk.syncs += 1
      await disk.act()
      for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${image}${end}`)
    },
  )
  const idsOf = async (database: Db) =>
    (await database.selectFrom('users').select('id').orderBy('id').execute()).map(({ id }) => id)
  return {
    db,
    disk,
    ids: () => idsOf(db),
    /** What a machine would find that lost its power just now. */
    async afterPowerLoss() {
      const found = await connect(image)
      const ids = await idsOf(found)
      await found.destroy()
      return ids
    },
    async end() {
      await db.destroy()
      rmSync(dir, { recursive: true })
    },
  }
}

test('F40: what an act, or a statement alone, has written is on disk when it answers', async () => {
  const { db, disk, afterPowerLoss, end } = await onDisk()
  await db.transaction().execute((tx) => tx.insertInto('users').values(person('acte')).execute())
  expect(await afterPowerLoss()).toEqual(['acte'])
  await db.insertInto('users').values(person('seule')).execute()
  expect(await afterPowerLoss()).toEqual(['acte', 'seule'])
  const { syncs } = disk
  // Who looks waits for no disk, and what is rolled back needs none.
  await db.transaction().execute((tx) => tx.selectFrom('users').selectAll().execute())
  const undone = db.transaction().execute(async (tx) => {
    await tx.insertInto('users').values(person('retirée')).execute()
    throw new Error('thought better')
  })
  await expect(undone).rejects.toThrow('thought better')
  expect(disk.syncs).toBe(syncs)
  await db.insertInto('users').values(person('troisième')).execute()
  expect(await afterPowerLoss()).toEqual(['acte', 'seule', 'troisième'])
  await end()
})

test('F40: while the disk is slow the event loop turns, and nobody is shown what may yet be lost', async () => {
  const { db, disk, ids, end } = await onDisk()
  const { promise: written, resolve: write } = Promise.withResolvers<void>()
  disk.act = () => written
  const told: string[] = []
  const act = db
    .insertInto('users')
    .values(person('acte'))
    .execute()
    .then(() => told.push('act'))
  const look = ids().then((seen) => told.push(...seen))
  for (let turns = 0; turns < 20; turns++) await new Promise((turn) => setImmediate(turn))
  expect(told).toEqual([])
  write()
  await Promise.all([act, look])
  expect(told).toEqual(['act', 'acte'])
  await end()
})

test('F40: an act whose sync failed is told so; before anything else, what is in doubt is made sure', async () => {
  const { db, disk, ids, end } = await onDisk()
  disk.act = () => Promise.reject(new Error('disk I/O error'))
  const act = db.transaction().execute((tx) => tx.insertInto('users').values(person('acte')).execute())
  await expect(act).rejects.toThrow('disk I/O error')
  disk.act = () => {}
  // Committed to the file itself since: whoever sends it again is told that it stands.
  const seen = await ids()
  const { rows } = await sql<{ log: number; checkpointed: number }>`PRAGMA wal_checkpoint(PASSIVE)`.execute(
    db,
  )
  expect(seen).toEqual(['acte'])
  expect(rows[0]).toMatchObject({ log: 0, checkpointed: 0 })
  await db.insertInto('users').values(person('suite')).execute()
  expect(await ids()).toEqual(['acte', 'suite'])
  await end()
})

test('F40: a disk that lost the end of what it was writing, anywhere: the plan opens, sound, with a beginning of what was written', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'assise-torn-'))
  const path = join(dir, 'plan.db')
  const open = async (file: string) => {
    const db = await connect(file)
    const log = openLog(
      db,
      () => new Date(),
      () => {},
    )
    return { db, log }
  }
  const { db, log } = await open(path)
  await seedPlan(db)
  await log.load('plan-1')
  const { insert, text } = author()
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
  for (let seq = 0; seq < 30; seq++) {
    const rows = [{ bytes: insert(`m${seq} `), userId: 'deleguee' }]
    await log.append([{ planId: 'plan-1', epoch: 1, seq, rows, claims: [] }])
  }
  const whole = statSync(`${path}-wal`).size
  const lengths = new Set<number>()

  for (let trial = 0; trial < 40; trial++) {
    const torn = join(dir, `torn-${trial}.db`)
    copyFileSync(path, torn)
    copyFileSync(`${path}-wal`, `${torn}-wal`)
    truncateSync(`${torn}-wal`, Math.floor((whole * trial) / 40) + trial)
    const after = await open(torn)
    const stored = await after.log.load('plan-1')
    const words = replay(stored.state, stored.updates).getText('text/portrait/summary').toString()
    expect(stored.damaged).toBe(false)
    expect(text.toString().startsWith(words)).toBe(true)
    lengths.add(words.length)
    await after.db.destroy()
  }

  expect(lengths.size).toBeGreaterThan(20)
  await db.destroy()
  rmSync(dir, { recursive: true })
})

test('D-059 the event loop turns between two that take the connection, so that sockets are heard while many look', async () => {
  const db = await connect(':memory:')
  const heard: number[] = []
  let looks = 0
  const look = () =>
    db.transaction().execute(async (tx) => {
      await sql`SELECT 1`.execute(tx)
      const startedMs = performance.now()
      while (performance.now() - startedMs < 5);
      looks += 1
    })
  const all = Promise.all(Array.from({ length: 10 }, look))
  const hear = () => {
    heard.push(looks)
    if (looks < 10) setImmediate(hear)
  }
  setImmediate(hear)
  await all

  // Between the first and the last, not only before and after them.
  expect(heard.filter((at) => at > 0 && at < 10).length).toBeGreaterThan(3)
  await db.destroy()
})
