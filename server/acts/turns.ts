// One act at a time on a poll of this node: hundreds of voices at once then wait for one another here, in order, rather than undo one
// another's transactions. Between nodes the database decides. Called by the acts that write into an open poll.
import type { Context } from '../context.ts'

/** By node: its rooms are one object, whatever context is made of them. */
const waiting = new WeakMap<Context['rooms'], Map<string, Promise<unknown>>>()

/** Runs `job` after those already waiting for the same poll, whatever became of them. */
export async function inTurn<T>(ctx: Context, pollId: string, job: () => Promise<T>): Promise<T> {
  const polls = waiting.get(ctx.rooms) ?? new Map<string, Promise<unknown>>()
  waiting.set(ctx.rooms, polls)
  const before = polls.get(pollId) ?? Promise.resolve()
  const mine = before.then(job, job)
  polls.set(pollId, mine)
  try {
    return await mine
  } finally {
    if (polls.get(pollId) === mine) polls.delete(pollId)
  }
}
