// What the database says of the plans that are open here and of the people in them: asked every look, so each is one query for all.
// Built by sync/rooms.ts for others.ts, which holds it against what hints have told.
import type { Kysely } from 'kysely'
import { type Capability, capabilityOf } from '../../shared/roles.ts'
import type { Tables } from './tables.ts'

/** Fits Standing of others.ts. */
export function readStanding(db: Kysely<Tables>, now: () => Date) {
  return {
    async lastActs(planIds: readonly string[]): Promise<Map<string, number>> {
      const rows = await db
        .selectFrom('plans')
        .select((eb) => [
          'plans.id',
          eb
            .selectFrom('journal')
            .whereRef('journal.workspace_id', '=', 'plans.workspace_id')
            .select((one) => one.fn.max('journal.id').as('last'))
            .as('last'),
        ])
        .where('plans.id', 'in', [...planIds])
        .execute()
      return new Map(rows.map(({ id, last }) => [id, Number(last ?? 0)]))
    },
    async capabilities(planIds: readonly string[]): Promise<Map<string, Map<string, Capability>>> {
      const rows = await db
        .selectFrom('members')
        .innerJoin('plans', 'plans.workspace_id', 'members.workspace_id')
        .select(['plans.id', 'user_id', 'role'])
        .where('plans.id', 'in', [...planIds])
        .execute()
      const plans = new Map(planIds.map((id) => [id, new Map<string, Capability>()]))
      for (const { id, user_id, role } of rows) plans.get(id)?.set(user_id, capabilityOf(role))
      return plans
    },
    async livingLogins(loginIds: readonly string[]): Promise<Set<string>> {
      const rows = await db
        .selectFrom('logins')
        .select('id')
        .where('id', 'in', [...loginIds])
        .where('expires_at', '>', now().getTime())
        .execute()
      return new Set(rows.map(({ id }) => id))
    },
  }
}
