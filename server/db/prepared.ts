// Queries prepared once: Kysely writes each anew, and to prepare one costs more than most of them. Called by connect.ts, for both engines.
import type Database from 'better-sqlite3'
import type pg from 'pg'

const statementsKept = 200
/** A longer one (an INSERT of many rows) takes more memory than preparing it again takes time. */
const keptLengthMax = 2_000

/** Keeps the latest statements of SQLite by their text. */
export function keepStatements(database: Database.Database): void {
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

/**
 * Names the queries of a PostgreSQL connection, so that each connection parses and plans one text once. A connection never forgets a
 * name: the first few hundred texts get one, which are those of every day; lists of another length each time come after.
 */
export function nameStatements(client: pg.PoolClient): void {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known || names.size >= statementsKept || text.length > keptLengthMax) return known
    const name = `assise_${names.size}`
    names.set(text, name)
    return name
  }
  const query = client.query.bind(client) as (...given: unknown[]) => unknown
  client.query = ((...given: unknown[]) => {
    const [text, values] = given
    // What has no values may be several statements, or one that controls a transaction: neither can be prepared, nor need be.
    const plain = given.length === 2 && typeof text === 'string' && Array.isArray(values) && values.length > 0
    const name = plain ? nameOf(text) : undefined
    return name ? query({ name, text, values }) : query(...given)
  }) as typeof client.query
}
