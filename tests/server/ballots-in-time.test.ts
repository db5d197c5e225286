// Ballots against the moment of their meeting, through the doors: a mandate that ends under a voice, a suspension, a proxy over its giver's
// own voice, a recusal too late, a decision whose ballot was annulled, a cap on the seats.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import type { Person } from '../kit/actors.ts'
import { addOrganization, createCouncil, housing, newKey } from '../kit/council.ts'
import { act, refusedAct, seeMeeting } from '../kit/council-meeting.ts'
import { adoptRules, decision, giveMandate, remote, seatedMeeting } from '../kit/seated-council.ts'
import {
  addDelegates,
  castBy,
  closeVote,
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
const yes = { answer: 'yes' } as const
const no = { answer: 'no' } as const

const sitting = (people = [world.delegate, world.otherDelegate]) => seatedMeeting(world, people)
async function openIn(meetingId: string, choice = yesNoChoice, follows?: string): Promise<string> {
  const body = {
    ...{ subject: housing, choice, meetingId, itemId: decision, clientKey: newKey() },
    ...(follows && { follows }),
  }
  return (await world.facilitator.call(doors.openVote, { params: { planId: world.planId }, body })).id
}
async function refusedVoice(person: Person, pollId: string, seatId?: string): Promise<string> {
  return person.refusal(doors.castVoice, await voiceOn(world, pollId, yes, '', seatId))
}
const castFor = async (person: Person, pollId: string, seatId: string) =>
  person.call(doors.castVoice, await voiceOn(world, pollId, no, '', seatId))

describe('mandates while a ballot is open', () => {
  test('MEET-21 who holds a seat by a mandate that ended votes no more, nor after its last day, nor out of the role', async () => {
    const id = await giveMandate(world, world.contributor)
    const meetingId = await sitting([world.otherDelegate])
    await act(world.contributor, meetingId, { ...remote, seatId: world.cityId })
    const pollId = await openIn(meetingId)
    await world.facilitator.call(doors.endMandate, { params: { mandateId: id } })
    expect(await refusedVoice(world.contributor, pollId)).toBe('noVoice')
    expect(await refusedVoice(world.contributor, pollId, world.cityId)).toBe('noVoice')
    expect((await seeVote(world.contributor, pollId)).mySeats).toEqual([])

    await act(world.delegate, meetingId, { ...remote, seatId: world.cityId })
    const params = { workspaceId: world.workspaceId, userId: world.delegate.userId }
    await world.facilitator.call(doors.changePerson, { params, body: { role: 'commenter' } })
    expect(await refusedVoice(world.delegate, pollId)).toBe('noVoice')
    expect(await refusedVoice(world.delegate, pollId, world.cityId)).toBe('noVoice')

    await castBy(world, world.otherDelegate, pollId, yes)
    await closeVote(world, pollId)
    const { meeting, ballots } = await voteConstatOf(world, pollId)
    expect(ballots).toHaveLength(1)
    // MEET-9, MEET-14: the roll was called again before the quorum of the closing was stored.
    expect(meeting!.seats.map(({ seatId }) => seatId)).toEqual([world.clinicId])
    expect(meeting!.quorum.find(({ moment }) => moment === 'closing')).toMatchObject({ reached: '1' })
  })

  test('MEET-21 a mandate of today ends with the day of the region, in the midst of a ballot', async () => {
    await giveMandate(world, world.contributor, { to: '2026-03-02' })
    const meetingId = await sitting([world.otherDelegate])
    await act(world.contributor, meetingId, { ...remote, seatId: world.cityId })
    const pollId = await openIn(meetingId)
    world.pass(Date.parse('2026-03-03T05:30:00Z') - world.ctx.now().getTime())
    expect(await refusedVoice(world.contributor, pollId)).toBe('noVoice')
  })

  test('MEET-10 INV-1 a hand-over and the voices of both at the same instant: one voice of the seat', async () => {
    await giveMandate(world, world.contributor)
    const meetingId = await sitting()
    await act(world.contributor, meetingId, remote)
    const pollId = await openIn(meetingId)
    const [before, after] = await Promise.all(
      [yes, no].map((value) => voiceOn(world, pollId, value, '', world.cityId)),
    )
    await Promise.allSettled([
      act(world.delegate, meetingId, {
        kind: 'handOver',
        seatId: world.cityId,
        to: world.contributor.userId,
      }),
      world.delegate.call(doors.castVoice, before!),
      world.contributor.call(doors.castVoice, after!),
    ])
    await closeVote(world, pollId)
    const { count, ballots } = await voteConstatOf(world, pollId)
    expect([count!.cast.seats, ballots.length]).toEqual([1, 1])
  })
})

describe('ballots and the state of the meeting', () => {
  test('VOTE-20 a suspended meeting takes no voice in a ballot closed by hand; it takes them when it resumes', async () => {
    const meetingId = await sitting()
    const pollId = await openIn(meetingId)
    await act(world.facilitator, meetingId, { kind: 'suspend', reason: 'Pause' })
    expect(await refusedVoice(world.delegate, pollId)).toBe('meetingSuspended')
    expect(await refusedVoice(world.facilitator, pollId, world.cityId)).toBe('meetingSuspended')
    expect((await seeVote(world.delegate, pollId)).mySeats).toMatchObject([{ refusal: 'meetingSuspended' }])
    await act(world.facilitator, meetingId, { kind: 'resume' })
    await castBy(world, world.delegate, pollId, yes)
  })

  test('VOTE-20 until an announced hour, a suspension keeps nobody from voting', async () => {
    const meetingId = await sitting()
    const closesAt = new Date(world.ctx.now().getTime() + 3_600_000).toISOString()
    const pollId = await openIn(meetingId, { ...yesNoChoice, closesAt })
    await act(world.facilitator, meetingId, { kind: 'suspend', reason: 'Pause' })
    await castBy(world, world.delegate, pollId, yes)
  })

  test('INV-13 what the giver voted itself is not taken back by the carrier of its proxy', async () => {
    const [third] = (await addDelegates(world, 1)) as [Person & { seatId: string }]
    const meetingId = await sitting([world.delegate, world.otherDelegate, third])
    await act(third, meetingId, { kind: 'giveProxy', from: third.seatId, to: world.cityId })
    const pollId = await openIn(meetingId, { ...yesNoChoice, revote: true })
    await castBy(world, third, pollId, yes)
    await act(third, meetingId, { kind: 'leave' })
    expect(await refusedVoice(world.delegate, pollId, third.seatId)).toBe('proxyNotValid')
    await closeVote(world, pollId)
    expect((await voteConstatOf(world, pollId)).ballots).toMatchObject([{ channel: 'self', value: yes }])
  })

  test('INV-13 the giver who comes back votes over what its carrier cast, where a voice may be changed', async () => {
    const [third] = (await addDelegates(world, 1)) as [Person & { seatId: string }]
    const meetingId = await sitting([world.delegate, world.otherDelegate, third])
    await act(third, meetingId, { kind: 'giveProxy', from: third.seatId, to: world.cityId })
    await act(third, meetingId, { kind: 'leave' })
    const pollId = await openIn(meetingId, { ...yesNoChoice, revote: true })
    await castFor(world.delegate, pollId, third.seatId)
    await act(third, meetingId, remote)
    await castBy(world, third, pollId, yes)
    await closeVote(world, pollId)
    const { count } = await voteConstatOf(world, pollId)
    expect([count!.cast.seats, count!.favourable!.seats]).toEqual([1, 1])
  })

  test('MEET-16 VOTE-13 a seat whose voice is in steps aside too late, and is told so; another still may', async () => {
    const meetingId = await sitting()
    const pollId = await openIn(meetingId)
    await castBy(world, world.delegate, pollId, yes)
    const recuse = (seatId: string) =>
      ({ kind: 'recuse', seatId, itemId: decision, reason: 'Porte le projet.' }) as const
    expect(await refusedAct(world.delegate, meetingId, recuse(world.cityId))).toBe('recusedVoted')
    expect(await refusedAct(world.otherDelegate, meetingId, recuse(world.cityId))).toBe('notYourSeat')
    await act(world.otherDelegate, meetingId, recuse(world.clinicId))
    await closeVote(world, pollId)
    expect((await voteConstatOf(world, pollId)).count).toMatchObject({
      registered: { seats: 1 },
      recused: { seats: 1 },
      cast: { seats: 1 },
    })
  })

  test('MEET-7 MEET-6 what an annulled ballot decided is to be decided again, before the meeting closes', async () => {
    const meetingId = await sitting()
    const pollId = await openIn(meetingId)
    for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, pollId, yes)
    await closeVote(world, pollId)
    await act(world.facilitator, meetingId, { kind: 'decideItem', itemId: decision, pollId, words: '' })
    await world.facilitator.call(doors.addToVote, {
      params: { pollId },
      body: { kind: 'annulled', text: 'Le texte affiché n’était pas le bon.', clientKey: newKey() },
    })
    expect(await refusedAct(world.facilitator, meetingId, { kind: 'close' })).toBe('itemUndecided')
    const decide = { kind: 'decideItem', itemId: decision, pollId, words: '' } as const
    expect(await refusedAct(world.facilitator, meetingId, decide)).toBe('pollNotOfItem')
  })

  test('MEET-7 of two rounds the last decides the item, not the one that went better', async () => {
    const meetingId = await sitting()
    const voted = async (pollId: string, value: typeof yes | typeof no) => {
      for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, pollId, value)
      await closeVote(world, pollId)
      return pollId
    }
    const first = await voted(await openIn(meetingId), yes)
    const second = await voted(await openIn(meetingId, yesNoChoice, first), no)

    const decide = (pollId: string) => ({ kind: 'decideItem', itemId: decision, pollId, words: '' }) as const
    expect(await refusedAct(world.facilitator, meetingId, decide(first))).toBe('pollSuperseded')
    // The last one decided nothing: the item is put off.
    expect(await refusedAct(world.facilitator, meetingId, decide(second))).toBe('pollNotOfItem')
    await act(world.facilitator, meetingId, { kind: 'postponeItem', itemId: decision, reason: 'À revoir' })
  })

  test('MEET-7 annulled after the closing, it leaves its item postponed, never decided', async () => {
    const meetingId = await sitting()
    const pollId = await openIn(meetingId)
    for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, pollId, yes)
    await closeVote(world, pollId)
    await act(world.facilitator, meetingId, { kind: 'decideItem', itemId: decision, pollId, words: '' })
    await act(world.facilitator, meetingId, { kind: 'close' })
    await world.facilitator.call(doors.addToVote, {
      params: { pollId },
      body: { kind: 'annulled', text: 'Le texte affiché n’était pas le bon.', clientKey: newKey() },
    })
    const item = (await seeMeeting(world.observer, meetingId)).agenda.find(
      ({ itemId }) => itemId === decision,
    )
    expect(item).toMatchObject({ status: 'postponed', decidedByPoll: null })
  })
})

describe('a cap on the seats of each college', () => {
  test('VOTE-12 MEET-22 a ballot opens up to the cap, in a meeting or outside, and not above it; a late seat is held to it too', async () => {
    await adoptRules(world, { capSeats: true, collegeMax: { num: 1, den: 2 }, lateSeats: 'additive' })
    expect(await refusedOpening()).toBeNull()
    const [first, second] = (await addDelegates(world, 2)) as [
      Person & { seatId: string },
      Person & { seatId: string },
    ]
    const meetingId = await sitting([world.delegate, world.otherDelegate, first, second])
    const pollId = await openIn(meetingId)
    const third = await addOrganization(world, 'Troisième')
    const join = { params: { pollId }, body: { kind: 'joined' as const, seatId: third } }
    expect(await world.facilitator.refusal(doors.changeRegister, join)).toBe('collegeTooHeavy')
    await closeVote(world, pollId)
    expect(await refusedOpening()).toBe('collegeTooHeavy')
    const body = { subject: housing, choice: yesNoChoice, meetingId, itemId: decision, clientKey: newKey() }
    const inMeeting = { params: { planId: world.planId }, body }
    expect(await world.facilitator.refusal(doors.openVote, inMeeting)).toBe('collegeTooHeavy')
  })

  /** Null when it opens outside of a meeting. */
  async function refusedOpening(): Promise<string | null> {
    const question = { fr: 'Une question ?', en: 'A question?' }
    const body = {
      subject: { kind: 'question' as const },
      question,
      choice: yesNoChoice,
      clientKey: newKey(),
    }
    const opening = world.facilitator.call(doors.openVote, { params: { planId: world.planId }, body })
    return opening.then(
      () => null,
      (error: { refusal: { code: string } }) => error.refusal.code,
    )
  }
})

describe('an item that was voted on', () => {
  test('MEET-7 INV-17 no assent stands over a ballot that was lost or blocked, and its kind is not changed to pass it by', async () => {
    const meetingId = await sitting()
    const pollId = await openIn(meetingId, { ...yesNoChoice, method: 'consent' })
    const { params, body } = await voiceOn(world, pollId, { choice: 'block' }, 'Le terrain est inondable.')
    await world.delegate.call(doors.castVoice, { params, body })
    await castBy(world, world.otherDelegate, pollId, { choice: 'support' })
    await closeVote(world, pollId)
    const assent = { kind: 'decideItem', itemId: decision, words: 'Nous adoptons.' } as const
    expect(await refusedAct(world.facilitator, meetingId, assent)).toBe('assentOverPoll')
    expect(await refusedAct(world.facilitator, meetingId, { ...assent, pollId })).toBe('pollNotOfItem')
    const item = { title: { fr: 'Point', en: 'Item' }, plannedMinutes: 5 }
    const change = (kind: 'info' | 'decision') =>
      ({ kind: 'changeItem', itemId: decision, item: { ...item, kind } }) as const
    expect(await refusedAct(world.facilitator, meetingId, change('info'))).toBe('itemVoted')
    await act(world.facilitator, meetingId, change('decision'))
    expect(await refusedAct(world.facilitator, meetingId, { kind: 'close' })).toBe('itemUndecided')
  })

  test('MEET-7 an assent stands where the only ballot was annulled', async () => {
    const meetingId = await sitting()
    const pollId = await openIn(meetingId)
    await world.facilitator.call(doors.addToVote, {
      params: { pollId },
      body: { kind: 'annulled', text: 'Ouvert par erreur.', clientKey: newKey() },
    })
    await act(world.facilitator, meetingId, {
      kind: 'decideItem',
      itemId: decision,
      words: 'Sans opposition.',
    })
  })
})
