// The log on each database it may stand on: the same contract.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { connect } from '../../../server/db/connect.ts'
import { describeOnPostgres, type Postgres, startedDatabase, startPostgres } from '../../kit/postgres.ts'
import { logContract } from './log.contract.ts'

const sqlite = {
  several: false,
  dropTrigger: (name: string) => `DROP TRIGGER IF EXISTS ${name}`,
  changeByte:
    "UPDATE plan_updates SET bytes = CAST(substr(bytes, 1, 9) || x'41' || substr(bytes, 11) AS BLOB) WHERE seq = 2",
}

describe('on SQLite in memory', () => {
  logContract({ ...sqlite, open: () => connect(':memory:') })
})

describe('on a file of SQLite, synced by a thread', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assise-log-'))
  let files = 0
  afterAll(() => rmSync(folder, { recursive: true }))
  logContract({ ...sqlite, open: () => connect(join(folder, `${files++}.db`)) })
})

describeOnPostgres('on PostgreSQL', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())

  logContract({
    several: true,
    open: async () => connect(await startedDatabase(postgres)),
    dropTrigger: (name, table) => `DROP TRIGGER IF EXISTS ${name} ON ${table}`,
    changeByte: 'UPDATE plan_updates SET bytes = set_byte(bytes, 9, 65) WHERE seq = 2',
  })
})
