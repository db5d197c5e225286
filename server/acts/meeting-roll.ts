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
  const bySeat = Map.groupBy(rows, ({ seat_id }) => seat_id)
  return rows
    .filter(({ role }) => role === null)
    .sort((a, b) => compareText(a.seat_id, b.seat_id))
    .map(({ seat_id: seatId, name, college, kind, voting_right }) => {
      const accredited = bySeat.get(seatId)!.flatMap((row) => accreditedIn(row, day))
      return {
        seatId,
        name: cleanText(name),
        college: college!,
        kind: kind!,
        right: voting_right!,
        people: holdersOf(accredited),
        support: supportOf(accredited),
      }
    })
}

interface RollRow {
  readonly seat_id: string
  readonly name: string
  readonly college: RollSeat['college'] | null
  readonly kind: RollSeat['kind'] | null
  readonly voting_right: RollSeat['right'] | null
  readonly user_id: string | null
  readonly role: MandateRole | null
  readonly rank: number
  readonly from_day: string | null
  readonly to_day: string | null
}

/** A row for each seat, under its own name and without a role; one for each person accredited for it, under theirs. One statement: it is asked at every look. */
async function rowsOf(tx: Tx, workspaceId: string, only: readonly string[] | undefined): Promise<RollRow[]> {
  const wanted = (column: string) => (only ? sql`AND ${sql.ref(column)} IN (${sql.join([...only])})` : sql``)
  const { rows } = await sql<RollRow>`
    SELECT id AS seat_id, name, college, kind, voting_right, NULL AS user_id, NULL AS role, 0 AS rank, NULL AS from_day, NULL AS to_day
      FROM organizations WHERE workspace_id = ${workspaceId} ${wanted('id')}
    UNION ALL SELECT members.organization_id, users.name, NULL, NULL, NULL, users.id, 'delegate', 0, NULL, NULL
      FROM members JOIN users ON users.id = members.user_id
      WHERE members.workspace_id = ${workspaceId} AND members.role = 'delegate' AND members.organization_id IS NOT NULL
        ${wanted('members.organization_id')}
    UNION ALL SELECT mandates.organization_id, users.name, NULL, NULL, NULL, users.id, mandates.role, mandates.rank, from_day, to_day
      FROM mandates JOIN users ON users.id = mandates.user_id
        JOIN organizations ON organizations.id = mandates.organization_id
        JOIN members ON members.user_id = mandates.user_id AND members.workspace_id = organizations.workspace_id
      WHERE organizations.workspace_id = ${workspaceId} AND mandates.ended_at IS NULL
        ${wanted('mandates.organization_id')}`.execute(tx)
  return rows
}

interface Accredited extends Who {
  readonly role: 'delegate' | 'alternate' | 'support'
  readonly rank: number
}

function accreditedIn(row: RollRow, day: string): Accredited[] {
  const { user_id: userId, name, role, rank, from_day: from, to_day: to } = row
  if (userId === null || role === null || role === 'signatory') return []
  // Whose role is delegate has no term.
  const runs = from === null || runsOn({ from, to, endedAt: null }, day)
  return runs ? [{ userId, name: cleanText(name), role, rank }] : []
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
