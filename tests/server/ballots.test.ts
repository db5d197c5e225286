// The ballots: every refusal by its name, the receipt, and one voice an organisation whatever races.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { insertBallot } from '../../server/acts/ballots.ts'
import { doors } from '../../shared/api.ts'
import { digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Person, RefusedAtDoor } from '../kit/actors.ts'
import {
  addOrganization,
  ballotOn,
  close,
  constatOf,
  createCouncil,
  housing,
  newKey,
  open,
  see,
} from '../kit/council.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

describe('casting', () => {
  test('POLL-4 a delegate casts once and keeps a receipt that the consensus record holds', async () => {
    const pollId = await open(world, housing)
    world.pass(60_000)

    const receipt = await world.delegate.call(
      doors.castBallot,
      await ballotOn(world, pollId, 'reserve', ' Le soir. '),
    )

    expect(receipt.receivedAt).toBe(world.ctx.now().toISOString())
    await close(world, pollId)
    const [ballot] = (await constatOf(world, pollId)).ballots
    expect(digest('ballot', ballot)).toBe(receipt.ballotDigest)
    expect(ballot).toMatchObject({
      choice: 'reserve',
      reason: 'Le soir.',
      channel: 'self',
      castByName: 'Denis Roy',
    })
  })

  test('POLL-4 the same act sent again gives the same receipt, even after the closing', async () => {
    const pollId = await open(world, housing)
    const input = await ballotOn(world, pollId, 'support')
    const receipt = await world.delegate.call(doors.castBallot, input)

    expect(await world.delegate.call(doors.castBallot, input)).toEqual(receipt)
    await close(world, pollId)
    expect(await world.delegate.call(doors.castBallot, input)).toEqual(receipt)
    const other = { ...input, body: { ...input.body, choice: 'abstain' as const } }
    expect(await world.delegate.refusal(doors.castBallot, other)).toBe('invalidField')
    expect((await constatOf(world, pollId)).ballots).toHaveLength(1)
  })

  test('POLL-4 each refusal has its name', async () => {
    const pollId = await open(world, housing)
    const input = await ballotOn(world, pollId, 'support')
    const refused = (person: Person, change: object) =>
      person.refusal(doors.castBallot, { ...input, body: { ...input.body, clientKey: newKey(), ...change } })

    expect(await refused(world.facilitator, {})).toBe('noVoice')
    expect(await refused(world.contributor, {})).toBe('roleForbids')
    expect(await refused(world.observer, {})).toBe('roleForbids')
    expect(await refused(world.delegate, { organizationId: world.clinicId })).toBe('roleForbids')
    expect(await refused(world.stranger, {})).toBe('notMember')
    expect(await refused(world.delegate, { textHash: '0'.repeat(64) })).toBe('textChanged')
    expect(await refused(world.delegate, { choice: 'block' })).toBe('reasonNeeded')
    expect(await refused(world.delegate, { choice: 'reserve', reason: ' \n' })).toBe('reasonNeeded')
    expect(await refused(world.delegate, { choice: 'veto' })).toBe('invalidField')
    expect(await refused(world.facilitator, { organizationId: 'elsewhere' })).toBe('notInRegister')
    expect((await see(world.observer, pollId)).received).toBe(0)
  })

  test('POLL-4 an organisation that came after the opening, or whose delegate has none, has no voice in it', async () => {
    const pollId = await open(world, housing)
    const lateId = await addOrganization(world, 'Coop Le Relais')
    const late = await world.person({ name: 'Nora Diallo', role: 'delegate', organizationId: lateId })
    const input = await ballotOn(world, pollId, 'support')

    const error = await late.call(doors.castBallot, input).catch((thrown: unknown) => thrown)
    expect((error as RefusedAtDoor).refusal).toEqual({
      code: 'notInRegister',
      details: { organization: 'Coop Le Relais' },
    })
  })

  test('POLL-4 after the closing a ballot is told since when', async () => {
    const pollId = await open(world, housing)
    const input = await ballotOn(world, pollId, 'support')
    await close(world, pollId)

    const error = await world.delegate.call(doors.castBallot, input).catch((thrown: unknown) => thrown)

    const { closedAt } = await see(world.delegate, pollId)
    expect((error as RefusedAtDoor).refusal).toEqual({ code: 'pollClosed', details: { closedAt } })
    expect((error as RefusedAtDoor).status).toBe(409)
  })

  test('POLL-8 a ballot recorded by a facilitator says so, and the delegate’s own then comes too late', async () => {
    const pollId = await open(world, housing)
    const input = await ballotOn(world, pollId, 'support')
    const recorded = { ...input, body: { ...input.body, organizationId: world.cityId } }

    await world.facilitator.call(doors.castBallot, recorded)

    const error = await world.delegate.call(doors.castBallot, input).catch((thrown: unknown) => thrown)
    expect((error as RefusedAtDoor).refusal).toEqual({
      code: 'alreadyVoted',
      details: { organization: 'Ville de Rivebelle' },
    })
    const { mine } = await see(world.delegate, pollId)
    expect(mine).toMatchObject({ channel: 'facilitated', castByName: 'Maude Bélanger' })
  })

  test('POLL-7 a clock set back never puts a ballot before the opening, nor the closing before a ballot', async () => {
    const pollId = await open(world, housing)
    world.pass(-3_600_000)
    await world.delegate.call(doors.castBallot, await ballotOn(world, pollId, 'support'))
    world.pass(-3_600_000)
    await close(world, pollId)

    const { poll, ballots, closedAt } = await constatOf(world, pollId)
    expect(ballots[0]!.receivedAt > poll.openedAt).toBe(true)
    expect(closedAt > ballots[0]!.receivedAt).toBe(true)
  })
})

describe('one voice an organisation, whatever races', () => {
  test('a delegate on two devices at once', async () => {
    const pollId = await open(world, housing)
    const both = [await ballotOn(world, pollId, 'support'), await ballotOn(world, pollId, 'abstain')]

    const results = await Promise.allSettled(
      both.map((input) => world.delegate.call(doors.castBallot, input)),
    )

    expectOne(results, 'alreadyVoted')
    expect((await see(world.observer, pollId)).received).toBe(1)
  })

  test('a delegate and a facilitator at once', async () => {
    const pollId = await open(world, housing)
    const own = await ballotOn(world, pollId, 'support')
    const theirs = await ballotOn(world, pollId, 'abstain')

    const results = await Promise.allSettled([
      world.facilitator.call(doors.castBallot, {
        ...theirs,
        body: { ...theirs.body, organizationId: world.cityId },
      }),
      world.delegate.call(doors.castBallot, own),
    ])

    expectOne(results, 'alreadyVoted')
  })

  test('the same act sent twice at once is one act', async () => {
    const pollId = await open(world, housing)
    const input = await ballotOn(world, pollId, 'support')

    const [first, second] = await Promise.all([1, 2].map(() => world.delegate.call(doors.castBallot, input)))

    expect(second).toEqual(first)
    expect((await see(world.observer, pollId)).received).toBe(1)
  })

  test('twenty voices and the closing at once: each has a receipt and is counted, or is told it came too late', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `Organisation ${at}`)
    const ids: string[] = []
    for (const name of names) ids.push(await addOrganization(world, name))
    const pollId = await open(world, housing)
    const inputs = await Promise.all(ids.map(() => ballotOn(world, pollId, 'support')))

    const casts = ids.map((organizationId, at) =>
      world.facilitator.call(doors.castBallot, {
        params: { pollId },
        body: { ...inputs[at]!.body, organizationId },
      }),
    )
    const results = await Promise.allSettled([...casts.slice(0, 9), close(world, pollId), ...casts.slice(9)])

    const receipts = results.flatMap((one) =>
      one.status === 'fulfilled' && one.value !== null ? [one.value.ballotDigest] : [],
    )
    const { ballots, closedAt } = await constatOf(world, pollId)
    expect(ballots.map((ballot) => digest('ballot', ballot)).sort()).toEqual(receipts.sort())
    expect(ballots.every(({ receivedAt }) => receivedAt < closedAt)).toBe(true)
    for (const one of results) {
      if (one.status === 'rejected') expect((one.reason as RefusedAtDoor).refusal.code).toBe('pollClosed')
    }
  })

  test('past every check, the database itself refuses a second ballot, one too late, and any change', async () => {
    const pollId = await open(world, housing)
    await world.delegate.call(doors.castBallot, await ballotOn(world, pollId, 'support'))
    const row = await world.db.selectFrom('ballots').selectAll().executeTakeFirstOrThrow()
    const insert = (change: object) =>
      world.ctx
        .transact(({ tx }) =>
          insertBallot(tx, { ...row, id: newKey(), client_key: newKey(), ...change }, 'Ville'),
        )
        .catch((error: unknown) => (error instanceof Refused ? error.refusal.code : String(error)))

    expect(await insert({})).toBe('alreadyVoted')
    expect(await insert({ organization_id: 'elsewhere' })).toContain('FOREIGN KEY')
    await close(world, pollId)
    expect(await insert({ organization_id: world.clinicId })).toBe('pollClosed')
    for (const table of ['polls', 'poll_register', 'ballots', 'poll_closings'] as const) {
      await expect(world.db.deleteFrom(table).execute()).rejects.toThrow('does not move')
    }
    await expect(world.db.updateTable('ballots').set({ choice: 'block' }).execute()).rejects.toThrow(
      'does not move',
    )
    await expect(world.db.updateTable('polls').set({ text_hash: 'x' }).execute()).rejects.toThrow(
      'does not move',
    )
  })
})

function expectOne(results: PromiseSettledResult<unknown>[], code: string) {
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const refused = results.filter((one) => one.status === 'rejected')
  expect(refused.map(({ reason }) => (reason as RefusedAtDoor).refusal.code)).toEqual([code])
}
