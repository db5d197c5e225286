// Rows of consultative voices ⇄ their records (VOTE-27). Knows no rule; nothing else reads these tables.
// Called by the acts that open, cast, close and show polls.
import type { Selectable, Transaction } from 'kysely'
import { countedVoices } from '../../shared/poll/admission.ts'
import { countConsultative } from '../../shared/poll/consultative.ts'
import type { PollSetting, SeatEntry } from '../../shared/poll/setting.ts'
import type { AdviceView, VoiceView } from '../../shared/poll/views.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import type { ConsultativeRecord, VoiceRecord } from '../../shared/record/poll-records.ts'
import type { Tables } from '../db/tables.ts'
import { voiceRecordOf, voiceValueOf } from './vote-rows.ts'

type Tx = Transaction<Tables>
type AdviceRow = Selectable<Tables['consultative_voices']>

export async function insertAdvisers(tx: Tx, pollId: string, seats: readonly SeatEntry[]): Promise<void> {
  if (seats.length === 0) return
  await tx
    .insertInto('consultative_seats')
    .values(seats.map((seat) => ({ poll_id: pollId, seat_id: seat.seatId, seat_json: canonicalText(seat) })))
    .execute()
}

/** The seats asked for advice in a poll, sorted; those of `only` where it is given. */
export async function advisersOf(tx: Tx, pollId: string, only?: readonly string[]): Promise<SeatEntry[]> {
  const rows = await tx
    .selectFrom('consultative_seats')
    .select('seat_json')
    .where('poll_id', '=', pollId)
    .$if(only !== undefined, (query) => query.where('seat_id', 'in', only!.length > 0 ? [...only!] : ['']))
    .orderBy('seat_id')
    .execute()
  return rows.map(({ seat_json }) => JSON.parse(seat_json) as SeatEntry)
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
  const seats = await advisersOf(tx, pollId)
  if (seats.length === 0) return undefined
  const ballots = (await adviceRowsOf(tx, pollId)).map((row) => adviceRecordOf(row, pollDigest))
  return { seats, ballots, count: countConsultative(setting, seats, countedVoices(ballots)) }
}

/** As every viewer may come to see them; null where nobody was asked. Hides nothing by itself. */
export async function adviceViewOf(
  tx: Tx,
  pollId: string,
  setting: PollSetting,
): Promise<WholeAdvice | null> {
  const seats = await advisersOf(tx, pollId)
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
  return { seats, voices, count: countConsultative(setting, seats, voices) }
}

export interface WholeAdvice {
  readonly seats: readonly SeatEntry[]
  readonly voices: readonly VoiceView[]
  readonly count: NonNullable<AdviceView['count']>
}

/** Who of those asked has not said anything, and may. */
export function silentAdvisers(advice: WholeAdvice | null): SeatEntry[] {
  if (!advice) return []
  const said = new Set(advice.voices.map(({ seatId }) => seatId))
  return advice.seats.filter(({ seatId, recused }) => !recused && !said.has(seatId))
}
