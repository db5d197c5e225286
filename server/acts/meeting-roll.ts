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
  const organizations = await tx
    .selectFrom('organizations')
    .select(['id', 'name', 'college', 'kind', 'voting_right'])
    .where('workspace_id', '=', workspaceId)
    .$if(only !== undefined, (query) => query.where('id', 'in', idsIn(only)))
    .orderBy('id')
    .execute()
  const accredited = await accreditedOf(tx, workspaceId, regionDay(at), only)
  return organizations.map(({ id, name, college, kind, voting_right }) => {
    const mine = accredited.filter(({ organizationId }) => organizationId === id)
    return {
      seatId: id,
      name: cleanText(name),
      college,
      kind,
      right: voting_right,
      people: holdersOf(mine),
      support: supportOf(mine),
    }
  })
}

interface Accredited extends Who {
  readonly organizationId: string
  readonly role: 'delegate' | 'alternate' | 'support'
  readonly rank: number
}

/** A list that SQL takes, also when it is empty. */
function idsIn(only: readonly string[] | undefined): string[] {
  return only && only.length > 0 ? [...only] : ['']
}

async function accreditedOf(
  tx: Tx,
  workspaceId: string,
  day: string,
  only: readonly string[] | undefined,
): Promise<Accredited[]> {
  const byRole = tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['users.id', 'users.name', sql<string>`organization_id`.as('organization_id')])
    .select([sql<MandateRole>`'delegate'`.as('role'), sql<number>`0`.as('rank')])
    .select([sql<string | null>`NULL`.as('from_day'), sql<string | null>`NULL`.as('to_day')])
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'delegate')
    .where('organization_id', 'is not', null)
    .$if(only !== undefined, (query) => query.where('organization_id', 'in', idsIn(only)))
  const byMandate = tx
    .selectFrom('mandates')
    .innerJoin('users', 'users.id', 'mandates.user_id')
    .innerJoin('organizations', 'organizations.id', 'mandates.organization_id')
    .innerJoin('members', (join) =>
      join
        .onRef('members.user_id', '=', 'mandates.user_id')
        .onRef('members.workspace_id', '=', 'organizations.workspace_id'),
    )
    .select(['users.id', 'users.name', 'mandates.organization_id', 'mandates.role', 'rank'])
    .select(['from_day', 'to_day'])
    .where('organizations.workspace_id', '=', workspaceId)
    .where('mandates.ended_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('mandates.organization_id', 'in', idsIn(only)))
  const rows = await byRole.unionAll(byMandate).execute()
  return rows.flatMap(({ id, name, organization_id, role, rank, from_day: from, to_day: to }) => {
    // Whose role is delegate has no term.
    const runs = from === null || runsOn({ from, to, endedAt: null }, day)
    if (!runs || role === 'signatory') return []
    return [{ userId: id, name: cleanText(name), organizationId: organization_id, role, rank }]
  })
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
