// Who voted in a poll of the second form and who still may, from its rows. Called by the acts that close, show and count.
import type { Transaction } from 'kysely'
import { countedVoices } from '../../shared/poll/admission.ts'
import { registerAfter } from '../../shared/poll/electorate.ts'
import type { Tables } from '../db/tables.ts'
import { changesOf, seatsOf, type VoteRow } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** Who voted and who still may, after what was added to the register. */
export async function turnoutOf(tx: Tx, poll: VoteRow) {
  const seats = registerAfter(await seatsOf(tx, poll.id), await changesOf(tx, poll.id))
  const voted = new Set(await votersOf(tx, poll))
  const missing = seats.filter(({ seatId, recused }) => !recused && !voted.has(seatId))
  return { seats, voted, missing }
}

async function votersOf(tx: Tx, poll: VoteRow): Promise<string[]> {
  if (poll.secrecy === 'secret') {
    const rows = await tx.selectFrom('secret_roll').select('seat_id').where('poll_id', '=', poll.id).execute()
    return rows.map(({ seat_id }) => seat_id)
  }
  const rows = await tx
    .selectFrom('voices')
    .leftJoin('voice_answers', (join) =>
      join.onRef('voice_answers.voice_id', '=', 'voices.id').on('answer', '=', 'contested'),
    )
    .select(['seat_id as seatId', 'revision', 'answer'])
    .where('poll_id', '=', poll.id)
    .execute()
  return countedVoices(rows.map((row) => ({ ...row, contested: row.answer !== null }))).map(
    ({ seatId }) => seatId,
  )
}
