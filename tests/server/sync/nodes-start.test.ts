// Two whole servers, as their operator starts them, on one PostgreSQL and one Redis: what one does the other knows, over HTTP and over
// sockets; and the same act on both at once is one act.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { connect, type Db } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { replay } from '../../../server/sync/update.ts'
import { doors } from '../../../shared/api.ts'
import { setValue } from '../../../shared/plan/draft.ts'
import { digest } from '../../../shared/record/canonical.ts'
import type { Person } from '../../kit/actors.ts'
import { agree, createCouncil, newKey, wholePlan } from '../../kit/council.ts'
import { commonOrigin, type NodeProcess, startNode } from '../../kit/node-process.ts'
import { author, type RawPeer, rawPeer, until } from '../../kit/peers.ts'
import { describeOnPostgres, type Postgres, startPostgres } from '../../kit/postgres.ts'
import { type Redis, startRedis } from '../../kit/redis.ts'
import { createWorld, type World } from '../../kit/world.ts'

describeOnPostgres('two whole servers', () => {
  let postgres: Postgres
  let redis: Redis
  let database: string
  let db: Db
  let running: NodeProcess[] = []
  let peers: RawPeer[] = []

  beforeAll(async () => {
    postgres = await startPostgres()
    redis = await startRedis()
  }, 60_000)
  afterAll(async () => {
    await redis?.stop()
    await postgres?.stop()
  })
  beforeEach(async () => {
    database = await postgres.newDatabase()
    db = await connect(database)
    await redis.start()
  })
  afterEach(async () => {
    for (const peer of peers) peer.close()
    peers = []
    await Promise.all(running.map((node) => node.stop()))
    running = []
    await db.destroy()
  })

  /** A world made by a server that is gone when it is handed over; then two servers on what it left. */
  async function startTwo(
    make: typeof createWorld,
  ): Promise<{ world: World; one: NodeProcess; two: NodeProcess }> {
    const world = await make({ database, origin: commonOrigin, start: new Date().toISOString() })
    await world.close()
    const env = { DATABASE_URL: database, REDIS_URL: redis.url }
    running = await Promise.all([startNode(env), startNode(env)])
    return { world, one: running[0]!, two: running[1]! }
  }
  async function socket(node: NodeProcess, { planId }: World, person: Person): Promise<RawPeer> {
    const peer = await rawPeer({ url: node.socketUrl, planId, cookie: person.cookie() }, person.name)
    peers.push(peer)
    peer.step1()
    await until('synced', () => peer.synced.done)
    return peer
  }
  async function stored(planId: string) {
    const log = openLog(
      db,
      () => new Date(),
      (what) => {
        throw new Error(what)
      },
    )
    return log.load(planId)
  }

  test('started at once on an empty database, both come up, and the last to start gives the first link that is good on either', async () => {
    const env = { DATABASE_URL: await postgres.newDatabase(), REDIS_URL: redis.url }
    running = await Promise.all([startNode(env), startNode(env)])

    for (const { url } of running) expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await until('links', () => running.every((node) => node.said().includes('lien#')))
    const tokens = running.map((node) => /lien#([\w-]+)/.exec(node.said())![1]!)
    const tried = await Promise.allSettled(
      tokens.flatMap((token) =>
        running.map((node) => node.browser().call(doors.followLink, { body: { token } })),
      ),
    )
    expect(tried.filter(({ status }) => status === 'fulfilled').length).toBe(1)
  })

  test('without Redis each says what that costs, in both languages; and what is written on one shows on the other within the look', async () => {
    const world = await createWorld({ database, origin: commonOrigin, start: new Date().toISOString() })
    await world.close()
    running = await Promise.all([
      startNode({ DATABASE_URL: database }),
      startNode({ DATABASE_URL: database }),
    ])
    const [one, two] = running as [NodeProcess, NodeProcess]
    for (const node of running) {
      await until('said', () =>
        ['Sans REDIS_URL', 'Without REDIS_URL'].every((words) => node.log().includes(words)),
      )
    }

    const [writer, reader] = [
      await socket(one, world, world.delegate),
      await socket(two, world, world.observer),
    ]
    writer.update(author().insert('bonjour'))

    await until('shown', () => reader.doc.getText('text/portrait/summary').toString() === 'bonjour', 1_500)
  })

  test('F7 a plan that a hundred people open for the first time at once, on two servers, has one room and one log with all their words', async () => {
    const { world, one, two } = await startTwo(createWorld)
    const people = [world.facilitator, world.delegate, world.otherDelegate, world.contributor]
    // A new workspace comes with its plan's room: without it, nothing but the first opening makes one.
    await db.deleteFrom('plan_rooms').execute()

    const all = await Promise.all(
      Array.from({ length: 100 }, (_, at) => socket(at % 2 ? one : two, world, people[at % 4]!)),
    )
    for (const [at, peer] of all.entries()) peer.update(author().insert(`m${at};`))

    for (const peer of all) await peer.frame('ack')
    const hellos = await Promise.all(all.map((peer) => peer.frame('hello')))
    expect(new Set(hellos.map(({ epoch }) => epoch))).toEqual(new Set([1]))
    expect(await db.selectFrom('plan_rooms').select(['plan_id', 'epoch']).execute()).toEqual([
      { plan_id: world.planId, epoch: 1 },
    ])
    const { state, updates, damaged } = await stored(world.planId)
    expect(damaged).toBe(false)
    const text = replay(state, updates).getText('text/portrait/summary').toString()
    expect(text.split(';').sort()).toEqual(['', ...all.map((_, at) => `m${at}`)].sort())
    for (const peer of all) {
      // One's own words are not sent back, save in a frame shared with others of the same server.
      await until(
        'all shown',
        () => peer.doc.getText('text/portrait/summary').length >= text.length - 4,
        5_000,
      )
    }
  }, 60_000)

  test('a login made on one is good on the other; a poll opened on one is told and shown on the other; a voice cast on both at once counts once', async () => {
    const { world, one, two } = await startTwo(createCouncil)
    const screen = await socket(two, world, world.observer)

    // Without an SMTP server the link is in the log of the one that was asked, and opens a login on the other.
    await one.browser().call(doors.askLink, { body: { email: world.facilitator.email, lang: 'fr' } })
    await until('link', () => /lien#[\w-]+/.test(one.log()))
    const token = /lien#([\w-]+)/.exec(one.log())![1]!
    const entered = two.browser()
    await entered.call(doors.followLink, { body: { token } })
    const facilitator = one.browser(entered.cookie())
    expect((await facilitator.call(doors.me, {}))?.id).toBe(world.facilitator.userId)

    const params = { planId: world.planId }
    const { id: pollId } = await facilitator.call(doors.openPoll, { params, body: { subject: wholePlan } })
    await screen.frame('notice', ({ topic }) => topic === 'polls')
    const shown = await two.browser(world.observer.cookie()).call(doors.poll, { params: { pollId } })

    const cookie = world.delegate.cookie()
    const cast = (node: NodeProcess) =>
      node.browser(cookie).call(doors.castBallot, {
        params: { pollId },
        body: { choice: 'support', reason: '', textHash: shown.textHash, clientKey: newKey() },
      })
    const casts = await Promise.allSettled([one, two, one, two, one, two].map(cast))
    const outcomes = casts.map((cast) =>
      cast.status === 'fulfilled' ? 'done' : (cast.reason as { refusal?: { code: string } }).refusal?.code,
    )
    expect(outcomes.sort()).toEqual([...Array(5).fill('alreadyVoted'), 'done'])
    const ballots = await db
      .selectFrom('ballots')
      .select('organization_id')
      .where('poll_id', '=', pollId)
      .execute()
    expect(ballots).toEqual([{ organization_id: world.cityId }])

    await two.browser(cookie).call(doors.logout, {})
    expect(await one.browser(cookie).call(doors.me, {})).toBeNull()
  }, 60_000)

  test('LOCK-5 F39 a plan locked on one while it is typed in on the other: one version, its text is the log to that point, the rest is refused', async () => {
    const { world, one, two } = await startTwo(async (options) => {
      const council = await createCouncil(options)
      await agree(council, wholePlan)
      return council
    })
    const [typist, screen] = [
      await socket(two, world, world.contributor),
      await socket(one, world, world.observer),
    ]
    const doc = new Y.Doc()
    doc.on('update', (update: Uint8Array) => typist.closed.code === null && typist.update(update))
    // The same value again and again: the log grows, and the text that was agreed on stays the same.
    const typing = setInterval(() => setValue(doc, 'frame', 'start', '2026-04-01'), 3)
    await typist.frame('ack', ({ count }) => count > 20)

    const params = { planId: world.planId }
    const { id } = await one
      .browser(world.facilitator.cookie())
      .call(doors.lockPlan, { params })
      .finally(() => setTimeout(() => clearInterval(typing), 200))

    const mark = await typist.frame('locked')
    expect((await screen.frame('locked')).seq).toBe(mark.seq)
    expect(await typist.frame('nack')).toMatchObject({ code: 'planLocked', retry: false })
    const { state, updates, seq } = await stored(world.planId)
    expect(seq).toBe(mark.seq)
    const version = await two
      .browser(world.observer.cookie())
      .call(doors.version, { params: { versionId: id } })
    expect(digest('plan', JSON.parse(version.canonicalPlan))).toBe(mark.planDigest)
    const row = await db.selectFrom('versions').select(['seq', 'state']).executeTakeFirstOrThrow()
    expect(row.seq).toBe(mark.seq)
    const locked = new Y.Doc()
    Y.applyUpdate(locked, row.state)
    expect(Y.encodeStateVector(replay(state, updates))).toEqual(Y.encodeStateVector(locked))
    const again = two.browser(world.facilitator.cookie())
    expect(await again.refusal(doors.lockPlan, { params })).toBe('planLocked')
  }, 60_000)

  test('F26 signed out on one with Redis away, one’s socket on the other closes within the look', async () => {
    const { world, one, two } = await startTwo(createWorld)
    const other = await socket(two, world, world.contributor)
    await redis.stop()

    await one.browser(world.contributor.cookie()).call(doors.logout, {})

    await until('closed', () => other.closed.code === 4401, 1_500)
  }, 60_000)

  test('a server killed with -9 takes nothing with it: its people go on at the other, with all that was saved', async () => {
    const { world, one, two } = await startTwo(createWorld)
    const [writer, reader] = [
      await socket(one, world, world.delegate),
      await socket(two, world, world.observer),
    ]
    const own = author()
    for (let word = 0; word < 200; word++) writer.update(own.insert(`m${word};`))
    await writer.frame('ack', ({ count }) => count >= 50)
    await one.kill()
    running = running.filter((node) => node !== one)
    await until('closed', () => writer.closed.code !== null)

    const acked = Math.max(...writer.told.map((frame) => (frame.type === 'ack' ? frame.count : 0)))
    const again = await socket(two, world, world.delegate)
    const text = () => again.doc.getText('text/portrait/summary').toString()
    expect(text().split(';').length - 1).toBeGreaterThanOrEqual(acked)
    again.step2(Y.encodeStateAsUpdate(own.doc))
    await again.frame('ack')
    await until(
      'all shown',
      () => reader.doc.getText('text/portrait/summary').toString() === own.text.toString(),
      3_000,
    )
  }, 60_000)
})
