// The live plan's server alone, on a real port and a real database: one plan, people by name, a login that is the name itself.
// Called by tests of server/sync, and started as its own program by the test that kills it (sync-server-main.ts).
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from '../../server/app.ts'
import { type Context, lookOn, transactOn } from '../../server/context.ts'
import { connect, type Db } from '../../server/db/connect.ts'
import { writeJournal } from '../../server/db/journal.ts'
import { healthRoutes } from '../../server/http/health.ts'
import { type Member, mountSocket, type SocketLimits } from '../../server/http/socket.ts'
import { openReadiness } from '../../server/ready.ts'
import { signerOf } from '../../server/record-key.ts'
import { openBus, type Wire } from '../../server/sync/bus.ts'
import { openLog } from '../../server/sync/log.ts'
import { openRooms, type Rooms } from '../../server/sync/rooms.ts'
import type { UpdateLog } from '../../server/sync/seams.ts'
import { capabilityOf, type Role } from '../../shared/roles.ts'

export interface SyncServer {
  readonly url: string
  readonly origin: string
  readonly planId: string
  readonly db: Db
  readonly rooms: Rooms
  readonly ctx: Context
  /** What the server reported as failed. */
  readonly errors: unknown[]
  /** Gives someone a role, or takes it (null), and tells the rooms as an act would. */
  setRole(name: string, role: Role | null): Promise<void>
  signOut(name: string): Promise<void>
  close(): Promise<void>
}

export interface SyncServerOptions {
  /** A file, or a PostgreSQL's address. */
  readonly path?: string
  /** To other servers on the same PostgreSQL. */
  readonly wire?: Wire
  readonly port?: number
  readonly idleMs?: number
  /** Other limits than a person's, to reach them sooner. */
  readonly limits?: Partial<SocketLimits>
  /** What waits for the disk, to break it on purpose. */
  readonly sync?: (file: number) => Promise<void>
  /** Wraps the log, to break the disk on purpose. */
  readonly log?: (log: UpdateLog) => UpdateLog
}

const planId = 'plan-1'
const workspaceId = 'workspace-1'

/** People of every server: their name is their cookie. */
const people: Readonly<Record<string, Role>> = {
  animatrice: 'facilitator',
  deleguee: 'delegate',
  delegue: 'delegate',
  contributeur: 'contributor',
  commentatrice: 'commenter',
  observateur: 'observer',
}

export async function startSyncServer(options: SyncServerOptions = {}): Promise<SyncServer> {
  const db = await connect(options.path ?? ':memory:', () => {}, options.sync)
  await seedPlan(db)
  const errors: unknown[] = []
  const failed = (error: unknown) => void errors.push(error)
  const now = () => new Date()
  const roleOf = async (userId: string) => (await memberRow(db, userId).then((row) => row?.role)) ?? null
  const log = openLog(db, now, (what) => failed(new Error(what)))
  const rooms = openRooms({
    db,
    now,
    failed,
    log: options.log?.(log) ?? log,
    bus: options.wire && openBus(options.wire, failed),
    ...(options.idleMs !== undefined && { idleMs: options.idleMs }),
    capabilityOf: async (userId) => {
      const role = await roleOf(userId)
      return role && capabilityOf(role)
    },
  })
  const signedOut = new Set<string>()
  const login = async (cookie: string | undefined) => {
    const name = /login=(\w+)/.exec(cookie ?? '')?.[1]
    const known = name !== undefined && !signedOut.has(name) && (name in people || name === 'etranger')
    return { actor: known ? { userId: name, loginId: `login-${name}` } : null }
  }
  const parts = { transact: transactOn(db, rooms.notify, failed), look: lookOn(db), rooms, now }
  const newId = () => randomBytes(16).toString('base64url')
  let origin = ''
  const ctx: Context = {
    ...parts,
    newId,
    mail: async () => false,
    mailing: false,
    sealer: null,
    record: signerOf(new Uint8Array(32).fill(1)),
    get origin() {
      return origin
    },
  }
  let sockets: ReturnType<typeof mountSocket> | undefined
  const memberOf = async (userId: string, plan: string): Promise<Member | null> => {
    const row = plan === planId ? await memberRow(db, userId) : undefined
    return row ? { capability: capabilityOf(row.role), name: userId, organization: 'Ville de Valmont' } : null
  }
  const app = createApp({
    ctx,
    login,
    address: () => 'loopback',
    routes: (app) => {
      healthRoutes(app, openReadiness({ db, stopping: () => false, failedAtMs: rooms.failedAtMs }))
      sockets = mountSocket(app, {
        rooms,
        login,
        memberOf,
        origin: () => origin,
        // The tests' people all sit on this machine: an address is what the request says.
        address: (request) => request.headers.get('x-from') ?? 'loopback',
        failed,
        ...(options.limits && { limits: options.limits }),
      })
    },
    clientDir: null,
    logError: failed,
  })
  const server = createAdaptorServer({ fetch: app.fetch, websocket: { server: sockets!.server } })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  return {
    url: `ws://127.0.0.1:${port}`,
    origin,
    planId,
    db,
    rooms,
    ctx,
    errors,
    async setRole(name, role) {
      const row = db.updateTable('members').where('user_id', '=', name)
      if (role) await row.set({ role }).execute()
      else await db.deleteFrom('members').where('user_id', '=', name).execute()
      const at = new Date()
      const done = { workspaceId, userId: 'animatrice', at, act: 'changePerson', subject: name }
      await db.transaction().execute((tx) => writeJournal(tx, done))
      await rooms.rejoin(name, planId)
    },
    async signOut(name) {
      signedOut.add(name)
      await db.deleteFrom('logins').where('user_id', '=', name).execute()
      rooms.signedOut(name, null)
    },
    async close() {
      sockets?.close()
      await rooms.close()
      await new Promise((resolve) => server.close(resolve))
      await db.destroy()
    },
  }
}

function memberRow(db: Db, userId: string) {
  return db.selectFrom('members').selectAll().where('user_id', '=', userId).executeTakeFirst()
}

/** People, a workspace and its one plan, where there is none yet. */
export async function seedPlan(db: Db): Promise<void> {
  if (await db.selectFrom('plans').select('id').executeTakeFirst()) return
  const at = new Date().toISOString()
  for (const name of Object.keys(people)) {
    const person = {
      id: name,
      email: `${name}@partenaires.example`,
      name,
      lang: 'fr',
      created_at: at,
    } as const
    await db
      .insertInto('users')
      .values({ ...person, password_hash: null, founder: 0 })
      .execute()
  }
  const logins = Object.keys(people).map((name) => ({
    id: `login-${name}`,
    user_id: name,
    expires_at: Date.now() + 86_400_000,
  }))
  await db.insertInto('logins').values(logins).execute()
  await db
    .insertInto('workspaces')
    .values({
      id: workspaceId,
      kind: 'regional',
      name: 'Démarche',
      rule_json: '{}',
      created_at: at,
      created_by: 'animatrice',
    })
    .execute()
  for (const [user_id, role] of Object.entries(people)) {
    const member = {
      workspace_id: workspaceId,
      user_id,
      role,
      organization_id: null,
      title: '',
      joined_at: at,
    }
    await db.insertInto('members').values(member).execute()
  }
  await db.insertInto('plans').values({ id: planId, workspace_id: workspaceId, created_at: at }).execute()
}
