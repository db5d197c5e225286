// Voices that meet another of their own seat between what was read and what is written, as two nodes may: nothing goes in, and whose voice
// stands already is named. On SQLite, by writing from what was read too early; races between nodes are in votes.contract.ts.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { memberOf } from '../../server/acts/members.ts'
import { type AdmittedVoice, takeVoices } from '../../server/acts/voice-rows.ts'
import { seatsOf, votePollOf } from '../../server/acts/vote-rows.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import {
  addDelegates,
  castBy,
  closeVote,
  openVote,
  secretChoice,
  voteConstatOf,
  yesNoChoice,
} from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

/** Writes a voice for each of these people at once, as if nobody had voted; the organisation refused, or null. */
async function writtenBlind(pollId: string, people: readonly (Person & { seatId: string })[]) {
  const written = world.ctx.transact(async (at) => {
    const vote = await votePollOf(at.tx, pollId)
    const seats = await seatsOf(at.tx, pollId)
    const voices: AdmittedVoice[] = []
    for (const { userId, seatId } of people) {
      voices.push({
        member: await memberOf(at.tx, world.workspaceId, userId),
        seat: seats.find((seat) => seat.seatId === seatId)!,
        value: { answer: 'no' },
        reason: '',
        channel: 'self',
        proxySeat: null,
        secondTeller: null,
        clientKey: newKey(),
        receivedAt: world.ctx.now().toISOString(),
      })
    }
    await takeVoices(at, world.ctx, vote, voices, new Map())
  })
  return written.then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof Refused)) throw error
      return { code: error.refusal.code, organization: error.refusal.details?.organization }
    },
  )
}

test.each<[string, SettingChoice]>([
  ['named', yesNoChoice],
  ['secret', secretChoice],
])(
  'VOTE-28 INV-1 of %s voices written together, the seat that has one already is named, and none of them goes in',
  async (_, choice) => {
    const people = await addDelegates(world, 6)
    const pollId = await openVote(world, { subject: { kind: 'question' }, choice })
    const third = people[2]!
    await castBy(world, third, pollId, { answer: 'yes' })

    const refused = await writtenBlind(pollId, people)
    const others = await writtenBlind(pollId, [people[3]!, people[0]!])
    const twice = await writtenBlind(pollId, [people[1]!, people[1]!])

    expect(refused).toEqual({ code: 'alreadyVoted', organization: 'Organisme c' })
    expect(others).toBeNull()
    expect(twice).toEqual({ code: 'alreadyVoted', organization: 'Organisme b' })
    // A secret count is told from five papers on.
    for (const person of people.slice(4)) await castBy(world, person, pollId, { answer: 'yes' })
    await closeVote(world, pollId)
    expect((await voteConstatOf(world, pollId)).count).toMatchObject({
      cast: { seats: 5 },
      favourable: { seats: 3 },
      against: { seats: 2 },
    })
  },
)
