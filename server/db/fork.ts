// The next epoch of a plan's log, begun from a locked state: the state is its first row, so that the log alone tells the whole draft.
// Called by acts/amendments, inside its transaction. Hides the chain of hashes.
import { sql, type Transaction } from 'kysely'
import { genesis, rowHash } from './plan-log.ts'
import type { Tables } from './tables.ts'

export interface Fork {
  readonly planId: string
  /** The epoch that is left: locked, and readable for ever. */
  readonly from: number
  /** Its encoded state, as the lock kept it. */
  readonly state: Uint8Array
  readonly userId: string
  readonly at: string
}

/** Opens epoch `from + 1` of the plan; its number. From the commit on, the former epoch takes no row more (SYNC-9). */
export async function forkLog(tx: Transaction<Tables>, fork: Fork): Promise<number> {
  const { planId: plan_id, from, state, userId, at } = fork
  const epoch = from + 1
  await tx.insertInto('plan_rooms').values({ plan_id, epoch, head_seq: 1, locked_seq: null }).execute()
  await tx
    .insertInto('plan_updates')
    .values({
      ...{ plan_id, epoch, seq: 1, bytes: state, user_id: userId, received_at: at },
      prev_hash: genesis,
      hash: rowHash(genesis, 1, state),
    })
    .execute()
  // SYNC-4: whose each clientID is does not change with the epoch: the text it wrote goes on.
  await tx
    .insertInto('plan_clients')
    .columns(['plan_id', 'epoch', 'client_id', 'user_id'])
    .expression((eb) =>
      eb
        .selectFrom('plan_clients')
        .select(['plan_id', sql<number>`cast(${epoch} as integer)`.as('epoch'), 'client_id', 'user_id'])
        .where('plan_id', '=', plan_id)
        .where('epoch', '=', from),
    )
    .execute()
  return epoch
}
