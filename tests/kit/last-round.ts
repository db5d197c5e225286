// The end of the demo's open consent on its whole plan, through the doors: the last two voices, the closing, the lock. For walks that are about
// what comes after; walk.test.ts does the same by its screens. Called by tests/browser/*.test.ts.
import { doors } from '../../shared/api.ts'
import { type DemoGuest, type DemoReady, personOf } from './browser.ts'
import { callAs } from './demo-doors.ts'

/** Answers the poll, once both delegates among the personas have supported it and it is closed. */
export async function closeLastRound(demo: DemoReady): Promise<string> {
  const facilitator = personOf(demo, 'facilitator')
  const polls = await callAs(demo, facilitator, doors.polls, { planId: demo.planId })
  const { id: pollId } = polls.find(({ closedAt }) => closedAt === null)!
  const { textHash } = await callAs(demo, facilitator, doors.poll, { pollId })
  for (const delegate of demo.people.filter(({ role }) => role === 'delegate'))
    await supportAs(demo, delegate, pollId, textHash)
  await callAs(demo, facilitator, doors.closePoll, { pollId })
  return pollId
}

function supportAs(demo: DemoReady, delegate: DemoGuest, pollId: string, textHash: string) {
  const body = { choice: 'support' as const, reason: '', textHash, clientKey: crypto.randomUUID() }
  return callAs(demo, delegate, doors.castBallot, { pollId }, body)
}

/** Closes the round and locks the plan: version 1. */
export async function lockAfterLastRound(demo: DemoReady): Promise<string> {
  await closeLastRound(demo)
  return (await callAs(demo, personOf(demo, 'facilitator'), doors.lockPlan, { planId: demo.planId })).id
}
