// What a counted poll of the second form gives out: its record as it was hashed. Reads only. Called by http/votes.
import { ballotFileOf } from '../../shared/poll/ballot-file.ts'
import { tallyFileText } from '../../shared/poll/tally-file.ts'
import type { VoteConstat } from '../../shared/record/poll-records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { settleDue } from './close-vote.ts'
import { voteFor } from './vote-rows.ts'

/** The canonical text of a poll's record. Refuses resultHidden until it is counted, to everyone alike (trap 19). */
export async function voteConstat(ctx: Context, actor: Actor, pollId: string): Promise<string> {
  return ctx.transact(async (at) => {
    const { poll } = await voteFor(at.tx, actor, pollId)
    await settleDue(at, ctx, poll.plan_id)
    const closing = await at.tx
      .selectFrom('poll_closings')
      .select('constat_json')
      .where('poll_id', '=', pollId)
      .executeTakeFirst()
    if (!closing) throw new Refused('resultHidden')
    return closing.constat_json
  })
}

/** The ballots of a counted poll as anyone recounts them offline (« assise tally »). Refuses resultHidden like the record. */
export async function voteBallots(ctx: Context, actor: Actor, pollId: string): Promise<string> {
  const file = ballotFileOf(JSON.parse(await voteConstat(ctx, actor, pollId)) as VoteConstat)
  if (!file) throw new Refused('resultHidden')
  return tallyFileText(file)
}
