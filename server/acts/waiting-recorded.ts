// Voices that somebody wrote down for a person's seats, until they confirm or contest them: also once the poll is over, for a poll held in a
// room may last a minute. Called by acts/waiting.
import type { Transaction } from 'kysely'
import { sql } from 'kysely'
import { titleIn } from '../../shared/poll/text-outline.ts'
import type { VoiceView, WaitingView } from '../../shared/poll/views.ts'
import type { Tables } from '../db/tables.ts'
import { voteRecordOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

const shownMax = 50

/** VOTE-19. A voice that its seat has replaced since by its own waits no more; nor does one of an annulled poll. */
export async function recordedFor(
  tx: Tx,
  planId: string,
  running: readonly string[],
  seatIds: readonly string[],
): Promise<WaitingView['recorded']> {
  if (seatIds.length === 0) return []
  const rows = await tx
    .selectFrom('voices')
    .innerJoin('polls', 'polls.id', 'voices.poll_id')
    .innerJoin('organizations', 'organizations.id', 'voices.seat_id')
    .leftJoin('voice_answers', (join) =>
      join.onRef('voice_answers.voice_id', '=', 'voices.id').on('answer', '!=', 'reread'),
    )
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .selectAll('voices')
    .select(['polls.record_json', 'organizations.name as seat_name'])
    .where('polls.plan_id', '=', planId)
    .where('voices.seat_id', 'in', [...seatIds])
    .where('voices.channel', 'in', ['facilitated', 'paper'])
    .where('voice_answers.answer', 'is', null)
    .where('poll_addenda.id', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('voices as later')
            .select(sql<number>`1`.as('one'))
            .whereRef('later.poll_id', '=', 'voices.poll_id')
            .whereRef('later.seat_id', '=', 'voices.seat_id')
            .whereRef('later.revision', '>', 'voices.revision'),
        ),
      ),
    )
    .orderBy('received_at', 'desc')
    .limit(shownMax)
    .execute()
  return rows.map((row) => {
    const voice: VoiceView = {
      id: row.id,
      seatId: row.seat_id,
      seatName: row.seat_name,
      revision: row.revision,
      value: JSON.parse(row.value_json) as VoiceView['value'],
      reason: row.reason,
      channel: row.channel,
      castByName: row.cast_by_name,
      proxyName: null,
      receivedAt: row.received_at,
      digest: row.digest,
      answer: null,
    }
    const pollTitle = titleIn(voteRecordOf(row))
    return { pollId: row.poll_id, pollTitle, voice, open: running.includes(row.poll_id) }
  })
}
