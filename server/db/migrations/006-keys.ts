// Keys: who asked for theirs to be bound, what others attested, and the policies that partners keep. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers } from './dialects.ts'

const tables = `
CREATE TABLE key_requests (workspace_id TEXT NOT NULL REFERENCES workspaces(id), key_digest TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES users(id),
  holder_json TEXT NOT NULL, replaces TEXT, asked_at TEXT NOT NULL, PRIMARY KEY (workspace_id, key_digest)) STRICT;
CREATE TABLE key_attestations (digest TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspaces(id), key_digest TEXT NOT NULL,
  attested_as TEXT NOT NULL, attested_by TEXT NOT NULL REFERENCES users(id), attestation_json TEXT NOT NULL, attested_at TEXT NOT NULL) STRICT;
CREATE INDEX key_attestations_key ON key_attestations(workspace_id, key_digest);
CREATE TABLE policies (workspace_id TEXT NOT NULL REFERENCES workspaces(id), version INTEGER NOT NULL, policy_json TEXT NOT NULL, digest TEXT NOT NULL,
  made_at TEXT NOT NULL, made_by TEXT NOT NULL REFERENCES users(id), PRIMARY KEY (workspace_id, version)) STRICT;
`

export function keysAndPolicies(engine: Engine): Migration {
  const statements = [
    ...inDialect(engine, tables),
    ...insertedOnlyTriggers(engine, ['key_attestations', 'policies']),
  ]
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
