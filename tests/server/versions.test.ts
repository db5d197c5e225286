// The plan's state and the lock: stale and live again, every reason in French, the exact point of the lock, nothing afterwards.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { doors } from '../../shared/api.ts'
import { sameSubject } from '../../shared/consensus.ts'
import { readPlan, setValue } from '../../shared/plan/draft.ts'
import type { Plan, Subject } from '../../shared/plan/plan.ts'
import { digest, parseCanonical } from '../../shared/record/canonical.ts'
import type { VersionRecord } from '../../shared/record/records.ts'
import { RefusedAtDoor } from '../kit/actors.ts'
import {
  agree,
  ballotOn,
  close,
  createCouncil,
  housing,
  open,
  rewrite,
  transport,
  wholePlan,
} from '../kit/council.ts'
import { listen, write } from '../kit/hand.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const state = (person = world.delegate) => person.call(doors.planState, { params: { planId: world.planId } })
const lock = (person = world.facilitator) => person.call(doors.lockPlan, { params: { planId: world.planId } })
const refusal = async (act: Promise<unknown>) => {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof RefusedAtDoor ? error.refusal : error
}

async function standingOf(subject: Subject) {
  const { standings } = await state()
  return standings.find((one) => sameSubject(one.subject, subject))?.state
}

describe('the state of the plan', () => {
  test('CONS-4 editing a priority makes its consensus stale, and the identical text makes it live again', async () => {
    await agree(world, transport)
    expect(await standingOf(transport)).toBe('consensus')

    await rewrite(world, 'o2', 'Un service du soir et du matin')
    expect(await standingOf(transport)).toBe('stale')
    expect(await standingOf(housing)).toBe('draft')

    await rewrite(world, 'o2', 'Un service du soir')
    expect(await standingOf(transport)).toBe('consensus')
  })

  test('CONS-2 a consensus on the whole plan covers its priorities; an edit makes stale what it touches', async () => {
    await agree(world, wholePlan)
    expect(await standingOf(housing)).toBe('consensus')

    await rewrite(world, 'o2', 'Autre chose')

    expect([await standingOf(wholePlan), await standingOf(transport), await standingOf(housing)]).toEqual([
      'stale',
      'stale',
      'consensus',
    ])
  })

  test('CONS-1 open, then refused by a block, then retained at the second round', async () => {
    const first = await open(world, housing)
    expect(await standingOf(housing)).toBe('open')
    await world.delegate.call(doors.castBallot, await ballotOn(world, first, 'block', 'Trop peu.'))
    await close(world, first)
    expect(await standingOf(housing)).toBe('refused')

    await agree(world, housing)
    expect(await standingOf(housing)).toBe('consensus')
  })

  test('LOCK-2 the reasons lead to their place, and go as they are settled', async () => {
    const before = (await state()).lockReasons
    expect(before.map(({ place }) => place)).toEqual([
      { section: 'priorities', list: 'priorities', item: 'p1' },
      { section: 'priorities', list: 'priorities', item: 'p2' },
      {},
    ])

    await agree(world, wholePlan)

    expect((await state()).lockReasons).toEqual([])
  })

  test('every member reads it, a stranger does not', async () => {
    expect((await state(world.observer)).planId).toBe(world.planId)
    expect(await refusal(state(world.stranger))).toMatchObject({ code: 'notMember' })
  })
})

describe('the lock', () => {
  test('LOCK-1…LOCK-3 it is refused with every reason in French, then accepted', async () => {
    await write(world, world.planId, world.facilitator, (doc) => setValue(doc, 'frame', 'envelope', null))
    await agree(world, housing)

    const refused = await refusal(lock())

    expect(refused).toMatchObject({ code: 'lockRefused' })
    const reasons = (refused as { reasons: { fr: string; en: string }[] }).reasons
    expect(reasons.map(({ fr }) => fr)).toEqual([
      'Cadre : « Enveloppe » est à remplir.',
      'Priorité «\u00a0Se déplacer\u00a0»\u00a0: aucun consensus ne la retient encore.',
      'Ensemble du plan\u00a0: aucun consensus ne l’adopte encore.',
    ])
    expect(reasons.every(({ en }) => en.length > 0)).toBe(true)
    expect((await state()).version).toBeNull()

    await write(world, world.planId, world.facilitator, (doc) =>
      setValue(doc, 'frame', 'envelope', 100_000_00),
    )
    await agree(world, wholePlan)
    const { id } = await lock()
    expect((await state()).version?.id).toBe(id)
  })

  test('LOCK-4 an open round forbids it, even after an earlier consensus', async () => {
    await agree(world, wholePlan)
    const again = await open(world, wholePlan)

    expect(await refusal(lock())).toMatchObject({ code: 'lockRefused' })

    await close(world, again)
    // Nobody voted in it: the last to close decides, and it decided nothing.
    expect(await refusal(lock())).toMatchObject({ code: 'lockRefused' })
  })

  test('LOCK-5 the version is the exact canonical text, its digests and its evidence', async () => {
    const own = await agree(world, housing)
    const whole = await agree(world, wholePlan)
    world.pass(3_600_000)

    const { id, versionDigest } = await lock()

    const version = await world.commenter.call(doors.version, { params: { versionId: id } })
    const plan = parseCanonical(version.canonicalPlan) as unknown as Plan
    expect(version.planDigest).toBe(digest('plan', plan))
    expect(version.versionDigest).toBe(versionDigest)
    expect(version.polls.map((poll) => poll.id)).toEqual([own, whole])
    const row = await world.db.selectFrom('versions').selectAll().executeTakeFirstOrThrow()
    const record = parseCanonical(row.version_json) as unknown as VersionRecord
    expect(digest('version', record)).toBe(versionDigest)
    const constats = await world.db
      .selectFrom('poll_closings')
      .select('constat_digest')
      .orderBy('closed_at')
      .execute()
    expect(record).toMatchObject({
      number: 1,
      planDigest: version.planDigest,
      constats: constats.map((one) => one.constat_digest),
      lockedBy: 'Maude Bélanger',
      lockedAt: world.ctx.now().toISOString(),
      workspaceName: 'Démarche des Trois-Rives',
    })
    const doc = new Y.Doc()
    Y.applyUpdate(doc, new Uint8Array(row.state))
    expect(readPlan(doc, plan.territories)).toEqual(plan)
  })

  test('LOCK-5 after it nobody writes, votes open no more, and a second lock is refused', async () => {
    await agree(world, wholePlan)
    const heard = await listen(world, world.observer, world.planId)
    const { id } = await lock()

    expect(await rewrite(world, 'o1', 'Trop tard')).toBe('planLocked')
    const params = { planId: world.planId }
    expect(await world.facilitator.refusal(doors.openPoll, { params, body: { subject: housing } })).toBe(
      'planLocked',
    )
    expect(await refusal(lock())).toMatchObject({ code: 'planLocked' })
    const after = await state()
    expect(after).toMatchObject({
      version: { id, number: 1, lockedByName: 'Maude Bélanger' },
      lockReasons: [],
    })
    expect(after.standings.find(({ subject }) => subject.kind === 'plan')?.state).toBe('consensus')
    // What was told a moment before (people, polls) may be told again with it.
    expect(heard).toEqual(expect.arrayContaining(['plan', 'alliance']))
  })

  test('LOCK-5 a territory renamed afterwards changes neither the version nor what it stands under', async () => {
    await agree(world, wholePlan)
    await lock()
    const [territory] = await world.db.selectFrom('territories').select('id').execute()
    await world.db
      .updateTable('territories')
      .set({ name: 'Autre nom' })
      .where('id', '=', territory!.id)
      .execute()

    const { standings } = await state()

    expect(standings.find(({ subject }) => subject.kind === 'plan')?.state).toBe('consensus')
  })

  test('LOCK-5 two facilitators who lock at once make one version', async () => {
    const other = await world.person({ name: 'Luc Fortin', role: 'facilitator' })
    await agree(world, wholePlan)

    const results = await Promise.allSettled([lock(), lock(other)])

    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await world.db.selectFrom('versions').select('id').execute()).toHaveLength(1)
  })

  test('LOCK-5 an edit and the lock at once: the version holds exactly what was saved before it', async () => {
    await agree(world, wholePlan)

    const [word, locked] = await Promise.all([rewrite(world, 'o1', 'Autre'), refusal(lock())])

    const { version } = await state()
    // Whichever came first: the edit made the consensus stale, or the lock refused the edit. Never both.
    if (word === 'saved') expect([locked, version]).toMatchObject([{ code: 'lockRefused' }, null])
    else expect([word, locked]).toEqual(['planLocked', null])
    expect(word === 'saved').toBe(version === null)
  })

  test('LOCK-5 a log that moved on another node stops the lock before anything is written', async () => {
    await agree(world, wholePlan)
    const draft = await world.rooms.exclusive(world.planId, async (at) => at.seq)
    await world.db
      .updateTable('plan_rooms')
      .set({ head_seq: draft + 1 })
      .execute()

    expect(await refusal(lock())).toMatchObject({ code: 'draftMoved' })

    expect(await world.db.selectFrom('versions').select('id').execute()).toEqual([])
    await world.db.updateTable('plan_rooms').set({ head_seq: draft }).execute()
    await lock()
  })

  test('LOCK-5 a clock set back never puts the lock before a vote it stands on', async () => {
    await agree(world, wholePlan)
    world.pass(-86_400_000)
    const { id } = await lock()

    const { lockedAt, polls } = await world.observer.call(doors.version, { params: { versionId: id } })
    expect(polls.every(({ closedAt }) => closedAt! < lockedAt)).toBe(true)
  })

  test('only a facilitator locks', async () => {
    for (const person of [world.delegate, world.contributor, world.signatory]) {
      expect(await refusal(lock(person))).toMatchObject({ code: 'roleForbids' })
    }
    expect(await refusal(lock(world.stranger))).toMatchObject({ code: 'notMember' })
  })

  test('a version never changes', async () => {
    await agree(world, wholePlan)
    const { id } = await lock()

    await expect(world.db.updateTable('versions').set({ canonical_plan: '{}' }).execute()).rejects.toThrow(
      'does not move',
    )
    await expect(world.db.deleteFrom('versions').execute()).rejects.toThrow('does not move')
    expect(await refusal(world.stranger.call(doors.version, { params: { versionId: id } }))).toMatchObject({
      code: 'notMember',
    })
  })
})
