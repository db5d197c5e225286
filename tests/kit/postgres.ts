// For tests that need a PostgreSQL: where there is none they are skipped, and say how to have one. Called by tests of several nodes.
import { describe } from 'vitest'
import { connect } from '../../server/db/connect.ts'
import { hasPostgres, type Postgres } from './postgres-server.ts'
import { hasRedis } from './redis.ts'

export { type Postgres, startPostgres } from './postgres-server.ts'

const missing = [!hasPostgres && 'postgresql', !hasRedis && 'redis-server'].filter((name) => name !== false)

/** Where PostgreSQL or Redis is missing these tests are skipped, by a title that says what to install; in CI they fail. */
export const describeOnPostgres = (title: string, tests: () => void) =>
  missing.length === 0 || process.env.CI === 'true'
    ? describe(title, tests)
    : describe.skip(`${title} — skipped: apt-get install ${missing.join(' ')}`, tests)

const started = new WeakMap<Postgres, Promise<string>>()

/** A new database as a server that has only started leaves it. Migrated once for each PostgreSQL, then copied: a third of the time. */
export async function startedDatabase(postgres: Postgres): Promise<string> {
  const migrate = async () => {
    const url = await postgres.newDatabase()
    const db = await connect(url)
    await db.destroy()
    return url
  }
  const first = started.get(postgres) ?? migrate()
  started.set(postgres, first)
  return postgres.newDatabase(await first)
}
