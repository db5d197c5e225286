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
  keepStatements(database)
  const db = new Kysely<Tables>({ dialect: dialectOn(database) })
  await migrate(db)
  return db
}

const statementsKept = 200
/** A longer one (an INSERT of many rows) takes more memory than preparing it again takes time. */
const keptLengthMax = 2_000

/** Kysely prepares each query anew, which costs more than most of them: the latest prepared ones are kept by their text. */
function keepStatements(database: Database.Database): void {
  const kept = new Map<string, Database.Statement>()
  const prepare = database.prepare.bind(database)
  database.prepare = ((source: string) => {
    const statement = kept.get(source) ?? prepare(source)
    if (source.length > keptLengthMax) return statement
    // The most recent is the last: the first to go is the one unused for longest.
    kept.delete(source)
    kept.set(source, statement)
    if (kept.size > statementsKept) kept.delete(kept.keys().next().value!)
    return statement
  }) as typeof database.prepare
}

/** SQLite ends a transaction itself on a full disk; rolling back once more would throw, and hide why from the operator. */
function dialectOn(database: Database.Database): SqliteDialect {
  const dialect = new SqliteDialect({ database })
  const createDriver = dialect.createDriver.bind(dialect)
  dialect.createDriver = () => {
    const driver = createDriver()
    const rollback = driver.rollbackTransaction.bind(driver)
    driver.rollbackTransaction = async (connection) => {
      if (database.inTransaction) await rollback(connection)
    }
    return driver
  }
  return dialect
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
