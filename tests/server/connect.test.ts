// What the database says of its own trouble, and whom it lets pass meanwhile.
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../../server/db/connect.ts'
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
        .values({
          id: name,
          email: name,
          name: 'a'.repeat(bytes),
          lang: 'fr',
          password_hash: null,
          founder: 0,
          created_at: '2026-01-01T00:00:00.000Z',
        })
        .execute(),
    )

  await expect(write('grande', 1_000_000)).rejects.toThrow('disk is full')
  await write('petite', 10)

  expect(await db.selectFrom('users').select('id').execute()).toEqual([{ id: 'petite' }])
  await db.destroy()
})

test('F40: each commit is synced to disk before it is answered: write-ahead log, synchronous FULL', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'assise-db-'))
  const db = await connect(join(dir, 'plan.db'))
  const { rows: journal } = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(db)
  const { rows: synchronous } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(db)
  expect([journal[0]?.journal_mode, synchronous[0]?.synchronous]).toEqual(['wal', 2])
  await db.destroy()
  rmSync(dir, { recursive: true })
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
