// Rows of consultative voices ⇄ their records (VOTE-27). Knows no rule; nothing else reads these tables.
// Called by the acts that open, cast, close and show polls.
import type { Selectable, Transaction } from 'kysely'
import { countedVoices } from '../../shared/poll/admission.ts'
import { askedSeats, countConsultative } from '../../shared/poll/consultative.ts'
import type { PollSetting, SeatEntry } from '../../shared/poll/setting.ts'
import type { AdviceView, VoiceView } from '../../shared/poll/views.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import type { ConsultativeRecord, LateAdviser, VoiceRecord } from '../../shared/record/poll-records.ts'
import type { Tables } from '../db/tables.ts'
import { voiceRecordOf, voiceValueOf } from './vote-rows.ts'

type Tx = Transaction<Tables>
type AdviceRow = Selectable<Tables['consultative_voices']>

export async function insertAdvisers(tx: Tx, pollId: string, seats: readonly SeatEntry[]): Promise<void> {
  if (seats.length === 0) return
  await tx
    .insertInto('consultative_seats')
    .values(
      seats.map((seat) => ({
        poll_id: pollId,
        seat_id: seat.seatId,
        seat_json: canonicalText(seat),
        joined_json: null,
      })),
    )
    .execute()
}

export async function insertLateAdviser(
  tx: Tx,
  pollId: string,
  { seat, ...joined }: LateAdviser,
): Promise<void> {
  const row = { poll_id: pollId, seat_id: seat.seatId, seat_json: canonicalText(seat) }
  await tx
    .insertInto('consultative_seats')
    .values({ ...row, joined_json: canonicalText(joined) })
    .execute()
}

/** The seats asked for advice in a poll, at its opening and since, sorted; those of `only` where it is given. */
export async function advisersOf(tx: Tx, pollId: string, only?: readonly string[]): Promise<SeatEntry[]> {
  return askedSeats(await askedOf(tx, pollId, only))
}

/** The same, apart: those of the opening sorted, those asked since in the order they were. */
export async function askedOf(
  tx: Tx,
  pollId: string,
  only?: readonly string[],
): Promise<{ readonly seats: SeatEntry[]; readonly joined: LateAdviser[] }> {
  const rows = await tx
    .selectFrom('consultative_seats')
    .select(['seat_json', 'joined_json'])
    .where('poll_id', '=', pollId)
    .$if(only !== undefined, (query) => query.where('seat_id', 'in', only!.length > 0 ? [...only!] : ['']))
    .orderBy('seat_id')
    .execute()
  const seats = rows.filter(({ joined_json }) => joined_json === null)
  const joined = rows.flatMap(({ seat_json, joined_json }): LateAdviser[] =>
    joined_json === null
      ? []
      : [{ ...(JSON.parse(joined_json) as Omit<LateAdviser, 'seat'>), seat: JSON.parse(seat_json) }],
  )
  return {
    seats: seats.map(({ seat_json }) => JSON.parse(seat_json) as SeatEntry),
    joined: joined.sort((a, b) =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : a.seat.seatId < b.seat.seatId ? -1 : 1,
    ),
  }
}

async function adviceRowsOf(tx: Tx, pollId: string): Promise<AdviceRow[]> {
  return tx
    .selectFrom('consultative_voices')
    .selectAll()
    .where('poll_id', '=', pollId)
    .orderBy('seat_id')
    .orderBy('revision')
    .execute()
}

/** Always its own seat's holder: no proxy, nobody who writes it down. */
export function adviceRecordOf(
  row: Omit<AdviceRow, 'digest' | 'client_key' | 'poll_id'>,
  pollDigest: string,
): VoiceRecord {
  return voiceRecordOf({ ...row, channel: 'self', proxy_seat: null, second_teller: null }, pollDigest)
}

/** What the record of a poll says of its consultative voices; undefined where nobody was asked. */
export async function adviceOf(
  tx: Tx,
  pollId: string,
  setting: PollSetting,
  pollDigest: string,
): Promise<ConsultativeRecord | undefined> {
  const { seats, joined } = await askedOf(tx, pollId)
  if (seats.length + joined.length === 0) return undefined
  const ballots = (await adviceRowsOf(tx, pollId)).map((row) => adviceRecordOf(row, pollDigest))
  const count = countConsultative(setting, askedSeats({ seats, joined }), countedVoices(ballots))
  return { seats, ...(joined.length > 0 && { joined }), ballots, count }
}

/** As every viewer may come to see them; null where nobody was asked. Hides nothing by itself. */
export async function adviceViewOf(
  tx: Tx,
  pollId: string,
  setting: PollSetting,
): Promise<WholeAdvice | null> {
  const asked = await askedOf(tx, pollId)
  const seats = askedSeats(asked)
  if (seats.length === 0) return null
  const names = new Map(seats.map(({ seatId, name }) => [seatId, name]))
  const rows = (await adviceRowsOf(tx, pollId)).map((row) => ({ ...row, seatId: row.seat_id }))
  const voices = countedVoices(rows).map(
    (row): VoiceView => ({
      id: row.id,
      seatId: row.seat_id,
      seatName: names.get(row.seat_id) ?? row.seat_id,
      revision: row.revision,
      value: voiceValueOf(row),
      reason: row.reason,
      channel: 'self',
      castByName: row.cast_by_name,
      proxyName: null,
      receivedAt: row.received_at,
      digest: row.digest,
      answer: null,
    }),
  )
  const joinedAt = new Map(asked.joined.map(({ at, seat }) => [seat.seatId, at]))
  return { seats, joinedAt, voices, count: countConsultative(setting, seats, voices) }
}

export interface WholeAdvice {
  readonly seats: readonly SeatEntry[]
  /** When each seat that came after the opening was asked. */
  readonly joinedAt: ReadonlyMap<string, string>
  readonly voices: readonly VoiceView[]
  readonly count: NonNullable<AdviceView['count']>
}

/** Who of those asked has not said anything, and may. */
export function silentAdvisers(advice: WholeAdvice | null): SeatEntry[] {
  if (!advice) return []
  const said = new Set(advice.voices.map(({ seatId }) => seatId))
  return advice.seats.filter(({ seatId, recused }) => !recused && !said.has(seatId))
}
