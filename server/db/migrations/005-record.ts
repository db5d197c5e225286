// The record: entries, the tree over them, checkpoints, witnesses. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers } from './dialects.ts'

const tables = `
CREATE TABLE record_entries (workspace_id TEXT NOT NULL REFERENCES workspaces(id), idx INTEGER NOT NULL CHECK (idx >= 0), type TEXT NOT NULL,
  about TEXT NOT NULL, canonical TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace_id, idx)) STRICT;
CREATE INDEX record_entries_about ON record_entries(workspace_id, about);
CREATE TABLE record_nodes (workspace_id TEXT NOT NULL REFERENCES workspaces(id), level INTEGER NOT NULL, position INTEGER NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (workspace_id, level, position)) STRICT;
CREATE TABLE record_payloads (workspace_id TEXT NOT NULL, idx INTEGER NOT NULL, salt BLOB NOT NULL, payload_json TEXT NOT NULL,
  PRIMARY KEY (workspace_id, idx), FOREIGN KEY (workspace_id, idx) REFERENCES record_entries(workspace_id, idx)) STRICT;
CREATE TABLE record_checkpoints (workspace_id TEXT NOT NULL REFERENCES workspaces(id), size INTEGER NOT NULL, note TEXT NOT NULL, signed_at TEXT NOT NULL,
  PRIMARY KEY (workspace_id, size)) STRICT;
CREATE TABLE record_witnesses (id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspaces(id),
  organization_id TEXT NOT NULL REFERENCES organizations(id), vkey TEXT NOT NULL, token_hash TEXT UNIQUE, added_by TEXT NOT NULL REFERENCES users(id),
  created_at TEXT NOT NULL, ended_at TEXT, UNIQUE (workspace_id, vkey)) STRICT;
CREATE TABLE record_cosignatures (workspace_id TEXT NOT NULL, size INTEGER NOT NULL, witness_id TEXT NOT NULL REFERENCES record_witnesses(id),
  line TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (workspace_id, size, witness_id),
  FOREIGN KEY (workspace_id, size) REFERENCES record_checkpoints(workspace_id, size)) STRICT;
CREATE TABLE record_keys (one INTEGER PRIMARY KEY CHECK (one = 1), public_key TEXT NOT NULL, since TEXT NOT NULL) STRICT;
`

/** Holds nothing: acts that are tried again lock it, one after the other (see db/again.ts). SQLite has one writer anyway. */
const turns = 'CREATE TABLE acts_tried_again ()'

const insertedOnly = [
  'record_entries',
  'record_nodes',
  'record_checkpoints',
  'record_cosignatures',
  'record_keys',
]

export function record(engine: Engine): Migration {
  const statements = [
    ...inDialect(engine, tables),
    ...(engine === 'sqlite' ? [] : [turns]),
    ...insertedOnlyTriggers(engine, insertedOnly),
  ]
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
