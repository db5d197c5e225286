// Seeded fuzz of the rooms under a virtual clock: several people on several devices, lines that carry frames when they like, a disk
// that fails, a server that dies, rights that come and go, forged and corrupt updates, a lock. A seed that fails stays in `regressions`.
import * as prng from 'lib0/prng'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { connect, type Db } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { openRooms, type Rooms } from '../../../server/sync/rooms.ts'
import { replay } from '../../../server/sync/update.ts'
import type { Capability } from '../../../shared/roles.ts'
import { breakable } from '../../kit/breaking-log.ts'
import { Device } from '../../kit/device.ts'

const planId = 'plan-1'
const people = ['anne', 'benoit', 'chloe', 'denis'] as const
/** Seeds that once found a fault. */
const regressions: readonly number[] = []
const seeds = [...regressions, ...Array.from({ length: 100 }, (_, at) => 1_000 + at)]
const actsPerSeed = 400

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'setInterval', 'clearInterval', 'performance'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

async function seedPlan(db: Db): Promise<void> {
  const at = new Date(0).toISOString()
  const user = { email: '', name: '', lang: 'fr', password_hash: null, founder: 0, created_at: at } as const
  await db
    .insertInto('users')
    .values(people.map((id) => ({ ...user, id, email: id })))
    .execute()
  const workspace = {
    id: 'w',
    kind: 'regional',
    name: 'w',
    rule_json: '{}',
    created_at: at,
    created_by: 'anne',
  } as const
  await db.insertInto('workspaces').values(workspace).execute()
  await db.insertInto('plans').values({ id: planId, workspace_id: 'w', created_at: at }).execute()
}

class Town {
  readonly gen: prng.PRNG
  readonly db: Db
  readonly rights = new Map<string, Capability>([
    ['anne', 'edit'],
    ['benoit', 'edit'],
    ['chloe', 'edit'],
    ['denis', 'comment'],
  ])
  rooms!: Rooms
  disk!: { fails: boolean }
  devices: Device[] = []
  lockedSeq: number | null = null

  constructor(seed: number, db: Db) {
    this.gen = prng.create(seed)
    this.db = db
    this.start()
    for (const userId of people) for (let at = 0; at < 2; at++) this.devices.push(this.#newDevice(userId))
  }

  #newDevice(userId: string): Device {
    return new Device(userId, prng.uint32(this.gen, 1_000, 4_000_000_000))
  }

  start(): void {
    const { disk, log } = breakable(
      openLog(
        this.db,
        () => new Date(),
        () => {},
      ),
    )
    this.disk = disk
    this.rooms = openRooms({
      db: this.db,
      now: () => new Date(),
      capabilityOf: async (userId) => this.rights.get(userId) ?? null,
      failed: () => {},
      log,
    })
  }

  pick<T>(list: readonly T[]): T {
    return prng.oneOf(this.gen, [...list])
  }

  chance(percent: number): boolean {
    return prng.int32(this.gen, 1, 100) <= percent
  }

  /** Lets the rooms work for some virtual milliseconds. */
  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms)
  }

  /** The server dies with whatever it had not written; another one starts on the same disk. */
  async die(): Promise<void> {
    this.disk.fails = true
    for (const device of this.devices) device.disconnect()
    const dead = this.rooms
    this.start()
    void dead.close().catch(() => {})
    await this.pass(1)
  }

  /** The document the disk tells of. */
  async onDisk(): Promise<Y.Doc> {
    const stored = await openLog(
      this.db,
      () => new Date(),
      () => {},
    ).load(planId)
    expect(stored.damaged).toBe(false)
    return replay(stored.state, stored.updates)
  }

  /** SYNC-1: whatever any screen was shown, and whatever anyone was told is saved, is on disk. */
  async checkPromises(): Promise<void> {
    const disk = await this.onDisk()
    let news = 0
    disk.on('update', () => {
      news += 1
    })
    for (const device of this.devices) {
      Y.applyUpdate(disk, Y.encodeStateAsUpdate(device.shown))
      for (const update of device.acked.splice(0)) Y.applyUpdate(disk, update)
    }
    expect(news).toBe(0)
    expect(disk.store.pendingStructs).toBeNull()
  }

  async act(): Promise<void> {
    const device = this.pick(this.devices)
    const dice = prng.int32(this.gen, 1, 100)
    // A broken disk is soon mended, or nothing else would ever happen.
    if (this.disk.fails && this.chance(30)) this.disk.fails = false
    if (dice <= 35) this.type(device)
    else if (dice <= 55) device.flushOut(prng.int32(this.gen, 1, 20))
    else if (dice <= 70) device.flushIn(prng.int32(this.gen, 1, 20))
    else if (dice <= 82) await this.pass(this.chance(20) ? 600 : prng.int32(this.gen, 1, 20))
    else if (dice <= 90) await this.comeOrGo(this.pick(this.devices))
    else if (dice <= 91) this.disk.fails = true
    else if (dice <= 93) await this.changeRight()
    else if (dice <= 97) await this.attack(device)
    else if (dice <= 98) this.renew(device)
    else if (dice <= 99) await this.rooms.notify(planId, 'comments')
    else if (this.chance(40)) await this.die()
  }

  type(device: Device): void {
    if (this.rights.get(device.userId) !== 'edit') return
    const text = device.doc.getText('text/frame/title')
    const items = device.doc.getMap<Y.Map<unknown>>('list/issues')
    const dice = prng.int32(this.gen, 1, 10)
    if (dice <= 6)
      text.insert(prng.int32(this.gen, 0, text.length), this.pick(['a', 'é', '😀', 'ᐃᓄ', 'mot ', '👩‍🌾']))
    else if (dice <= 8 && text.length > 0) {
      const at = prng.int32(this.gen, 0, text.length - 1)
      text.delete(at, Math.min(text.length - at, prng.int32(this.gen, 1, 5)))
    } else {
      const id = this.pick(['i1', 'i2', 'i3'])
      const item = items.get(id)
      if (item instanceof Y.Map) item.set('order', this.pick(['A', 'B', 'C']))
      else items.set(id, new Y.Map([['order', 'M']]))
    }
  }

  async comeOrGo(device: Device): Promise<void> {
    if (device.line && this.chance(80)) return
    if (device.line) return device.disconnect()
    await device.connect(this.rooms, planId).catch(() => {})
  }

  /** A right is taken or given back, and told to the open connections as an act would. */
  async changeRight(): Promise<void> {
    const userId = this.pick(['benoit', 'chloe'])
    this.rights.set(userId, this.rights.get(userId) === 'edit' ? 'comment' : 'edit')
    await this.rooms.rejoin(userId, planId)
  }

  /**
   * Somebody else's clientID, or bytes that were something once. Only a clientID that is somebody's can be stolen: a screen shows
   * one in its presence, which binds it, before anyone can know it.
   */
  async attack(device: Device): Promise<void> {
    const owned = await this.db
      .selectFrom('plan_clients')
      .selectAll()
      .where('user_id', '!=', device.userId)
      .execute()
    if (owned.length === 0) return
    const forged = new Y.Doc()
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(device.doc))
    // Or a clientID of one's own, by someone who may not write.
    const trespass = this.rights.get(device.userId) !== 'edit' && this.chance(60)
    forged.clientID = trespass ? prng.uint32(this.gen, 1_000, 4_000_000_000) : this.pick(owned).client_id
    let bytes: Uint8Array | null = null
    forged.on('update', (update: Uint8Array) => {
      bytes = update
    })
    forged.getText('text/frame/title').insert(0, trespass ? 'INTRUS' : 'FAUX')
    const sent = Uint8Array.from(bytes!)
    if (!trespass && this.chance(60))
      for (let at = 0; at < 3; at++)
        sent[prng.int32(this.gen, 0, sent.length - 1)] = prng.int32(this.gen, 0, 255)
    if (device.line) device.sendForged(sent)
  }

  /** A browser reloads: a new device, its clientID too; what it had not sent is lost, as a page's memory is. */
  renew(device: Device): void {
    device.disconnect()
    this.devices = [...this.devices.filter((other) => other !== device), this.#newDevice(device.userId)]
  }

  /** Everything mended: everyone back, rights given, all frames through. */
  async heal(): Promise<void> {
    this.disk.fails = false
    for (const userId of ['benoit', 'chloe']) this.rights.set(userId, 'edit')
    for (const device of this.devices) device.disconnect()
    await this.pass(11_000)
    for (const device of this.devices) await device.connect(this.rooms, planId)
    for (let round = 0; round < 12; round++) {
      for (const device of this.devices) device.flushOut(10_000)
      await this.pass(20)
      for (const device of this.devices) device.flushIn(10_000)
    }
  }
}

/** A person who attacks may be barred; their honest devices then are too, which is not what convergence is about. */
const unbar = () => vi.advanceTimersByTimeAsync(700_000)

describe('SYNC-1, SYNC-3, SYNC-4, SYNC-5: whatever happens', () => {
  test.each(seeds)(
    'F29, F36: seed %i: nothing shown or told saved is lost, nothing forged enters, all converge',
    async (seed) => {
      const db = await connect(':memory:')
      await seedPlan(db)
      const town = new Town(seed, db)
      for (const device of town.devices) if (town.chance(80)) await town.comeOrGo(device)

      for (let at = 0; at < actsPerSeed; at++) {
        await town.act()
        if (at % 30 === 29) await town.checkPromises()
      }
      await unbar()
      await town.heal()
      await town.checkPromises()

      const disk = await town.onDisk()
      const words = disk.getText('text/frame/title').toString()
      const items = disk.getMap('list/issues').toJSON()
      for (const device of town.devices) {
        expect(
          device.line,
          `${device.userId} is connected (${device.closed.at(-1)}, ${device.refused.at(-1)})`,
        ).not.toBeNull()
        expect(device.doc.getText('text/frame/title').toString()).toBe(words)
        expect(device.doc.getMap('list/issues').toJSON()).toEqual(items)
      }
      // The commenter's two devices never wrote: nothing on disk is theirs.
      const authors = await db.selectFrom('plan_updates').select('user_id').distinct().execute()
      expect(authors.map(({ user_id }) => user_id)).not.toContain('denis')
      expect(words).not.toContain('FAUX')
      for (const device of town.devices) device.disconnect()
      const closing = town.rooms.close()
      await town.pass(50)
      await closing
      await db.destroy()
    },
  )
})
