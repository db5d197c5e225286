// Indexes for what is asked at each voice and each look: who holds the mandate of one organisation, and whose mandates one person has.
// Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  'CREATE INDEX members_seat ON members(workspace_id, organization_id)',
  'CREATE INDEX mandates_user ON mandates(user_id)',
]

export function seats(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
