// What a meeting and its mandates would take although it cannot hold, through the doors: days that do not exist, ranks taken twice, modes
// that shut somebody out, letters that do not say why.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import { ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import { refusalText } from '../../shared/refusals.ts'
import type { Person } from '../kit/actors.ts'
import { addOrganization, createCouncil, newKey } from '../kit/council.ts'
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
  adoptRules,
  giveMandate,
  type MandateChange,
  mandateOf,
  remote,
  seatedMeeting,
} from '../kit/seated-council.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil({ mailWorks: true })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

describe('days and instants', () => {
  test('MEET-21 a mandate runs on days that exist; an alternate has a rank of their own, nobody else has one', async () => {
    const refused = (person: Person, change: MandateChange) =>
      world.facilitator.refusal(doors.addMandate, mandateOf(world, person, change))
    expect(await refused(world.contributor, { from: '2026-02-31' })).toBe('invalidField')
    expect(await refused(world.contributor, { role: 'delegate', rank: 2 })).toBe('invalidField')
    await giveMandate(world, world.contributor, { to: '2026-06-30' })
    await giveMandate(world, world.signatory, { rank: 3 })
    expect(await refused(world.commenter, { rank: 1 })).toBe('rankTaken')
    await giveMandate(world, world.commenter, { rank: 1, from: '2026-07-01' })
    await giveMandate(world, world.observer)
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

describe('who is there', () => {
  test('MEET-8 a meeting does not take a mode that shuts out somebody who is in it', async () => {
    const meetingId = await seatedMeeting(world, [world.delegate, world.otherDelegate])
    const to = (mode: 'room' | 'remote') =>
      ({ kind: 'describe', about: aboutMeeting(world, { mode }) }) as const
    expect(await refusedAct(world.facilitator, meetingId, to('room'))).toBe('modeInUse')
    await act(world.facilitator, meetingId, to('remote'))
  })

  test('MEET-17 a point of order is raised for a seat that decides or is asked; observers ask to speak', async () => {
    await adoptRules(world, {})
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
    const meetingId = await seatedMeeting(world, [world.delegate, adviser, onlooker, world.commenter])
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
    await adoptRules(world, {
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
