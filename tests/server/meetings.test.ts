// Meetings through the doors: their life, who comes in, the codes of the room, the letters, the log that nothing changes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import { chainBreak } from '../../shared/meeting/chain.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import {
  aboutMeeting,
  act,
  convene,
  draft,
  openMeeting,
  refusedAct,
  seeMeeting,
} from '../kit/council-meeting.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil({ mailWorks: true })
  world.mails.length = 0
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})
const remote = { kind: 'arrive', mode: 'remote' } as const

describe('its life', () => {
  test('MEET-6 from draft to minutes adopted, and never closed over an undecided item', async () => {
    const id = await draft(world)
    const steps = (kind: 'open' | 'close' | 'convene') => refusedAct(world.facilitator, id, { kind })
    expect(await steps('open')).toBe('meetingNotConvened')
    expect(await act(world.facilitator, id, { kind: 'convene' })).toMatchObject({ mailed: 7 })
    expect(await steps('convene')).toBe('meetingNotDraft')
    await act(world.delegate, id, remote)
    await act(world.facilitator, id, { kind: 'open' })
    await act(world.facilitator, id, { kind: 'openItem', itemId: 'i4' })
    expect(await steps('close')).toBe('itemUndecided')
    await act(world.facilitator, id, { kind: 'decideItem', itemId: 'i4', words: 'La priorité est adoptée.' })
    await act(world.facilitator, id, { kind: 'close' })
    expect(await refusedAct(world.delegate, id, remote)).toBe('meetingOver')
    const decidedBy = (date: string) => ({ instance: 'Comité directeur', date, reference: 'CD-12' })
    const adopt = { kind: 'adoptMinutes' } as const
    expect(await refusedAct(world.facilitator, id, { ...adopt, decidedBy: decidedBy('2026-04-02') })).toBe(
      'decisionToCome',
    )
    await act(world.facilitator, id, { ...adopt, decidedBy: decidedBy('2026-03-02') })

    const view = await seeMeeting(world.observer, id)
    expect(view.status).toBe('adopted')
    expect(view.agenda.map(({ status }) => status)).toEqual(['pending', 'pending', 'decided'])
    expect(view.rules!.data.version).toBe(1)
    expect(view.rules!.text.fr).toContain('Quorum')
  })

  test('MEET-2 what belongs to the facilitator is refused to others by name, and a stranger finds nothing', async () => {
    const id = await openMeeting(world)
    for (const person of [world.delegate, world.observer, world.contributor])
      expect(await refusedAct(person, id, { kind: 'close' })).toBe('roleForbids')
    expect(await refusedAct(world.stranger, id, { kind: 'close' })).toBe('notMember')
    expect(await world.stranger.refusal(doors.meeting, { params: { meetingId: id } })).toBe('notMember')
    expect(await world.stranger.refusal(doors.meeting, { params: { meetingId: 'none' } })).toBe('notMember')
    const body = { about: aboutMeeting(world), clientKey: newKey() }
    const params = { planId: world.planId }
    expect(await world.delegate.refusal(doors.draftMeeting, { params, body })).toBe('roleForbids')
  })

  test('a draft is listed for facilitators only; a workspace without meetings lists none', async () => {
    const list = (person: typeof world.delegate) =>
      person.call(doors.meetings, { params: { planId: world.planId } })
    expect(await list(world.delegate)).toEqual([])
    await draft(world)
    expect(await list(world.delegate)).toEqual([])
    expect(await list(world.facilitator)).toMatchObject([{ status: 'draft' }])
    await convene(world)
    expect(await list(world.delegate)).toMatchObject([{ status: 'convened' }])
  })

  test('MEET-24 the same key is the same command, also later; with another command it is refused', async () => {
    const id = await openMeeting(world)
    const key = newKey()
    const first = await act(world.delegate, id, remote, key)
    await act(world.delegate, id, { kind: 'leave' })
    expect(await act(world.delegate, id, remote, key)).toEqual(first)
    expect((await seeMeeting(world.delegate, id)).me.here).toBeNull()
    const body = { command: { kind: 'leave' }, clientKey: key } as const
    expect(await world.delegate.refusal(doors.actInMeeting, { params: { meetingId: id }, body })).toBe(
      'invalidField',
    )
  })

  test('MEET-4 a clock set back never dates an event before the one before it', async () => {
    const id = await openMeeting(world)
    world.pass(-7_200_000)
    await act(world.delegate, id, remote)
    const { events } = await world.observer.call(doors.meetingLog, { params: { meetingId: id } })
    const instants = events.map(({ event }) => event.at)
    expect(instants).toEqual(instants.toSorted())
  })

  test('INV-21 MEET-20 the log is a chain, and its rows cannot be changed or removed', async () => {
    const id = await openMeeting(world)
    await act(world.delegate, id, remote)
    const log = await world.observer.call(doors.meetingLog, { params: { meetingId: id } })
    expect(chainBreak(id, log.events)).toBeNull()
    expect(log.events.length).toBeGreaterThan(8)
    for (const table of ['meetings', 'meeting_events'] as const)
      await expect(world.db.deleteFrom(table).execute()).rejects.toThrow('does not move')
    await expect(world.db.updateTable('meeting_events').set({ kind: 'closed' }).execute()).rejects.toThrow(
      'does not move',
    )
  })

  test('TRAP-14 each arrival tells every screen to look again, and the view says what one may do', async () => {
    const id = await openMeeting(world)
    world.notices.length = 0
    await act(world.delegate, id, remote)
    expect(world.notices).toEqual(['meeting'])
    const { me, seats, quorum } = await seeMeeting(world.delegate, id)
    expect(me.seats).toMatchObject([{ seatId: world.cityId, holds: true, as: 'delegate' }])
    expect(me.voices).toEqual([{ seatId: world.cityId, asProxyOf: null }])
    expect(me.may.find(({ kind }) => kind === 'close')!.refused?.code).toBe('roleForbids')
    expect(seats.find(({ seatId }) => seatId === world.cityId)).toMatchObject({
      presence: 'present',
      holder: { name: 'Denis Roy', mode: 'remote' },
    })
    expect(quorum!.now).toMatchObject({ reached: '1', needed: '1', met: true })
  })
})

describe('coming in by the code of the room', () => {
  test('MEET-8 the code answers who and which seat; a renewed one lets nobody in by the old', async () => {
    const id = await openMeeting(world)
    const renew = () => world.facilitator.call(doors.renewCode, { params: { meetingId: id } })
    const { code } = await renew()
    expect(code).toMatch(/^[A-Z2-9]{6}$/)
    const typed = ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `
    expect(await world.delegate.call(doors.checkIn, { body: { code: typed, clientKey: newKey() } })).toEqual({
      meetingId: id,
      title: { fr: 'Séance de mars', en: 'March meeting' },
      name: 'Denis Roy',
      seats: [{ seatId: world.cityId, name: 'Ville de Rivebelle', college: 'municipal', as: 'delegate' }],
    })
    expect((await seeMeeting(world.facilitator, id)).code).toBe(code)
    expect((await seeMeeting(world.delegate, id)).code).toBeNull()
    await renew()
    const body = { code, clientKey: newKey() }
    expect(await world.otherDelegate.refusal(doors.checkIn, { body })).toBe('codeWrong')
  })

  test('MEET-8 a guessed code is counted and soon refused; a stranger is told the same for a true one', async () => {
    const id = await openMeeting(world)
    const { code } = await world.facilitator.call(doors.renewCode, { params: { meetingId: id } })
    expect(await world.stranger.refusal(doors.checkIn, { body: { code, clientKey: newKey() } })).toBe(
      'codeWrong',
    )
    const guess = () =>
      world.delegate.refusal(doors.checkIn, { body: { code: 'AAAAAA', clientKey: newKey() } })
    for (let n = 0; n < 10; n++) expect(await guess()).toBe('codeWrong')
    expect(await guess()).toBe('tooManyRequests')
    const command = { kind: 'arrive', mode: 'room', code: 'BBBBBB' } as const
    expect(await refusedAct(world.delegate, id, command)).toBe('tooManyRequests')
  })

  test('MEET-8 in the room without the code one is not in it', async () => {
    const id = await openMeeting(world)
    expect(await refusedAct(world.delegate, id, { kind: 'arrive', mode: 'room' })).toBe('codeNeeded')
    expect(await refusedAct(world.delegate, id, { kind: 'arrive', mode: 'room', code: 'AAAAAA' })).toBe(
      'codeWrong',
    )
    const enter = { kind: 'arrive', mode: 'room', person: world.delegate.userId } as const
    await act(world.facilitator, id, enter)
    const { people } = await seeMeeting(world.observer, id)
    expect(people).toMatchObject([{ name: 'Denis Roy', mode: 'room', enteredByName: 'Maude Bélanger' }])
  })

  test('MEET-9 a mandate that ends empties the seat at the next command; a removed person holds none', async () => {
    const id = await openMeeting(world)
    await act(world.delegate, id, remote)
    await act(world.otherDelegate, id, remote)
    const params = { workspaceId: world.workspaceId, userId: world.delegate.userId }
    await world.facilitator.call(doors.changePerson, { params, body: { role: 'commenter' } })
    expect((await seeMeeting(world.observer, id)).quorum!.now.reached).toBe('1')
    await act(world.facilitator, id, { kind: 'checkQuorum' })
    const { events } = await world.observer.call(doors.meetingLog, { params: { meetingId: id } })
    expect(events.map(({ event }) => event.kind).slice(-3)).toEqual([
      'left',
      'rollChanged',
      'quorumEvaluated',
    ])
  })
})

describe('letters', () => {
  test('MEET-18 each member is convened in their language, with an appointment; a change and a cancellation follow', async () => {
    await world.otherDelegate.call(doors.changeMe, { body: { lang: 'en' } })
    const id = await convene(world)
    const [to, other] = [world.delegate, world.otherDelegate].map(
      ({ email }) => world.mails.find((mail) => mail.to === email)!,
    )
    expect(to!.subject).toBe('Convocation\u00a0: Séance de mars')
    expect(other!.subject).toBe('Notice of meeting: March meeting')
    expect(to!.text).toContain('3. Adopter la priorité')
    expect(to!.calendar!.method).toBe('PUBLISH')
    expect(to!.calendar!.text).toContain('\r\nSEQUENCE:0\r\n')
    // PEOPLE-3: nobody's address is in anybody's appointment.
    for (const { calendar } of world.mails) expect(calendar!.text).not.toContain('@partenaires')

    world.mails.length = 0
    const about = aboutMeeting(world, { place: 'Salle B' })
    expect(await act(world.facilitator, id, { kind: 'describe', about })).toMatchObject({ mailed: 7 })
    expect(world.mails[0]!.calendar!.text).toContain('\r\nSEQUENCE:1\r\n')
    expect(
      await act(world.facilitator, id, { kind: 'describe', about: { ...about, secretary: 'Paul' } }),
    ).not.toHaveProperty('mailed')
    world.mails.length = 0
    await act(world.facilitator, id, { kind: 'cancel', reason: 'Tempête' })
    expect(world.mails[0]!.calendar).toMatchObject({ method: 'CANCEL' })
    expect(world.mails[0]!.calendar!.text).toContain('\r\nSTATUS:CANCELLED\r\n')
  })

  test('a retry convenes nobody twice', async () => {
    const id = await draft(world)
    const key = newKey()
    await act(world.facilitator, id, { kind: 'convene' }, key)
    const sent = world.mails.length
    await act(world.facilitator, id, { kind: 'convene' }, key)
    expect(world.mails.length).toBe(sent)
  })

  test('the appointment is a file too, for members of the workspace', async () => {
    const id = await convene(world)
    const path = files.meetingCalendar(id)
    const answer = await world.observer.fetch(path)
    expect(answer.headers.get('content-type')).toContain('text/calendar')
    expect(await answer.text()).toMatch(/^BEGIN:VCALENDAR\r\n/)
    expect((await world.stranger.fetch(path)).status).toBe(404)
    expect((await world.browser().fetch(path)).status).toBe(401)
  })
})
