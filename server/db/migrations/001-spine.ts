// The first schema, for both databases. Forward only: a later change is another file. Written once, as SQLite reads it;
// PostgreSQL gets the same text with its own names of types. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers } from './dialects.ts'

const strictTables = `
CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, lang TEXT NOT NULL CHECK (lang IN ('fr','en')),
  password_hash TEXT, founder INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL) STRICT;
CREATE TABLE logins (id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, expires_at INTEGER NOT NULL) STRICT;
CREATE INDEX logins_user ON logins(user_id);
CREATE TABLE login_links (token_hash TEXT PRIMARY KEY, user_id TEXT REFERENCES users(id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (purpose IN ('first','invite','enter')), created_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT, login_id TEXT) STRICT;
CREATE TABLE passkeys (id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, public_key BLOB NOT NULL,
  counter INTEGER NOT NULL, transports TEXT NOT NULL, label TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
CREATE INDEX passkeys_user ON passkeys(user_id);
CREATE TABLE challenges (id TEXT PRIMARY KEY, user_id TEXT REFERENCES users(id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (purpose IN ('enrol','login','sign')), challenge TEXT NOT NULL, about TEXT, expires_at TEXT NOT NULL) STRICT;

CREATE TABLE workspaces (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, rule_json TEXT NOT NULL, created_at TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES users(id)) STRICT;
CREATE TABLE territories (id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspaces(id), parent_id TEXT REFERENCES territories(id),
  type TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
CREATE INDEX territories_workspace ON territories(workspace_id);
CREATE TABLE organizations (id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspaces(id), name TEXT NOT NULL, tier TEXT NOT NULL,
  sector TEXT NOT NULL, college TEXT NOT NULL, voting INTEGER NOT NULL CHECK (voting IN (0,1)), created_at TEXT NOT NULL) STRICT;
CREATE INDEX organizations_workspace ON organizations(workspace_id);
CREATE TABLE members (workspace_id TEXT NOT NULL REFERENCES workspaces(id), user_id TEXT NOT NULL REFERENCES users(id),
  role TEXT NOT NULL CHECK (role IN ('facilitator','delegate','contributor','commenter','observer','signatory')),
  organization_id TEXT REFERENCES organizations(id), title TEXT NOT NULL, joined_at TEXT NOT NULL, PRIMARY KEY (workspace_id, user_id)) STRICT;
CREATE INDEX members_user ON members(user_id);
CREATE TABLE journal (id INTEGER PRIMARY KEY, workspace_id TEXT NOT NULL, at TEXT NOT NULL, user_id TEXT NOT NULL, act TEXT NOT NULL,
  subject TEXT NOT NULL, detail_json TEXT NOT NULL) STRICT;
CREATE INDEX journal_workspace ON journal(workspace_id, id);

CREATE TABLE plans (id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspaces(id), created_at TEXT NOT NULL) STRICT;
CREATE TABLE plan_rooms (plan_id TEXT NOT NULL REFERENCES plans(id), epoch INTEGER NOT NULL, head_seq INTEGER NOT NULL, locked_seq INTEGER,
  PRIMARY KEY (plan_id, epoch)) STRICT;
CREATE TABLE plan_updates (plan_id TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL, user_id TEXT NOT NULL,
  received_at TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (plan_id, epoch, seq),
  FOREIGN KEY (plan_id, epoch) REFERENCES plan_rooms(plan_id, epoch)) STRICT;
CREATE TABLE plan_snapshots (plan_id TEXT NOT NULL, epoch INTEGER NOT NULL, upto_seq INTEGER NOT NULL, state BLOB NOT NULL, sha256 TEXT NOT NULL,
  created_at TEXT NOT NULL, PRIMARY KEY (plan_id, epoch, upto_seq), FOREIGN KEY (plan_id, epoch) REFERENCES plan_rooms(plan_id, epoch)) STRICT;
CREATE TABLE plan_clients (plan_id TEXT NOT NULL, epoch INTEGER NOT NULL, client_id INTEGER NOT NULL, user_id TEXT NOT NULL,
  PRIMARY KEY (plan_id, epoch, client_id)) STRICT;

CREATE TABLE threads (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), place_json TEXT NOT NULL, anchor_start TEXT, anchor_end TEXT,
  quote TEXT NOT NULL, created_by TEXT NOT NULL REFERENCES users(id), created_at TEXT NOT NULL) STRICT;
CREATE INDEX threads_plan ON threads(plan_id);
CREATE TABLE comments (id TEXT PRIMARY KEY, thread_id TEXT NOT NULL REFERENCES threads(id), author_id TEXT NOT NULL REFERENCES users(id),
  organization_id TEXT REFERENCES organizations(id), text TEXT NOT NULL, client_key TEXT NOT NULL, created_at TEXT NOT NULL,
  UNIQUE (author_id, client_key)) STRICT;
CREATE INDEX comments_thread ON comments(thread_id);
CREATE TABLE thread_states (id INTEGER PRIMARY KEY, thread_id TEXT NOT NULL REFERENCES threads(id),
  state TEXT NOT NULL CHECK (state IN ('open','resolved')), by_user TEXT NOT NULL REFERENCES users(id), at TEXT NOT NULL) STRICT;
CREATE INDEX thread_states_thread ON thread_states(thread_id, id);

CREATE TABLE polls (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), subject_kind TEXT NOT NULL CHECK (subject_kind IN ('plan','priority')),
  subject_id TEXT, subject_title TEXT NOT NULL, round INTEGER NOT NULL, question_fr TEXT NOT NULL, question_en TEXT NOT NULL, rule_json TEXT NOT NULL,
  text_json TEXT NOT NULL, text_hash TEXT NOT NULL, register_hash TEXT NOT NULL, record_json TEXT NOT NULL, opened_at TEXT NOT NULL,
  opened_by TEXT NOT NULL REFERENCES users(id), CHECK ((subject_kind = 'plan') = (subject_id IS NULL))) STRICT;
CREATE INDEX polls_plan ON polls(plan_id);
CREATE TABLE poll_register (poll_id TEXT NOT NULL REFERENCES polls(id), organization_id TEXT NOT NULL REFERENCES organizations(id), name TEXT NOT NULL,
  college TEXT NOT NULL, weight_num INTEGER NOT NULL, weight_den INTEGER NOT NULL CHECK (weight_den > 0), PRIMARY KEY (poll_id, organization_id)) STRICT;
CREATE TABLE ballots (id TEXT PRIMARY KEY, poll_id TEXT NOT NULL, organization_id TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('support','reserve','abstain','block')), reason TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('self','facilitated')), cast_by TEXT NOT NULL REFERENCES users(id), cast_by_name TEXT NOT NULL,
  text_hash TEXT NOT NULL, client_key TEXT NOT NULL, received_at TEXT NOT NULL, digest TEXT NOT NULL,
  UNIQUE (poll_id, organization_id), UNIQUE (poll_id, cast_by, client_key),
  FOREIGN KEY (poll_id, organization_id) REFERENCES poll_register(poll_id, organization_id)) STRICT;
CREATE TABLE poll_closings (poll_id TEXT PRIMARY KEY REFERENCES polls(id), closed_at TEXT NOT NULL, closed_by TEXT NOT NULL REFERENCES users(id),
  result_json TEXT NOT NULL, constat_json TEXT NOT NULL, constat_digest TEXT NOT NULL) STRICT;

CREATE TABLE versions (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), number INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  canonical_plan TEXT NOT NULL, plan_digest TEXT NOT NULL, version_json TEXT NOT NULL, version_digest TEXT NOT NULL, state BLOB NOT NULL,
  locked_at TEXT NOT NULL, locked_by TEXT NOT NULL REFERENCES users(id), UNIQUE (plan_id, number), UNIQUE (plan_id, epoch)) STRICT;

CREATE TABLE alliances (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL UNIQUE REFERENCES plans(id), title TEXT NOT NULL, created_at TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES users(id)) STRICT;
CREATE TABLE alliance_parties (id TEXT PRIMARY KEY, alliance_id TEXT NOT NULL REFERENCES alliances(id), name TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
CREATE TABLE alliance_signatories (id TEXT PRIMARY KEY, party_id TEXT NOT NULL REFERENCES alliance_parties(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id), name TEXT NOT NULL, capacity TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
CREATE TABLE signatures (signatory_id TEXT PRIMARY KEY REFERENCES alliance_signatories(id), alliance_id TEXT NOT NULL REFERENCES alliances(id),
  version_id TEXT NOT NULL REFERENCES versions(id), statement_json TEXT NOT NULL, statement_digest TEXT NOT NULL, credential_id TEXT NOT NULL,
  public_key BLOB NOT NULL, authenticator_data BLOB NOT NULL, client_data_json BLOB NOT NULL, signature BLOB NOT NULL, signed_at TEXT NOT NULL) STRICT;
CREATE TABLE alliance_conclusions (alliance_id TEXT PRIMARY KEY REFERENCES alliances(id), concluded_at TEXT NOT NULL) STRICT;
`

const insertedOnly = [
  'journal',
  'plan_updates',
  'thread_states',
  'polls',
  'poll_register',
  'ballots',
  'poll_closings',
  'versions',
  'signatures',
  'alliance_conclusions',
]

const closed = 'ballots: the poll is closed'

function sqliteTriggers(): string[] {
  return [
    ...insertedOnlyTriggers('sqlite', insertedOnly),
    `CREATE TRIGGER ballots_not_after_closing BEFORE INSERT ON ballots
     WHEN EXISTS (SELECT 1 FROM poll_closings WHERE poll_id = NEW.poll_id)
     BEGIN SELECT RAISE(ABORT, '${closed}'); END`,
  ]
}

function postgresTriggers(): string[] {
  return [
    `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$`,
    ...insertedOnlyTriggers('postgres', insertedOnly),
    `CREATE FUNCTION refuse_late_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF EXISTS (SELECT 1 FROM poll_closings WHERE poll_id = NEW.poll_id) THEN RAISE EXCEPTION '${closed}'; END IF;
       RETURN NEW;
     END $$`,
    `CREATE TRIGGER ballots_not_after_closing BEFORE INSERT ON ballots
     FOR EACH ROW EXECUTE FUNCTION refuse_late_ballot()`,
  ]
}

/** The migration. A ballot never enters a closed poll, and what was decided does not move, whatever the code above does. */
export function spine(engine: Engine): Migration {
  const triggers = engine === 'sqlite' ? sqliteTriggers() : postgresTriggers()
  const statements = [...inDialect(engine, strictTables), ...triggers]
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
