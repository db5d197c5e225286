// Polls in preparation through their doors: who hears of them, where they may wait, and that each opens once, as it was read.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { createCouncil, housing, newKey } from '../kit/council.ts'
import { draft as draftMeeting } from '../kit/council-meeting.ts'
import { listen } from '../kit/hand.ts'
import { consentChoice, yesNoChoice } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const prepared = { subject: housing, choice: consentChoice }
const params = () => ({ planId: world.planId })
const keep = (more: object = {}) =>
  world.facilitator.call(doors.draftPoll, { params: params(), body: { ...prepared, ...more } })

describe('POLL-12 a prepared poll', () => {
  test('waits for an item of a meeting of its plan, and for no other', async () => {
    const meetingId = await draftMeeting(world)
    const agenda = (await world.facilitator.call(doors.meeting, { params: { meetingId } })).agenda
    const itemId = agenda.at(-1)!.itemId

    const { id } = await keep({ meetingId, itemId })

    const [kept] = await world.facilitator.call(doors.pollDrafts, { params: params() })
    expect(kept).toMatchObject({ id, meetingId, itemId, subject: housing })
    const refused = (more: object) =>
      world.facilitator.refusal(doors.draftPoll, { params: params(), body: { ...prepared, ...more } })
    expect(await refused({ meetingId, itemId: 'i-none' })).toBe('invalidField')
    expect(await refused({ itemId })).toBe('invalidField')
    expect(await refused({ meetingId: 'm-none' })).toBe('notMember')
    const moved = { params: { draftId: id }, body: { ...prepared, itemId, revision: 1 } }
    expect(await world.facilitator.refusal(doors.changePollDraft, moved)).toBe('invalidField')
    expect(await world.facilitator.call(doors.pollDrafts, { params: params() })).toHaveLength(1)
  })

  test('opens once, as it was read: one that changed, went or opened since is refused, and nothing opens', async () => {
    const { id } = await keep()
    const open = (draftRevision: number, clientKey = newKey()) => ({
      params: params(),
      body: { ...prepared, draftId: id, draftRevision, clientKey },
    })
    await world.facilitator.call(doors.changePollDraft, {
      params: { draftId: id },
      body: { ...prepared, choice: yesNoChoice, revision: 1 },
    })

    expect(await world.facilitator.refusal(doors.openVote, open(1))).toBe('pollDraftMoved')
    expect(await world.observer.call(doors.votes, { params: params() })).toEqual([])
    expect(await world.facilitator.call(doors.pollDrafts, { params: params() })).toHaveLength(1)

    const key = newKey()
    const first = await world.facilitator.call(doors.openVote, open(2, key))
    // An answer that was lost is asked for again: the same poll, though its draft is gone.
    expect(await world.facilitator.call(doors.openVote, open(2, key))).toEqual(first)
    expect(await world.facilitator.call(doors.pollDrafts, { params: params() })).toEqual([])
    const question = { subject: { kind: 'question' } as const, question: { fr: 'Où ?', en: 'Where?' } }
    const again = { params: params(), body: { ...open(2).body, ...question } }
    expect(await world.facilitator.refusal(doors.openVote, again)).toBe('pollDraftMoved')
    expect(await world.observer.call(doors.votes, { params: params() })).toHaveLength(1)
  })

  test('is told to the screens at each change, and is the business of those who open polls alone', async () => {
    const heard = await listen(world, world.facilitator, world.planId)
    const { id } = await keep()
    await expect.poll(() => heard.filter((topic) => topic === 'polls').length).toBe(1)
    const change = { params: { draftId: id }, body: { ...prepared, revision: 1 } }
    await world.facilitator.call(doors.changePollDraft, change)
    await expect.poll(() => heard.filter((topic) => topic === 'polls').length).toBe(2)

    expect(await world.delegate.refusal(doors.changePollDraft, change)).toBe('roleForbids')
    expect(await world.delegate.refusal(doors.removePollDraft, { params: { draftId: id } })).toBe(
      'roleForbids',
    )
    expect(await world.stranger.refusal(doors.removePollDraft, { params: { draftId: id } })).toBe('notMember')
    await world.facilitator.call(doors.removePollDraft, { params: { draftId: id } })
    await expect.poll(() => heard.filter((topic) => topic === 'polls').length).toBe(3)
    expect(await world.facilitator.refusal(doors.removePollDraft, { params: { draftId: id } })).toBe(
      'notMember',
    )
  })
})
