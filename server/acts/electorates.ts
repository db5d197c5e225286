// The rules a poll opens under and its register at that instant, in a meeting or outside of one.
// Called by the acts that open polls and change their registers.
import type { Transaction } from 'kysely'
import { checkQuorum } from '../../shared/meeting/quorum.ts'
import { checkRegister, isRecused, registerAt } from '../../shared/meeting/register.ts'
import type { RuleSet } from '../../shared/meeting/rule-set.ts'
import type { MeetingState } from '../../shared/meeting/state.ts'
import { weighSeats } from '../../shared/poll/electorate.ts'
import type { SeatEntry } from '../../shared/poll/setting.ts'
import { type Refusal, Refused } from '../../shared/refusals.ts'
import type { Tables } from '../db/tables.ts'
import { rollOf } from './meeting-roll.ts'
import { newestRuleSet } from './rule-sets.ts'

type Tx = Transaction<Tables>

export interface Electorate {
  readonly rules: RuleSet
  /** The register, each seat weighed by the rules, or one each. */
  register(equal: boolean): SeatEntry[]
  /** The seats that are asked for advice and do not decide. */
  readonly advisers: readonly Adviser[]
  /** Refuses what a meeting does not allow now; nothing outside of one. */
  mustBeTime(deciding: boolean): void
}

export type Adviser = Omit<SeatEntry, 'weight' | 'proxyTo'>

/** Outside of a meeting: the newest rules, and every organisation with a deliberative voice, with who holds its mandate. */
export async function standingElectorate(tx: Tx, workspaceId: string, at: Date): Promise<Electorate> {
  const rules = await newestRuleSet(tx, workspaceId)
  const whole = await rollOf(tx, workspaceId, at)
  const roll = whole.filter(({ right }) => right === 'deliberative')
  return {
    rules,
    register: (equal) => {
      const seats = weighSeats(
        roll.map(({ seatId: id, name, college }) => ({ id, name, college })),
        rules,
        equal,
      )
      if (!Array.isArray(seats)) throw new Refused(seats.code, seats.details)
      return seats.map((seat) => {
        const first = roll.find(({ seatId }) => seatId === seat.seatId)?.people[0]
        if (!first) return seat
        const { userId, name, as } = first
        return { ...seat, holder: { userId, name, as } }
      })
    },
    advisers: whole
      .filter(({ right }) => right === 'consultative')
      .map(({ seatId, name, college, people: [first] }) => ({
        seatId,
        name,
        college,
        ...(first && { holder: { userId: first.userId, name: first.name, as: first.as } }),
      })),
    mustBeTime: () => {},
  }
}

/** In a meeting: the rules it pinned at convening, and its seats as they are held, represented or recused for the item under way. */
export function seatedElectorate(state: MeetingState, itemId: string | null): Electorate {
  const { rules } = state
  if (!rules) throw new Refused('meetingNotConvened')
  return {
    rules,
    register: (equal) => {
      const seats = registerAt(state, itemId)
      must(checkRegister(seats, equal ? { collegeMax: rules.collegeMax } : rules))
      return equal ? seats.map((seat) => ({ ...seat, weight: { num: 1, den: 1 } })) : seats
    },
    advisers: [...state.seats.values()]
      .filter(({ right }) => right === 'consultative')
      .map(({ seatId, name, college, holder }) => ({
        seatId,
        name,
        college,
        ...(holder && {
          holder: { userId: holder.userId, name: holder.name, as: holder.as },
          present: true,
        }),
        ...(isRecused(state, seatId, itemId) && { recused: true }),
      })),
    mustBeTime: (deciding) => {
      if (state.status !== 'open') throw new Refused('meetingNotOpen')
      if (itemId !== state.activeItem) {
        const item = state.items.find((one) => one.itemId === itemId)
        throw item ? new Refused('itemNotActive', { item: item.title.fr }) : new Refused('itemMissing')
      }
      if (deciding) must(checkQuorum(state, itemId))
    },
  }
}

function must(refused: Refusal | null): void {
  if (refused) throw new Refused(refused.code, refused.details, refused.reasons)
}
