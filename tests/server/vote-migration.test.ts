// The third migration on a database in use: every poll, ballot and closing of the first form is there afterwards, guarded as before.
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { expect, test } from 'vitest'
import { spine } from '../../server/db/migrations/001-spine.ts'
import { meetings } from '../../server/db/migrations/002-meetings.ts'
import { votes } from '../../server/db/migrations/003-polls.ts'
import type { Tables } from '../../server/db/tables.ts'

test('polls, ballots and closings of the first form come through, with their guards; wider subjects are then taken', async () => {
  const database = new Database(':memory:')
  database.pragma('foreign_keys = ON')
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  await spine('sqlite').up(db)
  await meetings('sqlite').up(db)
  await fill(db)
  const before = await everything(db)

  await votes('sqlite').up(db)

  expect(await everything(db)).toEqual(before)
  expect(await db.selectFrom('polls').select(['form', 'secrecy', 'closes_at']).execute()).toEqual([
    { form: 1, secrecy: 'open', closes_at: null },
  ])
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(database.pragma('foreign_key_check')).toEqual([])
  await expect(db.deleteFrom('polls').execute()).rejects.toThrow('does not move')
  await expect(db.updateTable('polls').set({ round: 2 }).execute()).rejects.toThrow('does not move')
  await expect(
    db
      .insertInto('ballots')
      .values({ ...ballot, id: 'b2', client_key: 'k2' })
      .execute(),
  ).rejects.toThrow('the poll is closed')
  const old = await db.selectFrom('polls').selectAll().executeTakeFirstOrThrow()
  const passage = { ...old, id: 'p2', subject_kind: 'passage' as const, form: 2, follows: 'p1' }
  await db.insertInto('polls').values(passage).execute()
  await expect(
    db
      .insertInto('polls')
      .values({ ...passage, id: 'p3', form: 1 })
      .execute(),
  ).rejects.toThrow('CHECK')
  await expect(
    db
      .insertInto('polls')
      .values({ ...passage, id: 'p3', follows: 'gone' })
      .execute(),
  ).rejects.toThrow('FOREIGN KEY')
  await db.destroy()
})

const at = '2026-03-02T14:00:00.000Z'
const ballot: Tables['ballots'] = {
  id: 'b1',
  poll_id: 'p1',
  organization_id: 'o1',
  choice: 'support',
  reason: '',
  channel: 'self',
  cast_by: 'u1',
  cast_by_name: 'Une',
  text_hash: 't',
  client_key: 'k1',
  received_at: at,
  digest: 'd',
}

async function fill(db: Kysely<Tables>): Promise<void> {
  for (const statement of [
    `INSERT INTO users VALUES ('u1', 'une@assise.example', 'Une', 'fr', NULL, 0, '${at}')`,
    `INSERT INTO workspaces VALUES ('w1', 'regional', 'W', '{}', '${at}', 'u1')`,
    `INSERT INTO organizations (id, workspace_id, name, tier, sector, college, voting, created_at)
     VALUES ('o1', 'w1', 'O', 'local', 'other', 'lived', 1, '${at}')`,
    `INSERT INTO plans VALUES ('plan', 'w1', '${at}')`,
    `INSERT INTO polls VALUES ('p1', 'plan', 'plan', NULL, 'T', 1, 'Q', 'Q', '{}', '{}', 't', 'r', '{}', '${at}', 'u1')`,
    `INSERT INTO poll_register VALUES ('p1', 'o1', 'O', 'lived', 1, 1)`,
  ])
    await sql.raw(statement).execute(db)
  await db.insertInto('ballots').values(ballot).execute()
  await sql.raw(`INSERT INTO poll_closings VALUES ('p1', '${at}', 'u1', '{}', '{}', 'c')`).execute(db)
}

async function everything(db: Kysely<Tables>) {
  const kept = `id, plan_id, subject_kind, subject_id, subject_title, round, question_fr, text_hash, register_hash, opened_at, opened_by`
  const rows = async (text: string) => (await sql.raw(text).execute(db)).rows
  return {
    polls: await rows(`SELECT ${kept} FROM polls`),
    ballots: await rows('SELECT * FROM ballots'),
    register: await rows('SELECT poll_id, organization_id, name, weight_num FROM poll_register'),
    closings: await rows('SELECT * FROM poll_closings'),
  }
}
