// What the database says of the plans that are open here and of the people in them: asked every look, so each is one query for all.
// Called by others.ts, which holds it against what hints have told.
import type { Kysely } from 'kysely'
import { type Capability, capabilityOf } from '../../shared/roles.ts'
import type { Tables } from '../db/tables.ts'

export interface Standing {
  /** The newest row of the journal about each of these plans: it moves with every act. */
  lastActs(planIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** What each member of each of these plans may send. */
  capabilities(planIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, Capability>>>
  /** Those of these logins that still let someone in. */
  livingLogins(loginIds: readonly string[]): Promise<ReadonlySet<string>>
}

export function readStanding(db: Kysely<Tables>, now: () => Date): Standing {
  return {
    async lastActs(planIds) {
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
    async capabilities(planIds) {
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
    async livingLogins(loginIds) {
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
