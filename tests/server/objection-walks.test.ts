// Objections where they are hardest to hold: several at once, after the closing, in other hands, under other rules, in every method.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import { ruleSetOf } from '../../shared/meeting/rule-set.ts'
import type { ObjectionLevel } from '../../shared/poll/admission.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { ObjectionMove } from '../../shared/poll/objection.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import { recountTally } from '../../shared/poll/recount.ts'
import type { Value } from '../../shared/poll/setting.ts'
import { readTallyFile } from '../../shared/poll/tally-file.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil, housing, newKey, rewrite, transport } from '../kit/council.ts'
import { act, openMeeting, seeMeeting } from '../kit/council-meeting.ts'
import { fingers, optionsNamed } from '../kit/counting.ts'
import {
  addDelegates,
  castBy,
  closeVote,
  consentChoice,
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

const support: Value = { choice: 'support' }
const raising = (pollId: string, argument: string, level: ObjectionLevel = 'block') => ({
  params: { pollId },
  body: { level, argument, clientKey: newKey() },
})
const raise = async (person: Person, pollId: string, argument: string, level?: ObjectionLevel) =>
  (await person.call(doors.raiseObjection, raising(pollId, argument, level))).id
const moving = (objectionId: string, move: ObjectionMove, words = '') => ({
  params: { objectionId },
  body: { move, words, clientKey: newKey() },
})
const move = (person: Person, id: string, step: ObjectionMove, words?: string) =>
  person.call(doors.moveObjection, moving(id, step, words))
const refusedMove = (person: Person, id: string, step: ObjectionMove) =>
  person.refusal(doors.moveObjection, moving(id, step))
const outcomeOf = async (pollId: string) => (await voteConstatOf(world, pollId)).outcome
async function stateOf(priorityId: string) {
  const { standings } = await world.observer.call(doors.planState, { params: { planId: world.planId } })
  return standings.find(({ subject }) => subject.kind === 'priority' && subject.id === priorityId)?.state
}
async function allSupport(pollId: string, value: Value = support) {
  for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, pollId, value)
}

describe('several objections', () => {
  test('INV-17 of two blocks and a concern, one block left is enough; withdrawn after the closing, it changes no record', async () => {
    const pollId = await openVote(world, { subject: housing })
    await allSupport(pollId)
    const first = await raise(world.delegate, pollId, 'Le soir est oublié.')
    const second = await raise(world.otherDelegate, pollId, 'Le budget manque.')
    await raise(world.otherDelegate, pollId, 'Et la Pointe ?', 'concern')
    await move(world.delegate, first, 'withdraw')
    await closeVote(world, pollId)
    expect(await outcomeOf(pollId)).toBe('notDecided')

    const before = await world.db
      .selectFrom('poll_closings')
      .selectAll()
      .where('poll_id', '=', pollId)
      .execute()
    await move(world.otherDelegate, second, 'withdraw', 'Répondu de vive voix.')
    expect(await refusedMove(world.otherDelegate, second, 'maintain')).toBe('objectionSettled')
    expect(
      await world.db.selectFrom('poll_closings').selectAll().where('poll_id', '=', pollId).execute(),
    ).toEqual(before)
    expect(await stateOf('p1')).not.toBe('consensus')
    const { objections, outcome } = await seeVote(world.observer, pollId)
    expect(outcome).toBe('notDecided')
    expect(objections.map(({ level, state }) => `${level} ${state}`).sort()).toEqual([
      'block withdrawn',
      'block withdrawn',
      'concern raised',
    ])
  })

  test('VOTE-8 a concern and a seat that stands aside beside ballots that all favour: a consensus, not unanimous', async () => {
    const pollId = await openVote(world, { subject: housing })
    await allSupport(pollId)
    await raise(world.delegate, pollId, 'Et la Pointe ?', 'concern')
    await raise(world.otherDelegate, pollId, 'Je n’en suis pas.', 'standAside')
    await closeVote(world, pollId)
    const { outcome, objections } = await voteConstatOf(world, pollId)
    expect(outcome).toBe('consensus')
    expect(objections.map(({ level }) => level).sort()).toEqual(['concern', 'standAside'])
    const response = await world.observer.fetch(files.ballots(pollId))
    const read = readTallyFile(new Uint8Array(await response.arrayBuffer()))
    if ('unreadable' in read) throw new Error(read.unreadable.en)
    expect(read.file.outcome).toEqual({
      word: 'consensus',
      blockStands: false,
      overruled: false,
      reserved: true,
    })
    expect(recountTally(read.file)).toMatchObject({ same: true })
  })

  test('VOTE-6 a block without words is refused, by a voice or beside it, and leaves nothing', async () => {
    const pollId = await openVote(world, { subject: housing })
    for (const words of ['', '  \n\t', '\u00a0', '\u200b\u2060']) {
      expect(
        await world.delegate.refusal(doors.raiseObjection, raising(pollId, words)),
        JSON.stringify(words),
      ).toBe('reasonNeeded')
      const voice = await voiceOn(world, pollId, { choice: 'block' }, words)
      expect(await world.delegate.refusal(doors.castVoice, voice), JSON.stringify(words)).toBe('reasonNeeded')
    }
    expect(await seeVote(world.delegate, pollId)).toMatchObject({ received: 0, objections: [] })
  })

  test('a seat that fills its own room with objections leaves the others theirs', async () => {
    const pollId = await openVote(world, { subject: housing })
    for (let at = 0; at < 50; at++) await raise(world.delegate, pollId, `Objection ${at}.`, 'concern')
    expect(await world.delegate.refusal(doors.raiseObjection, raising(pollId, 'Encore.'))).toBe(
      'limitReached',
    )
    await raise(world.otherDelegate, pollId, 'La mienne.')
  })
})

describe('the text an objection is about', () => {
  test('VOTE-11 a block that another text answers still stands against the text under vote, also when that text comes back', async () => {
    const pollId = await openVote(world, { subject: housing })
    await allSupport(pollId)
    const id = await raise(world.delegate, pollId, 'La Pointe est oubliée.')
    await rewrite(world, 'o1', 'Créer 40 logements, dont 10 à la Pointe')
    await move(world.facilitator, id, 'integrate')
    await closeVote(world, pollId)
    expect(await outcomeOf(pollId)).toBe('notDecided')
    await rewrite(world, 'o1', 'Créer 40 logements')
    expect(await stateOf('p1')).not.toBe('consensus')

    // On the text that answers it, a new round may well be one; it is stale once the text moves, and stands again when it is back.
    await rewrite(world, 'o1', 'Créer 40 logements, dont 10 à la Pointe')
    const second = await openVote(world, { subject: housing, follows: pollId })
    await allSupport(second)
    await closeVote(world, second)
    expect(await outcomeOf(second)).toBe('unanimous')
    expect(await stateOf('p1')).toBe('consensus')
    await rewrite(world, 'o1', 'Créer 40 logements')
    expect(await stateOf('p1')).toBe('stale')
    await rewrite(world, 'o1', 'Créer 40 logements, dont 10 à la Pointe')
    expect(await stateOf('p1')).toBe('consensus')
  })

  test('VOTE-4 a new round is on the place of the one before: no poll supersedes one of another text', async () => {
    const first = await openVote(world, { subject: housing })
    await allSupport(first)
    await closeVote(world, first)
    const body = { subject: transport, choice: consentChoice, follows: first, clientKey: newKey() }
    const params = { planId: world.planId }
    expect(await world.facilitator.refusal(doors.openVote, { params, body })).toBe('invalidField')
    expect(await seeVote(world.observer, first)).toMatchObject({ state: 'counted', supersededBy: null })
  })
})

test('VOTE-4 a new round follows the last one: an objection of the first is carried through all of them', async () => {
  const rounds: string[] = []
  let id = ''
  for (let round = 1; round <= 3; round++) {
    const pollId = await openVote(world, {
      subject: housing,
      ...(rounds.length > 0 && { follows: rounds.at(-1)! }),
    })
    await allSupport(pollId)
    if (round === 1) id = await raise(world.delegate, pollId, 'La Pointe est oubliée.')
    await closeVote(world, pollId)
    rounds.push(pollId)
  }
  const body = { subject: housing, choice: consentChoice, follows: rounds[0]!, clientKey: newKey() }
  const params = { planId: world.planId }
  expect(await world.facilitator.refusal(doors.openVote, { params, body })).toBe('invalidField')
  expect((await seeVote(world.observer, rounds[2]!)).objections.map((one) => one.id)).toEqual([id])
  expect((await seeVote(world.observer, rounds[0]!)).supersededBy).toBe(rounds[1])
})

describe('the rules an objection is under', () => {
  test('VOTE-10 rules that foresee overruling, adopted once the poll is open, are not its own', async () => {
    const pollId = await openVote(world, { subject: housing })
    await allSupport(pollId)
    const id = await raise(world.delegate, pollId, 'Non.')
    await move(world.delegate, id, 'maintain')
    const base = ruleSetOf(defaultRule, 2)
    const rules = { ...base, afterBlock: 'majority' as const, fallback: { ...base.adoption } }
    await world.facilitator.call(doors.adoptRuleSet, {
      params: { workspaceId: world.workspaceId },
      body: { rules, decidedBy: { instance: 'Assemblée', date: '2026-03-01', reference: 'A-1' } },
    })
    expect(await refusedMove(world.facilitator, id, 'overrule')).toBe('ruleForbidsOverruling')
    await closeVote(world, pollId)
    expect(await outcomeOf(pollId)).toBe('notDecided')
  })

  const options = optionsNamed(['a', 'b'])
  const asked = { ...consentChoice, adopts: true }
  const polls: readonly (readonly [SettingChoice, Value, string])[] = [
    [asked, support, 'notDecided'],
    [yesNoChoice, { answer: 'yes' }, 'notDecided'],
    [{ ...asked, method: 'gradients', params: { supportUpTo: 2 } }, { level: 0 }, 'notDecided'],
    [
      { ...asked, method: 'fist', params: { supportFrom: 3, meanings: fingers } },
      { fingers: 5 },
      'notDecided',
    ],
    [
      { ...asked, adopts: false, method: 'approval', params: { min: 1, max: 2, seats: 1 }, options },
      { options: ['a'] },
      'sorted',
    ],
    [
      { ...asked, adopts: false, method: 'score', params: { min: 0, max: 5 }, options },
      { scores: { a: 5 } },
      'sorted',
    ],
    [{ ...asked, adopts: false, method: 'schulze', params: {}, options }, { ranking: [['a']] }, 'sorted'],
  ]
  for (const [choice, value, outcome] of polls)
    test(`INV-17 a maintained block beside ballots that all favour: ${choice.method}, ${outcome}`, async () => {
      const pollId = await openVote(world, { subject: housing, choice })
      await allSupport(pollId, value)
      const id = await raise(world.delegate, pollId, 'Non.')
      await move(world.delegate, id, 'maintain')
      await closeVote(world, pollId)
      expect(await outcomeOf(pollId)).toBe(outcome)
      expect(await stateOf('p1')).not.toBe('consensus')
    })
})

test('VOTE-9 MEET-10 an objection is its seat’s: who handed the seat over no longer moves it, who holds it now does', async () => {
  await addDelegates(world, 1)
  const alternate = await world.person({
    name: 'Alma Roy',
    role: 'contributor',
    organizationId: world.cityId,
  })
  await world.facilitator.call(doors.addMandate, {
    params: { workspaceId: world.workspaceId },
    body: {
      organizationId: world.cityId,
      userId: alternate.userId,
      role: 'alternate',
      rank: 1,
      from: '2026-01-01',
      to: null,
    },
  })
  const meetingId = await openMeeting(world)
  for (const person of [world.delegate, world.otherDelegate, alternate])
    await act(person, meetingId, { kind: 'arrive', mode: 'remote' })
  if ((await seeMeeting(world.observer, meetingId)).status === 'suspended')
    await act(world.facilitator, meetingId, { kind: 'resume' })
  await act(world.facilitator, meetingId, { kind: 'openItem', itemId: 'i4' })
  const body = { subject: housing, choice: consentChoice, meetingId, itemId: 'i4', clientKey: newKey() }
  const params = { planId: world.planId }
  const { id: pollId } = await world.facilitator.call(doors.openVote, { params, body })
  await allSupport(pollId)
  const id = await raise(world.delegate, pollId, 'La Pointe est oubliée.')
  await act(world.delegate, meetingId, { kind: 'handOver', seatId: world.cityId, to: alternate.userId })

  for (const step of ['maintain', 'withdraw'] as const)
    expect(await refusedMove(world.delegate, id, step)).toBe('objectionNotYours')
  expect(await world.delegate.refusal(doors.raiseObjection, raising(pollId, 'Encore.'))).toBe('noVoice')
  await move(alternate, id, 'maintain')
  await closeVote(world, pollId)
  expect(await voteConstatOf(world, pollId)).toMatchObject({
    outcome: 'notDecided',
    objections: [{ raisedByName: 'Denis Roy', steps: [{ move: 'maintain', byName: 'Alma Roy' }] }],
  })
  await move(alternate, id, 'withdraw')
})
