// Amendments, an Alliance for each version in rounds, what else than a passkey may be said in it, and named checkpoints of the text.
// Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers } from './dialects.ts'

/** One Alliance a plan becomes one a version and round. Those in use are of the version they were signed on, or else of the first. */
const wider = `
CREATE TABLE alliances_wider (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), title TEXT NOT NULL, created_at TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES users(id), version_number INTEGER NOT NULL CHECK (version_number > 0), round INTEGER NOT NULL CHECK (round > 0),
  ordered INTEGER NOT NULL CHECK (ordered IN (0,1)), needs_adoptions INTEGER NOT NULL CHECK (needs_adoptions IN (0,1)),
  UNIQUE (plan_id, version_number, round)) STRICT
`
const signedNumber = `COALESCE((SELECT MIN(versions.number) FROM signatures JOIN versions ON versions.id = signatures.version_id
  WHERE signatures.alliance_id = alliances.id), 1)`

const tables = `
CREATE TABLE alliance_files (id TEXT PRIMARY KEY, alliance_id TEXT NOT NULL REFERENCES alliances(id), type TEXT NOT NULL, bytes BLOB NOT NULL,
  sha256 TEXT NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL REFERENCES users(id)) STRICT;
CREATE INDEX alliance_files_alliance ON alliance_files(alliance_id);
CREATE TABLE signatory_evidence (signatory_id TEXT PRIMARY KEY REFERENCES alliance_signatories(id) ON DELETE CASCADE,
  file_id TEXT NOT NULL REFERENCES alliance_files(id)) STRICT;
CREATE TABLE alliance_bases (alliance_id TEXT PRIMARY KEY REFERENCES alliances(id), version_id TEXT NOT NULL REFERENCES versions(id),
  bytes BLOB NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE alliance_endings (alliance_id TEXT PRIMARY KEY REFERENCES alliances(id), why TEXT NOT NULL CHECK (why IN ('declined','amended')),
  at TEXT NOT NULL, by_user TEXT NOT NULL REFERENCES users(id)) STRICT;
CREATE TABLE alliance_declines (signatory_id TEXT PRIMARY KEY REFERENCES alliance_signatories(id), alliance_id TEXT NOT NULL REFERENCES alliances(id),
  version_id TEXT NOT NULL REFERENCES versions(id), reason TEXT NOT NULL, at TEXT NOT NULL, by_user TEXT NOT NULL REFERENCES users(id)) STRICT;
CREATE TABLE alliance_adoptions (id TEXT PRIMARY KEY, alliance_id TEXT NOT NULL REFERENCES alliances(id),
  party_id TEXT NOT NULL REFERENCES alliance_parties(id), version_id TEXT NOT NULL REFERENCES versions(id), file_id TEXT NOT NULL REFERENCES alliance_files(id),
  record_json TEXT NOT NULL, digest TEXT NOT NULL, filed_at TEXT NOT NULL, filed_by TEXT NOT NULL REFERENCES users(id)) STRICT;
CREATE INDEX alliance_adoptions_alliance ON alliance_adoptions(alliance_id);
CREATE TABLE outside_signatures (id TEXT PRIMARY KEY, alliance_id TEXT NOT NULL REFERENCES alliances(id),
  signatory_id TEXT NOT NULL REFERENCES alliance_signatories(id), version_id TEXT NOT NULL REFERENCES versions(id),
  kind TEXT NOT NULL CHECK (kind IN ('paper','pades')), file_id TEXT NOT NULL REFERENCES alliance_files(id), signed_day TEXT NOT NULL,
  base_digest TEXT NOT NULL, record_json TEXT NOT NULL, digest TEXT NOT NULL, recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL REFERENCES users(id), recorded_by_name TEXT NOT NULL) STRICT;
CREATE INDEX outside_signatures_alliance ON outside_signatures(alliance_id);
CREATE TABLE outside_answers (outside_id TEXT PRIMARY KEY REFERENCES outside_signatures(id), answer TEXT NOT NULL CHECK (answer IN ('confirmed','contested')),
  reason TEXT NOT NULL, at TEXT NOT NULL, by_user TEXT NOT NULL REFERENCES users(id), by_name TEXT NOT NULL,
  organization_id TEXT NOT NULL REFERENCES organizations(id), organization_name TEXT NOT NULL) STRICT;

CREATE TABLE amendments (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), number INTEGER NOT NULL CHECK (number > 0),
  from_version TEXT NOT NULL REFERENCES versions(id), epoch INTEGER NOT NULL, record_json TEXT NOT NULL, digest TEXT NOT NULL, opened_at TEXT NOT NULL,
  opened_by TEXT NOT NULL REFERENCES users(id), UNIQUE (plan_id, number), UNIQUE (plan_id, epoch)) STRICT;
CREATE TABLE plan_marks (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), epoch INTEGER NOT NULL, seq INTEGER NOT NULL, label TEXT NOT NULL,
  canonical_plan TEXT NOT NULL, plan_digest TEXT NOT NULL, contributors_json TEXT NOT NULL, created_at TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES users(id), created_by_name TEXT NOT NULL, client_key TEXT NOT NULL, UNIQUE (created_by, client_key)) STRICT;
CREATE INDEX plan_marks_plan ON plan_marks(plan_id)
`

const columns = [
  `ALTER TABLE alliance_signatories ADD COLUMN mandate TEXT NOT NULL DEFAULT ''`,
  // The address that was signed on, where no passkey tells it.
  'ALTER TABLE alliance_conclusions ADD COLUMN origin TEXT',
]

const insertedOnly = [
  'alliance_files',
  'alliance_bases',
  'alliance_endings',
  'alliance_declines',
  'alliance_adoptions',
  'outside_signatures',
  'outside_answers',
  'amendments',
  'plan_marks',
]

/** Nothing enters an Alliance that is over, whatever the code above does. */
const ended = `alliances: this round has ended`
function timely(engine: Engine): string[] {
  if (engine === 'sqlite') {
    return ['signatures', 'outside_signatures', 'alliance_declines'].map(
      (table) => `CREATE TRIGGER ${table}_not_after_ending BEFORE INSERT ON ${table}
       WHEN EXISTS (SELECT 1 FROM alliance_endings WHERE alliance_id = NEW.alliance_id)
       BEGIN SELECT RAISE(ABORT, '${ended}'); END`,
    )
  }
  return [
    `CREATE FUNCTION refuse_after_ending() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF EXISTS (SELECT 1 FROM alliance_endings WHERE alliance_id = NEW.alliance_id) THEN RAISE EXCEPTION '${ended}'; END IF;
       RETURN NEW;
     END $$`,
    ...['signatures', 'outside_signatures', 'alliance_declines'].map(
      (table) => `CREATE TRIGGER ${table}_not_after_ending BEFORE INSERT ON ${table}
       FOR EACH ROW EXECUTE FUNCTION refuse_after_ending()`,
    ),
  ]
}

async function inSqlite(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  // SQLite heeds this outside a transaction only; without it, dropping the old table would count as losing every row's parent.
  await run('PRAGMA foreign_keys = OFF')
  try {
    await run('BEGIN IMMEDIATE')
    try {
      await run(wider)
      await run(`INSERT INTO alliances_wider (id, plan_id, title, created_at, created_by, version_number, round, ordered, needs_adoptions)
        SELECT id, plan_id, title, created_at, created_by, ${signedNumber}, 1, 0, 0 FROM alliances`)
      await run('DROP TABLE alliances')
      await run('ALTER TABLE alliances_wider RENAME TO alliances')
      for (const statement of [...columns, ...inDialect('sqlite', tables)]) await run(statement)
      for (const statement of insertedOnlyTriggers('sqlite', insertedOnly)) await run(statement)
      for (const statement of timely('sqlite')) await run(statement)
      const { rows } = await run('PRAGMA foreign_key_check')
      if (rows.length > 0) throw new Error('bug: a row lost its parent')
      await run('COMMIT')
    } catch (error) {
      await run('ROLLBACK')
      throw error
    }
  } finally {
    await run('PRAGMA foreign_keys = ON')
  }
}

function postgresStatements(): string[] {
  const added = ['version_number', 'round', 'ordered', 'needs_adoptions']
  return [
    // Named by PostgreSQL as it made it from the first schema.
    'ALTER TABLE alliances DROP CONSTRAINT alliances_plan_id_key',
    ...added.map((column) => `ALTER TABLE alliances ADD COLUMN ${column} BIGINT`),
    `UPDATE alliances SET round = 1, ordered = 0, needs_adoptions = 0, version_number = ${signedNumber}`,
    ...added.map((column) => `ALTER TABLE alliances ALTER COLUMN ${column} SET NOT NULL`),
    'ALTER TABLE alliances ADD CHECK (version_number > 0 AND round > 0 AND ordered IN (0,1) AND needs_adoptions IN (0,1))',
    'ALTER TABLE alliances ADD UNIQUE (plan_id, version_number, round)',
    ...columns.flatMap((column) => inDialect('postgres', column)),
    ...inDialect('postgres', tables),
    ...insertedOnlyTriggers('postgres', insertedOnly),
    ...timely('postgres'),
  ]
}

/** The migration. What was signed keeps its rows as they were. */
export function amendments(engine: Engine): Migration {
  return {
    async up(db: Kysely<unknown>) {
      if (engine === 'sqlite') return inSqlite(db)
      for (const statement of postgresStatements()) await sql.raw(statement).execute(db)
    },
  }
}
