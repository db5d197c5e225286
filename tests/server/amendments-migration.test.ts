// The migration of amendments on a database in use, on both databases: Alliances, parties and signatures are there afterwards, guarded
// as before, each of the version it was signed on; and a plan may then have more than one.
import Database from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { spine } from '../../server/db/migrations/001-spine.ts'
import { meetings } from '../../server/db/migrations/002-meetings.ts'
import { votes } from '../../server/db/migrations/003-polls.ts'
import { minutesAndLetters } from '../../server/db/migrations/004-minutes.ts'
import { record } from '../../server/db/migrations/005-record.ts'
import { amendments } from '../../server/db/migrations/008-amendments.ts'
import type { Engine } from '../../server/db/migrations/dialects.ts'
import type { Tables } from '../../server/db/tables.ts'
import { describeOnPostgres, type Postgres, startPostgres } from '../kit/postgres.ts'

const at = '2026-03-02T14:00:00.000Z'

async function comesThrough(db: Kysely<Tables>, engine: Engine): Promise<void> {
  for (const migration of [spine, meetings, votes, minutesAndLetters, record]) await migration(engine).up(db)
  await fill(db, engine)
  const before = await everything(db)

  await amendments(engine).up(db)

  expect(await everything(db)).toEqual(before)
  const rows = await db.selectFrom('alliances').selectAll().orderBy('id').execute()
  expect(
    rows.map(({ id, version_number, round, ordered, needs_adoptions }) => [
      id,
      ...[version_number, round, ordered, needs_adoptions].map(Number),
    ]),
  ).toEqual([
    ['a1', 1, 1, 0, 0],
    ['a2', 1, 1, 0, 0],
  ])
  const { mandate } = await db.selectFrom('alliance_signatories').select('mandate').executeTakeFirstOrThrow()
  expect(mandate).toBe('')
  // Guarded as before.
  await expect(db.deleteFrom('signatures').execute()).rejects.toThrow('does not move')
  await expect(db.updateTable('alliance_conclusions').set({ concluded_at: '' }).execute()).rejects.toThrow(
    'does not move',
  )
  await expect(db.deleteFrom('alliances').where('id', '=', 'a1').execute()).rejects.toThrow(/foreign key/i)
  // Wider than before, and no wider than that.
  const [first] = rows
  await db
    .insertInto('alliances')
    .values({ ...first!, id: 'a3', version_number: 2 })
    .execute()
  await expect(
    db
      .insertInto('alliances')
      .values({ ...first!, id: 'a4', version_number: 2 })
      .execute(),
  ).rejects.toThrow(/unique/i)
  await db
    .insertInto('alliance_endings')
    .values({ alliance_id: 'a3', why: 'amended', at, by_user: 'u1' })
    .execute()
  await expect(db.deleteFrom('alliance_endings').execute()).rejects.toThrow('does not move')
  const late = await db.selectFrom('signatures').selectAll().executeTakeFirstOrThrow()
  await expect(
    db
      .insertInto('signatures')
      .values({ ...late, signatory_id: 's2', alliance_id: 'a3' })
      .execute(),
  ).rejects.toThrow('this round has ended')
}

test('on SQLite', async () => {
  const database = new Database(':memory:')
  database.pragma('foreign_keys = ON')
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })

  await comesThrough(db, 'sqlite')

  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(database.pragma('foreign_key_check')).toEqual([])
  await db.destroy()
})

describeOnPostgres('on PostgreSQL', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())

  test('the same', async () => {
    const pool = new pg.Pool({ connectionString: await postgres.newDatabase() })
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    await comesThrough(db, 'postgres')
    await db.destroy()
  })
})

async function fill(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const bytes = engine === 'sqlite' ? `x'01'` : `'\\x01'::bytea`
  for (const statement of [
    `INSERT INTO users VALUES ('u1', 'une@assise.example', 'Une', 'fr', NULL, 0, '${at}')`,
    `INSERT INTO workspaces VALUES ('w1', 'regional', 'W', '{}', '${at}', 'u1')`,
    `INSERT INTO plans VALUES ('p1', 'w1', '${at}')`,
    `INSERT INTO plans VALUES ('p2', 'w1', '${at}')`,
    `INSERT INTO versions VALUES ('v1', 'p1', 1, 1, 3, '{}', 'd', '{}', 'vd', ${bytes}, '${at}', 'u1')`,
    `INSERT INTO alliances VALUES ('a1', 'p1', 'Signée', '${at}', 'u1')`,
    `INSERT INTO alliances VALUES ('a2', 'p2', 'Préparée', '${at}', 'u1')`,
    `INSERT INTO alliance_parties VALUES ('q1', 'a1', 'Ville', 0)`,
    `INSERT INTO alliance_parties VALUES ('q2', 'a2', 'Ville', 0)`,
    `INSERT INTO alliance_signatories VALUES ('s1', 'q1', 'u1', 'Une', 'mairesse', 0)`,
    `INSERT INTO alliance_signatories VALUES ('s2', 'q2', 'u1', 'Une', 'mairesse', 0)`,
    `INSERT INTO signatures VALUES ('s1', 'a1', 'v1', '{}', 'sd', 'c', ${bytes}, ${bytes}, ${bytes}, ${bytes}, '${at}')`,
    `INSERT INTO alliance_conclusions VALUES ('a1', '${at}')`,
  ])
    await sql.raw(statement).execute(db)
}

async function everything(db: Kysely<Tables>) {
  const rows = async (text: string) => (await sql.raw(text).execute(db)).rows
  return {
    alliances: await rows('SELECT id, plan_id, title, created_at, created_by FROM alliances ORDER BY id'),
    parties: await rows('SELECT * FROM alliance_parties ORDER BY id'),
    signatories: await rows(
      'SELECT id, party_id, user_id, name, capacity, position FROM alliance_signatories ORDER BY id',
    ),
    signatures: await rows('SELECT * FROM signatures'),
    conclusions: await rows('SELECT alliance_id, concluded_at FROM alliance_conclusions'),
    versions: await rows('SELECT * FROM versions'),
  }
}
