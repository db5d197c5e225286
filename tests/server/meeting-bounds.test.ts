// What a meeting, its mandates and its ballots would take although it cannot hold, through the doors: days that do not exist, voices
// without a mandate, ballots in a suspended meeting, decisions that were annulled.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import { type RuleSet, ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import { refusalText } from '../../shared/refusals.ts'
import type { Person } from '../kit/actors.ts'
import { addOrganization, createCouncil, housing, newKey } from '../kit/council.ts'
import {
  aboutMeeting,
  act,
  convene,
  draft,
  openMeeting,
  refusedAct,
  seeMeeting,
} from '../kit/council-meeting.ts'
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
  world = await createCouncil({ mailWorks: true })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})
const remote = { kind: 'arrive', mode: 'remote' } as const
const decision = 'i4'
const yes = { answer: 'yes' } as const
const no = { answer: 'no' } as const

const mandateOf = (person: Person, change: object = {}) => ({
  params: { workspaceId: world.workspaceId },
  body: {
    organizationId: world.cityId,
    userId: person.userId,
    role: 'alternate' as const,
    from: '2026-01-01',
    to: null,
    ...change,
  },
})
async function mandate(person: Person, change: object = {}): Promise<string> {
  return (await world.facilitator.call(doors.addMandate, mandateOf(person, change))).id
}
async function adoptRules(change: Partial<RuleSet>): Promise<void> {
  const rule = { ...defaultRule, quorum: { num: 1, den: 100 }, collegesMin: 0 }
  await world.facilitator.call(doors.adoptRuleSet, {
    params: { workspaceId: world.workspaceId },
    body: {
      rules: { ...ruleSetOf(rule, 2), ...change },
      decidedBy: { instance: 'Assemblée', date: '2026-03-01', reference: 'A-1' },
    },
  })
}
/** A meeting at its decision, its people there from afar. */
async function sitting(people: readonly Person[] = [world.delegate, world.otherDelegate]): Promise<string> {
  const meetingId = await openMeeting(world)
  for (const person of people) await act(person, meetingId, remote)
  if ((await seeMeeting(world.observer, meetingId)).status === 'suspended')
    await act(world.facilitator, meetingId, { kind: 'resume' })
  await act(world.facilitator, meetingId, { kind: 'openItem', itemId: decision })
  return meetingId
}
async function openIn(meetingId: string, choice: SettingChoice = yesNoChoice): Promise<string> {
  const body = { subject: housing, choice, meetingId, itemId: decision, clientKey: newKey() }
  return (await world.facilitator.call(doors.openVote, { params: { planId: world.planId }, body })).id
}
async function refusedVoice(person: Person, pollId: string, seatId?: string): Promise<string> {
  return person.refusal(doors.castVoice, await voiceOn(world, pollId, yes, '', seatId))
}
const castFor = async (person: Person, pollId: string, seatId: string) =>
  person.call(doors.castVoice, await voiceOn(world, pollId, no, '', seatId))

describe('days and instants', () => {
  test('MEET-21 a mandate runs on days that exist; an alternate has a rank of their own, nobody else has one', async () => {
    const refused = (person: Person, change: object) =>
      world.facilitator.refusal(doors.addMandate, mandateOf(person, change))
    expect(await refused(world.contributor, { from: '2026-02-31' })).toBe('invalidField')
    expect(await refused(world.contributor, { role: 'delegate', rank: 2 })).toBe('invalidField')
    await mandate(world.contributor, { to: '2026-06-30' })
    await mandate(world.signatory, { rank: 3 })
    expect(await refused(world.commenter, { rank: 1 })).toBe('rankTaken')
    await mandate(world.commenter, { rank: 1, from: '2026-07-01' })
    await mandate(world.observer)
    const rows = await world.observer.call(doors.mandates, { params: { workspaceId: world.workspaceId } })
    // Of one rank, in an order that the clock of the test does not give.
    const ranks = rows.map(({ personName, rank }): [string, number] => [personName, rank])
    expect(ranks.sort(([a, first], [b, second]) => first - second || (a < b ? -1 : 1))).toEqual([
      ['Colette Morin', 1],
      ['Cédric Lavoie', 1],
      ['Olivier Sioui', 2],
      ['Simone Gagné', 3],
    ])
  })

  test('MEET-18 an instant that is none is refused by name; nobody is convened to a day that is gone', async () => {
    const about = aboutMeeting(world)
    const draftAt = (startsAt: string) =>
      world.facilitator.refusal(doors.draftMeeting, {
        params: { planId: world.planId },
        body: { about: { ...about, startsAt }, clientKey: newKey() },
      })
    for (const startsAt of ['2026-03-02T15:00:00+05', '2026-02-31T15:00:00Z', '0002-03-02T15:00:00Z'])
      expect(await draftAt(startsAt)).toBe('invalidField')
    const gone = await draft(world, { startsAt: '2026-03-01T15:00:00Z', endsAt: '2026-03-01T17:00:00Z' })
    world.mails.length = 0
    expect(await refusedAct(world.facilitator, gone, { kind: 'convene' })).toBe('meetingPast')
    expect(world.mails).toEqual([])
  })

  test('MEET-23 the decision that adopts rules was taken: on a day that exists, not one to come', async () => {
    const adopt = (date: string) =>
      world.facilitator.refusal(doors.adoptRuleSet, {
        params: { workspaceId: world.workspaceId },
        body: { rules: ruleSetOf(defaultRule, 2), decidedBy: { instance: 'A', date, reference: '' } },
      })
    expect(await adopt('2026-02-31')).toBe('invalidField')
    expect(await adopt('2026-03-03')).toBe('decisionToCome')
  })
})

describe('mandates while a ballot is open', () => {
  test('MEET-21 who holds a seat by a mandate that ended votes no more, nor after its last day, nor out of the role', async () => {
    const id = await mandate(world.contributor)
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
    await mandate(world.contributor, { to: '2026-03-02' })
    const meetingId = await sitting([world.otherDelegate])
    await act(world.contributor, meetingId, { ...remote, seatId: world.cityId })
    const pollId = await openIn(meetingId)
    world.pass(Date.parse('2026-03-03T05:30:00Z') - world.ctx.now().getTime())
    expect(await refusedVoice(world.contributor, pollId)).toBe('noVoice')
  })

  test('MEET-10 INV-1 a hand-over and the voices of both at the same instant: one voice of the seat', async () => {
    await mandate(world.contributor)
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
    await adoptRules({ capSeats: true, collegeMax: { num: 1, den: 2 }, lateSeats: 'additive' })
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

describe('who is there', () => {
  test('MEET-8 a meeting does not take a mode that shuts out somebody who is in it', async () => {
    const meetingId = await sitting()
    const to = (mode: 'room' | 'remote') =>
      ({ kind: 'describe', about: aboutMeeting(world, { mode }) }) as const
    expect(await refusedAct(world.facilitator, meetingId, to('room'))).toBe('modeInUse')
    await act(world.facilitator, meetingId, to('remote'))
  })

  test('MEET-17 a point of order is raised for a seat that decides or is asked; observers ask to speak', async () => {
    await adoptRules({})
    const seatWith = async (votingRight: 'consultative' | 'observer', name: string) => {
      const organizationId = await addOrganization(world, name)
      await world.facilitator.call(doors.changeOrganization, {
        params: { workspaceId: world.workspaceId, organizationId },
        body: { votingRight },
      })
      return world.person({ name: `Voix ${name}`, role: 'delegate', organizationId })
    }
    const adviser = await seatWith('consultative', 'Observatoire')
    const onlooker = await seatWith('observer', 'Journal')
    const meetingId = await sitting([world.delegate, adviser, onlooker, world.commenter])
    const order = { kind: 'askSpeech', speech: 'pointOfOrder' } as const
    await act(adviser, meetingId, order)
    for (const person of [onlooker, world.commenter]) {
      expect(await refusedAct(person, meetingId, order)).toBe('orderWithoutVoice')
      await act(person, meetingId, { kind: 'askSpeech', speech: 'request' })
    }
    const { queue } = await seeMeeting(world.observer, meetingId)
    expect(queue.waiting.map(({ person }) => person.name)).toEqual([
      'Voix Observatoire',
      'Voix Journal',
      'Colette Morin',
    ])
  })

  test('MEET-14 a quorum that is missing is told in the terms that fail', async () => {
    const { quorum } = ruleSetOf(defaultRule)
    await adoptRules({
      quorum: { ...quorum, basis: 'weight', share: { num: 1, den: 2 }, strict: true, collegesMin: 0 },
      quorumLost: 'consultative',
    })
    const meetingId = await openMeeting(world)
    await act(world.delegate, meetingId, remote)
    const { quorum: seen } = await seeMeeting(world.observer, meetingId)
    expect(seen!.refused).toEqual({ code: 'quorumMore', details: { reached: '1', needed: '1' } })
    expect(refusalText(seen!.refused!, 'fr')).toContain('1, il en faut plus de 1')
  })
})

describe('letters', () => {
  test('MEET-18 a change of title is told, a cancellation says why, and the calendar file says which it is', async () => {
    const meetingId = await convene(world)
    const about = aboutMeeting(world, { title: { fr: 'Séance, d’avril; bis', en: 'April' } })
    world.mails.length = 0
    await act(world.facilitator, meetingId, { kind: 'describe', about })
    expect(world.mails[0]!.calendar!.text).toContain('\r\nSUMMARY;LANGUAGE=fr:Séance\\, d’avril\\; bis\r\n')
    world.mails.length = 0
    await act(world.facilitator, meetingId, { kind: 'cancel', reason: 'Tempête, verglas' })
    expect(world.mails[0]!.text).toContain('Raison : Tempête, verglas')
    const file = await world.observer.fetch(files.meetingCalendar(meetingId))
    expect(file.headers.get('content-type')).toContain('method=CANCEL')
    expect(await file.text()).toContain('\r\nSEQUENCE:2\r\n')
  })
})
