// Who may speak for a seat at this instant, and for which seats a person may: in a meeting its holders, outside of one the mandates.
// Called by the acts that open, cast, show and object; the one place where a person is tied to a seat.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { Person } from '../../shared/poll/admission.ts'
import type { Tables } from '../db/tables.ts'

type Tx = Transaction<Tables>

export interface Holder extends Person {
  readonly as: 'delegate' | 'alternate'
}

export interface Carriers {
  /** Who speaks for a seat now; several only where several delegates share one mandate. */
  holdersOf(seatId: string): readonly Holder[]
  /** The seat that carries its proxy, awake now; null without one. */
  proxyOf(seatId: string): string | null
  /** Recused by its own word since the poll opened (beside what the register says). */
  recused(seatId: string): boolean
  /** The seats a person speaks for, their own first. */
  seatsOf(userId: string): readonly { readonly seatId: string; readonly as: 'self' | 'proxy' }[]
}

/** Outside of a meeting: delegates, by the organisation they represent. Nobody carries a proxy there. */
export async function mandateCarriers(tx: Tx, workspaceId: string): Promise<Carriers> {
  const rows = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.user_id', 'members.organization_id', 'users.name'])
    .where('members.workspace_id', '=', workspaceId)
    .where('members.role', '=', 'delegate')
    .where('members.organization_id', 'is not', null)
    .orderBy('members.joined_at')
    .orderBy('members.user_id')
    .execute()
  const bySeat = new Map<string, Holder[]>()
  for (const { user_id, organization_id, name } of rows) {
    const holders = bySeat.get(organization_id!) ?? []
    bySeat.set(organization_id!, holders)
    holders.push({ userId: user_id, name: cleanText(name), as: 'delegate' })
  }
  return {
    holdersOf: (seatId) => bySeat.get(seatId) ?? [],
    proxyOf: () => null,
    recused: () => false,
    seatsOf: (userId) =>
      [...bySeat]
        .filter(([, holders]) => holders.some((holder) => holder.userId === userId))
        .map(([seatId]) => ({ seatId, as: 'self' as const })),
  }
}

/** Who speaks for the seats of a poll now. */
export async function carriersOf(
  tx: Tx,
  workspaceId: string,
  _poll: { readonly meeting_id: string | null; readonly item_id: string | null },
): Promise<Carriers> {
  return mandateCarriers(tx, workspaceId)
}
