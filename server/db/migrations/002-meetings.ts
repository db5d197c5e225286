// Meetings, mandates and rule sets, for both databases. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers } from './dialects.ts'

const tables = `
ALTER TABLE organizations ADD COLUMN kind TEXT NOT NULL DEFAULT 'organization' CHECK (kind IN ('organization','person'));
ALTER TABLE organizations ADD COLUMN voting_right TEXT NOT NULL DEFAULT 'consultative'
  CHECK (voting_right IN ('deliberative','consultative','observer'));
UPDATE organizations SET voting_right = 'deliberative' WHERE voting = 1;

CREATE TABLE mandates (id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations(id), user_id TEXT NOT NULL REFERENCES users(id),
  role TEXT NOT NULL CHECK (role IN ('delegate','alternate','signatory','support')), rank INTEGER NOT NULL CHECK (rank >= 0),
  from_day TEXT NOT NULL, to_day TEXT, created_at TEXT NOT NULL, created_by TEXT NOT NULL REFERENCES users(id),
  ended_at TEXT, ended_by TEXT REFERENCES users(id), CHECK (to_day IS NULL OR to_day >= from_day)) STRICT;
CREATE INDEX mandates_organization ON mandates(organization_id);
CREATE TABLE mandate_evidence (mandate_id TEXT PRIMARY KEY REFERENCES mandates(id), type TEXT NOT NULL, bytes BLOB NOT NULL, sha256 TEXT NOT NULL,
  attached_at TEXT NOT NULL, attached_by TEXT NOT NULL REFERENCES users(id)) STRICT;

CREATE TABLE rule_sets (workspace_id TEXT NOT NULL REFERENCES workspaces(id), version INTEGER NOT NULL CHECK (version > 0), rules_json TEXT NOT NULL,
  rules_hash TEXT NOT NULL, decided_json TEXT NOT NULL, adopted_at TEXT NOT NULL, adopted_by TEXT NOT NULL REFERENCES users(id),
  PRIMARY KEY (workspace_id, version)) STRICT;

CREATE TABLE meetings (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), client_key TEXT NOT NULL, created_at TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES users(id), UNIQUE (plan_id, created_by, client_key)) STRICT;
CREATE INDEX meetings_plan ON meetings(plan_id);
CREATE TABLE meeting_events (meeting_id TEXT NOT NULL REFERENCES meetings(id), seq INTEGER NOT NULL CHECK (seq > 0), at TEXT NOT NULL,
  by_user TEXT NOT NULL REFERENCES users(id), kind TEXT NOT NULL, event_json TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL,
  client_key TEXT, command_hash TEXT, PRIMARY KEY (meeting_id, seq), UNIQUE (meeting_id, by_user, client_key)) STRICT;
CREATE TABLE meeting_codes (id TEXT PRIMARY KEY, meeting_id TEXT NOT NULL REFERENCES meetings(id), code TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL,
  made_by TEXT NOT NULL REFERENCES users(id), ended_at TEXT) STRICT;
CREATE INDEX meeting_codes_meeting ON meeting_codes(meeting_id);
`

const insertedOnly = ['mandate_evidence', 'rule_sets', 'meetings', 'meeting_events']

export function meetings(engine: Engine): Migration {
  const statements = [...inDialect(engine, tables), ...insertedOnlyTriggers(engine, insertedOnly)]
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
