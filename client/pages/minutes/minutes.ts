// The minutes on screen as their parts share them. Given by MinutesPage, read with useMinutes().
import { createContext, useContext } from 'solid-js'
import { assert } from '../../../shared/basics.ts'
import type { Command } from '../../../shared/meeting/command-list.ts'
import type { MinutesView } from '../../../shared/meeting/minutes-views.ts'
import { call, doors } from '../../api.ts'
import type { Acting } from '../../parts/acting.ts'
import { createKeys } from '../meeting/meeting.ts'

export type MinutesHere = ReturnType<typeof withIds>

/** Rows carry an `id`, so that a refetch keeps those that stay, and with them the focus that is in them. */
export function withIds(view: MinutesView) {
  return {
    ...view,
    id: view.meetingId,
    me: { ...view.me, dissents: view.me.dissents.map((seat) => ({ ...seat, id: seat.seatId })) },
  }
}

export interface OneMinutes {
  view(): MinutesHere
  /** Asks something of the meeting; true when done. */
  act(command: Command, acting: Acting): Promise<boolean>
  refetch(): Promise<void>
}

export const MinutesContext = createContext<OneMinutes>()

export function useMinutes(): OneMinutes {
  const found = useContext(MinutesContext)
  assert(found, 'useMinutes is for parts inside MinutesPage')
  return found
}

export function oneMinutes(view: () => MinutesHere, refetch: () => Promise<void>): OneMinutes {
  const keys = createKeys()
  return {
    view,
    refetch,
    async act(command, acting) {
      const done = await acting.run(async () => {
        const body = { command, clientKey: keys.of(command) }
        await call(doors.actInMeeting, { params: { meetingId: view().meetingId }, body })
        keys.done()
      })
      if (done) await refetch()
      return done
    },
  }
}
