// Polls held in a meeting: its seats, its holders, its rules; those who are absent and vote from afar; what the record says of it all.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { eventHash } from '../../shared/meeting/chain.ts'
import { ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import type { Person } from '../kit/actors.ts'
import { addOrganization, createCouncil, housing, newKey } from '../kit/council.ts'
import { act, openMeeting, refusedAct, seeMeeting } from '../kit/council-meeting.ts'
import {
  addDelegates,
  castBy,
  closeVote,
  consentChoice,
  seeVote,
  voiceOn,
  voteConstatOf,
  yesNoChoice,
} from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

let world: World
let meetingId: string
let third: Person & { seatId: string }
const decision = 'i4'
const remote = { kind: 'arrive', mode: 'remote' } as const

beforeEach(async () => {
  world = await createCouncil()
  ;[third] = (await addDelegates(world, 1)) as [Person & { seatId: string }]
  meetingId = await openMeeting(world)
  for (const person of [world.delegate, world.otherDelegate]) await act(person, meetingId, remote)
  if ((await seeMeeting(world.observer, meetingId)).status === 'suspended')
    await act(world.facilitator, meetingId, { kind: 'resume' })
  await act(world.facilitator, meetingId, { kind: 'openItem', itemId: decision })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

async function openInMeeting(choice: SettingChoice = consentChoice, itemId = decision) {
  const body = { subject: housing, choice, meetingId, itemId, clientKey: newKey() }
  return (await world.facilitator.call(doors.openVote, { params: { planId: world.planId }, body })).id
}
const refusedOpening = (change: object, choice = consentChoice) => {
  const body = { subject: housing, choice, meetingId, itemId: decision, clientKey: newKey(), ...change }
  return world.facilitator.refusal(doors.openVote, { params: { planId: world.planId }, body })
}
async function refusedVoice(person: Person, pollId: string, seatId?: string) {
  return person.refusal(doors.castVoice, await voiceOn(world, pollId, { choice: 'support' }, '', seatId))
}

describe('opening', () => {
  test('VOTE-12 the register is the meeting’s: who holds each seat, who is recused, under the rules it pinned', async () => {
    await act(third, meetingId, remote)
    await act(world.otherDelegate, meetingId, {
      kind: 'recuse',
      seatId: world.clinicId,
      itemId: decision,
      reason: 'Porteuse du projet.',
    })
    const pollId = await openInMeeting()

    const { register, ruleSet, meetingId: held } = await seeVote(world.observer, pollId)
    const seat = (seatId: string) => register.find((entry) => entry.seatId === seatId)
    expect(seat(world.cityId)).toMatchObject({ holder: { name: 'Denis Roy', as: 'delegate' }, present: true })
    expect(seat(world.clinicId)).toMatchObject({ recused: true })
    expect(ruleSet).toEqual((await seeMeeting(world.observer, meetingId)).rules?.data)
    expect(held).toBe(meetingId)
    const { polls } = await seeMeeting(world.observer, meetingId)
    expect(polls).toMatchObject([{ pollId, status: 'open', deciding: true }])
  })

  test('VOTE-20 a deciding poll opens in an open meeting, on the item under way, with the quorum there', async () => {
    expect(await refusedOpening({ itemId: 'i3' })).toBe('itemNotActive')
    expect(await refusedOpening({ itemId: 'i9' })).toBe('itemMissing')
    expect(await refusedOpening({ meetingId: 'elsewhere' })).toBe('notMember')
    await act(world.delegate, meetingId, { kind: 'leave' })
    expect(await refusedOpening({})).toBe('meetingNotOpen')
  })

  test('INV-24 consultative seats are in no register; a facilitator without a mandate has no voice', async () => {
    const lateId = await addOrganization(world, 'Observatoire')
    await world.facilitator.call(doors.changeOrganization, {
      params: { workspaceId: world.workspaceId, organizationId: lateId },
      body: { votingRight: 'consultative', voting: false },
    })
    const pollId = await openInMeeting()
    const { register } = await seeVote(world.observer, pollId)
    expect(register.map(({ seatId }) => seatId)).not.toContain(lateId)
    expect(await refusedVoice(world.facilitator, pollId)).toBe('noVoice')
    expect((await seeVote(world.facilitator, pollId)).mySeats).toEqual([])
  })
})

describe('voices', () => {
  test('VOTE-5 the seat’s one holder votes; after a hand-over the other does, and it counts once', async () => {
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
    const pollId = await openInMeeting({ ...consentChoice, revote: true })
    expect(await refusedVoice(alternate, pollId, world.cityId)).toBe('seatHeldByOther')
    await castBy(world, world.delegate, pollId, { choice: 'abstain' })
    await act(alternate, meetingId, remote)
    await act(world.delegate, meetingId, { kind: 'handOver', seatId: world.cityId, to: alternate.userId })

    expect(await refusedVoice(world.delegate, pollId, world.cityId)).toBe('seatHeldByOther')
    await castBy(world, alternate, pollId, { choice: 'support' })
    await closeVote(world, pollId)
    const { count, ballots } = await voteConstatOf(world, pollId)
    expect(ballots.map(({ castByName, revision }) => [castByName, revision])).toEqual([
      ['Denis Roy', 1],
      ['Alma Roy', 2],
    ])
    expect(count?.cast.seats).toBe(1)
  })

  test('INV-13 TRAP-11 a proxy votes for the seat that gave it, shown as such; revoked before, it is not valid', async () => {
    await act(third, meetingId, remote)
    await act(third, meetingId, { kind: 'giveProxy', from: third.seatId, to: world.cityId })
    await act(third, meetingId, { kind: 'leave' })
    const pollId = await openInMeeting()

    const { mySeats } = await seeVote(world.delegate, pollId)
    expect(mySeats.map(({ seatId, as, refusal }) => [seatId, as, refusal])).toEqual([
      [world.cityId, 'self', null],
      [third.seatId, 'proxy', null],
    ])
    expect(await refusedVoice(world.otherDelegate, pollId, third.seatId)).toBe('proxyNotValid')
    await world.delegate.call(
      doors.castVoice,
      await voiceOn(world, pollId, { choice: 'support' }, '', third.seatId),
    )
    const view = await seeVote(world.delegate, pollId)
    expect(view.voices).toBeNull()
    await act(world.facilitator, meetingId, { kind: 'revokeProxy', from: third.seatId })
    await closeVote(world, pollId)
    const { ballots } = await voteConstatOf(world, pollId)
    expect(ballots).toMatchObject([
      { seatId: third.seatId, channel: 'proxy', proxySeat: world.cityId, castByName: 'Denis Roy' },
    ])
  })

  test('INV-13 once its proxy is revoked nobody votes for an absent seat in the room', async () => {
    await act(third, meetingId, remote)
    await act(third, meetingId, { kind: 'giveProxy', from: third.seatId, to: world.cityId })
    await act(third, meetingId, { kind: 'leave' })
    const pollId = await openInMeeting()
    await act(world.facilitator, meetingId, { kind: 'revokeProxy', from: third.seatId })

    expect(await refusedVoice(world.delegate, pollId, third.seatId)).toBe('proxyNotValid')
    expect(await refusedVoice(third, pollId)).toBe('noVoice')
  })

  test('INV-14 a recused seat does not vote, leaves the bases, and stands in the record, also when it recused after the opening', async () => {
    await act(third, meetingId, remote)
    const pollId = await openInMeeting(yesNoChoice)
    await act(third, meetingId, {
      kind: 'recuse',
      seatId: third.seatId,
      itemId: decision,
      reason: 'Elle porte le projet.',
    })

    expect(await refusedVoice(third, pollId)).toBe('seatRecused')
    await castBy(world, world.delegate, pollId, { answer: 'yes' })
    await castBy(world, world.otherDelegate, pollId, { answer: 'yes' })
    await closeVote(world, pollId)
    const { count, changes, register, outcome } = await voteConstatOf(world, pollId)
    expect(register).toHaveLength(3)
    expect(changes).toMatchObject([
      { kind: 'recused', seatId: third.seatId, reason: 'Elle porte le projet.' },
    ])
    expect(count).toMatchObject({ registered: { seats: 2 }, recused: { seats: 1 }, notVoted: { seats: 0 } })
    expect(outcome).toBe('unanimous')
  })

  test('INV-14 a seat recused before the opening is not among the voices waited for', async () => {
    await act(third, meetingId, remote)
    const reason = 'Elle porte le projet.'
    await act(third, meetingId, { kind: 'recuse', seatId: third.seatId, itemId: decision, reason })
    const pollId = await openInMeeting(yesNoChoice)

    await castBy(world, world.delegate, pollId, { answer: 'yes' })
    const view = await seeVote(world.observer, pollId)
    expect([view.register.length, view.received, view.registered]).toEqual([3, 1, 2])
  })

  test('VOTE-20 those who are absent vote from afar until the hour, also after the meeting is over: one count', async () => {
    const closesAt = new Date(world.ctx.now().getTime() + 7_200_000).toISOString()
    const byHand = await openInMeeting()
    expect(await refusedVoice(third, byHand)).toBe('noVoice')
    await closeVote(world, byHand)
    const body = {
      subject: housing,
      choice: { ...consentChoice, closesAt },
      meetingId,
      itemId: decision,
      follows: byHand,
      clientKey: newKey(),
    }
    const { id: pollId } = await world.facilitator.call(doors.openVote, {
      params: { planId: world.planId },
      body,
    })
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    await act(world.facilitator, meetingId, {
      kind: 'postponeItem',
      itemId: decision,
      reason: 'Jusqu’à l’heure dite.',
    })
    await act(world.facilitator, meetingId, { kind: 'close' })

    await castBy(world, third, pollId, { choice: 'support' })
    await castBy(world, world.otherDelegate, pollId, { choice: 'support' })
    world.pass(7_200_000)
    expect(await seeVote(world.observer, pollId)).toMatchObject({
      state: 'counted',
      outcome: 'unanimous',
      received: 3,
    })
    const view = await seeMeeting(world.observer, meetingId)
    expect(view.polls.find((poll) => poll.pollId === pollId)).toMatchObject({
      status: 'closed',
      outcome: 'unanimous',
    })
    await act(world.facilitator, meetingId, { kind: 'decideItem', itemId: decision, pollId, words: '' })
  })

  test('VOTE-13 a late seat joins an additive register by a logged event, and its voice counts', async () => {
    const rules = {
      ...ruleSetOf(defaultRule, 2),
      lateSeats: 'additive' as const,
      quorum: { ...ruleSetOf(defaultRule).quorum, share: { num: 1, den: 2 }, collegesMin: 1 },
    }
    await world.facilitator.call(doors.adoptRuleSet, {
      params: { workspaceId: world.workspaceId },
      body: { rules, decidedBy: { instance: 'Assemblée', date: '2026-03-01', reference: 'A-1' } },
    })
    const planId = world.planId
    const body = { subject: housing, choice: consentChoice, clientKey: newKey() }
    const { id: pollId } = await world.facilitator.call(doors.openVote, { params: { planId }, body })
    const [late] = (await addDelegatesNamed('Tardif')) as [Person & { seatId: string }]
    expect(await refusedVoice(late, pollId)).toBe('notInRegister')
    const join = { params: { pollId }, body: { kind: 'joined' as const, seatId: late.seatId } }
    expect(await world.delegate.refusal(doors.changeRegister, join)).toBe('roleForbids')
    await world.facilitator.call(doors.changeRegister, join)
    expect(await world.facilitator.refusal(doors.changeRegister, join)).toBe('alreadyInRegister')
    // A clock set back: the voice still follows its seat's coming, as the verifier asks.
    world.pass(-60_000)
    await castBy(world, late, pollId, { choice: 'support' })
    await closeVote(world, pollId)

    const { register, changes, count, ballots } = await voteConstatOf(world, pollId)
    expect(register).toHaveLength(3)
    expect(changes[0]!.at < ballots[0]!.receivedAt).toBe(true)
    expect(changes).toMatchObject([{ kind: 'joined', seat: { seatId: late.seatId } }])
    expect(count).toMatchObject({ registered: { seats: 4 }, cast: { seats: 1 } })
  })
})

async function addDelegatesNamed(name: string): Promise<(Person & { seatId: string })[]> {
  const seatId = await addOrganization(world, `Organisme ${name}`)
  const person = await world.person({ name: `Voix ${name}`, role: 'delegate', organizationId: seatId })
  return [{ ...person, seatId }]
}

describe('the record', () => {
  test('VOTE-20 it says where, convened when, held by whom, with what quorum, and how far the meeting’s log reached', async () => {
    await act(world.facilitator, meetingId, {
      kind: 'note',
      note: 'incident',
      text: 'Coupure du son.',
      itemId: decision,
    })
    const pollId = await openInMeeting()
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    await closeVote(world, pollId)
    const { meeting } = await voteConstatOf(world, pollId)

    expect(meeting).toMatchObject({
      id: meetingId,
      title: 'Séance de mars',
      place: 'Salle du conseil',
      mode: 'hybrid',
      facilitator: 'Maude Bélanger',
      item: { id: decision, title: 'Adopter la priorité' },
      quorum: [
        { moment: 'opening', met: true, reached: '2', needed: '2' },
        { moment: 'closing', met: true, reached: '2', needed: '2' },
      ],
      incidents: [{ text: 'Coupure du son.' }],
    })
    expect(meeting!.convenedAt! <= meeting!.openedAt!).toBe(true)
    const rows = await world.db
      .selectFrom('meeting_events')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .where('seq', '=', meeting!.events)
      .execute()
    const [row] = rows
    expect(row!.hash).toBe(meeting!.logHash)
    expect(eventHash(meetingId, row!.prev_hash, JSON.parse(row!.event_json))).toBe(meeting!.logHash)
  })

  test('the meeting hears of the closing, the proclamation and the annulment, and cannot close over an open poll', async () => {
    const pollId = await openInMeeting(yesNoChoice)
    expect(await refusedAct(world.facilitator, meetingId, { kind: 'openItem', itemId: 'i3' })).toBe(
      'pollOnItem',
    )
    await castBy(world, world.delegate, pollId, { answer: 'yes' })
    await castBy(world, world.otherDelegate, pollId, { answer: 'yes' })
    await closeVote(world, pollId)
    const add = (kind: 'proclaimed' | 'annulled', text: string) =>
      world.facilitator.call(doors.addToVote, {
        params: { pollId },
        body: { kind, text, clientKey: newKey() },
      })
    await add('proclaimed', '')
    await add('proclaimed', '')
    await add('annulled', 'Le texte affiché n’était pas le bon.')

    const { events } = await world.observer.call(doors.meetingLog, { params: { meetingId } })
    expect(events.map(({ event }) => event.kind).filter((kind) => kind.startsWith('poll'))).toEqual([
      'pollOpened',
      'pollClosed',
      'pollProclaimed',
      'pollAnnulled',
    ])
    expect(await seeVote(world.observer, pollId)).toMatchObject({ state: 'annulled', outcome: 'consensus' })
  })
})
