// The other nodes of the installation, as this one's rooms deal with them: what it tells them, what it does on what they tell, and a
// look into the database, more than once a second, that finds what no hint told (SYNC-14). Built by rooms.ts, on PostgreSQL only.
import type { Capability } from '../../shared/roles.ts'
import type { Topic } from '../../shared/wire.ts'
import { topics } from '../../shared/wire.ts'
import type { Bus, Hint } from './bus.ts'
import type { Room } from './room.ts'
import type { UpdateLog } from './seams.ts'

/** Short enough that rights which change elsewhere are in force here within a second, though every hint was lost (SYNC-3). */
const lookMs = 750
/** Rights are read again this often even when nothing seems to have happened. */
const looksBetweenRights = 40

export interface OthersParts {
  readonly log: UpdateLog
  readonly bus: Bus
  readonly standing: Standing
  readonly rooms: () => ReadonlyMap<string, Room>
  readonly roomOf: (planId: string) => Room | undefined
  /** Asks for one person's rights again. */
  readonly reweigh: (planId: string, userId: string) => Promise<void>
  /** Puts in force what each member of a plan may send. */
  readonly weigh: (planId: string, capabilities: ReadonlyMap<string, Capability>) => void
  /** Tells the screens of a plan here, if there are any. */
  readonly notice: (planId: string, topic: Topic) => void
  readonly signedOut: (userId: string, loginId: string | null) => void
  readonly failed: (error: unknown) => void
}

/** What the database says of open plans and the people in them: asked at each look, so each is one query for all. */
interface Standing {
  /** A number for each of these plans that grows with every act about it. */
  acts(planIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** What each member of each of these plans may send. */
  capabilities(planIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, Capability>>>
  /** Those of these logins that still let someone in. */
  livingLogins(loginIds: readonly string[]): Promise<ReadonlySet<string>>
}

/** What a look has seen of a plan. */
interface Seen {
  readonly acts: number
  /** Every screen was told to fetch what there was at this act; -1: never. */
  readonly healedAt: number
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
  const { log, bus, standing, failed } = parts
  const seen = new Map<string, Seen>()
  const told = new Map<string, Set<Topic>>()
  let looks = 0
  /** Hints were lost, and no look has made up for them yet. */
  let missed = false
  let blind = false
  let looking: Promise<void> | null = null
  const timer = setInterval(() => {
    // One at a time: a database that is slow is not asked twice.
    looking ??= lookOnce().finally(() => {
      looking = null
    })
  }, lookMs)
  timer.unref()

  async function lookOnce(): Promise<void> {
    missed = bus.missed() || missed
    try {
      await look()
      blind = false
      missed = false
    } catch (error) {
      // Said once, not at each look.
      if (!blind) failed(error)
      blind = true
    }
  }

  function noticed(planId: string, topic: Topic): void {
    told.set(planId, (told.get(planId) ?? new Set()).add(topic))
  }

  bus.listen((hint) => {
    if (hint.kind === 'signedOut') return parts.signedOut(hint.userId, hint.loginId)
    // Also without a room: a page of this plan may be on its way here (SYNC-15).
    if (hint.kind === 'notice') parts.notice(hint.planId, hint.topic)
    const room = parts.roomOf(hint.planId)
    if (!room) return
    switch (hint.kind) {
      case 'rows':
        return room.hear({ seq: hint.seq })
      case 'locked':
        return room.hear({ locked: true })
      case 'notice':
        return noticed(hint.planId, hint.topic)
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
    for (const planId of seen.keys()) if (!rooms.has(planId)) seen.delete(planId)
    if (rooms.size === 0) return
    looks += 1
    const planIds = [...rooms.keys()]
    const [heads, acts] = await Promise.all([log.heads(planIds), standing.acts(planIds)])
    const all = looks % looksBetweenRights === 0
    const acted = planIds.filter((planId) => all || acts.get(planId) !== seen.get(planId)?.acts)
    for (const [planId, room] of rooms) {
      const head = heads.get(planId)
      if (head) room.hear(head)
      room.presence.expire()
      heal(planId, acts.get(planId) ?? 0)
    }
    told.clear()
    await weighRights(acted)
    await endLogins(rooms)
  }

  /** Where something happened that no hint told of, or hints were lost since, every screen of the plan fetches everything. */
  function heal(planId: string, acts: number): void {
    const before = seen.get(planId)
    const heard = told.get(planId)
    const untold = before !== undefined && acts > before.acts && !heard
    const doubtful = missed && before?.healedAt !== acts
    if (untold || doubtful)
      for (const topic of topics) if (doubtful || !heard?.has(topic)) parts.notice(planId, topic)
    seen.set(planId, { acts, healedAt: untold || doubtful ? acts : (before?.healedAt ?? -1) })
  }

  async function weighRights(planIds: readonly string[]): Promise<void> {
    if (planIds.length === 0) return
    for (const [planId, capabilities] of await standing.capabilities(planIds))
      parts.weigh(planId, capabilities)
  }

  async function endLogins(rooms: ReadonlyMap<string, Room>): Promise<void> {
    const here = new Map<string, string>()
    for (const room of rooms.values())
      for (const { person } of room.peers) here.set(person.loginId, person.userId)
    if (here.size === 0) return
    const living = await standing.livingLogins([...here.keys()])
    for (const [loginId, userId] of here) if (!living.has(loginId)) parts.signedOut(userId, loginId)
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
      await looking?.catch(() => {})
      await bus.close()
    },
  }
}
