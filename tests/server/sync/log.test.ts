// The log on each database it may stand on: the same contract.
import { afterAll, beforeAll, describe } from 'vitest'
import { connect } from '../../../server/db/connect.ts'
import { describeOnPostgres, type Postgres, startPostgres } from '../../kit/postgres.ts'
import { logContract } from './log.contract.ts'

describe('on SQLite', () => {
  logContract({
    open: () => connect(':memory:'),
    dropTrigger: (name) => `DROP TRIGGER IF EXISTS ${name}`,
    changeByte:
      "UPDATE plan_updates SET bytes = CAST(substr(bytes, 1, 9) || x'41' || substr(bytes, 11) AS BLOB) WHERE seq = 2",
  })
})

describeOnPostgres('on PostgreSQL', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())

  logContract({
    open: async () => connect(await postgres.newDatabase()),
    dropTrigger: (name, table) => `DROP TRIGGER IF EXISTS ${name} ON ${table}`,
    changeByte: 'UPDATE plan_updates SET bytes = set_byte(bytes, 9, 65) WHERE seq = 2',
  })
})
