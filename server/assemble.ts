// Puts the server together on an open database: rooms, Context, logins, limits, application, socket. No port, no signal, no env.
// Called by main, and by the tests' world with its own clock and mail: what tests try is what runs.
import { randomBytes } from 'node:crypto'
import type { WebSocketServerLike } from '@hono/node-server'
import type { Topic } from '../shared/wire.ts'
import { seatOf } from './acts/members.ts'
import { lookAtLetters } from './acts/post.ts'
import { signWaiting } from './acts/record.ts'
import { createApp } from './app.ts'
import { type Context, lookOn, type RecordSigner, type Sealer, transactOn } from './context.ts'
import type { Db } from './db/connect.ts'
import { peerAddress } from './http/address.ts'
import type { App } from './http/serve.ts'
import { mountSocket, type SocketLimits } from './http/socket.ts'
import { createLimits } from './limits.ts'
import { createLogins, type Logins } from './logins.ts'
import { openPost, type Post } from './post.ts'
import { openReadiness } from './ready.ts'
import { mountRoutes } from './routes.ts'
import { isLoopback } from './settings.ts'
import { openBus, type Wire } from './sync/bus.ts'
import { openRooms, type Rooms } from './sync/rooms.ts'

export interface Parts {
  readonly db: Db
  readonly now: () => Date
  readonly mail: Context['mail']
  readonly mailing: boolean
  readonly origin: string
  readonly record: RecordSigner
  /** The institution's certificate; null or absent: PDFs go without its seal. */
  readonly sealer?: Sealer | null
  readonly trustProxy: number
  /** Where several nodes may work on `db`: what carries their hints. */
  readonly wire?: Wire | null
  /** The built client; null for the interface alone. */
  readonly clientDir: string | null
  /** Told of bugs and of what the world failed to do. */
  readonly failed: (error: unknown) => void
  /** Told of each notice that leaves; for tests. */
  readonly noticed?: (topic: Topic) => void
  /** Whether reads of what waits also look for letters that are due; tests look by hand. */
  readonly looks?: boolean
  /** For the benchmark. */
  readonly socketLimits?: Partial<SocketLimits>
}

export interface Assembled {
  readonly ctx: Context
  readonly rooms: Rooms
  readonly logins: Logins
  readonly app: App
  readonly post: Post
  readonly websocket: WebSocketServerLike
  /** From here on, new requests are told to come again, and /readyz says no. */
  refuseNew(): void
  /** Writes what waits in the rooms and closes every socket. */
  close(): Promise<void>
  /** Does what acts left for a moment later: the last thing before the database closes. */
  settle(): Promise<void>
}

export function assemble(parts: Parts): Assembled {
  const { db, now, mail, mailing, origin, record, clientDir, failed } = parts
  let stopping = false
  const notify = (planId: string, topic: Topic) => {
    rooms.notify(planId, topic)
    parts.noticed?.(topic)
  }
  const transact = transactOn(db, notify, failed)
  const memberOf = (userId: string, planId: string) => seatOf({ transact }, userId, planId)
  const rooms = openRooms({
    db,
    now,
    capabilityOf: async (userId, planId) => (await memberOf(userId, planId))?.capability ?? null,
    failed,
    bus: parts.wire ? openBus(parts.wire, failed) : undefined,
  })
  const newId = () => randomBytes(16).toString('base64url')
  const ctx: Context = {
    transact,
    look: lookOn(db),
    rooms,
    now,
    newId,
    mail,
    mailing,
    record,
    sealer: parts.sealer ?? null,
    origin,
  }
  const post = openPost(() => lookAtLetters(ctx), { now, failed })
  // Off https a browser drops Secure cookies; settings allow that on the machine itself alone.
  const secure = !(origin.startsWith('http:') && isLoopback(origin))
  const logins = createLogins(db, { now, secure })
  const limits = createLimits(now)
  const address = peerAddress(parts.trustProxy)
  const ready = openReadiness({ db, stopping: () => stopping, failedAtMs: rooms.failedAtMs })
  let socket: ReturnType<typeof mountSocket> | undefined
  const app = createApp({
    ctx,
    login: logins.read,
    address,
    routes: (app) => {
      mountRoutes(app, { ctx, logins, limits, ready, looked: parts.looks ? post.look : () => {} })
      socket = mountSocket(app, {
        rooms,
        login: logins.read,
        origin: () => origin,
        memberOf,
        address,
        failed,
        ...(parts.socketLimits && { limits: parts.socketLimits }),
      })
    },
    clientDir,
    logError: failed,
    stopping: () => stopping,
  })
  return {
    ctx,
    rooms,
    logins,
    app,
    post,
    websocket: socket!.server,
    refuseNew: () => {
      stopping = true
    },
    close: async () => {
      await post.close()
      await rooms.close()
      socket!.close()
    },
    settle: () => signWaiting(ctx),
  }
}
