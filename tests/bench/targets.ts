// Who is measured: Assise as it ships, the peers, and bare broadcasters as the limit of what a socket server can do. How each is
// started and addressed. Called by bench.ts.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { databaseOf, redisUrl } from './databases.ts'
import type { TongueName } from './load/tongue.ts'
import { sleep } from './machine.ts'

/** Where one client of one room connects, and as whom. */
export interface Place {
  readonly room: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Target {
  readonly name: string
  readonly tongue: TongueName
  /** It keeps its rooms over a restart, or says so. */
  readonly persistent: boolean
  command(at: { port: number; folder: string; rooms: number }): {
    file: string
    args: string[]
    env: Record<string, string>
    cwd?: string
  }
  /** Makes what it needs beside its folder, and says by which environment it finds it. */
  prepare?(at: { folder: string; fresh: boolean }): Promise<Record<string, string>>
  /** Resolves once it may be used, after it listens. */
  ready?(folder: string): Promise<void>
  place(at: { folder: string; room: number; client: number }): Place
}

const here = import.meta.dirname
const node = globalThis.process.execPath

/** The target that the scenario nodes starts twice. */
export const twoNodes = 'assise-nodes'

/** What assise-target.ts writes down for the generator. */
export interface AssiseSeed {
  readonly planIds: readonly string[]
  /** One a person. */
  readonly cookies: readonly string[]
}

export const seedFile = 'seed.json'
/** A person may hold 40 connections: 25 people are enough for 500, and each is somebody as in life. */
export const assisePeople = 25

const seeds = new Map<string, AssiseSeed>()

function seedIn(folder: string): AssiseSeed {
  const known = seeds.get(folder)
  if (known) return known
  const seed = JSON.parse(readFileSync(join(folder, seedFile), 'utf8')) as AssiseSeed
  seeds.set(folder, seed)
  return seed
}

/** In the first room everyone is a member; of each other room, three by turns (assise-target.ts makes it so). */
export function personOf(room: number, client: number): number {
  return room === 0 ? client % assisePeople : (room * 3 + (client % 3)) % assisePeople
}

/** `nodeArgs` go before the program: a profile, for example. */
function assise(nodeArgs: readonly string[]): Target {
  return {
    name: 'assise',
    tongue: 'assise',
    persistent: true,
    command: ({ port, folder, rooms }) => ({
      file: node,
      args: [...nodeArgs, join(here, 'assise-target.ts'), folder, `${port}`, `${rooms}`],
      // As server/cli.ts does.
      env: { NODE_COMPILE_CACHE: resolve(here, '../../node_modules/.cache/assise/compiled') },
    }),
    async ready(folder) {
      seeds.delete(folder)
      const untilMs = performance.now() + 60_000
      while (!existsSync(join(folder, seedFile))) {
        if (performance.now() > untilMs) throw new Error('assise was not seeded in time')
        await sleep(20)
      }
    },
    place({ folder, room, client }) {
      const { planIds, cookies } = seedIn(folder)
      const planId = planIds[room]!
      return { room: planId, path: `/sync/${planId}`, headers: { Cookie: cookies[personOf(room, client)]! } }
    },
  }
}

/** The same on a PostgreSQL as it is shipped: one commit, one fsync of its own. */
function assiseOnPostgres(nodeArgs: readonly string[]): Target {
  return {
    ...assise(nodeArgs),
    name: 'assise-postgres',
    prepare: async ({ folder, fresh }) => ({ DATABASE_URL: await databaseOf(folder, fresh) }),
  }
}

/** One of several nodes: started twice on one folder, for the seed that the first leaves there. */
function assiseNode(nodeArgs: readonly string[]): Target {
  return {
    ...assise(nodeArgs),
    name: twoNodes,
    prepare: async ({ folder, fresh }) => ({
      DATABASE_URL: await databaseOf(folder, fresh),
      REDIS_URL: await redisUrl(),
    }),
  }
}

const openPlace = ({ room }: { room: number }): Place => ({
  room: `bench-${room}`,
  path: `/bench-${room}`,
  headers: {},
})

/** A broadcaster without rooms' content, logins or disk: see peers/bare.mjs for its modes. */
function bare(name: string, env: Record<string, string>, tongue: TongueName = 'raw'): Target {
  return {
    name,
    tongue,
    persistent: false,
    command: ({ port }) => ({
      file: node,
      args: [join(here, 'peers/bare.mjs')],
      env: { PORT: `${port}`, ...env },
    }),
    place: openPlace,
  }
}

export interface TargetParts {
  /** Where peers.ts installed them. */
  readonly peersFolder: string
  readonly assiseNodeArgs: readonly string[]
}

export function allTargets({ peersFolder, assiseNodeArgs }: TargetParts): readonly Target[] {
  const hocuspocus: Target = {
    name: 'hocuspocus',
    tongue: 'hocuspocus',
    persistent: true,
    command: ({ port, folder }) => ({
      file: node,
      args: [join(peersFolder, 'hocuspocus/server.mjs')],
      env: { PORT: `${port}`, DB: join(folder, 'hocuspocus.sqlite'), NODE_ENV: 'production' },
      cwd: join(peersFolder, 'hocuspocus'),
    }),
    place: openPlace,
  }
  const yWebsocket: Target = {
    name: 'y-websocket',
    tongue: 'y',
    persistent: true,
    command: ({ port, folder }) => ({
      file: node,
      args: [join(peersFolder, 'y-websocket/node_modules/@y/websocket-server/src/server.js')],
      env: { PORT: `${port}`, HOST: '127.0.0.1', YPERSISTENCE: join(folder, 'leveldb') },
      cwd: join(peersFolder, 'y-websocket'),
    }),
    place: openPlace,
  }
  return [
    assise(assiseNodeArgs),
    assiseOnPostgres(assiseNodeArgs),
    assiseNode(assiseNodeArgs),
    hocuspocus,
    yWebsocket,
    bare('bare-send', { MODE: 'send' }),
    bare('bare-batch', { MODE: 'batch' }),
    bare('bare-window', { MODE: 'batch', WINDOW: '15' }),
    bare('bare-blob', { MODE: 'blob' }, 'y'),
  ]
}
