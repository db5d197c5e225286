// Two nodes on one PostgreSQL and one Redis, all real, made anew for each test. Called by the tests of several nodes.
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { Wire } from '../../server/sync/bus.ts'
import { openLog } from '../../server/sync/log.ts'
import { openRedisWire } from '../../server/sync/redis-wire.ts'
import { replay } from '../../server/sync/update.ts'
import { type RawPeer, rawPeer, type StockPeer, stockPeer, until } from './peers.ts'
import { type Postgres, startedDatabase, startPostgres } from './postgres.ts'
import { type Redis, startRedis } from './redis.ts'
import { type SyncServer, type SyncServerOptions, startSyncServer } from './sync-server.ts'

export interface TwoNodes {
  readonly redis: Redis
  /** The address of this test's database. */
  readonly database: string
  readonly one: SyncServer
  readonly two: SyncServer
  /** Starts both; `wireOf` may spoil what they tell each other. Resolves once hints pass. */
  start(options?: StartOptions): Promise<void>
  /** Whether both hear and speak. */
  hintsPass(): boolean
  /** A bare socket that has been answered what it lacked. */
  raw(node: SyncServer, name: string): Promise<RawPeer>
  stock(node: SyncServer, name: string): StockPeer
  /** The text as the log alone gives it; throws when the log is damaged. */
  onDisk(): Promise<string>
}

interface StartOptions {
  readonly wireOf?: (wire: Wire) => Wire
  readonly log?: SyncServerOptions['log']
}

/** Every hint of this wire is lost. */
export const mute = (wire: Wire): Wire => ({ ...wire, send() {} })

/** To be called inside a describe: starts PostgreSQL and Redis once, the nodes when a test asks, and ends them all. */
export function withTwoNodes(): TwoNodes {
  let postgres: Postgres
  let redis: Redis
  let database: string
  let nodes: SyncServer[] = []
  let wires: Wire[] = []
  let peers: { close(): void }[] = []

  beforeAll(async () => {
    postgres = await startPostgres()
    redis = await startRedis()
  }, 60_000)
  afterAll(async () => {
    await redis?.stop()
    await postgres?.stop()
  })
  beforeEach(async () => {
    database = await startedDatabase(postgres)
    // A test that stopped it may have failed before it started it again.
    await redis.start()
  })
  afterEach(async () => {
    for (const peer of peers) peer.close()
    await Promise.all(nodes.map((node) => node.close()))
    peers = []
    nodes = []
  })

  async function start({ wireOf = (wire) => wire, log }: StartOptions = {}): Promise<void> {
    wires = [1, 2].map(() => wireOf(openRedisWire(redis.url, () => {})))
    for (const wire of wires) nodes.push(await startSyncServer({ path: database, wire, ...(log && { log }) }))
    await until('hints pass', hintsPass)
  }

  const hintsPass = () => wires.every((wire) => wire.ready())
  return {
    hintsPass,
    get redis() {
      return redis
    },
    get database() {
      return database
    },
    get one() {
      return nodes[0]!
    },
    get two() {
      return nodes[1]!
    },
    start,
    async raw(node, name) {
      const peer = await rawPeer(node, name)
      peers.push(peer)
      peer.step1()
      await until('synced', () => peer.synced.done)
      return peer
    },
    stock(node, name) {
      const peer = stockPeer(node, name)
      peers.push(peer)
      return peer
    },
    onDisk: () => textOf(nodes[0]!),
  }
}

async function textOf({ db, planId }: SyncServer): Promise<string> {
  const log = openLog(
    db,
    () => new Date(),
    (what) => {
      throw new Error(what)
    },
  )
  const { state, updates } = await log.load(planId)
  return replay(state, updates).getText('text/portrait/summary').toString()
}

/** What a bare socket shows. */
export const shown = (peer: RawPeer): string => peer.doc.getText('text/portrait/summary').toString()

/** A seeded generator of numbers from 0 to 1: a failing run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
