// One meeting from two nodes at the same moment, on PostgreSQL: one holder a seat, one history, nothing lost. The same on SQLite.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { appendMeetingEvents } from '../../server/acts/meeting-rows.ts'
import { actInMeeting } from '../../server/acts/meetings.ts'
import type { Context } from '../../server/context.ts'
import { doors } from '../../shared/api.ts'
import { chainBreak } from '../../shared/meeting/chain.ts'
import { Refused } from '../../shared/refusals.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import { openMeeting, seeMeeting } from '../kit/council-meeting.ts'
import { describeOnPostgres, type Postgres, startedDatabase, startPostgres } from '../kit/postgres.ts'
import { type Bare, createBare, createWorld, type World } from '../kit/world.ts'

const codeOf = (one: PromiseSettledResult<unknown>) =>
  one.status === 'fulfilled' ? 'done' : one.reason instanceof Refused ? one.reason.refusal.code : one.reason

/** What holds on either database; `nodes` says which node does the n-th act. */
function races(start: () => Promise<{ world: World; nodes: (at: number) => Context }>) {
  const arrive = { kind: 'arrive', mode: 'remote' } as const

  test('INV-1 TRAP-1 a delegate and three alternates arriving at once: one holds the seat, the others are in the room', async () => {
    const { world, nodes } = await start()
    const others = []
    for (const name of ['Léa Côté', 'Marc Roy', 'Zoé Paré'])
      others.push(await world.person({ name, role: 'delegate', organizationId: world.cityId }))
    const meetingId = await openMeeting(world)
    const actors = await Promise.all([world.delegate, ...others].map((one) => one.actor()))

    const command = { ...arrive, seatId: world.cityId }
    const results = await Promise.allSettled(
      actors.map((actor, at) => actInMeeting(nodes(at), actor, { meetingId, command, clientKey: newKey() })),
    )

    expect(results.map(codeOf).sort()).toEqual(['done', 'seatHeld', 'seatHeld', 'seatHeld'])
    const { seats } = await seeMeeting(world.observer, meetingId)
    expect(seats.filter(({ holder }) => holder)).toHaveLength(1)
  })

  test('MEET-24 one command sent four times at once is one command', async () => {
    const { world, nodes } = await start()
    const meetingId = await openMeeting(world)
    const actor = await world.delegate.actor()
    const input = { meetingId, command: arrive, clientKey: newKey() }

    const results = await Promise.all([0, 1, 2, 3].map((at) => actInMeeting(nodes(at), actor, input)))

    expect(new Set(results.map(({ seq }) => seq)).size).toBe(1)
    const { events } = await world.observer.call(doors.meetingLog, { params: { meetingId } })
    expect(events.filter(({ event }) => event.kind === 'arrived')).toHaveLength(1)
  })

  test('MEET-20 thirty people and a poll’s events at once: a log without a gap, whose chain holds', async () => {
    const { world, nodes } = await start()
    const people = []
    for (let n = 0; n < 12; n++)
      people.push(await world.person({ name: `Personne ${'abcdefghijkl'[n]}`, role: 'observer' }))
    const meetingId = await openMeeting(world)
    const actors = await Promise.all(
      [...people, world.delegate, world.otherDelegate].map((one) => one.actor()),
    )
    const by = { userId: world.facilitator.userId, name: 'Maude Bélanger' }
    const question = { fr: 'Oui ?', en: 'Yes?' }
    const poll = (at: number) =>
      nodes(at).transact(({ tx }) =>
        appendMeetingEvents(tx, {
          meetingId,
          by,
          at: nodes(at).now(),
          happenings: [{ kind: 'pollOpened', pollId: `p${at}`, question, deciding: false }],
        }),
      )

    const results = await Promise.allSettled([
      ...actors.map((actor, at) =>
        actInMeeting(nodes(at), actor, { meetingId, command: arrive, clientKey: newKey() }),
      ),
      ...[0, 1, 2, 3].map(poll),
    ])

    expect(new Set(results.map(codeOf))).toEqual(new Set(['done']))
    const { events } = await world.observer.call(doors.meetingLog, { params: { meetingId } })
    expect(events.map(({ event }) => event.seq)).toEqual(events.map((_, at) => at + 1))
    expect(chainBreak(meetingId, events)).toBeNull()
    expect(events.filter(({ event }) => event.kind === 'arrived')).toHaveLength(14)
    expect((await seeMeeting(world.observer, meetingId)).polls).toHaveLength(4)
  })
}

describe('one node on SQLite', () => {
  let world: World
  afterEach(async () => {
    expect(world.errors).toEqual([])
    await world.close()
  })
  races(async () => {
    world = await createCouncil()
    return { world, nodes: () => world.ctx }
  })
})

describeOnPostgres('two nodes on one PostgreSQL', () => {
  let postgres: Postgres
  let database: string
  let world: World
  let other: Bare
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())
  beforeEach(async () => {
    database = await startedDatabase(postgres)
  })
  afterEach(async () => {
    expect([...world.errors, ...other.errors]).toEqual([])
    await other.close()
    await world.close()
  })
  races(async () => {
    world = await createWorld({ database })
    other = await createBare({ database })
    return { world, nodes: (at) => (at % 2 ? other.ctx : world.ctx) }
  })

  test('its tables keep what was inserted, there too', async () => {
    world = await createWorld({ database })
    other = await createBare({ database })
    await openMeeting(world)
    for (const table of ['meetings', 'meeting_events'] as const)
      await expect(world.db.deleteFrom(table).execute()).rejects.toThrow('does not move')
  })
})
