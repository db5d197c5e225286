// Indexes for what is asked of polls at each voice and each look: their texts stand in the same rows, and are not walked through any more.
// Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  'CREATE INDEX polls_in_order ON polls(plan_id, form, opened_at, id)',
  'CREATE INDEX polls_hours ON polls(plan_id, closes_at)',
  'CREATE INDEX polls_follows ON polls(follows, opened_at)',
]

export function voices(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
