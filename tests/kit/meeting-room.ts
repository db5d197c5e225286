// A meeting of the demo region through its doors, as its people's own browsers would call them: what a walk does not do by hand.
// Called by tests/browser/meeting*.test.ts.
import { doors } from '../../shared/api.ts'
import type { Command } from '../../shared/meeting/command-list.ts'
import type { MeetingView } from '../../shared/meeting/views.ts'
import type { DemoGuest, DemoReady } from './browser.ts'
import { callAs } from './demo-doors.ts'

export function actAs(demo: DemoReady, guest: DemoGuest, meetingId: string, command: Command) {
  const body = { command, clientKey: crypto.randomUUID() }
  return callAs(demo, guest, doors.actInMeeting, { meetingId }, body)
}

export function seeAs(demo: DemoReady, guest: DemoGuest, meetingId: string): Promise<MeetingView> {
  return callAs(demo, guest, doors.meeting, { meetingId })
}

/** A hybrid meeting that starts in ten minutes: i2 information, i3 discussion, i4 decision. */
export async function conveneAs(
  demo: DemoReady,
  guest: DemoGuest,
  title = 'Séance de mars',
): Promise<string> {
  const startsAt = new Date(Date.now() + 600_000).toISOString()
  const endsAt = new Date(Date.now() + 3 * 3_600_000).toISOString()
  const about = {
    title: { fr: title, en: 'March meeting' },
    mode: 'hybrid' as const,
    place: 'Salle du conseil, Val-Doré',
    link: 'https://visio.example/mars',
    startsAt,
    endsAt,
    queueBy: 'person' as const,
    speechSeconds: 120,
    secretary: 'Hélène Roussin',
  }
  const { id } = await callAs(
    demo,
    guest,
    doors.draftMeeting,
    { planId: demo.planId },
    {
      about,
      clientKey: crypto.randomUUID(),
    },
  )
  for (const [kind, fr, en] of [
    ['info', 'Mot de bienvenue', 'Welcome'],
    ['discussion', 'Le logement, premières pistes', 'Housing, first leads'],
    ['decision', 'Adopter la priorité sur le transport', 'Adopt the priority on transport'],
  ] as const)
    await actAs(demo, guest, id, { kind: 'addItem', item: { title: { fr, en }, kind, plannedMinutes: 15 } })
  await actAs(demo, guest, id, { kind: 'convene' })
  return id
}

/** The facilitator enters the delegates of voting seats until so many sit; never those whose names are given. */
export async function fill(
  demo: DemoReady,
  guest: DemoGuest,
  meetingId: string,
  { count, but = [] }: { count: number; but?: readonly string[] },
): Promise<void> {
  const { seats } = await seeAs(demo, guest, meetingId)
  let seated = seats.filter(({ holder }) => holder !== null).length
  for (const { seatId, name, people, holder } of seats) {
    const [first] = people
    if (seated >= count || !first || holder || but.includes(name)) continue
    await actAs(demo, guest, meetingId, { kind: 'arrive', mode: 'room', seatId, person: first.userId })
    seated += 1
  }
  if (seated < count) throw new Error(`only ${seated} seats have a delegate`)
}
