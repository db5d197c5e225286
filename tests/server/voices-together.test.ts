// Voices that come at once go in one transaction, and each has the answer it would have had alone (VOTE-28). Turns by themselves, then
// real voices on SQLite; what races between nodes is in votes.contract.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signWaiting } from '../../server/acts/record.ts'
import { type Answer, inTurn, withOthers } from '../../server/acts/turns.ts'
import { castVoice, type VoiceInput } from '../../server/acts/voices.ts'
import type { Context } from '../../server/context.ts'
import { entryLeaf } from '../../shared/record/entries.ts'
import { appended, type Edge, emptyEdge, rootOf } from '../../shared/record/tree.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import { readRecord } from '../kit/record-reader.ts'
import {
  addDelegates,
  closeVote,
  openVote,
  secretChoice,
  seeVote,
  voteConstatOf,
  yesNoChoice,
} from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

describe('VOTE-28 those who wait for one thing', () => {
  const ctx = () => ({ rooms: {} }) as Context
  const later = () => new Promise((resolve) => setTimeout(resolve, 1))

  /** An act that answers each by `answer`, and keeps who went with whom. */
  function counter(answer: (one: number, all: readonly number[]) => Answer<number>) {
    const companies: number[][] = []
    const act = async (all: readonly number[], committed: (answers: readonly Answer<number>[]) => void) => {
      companies.push([...all])
      await later()
      committed(all.map((one) => answer(one, all)))
    }
    return { companies, act }
  }

  test('they go together, in companies of a power of two, in the order they came', async () => {
    const { companies, act } = counter((one) => ({ done: one * 10 }))
    const here = ctx()

    const done = await Promise.all(Array.from({ length: 7 }, (_, at) => withOthers(here, 'poll', at, act)))

    expect(done).toEqual([0, 10, 20, 30, 40, 50, 60])
    expect(companies.map((company) => company.length)).toEqual([4, 2, 1])
    expect(companies.flat()).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  test('one that is refused is refused alone; one that must see another first goes again with the next', async () => {
    let again = 0
    const { companies, act } = counter((one, all) => {
      if (one === 2) return { refused: new Refused('noVoice') }
      if (one === 3 && all.length > 1 && again++ === 0) return 'again'
      return { done: one }
    })
    const here = ctx()

    const ended = await Promise.allSettled(
      Array.from({ length: 5 }, (_, at) => withOthers(here, 'poll', at, act)),
    )

    expect(ended.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(companies).toEqual([
      [0, 1, 2, 3],
      [3, 4],
    ])
  })

  test('what throws for many is done for each alone, in the same turn; another act on the same thing waits for all of them', async () => {
    const companies: number[][] = []
    const act = async (all: readonly number[], committed: (answers: readonly Answer<number>[]) => void) => {
      companies.push([...all])
      await later()
      if (all.includes(3)) throw new Error('the disk')
      committed(all.map((one) => ({ done: one })))
    }
    const here = ctx()
    const voices = [0, 1, 2, 3].map((one) => withOthers(here, 'poll', one, act))
    const closing = inTurn(here, 'poll', async () => companies.push([99]))

    const ended = await Promise.allSettled([...voices, closing])

    expect(ended.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled', 'rejected'],
      'fulfilled',
    ])
    expect(companies).toEqual([[0, 1, 2, 3], [0], [1], [2], [3], [99]])
  })
})

describe('VOTE-28 voices at once', () => {
  let world: World
  beforeEach(async () => {
    world = await createCouncil()
  })
  afterEach(async () => {
    expect(world.errors).toEqual([])
    await world.close()
  })

  /** The context, and how many transactions were made through it. */
  function counted() {
    let acts = 0
    const transact: Context['transact'] = (fn) => {
      acts += 1
      return world.ctx.transact(fn)
    }
    return { ctx: { ...world.ctx, transact }, acts: () => acts }
  }

  async function offers(pollId: string, people: readonly Person[]) {
    const { textHash } = await seeVote(world.observer, pollId)
    return Promise.all(
      people.map(async (person, at) => ({
        actor: await person.actor(),
        input: {
          pollId,
          value: { answer: at % 3 ? 'yes' : 'no' },
          reason: '',
          textHash,
          clientKey: newKey(),
        } satisfies VoiceInput,
      })),
    )
  }
  const answers = (ended: PromiseSettledResult<unknown>[]) =>
    ended.map((one) =>
      one.status === 'fulfilled'
        ? 'done'
        : one.reason instanceof Refused
          ? one.reason.refusal.code
          : one.reason,
    )

  test('each keeps its own answer: taken, refused for its own reason, or the same receipt; few transactions for many', async () => {
    const people = await addDelegates(world, 16)
    const pollId = await openVote(world, { subject: { kind: 'question' }, choice: yesNoChoice })
    const all = await offers(pollId, people)
    const wrong: [number, Partial<VoiceInput>, string][] = [
      [3, { textHash: 'f'.repeat(64) }, 'textChanged'],
      [5, { value: { choice: 'support' } }, 'invalidValue'],
      [7, { seatId: people[1]!.seatId }, 'seatHeldByOther'],
    ]
    const due = all.map(() => 'done')
    for (const [at, change, code] of wrong) {
      all[at]!.input = { ...all[at]!.input, ...change } as never
      due[at] = code
    }
    const stranger = { actor: await world.stranger.actor(), input: { ...all[0]!.input, clientKey: newKey() } }
    const twice = { ...all[0]!, input: { ...all[0]!.input, clientKey: newKey() } }
    const { ctx, acts } = counted()

    const cast = ({ actor, input }: (typeof all)[number]) => castVoice(ctx, actor, input)
    const ended = await Promise.allSettled([...all, all[2]!, stranger, twice].map(cast))

    const codes = answers(ended)
    expect(codes.slice(0, 16)).toEqual(due)
    expect(codes.slice(16)).toEqual(['done', 'notMember', 'alreadyVoted'])
    const receipt = (at: number) => (ended[at] as PromiseFulfilledResult<{ digest: string }>).value
    expect(receipt(16)).toEqual(receipt(2))
    expect(acts()).toBeLessThan(12)
    await closeVote(world, pollId)
    expect((await voteConstatOf(world, pollId)).ballots).toHaveLength(13)
  })

  test('REC-6 the record holds an entry for each, one after the other, under the root of its checkpoint', async () => {
    const people = await addDelegates(world, 9)
    const pollId = await openVote(world, { subject: { kind: 'question' }, choice: yesNoChoice })
    const receipts = await Promise.all(
      (await offers(pollId, people)).map(({ actor, input }) => castVoice(world.ctx, actor, input)),
    )
    await closeVote(world, pollId)

    const { entries, checkpoint } = await readRecord(world, world.observer)
    const voices = entries.filter(({ type }) => type === 'ballot')
    expect(voices.map(({ body }) => (body as { ballotDigest: string }).ballotDigest).sort()).toEqual(
      receipts.map(({ digest }) => digest).sort(),
    )
    const edge = entries.reduce<Edge>((before, entry) => appended(before, entryLeaf(entry)).edge, emptyEdge)
    expect(rootOf(edge)).toEqual(checkpoint.root)
  })

  test('REC-18 voices that follow one another share checkpoints; none is left without one when the server stops', async () => {
    const people = await addDelegates(world, 9)
    const pollId = await openVote(world, { subject: { kind: 'question' }, choice: yesNoChoice })
    const sizes = async () => {
      const rows = await world.db.selectFrom('record_checkpoints').select('size').orderBy('size').execute()
      return rows.map(({ size }) => size)
    }
    const before = (await sizes()).length
    for (const { actor, input } of await offers(pollId, people)) await castVoice(world.ctx, actor, input)

    await signWaiting(world.ctx)
    const after = await sizes()
    const { count } = await world.db
      .selectFrom('record_entries')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(after.at(-1)).toBe(count)
    expect(after.length - before).toBeLessThan(9)
    await readRecord(world, world.observer)
  })

  test('INV-15 secret voices that came together: as many on the roll as in the values, which stay in the order of their text', async () => {
    const people = await addDelegates(world, 7)
    const pollId = await openVote(world, { subject: { kind: 'question' }, choice: secretChoice })

    await Promise.all(
      (await offers(pollId, people)).map(({ actor, input }) => castVoice(world.ctx, actor, input)),
    )

    const values = await world.db.selectFrom('secret_values').selectAll().execute()
    expect(values.map(({ value_json }) => value_json)).toEqual(
      values.map(({ value_json }) => value_json).sort(),
    )
    await closeVote(world, pollId)
    const { secret } = await voteConstatOf(world, pollId)
    expect(secret?.roll).toHaveLength(7)
    expect(secret?.tallies.map(({ count }) => count).sort()).toEqual([3, 4])
  })
})
