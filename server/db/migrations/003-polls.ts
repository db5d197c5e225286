// Polls of the second form: any method, any subject, voices that may be cast again, secret ones that nothing ties to their voter,
// objections with a life, addenda. Forward only, both databases. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers, unmoved } from './dialects.ts'

/** SQLite cannot widen a CHECK: there `polls` is made anew, with what it lacks, and takes the rows and the name of the old one. */
const pollsTable = `
CREATE TABLE polls_wider (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id),
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('plan','priority','passage','allocation','question')),
  subject_id TEXT, subject_title TEXT NOT NULL, round INTEGER NOT NULL, question_fr TEXT NOT NULL, question_en TEXT NOT NULL, rule_json TEXT NOT NULL,
  text_json TEXT NOT NULL, text_hash TEXT NOT NULL, register_hash TEXT NOT NULL, record_json TEXT NOT NULL, opened_at TEXT NOT NULL,
  opened_by TEXT NOT NULL REFERENCES users(id),
  form INTEGER NOT NULL DEFAULT 1 CHECK (form IN (1,2)), secrecy TEXT NOT NULL DEFAULT 'open' CHECK (secrecy IN ('open','sealed','secret')),
  closes_at TEXT, follows TEXT REFERENCES polls_wider(id), meeting_id TEXT, item_id TEXT, client_key TEXT,
  CHECK ((subject_kind = 'priority') = (subject_id IS NOT NULL)), CHECK (form = 2 OR subject_kind IN ('plan','priority'))) STRICT`

const columns = [
  'form INTEGER NOT NULL DEFAULT 1 CHECK (form IN (1,2))',
  "secrecy TEXT NOT NULL DEFAULT 'open' CHECK (secrecy IN ('open','sealed','secret'))",
  'closes_at TEXT',
  'follows TEXT REFERENCES polls(id)',
  'meeting_id TEXT',
  'item_id TEXT',
  'client_key TEXT',
]

/** The seat as it was fixed, and its record as canonical text. */
const registerColumns = ['seat_json TEXT']

const tables = `
CREATE UNIQUE INDEX polls_key ON polls(opened_by, client_key);
CREATE TABLE poll_drafts (id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), draft_json TEXT NOT NULL, revision INTEGER NOT NULL,
  changed_at TEXT NOT NULL, changed_by TEXT NOT NULL REFERENCES users(id)) STRICT;
CREATE INDEX poll_drafts_plan ON poll_drafts(plan_id);
CREATE TABLE register_changes (poll_id TEXT NOT NULL REFERENCES polls(id), seq INTEGER NOT NULL, seat_id TEXT NOT NULL REFERENCES organizations(id),
  change_json TEXT NOT NULL, by_user TEXT NOT NULL REFERENCES users(id), PRIMARY KEY (poll_id, seq)) STRICT;
CREATE TABLE voices (id TEXT PRIMARY KEY, poll_id TEXT NOT NULL REFERENCES polls(id), seat_id TEXT NOT NULL REFERENCES organizations(id),
  revision INTEGER NOT NULL CHECK (revision > 0), value_json TEXT NOT NULL, reason TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('self','proxy','facilitated','paper')), cast_by TEXT NOT NULL REFERENCES users(id), cast_by_name TEXT NOT NULL,
  proxy_seat TEXT, second_teller TEXT, text_hash TEXT NOT NULL, client_key TEXT NOT NULL, received_at TEXT NOT NULL, digest TEXT NOT NULL,
  UNIQUE (poll_id, seat_id, revision), UNIQUE (poll_id, cast_by, client_key)) STRICT;
CREATE TABLE voice_answers (voice_id TEXT NOT NULL REFERENCES voices(id), answer TEXT NOT NULL CHECK (answer IN ('reread','confirmed','contested')),
  by_user TEXT NOT NULL REFERENCES users(id), by_name TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (voice_id, answer)) STRICT;
CREATE TABLE secret_roll (poll_id TEXT NOT NULL REFERENCES polls(id), seat_id TEXT NOT NULL REFERENCES organizations(id),
  channel TEXT NOT NULL CHECK (channel IN ('self','proxy','paper')), cast_by TEXT NOT NULL REFERENCES users(id), cast_by_name TEXT NOT NULL,
  client_key TEXT NOT NULL, received_at TEXT NOT NULL, digest TEXT NOT NULL,
  PRIMARY KEY (poll_id, seat_id), UNIQUE (poll_id, cast_by, client_key)) STRICT;
CREATE TABLE secret_values (poll_id TEXT NOT NULL REFERENCES polls(id), value_json TEXT NOT NULL, count INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (poll_id, value_json)) STRICT, WITHOUT ROWID;
CREATE TABLE paper_sets (id TEXT PRIMARY KEY, poll_id TEXT NOT NULL REFERENCES polls(id), seats_json TEXT NOT NULL, papers_json TEXT NOT NULL,
  text_hash TEXT NOT NULL, written_by TEXT NOT NULL REFERENCES users(id), written_by_name TEXT NOT NULL, second_teller TEXT NOT NULL REFERENCES users(id), client_key TEXT NOT NULL, written_at TEXT NOT NULL,
  UNIQUE (poll_id, written_by, client_key)) STRICT;
CREATE TABLE paper_settlements (set_id TEXT PRIMARY KEY REFERENCES paper_sets(id), accepted INTEGER NOT NULL CHECK (accepted IN (0,1)),
  by_user TEXT NOT NULL REFERENCES users(id), by_name TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE poll_addenda (id TEXT PRIMARY KEY, poll_id TEXT NOT NULL REFERENCES polls(id), seq INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('proclaimed','annulled','annotation','correction')), record_json TEXT NOT NULL, digest TEXT NOT NULL,
  at TEXT NOT NULL, by_user TEXT NOT NULL REFERENCES users(id), client_key TEXT NOT NULL,
  UNIQUE (poll_id, seq), UNIQUE (poll_id, by_user, client_key)) STRICT;
CREATE TABLE objections (id TEXT PRIMARY KEY, poll_id TEXT NOT NULL REFERENCES polls(id), seat_id TEXT NOT NULL REFERENCES organizations(id),
  seat_name TEXT NOT NULL, level TEXT NOT NULL CHECK (level IN ('concern','standAside','block')), argument TEXT NOT NULL, proposed_change TEXT,
  raised_by TEXT NOT NULL REFERENCES users(id), raised_by_name TEXT NOT NULL, raised_at TEXT NOT NULL, client_key TEXT NOT NULL,
  UNIQUE (poll_id, raised_by, client_key)) STRICT;
CREATE TABLE objection_steps (objection_id TEXT NOT NULL REFERENCES objections(id), seq INTEGER NOT NULL,
  move TEXT NOT NULL CHECK (move IN ('answer','integrate','withdraw','maintain','overrule')), state TEXT NOT NULL, words TEXT NOT NULL, text_hash TEXT,
  by_user TEXT NOT NULL REFERENCES users(id), by_name TEXT NOT NULL, at TEXT NOT NULL, client_key TEXT NOT NULL,
  PRIMARY KEY (objection_id, seq), UNIQUE (objection_id, by_user, client_key)) STRICT;
`

const insertedOnly = [
  'register_changes',
  'voices',
  'voice_answers',
  'secret_roll',
  'paper_sets',
  'paper_settlements',
  'poll_addenda',
  'objections',
  'objection_steps',
]
/** What no closed or annulled poll takes in any more. The counts of a secret poll neither grow nor shrink then. */
const whileOpen = ['voices', 'secret_roll', 'secret_values', 'register_changes']
const over = (table: string) => `${table}: the poll is closed`

function inSqlite(): string[] {
  const fixed = insertedOnlyTriggers('sqlite', insertedOnly)
  const timely = whileOpen.flatMap((table) =>
    (table === 'secret_values' ? ['INSERT', 'DELETE'] : ['INSERT']).map((verb) => {
      const row = verb === 'INSERT' ? 'NEW' : 'OLD'
      return `CREATE TRIGGER ${table}_${verb.toLowerCase()}_while_open BEFORE ${verb} ON ${table}
       WHEN EXISTS (SELECT 1 FROM poll_closings WHERE poll_id = ${row}.poll_id)
         OR EXISTS (SELECT 1 FROM poll_addenda WHERE poll_id = ${row}.poll_id AND kind = 'annulled')
       BEGIN SELECT RAISE(ABORT, '${over(table)}'); END`
    }),
  )
  const whole = `CREATE TRIGGER secret_values_no_update BEFORE UPDATE ON secret_values
    BEGIN SELECT RAISE(ABORT, '${unmoved('secret_values')}'); END`
  return [...fixed, ...timely, whole]
}

/** The old table's own guards, and those that name it, go before it does and come back with the new one. */
async function widenInSqlite(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  const kept = `id, plan_id, subject_kind, subject_id, subject_title, round, question_fr, question_en, rule_json, text_json, text_hash,
    register_hash, record_json, opened_at, opened_by`
  // SQLite heeds this outside a transaction only; without it, dropping the old table would count as losing every row's parent.
  await run('PRAGMA foreign_keys = OFF')
  try {
    await run('BEGIN IMMEDIATE')
    try {
      await run(pollsTable)
      await run(`INSERT INTO polls_wider (${kept}) SELECT ${kept} FROM polls`)
      await run('DROP TABLE polls')
      await run('ALTER TABLE polls_wider RENAME TO polls')
      await run('CREATE INDEX polls_plan ON polls(plan_id)')
      for (const statement of insertedOnlyTriggers('sqlite', ['polls'])) await run(statement)
      for (const column of registerColumns) await run(`ALTER TABLE poll_register ADD COLUMN ${column}`)
      for (const statement of inDialect('sqlite', tables)) await run(statement)
      for (const statement of inSqlite()) await run(statement)
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
  const add = (table: string, list: readonly string[]) =>
    list.flatMap((column) => inDialect('postgres', `ALTER TABLE ${table} ADD COLUMN ${column}`))
  const timely = whileOpen.map(
    (table) =>
      `CREATE TRIGGER ${table}_while_open BEFORE INSERT${table === 'secret_values' ? ' OR DELETE' : ''} ON ${table}
       FOR EACH ROW EXECUTE FUNCTION refuse_when_over('${over(table)}')`,
  )
  return [
    // Named by PostgreSQL as it made them from the first schema.
    'ALTER TABLE polls DROP CONSTRAINT polls_subject_kind_check',
    'ALTER TABLE polls DROP CONSTRAINT polls_check',
    ...add('polls', columns),
    `ALTER TABLE polls ADD CHECK (subject_kind IN ('plan','priority','passage','allocation','question'))`,
    `ALTER TABLE polls ADD CHECK ((subject_kind = 'priority') = (subject_id IS NOT NULL))`,
    `ALTER TABLE polls ADD CHECK (form = 2 OR subject_kind IN ('plan','priority'))`,
    ...add('poll_register', registerColumns),
    ...inDialect('postgres', tables),
    ...insertedOnlyTriggers('postgres', insertedOnly),
    `CREATE FUNCTION refuse_when_over() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE poll TEXT;
     BEGIN
       poll := CASE WHEN TG_OP = 'DELETE' THEN OLD.poll_id ELSE NEW.poll_id END;
       IF EXISTS (SELECT 1 FROM poll_closings WHERE poll_id = poll)
         OR EXISTS (SELECT 1 FROM poll_addenda WHERE poll_id = poll AND kind = 'annulled')
       THEN RAISE EXCEPTION '%', TG_ARGV[0]; END IF;
       IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
       RETURN NEW;
     END $$`,
    ...timely,
    `CREATE TRIGGER secret_values_no_update BEFORE UPDATE ON secret_values
     FOR EACH ROW EXECUTE FUNCTION refuse_change('${unmoved('secret_values')}')`,
  ]
}

/** The migration. Nothing that was decided moves: earlier polls keep their rows as they were. */
export function votes(engine: Engine): Migration {
  return {
    async up(db: Kysely<unknown>) {
      if (engine === 'sqlite') return widenInSqlite(db)
      for (const statement of postgresStatements()) await sql.raw(statement).execute(db)
    },
  }
}
