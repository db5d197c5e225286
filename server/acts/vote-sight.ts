// Where polls of the second form stand, read once for all who ask at once: two hundred screens that look after a voice ask the database
// what is their own, and share the rest. The same for everyone: rights, and what of it may be shown, are the asker's to settle.
// Called by the acts that show and list polls.
import type { Context } from '../context.ts'
import { lookSettled } from './close-vote.ts'
import { figuresAt, type PollFigures, type PollTurnout, pollVersions, turnoutAt } from './poll-figures.ts'
import { together } from './together.ts'
import { type VoteAt, votePollOf } from './vote-rows.ts'

type Vote = Pick<VoteAt, 'poll' | 'record'>

export interface PollSight extends Vote {
  /** The name of the state of its rows. */
  readonly version: string
  readonly figures: PollFigures
}

/** One poll, whole, as it stood after this was called. Refuses notMember where there is none. */
export function sightOf(ctx: Context, pollId: string): Promise<PollSight> {
  return together(ctx, `poll ${pollId}`, () =>
    lookSettled(ctx, async (tx) => {
      const vote = await votePollOf(tx, pollId)
      const polls = await pollVersions(tx, { pollId })
      const { version } = polls[0]!
      const show = async () => ({ ...vote, version, figures: await figuresAt(tx, vote, version) })
      return { planId: vote.poll.plan_id, polls, show }
    }),
  )
}

export interface PollTurn extends Vote {
  readonly turnout: PollTurnout
}

/** The polls of a plan, without their voices, in the order they opened. */
export function turnsOf(ctx: Context, planId: string): Promise<PollTurn[]> {
  return together(ctx, `polls ${planId}`, () =>
    lookSettled(ctx, async (tx) => {
      const polls = await pollVersions(tx, { planId })
      const show = async () => {
        const turns: PollTurn[] = []
        for (const { id, version } of polls)
          turns.push({ ...(await votePollOf(tx, id)), turnout: await turnoutAt(tx, id, version) })
        return turns
      }
      return { planId, polls, show }
    }),
  )
}
