// A meeting of the council, through the doors: drafted, given an agenda, convened, opened. Called by tests of acts on meetings.
import { doors } from '../../shared/api.ts'
import type { Command } from '../../shared/meeting/command-list.ts'
import type { MeetingAbout } from '../../shared/meeting/events.ts'
import type { Person } from './actors.ts'
import { newKey } from './council.ts'
import type { World } from './world.ts'

export function aboutMeeting(world: World, change: Partial<MeetingAbout> = {}): MeetingAbout {
  const now = world.ctx.now().getTime()
  return {
    title: { fr: 'Séance de mars', en: 'March meeting' },
    mode: 'hybrid',
    place: 'Salle du conseil',
    link: 'https://visio.example/mars',
    startsAt: new Date(now + 3_600_000).toISOString(),
    endsAt: new Date(now + 3 * 3_600_000).toISOString(),
    queueBy: 'person',
    speechSeconds: 120,
    secretary: '',
    ...change,
  }
}

export function act(person: Person, meetingId: string, command: Command, clientKey = newKey()) {
  return person.call(doors.actInMeeting, { params: { meetingId }, body: { command, clientKey } })
}

export function refusedAct(person: Person, meetingId: string, command: Command) {
  const body = { command, clientKey: newKey() }
  return person.refusal(doors.actInMeeting, { params: { meetingId }, body })
}

export function seeMeeting(person: Person, meetingId: string) {
  return person.call(doors.meeting, { params: { meetingId } })
}

/** Drafts a meeting with one item of each kind: i2 information, i3 discussion, i4 decision. */
export async function draft(world: World, change: Partial<MeetingAbout> = {}): Promise<string> {
  const { id } = await world.facilitator.call(doors.draftMeeting, {
    params: { planId: world.planId },
    body: { about: aboutMeeting(world, change), clientKey: newKey() },
  })
  for (const [kind, fr, en] of [
    ['info', 'Mot de bienvenue', 'Welcome'],
    ['discussion', 'Logement', 'Housing'],
    ['decision', 'Adopter la priorité', 'Adopt the priority'],
  ] as const)
    await act(world.facilitator, id, {
      kind: 'addItem',
      item: { title: { fr, en }, kind, plannedMinutes: 15 },
    })
  return id
}

export async function convene(world: World, change: Partial<MeetingAbout> = {}): Promise<string> {
  const id = await draft(world, change)
  await act(world.facilitator, id, { kind: 'convene' })
  return id
}

/** Convened and open; nobody has come yet, so the rules decide whether it is suspended at once. */
export async function openMeeting(world: World, change: Partial<MeetingAbout> = {}): Promise<string> {
  const id = await convene(world, change)
  await act(world.facilitator, id, { kind: 'open' })
  return id
}
