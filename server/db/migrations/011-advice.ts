// Consultative voices: seats and voices of their own tables, so that no query of a register or of a count can meet one. Forward only, both
// databases. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Engine, inDialect, insertedOnlyTriggers } from './dialects.ts'

const tables = `
CREATE TABLE consultative_seats (poll_id TEXT NOT NULL REFERENCES polls(id), seat_id TEXT NOT NULL REFERENCES organizations(id), seat_json TEXT NOT NULL,
  PRIMARY KEY (poll_id, seat_id)) STRICT;
CREATE TABLE consultative_voices (id TEXT PRIMARY KEY, poll_id TEXT NOT NULL, seat_id TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision > 0), value_json TEXT NOT NULL, reason TEXT NOT NULL,
  cast_by TEXT NOT NULL REFERENCES users(id), cast_by_name TEXT NOT NULL, text_hash TEXT NOT NULL, client_key TEXT NOT NULL, received_at TEXT NOT NULL,
  digest TEXT NOT NULL, FOREIGN KEY (poll_id, seat_id) REFERENCES consultative_seats(poll_id, seat_id),
  UNIQUE (poll_id, seat_id, revision), UNIQUE (poll_id, cast_by, client_key)) STRICT;
`
const own = ['consultative_seats', 'consultative_voices']
const over = 'consultative_voices: the poll is closed'

/** As for the voices that count: none enters once the poll is over. On PostgreSQL by the function that migration 003 made. */
function whileOpen(engine: Engine): string {
  if (engine === 'postgres')
    return `CREATE TRIGGER consultative_voices_while_open BEFORE INSERT ON consultative_voices
      FOR EACH ROW EXECUTE FUNCTION refuse_when_over('${over}')`
  return `CREATE TRIGGER consultative_voices_insert_while_open BEFORE INSERT ON consultative_voices
    WHEN EXISTS (SELECT 1 FROM poll_closings WHERE poll_id = NEW.poll_id)
      OR EXISTS (SELECT 1 FROM poll_addenda WHERE poll_id = NEW.poll_id AND kind = 'annulled')
    BEGIN SELECT RAISE(ABORT, '${over}'); END`
}

export function advice(engine: Engine): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        ...inDialect(engine, tables),
        ...insertedOnlyTriggers(engine, own),
        whileOpen(engine),
      ]
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
