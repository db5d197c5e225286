// What the database says of the plans that are open here and of the people in them: asked every look, so each is one query for all.
// Built by sync/rooms.ts for others.ts, which holds it against what hints have told.
import type { ExpressionBuilder, Kysely } from 'kysely'
import { type Capability, capabilityOf } from '../../shared/roles.ts'
import type { Tables } from './tables.ts'

/** Rows get their number before their commit: one of the newest few may still be on its way when a later one is seen. */
const lateMax = 10

/** Fits Standing of others.ts. */
export function readStanding(db: Kysely<Tables>, now: () => Date) {
  return {
    async acts(planIds: readonly string[]): Promise<Map<string, number>> {
      const newest = (eb: ExpressionBuilder<Tables, 'plans'>) =>
        eb
          .selectFrom('journal')
          .select('journal.id')
          .whereRef('journal.workspace_id', '=', 'plans.workspace_id')
          .orderBy('journal.id', 'desc')
          .limit(lateMax)
          .as('newest')
      const rows = await db
        .selectFrom('plans')
        .select((eb) => [
          'plans.id',
          eb
            .selectFrom(newest(eb))
            .select((one) => one.fn.sum('newest.id').as('acts'))
            .as('acts'),
        ])
        .where('plans.id', 'in', [...planIds])
        .execute()
      return new Map(rows.map(({ id, acts }) => [id, Number(acts ?? 0)]))
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
