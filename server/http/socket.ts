// The plan's socket at GET /sync/:planId: who may open it, and how many. A refusal here is a plain HTTP answer: no frame passes before.
// Mounted by main; the only file that sees a WebSocket: each is a Line, which the room knows as a Peer.
import type { Socket } from 'node:net'
import { type HttpBindings, upgradeWebSocket, type WebSocketServerLike } from '@hono/node-server'
import type { Hono } from 'hono'
import type { WSContext } from 'hono/ws'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { Refused } from '../../shared/refusals.ts'
import type { Capability } from '../../shared/roles.ts'
import { type CloseReason, closeCodes, frameBytesMax, frames, pageWords } from '../../shared/wire.ts'
import type { Actor } from '../context.ts'
import type { Room } from '../sync/room.ts'
import type { PageSaid, Peer, Rooms } from '../sync/rooms.ts'
import { writeMessage } from './message-out.ts'
import type { Env } from './serve.ts'

export interface SocketParts {
  readonly rooms: Rooms
  readonly login: (cookie: string | undefined) => Promise<{ actor: Actor | null }>
  /** The address people reach us at; a browser on another one is refused. Asked at each connection: a test knows its port late. */
  readonly origin: () => string
  readonly memberOf: (userId: string, planId: string) => Promise<Member | null>
  /** The address behind a request, for the limit on connections. */
  readonly address: (request: Request, env: unknown) => string
  readonly failed: (error: unknown) => void
  /** Other limits than a person's; for the benchmark, whose one machine types for five hundred. */
  readonly limits?: Partial<SocketLimits>
}

export interface Member {
  readonly capability: Capability
  readonly name: string
  readonly organization: string | null
}

/** Limits; a person who types in three windows stays far below. */
const personLimits = {
  perPersonMax: 40,
  /** An assembly's whole room may sit behind one address. */
  perAddressMax: 1_000,
  /** Document messages a second, and how many at once. Beyond it the socket is read later: nothing is dropped. */
  messagesPerSecond: 200,
  messagesBurst: 1_000,
  /** What one question "what do I lack" and one presence frame cost, in document messages. */
  askCost: 20,
  presenceCost: 0.2,
  pingMs: 25_000,
  missesMax: 2,
  presenceBufferMax: 1_000_000,
  bufferMax: 8_000_000,
  behindMsMax: 30_000,
  closeGraceMs: 3_000,
} as const
export type SocketLimits = { readonly [name in keyof typeof personLimits]: number }

/** Mounts the socket's route; the returned server goes to `serve({ fetch, websocket: { server } })`. `close` stops the heartbeat. */
export function mountSocket(
  app: Hono<Env>,
  parts: SocketParts,
): { server: WebSocketServerLike; close(): void } {
  const { rooms, login, origin, memberOf, address, failed } = parts
  const limits: SocketLimits = { ...personLimits, ...parts.limits }
  const sockets = new Map<WebSocket, Line>()
  const perPerson = new Map<string, number>()
  const perAddress = new Map<string, number>()
  const server = new WebSocketServer({
    noServer: true,
    // Compression keeps memory that never comes back, and these frames are tiny.
    perMessageDeflate: false,
    maxPayload: frameBytesMax,
    clientTracking: false,
  })
  const heartbeat = setInterval(() => {
    for (const line of sockets.values()) line.beat()
  }, limits.pingMs)
  heartbeat.unref()

  app.get('/sync/:planId', async (c, next) => {
    const from = c.req.header('origin')
    // Neither CORS nor SameSite keeps another site's page from opening a socket with our cookie. No Origin: not a browser.
    if (from !== undefined && from !== origin()) throw new Refused('foreignOrigin')
    const cookie = c.req.header('cookie')
    const { actor } = await login(cookie)
    if (!actor) throw new Refused('loginNeeded')
    const planId = c.req.param('planId')
    const member = await memberOf(actor.userId, planId)
    if (!member) throw new Refused('notMember')
    const place = address(c.req.raw, c.env)
    const tooMany = () =>
      (perPerson.get(actor.userId) ?? 0) >= limits.perPersonMax ||
      (perAddress.get(place) ?? 0) >= limits.perAddressMax
    if (tooMany()) throw new Refused('tooManyRequests', { seconds: 60 })
    await rooms.open(planId)
    const said = pageSaid(c.req.query())
    // LINK-6: an invitation to vote opens no pen.
    const page = actor.onlyPoll ? { ...said, readsOnly: true } : said
    let line: Line | null = null
    const connection = (c.env as unknown as HttpBindings).incoming.socket
    const upgrade = upgradeWebSocket(
      () => ({
        onOpen(_event, ws: WSContext<unknown>) {
          const socket = ws.raw as WebSocket
          // Many may have waited together for the plan to open.
          if (tooMany()) return socket.close(closeCodes.overload, 'overload')
          count(perPerson, actor.userId, 1)
          count(perAddress, place, 1)
          line = openLine(socket, {
            connection,
            actor,
            member,
            page,
            planId,
            rooms,
            failed,
            limits,
            stillIn: () => login(cookie),
          })
          sockets.set(socket, line)
          // Not by onMessage, which makes an event and a copy of each message.
          socket.on('message', line.receive)
        },
        onClose(_event, ws) {
          if (!line) return
          line.leave()
          sockets.delete(ws.raw as WebSocket)
          count(perPerson, actor.userId, -1)
          count(perAddress, place, -1)
        },
      }),
      { onError: failed },
    )
    return upgrade(c, next)
  })
  return { server: server as unknown as WebSocketServerLike, close: () => clearInterval(heartbeat) }
}

function count(counts: Map<string, number>, key: string, by: number): void {
  const now = (counts.get(key) ?? 0) + by
  if (now > 0) counts.set(key, now)
  else counts.delete(key)
}

interface Line {
  receive(data: RawData, isBinary: boolean): void
  leave(): void
  /** Every `pingMs`: pings, and ends what does not answer or is signed in no more. */
  beat(): void
}

interface LineParts {
  /** What the socket speaks over. */
  readonly connection: Socket
  readonly actor: Actor
  readonly member: Member
  readonly page: PageSaid
  readonly planId: string
  readonly rooms: Rooms
  /** Who the cookie of the connection belongs to by now. */
  readonly stillIn: () => Promise<{ actor: Actor | null }>
  readonly failed: (error: unknown) => void
  readonly limits: SocketLimits
}

/** Anything but a whole number is as good as nothing said. */
function pageSaid(query: Partial<Record<string, string>>): PageSaid {
  const whole = (text: string | undefined) => (text && /^\d{1,9}$/.test(text) ? Number(text) : null)
  const { epoch, prose, reads } = pageWords
  return {
    epoch: whole(query[epoch]),
    proseVersion: whole(query[prose]),
    readsOnly: query[reads] === '1',
  }
}

/** A presence frame that names nobody: y-websocket takes 30 s without a frame for a dead line, and pings do not count. */
const nothingNew = new Uint8Array([frames.awareness, 1, 0])

function openLine(socket: WebSocket, parts: LineParts): Line {
  const { connection, actor, member, page, planId, rooms, failed, limits } = parts
  const tokens = openBucket(limits)
  let room: Room | null = null
  let early: Uint8Array[] | null = []
  let missed = 0
  let behindSinceMs: number | null = null
  let closing = false

  const peer: Peer = {
    person: { ...actor, name: member.name, organization: member.organization },
    capability: page.readsOnly ? 'read' : member.capability,
    page,
    send,
    together,
    close,
  }
  socket.on('pong', () => {
    missed = 0
  })
  socket.on('error', (error: { code?: string }) => {
    // Closed on unread. A stock client would offer it again at each return, for ever.
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') room?.strikes.add(peer.person.userId)
  })
  rooms.join(planId, peer).then(enter, (error) => {
    if (!(error instanceof Refused)) failed(error)
    const refused = error instanceof Refused && error.refusal.code === 'updateMalformed'
    close(refused ? 'forbidden' : error instanceof Refused ? 'overload' : 'fault')
  })

  function enter(joined: Room): void {
    room = joined
    if (closing) joined.leave(peer)
    for (const bytes of early ?? []) joined.receive(peer, bytes)
    early = null
  }

  function receive(data: RawData, isBinary: boolean): void {
    missed = 0
    if (closing) return
    // Text, or nothing: not our protocol.
    if (!isBinary || !(data instanceof Uint8Array) || data.length === 0) {
      close('malformed')
      return
    }
    // Not as a Buffer: its `slice` shares memory where that of a Uint8Array copies.
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length)
    const waitMs = tokens.take(costOf(bytes, limits))
    if (waitMs > 0 && !socket.isPaused) {
      socket.pause()
      setTimeout(() => socket.resume(), waitMs).unref()
    }
    if (room) room.receive(peer, bytes)
    else early?.push(bytes)
  }

  function send(bytes: Uint8Array, droppable = false): void {
    if (closing || socket.readyState !== socket.OPEN) return
    const waiting = connection.writableLength
    if (waiting > limits.presenceBufferMax) {
      behindSinceMs ??= performance.now()
      if (droppable) return
    } else behindSinceMs = null
    const late = behindSinceMs !== null && performance.now() - behindSinceMs > limits.behindMsMax
    // It will come back and ask for what it lacks: that costs less than keeping it all here.
    // What waits already decides: a whole plan, in one frame, may be larger than this.
    if (late || waiting > limits.bufferMax) close('overload')
    else writeMessage(connection, bytes)
  }

  function together(job: () => void): void {
    connection.cork()
    job()
    connection.uncork()
  }

  function close(reason: CloseReason): void {
    if (closing) return
    closing = true
    room?.leave(peer)
    socket.close(closeCodes[reason], reason)
    // Who does not read cannot read that either.
    setTimeout(() => socket.terminate(), limits.closeGraceMs).unref()
  }

  function leave(): void {
    closing = true
    early = null
    room?.leave(peer)
  }

  function beat(): void {
    if (closing) return
    if (missed >= limits.missesMax) {
      socket.terminate()
      return
    }
    missed += 1
    socket.ping()
    send(nothingNew)
    parts.stillIn().then(({ actor: now }) => {
      if (now?.userId !== actor.userId) close('loginNeeded')
    }, failed)
  }

  return { receive, leave, beat }
}

/** What a frame costs, by its first bytes (its kind is one byte each: all are below 128). */
function costOf(bytes: Uint8Array, limits: SocketLimits): number {
  if (bytes[0] !== frames.sync) return limits.presenceCost
  return bytes[1] === 0 ? limits.askCost : 1
}

function openBucket(limits: SocketLimits) {
  let left = limits.messagesBurst
  let atMs = performance.now()
  return {
    /** Takes `cost`; returns how long to wait before reading on, milliseconds. */
    take(cost: number): number {
      const nowMs = performance.now()
      left = Math.min(limits.messagesBurst, left + ((nowMs - atMs) / 1_000) * limits.messagesPerSecond)
      atMs = nowMs
      left -= cost
      return left >= 0 ? 0 : (-left / limits.messagesPerSecond) * 1_000
    },
  }
}
