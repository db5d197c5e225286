// VOTE-25: comments by others under the parts of an organisation, and changes proposed to them, wait for its people. VOTE-19: a voice that
// somebody wrote down waits for its seat, also after the closing.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { addItem } from '../../shared/plan/draft.ts'
import type { ObjectionMove } from '../../shared/poll/objection.ts'
import type { PollSubject } from '../../shared/poll/texts.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil, newKey, rewrite, transport, wholePlan } from '../kit/council.ts'
import { write } from '../kit/hand.ts'
import { castBy, closeVote, consentChoice, openVote, voiceOn } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
  await write(world, world.planId, world.facilitator, (doc) => {
    const values = { title: 'Navette', objective: 'o2', lead: 'La ville de Rivebelle', due: '2028-03-31' }
    addItem(doc, 'means', { id: 'm2', values })
  })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const params = () => ({ params: { planId: world.planId } })
async function comment(person: Person, item: string): Promise<string> {
  const place = { section: 'priorities', list: 'priorities', item, field: 'title' }
  const body = { place, anchor: null, quote: item, text: 'Pourquoi ?', clientKey: newKey() }
  return (await person.call(doors.startThread, { ...params(), body })).id
}
const waiting = async (person: Person) =>
  (await person.call(doors.waiting, params())).threads.map(({ quote }) => quote).sort()

test('VOTE-25 a comment under what my organisation leads waits for me, until I answer it or it is resolved', async () => {
  const id = await comment(world.commenter, 'm2')
  await comment(world.commenter, 'p2')
  await comment(world.commenter, 'p1')

  expect(await waiting(world.delegate)).toEqual(['m2', 'p2'])
  expect(await waiting(world.otherDelegate)).toEqual([])
  expect(await waiting(world.commenter)).toEqual([])
  await world.delegate.call(doors.reply, {
    params: { threadId: id },
    body: { text: 'Pour le soir.', clientKey: newKey() },
  })
  expect(await waiting(world.delegate)).toEqual(['p2'])
  expect(await waiting(world.commenter)).toEqual(['m2'])
})

describe('VOTE-25 a change that an objection proposes to my organisation’s part', () => {
  const seen = async (person: Person) => (await person.call(doors.waiting, params())).proposals
  const objectTo = async (subject: PollSubject, person = world.otherDelegate) => {
    const pollId = await openVote(world, { subject })
    const body = {
      level: 'concern' as const,
      argument: 'Le soir est oublié.',
      proposedChange: 'Un service jusqu’à 23 h',
      clientKey: newKey(),
    }
    return { pollId, ...(await person.call(doors.raiseObjection, { params: { pollId }, body })) }
  }
  const move = (person: Person, objectionId: string, step: ObjectionMove, words = '') =>
    person.call(doors.moveObjection, {
      params: { objectionId },
      body: { move: step, words, clientKey: newKey() },
    })

  test('waits for its people, in the words proposed, until it is in the text; not for others, nor for whoever proposed it', async () => {
    const { pollId, id } = await objectTo(transport)
    expect(await seen(world.delegate)).toMatchObject([
      {
        id,
        pollId,
        subject: transport,
        seatName: 'Clinique communautaire du Pont',
        words: 'Un service jusqu’à 23 h',
        argument: 'Le soir est oublié.',
      },
    ])
    for (const person of [world.otherDelegate, world.commenter, world.facilitator])
      expect(await seen(person)).toEqual([])
    expect((await world.facilitator.call(doors.waiting, params())).objections).toMatchObject([{ id }])
    await move(world.facilitator, id, 'answer', 'Bien vu.')
    expect(await seen(world.delegate)).toMatchObject([{ id }])
    await rewrite(world, 'o2', 'Un service du soir, jusqu’à 23 h')
    await move(world.facilitator, id, 'integrate')
    expect(await seen(world.delegate)).toEqual([])
  })

  test('one on another’s priority, on the whole plan, withdrawn, or without words proposed does not wait', async () => {
    await objectTo({ kind: 'priority', id: 'p1' })
    await objectTo(wholePlan)
    const { id } = await objectTo(transport)
    expect(await seen(world.delegate)).toHaveLength(1)
    await move(world.otherDelegate, id, 'withdraw')
    expect(await seen(world.delegate)).toEqual([])
  })

  test('once a new round is open on the text it waits no more; a passage of my means is my part too', async () => {
    const { pollId } = await objectTo({
      kind: 'passage',
      section: 'means',
      list: 'means',
      item: 'm2',
      field: 'title',
      quote: 'Navette',
    })
    expect(await seen(world.delegate)).toMatchObject([
      {
        title: { fr: 'Moyens, «\u00a0Navette\u00a0»\u00a0: Moyen', en: expect.stringContaining('“Navette”') },
      },
    ])
    await closeVote(world, pollId)
    await openVote(world, {
      subject: { kind: 'passage', section: 'means', list: 'means', item: 'm2', field: 'title', quote: '' },
      follows: pollId,
    })
    expect(await seen(world.delegate)).toEqual([])
  })

  test('what came with a voice waits for the closing: before it, it would say how its seat voted', async () => {
    const pollId = await openVote(world, { subject: transport })
    await castBy(world, world.otherDelegate, pollId, { choice: 'block' }, 'Le soir est oublié.')
    expect(await seen(world.delegate)).toEqual([])
  })
})

describe('VOTE-19 a voice that somebody wrote down', () => {
  const recorded = async () => (await world.delegate.call(doors.waiting, params())).recorded

  test('waits for its seat after the closing too, where it may be confirmed and not contested', async () => {
    const pollId = await openVote(world, { subject: transport })
    await world.facilitator.call(
      doors.castVoice,
      await voiceOn(world, pollId, { choice: 'support' }, '', world.cityId),
    )
    expect(await recorded()).toMatchObject([{ pollId, open: true }])
    await closeVote(world, pollId)
    const [one] = await recorded()
    expect(one).toMatchObject({ pollId, open: false })
    const answer = (said: 'confirmed' | 'contested') => ({
      params: { voiceId: one!.voice.id },
      body: { answer: said },
    })
    expect(await world.delegate.refusal(doors.answerVoice, answer('contested'))).toBe('pollClosed')
    await world.delegate.call(doors.answerVoice, answer('confirmed'))
    expect(await recorded()).toEqual([])
    const { beside, constat } = await world.observer.call(doors.constat, { params: { pollId } })
    expect(constat.answers).toEqual([])
    expect(beside.answers).toMatchObject([{ answer: 'confirmed', byName: 'Denis Roy' }])
  })

  test('waits no more once the seat has voted itself, or the poll is annulled', async () => {
    const revote = { ...consentChoice, revote: true }
    const pollId = await openVote(world, { subject: transport, choice: revote })
    const write = async () =>
      world.facilitator.call(
        doors.castVoice,
        await voiceOn(world, pollId, { choice: 'support' }, '', world.cityId),
      )
    await write()
    await castBy(world, world.delegate, pollId, { choice: 'abstain' })
    expect(await recorded()).toEqual([])
    const other = await openVote(world, { subject: wholePlan })
    await world.facilitator.call(
      doors.castVoice,
      await voiceOn(world, other, { choice: 'support' }, '', world.cityId),
    )
    expect(await recorded()).toHaveLength(1)
    const body = { kind: 'annulled' as const, text: 'Erreur.', clientKey: newKey() }
    await world.facilitator.call(doors.addToVote, { params: { pollId: other }, body })
    expect(await recorded()).toEqual([])
  })
})
