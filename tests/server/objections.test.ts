// Objections and recorded voices through their doors: from a block to a new text and a new round; what others wrote down for a seat;
// what waits for whom.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { ObjectionMove } from '../../shared/poll/objection.ts'
import type { Value } from '../../shared/poll/setting.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil, housing, newKey, rewrite } from '../kit/council.ts'
import {
  addDelegates,
  castBy,
  closeVote,
  consentChoice,
  openVote,
  secretChoice,
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
const move = (person: Person, objectionId: string, step: ObjectionMove, words = '') =>
  person.call(doors.moveObjection, {
    params: { objectionId },
    body: { move: step, words, clientKey: newKey() },
  })
const refusedMove = (person: Person, objectionId: string, step: ObjectionMove, words = '') =>
  person.refusal(doors.moveObjection, {
    params: { objectionId },
    body: { move: step, words, clientKey: newKey() },
  })
const waits = (person: Person) => person.call(doors.waiting, { params: { planId: world.planId } })

describe('an objection', () => {
  test('VOTE-9 from a block to a text that answers it and a second round, in the record of which it ends', async () => {
    const first = await openVote(world, { subject: housing })
    await castBy(world, world.delegate, first, { choice: 'block' }, 'La Pointe est oubliée.')
    await castBy(world, world.otherDelegate, first, support)
    await closeVote(world, first)
    const [objection] = (await seeVote(world.delegate, first)).objections
    expect(objection).toMatchObject({ level: 'block', state: 'raised', moves: ['withdraw', 'maintain'] })
    expect(await voteConstatOf(world, first)).toMatchObject({
      outcome: 'notDecided',
      objections: [{ state: 'raised' }],
    })
    expect((await waits(world.facilitator)).objections).toMatchObject([
      { id: objection!.id, state: 'raised' },
    ])

    await move(world.facilitator, objection!.id, 'answer', 'Nous ajoutons la Pointe.')
    expect(await refusedMove(world.facilitator, objection!.id, 'integrate')).toBe('textUnmoved')
    await rewrite(world, 'o1', 'Créer 40 logements, dont 10 à la Pointe')
    await move(world.facilitator, objection!.id, 'integrate')
    expect(await refusedMove(world.facilitator, objection!.id, 'withdraw')).toBe('objectionNotYours')
    expect((await waits(world.delegate)).objections).toMatchObject([
      { state: 'integrated', moves: ['withdraw', 'maintain'] },
    ])

    const second = await openVote(world, { subject: housing, follows: first })
    for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, second, support)
    await closeVote(world, second)
    const { outcome, objections, poll } = await voteConstatOf(world, second)
    expect(outcome).toBe('unanimous')
    expect(poll).toMatchObject({ round: 2, follows: first })
    expect(objections).toMatchObject([
      {
        pollId: first,
        state: 'integrated',
        steps: [
          { move: 'answer', words: 'Nous ajoutons la Pointe.' },
          { move: 'integrate', textHash: poll.textHash },
        ],
      },
    ])
  })

  test('INV-17 a block raised beside the ballots stands like any other; withdrawn in time, it does not', async () => {
    const raise = async (pollId: string, person: Person) => {
      const body = { level: 'block' as const, argument: 'Le budget n’y est pas.', clientKey: newKey() }
      return (await person.call(doors.raiseObjection, { params: { pollId }, body })).id
    }
    const outcomes: string[] = []
    for (const withdrawn of [false, true]) {
      const pollId = await openVote(world, { subject: housing })
      const id = await raise(pollId, world.delegate)
      for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, pollId, support)
      if (withdrawn) await move(world.delegate, id, 'withdraw')
      await closeVote(world, pollId)
      outcomes.push((await voteConstatOf(world, pollId)).outcome)
    }
    expect(outcomes).toEqual(['notDecided', 'unanimous'])
  })

  test('VOTE-10 a maintained block is overruled only where the rules foresaw it: decided with dissent, never by consensus', async () => {
    const base = ruleSetOf(defaultRule, 2)
    const quorum = { ...base.quorum, share: { num: 1, den: 2 }, collegesMin: 1 }
    const fallback = { ...base.adoption, share: { num: 1, den: 2 }, strict: true }
    const [third] = await addDelegates(world, 1)
    const rules = { ...base, quorum, afterBlock: 'majority' as const, fallback }
    await world.facilitator.call(doors.adoptRuleSet, {
      params: { workspaceId: world.workspaceId },
      body: { rules, decidedBy: { instance: 'Assemblée', date: '2026-03-01', reference: 'A-1' } },
    })
    const pollId = await openVote(world, { subject: housing })
    await castBy(world, world.delegate, pollId, { choice: 'block' }, 'Non.')
    for (const person of [world.otherDelegate, third!]) await castBy(world, person, pollId, support)
    const [objection] = (await seeVote(world.delegate, pollId)).objections
    expect(await refusedMove(world.facilitator, objection!.id, 'overrule')).toBe('objectionSettled')
    await move(world.delegate, objection!.id, 'maintain')
    expect(await refusedMove(world.delegate, objection!.id, 'overrule')).toBe('objectionNotYours')
    await move(world.facilitator, objection!.id, 'overrule')
    await closeVote(world, pollId)
    expect(await voteConstatOf(world, pollId)).toMatchObject({
      outcome: 'dissent',
      objections: [{ state: 'overruled' }],
    })
  })

  test('VOTE-9 a voice cast again takes back the objection it was; who has no seat raises none; the same key raises one', async () => {
    const pollId = await openVote(world, { subject: housing, choice: { ...consentChoice, revote: true } })
    await castBy(world, world.delegate, pollId, { choice: 'block' }, 'Non.')
    await castBy(world, world.delegate, pollId, { choice: 'reserve' }, 'Peut-être.')
    const { objections } = await seeVote(world.delegate, pollId)
    expect(objections.map(({ level, state }) => [level, state]).sort()).toEqual([
      ['block', 'withdrawn'],
      ['concern', 'raised'],
    ])
    const input = {
      params: { pollId },
      body: { level: 'concern' as const, argument: 'Et le soir ?', clientKey: newKey() },
    }
    const { id } = await world.delegate.call(doors.raiseObjection, input)
    expect(await world.delegate.call(doors.raiseObjection, input)).toEqual({ id })
    for (const person of [world.facilitator, world.observer])
      expect(
        await person.refusal(doors.raiseObjection, {
          ...input,
          body: { ...input.body, clientKey: newKey() },
        }),
      ).toBe('noVoice')
    await closeVote(world, pollId)
    const late = { ...input, body: { ...input.body, clientKey: newKey() } }
    expect(await world.delegate.refusal(doors.raiseObjection, late)).toBe('pollClosed')
    expect((await voteConstatOf(world, pollId)).outcome).toBe('consensus')
  })
})

describe('voices that someone else wrote down', () => {
  const record = async (pollId: string, seatId: string, value: Value = support) =>
    world.facilitator.call(doors.castVoice, await voiceOn(world, pollId, value, '', seatId))
  const voiceId = async (pollId: string) => {
    const row = await world.db
      .selectFrom('voices')
      .select('id')
      .where('poll_id', '=', pollId)
      .executeTakeFirstOrThrow()
    return row.id
  }
  const say = (person: Person, id: string, answer: 'reread' | 'confirmed' | 'contested') => ({
    params: { voiceId: id },
    body: { answer },
    person,
  })

  test('VOTE-19 a recorded voice is told as such; its holder confirms it or a second person re-reads it, nobody else', async () => {
    const pollId = await openVote(world, { subject: housing })
    await record(pollId, world.cityId)
    const id = await voiceId(pollId)
    expect((await waits(world.delegate)).recorded).toMatchObject([
      { pollId, voice: { id, channel: 'facilitated', castByName: 'Maude Bélanger' } },
    ])
    expect(await world.facilitator.refusal(doors.answerVoice, say(world.facilitator, id, 'reread'))).toBe(
      'tellersAlike',
    )
    expect(await world.facilitator.refusal(doors.answerVoice, say(world.facilitator, id, 'confirmed'))).toBe(
      'noVoice',
    )
    expect(await world.observer.refusal(doors.answerVoice, say(world.observer, id, 'reread'))).toBe(
      'roleForbids',
    )
    await world.otherDelegate.call(doors.answerVoice, say(world.otherDelegate, id, 'reread'))
    await world.delegate.call(doors.answerVoice, say(world.delegate, id, 'confirmed'))
    await world.delegate.call(doors.answerVoice, say(world.delegate, id, 'confirmed'))
    expect(await world.delegate.refusal(doors.answerVoice, say(world.delegate, id, 'contested'))).toBe(
      'voiceSettled',
    )
    expect((await waits(world.delegate)).recorded).toEqual([])
    await closeVote(world, pollId)
    const { answers, ballots } = await voteConstatOf(world, pollId)
    expect(ballots).toMatchObject([{ channel: 'facilitated', castByName: 'Maude Bélanger' }])
    expect(answers.map(({ answer, byName }) => [answer, byName])).toEqual([
      ['confirmed', 'Denis Roy'],
      ['reread', 'Aïcha Benali'],
    ])
  })

  test('VOTE-19 INV-1 a contested voice counts no more, stays in the log, and the seat votes itself, once', async () => {
    const pollId = await openVote(world, { subject: housing })
    await record(pollId, world.cityId, { choice: 'abstain' })
    const id = await voiceId(pollId)
    await world.delegate.call(doors.answerVoice, say(world.delegate, id, 'contested'))
    expect((await seeVote(world.observer, pollId)).received).toBe(0)
    await castBy(world, world.delegate, pollId, support)
    expect(await world.delegate.refusal(doors.castVoice, await voiceOn(world, pollId, support))).toBe(
      'alreadyVoted',
    )
    await closeVote(world, pollId)
    const { ballots, count } = await voteConstatOf(world, pollId)
    expect(ballots.map(({ channel, revision }) => [channel, revision])).toEqual([
      ['facilitated', 1],
      ['self', 2],
    ])
    expect(count?.cast.seats).toBe(1)
    expect(await world.delegate.refusal(doors.answerVoice, say(world.delegate, id, 'confirmed'))).toBe(
      'voiceSettled',
    )
  })

  test('VOTE-19 papers enter whole once a second teller re-read them, or not at all', async () => {
    const pollId = await openVote(world, { subject: housing })
    const { textHash } = await seeVote(world.observer, pollId)
    const papers = (change: object = {}) => ({
      params: { pollId },
      body: {
        seatIds: [world.cityId, world.clinicId],
        papers: [
          { value: support, reason: '' },
          { value: { choice: 'reserve' } as Value, reason: 'Le soir.' },
        ],
        secondTellerId: world.otherDelegate.userId,
        textHash,
        clientKey: newKey(),
        ...change,
      },
    })
    const refused = (change: object) => world.facilitator.refusal(doors.writePapers, papers(change))
    expect(await refused({ seatIds: [world.cityId] })).toBe('paperUneven')
    expect(await refused({ seatIds: [world.cityId, world.cityId] })).toBe('paperUneven')
    expect(await refused({ seatIds: [world.cityId, 'elsewhere'] })).toBe('notInRegister')
    expect(await refused({ textHash: '0'.repeat(64) })).toBe('textChanged')
    expect(await world.delegate.refusal(doors.writePapers, papers())).toBe('roleForbids')
    const set = await world.facilitator.call(doors.writePapers, papers())
    expect((await seeVote(world.observer, pollId)).received).toBe(0)
    const settle = { params: { setId: set.id }, body: { accepted: true } }
    expect(await world.facilitator.refusal(doors.settlePapers, settle)).toBe('tellersAlike')
    expect(await refused({ secondTellerId: world.observer.userId })).toBe('tellerMissing')
    expect(await refused({ secondTellerId: world.facilitator.userId })).toBe('tellersAlike')
    expect(await world.delegate.refusal(doors.settlePapers, settle)).toBe('tellersAlike')
    expect(await world.delegate.call(doors.papers, { params: { pollId } })).toEqual([])
    expect((await waits(world.otherDelegate)).papers).toMatchObject([{ id: set.id, state: 'waiting' }])
    await castBy(world, world.delegate, pollId, { choice: 'abstain' })
    expect(await world.otherDelegate.refusal(doors.settlePapers, settle)).toBe('alreadyVoted')
    expect((await seeVote(world.observer, pollId)).received).toBe(1)
    await world.otherDelegate.call(doors.settlePapers, { ...settle, body: { accepted: false } })

    const other = papers({
      seatIds: [world.clinicId],
      papers: [{ value: support, reason: '' }],
      secondTellerId: world.delegate.userId,
    })
    const again = await world.facilitator.call(doors.writePapers, other)
    expect(await world.facilitator.call(doors.writePapers, other)).toEqual(again)
    await world.delegate.call(doors.settlePapers, { params: { setId: again.id }, body: { accepted: true } })
    await closeVote(world, pollId)
    const { ballots } = await voteConstatOf(world, pollId)
    expect(ballots.find(({ channel }) => channel === 'paper')).toMatchObject({
      seatId: world.clinicId,
      castByName: 'Denis Roy',
      secondTeller: 'Maude Bélanger',
    })
  })

  test('INV-15 a paper urn in a secret poll ties no paper to a seat, whatever the order they were written in', async () => {
    const more = await addDelegates(world, 5)
    const pollId = await openVote(world, { subject: { kind: 'question' }, choice: secretChoice })
    const { textHash } = await seeVote(world.observer, pollId)
    const seatIds = more.map(({ seatId }) => seatId).reverse()
    const said = ['yes', 'no', 'yes', 'yes', 'no'] as const
    const values: Value[] = said.map((answer) => ({ answer }))
    const body = {
      seatIds,
      papers: values.map((value) => ({ value, reason: '' })),
      secondTellerId: world.delegate.userId,
      textHash,
      clientKey: newKey(),
    }
    const few = { ...body, seatIds: seatIds.slice(1), papers: body.papers.slice(1), clientKey: newKey() }
    expect(await world.facilitator.refusal(doors.writePapers, { params: { pollId }, body: few })).toBe(
      'papersTooFew',
    )
    const set = await world.facilitator.call(doors.writePapers, { params: { pollId }, body })
    expect(set.seats.map(({ seatId }) => seatId)).toEqual([...seatIds].sort())
    expect(set.papers.map(({ value }) => JSON.stringify(value))).toEqual(
      values.map((value) => JSON.stringify(value)).sort(),
    )
    await world.delegate.call(doors.settlePapers, { params: { setId: set.id }, body: { accepted: true } })
    const recorded = await voiceOn(world, pollId, { answer: 'yes' }, '', world.cityId)
    expect(await world.facilitator.refusal(doors.castVoice, recorded)).toBe('secretRecorded')
    for (const person of [world.delegate, world.otherDelegate])
      await castBy(world, person, pollId, { answer: 'yes' })
    await closeVote(world, pollId)
    const { secret } = await voteConstatOf(world, pollId)
    expect(secret?.tallies.map(({ count }) => count)).toEqual([2, 5])
    expect(secret?.roll.filter(({ channel }) => channel === 'paper')).toHaveLength(5)
  })
})

describe('what waits for me', () => {
  test('polls of my seats, the soonest to close first; the threads I wrote in where someone answered', async () => {
    const at = (hours: number) => new Date(world.ctx.now().getTime() + hours * 3_600_000).toISOString()
    const question = { subject: { kind: 'question' } } as const
    const late = await openVote(world, { ...question, choice: { ...yesNoChoice, closesAt: at(48) } })
    const soon = await openVote(world, { ...question, choice: { ...yesNoChoice, closesAt: at(2) } })
    const open = await openVote(world, { subject: housing })
    const params = { planId: world.planId }
    const { id: threadId } = await world.delegate.call(doors.startThread, {
      params,
      body: {
        place: { section: 'priorities' },
        anchor: null,
        quote: '',
        text: 'Et la Pointe ?',
        clientKey: newKey(),
      },
    })
    expect((await waits(world.delegate)).threads).toEqual([])
    await world.facilitator.call(doors.reply, {
      params: { threadId },
      body: { text: 'On y vient.', clientKey: newKey() },
    })

    const before = await waits(world.delegate)
    expect(before.polls.map(({ id }) => id)).toEqual([soon, late, open])
    expect(before.threads).toMatchObject([{ id: threadId, lastText: 'On y vient.' }])
    await castBy(world, world.delegate, soon, { answer: 'yes' })
    expect((await waits(world.delegate)).polls.map(({ id }) => id)).toEqual([late, open])
    expect((await waits(world.observer)).polls).toEqual([])
    world.pass(72 * 3_600_000)
    expect((await waits(world.delegate)).polls.map(({ id }) => id)).toEqual([open])
  })
})

describe('addenda', () => {
  test('VOTE-4 each names the one before and the record it is about; nothing of the record changes', async () => {
    const pollId = await openVote(world, { subject: housing })
    const add = (kind: 'proclaimed' | 'annotation' | 'correction', text: string) => ({
      params: { pollId },
      body: { kind, text, clientKey: newKey() },
    })
    expect(await world.facilitator.refusal(doors.addToVote, add('proclaimed', ''))).toBe('pollStillOpen')
    expect(await world.facilitator.refusal(doors.addToVote, add('correction', 'Erreur.'))).toBe(
      'pollStillOpen',
    )
    await castBy(world, world.delegate, pollId, support)
    await closeVote(world, pollId)
    const before = await voteConstatOf(world, pollId)
    expect(await world.delegate.refusal(doors.addToVote, add('annotation', 'Bravo.'))).toBe('roleForbids')
    expect(await world.facilitator.refusal(doors.addToVote, add('annotation', ' '))).toBe('reasonNeeded')
    await world.facilitator.call(doors.addToVote, add('proclaimed', ''))
    await world.facilitator.call(doors.addToVote, add('correction', 'Le nom du lieu était erroné.'))

    const { addenda, constatDigest, state } = await seeVote(world.observer, pollId)
    expect(state).toBe('proclaimed')
    expect(addenda.map(({ kind }) => kind)).toEqual(['proclaimed', 'correction'])
    expect(addenda[1]!.previous).toBe(digest('addendum', addenda[0]))
    expect(addenda.every((addendum) => addendum.constatDigest === constatDigest)).toBe(true)
    expect(await voteConstatOf(world, pollId)).toEqual(before)
  })
})
