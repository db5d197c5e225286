// Polls of the second form through their doors: opening, voices, closing, what is shown when, what the record holds.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import { recountTally } from '../../shared/poll/recount.ts'
import { readTallyFile } from '../../shared/poll/tally-file.ts'
import { digest } from '../../shared/record/canonical.ts'
import { createCouncil, housing, newKey, rewrite } from '../kit/council.ts'
import {
  castBy,
  closeVote,
  consentChoice,
  dotsChoice,
  openVote,
  seeVote,
  voiceOn,
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

describe('a whole poll', () => {
  test('VOTE-8 consent on a priority: opened, voted, closed, a consensus on that exact text', async () => {
    const pollId = await openVote(world, { subject: housing })
    const receipt = await castBy(world, world.delegate, pollId, { choice: 'support' })
    await castBy(world, world.otherDelegate, pollId, { choice: 'reserve' }, 'Le soir aussi.')
    await closeVote(world, pollId)

    const constat = await voteConstatOf(world, pollId)
    expect(constat.outcome).toBe('consensus')
    expect(constat.ballots.map((ballot) => digest('ballot', ballot))).toContain(receipt.digest)
    expect(constat.objections).toMatchObject([
      { level: 'concern', argument: 'Le soir aussi.', state: 'raised' },
    ])
    const view = await seeVote(world.observer, pollId)
    expect(view).toMatchObject({ state: 'counted', outcome: 'consensus', received: 2 })
  })

  test('CONS-4 a consensus of the second form is live, then stale once the text moves, then live again', async () => {
    const pollId = await openVote(world, { subject: housing })
    for (const person of [world.delegate, world.otherDelegate])
      await castBy(world, person, pollId, { choice: 'support' })
    await closeVote(world, pollId)
    const state = async () => {
      const { standings } = await world.observer.call(doors.planState, { params: { planId: world.planId } })
      return standings.find(({ subject }) => subject.kind === 'priority' && subject.id === 'p1')
    }

    expect(await state()).toMatchObject({ state: 'consensus', pollId })
    await rewrite(world, 'o1', 'Créer 60 logements')
    expect((await state())?.state).toBe('stale')
    await rewrite(world, 'o1', 'Créer 40 logements')
    expect((await state())?.state).toBe('consensus')
  })

  test('dots sort, decide nothing, and stay hidden until the closing, also from the facilitator (trap 16)', async () => {
    const pollId = await openVote(world, { subject: { kind: 'question' }, choice: dotsChoice(['p1', 'p2']) })
    await castBy(world, world.delegate, pollId, { dots: { p1: 4, p2: 1 } })

    for (const person of [world.facilitator, world.delegate])
      expect(await seeVote(person, pollId)).toMatchObject({ count: null, voices: null })
    await castBy(world, world.otherDelegate, pollId, { dots: { p1: 2, p2: 3 } })
    await closeVote(world, pollId)
    const { count, outcome } = await voteConstatOf(world, pollId)
    expect(outcome).toBe('sorted')
    expect(count?.tallies.map(({ id, figure }) => [id, figure])).toEqual([
      ['p1', '6'],
      ['p2', '4'],
    ])
    expect(await seeVote(world.facilitator, pollId)).toMatchObject({ count: { method: 'dots' } })
  })

  test('INV-3 the exported ballots recount to the stored result, byte for byte', async () => {
    const pollId = await openVote(world, { choice: yesNoChoice })
    await castBy(world, world.delegate, pollId, { answer: 'yes' })
    await castBy(world, world.otherDelegate, pollId, { answer: 'no' })
    const early = await world.delegate.fetch(files.ballots(pollId))
    expect(early.status).toBe(403)
    await closeVote(world, pollId)

    const response = await world.observer.fetch(files.ballots(pollId))
    const read = readTallyFile(new Uint8Array(await response.arrayBuffer()))
    if (!('file' in read)) throw new Error(read.unreadable.en)
    const { same } = recountTally(read.file)
    expect(same).toBe(true)
    expect(read.file.count).toEqual((await voteConstatOf(world, pollId)).count)
  })

  test('VOTE-15 the same key opens one poll, and another is refused while it is open', async () => {
    const clientKey = newKey()
    const first = await openVote(world, { clientKey })

    expect(await openVote(world, { clientKey })).toBe(first)
    const body = { subject: { kind: 'plan' } as const, choice: consentChoice, clientKey: newKey() }
    const params = { planId: world.planId }
    expect(await world.facilitator.refusal(doors.openVote, { params, body })).toBe('pollAlreadyOpen')
    expect(await world.facilitator.refusal(doors.openPoll, { params, body: { subject: body.subject } })).toBe(
      'pollAlreadyOpen',
    )
    expect(await world.delegate.refusal(doors.openVote, { params, body })).toBe('roleForbids')
    expect(await world.stranger.refusal(doors.vote, { params: { pollId: first } })).toBe('notMember')
    expect((await voiceOn(world, first, { choice: 'support' })).body.textHash).toHaveLength(64)
  })
})
