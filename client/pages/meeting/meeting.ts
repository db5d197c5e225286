// One meeting as its pages share it: what the server says of it, kept true; the commands; the server's clock. Given by MeetingShell and
// the room screen, read by their parts with useMeeting().
import { createContext, createEffect, createSignal, on, onCleanup, onMount, useContext } from 'solid-js'
import { assert } from '../../../shared/basics.ts'
import type { Command } from '../../../shared/meeting/command-list.ts'
import type { MeetingView } from '../../../shared/meeting/views.ts'
import { call, doors } from '../../api.ts'
import { type Live, live } from '../../live.ts'
import { type Acting, createActing } from '../../parts/acting.ts'

/** Rows carry an `id`, so that a refetch keeps those that stay, and with them the focus that is in them. */
export type MeetingHere = ReturnType<typeof withIds>

function withIds(view: MeetingView) {
  return {
    ...view,
    agenda: view.agenda.map((item) => ({ ...item, id: item.itemId })),
    seats: view.seats.map((seat) => ({ ...seat, id: seat.seatId })),
    people: view.people.map((person) => ({ ...person, id: person.userId })),
    polls: view.polls.map((poll) => ({ ...poll, id: poll.pollId })),
    queue: { ...view.queue, waiting: view.queue.waiting.map((one) => ({ ...one, id: one.speechId })) },
    me: { ...view.me, seats: view.me.seats.map((seat) => ({ ...seat, id: seat.seatId })) },
  }
}
export type AgendaRow = MeetingHere['agenda'][number]
export type SeatRow = MeetingHere['seats'][number]

export interface OneMeeting {
  /** Always there: no part is drawn before it came. */
  view(): MeetingHere
  /** Milliseconds since an instant of the meeting, by the server's clock; moves each second. */
  since(instant: string): number
  /** The acts of one gesture share this one: its refusal stands where everybody looks. */
  acting: Acting
  /** Asks something of the meeting; true when done. A dialog gives its own acting, to show the refusal in its place. */
  act(command: Command, acting?: Acting): Promise<boolean>
  refetch(): Promise<void>
}

export const MeetingContext = createContext<OneMeeting>()

export function useMeeting(): OneMeeting {
  const found = useContext(MeetingContext)
  assert(found, 'useMeeting is for parts inside MeetingShell')
  return found
}

export function liveMeeting(meetingId: () => string, gapMs: number): Live<MeetingHere> {
  // Polls tell the meeting when they open and close; each voice is their own page's news.
  return live('meeting', () => call(doors.meeting, { params: { meetingId: meetingId() } }).then(withIds), {
    gapMs,
  })
}

/** What parts share, around a view that has come. */
export function oneMeeting(view: () => MeetingHere, refetch: () => Promise<void>): OneMeeting {
  const acting = createActing()
  const keys = createKeys()
  const since = serverClock(view)
  let last: Promise<unknown> = Promise.resolve()
  const send = async (command: Command) => {
    const body = { command, clientKey: keys.of(command) }
    await call(doors.actInMeeting, { params: { meetingId: view().id }, body })
    keys.done()
  }
  return {
    view,
    since,
    acting,
    refetch,
    async act(command, own = acting) {
      // One after the other: of two keys pressed in a breath, none is lost.
      const turn = last.then(() => own.run(() => send(command)))
      last = turn.catch(() => {})
      const done = await turn
      if (done) await refetch()
      return done
    },
  }
}

/** A command that is tried again after a lost answer keeps its key: the server does it once. */
export function createKeys() {
  let last: { readonly text: string; readonly key: string } | null = null
  return {
    of(command: unknown): string {
      const text = JSON.stringify(command)
      if (last?.text !== text) last = { text, key: crypto.randomUUID() }
      return last.key
    },
    done() {
      last = null
    },
  }
}

/** Timers run from the server's instants, so that every screen shows the same, whatever its own clock says. */
function serverClock(view: () => MeetingHere): (instant: string) => number {
  const [now, setNow] = createSignal(Date.now())
  let ahead = 0
  createEffect(
    on(
      () => view().now,
      (at) => {
        ahead = Date.parse(at) - Date.now()
        setNow(Date.now() + ahead)
      },
    ),
  )
  onMount(() => {
    const timer = setInterval(() => setNow(Date.now() + ahead), 1_000)
    onCleanup(() => clearInterval(timer))
  })
  return (instant) => Math.max(0, now() - Date.parse(instant))
}
