// The seals that the institution's certificate put on PDFs. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers } from './dialects.ts'

/** By the digest of the pages: the same document is sealed once, and the same file given ever after. */
const tables = `
CREATE TABLE seals (pages_sha256 TEXT PRIMARY KEY, update_bytes BLOB NOT NULL, certificate_sha256 TEXT NOT NULL, sealed_at TEXT NOT NULL) STRICT;
`

export function seals(engine: Engine): Migration {
  const statements = [...inDialect(engine, tables), ...insertedOnlyTriggers(engine, ['seals'])]
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
