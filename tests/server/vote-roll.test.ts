// The names of a poll of the second form, which come apart from it: for whom, how much, in what form.
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import type { VoteRoll } from '../../shared/poll/views.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil } from '../kit/council.ts'
import { castBy, closeVote, openVote, yesNoChoice } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

test('VOTE-17 VOTE-26 the names of a poll come apart, for each as much as may be shown, packed for whoever takes them so', async () => {
  const pollId = await openVote(world, { choice: yesNoChoice })
  const rollOf = async (person: Person, encoding = '') => {
    const path = doors.voteRoll.path.replace(':pollId', pollId)
    const response = await person.fetch(path, { headers: { 'accept-encoding': encoding } })
    const bytes = Buffer.from(await response.arrayBuffer())
    const packed = response.headers.get('content-encoding') === 'gzip'
    return { packed, roll: JSON.parse(`${packed ? gunzipSync(bytes) : bytes}`) as VoteRoll }
  }
  await castBy(world, world.delegate, pollId, { answer: 'yes' })

  const before = await rollOf(world.otherDelegate, 'gzip, br')
  expect(before).toMatchObject({ packed: true, roll: { id: pollId, voices: null } })
  expect(before.roll.register.filter(({ hasVoted }) => hasVoted)).toHaveLength(1)
  const after = await rollOf(world.delegate)
  expect(after.packed).toBe(false)
  expect(after.roll.voices?.map(({ value }) => value)).toEqual([{ answer: 'yes' }])
  expect(await world.delegate.call(doors.vote, { params: { pollId } })).not.toHaveProperty('voices')
  expect(await world.stranger.refusal(doors.voteRoll, { params: { pollId } })).toBe('notMember')
})

test('VOTE-26 what was made once is made anew by a voice and by the closing', async () => {
  const pollId = await openVote(world, { choice: yesNoChoice })
  const voted = async () => {
    const { register } = await world.facilitator.call(doors.voteRoll, { params: { pollId } })
    return register.filter(({ hasVoted }) => hasVoted).length
  }
  expect(await voted()).toBe(0)
  await castBy(world, world.delegate, pollId, { answer: 'yes' })
  expect(await voted()).toBe(1)
  await castBy(world, world.otherDelegate, pollId, { answer: 'no' })
  await closeVote(world, pollId)
  const { voices } = await world.observer.call(doors.voteRoll, { params: { pollId } })
  expect(voices).toHaveLength(2)
})
