// The roll as organisations and mandates make it at an instant: seats, and who may hold each. Reads only.
// Called by meeting-rows (which turns its changes into events), by the views of a draft, by acts on polls held from afar.
import { sql, type Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { RollSeat, SeatPerson, Who } from '../../shared/meeting/events.ts'
import { type MandateRole, regionDay, runsOn } from '../../shared/meeting/mandate.ts'
import type { Tables } from '../db/tables.ts'

type Tx = Transaction<Tables>

/**
 * The seats of a workspace, sorted by id. A member whose role is delegate holds a delegate's mandate for their organisation; others by
 * a mandate that runs that day. Nobody who is no longer a member. `only` names the seats wanted: a single voice reads no whole roll.
 */
export async function rollOf(
  tx: Tx,
  workspaceId: string,
  at: Date,
  only?: readonly string[],
): Promise<RollSeat[]> {
  // Most of those who look speak for nobody.
  const rows = only?.length === 0 ? [] : await rowsOf(tx, workspaceId, only)
  const day = regionDay(at)
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((mine) => {
    const { id, name, college, kind, voting_right } = mine[0]!
    const accredited = mine.flatMap((row) => accreditedIn(row, day))
    return {
      seatId: id,
      name: cleanText(name),
      college,
      kind,
      right: voting_right,
      people: holdersOf(accredited),
      support: supportOf(accredited),
    }
  })
}

/** In one statement: it is asked at every look at a poll. A row for each accreditation; one without, for an organisation that has none. */
function rowsOf(tx: Tx, workspaceId: string, only: readonly string[] | undefined) {
  const byRole = tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['users.id as user_id', 'users.name as person', sql<string>`organization_id`.as('seat_id')])
    .select([sql<MandateRole>`'delegate'`.as('role'), sql<number>`0`.as('rank')])
    .select([sql<string | null>`NULL`.as('from_day'), sql<string | null>`NULL`.as('to_day')])
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'delegate')
    .where('organization_id', 'is not', null)
    .$if(only !== undefined, (query) => query.where('members.organization_id', 'in', [...only!]))
  const byMandate = tx
    .selectFrom('mandates')
    .innerJoin('users', 'users.id', 'mandates.user_id')
    .innerJoin('organizations', 'organizations.id', 'mandates.organization_id')
    .innerJoin('members', (join) =>
      join
        .onRef('members.user_id', '=', 'mandates.user_id')
        .onRef('members.workspace_id', '=', 'organizations.workspace_id'),
    )
    .select(['users.id as user_id', 'users.name as person', 'mandates.organization_id as seat_id'])
    .select(['mandates.role', 'rank', 'from_day', 'to_day'])
    .where('organizations.workspace_id', '=', workspaceId)
    .where('mandates.ended_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('mandates.organization_id', 'in', [...only!]))
  return tx
    .selectFrom('organizations')
    .leftJoin(byRole.unionAll(byMandate).as('accredited'), 'accredited.seat_id', 'organizations.id')
    .select(['organizations.id', 'organizations.name', 'college', 'kind', 'voting_right'])
    .select(['user_id', 'person', 'role', 'rank', 'from_day', 'to_day'])
    .where('workspace_id', '=', workspaceId)
    .$if(only !== undefined, (query) => query.where('organizations.id', 'in', [...only!]))
    .orderBy('organizations.id')
    .execute()
}

interface Accredited extends Who {
  readonly role: 'delegate' | 'alternate' | 'support'
  readonly rank: number
}

function accreditedIn(row: Awaited<ReturnType<typeof rowsOf>>[number], day: string): Accredited[] {
  const { user_id: userId, person, role, rank, from_day: from, to_day: to } = row
  if (userId === null || role === null || role === 'signatory') return []
  // Whose role is delegate has no term.
  const runs = from === null || runsOn({ from, to, endedAt: null }, day)
  return runs ? [{ userId, name: cleanText(person!), role, rank: rank! }] : []
}

/** Each person once, with their best rank; delegates before alternates, then in an order that never depends on the database. */
function holdersOf(accredited: readonly Accredited[]): SeatPerson[] {
  const byPerson = new Map<string, SeatPerson>()
  for (const { userId, name, role, rank } of accredited) {
    if (role === 'support') continue
    const known = byPerson.get(userId)
    if (!known || rank < known.rank) byPerson.set(userId, { userId, name, as: role, rank })
  }
  return [...byPerson.values()].sort((a, b) => a.rank - b.rank || compareText(a.userId, b.userId))
}

function supportOf(accredited: readonly Accredited[]): Who[] {
  return accredited
    .filter(({ role }) => role === 'support')
    .map(({ userId, name }) => ({ userId, name }))
    .sort((a, b) => compareText(a.userId, b.userId))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
