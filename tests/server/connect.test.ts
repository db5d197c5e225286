// What the database says of its own trouble.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../../server/db/connect.ts'

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
