// For tests that need a PostgreSQL: where there is none they are skipped, and say how to have one. Called by tests of several nodes.
import { describe } from 'vitest'
import { hasPostgres } from './postgres-server.ts'
import { hasRedis } from './redis.ts'

export { type Postgres, startPostgres } from './postgres-server.ts'

const missing = [!hasPostgres && 'postgresql', !hasRedis && 'redis-server'].filter((name) => name !== false)

/** Where PostgreSQL or Redis is missing these tests are skipped, by a title that says what to install; in CI they fail. */
export const describeOnPostgres = (title: string, tests: () => void) =>
  missing.length === 0 || process.env.CI === 'true'
    ? describe(title, tests)
    : describe.skip(`${title} — skipped: apt-get install ${missing.join(' ')}`, tests)
