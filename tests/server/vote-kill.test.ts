// kill -9 on a server in the midst of secret voices: the roll and the values always agree, and every receipt given stands. And what the
// file itself shows of who voted what: nothing.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { castVoice } from '../../server/acts/voices.ts'
import { doors } from '../../shared/api.ts'
import type { Value } from '../../shared/poll/setting.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import { addDelegates, openVote, secretChoice } from '../kit/votes.ts'
import { createBare, type World } from '../kit/world.ts'

const dir = mkdtempSync(join(tmpdir(), 'assise-votes-'))
const path = join(dir, 'votes.db')
const secret = { subject: { kind: 'question' }, choice: secretChoice } as const
let people: { userId: string; answer: 'yes' | 'no' }[]
let polls: { pollId: string; textHash: string }[]
let child: ChildProcess | null = null

beforeAll(async () => {
  const world = await createCouncil({ database: path })
  const added = await addDelegates(world, 40)
  people = added.map(({ userId }, at) => ({ userId, answer: at % 3 ? 'yes' : 'no' }))
  polls = await Promise.all([0, 1, 2].map(() => opened(world)))
  await world.close()
}, 60_000)
afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(dir, { recursive: true })
})

async function opened(world: World) {
  const pollId = await openVote(world, secret)
  const { textHash } = await world.observer.call(doors.vote, { params: { pollId } })
  return { pollId, textHash }
}

test('INV-1 INV-15 over 15 kills between the roll and the ballot, both or neither are kept, and every receipt stands', async () => {
  const { pollId, textHash } = polls[0]!
  const receipts = new Set<string>()
  let over = false
  for (let kill = 0; kill < 15 || !over; kill++) {
    over = await voteUntilKilled({ pollId, textHash, receipts, ms: kill < 15 ? 5 + kill * 12 : 60_000 })
    const { roll, values } = await kept(pollId)
    expect(values).toBe(roll.length)
    for (const receipt of receipts) expect(roll).toContain(receipt)
  }
  expect((await kept(pollId)).values).toBe(40)
}, 120_000)

/** Lets the program vote for a while, then kills it; true when it had voted for everyone. */
async function voteUntilKilled(run: { pollId: string; textHash: string; receipts: Set<string>; ms: number }) {
  const main = join(import.meta.dirname, '../kit/secret-voters-main.ts')
  const args = [main, path, run.pollId, run.textHash, JSON.stringify(people)]
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  child = running
  let said = ''
  const gone = new Promise((resolve) => running.once('close', resolve))
  await new Promise<void>((resolve) => {
    running.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk)
      if (said.includes('ready')) resolve()
    })
    running.once('close', () => resolve())
  })
  const timer = setTimeout(() => running.kill('SIGKILL'), run.ms)
  await gone
  clearTimeout(timer)
  for (const [, receipt] of said.matchAll(/receipt (\w+)\n/g)) run.receipts.add(receipt!)
  return said.includes('done')
}

async function kept(pollId: string) {
  const bare = await createBare({ database: path })
  const roll = await bare.db
    .selectFrom('secret_roll')
    .select('digest')
    .where('poll_id', '=', pollId)
    .execute()
  const rows = await bare.db
    .selectFrom('secret_values')
    .select('count')
    .where('poll_id', '=', pollId)
    .execute()
  expect(bare.errors).toEqual([])
  await bare.close()
  return {
    roll: roll.map(({ digest }) => digest),
    values: rows.reduce((sum, { count }) => sum + Number(count), 0),
  }
}

test('INV-15 the bytes of the file are in an order that does not depend on who voted first', async () => {
  const bare = await createBare({ database: path })
  const cast = async (at: number, userId: string, value: Value) => {
    const { pollId, textHash } = polls[at]!
    const voice = { pollId, value, reason: '', textHash, clientKey: newKey() }
    await castVoice(bare.ctx, { userId, loginId: '' }, voice)
  }
  const values: Value[] = [{ answer: 'yes' }, { answer: 'no' }, { blank: true }, { answer: 'abstain' }]
  const voters = people.slice(0, 8).map(({ userId }, at) => ({ userId, value: values[at % 4]! }))
  // The same eight people say the same, in one order then in the other.
  for (const { userId, value } of voters) await cast(1, userId, value)
  for (const { userId, value } of voters.toReversed()) await cast(2, userId, value)
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(bare.db)
  await bare.close()

  const bytes = readFileSync(path).toString('latin1')
  // Values of secret polls are the only place where these words stand after the poll's own id.
  const orderOf = ({ pollId }: { pollId: string }) =>
    [
      ...bytes.matchAll(
        new RegExp(`${pollId}(\\{"reason":"","value":\\{"(?:answer":"\\w+|blank":true))`, 'g'),
      ),
    ].map(([, value]) => value)
  expect(orderOf(polls[1]!)).toHaveLength(4)
  expect(orderOf(polls[1]!)).toEqual(orderOf(polls[2]!))
})
