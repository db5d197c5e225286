// Who may speak for a seat at this instant, and for which seats a person may: in a meeting its holders and proxies, outside of one the
// mandates that run. Called by the acts that open, cast, show and object; the one place where a person is tied to a seat.
import type { Transaction } from 'kysely'
import { seatsHeldBy } from '../../shared/meeting/attendance.ts'
import type { RollSeat, SeatPerson } from '../../shared/meeting/events.ts'
import { isRecused, proxyAwake, voicesOf } from '../../shared/meeting/register.ts'
import type { MeetingState, SeatState } from '../../shared/meeting/state.ts'
import type { Person } from '../../shared/poll/admission.ts'
import type { Tables } from '../db/tables.ts'
import { rollOf } from './meeting-roll.ts'
import { meetingStateOf } from './meeting-rows.ts'

type Tx = Transaction<Tables>

export interface Carriers {
  /** Who speaks for a seat now; several only where several delegates share one mandate. */
  holdersOf(seatId: string): readonly Person[]
  /** The seat that carries its proxy, awake now; null without one. */
  proxyOf(seatId: string): string | null
  /** The meeting that the poll is held in is suspended, and nobody votes from afar. */
  readonly suspended: boolean
  /** Recused by its own word since the poll opened (beside what the register says). */
  recused(seatId: string): boolean
  /** The seats a person speaks for, their own first. */
  seatsOf(userId: string): readonly CarriedSeat[]
  /** Whether a mandate of the seat runs for the person today, whoever speaks for it; null where the seat's was not read. */
  accredits(seatId: string, userId: string): boolean | null
}

interface CarriedSeat {
  readonly seatId: string
  readonly as: 'self' | 'proxy'
}

/**
 * Outside of a meeting: the delegate, or all of them where several share the mandate; where no delegate's runs, the first alternate.
 * Nobody carries a proxy there.
 */
export async function mandateCarriers(
  tx: Tx,
  workspaceId: string,
  at: Date,
  asked?: Near,
): Promise<Carriers> {
  return carriersOn(await rollOf(tx, workspaceId, at, asked && (await seatsNear(tx, asked))))
}

/** Some people, and some seats: the roll is then read for the seats those people have or could have, and for these alone. */
interface Near {
  readonly userIds: readonly string[]
  readonly seatIds: readonly string[]
}

/** A statement of its own: in the roll's, PostgreSQL would look through every seat for the one that is near. */
async function seatsNear(tx: Tx, { userIds, seatIds }: Near): Promise<string[]> {
  const rows = await tx
    .selectFrom('members')
    .select('organization_id')
    .where('user_id', 'in', [...userIds])
    .where('role', '=', 'delegate')
    .unionAll(
      tx
        .selectFrom('mandates')
        .select('organization_id')
        .where('user_id', 'in', [...userIds]),
    )
    .execute()
  return [...new Set([...rows.flatMap(({ organization_id }) => organization_id ?? []), ...seatIds])]
}

function carriersOn(roll: readonly RollSeat[]): Carriers {
  const bySeat = new Map(roll.map((seat) => [seat.seatId, foremost(seat.people)]))
  const whole = new Map(roll.map(({ seatId, people }) => [seatId, people]))
  return {
    holdersOf: (seatId) => bySeat.get(seatId) ?? [],
    proxyOf: () => null,
    suspended: false,
    recused: () => false,
    seatsOf: (userId) =>
      [...bySeat]
        .filter(([, people]) => people.some((person) => person.userId === userId))
        .map(([seatId]) => ({ seatId, as: 'self' as const })),
    accredits: (seatId, userId) => whole.get(seatId)?.some((person) => person.userId === userId) ?? null,
  }
}

function foremost(people: readonly SeatPerson[]): SeatPerson[] {
  return people.filter(({ rank }) => rank === people[0]!.rank)
}

/** What of a poll says where its voices come from. */
export interface PollPlace {
  readonly meeting_id: string | null
  readonly item_id: string | null
  /** Set: those who are not in the meeting may vote until then. */
  readonly closes_at: string | null
}

/** Who speaks for the seats of a poll now. Once its meeting is over, whoever may still vote does so by mandate. */
export async function carriersOf(
  tx: Tx,
  workspaceId: string,
  poll: PollPlace,
  at: Date,
  asked?: Near,
): Promise<Carriers> {
  if (poll.meeting_id === null) return mandateCarriers(tx, workspaceId, at, asked)
  const state = await meetingStateOf(tx, poll.meeting_id)
  const held = (asked?.userIds ?? [])
    .flatMap((userId) => seatsHeldBy(state, userId))
    .map(({ seatId }) => seatId)
  const near = asked && { ...asked, seatIds: [...asked.seatIds, ...held] }
  const afar = await mandateCarriers(tx, workspaceId, at, near)
  const recused = (seatId: string) => isRecused(state, seatId, poll.item_id)
  const sits = state.status === 'open' || state.status === 'suspended'
  return sits ? seatedCarriers(withMandates(state, afar), poll, afar, recused) : { ...afar, recused }
}

/**
 * MEET-21: who holds a seat by a mandate that runs no more speaks for it no more, from that instant: the meeting's log follows with its
 * next event. Seats whose mandates were not read stay as they are: they are not those of whoever asks.
 */
function withMandates(state: MeetingState, { accredits }: Carriers): MeetingState {
  const ended = [...state.seats.values()].filter(
    ({ seatId, holder }) => holder !== null && accredits(seatId, holder.userId) === false,
  )
  if (ended.length === 0) return state
  const empty = ended.map((seat): [string, SeatState] => [seat.seatId, { ...seat, holder: null }])
  return { ...state, seats: new Map([...state.seats, ...empty]) }
}

/** In the meeting the seat's one holder, or the holder of the seat it gave proxy to; of an absent seat, from afar, whoever has its mandate. */
function seatedCarriers(
  state: MeetingState,
  { item_id, closes_at }: PollPlace,
  afar: Carriers,
  recused: (seatId: string) => boolean,
): Carriers {
  const isAbsent = (seat: SeatState | undefined) => !seat?.holder
  const holdersOf = (seatId: string): readonly Person[] => {
    const seat = state.seats.get(seatId)
    if (seat?.holder) return [{ userId: seat.holder.userId, name: seat.holder.name }]
    return closes_at === null ? [] : afar.holdersOf(seatId)
  }
  return {
    holdersOf,
    proxyOf: (seatId) => proxyAwake(state, seatId, item_id),
    suspended: state.status === 'suspended' && closes_at === null,
    recused,
    accredits: afar.accredits,
    seatsOf: (userId) => {
      // One's own also when it is recused: its card says why it cannot vote.
      const held = [...state.seats.values()]
        .filter(({ holder }) => holder?.userId === userId)
        .map(({ seatId }): CarriedSeat => ({ seatId, as: 'self' }))
      const carried = voicesOf(state, userId, item_id)
        .filter(({ asProxyOf }) => asProxyOf !== null)
        .map(({ seatId }): CarriedSeat => ({ seatId, as: 'proxy' }))
      const here = [...held, ...carried]
      if (closes_at === null) return here
      const there = afar.seatsOf(userId).filter(({ seatId }) => isAbsent(state.seats.get(seatId)))
      return [...here, ...there.filter(({ seatId }) => !here.some((one) => one.seatId === seatId))]
    },
  }
}
