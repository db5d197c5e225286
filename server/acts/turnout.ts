// Who voted in a poll of the second form and who still may, from its rows. Called by the acts that close, show and count.
import type { Transaction } from 'kysely'
import type { MeetingState } from '../../shared/meeting/state.ts'
import { countedVoices } from '../../shared/poll/admission.ts'
import { registerAfter } from '../../shared/poll/electorate.ts'
import { Refused } from '../../shared/refusals.ts'
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

/**
 * MEET-16: a seat whose voice is in a ballot open on the item steps aside too late: VOTE-13, what was cast is never taken out from under
 * it, and a record that shows it recused beside its voice would be contested. Refuses recusedVoted.
 */
export async function mustNotHaveVoted(
  tx: Tx,
  { polls, seats }: Pick<MeetingState, 'polls' | 'seats'>,
  { seatId, itemId }: { readonly seatId: string; readonly itemId: string },
): Promise<void> {
  const open = [...polls.values()].filter((one) => one.itemId === itemId && one.status === 'open')
  for (const { pollId } of open) {
    const poll = await tx.selectFrom('polls').selectAll().where('id', '=', pollId).executeTakeFirstOrThrow()
    if ((await votersOf(tx, poll)).includes(seatId))
      throw new Refused('recusedVoted', { organization: seats.get(seatId)?.name ?? seatId })
  }
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
