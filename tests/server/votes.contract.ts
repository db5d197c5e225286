// What polls of the second form promise on whichever database: one counted voice a seat, nothing late, secrets that nothing joins.
// Run by votes-on-sqlite.test.ts and votes-on-postgres.test.ts; the second with two nodes.
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeVote as closeAct } from '../../server/acts/close-vote.ts'
import { showVote } from '../../server/acts/show-vote.ts'
import { castVoice } from '../../server/acts/voices.ts'
import type { Context } from '../../server/context.ts'
import { doors } from '../../shared/api.ts'
import type { Value } from '../../shared/poll/setting.ts'
import { digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Person } from '../kit/actors.ts'
import { newKey } from '../kit/council.ts'
import {
  addDelegates,
  castBy,
  closeVote,
  openVote,
  secretChoice,
  seeVote,
  voiceOn,
  voteConstatOf,
  yesNoChoice,
} from '../kit/votes.ts'
import type { Bare, World } from '../kit/world.ts'
import { tieContract } from './tie.contract.ts'

export interface Ground {
  /** A database of its own, and a second node on it where there can be one. */
  open(): Promise<{ world: World; other: Bare | null }>
  readonly engine: 'sqlite' | 'postgres'
}

const yes: Value = { answer: 'yes' }
const no: Value = { answer: 'no' }
const codeOf = (one: PromiseSettledResult<unknown>) =>
  one.status === 'fulfilled' ? 'done' : one.reason instanceof Refused ? one.reason.refusal.code : one.reason

export function votesContract(ground: Ground): void {
  let world: World
  let other: Bare | null
  beforeEach(async () => {
    ;({ world, other } = await ground.open())
  }, 60_000)
  afterEach(async () => {
    expect([...world.errors, ...(other?.errors ?? [])]).toEqual([])
    await other?.close()
    await world.close()
  })
  const node = (at: number): Context => (at % 2 === 1 && other ? other.ctx : world.ctx)
  const question = { subject: { kind: 'question' } } as const

  async function caster(pollId: string, person: Person) {
    const actor = await person.actor()
    const { textHash } = await seeVote(world.observer, pollId)
    return (at: number, value: Value, clientKey = newKey()) =>
      castVoice(node(at), actor, { pollId, value, reason: '', textHash, clientKey })
  }

  describe('one counted voice a seat, whatever races', () => {
    test('INV-1 TRAP-1 TRAP-2 a delegate on six devices at once, who never voted before, votes once', async () => {
      const pollId = await openVote(world, { ...question, choice: yesNoChoice })
      const cast = await caster(pollId, world.delegate)

      const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((at) => cast(at, yes)))

      expect(results.map(codeOf).sort()).toEqual([...Array(5).fill('alreadyVoted'), 'done'])
      await closeVote(world, pollId)
      expect((await voteConstatOf(world, pollId)).ballots).toHaveLength(1)
    })

    test('INV-1 the same act sent five times at once is one act, on the receipt of the first', async () => {
      const pollId = await openVote(world, { ...question, choice: { ...yesNoChoice, revote: true } })
      const cast = await caster(pollId, world.delegate)
      const key = newKey()

      const receipts = await Promise.all([0, 1, 2, 3, 4].map((at) => cast(at, yes, key)))

      expect(new Set(receipts.map((receipt) => receipt.digest)).size).toBe(1)
      expect((await seeVote(world.delegate, pollId)).mySeats[0]?.mine?.revision).toBe(1)
    })

    test('INV-1 votes cast again at once on several devices all stand in the log; the last alone counts', async () => {
      const pollId = await openVote(world, { ...question, choice: { ...yesNoChoice, revote: true } })
      const cast = await caster(pollId, world.delegate)

      const receipts = await Promise.all([0, 1, 2, 3].map((at) => cast(at, at % 2 ? no : yes)))
      await closeVote(world, pollId)

      expect(receipts.map(({ revision }) => revision).sort()).toEqual([1, 2, 3, 4])
      const { ballots, count } = await voteConstatOf(world, pollId)
      expect(ballots).toHaveLength(4)
      expect(count?.cast.seats).toBe(1)
      const last = ballots.find(({ revision }) => revision === 4)!
      expect(count?.tallies.find(({ mass }) => mass.seats === 1)?.id).toBe(
        (last.value as { answer: string }).answer,
      )
    })

    test('INV-1 INV-5 TRAP-27 thirty voices and two closings at once: each has a receipt that counts, or is told it came too late', async () => {
      const people = await addDelegates(world, 30)
      const pollId = await openVote(world, { ...question, choice: yesNoChoice })
      const casts = await Promise.all(people.map((person) => caster(pollId, person)))
      const actor = await world.facilitator.actor()
      const acts: (() => Promise<{ digest: string } | null>)[] = [
        ...casts.slice(0, 12).map((cast, at) => () => cast(at, yes)),
        () => closeAct(node(1), actor, pollId),
        () => closeAct(node(0), actor, pollId),
        ...casts.slice(12).map((cast, at) => () => cast(at, no)),
      ]

      const results = await Promise.allSettled(acts.map((act) => act()))

      const receipts = results.flatMap((one) =>
        one.status === 'fulfilled' && one.value ? [one.value.digest] : [],
      )
      const { ballots, closedAt, count } = await voteConstatOf(world, pollId)
      expect(ballots.map((ballot) => digest('ballot', ballot)).sort()).toEqual(receipts.sort())
      expect(count?.cast.seats).toBe(receipts.length)
      expect(ballots.every(({ receivedAt }) => receivedAt < closedAt)).toBe(true)
      expect(results.map(codeOf).filter((code) => code !== 'done' && code !== 'pollClosed')).toEqual([])
      expect(await world.db.selectFrom('poll_closings').select('poll_id').execute()).toHaveLength(1)
    }, 60_000)

    test('past every check, the database itself refuses a second revision, one too late, and any change', async () => {
      const pollId = await openVote(world, { ...question, choice: yesNoChoice })
      await castBy(world, world.delegate, pollId, yes)
      const row = await world.db.selectFrom('voices').selectAll().executeTakeFirstOrThrow()
      const insert = (change: object) =>
        world.db
          .insertInto('voices')
          .values({ ...row, id: newKey(), client_key: newKey(), ...change })
          .execute()
          .then(() => 'done', String)

      expect(await insert({})).toMatch(/UNIQUE|duplicate key/)
      await closeVote(world, pollId)
      expect(await insert({ seat_id: world.clinicId })).toContain('the poll is closed')
      for (const table of ['voices', 'polls', 'poll_register', 'poll_closings'] as const)
        await expect(world.db.deleteFrom(table).execute()).rejects.toThrow('does not move')
      await expect(world.db.updateTable('polls').set({ secrecy: 'secret' }).execute()).rejects.toThrow(
        'does not move',
      )
    })
  })

  describe('the hour', () => {
    test('INV-25 TRAP-17 a poll closes at its hour with nobody there, once, whoever looks first, by the server’s clock', async () => {
      const closesAt = new Date(world.ctx.now().getTime() + 3_600_000).toISOString()
      const pollId = await openVote(world, { ...question, choice: { ...yesNoChoice, closesAt } })
      const cast = await caster(pollId, world.delegate)
      const late = await caster(pollId, world.otherDelegate)
      await cast(0, yes)
      expect(await world.facilitator.refusal(doors.closeVote, { params: { pollId } })).toBe('pollHasHour')
      for (const bare of [world, other]) bare?.pass(3_600_000)

      await expect(late(0, yes)).rejects.toMatchObject({
        refusal: { code: 'pollClosed', details: { closedAt: closesAt } },
      })
      const actor = await world.observer.actor()
      const views = await Promise.all([0, 1, 2, 3].map((at) => showVote(node(at), actor, pollId)))

      expect(views.map(({ state, closedAt }) => [state, closedAt])).toEqual(
        Array(4).fill(['counted', closesAt]),
      )
      expect(await voteConstatOf(world, pollId)).toMatchObject({
        closing: 'hour',
        count: { cast: { seats: 1 } },
      })
      expect(await world.db.selectFrom('poll_closings').select('poll_id').execute()).toHaveLength(1)
    })
  })

  describe('a secret poll', () => {
    const secret = { ...question, choice: secretChoice }

    test('INV-15 TRAP-20 nothing kept joins who voted and what: no column, no time, no number, no place on disk, no transaction', async () => {
      const people = [world.delegate, world.otherDelegate, ...(await addDelegates(world, 6))]
      const pollId = await openVote(world, secret)
      const said = [no, yes, yes, no, { blank: true }, yes, { answer: 'abstain' }, no] as const
      const receipts = []
      for (const [at, person] of people.entries()) {
        receipts.push(await castBy(world, person, pollId, said[at]!))
        world.pass(1_000)
        expect(await physicalOrder(world.db, pollId)).toEqual(
          (await valuesOf(world, pollId)).map(({ value_json }) => value_json),
        )
      }

      const values = await valuesOf(world, pollId)
      expect(Object.keys(values[0]!).sort()).toEqual(['count', 'poll_id', 'value_json'])
      expect(values.reduce((sum, { count }) => sum + Number(count), 0)).toBe(8)
      expect(new Set(receipts.map((receipt) => receipt.digest)).size).toBe(8)
      const kept = JSON.stringify([
        await world.db.selectFrom('journal').selectAll().execute(),
        await world.db.selectFrom('secret_roll').selectAll().execute(),
        await world.db.selectFrom('objections').selectAll().execute(),
      ])
      expect(kept).not.toMatch(/"answer|blank|value/)
      expect(await world.db.selectFrom('voices').selectAll().execute()).toEqual([])
      await closeVote(world, pollId)
      const { secret: told, ballots, count } = await voteConstatOf(world, pollId)
      expect(ballots).toEqual([])
      expect(told?.roll.map((entry) => digest('ballot', entry)).sort()).toEqual(
        receipts.map((one) => one.digest).sort(),
      )
      expect(told?.tallies.map(({ value, count: many }) => [value, many])).toEqual([
        [{ answer: 'abstain' }, 1],
        [{ answer: 'no' }, 3],
        [{ answer: 'yes' }, 3],
        [{ blank: true }, 1],
      ])
      expect(count?.tallies.map(({ id, mass }) => [id, mass.seats])).toContainEqual(['yes', 3])
    })

    test('INV-15 every row of the values is of one transaction, the last voice’s, and of none of the roll’s lines but that one', async () => {
      if (ground.engine !== 'postgres') return
      const people = [world.delegate, world.otherDelegate, ...(await addDelegates(world, 4))]
      const pollId = await openVote(world, secret)
      for (const [at, person] of people.entries()) await castBy(world, person, pollId, at % 2 ? yes : no)

      const values = await xminsOf(world.db, 'secret_values', pollId)
      const roll = await xminsOf(world.db, 'secret_roll', pollId)

      expect(values.length).toBe(2)
      expect(new Set(values).size).toBe(1)
      expect(new Set(roll).size).toBe(6)
    })

    test('INV-1 INV-15 fifteen secret voices on both nodes at once: as many on the roll as in the count', async () => {
      const people = await addDelegates(world, 15)
      const pollId = await openVote(world, secret)
      const casts = await Promise.all(people.map((person) => caster(pollId, person)))

      const results = await Promise.allSettled(
        [...casts, ...casts].map((cast, at) => cast(at, at % 3 ? yes : no)),
      )

      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(15)
      expect(new Set(results.map(codeOf))).toEqual(new Set(['done', 'alreadyVoted']))
      const values = await valuesOf(world, pollId)
      expect(values.reduce((sum, { count }) => sum + Number(count), 0)).toBe(15)
    }, 60_000)

    test('INV-15 a failure between the roll and the values leaves neither; the same act then succeeds once', async () => {
      await addDelegates(world, 3)
      const pollId = await openVote(world, secret)
      const cast = await caster(pollId, world.delegate)
      const key = newKey()
      await breakValues(world.db, ground.engine)

      await expect(cast(0, yes, key)).rejects.toThrow('no room')

      expect(await world.db.selectFrom('secret_roll').selectAll().execute()).toEqual([])
      await mendValues(world.db, ground.engine)
      const receipt = await cast(0, yes, key)
      expect(await cast(1, yes, key)).toEqual(receipt)
      expect(await valuesOf(world, pollId)).toMatchObject([{ count: 1 }])
    })

    test('INV-15 under its minimum size a result is never told, nor kept: not in the record, nor in any export', async () => {
      await addDelegates(world, 4)
      const pollId = await openVote(world, secret)
      await castBy(world, world.delegate, pollId, yes)
      await castBy(world, world.otherDelegate, pollId, no)
      await closeVote(world, pollId)

      const constat = await voteConstatOf(world, pollId)
      expect(constat).toMatchObject({ outcome: 'notDecided', secret: { tallies: [], suppressed: true } })
      expect(constat.count).toBeUndefined()
      expect(await valuesOf(world, pollId)).toEqual([])
      expect(await seeVote(world.facilitator, pollId)).toMatchObject({
        count: null,
        secret: { suppressed: true },
      })
      const file = await world.facilitator.fetch(`/api/votes/${pollId}/ballots.json`)
      expect(file.status).toBe(403)
    })

    test('INV-16 secret stays secret and named stays named: no act, no door, no row changes it (trap 20)', async () => {
      await addDelegates(world, 3)
      const pollId = await openVote(world, secret)
      await castBy(world, world.delegate, pollId, yes)
      for (const set of [{ secrecy: 'open' as const }, { record_json: '{}' }, { closes_at: null }])
        await expect(world.db.updateTable('polls').set(set).execute()).rejects.toThrow('does not move')
      const changing = Object.values(doors).filter(({ path }) => path.startsWith('/api/votes/:pollId'))
      expect(
        changing.filter(({ method }) => method === 'PATCH' || method === 'PUT' || method === 'DELETE'),
      ).toEqual([])
      const view = await seeVote(world.facilitator, pollId)
      expect(view).toMatchObject({ count: null, voices: null, secret: null, received: 1 })
      expect(view.register.every(({ hasVoted, channel }) => hasVoted === null && channel === null)).toBe(true)
      expect(view.mySeats).toEqual([])
    })
  })

  tieContract(() => world)

  describe('afterwards', () => {
    test('INV-21 TRAP-10 an annulled poll keeps its votes and its reason, takes no more, and decides nothing', async () => {
      const pollId = await openVote(world, { choice: yesNoChoice })
      await castBy(world, world.delegate, pollId, yes)
      const body = { kind: 'annulled' as const, text: 'La question était mal posée.', clientKey: newKey() }
      await world.facilitator.call(doors.addToVote, { params: { pollId }, body })

      const late = await voiceOn(world, pollId, yes)
      expect(await world.otherDelegate.refusal(doors.castVoice, late)).toBe('pollNotOpen')
      expect(await world.facilitator.refusal(doors.closeVote, { params: { pollId } })).toBe('pollNotOpen')
      const view = await seeVote(world.observer, pollId)
      expect(view).toMatchObject({
        state: 'annulled',
        received: 1,
        addenda: [{ kind: 'annulled', text: body.text }],
      })
      expect(await world.db.selectFrom('voices').select('id').execute()).toHaveLength(1)
      const { standings } = await world.observer.call(doors.planState, { params: { planId: world.planId } })
      expect(standings.find(({ subject }) => subject.kind === 'plan')?.state).toBe('draft')
      await expect(world.db.deleteFrom('poll_addenda').execute()).rejects.toThrow('does not move')
      await openVote(world, { choice: yesNoChoice })
    })

    test('INV-23 TRAP-28 people and organisations that leave or change their name alter no register, count or record', async () => {
      const [late] = await addDelegates(world, 1)
      const pollId = await openVote(world, { choice: yesNoChoice })
      for (const person of [world.delegate, world.otherDelegate, late!])
        await castBy(world, person, pollId, yes)
      await closeVote(world, pollId)
      const before = await voteConstatOf(world, pollId)

      const params = { workspaceId: world.workspaceId }
      await world.facilitator.call(doors.removePerson, { params: { ...params, userId: late!.userId } })
      await world.facilitator.call(doors.changeOrganization, {
        params: { ...params, organizationId: world.cityId },
        body: { name: 'Autre nom', college: 'economy', voting: false },
      })
      await world.delegate.call(doors.changeMe, { body: { name: 'Denis Autrement' } })

      expect(await voteConstatOf(world, pollId)).toEqual(before)
      const view = await seeVote(world.observer, pollId)
      expect(view.register.map(({ name }) => name)).toContain('Ville de Rivebelle')
      expect(view.voices?.map(({ castByName }) => castByName)).toContain('Denis Roy')
      const gone = { params: { ...params, organizationId: late!.seatId } }
      expect(await world.facilitator.refusal(doors.removeOrganization, gone)).toBe('organizationInUse')
    })
  })
}

async function valuesOf(world: World, pollId: string) {
  return world.db
    .selectFrom('secret_values')
    .selectAll()
    .where('poll_id', '=', pollId)
    .orderBy('value_json')
    .execute()
}

/** The values in the order in which the database stores their rows. */
async function physicalOrder(db: World['db'], pollId: string): Promise<string[]> {
  const isPostgres = db.getExecutor().adapter.constructor.name.startsWith('Postgres')
  const order = isPostgres ? sql`ORDER BY ctid` : sql``
  const { rows } = await sql<{ value_json: string }>`
    SELECT value_json FROM secret_values WHERE poll_id = ${pollId} ${order}`.execute(db)
  return rows.map(({ value_json }) => value_json)
}

async function xminsOf(db: World['db'], table: string, pollId: string): Promise<string[]> {
  const { rows } = await sql<{ xmin: string }>`
    SELECT xmin::text AS xmin FROM ${sql.table(table)} WHERE poll_id = ${pollId}`.execute(db)
  return rows.map(({ xmin }) => xmin)
}

async function breakValues(db: Kysely<never> | World['db'], engine: Ground['engine']): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db as World['db'])
  if (engine === 'sqlite') {
    await run(
      `CREATE TRIGGER broken BEFORE INSERT ON secret_values BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    )
    return
  }
  await run(
    `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$`,
  )
  await run('CREATE TRIGGER broken BEFORE INSERT ON secret_values FOR EACH ROW EXECUTE FUNCTION no_room()')
}

async function mendValues(db: World['db'], engine: Ground['engine']): Promise<void> {
  const text = engine === 'sqlite' ? 'DROP TRIGGER broken' : 'DROP TRIGGER broken ON secret_values'
  await sql.raw(text).execute(db)
}
