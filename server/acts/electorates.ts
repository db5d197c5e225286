// The rules a poll opens under and its register at that instant. Called by the acts that open polls and change their registers.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { type RuleSet, ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { weighSeats } from '../../shared/poll/electorate.ts'
import { readRule } from '../../shared/poll/poll.ts'
import type { SeatEntry } from '../../shared/poll/setting.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Tables } from '../db/tables.ts'
import { mandateCarriers } from './holders.ts'

type Tx = Transaction<Tables>

export async function workspaceOf(tx: Tx, workspaceId: string) {
  return tx
    .selectFrom('workspaces')
    .select(['name', 'rule_json'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
}

/** The rule set a workspace lives under; until it adopts one, the one that says the same as its rule of consent. */
export async function rulesOf(tx: Tx, workspaceId: string): Promise<RuleSet> {
  return ruleSetOf(readRule((await workspaceOf(tx, workspaceId)).rule_json))
}

/** Every organisation with a voice, weighed, with who holds its seat outside of a meeting. Sorted by seat id. */
export async function standingRegister(
  tx: Tx,
  workspaceId: string,
  rules: RuleSet,
  equal: boolean,
): Promise<SeatEntry[]> {
  const organizations = await tx
    .selectFrom('organizations')
    .select(['id', 'name', 'college'])
    .where('workspace_id', '=', workspaceId)
    .where('voting', '=', 1)
    .orderBy('id')
    .execute()
  const named = organizations.map((organization) => ({ ...organization, name: cleanText(organization.name) }))
  const seats = weighSeats(named, rules, equal)
  if (!Array.isArray(seats)) throw new Refused(seats.code, seats.details)
  const carriers = await mandateCarriers(tx, workspaceId)
  return seats.map((seat) => {
    const [holder] = carriers.holdersOf(seat.seatId)
    return holder ? { ...seat, holder } : seat
  })
}
