// What the two databases say differently: types, and the triggers that keep inserted rows as they are. Called by the migrations.

export type Engine = 'sqlite' | 'postgres'

/**
 * In PostgreSQL's words. Any number of ours may need 64 bits; text compares byte by byte, as in SQLite and as registers and
 * canonical texts are sorted, whatever the language of the machine.
 */
function inPostgres(statement: string): string {
  return statement
    .replace(/\bid INTEGER PRIMARY KEY\b/, 'id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY')
    .replace(/\bINTEGER\b/g, 'BIGINT')
    .replace(/\bBLOB\b/g, 'BYTEA')
    .replace(/\bTEXT\b/g, 'TEXT COLLATE "C"')
    .replace(/\) STRICT(, WITHOUT ROWID)?\s*$/, ')')
}

/** What a trigger says of a row that may not change. */
export const unmoved = (table: string) => `${table}: what was decided does not move`

/** Statements written once, as SQLite reads them, in the words of an engine. */
export function inDialect(engine: Engine, statements: string): string[] {
  const parts = statements.split(';').filter((text) => text.trim() !== '')
  return engine === 'sqlite' ? parts : parts.map(inPostgres)
}

/** Triggers that refuse any change of a table's rows. On PostgreSQL they call refuse_change, made by the first migration. */
export function insertedOnlyTriggers(engine: Engine, tables: readonly string[]): string[] {
  // TRUNCATE passes by the triggers of rows.
  const verbs = engine === 'sqlite' ? ['UPDATE', 'DELETE'] : ['UPDATE', 'DELETE', 'TRUNCATE']
  return tables.flatMap((table) =>
    verbs.map((verb) => {
      const trigger = `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} `
      if (engine === 'sqlite') return `${trigger}BEGIN SELECT RAISE(ABORT, '${unmoved(table)}'); END`
      const each = verb === 'TRUNCATE' ? 'STATEMENT' : 'ROW'
      return `${trigger}FOR EACH ${each} EXECUTE FUNCTION refuse_change('${unmoved(table)}')`
    }),
  )
}
