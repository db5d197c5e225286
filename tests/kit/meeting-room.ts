// A meeting of the demo region through its doors, as its people's own browsers would call them: what a walk does not do by hand.
// Called by tests/browser/meeting*.test.ts.
import { type Door, doors, type ParamsOf } from '../../shared/api.ts'
import type { Command } from '../../shared/meeting/command-list.ts'
import type { MeetingView } from '../../shared/meeting/views.ts'
import type { DemoGuest, DemoReady } from './browser.ts'

type Input<Path extends string, Body> = (keyof ParamsOf<Path> extends never
  ? object
  : { params: ParamsOf<Path> }) &
  (Body extends null ? object : { body: Body })

export async function callAs<Path extends string, Body, Reply>(
  demo: DemoReady,
  { cookie }: DemoGuest,
  door: Door<Path, Body, Reply>,
  input: Input<Path, Body>,
): Promise<Reply> {
  const { params = {}, body } = input as { params?: Record<string, string>; body?: unknown }
  const path = door.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const response = await fetch(`${demo.url}${path}`, {
    method: door.method,
    headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${door.method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Reply
}

export function actAs(demo: DemoReady, guest: DemoGuest, meetingId: string, command: Command) {
  const body = { command, clientKey: crypto.randomUUID() }
  return callAs(demo, guest, doors.actInMeeting, { params: { meetingId }, body })
}

export function seeAs(demo: DemoReady, guest: DemoGuest, meetingId: string): Promise<MeetingView> {
  return callAs(demo, guest, doors.meeting, { params: { meetingId } })
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
  const { id } = await callAs(demo, guest, doors.draftMeeting, {
    params: { planId: demo.planId },
    body: { about, clientKey: crypto.randomUUID() },
  })
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
