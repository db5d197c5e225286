// The open rooms of this node: one a plan, also while it opens; opened on need, dropped when idle, drained at the end.
// Built once by main (or a test); acts reach it as Context.rooms, socket.ts joins people to it.
import type { Kysely } from 'kysely'
import { Refused } from '../../shared/refusals.ts'
import type { Capability } from '../../shared/roles.ts'
import type { Topic } from '../../shared/wire.ts'
import type { RoomsPort } from '../context.ts'
import { readStanding } from '../db/standing.ts'
import type { Tables } from '../db/tables.ts'
import type { Bus } from './bus.ts'
import { openFlusher } from './flusher.ts'
import { openLog } from './log.ts'
import { openNotices } from './notices.ts'
import { meetOthers } from './others.ts'
import { within } from './patience.ts'
import { tell } from './replies.ts'
import { Room } from './room.ts'
import type { Peer, UpdateLog } from './seams.ts'

export type { PageSaid, Peer } from './seams.ts'

export interface Rooms extends RoomsPort {
  /** Opens the plan's room, so that a failure is known before a socket is. Refused notFound, stopping, internal. */
  open(planId: string): Promise<void>
  /** Brings a connection in; the room it returns takes its frames (`receive`) and its end (`leave`). */
  join(planId: string, peer: Peer): Promise<Room>
  /** Tells the screens of a plan to fetch a topic again. A plan that nobody has open is left closed. */
  notify(planId: string, topic: Topic): void
  /** How many rooms are open, and how many people in them. */
  counts(): { rooms: number; peers: number }
  /** When the last write to the log failed, by performance.now(); null when it worked. */
  failedAtMs(): number | null
  /** Takes nobody any more, writes what waits, closes every connection, drops the rooms. */
  close(): Promise<void>
}

export interface RoomsParts {
  readonly db: Kysely<Tables>
  readonly now: () => Date
  /** What a person may send on a plan's socket; null when they are no member. */
  readonly capabilityOf: (userId: string, planId: string) => Promise<Capability | null>
  /** Told of a failed write or a damaged log. */
  readonly failed: (error: unknown) => void
  /** The log; another one only in tests that break the disk. */
  readonly log?: UpdateLog
  readonly idleMs?: number
  /** Where several nodes work on one database: how they hear of each other. */
  readonly bus?: Bus | undefined
}

/** A job on the draft is done again when another node wrote meanwhile; the last time, all are kept from writing. */
const movedMax = 3

/** At the end, a plan with fewer new rows opens as quickly without a snapshot; and the end must not wait long for them. */
const rowsWorthASnapshot = 50
const snapshotsWithinMs = 3_000

interface Entry {
  readonly opening: Promise<Room>
  room: Room | null
  usedAtMs: number
}

export function openRooms(parts: RoomsParts): Rooms {
  const { db, now, capabilityOf, failed, log: given, idleMs = 60_000, bus } = parts
  const written = given ?? openLog(db, now, (what) => failed(new Error(what)))
  let failedAtMs: number | null = null
  const log: UpdateLog = {
    ...written,
    async append(batches, follow) {
      try {
        const outcomes = await written.append(batches, follow)
        failedAtMs = null
        return outcomes
      } catch (error) {
        failedAtMs = performance.now()
        throw error
      }
    },
  }
  const flusher = openFlusher(log, failed)
  const entries = new Map<string, Entry>()
  let stopping = false
  let looking: Promise<void> = Promise.resolve()
  const sweeper = setInterval(
    () => {
      sweep()
      // Where there are other nodes, they are met more often than this.
      if (!others) looking = looking.then(look).catch(failed)
    },
    Math.min(idleMs, 5_000),
  )
  sweeper.unref()

  const others = bus
    ? meetOthers({
        log,
        bus,
        standing: readStanding(db, now),
        rooms: () =>
          new Map([...entries].flatMap(([planId, { room }]) => (room ? [[planId, room] as const] : []))),
        roomOf: (planId) => entries.get(planId)?.room ?? undefined,
        reweigh: rejoinHere,
        weigh(planId, capabilities) {
          for (const { room, peer } of openPeers(planId))
            give(room, peer, capabilities.get(peer.person.userId) ?? null)
        },
        notice: (planId, topic) => notices.notice(planId, topic),
        signedOut: signedOutHere,
        failed,
      })
    : undefined

  const notices = openNotices((planId, topic) => entries.get(planId)?.room?.notice(topic))

  /** The plan's one room. A failure reaches all who wait for it, and the next one tries anew. */
  async function roomOf(planId: string): Promise<Room> {
    if (stopping) throw new Refused('stopping')
    let entry = entries.get(planId)
    if (!entry) {
      const broken = () => giveUp(planId, fresh)
      const opening = Room.open({ planId, log, flusher, failed, broken, ...(others && { others }) })
      const fresh: Entry = { opening, room: null, usedAtMs: performance.now() }
      entry = fresh
      entries.set(planId, fresh)
      opening.then(
        (room) => {
          fresh.room = room
          others?.opened(planId)
        },
        () => entries.delete(planId),
      )
    }
    entry.usedAtMs = performance.now()
    return entry.opening
  }

  /** Not cached: whoever comes again opens it anew. */
  function giveUp(planId: string, entry: Entry): void {
    if (entries.get(planId) === entry) entries.delete(planId)
    for (const peer of entry.room?.peers ?? []) peer.close('fault')
    entry.room?.retire().catch(failed)
  }

  function sweep(): void {
    for (const [planId, entry] of entries) {
      if (!entry.room?.idle) entry.usedAtMs = performance.now()
      else if (performance.now() - entry.usedAtMs >= idleMs) {
        // In this order and without a pause: whoever asks next opens it anew from the log.
        entries.delete(planId)
        entry.room.leaveSnapshot()
        entry.room.retire().catch(failed)
      }
    }
  }

  /** SYNC-9: on one node too the log may go on without a room: a raised epoch, of which an idle room would never learn. */
  async function look(): Promise<void> {
    const heads = await log.heads([...entries.keys()])
    for (const [planId, head] of heads) entries.get(planId)?.room?.hear(head)
  }

  function openPeers(planId: string): { room: Room; peer: Peer }[] {
    const room = entries.get(planId)?.room
    return room ? room.peers.map((peer) => ({ room, peer })) : []
  }

  async function reweigh(room: Room, peer: Peer, planId: string): Promise<void> {
    give(room, peer, await capabilityOf(peer.person.userId, planId))
  }

  function give(room: Room, peer: Peer, capability: Capability | null): void {
    if (capability) {
      room.setCapability(peer, peer.page?.readsOnly ? 'read' : capability)
      return
    }
    // What it still has in the queue must not pass either.
    peer.capability = 'read'
    peer.close('forbidden')
  }

  async function rejoinHere(planId: string, userId: string): Promise<void> {
    for (const { room, peer } of openPeers(planId)) {
      if (peer.person.userId === userId) await reweigh(room, peer, planId)
    }
  }

  function signedOutHere(userId: string, loginId: string | null): void {
    for (const { peer } of [...entries.keys()].flatMap(openPeers)) {
      const { person } = peer
      if (person.userId !== userId || (loginId !== null && person.loginId !== loginId)) continue
      peer.capability = 'read'
      peer.close('loginNeeded')
    }
  }

  return {
    async open(planId) {
      await roomOf(planId)
    },
    async join(planId, peer) {
      const room = await roomOf(planId)
      if (room.full) throw new Refused('tooManyRequests', { seconds: 60 })
      if (room.strikes.bars(peer.person.userId)) throw new Refused('updateMalformed')
      room.join(peer)
      for (const topic of notices.recent(planId)) tell(peer, { type: 'notice', topic })
      try {
        // Rights read before the join may have changed just then, when nobody could tell this connection.
        await reweigh(room, peer, planId)
      } catch (error) {
        room.leave(peer)
        throw error
      }
      return room
    },
    notify(planId, topic) {
      notices.notice(planId, topic)
      // Each one: another node that saw the act and heard of nothing would have its screens fetch everything.
      others?.noticed(planId, topic)
      others?.tell({ kind: 'notice', planId, topic })
    },
    async exclusive(planId, job) {
      for (let tries = 1; ; tries++) {
        try {
          return await (await roomOf(planId)).exclusive(job, { alone: tries === movedMax })
        } catch (error) {
          const moved = error instanceof Refused && error.refusal.code === 'draftMoved'
          if (!others || !moved || tries === movedMax) throw error
        }
      }
    },
    locked(planId, { id, seq, planDigest }) {
      entries.get(planId)?.room?.lock({ versionId: id, seq, planDigest })
      others?.tell({ kind: 'locked', planId })
    },
    forked(planId, epoch) {
      // Other nodes find it at their next look, within a second (SYNC-14).
      entries.get(planId)?.room?.hear({ epoch })
    },
    async rejoin(userId, planId) {
      others?.tell({ kind: 'rights', planId, userId })
      await rejoinHere(planId, userId)
    },
    signedOut(userId, loginId) {
      others?.tell({ kind: 'signedOut', userId, loginId })
      signedOutHere(userId, loginId)
    },
    counts() {
      return { rooms: entries.size, peers: [...entries.keys()].flatMap(openPeers).length }
    },
    failedAtMs: () => failedAtMs,
    async close() {
      stopping = true
      clearInterval(sweeper)
      notices.close()
      await looking
      await flusher.now()
      for (const { peer } of [...entries.keys()].flatMap(openPeers)) peer.close('goingAway')
      // Frames that came in while the first flush ran.
      await flusher.now()
      for (const { room } of entries.values()) room?.leaveSnapshot(rowsWorthASnapshot)
      const retired = Promise.all([...entries.values()].map(({ room }) => room?.retire()))
      // Without it nothing is lost: it only spares the next opening some rows.
      retired.catch(failed)
      await within(snapshotsWithinMs, retired)
      entries.clear()
      await others?.close()
    },
  }
}
