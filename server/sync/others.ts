// The other nodes of the installation, as this one's rooms deal with them: what it tells them, what it does on what they tell, and a
// look into the database every two seconds that finds what no hint told (SYNC-14). Built by rooms.ts, on PostgreSQL only.
import type { Topic } from '../../shared/wire.ts'
import { topics } from '../../shared/wire.ts'
import type { Bus, Hint } from './bus.ts'
import type { Room } from './room.ts'
import type { UpdateLog } from './seams.ts'

const lookMs = 2_000
/** Rights are read again this often even when nothing seems to have been missed. */
const looksBetweenRights = 30

export interface OthersParts {
  readonly log: UpdateLog
  readonly bus: Bus
  /** The newest row of the journal about each of these plans: it moves with every act. */
  readonly lastActs: (planIds: readonly string[]) => Promise<ReadonlyMap<string, number>>
  readonly rooms: () => ReadonlyMap<string, Room>
  readonly roomOf: (planId: string) => Room | undefined
  readonly reweigh: (planId: string, userId: string | null) => Promise<void>
  readonly signedOut: (userId: string, loginId: string | null) => void
  readonly failed: (error: unknown) => void
}

export interface Others {
  wrote(planId: string, seq: number): void
  presence(planId: string, states: Uint8Array): void
  tell(hint: Hint): void
  /** A room has opened: who is there elsewhere? */
  opened(planId: string): void
  /** A notice went to the screens here: it needs no healing. */
  noticed(planId: string, topic: Topic): void
  close(): Promise<void>
}

export function meetOthers(parts: OthersParts): Others {
  const { log, bus, failed } = parts
  const acts = new Map<string, number>()
  const told = new Map<string, Set<Topic>>()
  let looks = 0
  let looking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(look).catch(failed)
  }, lookMs)
  timer.unref()

  function noticed(planId: string, topic: Topic): void {
    told.set(planId, (told.get(planId) ?? new Set()).add(topic))
  }

  bus.listen((hint) => {
    if (hint.kind === 'signedOut') return parts.signedOut(hint.userId, hint.loginId)
    const room = parts.roomOf(hint.planId)
    if (!room) return
    switch (hint.kind) {
      case 'rows':
        return room.hear({ seq: hint.seq, locked: false })
      case 'locked':
        return room.hear({ seq: 0, locked: true })
      case 'notice':
        noticed(hint.planId, hint.topic)
        return room.notice(hint.topic)
      case 'rights':
        parts.reweigh(hint.planId, hint.userId).catch(failed)
        return
      case 'presence':
        return room.presence.hear(Buffer.from(hint.states, 'base64'))
      case 'whoIsHere':
        return room.presence.tellNodes()
    }
  })

  async function look(): Promise<void> {
    const rooms = parts.rooms()
    const missed = bus.missed()
    looks += 1
    const [heads, newest] = await Promise.all([
      log.heads([...rooms.keys()]),
      parts.lastActs([...rooms.keys()]),
    ])
    for (const planId of acts.keys()) if (!rooms.has(planId)) acts.delete(planId)
    for (const [planId, room] of rooms) {
      const head = heads.get(planId)
      if (head) room.hear(head)
      room.presence.expire()
      const [before, now] = [acts.get(planId), newest.get(planId) ?? 0]
      const heard = told.get(planId)
      acts.set(planId, now)
      const quiet = before !== undefined && now > before && !heard
      const doubtful = missed && now !== before
      if (quiet || doubtful) for (const topic of topics) if (!heard?.has(topic) || missed) room.notice(topic)
      if (quiet || doubtful || looks % looksBetweenRights === 0) await parts.reweigh(planId, null)
    }
    told.clear()
  }

  return {
    wrote: (planId, seq) => bus.tell({ kind: 'rows', planId, seq }),
    presence: (planId, states) =>
      bus.tell({ kind: 'presence', planId, states: Buffer.from(states).toString('base64') }),
    tell: (hint) => bus.tell(hint),
    opened: (planId) => bus.tell({ kind: 'whoIsHere', planId }),
    noticed,
    async close() {
      clearInterval(timer)
      await looking
      await bus.close()
    },
  }
}
