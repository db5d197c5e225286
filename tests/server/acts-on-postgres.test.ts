// Acts on a real PostgreSQL from two nodes at the same moment: what is promised to one person holds whoever else acts where.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { castBallot } from '../../server/acts/ballots.ts'
import { useLink } from '../../server/acts/links.ts'
import { closePoll } from '../../server/acts/polls.ts'
import { appendEntry } from '../../server/acts/record.ts'
import { lockPlan } from '../../server/acts/versions.ts'
import type { Context } from '../../server/context.ts'
import { openLog } from '../../server/sync/log.ts'
import { doors } from '../../shared/api.ts'
import { digest } from '../../shared/record/canonical.ts'
import { verifyEd25519 } from '../../shared/record/ed25519.ts'
import { follow } from '../../shared/record/follow.ts'
import { Refused } from '../../shared/refusals.ts'
import {
  addOrganization,
  agree,
  ballotOn,
  constatOf,
  createCouncil,
  housing,
  newKey,
  open,
  wholePlan,
} from '../kit/council.ts'
import { write } from '../kit/hand.ts'
import { author } from '../kit/peers.ts'
import { describeOnPostgres, type Postgres, startedDatabase, startPostgres } from '../kit/postgres.ts'
import { readRecord } from '../kit/record-reader.ts'
import { type Bare, createBare, type World } from '../kit/world.ts'

describeOnPostgres('two nodes on one PostgreSQL', () => {
  let postgres: Postgres
  let world: World
  let other: Bare
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())
  beforeEach(async () => {
    const database = await startedDatabase(postgres)
    world = await createCouncil({ database })
    other = await createBare({ database })
  })
  afterEach(async () => {
    expect([...world.errors, ...other.errors]).toEqual([])
    await other.close()
    await world.close()
  })
  const nodes = (at: number): Context => (at % 2 ? other.ctx : world.ctx)
  const codeOf = (one: PromiseSettledResult<unknown>) =>
    one.status === 'fulfilled' ? 'done' : one.reason instanceof Refused ? one.reason.refusal.code : one.reason

  test('POLL-4 an organisation has one ballot, cast on both nodes at once', async () => {
    const pollId = await open(world, housing)
    const { textHash } = await world.observer.call(doors.poll, { params: { pollId } })
    const actor = await world.delegate.actor()
    const cast = (at: number) =>
      castBallot(nodes(at), actor, { pollId, choice: 'support', reason: '', textHash, clientKey: newKey() })

    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map(cast))

    expect(results.map(codeOf).sort()).toEqual([...Array(5).fill('alreadyVoted'), 'done'])
  })

  test('POLL-4 forty voices on two nodes and the closing at once: each is counted, or told it came too late', async () => {
    const ids: string[] = []
    for (let at = 0; at < 40; at++) ids.push(await addOrganization(world, `Organisation ${at}`))
    const pollId = await open(world, housing)
    const { textHash } = (await ballotOn(world, pollId, 'support')).body
    const actor = await world.facilitator.actor()
    const casts = ids.map(
      (organizationId, at) => () =>
        castBallot(nodes(at), actor, {
          pollId,
          choice: 'support',
          reason: '',
          textHash,
          organizationId,
          clientKey: newKey(),
        }),
    )
    const acts: (() => Promise<{ ballotDigest: string } | null>)[] = [
      ...casts.slice(0, 20),
      () => closePoll(other.ctx, actor, pollId),
      () => closePoll(world.ctx, actor, pollId),
      ...casts.slice(20),
    ]

    const results = await Promise.allSettled(acts.map((act) => act()))

    const receipts = results.flatMap((one) =>
      one.status === 'fulfilled' && one.value ? [one.value.ballotDigest] : [],
    )
    const { ballots } = await constatOf(world, pollId)
    expect(ballots.map((ballot) => digest('ballot', ballot)).sort()).toEqual(receipts.sort())
    expect(new Set(results.map(codeOf))).toEqual(new Set(['done', 'pollClosed']))
  })

  test('REC-6 REC-18 forty entries from two nodes at once make one tree, each checkpoint of which extends the one before', async () => {
    const body = { pollId: 'p', constatDigest: '0'.repeat(64) }
    const { workspaceId } = world
    const append = (at: number) =>
      nodes(at).transact((transact) =>
        appendEntry(nodes(at), transact, { workspaceId, type: 'constat', body }),
      )

    const indexes = await Promise.all(Array.from({ length: 40 }, (_, at) => append(at)))

    expect(indexes.toSorted((a, b) => a - b)).toEqual(indexes.map((_, at) => at))
    const { entries, checkpoint } = await readRecord(world, world.observer)
    expect([entries.length, checkpoint.size]).toEqual([40, 40])
    const rows = await world.db.selectFrom('record_checkpoints').selectAll().orderBy('size').execute()
    const { logKey } = await world.observer.call(doors.record, { params: { workspaceId, from: '0' } })
    for (const { size, note } of rows) {
      const params = { workspaceId, from: String(size) }
      const { checkpoint, consistency } = await world.observer.call(doors.record, { params })
      const shown = { logKey, note: checkpoint!, consistency }
      expect(await follow({ logKey, note }, shown, verifyEd25519)).toMatchObject({ alarm: null })
    }
  })

  test('LOCK-5 a plan locked on both nodes at once has one version', async () => {
    await agree(world, wholePlan)
    const actor = await world.facilitator.actor()

    const results = await Promise.allSettled(
      [0, 1, 2, 3].map((at) => lockPlan(nodes(at), actor, world.planId)),
    )

    expect(results.map(codeOf).sort()).toEqual(['done', 'planLocked', 'planLocked', 'planLocked'])
    expect(await world.db.selectFrom('versions').select('number').execute()).toEqual([{ number: 1 }])
  })

  test('LINK-2 a link followed on both nodes at once opens one login', async () => {
    await world.stranger.call(doors.askLink, { body: { email: world.contributor.email, lang: 'fr' } })
    const token = new URL(world.mails.at(-1)!.link!).hash.slice(1)

    const results = await Promise.allSettled(
      [0, 1, 2, 3].map((at) => nodes(at).transact(({ tx }) => useLink(nodes(at), tx, token))),
    )

    expect(results.map(codeOf).sort()).toEqual(['done', 'linkDead', 'linkDead', 'linkDead'])
  })

  test('a plan written on one node is read on the other', async () => {
    expect(
      await write(world, world.planId, world.facilitator, (doc) =>
        doc.getText('text/portrait/summary').insert(0, 'Un'),
      ),
    ).toBe('saved')
    const text = await other.ctx.rooms.exclusive(world.planId, async ({ doc }) =>
      doc.getText('text/portrait/summary').toString(),
    )
    expect(text).toBe('Un')
  })

  test('D-064 what is typed is saved while those who look hold every connection', async () => {
    const log = openLog(
      world.db,
      () => new Date(),
      () => {},
    )
    const { epoch, seq } = await log.load(world.planId)
    const { userId } = await world.facilitator.actor()
    const { promise: enough, resolve: letGo } = Promise.withResolvers<void>()
    const looking = Array.from({ length: 12 }, () => {
      const { promise: has, resolve: begun } = Promise.withResolvers<void>()
      const look = world.ctx.look(async (tx) => {
        await tx.selectFrom('plans').select('id').execute()
        begun()
        await enough
      })
      return { has, look }
    })
    // Ten is what the pool has: two of the twelve wait for one.
    await Promise.all(looking.slice(0, 10).map(({ has }) => has))
    const rows = [{ bytes: author().insert('Un'), userId }]
    const outcomes = await log.append([{ planId: world.planId, epoch, seq, rows, claims: [] }])
    letGo()
    await Promise.all(looking.map(({ look }) => look))
    expect(outcomes).toEqual(['saved'])
    expect((await log.load(world.planId)).seq).toBe(seq + 1)
  })

  test('a connection that PostgreSQL ends in the midst of an act fails that act alone', async () => {
    const act = world.ctx.transact(async ({ tx }) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx)
      await sql`SELECT pg_terminate_backend(${rows[0]!.pid})`.execute(other.db)
      await new Promise((told) => setTimeout(told, 200))
      await tx.selectFrom('plans').select('id').execute()
    })
    await expect(act).rejects.toThrow()
    expect(await world.db.selectFrom('plans').select('id').execute()).toHaveLength(1)
  })
})
