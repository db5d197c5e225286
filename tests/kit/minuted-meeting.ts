// A whole meeting as people held it: late arrivals, an alternate, a proxy, a recusal, a suspension, an assent, a consent poll with its
// objection, incidents. Called by tests of minutes.
import { doors } from '../../shared/api.ts'
import type { Person } from './actors.ts'
import { createCouncil, housing, newKey } from './council.ts'
import { aboutMeeting, act } from './council-meeting.ts'
import { consentChoice, voiceOn } from './votes.ts'
import type { BareOptions, World } from './world.ts'

const minuteMs = 60_000

export interface Minuted {
  readonly world: World
  readonly meetingId: string
  readonly pollId: string
  /** The item decided without a poll, the one the poll was on, the one put off. */
  readonly items: { readonly assent: string; readonly poll: string; readonly postponed: string }
  readonly thirdId: string
  readonly third: Person
}

/** Held and closed. `until`: stops while it is open, its poll closed. */
export async function minutedMeeting(options: BareOptions & { open?: boolean } = {}): Promise<Minuted> {
  const world = await createCouncil(options)
  const { facilitator, delegate, otherDelegate } = world
  const params = { workspaceId: world.workspaceId }
  const organization = { tier: 'local', sector: 'other', college: 'lived', voting: true } as const
  const { id: thirdId } = await facilitator.call(doors.addOrganization, {
    params,
    body: { ...organization, name: 'Table de quartier des Érables' },
  })
  const third = await world.person({ name: 'Line Picard', role: 'delegate', organizationId: thirdId })
  const { id: meetingId } = await facilitator.call(doors.draftMeeting, {
    params: { planId: world.planId },
    body: { about: aboutMeeting(world, { secretary: 'Solange Petit' }), clientKey: newKey() },
  })
  const add = async (kind: 'info' | 'decision', fr: string, en: string) => {
    const { seq } = await act(facilitator, meetingId, {
      kind: 'addItem',
      item: { title: { fr, en }, kind, plannedMinutes: 15 },
    })
    return `i${seq}`
  }
  const welcome = await add('info', 'Mot de bienvenue', 'Welcome')
  const assent = await add('decision', 'Adopter l’ordre du jour', 'Adopt the agenda')
  const poll = await add('decision', 'Retenir la priorité', 'Retain the priority')
  const postponed = await add('decision', 'Choisir un logo', 'Choose a logo')
  await act(facilitator, meetingId, { kind: 'convene' })
  world.pass(60 * minuteMs)
  await act(delegate, meetingId, { kind: 'arrive', mode: 'remote', seatId: world.cityId })
  await act(facilitator, meetingId, {
    kind: 'arrive',
    mode: 'room',
    person: otherDelegate.userId,
    seatId: world.clinicId,
  })
  await act(facilitator, meetingId, { kind: 'open' })
  world.pass(5 * minuteMs)
  await act(facilitator, meetingId, { kind: 'openItem', itemId: welcome })
  await act(facilitator, meetingId, { kind: 'arrive', mode: 'room', person: world.observer.userId })
  world.pass(5 * minuteMs)
  await act(facilitator, meetingId, { kind: 'openItem', itemId: assent })
  await act(third, meetingId, { kind: 'giveProxy', from: thirdId, to: world.cityId })
  await act(facilitator, meetingId, {
    kind: 'decideItem',
    itemId: assent,
    words: 'L’ordre du jour est adopté.',
  })
  await act(facilitator, meetingId, { kind: 'suspend', reason: 'Pause' })
  world.pass(10 * minuteMs)
  await act(facilitator, meetingId, { kind: 'resume' })
  await act(facilitator, meetingId, { kind: 'openItem', itemId: poll })
  const body = { subject: housing, choice: consentChoice, meetingId, itemId: poll, clientKey: newKey() }
  const { id: pollId } = await facilitator.call(doors.openVote, { params: { planId: world.planId }, body })
  await delegate.call(doors.castVoice, await voiceOn(world, pollId, { choice: 'support' }, '', world.cityId))
  await delegate.call(doors.castVoice, await voiceOn(world, pollId, { choice: 'abstain' }, '', thirdId))
  await otherDelegate.call(
    doors.castVoice,
    await voiceOn(world, pollId, { choice: 'reserve' }, 'Le soir est oublié.', world.clinicId),
  )
  world.pass(minuteMs)
  await act(facilitator, meetingId, {
    kind: 'note',
    note: 'incident',
    text: 'Le lien de la visioconférence a coupé deux minutes.',
    itemId: poll,
  })
  await facilitator.call(doors.closeVote, { params: { pollId } })
  await act(facilitator, meetingId, { kind: 'decideItem', itemId: poll, pollId, words: '' })
  const told = { world, meetingId, pollId, items: { assent, poll, postponed }, thirdId, third }
  if (options.open) return told
  await act(facilitator, meetingId, { kind: 'postponeItem', itemId: postponed, reason: 'Faute de temps.' })
  world.pass(10 * minuteMs)
  await act(facilitator, meetingId, { kind: 'close' })
  return told
}
