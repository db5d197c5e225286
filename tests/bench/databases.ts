// The PostgreSQL and the Redis of the benchmark: started when a target first needs them, as they are shipped (fsync on), ended with it.
// Called by targets.ts and the scenario nodes.
import { hasPostgres, type Postgres, startPostgres } from '../kit/postgres-server.ts'
import { hasRedis, type Redis, startRedis } from '../kit/redis.ts'

/** Not a failure: the machine has not what this measurement needs. */
export class NotRun extends Error {}

let postgres: Promise<Postgres> | null = null
let redis: Promise<Redis> | null = null
const databases = new Map<string, string>()

/** The database of a folder; an empty one when it shall be fresh. */
export async function databaseOf(folder: string, fresh: boolean): Promise<string> {
  const server = await postgresServer()
  const known = databases.get(folder)
  if (known && !fresh) return known
  const made = await server.newDatabase()
  databases.set(folder, made)
  return made
}

export function postgresServer(): Promise<Postgres> {
  if (!hasPostgres) throw new NotRun('no PostgreSQL here: apt-get install postgresql')
  postgres ??= startPostgres({ hasty: false })
  return postgres
}

export async function redisUrl(): Promise<string> {
  if (!hasRedis) throw new NotRun('no Redis here: apt-get install redis-server')
  redis ??= startRedis()
  return (await redis).url
}

export async function endDatabases(): Promise<void> {
  await (await redis)?.stop()
  await (await postgres)?.stop()
}
