// Puts the server together: database, rooms, logins, routes, socket; listens; drains and closes. Called by cli.ts and by the demo.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { sql } from 'kysely'
import { pino } from 'pino'
import { Refused } from '../shared/refusals.ts'
import { capabilityOf } from '../shared/roles.ts'
import { memberOfPlan } from './acts/members.ts'
import { organizationOf } from './acts/organizations.ts'
import { createApp } from './app.ts'
import { type Context, transactOn } from './context.ts'
import { connect } from './db/connect.ts'
import { peerAddress } from './http/address.ts'
import { type Member, mountSocket } from './http/socket.ts'
import { createLimits } from './limits.ts'
import { createLogins, type Logins } from './logins.ts'
import { openMail } from './mail.ts'
import { mountRoutes } from './routes.ts'
import type { Settings } from './settings.ts'
import { openRooms } from './sync/rooms.ts'

const clientDir = resolve(import.meta.dirname, '../dist/client')
const sweepMs = 60 * 60_000

export interface Running {
  readonly ctx: Context
  readonly logins: Logins
  /** The address people reach it at, without a final slash. */
  readonly url: string
  /** Takes no more requests, writes what waits, closes every socket and the database. */
  stop(): Promise<void>
}

/** Starts the server on these settings; resolves once it listens. */
export async function startServer(settings: Settings): Promise<Running> {
  // The log goes to standard error: standard output belongs to the command.
  const log = pino({ level: settings.logLevel }, pino.destination(2))
  const failed = (error: unknown) => log.error(error)
  const now = () => new Date()
  const db = await connect(join(settings.data, 'assise.db'))
  const mail = openMail(settings, log)
  const memberOf = async (userId: string, planId: string): Promise<Member | null> => {
    try {
      return await ctx.transact(async ({ tx }) => {
        const { workspaceId, role, name, organizationId } = await memberOfPlan(tx, planId, userId)
        const organization = organizationId && (await organizationOf(tx, workspaceId, organizationId)).name
        return { capability: capabilityOf(role), name, organization }
      })
    } catch (error) {
      if (error instanceof Refused) return null
      throw error
    }
  }
  const rooms = openRooms({
    db,
    now,
    failed,
    capabilityOf: async (userId, planId) => (await memberOf(userId, planId))?.capability ?? null,
  })
  let origin = settings.origin ?? ''
  const ctx: Context = {
    transact: transactOn(db, rooms.notify, failed),
    rooms,
    now,
    newId: () => randomBytes(16).toString('base64url'),
    mail: mail.send,
    get origin() {
      return origin
    },
  }
  const logins = createLogins(db, { now, secure: settings.origin?.startsWith('https:') ?? false })
  const limits = createLimits(now)
  const address = peerAddress(settings.trustProxy)
  let stopping = false
  const ready = async () => {
    await sql`select 1`.execute(db)
    return !stopping
  }
  let sockets: ReturnType<typeof mountSocket> | undefined
  const app = createApp({
    ctx,
    login: logins.read,
    address,
    clientDir: existsSync(clientDir) ? clientDir : null,
    logError: failed,
    routes: (app) => {
      mountRoutes(app, { ctx, logins, limits, ready })
      sockets = mountSocket(app, {
        rooms,
        login: logins.read,
        origin: () => origin,
        memberOf,
        address,
        failed,
      })
    },
  })
  const server = createAdaptorServer({ fetch: app.fetch, websocket: { server: sockets!.server } })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(settings.port, settings.host, done)
  })
  origin ||= `http://localhost:${(server.address() as AddressInfo).port}`
  const sweeper = setInterval(() => void logins.sweep().catch(failed), sweepMs)
  sweeper.unref()
  return {
    ctx,
    logins,
    url: origin,
    stop: async () => {
      stopping = true
      clearInterval(sweeper)
      const closed = new Promise<void>((done) => server.close(() => done()))
      sockets!.close()
      await rooms.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      mail.close()
      await db.destroy()
    },
  }
}
