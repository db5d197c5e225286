// Consultative seats that were asked after the opening of an additive poll: when, and by whom, beside the seat. None once the poll is over.
// Forward only, both databases. Called by connect.ts.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from './dialects.ts'

const over = 'consultative_seats: the poll is closed'

/** On PostgreSQL by the function that migration 003 made. */
function whileOpen(engine: Engine): string {
  if (engine === 'postgres')
    return `CREATE TRIGGER consultative_seats_while_open BEFORE INSERT ON consultative_seats
      FOR EACH ROW EXECUTE FUNCTION refuse_when_over('${over}')`
  return `CREATE TRIGGER consultative_seats_insert_while_open BEFORE INSERT ON consultative_seats
    WHEN EXISTS (SELECT 1 FROM poll_closings WHERE poll_id = NEW.poll_id)
      OR EXISTS (SELECT 1 FROM poll_addenda WHERE poll_id = NEW.poll_id AND kind = 'annulled')
    BEGIN SELECT RAISE(ABORT, '${over}'); END`
}

export function lateAdvice(engine: Engine): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw('ALTER TABLE consultative_seats ADD COLUMN joined_json TEXT').execute(db)
      await sql.raw(whileOpen(engine)).execute(db)
    },
  }
}
