// Polls of the second form on a real PostgreSQL, from two nodes at the same moment.
import { afterAll, beforeAll } from 'vitest'
import { createCouncil } from '../kit/council.ts'
import { describeOnPostgres, type Postgres, startedDatabase, startPostgres } from '../kit/postgres.ts'
import { createBare } from '../kit/world.ts'
import { votesContract } from './votes.contract.ts'

describeOnPostgres('polls of the second form on PostgreSQL, two nodes', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())
  votesContract({
    engine: 'postgres',
    open: async () => {
      const database = await startedDatabase(postgres)
      const world = await createCouncil({ database })
      return { world, other: await createBare({ database }) }
    },
  })
})
