// The record of a counted poll and what was added to it, for its pages. Reads only. Called by http/minutes.
import type { AddendumRecord, VoteConstat } from '../../shared/record/poll-records.ts'
import type { Actor, Context } from '../context.ts'
import { voteConstat } from './vote-files.ts'
import { addendaOf } from './vote-rows.ts'

/** Refuses resultHidden until the poll is counted, notMember like every poll. */
export async function readConstat(
  ctx: Context,
  actor: Actor,
  pollId: string,
): Promise<{ readonly constat: VoteConstat; readonly addenda: readonly AddendumRecord[] }> {
  const constat = JSON.parse(await voteConstat(ctx, actor, pollId)) as VoteConstat
  return { constat, addenda: await ctx.transact(({ tx }) => addendaOf(tx, pollId)) }
}
