// Opens the database and brings its schema up to date. Called by main and by the tests; nothing else opens a connection.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { type DatabaseConnection, Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type pg from 'pg'
import { spine } from './migrations/001-spine.ts'
import { meetings } from './migrations/002-meetings.ts'
import { votes } from './migrations/003-polls.ts'
import { minutesAndLetters } from './migrations/004-minutes.ts'
import { record } from './migrations/005-record.ts'
import { keysAndPolicies } from './migrations/006-keys.ts'
import { seals } from './migrations/007-seals.ts'
import { amendments } from './migrations/008-amendments.ts'
import { voices } from './migrations/009-voices.ts'
import { advice } from './migrations/011-advice.ts'
import { seats } from './migrations/012-seats.ts'
import { lateAdvice } from './migrations/013-late-advice.ts'
import type { Engine } from './migrations/dialects.ts'
import { keepStatements, nameStatements } from './prepared.ts'
import type { SyncFile } from './sync-file.ts'
import type { Tables } from './tables.ts'
import { leaveSyncing, tune, type Writer, writeInMemory, writeOnFile } from './writer.ts'

export type Db = Kysely<Tables>

const writers = new WeakMap<Db, Writer>()
const databases = new WeakMap<Db, Database.Database>()

/** What writes the log of updates on SQLite, in a transaction of its own; null on PostgreSQL. */
export function writerOf(db: Db): Writer | null {
  return writers.get(db) ?? null
}

/**
 * Runs a job on SQLite while none of our connections is in a transaction: at once where that is so, or after the act under way. (The
 * job itself takes no turn of the event loop, so that no act can begin meanwhile.)
 */
export function whenFree<T>(db: Db, job: () => T): T | Promise<T> {
  return databases.get(db)?.inTransaction === false ? job() : db.connection().execute(async () => job())
}

/** Asks PostgreSQL by a statement that each connection prepares once: for the few that run at every keystroke. */
export type Ask = <Row>(
  statement: { readonly name: string; readonly text: string },
  values: unknown[],
) => Promise<Row[]>

const logs = new WeakMap<Db, { readonly ask: Ask; readonly db: Db }>()

/** The connections of PostgreSQL that only the log of updates uses. */
export function logConnectionsOf(db: Db): { readonly ask: Ask; readonly db: Db } {
  const log = logs.get(db)
  if (!log) throw new Error('no PostgreSQL')
  return log
}

const poolLimits = { max: 10, connectionTimeoutMillis: 10_000 } as const
/** Apart, so that what is typed never waits behind a hundred looks for a connection. */
const logConnectionsMax = 3
/** A node that hangs in the middle of a transaction gives its locks back to the others. */
const stalledMs = 30_000

/**
 * Opens (or creates) a SQLite file, ':memory:' for tests, or the PostgreSQL of a postgres:// address. A commit is on disk before
 * it is answered. `failed` is told of connections that break while nobody uses them; `sync` is another one only in tests that
 * break the disk.
 */
export async function connect(
  where: string,
  failed: (error: unknown) => void = () => {},
  sync?: SyncFile,
): Promise<Db> {
  const engine: Engine = /^postgres(ql)?:/.test(where) ? 'postgres' : 'sqlite'
  const db = engine === 'postgres' ? await onPostgres(where, failed) : onSqlite(where, sync)
  try {
    if (engine === 'postgres') await checkPostgres(db)
    await migrate(db, engine)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}

function onSqlite(path: string, sync?: SyncFile): Db {
  const inMemory = path === ':memory:'
  if (!inMemory) mkdirSync(dirname(path), { recursive: true })
  const database = new Database(path)
  tune(database)
  if (!inMemory) leaveSyncing(database)
  const writer = inMemory ? writeInMemory(database) : writeOnFile(path, sync)
  keepStatements(database)
  const db = new Kysely<Tables>({ dialect: dialectOn(database, writer) })
  writers.set(db, writer)
  databases.set(db, database)
  return db
}

/** How long what waits for SQLite may go on before sockets and timers have their turn. Half a millisecond made voices wait twice as long. */
const sliceMs = 2

/**
 * SQLite ends a transaction itself on a full disk; rolling back once more would throw, and hide why from the operator. And it answers at
 * once: a hundred screens that look would follow one another without the event loop ever turning, and whoever types meanwhile would wait
 * for the last of them. So between two that take the connection, the loop turns.
 */
function dialectOn(database: Database.Database, writer: Writer): SqliteDialect {
  const onCreateConnection = async (connection: DatabaseConnection) =>
    waitForDisk(database, connection, writer)
  const dialect = new SqliteDialect({ database, onCreateConnection })
  const createDriver = dialect.createDriver.bind(dialect)
  dialect.createDriver = () => {
    const driver = createDriver()
    const acquire = driver.acquireConnection.bind(driver)
    let turnedMs = 0
    driver.acquireConnection = async (...options) => {
      const connection = await acquire(...options)
      if (performance.now() - turnedMs > sliceMs) {
        await nextTurn()
        turnedMs = performance.now()
      }
      return connection
    }
    const rollback = driver.rollbackTransaction.bind(driver)
    driver.rollbackTransaction = async (connection) => {
      if (database.inTransaction) await rollback(connection)
    }
    const destroy = driver.destroy.bind(driver)
    driver.destroy = async () => {
      // First: the last connection to close tidies the file.
      await writer.close()
      await destroy()
    }
    return driver
  }
  return dialect
}

/**
 * A commit of the acts' connection, or a statement outside of a transaction, answers once what it wrote is on disk; the event loop turns
 * meanwhile, and nobody else has the connection, so that none reads what may yet be lost. Where the disk failed, nothing is begun
 * before what is in doubt was made sure.
 */
function waitForDisk(database: Database.Database, connection: DatabaseConnection, writer: Writer): void {
  const changes = database.prepare<[], number>('SELECT total_changes()').pluck()
  let settled = changes.get()!
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = async (query, ...options) => {
    if (!database.inTransaction) writer.makeSure()
    const result = await execute<never>(query, ...options)
    if (database.inTransaction) return result
    const made = changes.get()!
    const waits = made > settled && query.sql !== 'rollback'
    settled = made
    if (waits) await writer.settle()
    return result
  }
}

async function onPostgres(url: string, failed: (error: unknown) => void): Promise<Db> {
  // Some megabytes: whoever has no PostgreSQL does without.
  const { Pool, types } = (await import('pg')).default
  const settings = {
    connectionString: url,
    ...poolLimits,
    idle_in_transaction_session_timeout: stalledMs,
    types: {
      // Every number of ours is a safe integer; PostgreSQL's 64-bit ones would come as text.
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        type === types.builtins.INT8 ? Number : types.getTypeParser(type, format),
    },
  } satisfies pg.PoolConfig
  const pool = new Pool(settings)
  const logPool = new Pool({ ...settings, max: logConnectionsMax })
  for (const one of [pool, logPool]) {
    // Without listeners, a connection that the server closes would end the whole program: one that nobody uses, or one in the midst of a
    // transaction, between two queries, the next of which then says so.
    one.on('error', failed)
    one.on('connect', (client) => void client.on('error', () => {}))
  }
  pool.on('connect', nameStatements)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const log = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: logPool }) })
  const ask: Ask = async <Row>(
    statement: { readonly name: string; readonly text: string },
    values: unknown[],
  ) => (await logPool.query({ ...statement, values })).rows as Row[]
  logs.set(db, { ask, db: log })
  const end = pool.end.bind(pool) as () => Promise<void>
  // The pool itself: Kysely ends none on which it has not yet run anything, and `ask` does not go through it.
  pool.end = (async () => void (await Promise.all([end(), logPool.end()]))) as typeof pool.end
  return db
}

/** What we promise hangs on these two: « Enregistré » on the first, texts that hash alike on the second. */
async function checkPostgres(db: Db): Promise<void> {
  const { rows } = await sql<{ kept: string; encoding: string }>`
    SELECT current_setting('synchronous_commit') AS kept, current_setting('server_encoding') AS encoding`.execute(
    db,
  )
  if (rows[0]?.kept === 'off')
    throw new Error('PostgreSQL: synchronous_commit is off, a crash would lose text')
  if (rows[0]?.encoding !== 'UTF8') throw new Error('PostgreSQL: the database is not in UTF8')
}

async function migrate(db: Db, engine: Engine): Promise<void> {
  const migrations = {
    '001-spine': spine(engine),
    '002-meetings': meetings(engine),
    '003-polls': votes(engine),
    '004-minutes': minutesAndLetters(engine),
    '005-record': record(engine),
    '006-keys': keysAndPolicies(engine),
    '007-seals': seals(engine),
    '008-amendments': amendments(engine),
    '009-voices': voices(),
    '011-advice': advice(engine),
    '012-seats': seats(),
    '013-late-advice': lateAdvice(engine),
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
