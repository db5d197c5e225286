// Letters and minutes from two nodes at the same moment, on PostgreSQL: each letter once, each set of minutes once, one after the other.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { actInMeeting } from '../../server/acts/meetings.ts'
import { writeWords } from '../../server/acts/minutes.ts'
import { lookAtLetters, sendLetters } from '../../server/acts/post.ts'
import type { Context } from '../../server/context.ts'
import { doors } from '../../shared/api.ts'
import { Refused } from '../../shared/refusals.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import { act, openMeeting } from '../kit/council-meeting.ts'
import { minutedMeeting } from '../kit/minuted-meeting.ts'
import { describeOnPostgres, type Postgres, startedDatabase, startPostgres } from '../kit/postgres.ts'
import { consentChoice, openVote } from '../kit/votes.ts'
import { type Bare, createBare, type World } from '../kit/world.ts'

const day = 86_400_000
const codeOf = (one: PromiseSettledResult<unknown>) =>
  one.status === 'fulfilled' ? 'done' : one.reason instanceof Refused ? one.reason.refusal.code : one.reason

describeOnPostgres('two nodes on one PostgreSQL', () => {
  let postgres: Postgres
  let database: string
  let other: Bare
  const worlds: World[] = []
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())
  beforeEach(async () => {
    database = await startedDatabase(postgres)
  })
  afterEach(async () => {
    for (const world of worlds.splice(0)) {
      expect(world.errors).toEqual([])
      await world.close()
    }
    await other.close()
  })
  const start = '2026-03-06T14:00:00.000Z'
  async function council(): Promise<World> {
    const world = await createCouncil({ database, mailWorks: true, start })
    other = await createBare({ database, mailWorks: true, start })
    worlds.push(world)
    return world
  }
  const nodes = (world: World, at: number): Context => (at % 2 ? other.ctx : world.ctx)

  test('MAIL-2 six looks at once on two nodes send each letter once', async () => {
    const world = await council()
    const closesAt = new Date(world.ctx.now().getTime() + 5 * day).toISOString()
    await openVote(world, { choice: { ...consentChoice, closesAt } })
    world.mails.length = 0
    const sent = await Promise.all([0, 1, 2, 3, 4, 5].map((at) => sendLetters(nodes(world, at))))
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(2)
    world.pass(4.5 * day)
    other.pass(4.5 * day)
    await Promise.all([0, 1, 2, 3].map((at) => lookAtLetters(nodes(world, at))))
    const mails = [...world.mails, ...other.mails]
    expect(mails.filter(({ subject }) => subject.startsWith('Rappel'))).toHaveLength(2)
    expect(new Set(mails.map(({ id }) => id)).size).toBe(mails.length)
  })

  test('MIN-5 adopted twice at once: once; two meetings at once: numbered one after the other', async () => {
    const { world, meetingId } = await minutedMeeting({ database, start })
    other = await createBare({ database, start: world.ctx.now().toISOString() })
    worlds.push(world)
    const second = await openMeeting(world)
    await act(world.facilitator, second, { kind: 'postponeItem', itemId: 'i4', reason: 'Plus tard' })
    await act(world.facilitator, second, { kind: 'close' })
    const actor = await world.facilitator.actor()
    const decidedBy = { instance: 'Assemblée', date: '2026-03-02', reference: 'A-12' }
    const command = { kind: 'adoptMinutes' as const, decidedBy }
    const results = await Promise.allSettled(
      [meetingId, second, meetingId, second, meetingId].map((id, at) =>
        actInMeeting(nodes(world, at), actor, { meetingId: id, command, clientKey: newKey() }),
      ),
    )
    expect(results.map(codeOf).sort()).toEqual(['done', 'done', 'meetingOver', 'meetingOver', 'meetingOver'])
    const rows = await world.db
      .selectFrom('minutes')
      .select(['number', 'digest', 'minutes_json'])
      .orderBy('number')
      .execute()
    expect(rows.map(({ number }) => Number(number))).toEqual([1, 2])
    const { record } = JSON.parse(rows[1]!.minutes_json) as { record: { previous?: { digest: string } } }
    expect(record.previous).toEqual({ number: 1, digest: rows[0]!.digest })
  })

  test('MIN-4 words written at once over the same revision: one stands, the others are told', async () => {
    const { world, meetingId } = await minutedMeeting({ database, start })
    other = await createBare({ database, start: world.ctx.now().toISOString() })
    worlds.push(world)
    const actor = await world.facilitator.actor()
    const results = await Promise.allSettled(
      [0, 1, 2, 3].map((at) =>
        writeWords(nodes(world, at), actor, { meetingId, place: 'head', text: `Texte ${at}`, revision: 0 }),
      ),
    )
    expect(results.map(codeOf).sort()).toEqual([
      'done',
      'minutesWordsMoved',
      'minutesWordsMoved',
      'minutesWordsMoved',
    ])
    const view = await world.observer.call(doors.minutes, { params: { meetingId } })
    expect(view.minutes.words).toHaveLength(1)
  })
})
