// Minutes, letters that wait to leave, and logins that open one poll alone, for both databases. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers } from './dialects.ts'

const tables = `
CREATE TABLE minutes (meeting_id TEXT PRIMARY KEY REFERENCES meetings(id), plan_id TEXT NOT NULL REFERENCES plans(id),
  number INTEGER NOT NULL CHECK (number > 0), minutes_json TEXT NOT NULL, digest TEXT NOT NULL, adoption_json TEXT NOT NULL,
  adopted_at TEXT NOT NULL, adopted_by TEXT NOT NULL REFERENCES users(id), UNIQUE (plan_id, number)) STRICT;
CREATE TABLE minutes_words (meeting_id TEXT NOT NULL REFERENCES meetings(id), place TEXT NOT NULL, revision INTEGER NOT NULL CHECK (revision > 0),
  text TEXT NOT NULL, at TEXT NOT NULL, by_user TEXT NOT NULL REFERENCES users(id), by_name TEXT NOT NULL,
  PRIMARY KEY (meeting_id, place, revision)) STRICT;

CREATE TABLE letters (id TEXT PRIMARY KEY, letter_key TEXT NOT NULL UNIQUE, workspace_id TEXT NOT NULL REFERENCES workspaces(id),
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, about_json TEXT NOT NULL, created_at TEXT NOT NULL, due_at TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0), ended_at TEXT, ending TEXT CHECK (ending IN ('sent','moot','failed')),
  CHECK ((ended_at IS NULL) = (ending IS NULL))) STRICT;
CREATE INDEX letters_due ON letters(ended_at, due_at);
CREATE TABLE letter_rounds (workspace_id TEXT NOT NULL REFERENCES workspaces(id), round TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (workspace_id, round)) STRICT;
CREATE TABLE mail_choices (user_id TEXT PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  digest INTEGER NOT NULL CHECK (digest IN (0,1)), reminders INTEGER NOT NULL CHECK (reminders IN (0,1)), changed_at TEXT NOT NULL) STRICT;

ALTER TABLE login_links ADD COLUMN only_poll TEXT REFERENCES polls(id);
ALTER TABLE logins ADD COLUMN only_poll TEXT REFERENCES polls(id);
`

const insertedOnly = ['minutes', 'minutes_words']

export function minutesAndLetters(engine: Engine): Migration {
  const statements = [...inDialect(engine, tables), ...insertedOnlyTriggers(engine, insertedOnly)]
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
