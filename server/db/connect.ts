// Opens the database and brings its schema up to date. Called by main and by the tests; nothing else opens a connection.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import * as spine from './migrations/001-spine.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

const migrations = { '001-spine': spine }

/** Opens (or creates) the SQLite file, WAL with every commit on disk before it is answered; ':memory:' for tests. */
export async function connect(path: string): Promise<Db> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  // FULL, not NORMAL: in WAL mode NORMAL may lose committed rows on power loss, and we tell people « Enregistré ».
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  await migrate(db)
  return db
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
