// Ballots at their bounds, as somebody who wants to contest them would have them: one seat, no weight, exactly the quorum, exactly the cap, one
// voice under secrecy's least, a clock set back. Through the doors, each recounted from its exported file.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import { recountTally } from '../../shared/poll/recount.ts'
import { readTallyFile } from '../../shared/poll/tally-file.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil, housing, newKey } from '../kit/council.ts'
import { act, refusedAct, seeMeeting } from '../kit/council-meeting.ts'
import { optionsNamed } from '../kit/counting.ts'
import { adoptRules, decision, giveMandate, seatedMeeting } from '../kit/seated-council.ts'
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

type Seated = Person & { readonly seatId: string }

const yes = { answer: 'yes' } as const
const no = { answer: 'no' } as const
const abstain = { answer: 'abstain' } as const
const question = { kind: 'question' } as const

/** The record of a closed ballot, once its file was recounted to the same. */
async function recounted(pollId: string) {
  const response = await world.observer.fetch(files.ballots(pollId))
  const read = readTallyFile(new Uint8Array(await response.arrayBuffer()))
  if ('unreadable' in read) throw new Error(read.unreadable.en)
  expect(recountTally(read.file)).toMatchObject({ same: true, differences: [] })
  return voteConstatOf(world, pollId)
}
async function openIn(meetingId: string, choice: SettingChoice = yesNoChoice): Promise<string> {
  const body = { subject: housing, choice, meetingId, itemId: decision, clientKey: newKey() }
  return (await world.facilitator.call(doors.openVote, { params: { planId: world.planId }, body })).id
}
const castFor = async (
  person: Person,
  pollId: string,
  seatId: string,
  value: { readonly answer: 'yes' | 'no' },
) => person.call(doors.castVoice, await voiceOn(world, pollId, value, '', seatId))
const refusedVoice = async (person: Person, pollId: string, seatId?: string) =>
  person.refusal(doors.castVoice, await voiceOn(world, pollId, yes, '', seatId))

describe('who there is', () => {
  test('VOTE-14 a body of one seat decides, unanimously or not at all; one of none opens nothing', async () => {
    const voting = (organizationId: string, on: boolean) =>
      world.facilitator.call(doors.changeOrganization, {
        params: { workspaceId: world.workspaceId, organizationId },
        body: { voting: on, votingRight: on ? 'deliberative' : 'observer' },
      })
    await voting(world.clinicId, false)
    const alone = await openVote(world, { subject: housing, choice: yesNoChoice })
    await castBy(world, world.delegate, alone, yes)
    await closeVote(world, alone)
    expect(await recounted(alone)).toMatchObject({
      outcome: 'unanimous',
      count: { registered: { seats: 1, weight: '1' } },
    })

    const against = await openVote(world, { subject: question, choice: yesNoChoice })
    await castBy(world, world.delegate, against, abstain)
    await closeVote(world, against)
    expect(await recounted(against)).toMatchObject({
      outcome: 'notDecided',
      count: { expressed: { seats: 0 } },
    })

    await voting(world.cityId, false)
    const body = { subject: housing, choice: yesNoChoice, clientKey: newKey() }
    expect(await world.facilitator.refusal(doors.openVote, { params: { planId: world.planId }, body })).toBe(
      'registerEmpty',
    )
  })

  test('VOTE-14 COUNT-2 where the rules give weight to none of those who have a voice, nothing opens; a seat without weight votes, and weighs nothing', async () => {
    const weights = { lived: 50, nations: 50 }
    await adoptRules(world, { collegeWeights: weights, collegeMax: { num: 1, den: 1 } })
    const body = { subject: housing, choice: yesNoChoice, clientKey: newKey() }
    const params = { planId: world.planId }
    expect(await world.facilitator.refusal(doors.openVote, { params, body })).toBe('registerWeightless')

    const [lived] = (await addDelegates(world, 1)) as [Seated]
    const pollId = await openVote(world, { subject: housing, choice: yesNoChoice })
    await castBy(world, world.delegate, pollId, no)
    await castBy(world, world.otherDelegate, pollId, no)
    await castBy(world, lived, pollId, yes)
    await closeVote(world, pollId)
    expect(await recounted(pollId)).toMatchObject({
      outcome: 'dissent',
      count: {
        favourable: { seats: 1, weight: '50' },
        against: { seats: 2, weight: '0' },
        test: { support: '50', base: '50', passed: true },
      },
    })
  })

  test.each(['excluded', 'inBase'] as const)(
    'COUNT-2 where everybody abstains nothing is decided, abstentions %s',
    async (abstentions) => {
      const adoption = { share: { num: 1, den: 2 }, strict: false, base: 'expressed', abstentions } as const
      await adoptRules(world, { adoption })
      const pollId = await openVote(world, { subject: question, choice: yesNoChoice })
      for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, pollId, abstain)
      await closeVote(world, pollId)
      expect(await recounted(pollId)).toMatchObject({
        outcome: 'notDecided',
        count: { abstained: { seats: 2 }, test: { passed: false } },
      })
    },
  )
})

describe('exactly the bound', () => {
  test('COUNT-13 VOTE-13 a secret ballot opens with exactly its least size; shrunk by one since, its values are told nowhere and it decides nothing', async () => {
    const people = await addDelegates(world, 3)
    const pollId = await openVote(world, { subject: question, choice: secretChoice })
    const recuse = { kind: 'recused', seatId: people[2]!.seatId, reason: 'Porte le projet.' } as const
    await world.facilitator.call(doors.changeRegister, { params: { pollId }, body: recuse })
    for (const person of [world.delegate, world.otherDelegate, people[0]!, people[1]!])
      await castBy(world, person, pollId, yes)
    expect(await refusedVoice(people[2]!, pollId)).toBe('seatRecused')
    await closeVote(world, pollId)

    const constat = await voteConstatOf(world, pollId)
    expect(constat).toMatchObject({ outcome: 'notDecided', secret: { suppressed: true, tallies: [] } })
    expect(constat).not.toHaveProperty('count')
    expect(await world.db.selectFrom('secret_values').selectAll().execute()).toEqual([])
    expect(await world.db.selectFrom('voices').selectAll().execute()).toEqual([])

    const params = { workspaceId: world.workspaceId, organizationId: people[2]!.seatId }
    await world.facilitator.call(doors.changeOrganization, {
      params,
      body: { voting: false, votingRight: 'observer' },
    })
    const body = {
      subject: question,
      question: { fr: 'Oui ?', en: 'Yes?' },
      choice: secretChoice,
      clientKey: newKey(),
    }
    expect(await world.facilitator.refusal(doors.openVote, { params: { planId: world.planId }, body })).toBe(
      'invalidSetting',
    )
  })

  test('COUNT-8 as many places as options: all that are ticked are retained, none that is not', async () => {
    const choice: SettingChoice = {
      ...yesNoChoice,
      method: 'approval',
      adopts: false,
      options: optionsNamed(['A', 'B', 'C']),
      params: { min: 1, max: 3, seats: 3 },
    }
    const pollId = await openVote(world, { subject: question, choice })
    await castBy(world, world.delegate, pollId, { options: ['A', 'B'] })
    await castBy(world, world.otherDelegate, pollId, { options: ['A', 'B'] })
    await closeVote(world, pollId)
    expect((await recounted(pollId)).count).toMatchObject({
      retained: ['A', 'B'],
      tied: [],
      groups: [['A', 'B'], ['C']],
    })
  })

  test('MEET-14 COUNT-3 exactly half of a college is enough under « more than half »; a proxy that does not count does so nowhere', async () => {
    const half = { num: 1, den: 2 }
    const people = await addDelegates(world, 2)
    await adoptRules(world, {
      quorum: {
        basis: 'organizations',
        share: half,
        strict: true,
        minAbsolute: 1,
        collegesMin: 0,
        perCollege: { lived: half },
        proxiesCount: false,
        recusedInBase: true,
      },
    })
    const [first, second] = people as [Seated, Seated]
    const meetingId = await seatedMeeting(world, [world.delegate, world.otherDelegate, first])
    expect((await seeMeeting(world.observer, meetingId)).quorum?.now).toMatchObject({
      met: true,
      reached: '3',
      perCollege: [{ college: 'lived', reached: 1, needed: 1, met: true }],
    })
    await act(second, meetingId, { kind: 'giveProxy', from: second.seatId, to: world.cityId })
    const pollId = await openIn(meetingId)
    await castFor(world.delegate, pollId, world.cityId, yes)
    await castFor(world.delegate, pollId, second.seatId, yes)
    await castBy(world, first, pollId, yes)
    await closeVote(world, pollId)

    const { count, meeting, outcome } = await recounted(pollId)
    // The clinic is there and silent: it takes part; the seat that is represented votes, and is not counted in the quorum.
    expect(count).toMatchObject({ cast: { seats: 3 }, quorum: { met: true, reached: '3', needed: '3' } })
    expect(meeting!.quorum.map(({ reached, met }) => [reached, met])).toEqual([
      ['3', true],
      ['3', true],
    ])
    expect(outcome).toBe('consensus')
  })

  test('INV-13 a proxy at the cap is the last; on an item from which its carrier steps aside it sleeps, and nobody carries it on', async () => {
    await adoptRules(world, { proxies: { allowed: true, cap: 2, sleepsWhenPresent: true } })
    const [a, b, c] = (await addDelegates(world, 3)) as [Seated, Seated, Seated]
    const meetingId = await seatedMeeting(world, [world.delegate, world.otherDelegate])
    const give = (seatId: string, to: string) => ({ kind: 'giveProxy', from: seatId, to }) as const
    await act(a, meetingId, give(a.seatId, world.cityId))
    await act(b, meetingId, give(b.seatId, world.cityId))
    expect(await refusedAct(c, meetingId, give(c.seatId, world.cityId))).toBe('proxyFull')
    expect(await refusedAct(c, meetingId, give(c.seatId, a.seatId))).toBe('proxyChain')
    expect(await refusedAct(world.delegate, meetingId, give(world.cityId, world.clinicId))).toBe('proxyChain')
    const pollId = await openIn(meetingId)
    await castFor(world.delegate, pollId, a.seatId, no)
    await act(world.delegate, meetingId, {
      kind: 'recuse',
      seatId: world.cityId,
      itemId: decision,
      reason: 'Porte le projet.',
    })
    expect(await refusedVoice(world.delegate, pollId, b.seatId)).toBe('proxyNotValid')
    expect(await refusedVoice(world.delegate, pollId)).toBe('seatRecused')
    await castBy(world, world.otherDelegate, pollId, yes)
    await closeVote(world, pollId)
    expect((await recounted(pollId)).count).toMatchObject({
      registered: { seats: 4 },
      recused: { seats: 1 },
      cast: { seats: 2 },
      notVoted: { seats: 2 },
    })
  })
})

describe('hands and hours', () => {
  test('VOTE-9 INV-13 whoever carries a proxy objects for its giver and moves that objection; the giver’s own is not theirs to withdraw', async () => {
    const [third] = (await addDelegates(world, 1)) as [Seated]
    await adoptRules(world, {})
    const meetingId = await seatedMeeting(world, [world.delegate, world.otherDelegate, third])
    await act(third, meetingId, { kind: 'giveProxy', from: third.seatId, to: world.cityId })
    const pollId = await openIn(meetingId)
    const raise = async (person: Person, seatId: string) => {
      const body = { level: 'block', argument: 'Rien pour les aînés.', seatId, clientKey: newKey() } as const
      return (await person.call(doors.raiseObjection, { params: { pollId }, body })).id
    }
    const moving = (objectionId: string, step: 'withdraw' | 'maintain') => ({
      params: { objectionId },
      body: { move: step, words: '', clientKey: newKey() },
    })
    const own = await raise(third, third.seatId)
    await act(third, meetingId, { kind: 'leave' })
    const lent = await raise(world.delegate, third.seatId)

    expect(await world.delegate.refusal(doors.moveObjection, moving(own, 'withdraw'))).toBe(
      'objectionNotYours',
    )
    expect(await world.delegate.refusal(doors.moveObjection, moving(own, 'maintain'))).toBe(
      'objectionNotYours',
    )
    const seen = (await seeVote(world.delegate, pollId)).objections
    expect(seen.find(({ id }) => id === own)!.moves).toEqual([])
    expect(seen.find(({ id }) => id === lent)!.moves).toEqual(['withdraw', 'maintain'])
    await world.delegate.call(doors.moveObjection, moving(lent, 'withdraw'))
    for (const [person, seatId] of [
      [world.delegate, world.cityId],
      [world.delegate, third.seatId],
      [world.otherDelegate, world.clinicId],
    ] as const)
      await castFor(person, pollId, seatId, yes)
    await closeVote(world, pollId)
    expect((await recounted(pollId)).outcome).toBe('notDecided')
  })

  test('INV-5 INV-25 a clock set back past an hour that was written opens nothing again, whoever looks or votes', async () => {
    const closesAt = new Date(world.ctx.now().getTime() + 3_600_000).toISOString()
    const pollId = await openVote(world, { subject: question, choice: { ...yesNoChoice, closesAt } })
    world.pass(59 * 60_000)
    await castBy(world, world.delegate, pollId, yes)
    world.pass(60_000)
    expect((await seeVote(world.observer, pollId)).state).toBe('counted')
    world.pass(-30 * 60_000)
    expect(await refusedVoice(world.otherDelegate, pollId)).toBe('pollClosed')
    expect((await seeVote(world.otherDelegate, pollId)).state).toBe('counted')
    const { closedAt, ballots, closing } = await recounted(pollId)
    expect([closedAt, closing]).toEqual([closesAt, 'hour'])
    expect(ballots.every(({ receivedAt }) => receivedAt < closedAt)).toBe(true)
  })

  test('INV-5 an hour that nobody wrote before the clock was set back comes again, once, with the voices of both hours', async () => {
    const closesAt = new Date(world.ctx.now().getTime() + 3_600_000).toISOString()
    const pollId = await openVote(world, { subject: question, choice: { ...yesNoChoice, closesAt } })
    await castBy(world, world.delegate, pollId, yes)
    world.pass(2 * 3_600_000)
    world.pass(-90 * 60_000)
    await castBy(world, world.otherDelegate, pollId, no)
    world.pass(30 * 60_000)
    expect((await seeVote(world.observer, pollId)).state).toBe('counted')
    expect(await recounted(pollId)).toMatchObject({ closedAt: closesAt, count: { cast: { seats: 2 } } })
  })

  test('VOTE-7 INV-1 D-061 outside of meetings the delegates of one organisation share its voice: the first is told to the second by name; an alternate has it once no delegate’s mandate runs', async () => {
    await giveMandate(world, world.contributor, { role: 'delegate' })
    await giveMandate(world, world.commenter, { role: 'alternate', rank: 2 })
    await giveMandate(world, world.signatory, { role: 'alternate', rank: 1, to: '2026-03-04' })
    const pollId = await openVote(world, { subject: question, choice: yesNoChoice })
    expect(await refusedVoice(world.commenter, pollId, world.cityId)).toBe('seatHeldByOther')
    await castBy(world, world.contributor, pollId, no)
    expect(await refusedVoice(world.delegate, pollId)).toBe('alreadyVoted')
    expect((await seeVote(world.delegate, pollId)).mySeats).toMatchObject([
      { voted: true, mine: { castByName: world.contributor.name } },
    ])

    const again = await openVote(world, { subject: housing, choice: consentChoice })
    const person = (userId: string) => ({ workspaceId: world.workspaceId, userId })
    await world.facilitator.call(doors.changePerson, {
      params: person(world.delegate.userId),
      body: { role: 'observer' },
    })
    const mandates = await world.facilitator.call(doors.mandates, {
      params: { workspaceId: world.workspaceId },
    })
    await world.facilitator.call(doors.endMandate, {
      params: { mandateId: mandates.find(({ userId }) => userId === world.contributor.userId)!.id },
    })
    expect(await refusedVoice(world.commenter, again, world.cityId)).toBe('seatHeldByOther')
    // The first alternate's last day is over: the second's turn.
    world.pass(4 * 24 * 3_600_000)
    expect(await refusedVoice(world.signatory, again, world.cityId)).toBe('seatHeldByOther')
    await castBy(world, world.commenter, again, { choice: 'support' })
    await closeVote(world, again)
    expect((await recounted(again)).ballots).toMatchObject([{ seatId: world.cityId, channel: 'self' }])
  })
})
