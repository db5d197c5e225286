// VOTE-27, COUNT-17, INV-24: organisations with a consultative right give their voice apart; nothing that is counted ever holds one.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { renderTable } from '../../server/export/csv-tables.ts'
import { doors } from '../../shared/api.ts'
import { constatSections } from '../../shared/meeting/constat-sections.ts'
import { pollBlocks } from '../../shared/meeting/minutes-poll-sections.ts'
import { tallyOf } from '../../shared/meeting/minutes-polls.ts'
import { ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import { recountTally } from '../../shared/poll/recount.ts'
import type { Value } from '../../shared/poll/setting.ts'
import { readTallyFile, type TallyFile } from '../../shared/poll/tally-file.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { Dossier } from '../../shared/record/records.ts'
import type { Person } from '../kit/actors.ts'
import { addOrganization, createCouncil, newKey } from '../kit/council.ts'
import {
  addDelegates,
  castBy,
  closeVote,
  consentChoice,
  openVote,
  secretChoice,
  seeVote,
  voiceOn,
  voteConstatOf,
  yesNoChoice,
} from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

const yes: Value = { answer: 'yes' }
const no: Value = { answer: 'no' }
const question = { subject: { kind: 'question' } } as const

let world: World
let adviser: Person & { seatId: string }
let second: Person & { seatId: string }
/** Three more, who look on until a test gives them a voice. */
let others: (Person & { seatId: string })[]
const changeRight = (organizationId: string, votingRight: 'deliberative' | 'consultative' | 'observer') =>
  world.facilitator.call(doors.changeOrganization, {
    params: { workspaceId: world.workspaceId, organizationId },
    body: { votingRight },
  })
beforeEach(async () => {
  world = await createCouncil()
  const people = await addDelegates(world, 5)
  for (const [at, { seatId }] of people.entries())
    await changeRight(seatId, at < 2 ? 'consultative' : 'observer')
  ;[adviser, second, ...others] = people as [typeof adviser, typeof second]
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const open = (choice: SettingChoice = yesNoChoice) => openVote(world, { ...question, choice })
async function fileOf(pollId: string): Promise<TallyFile> {
  const response = await world.observer.fetch(`/api/votes/${pollId}/ballots.json`)
  const read = readTallyFile(new Uint8Array(await response.arrayBuffer()))
  if ('unreadable' in read) throw new Error(read.unreadable.en)
  return read.file
}
async function refusedOf(person: Person, pollId: string, change: object = {}): Promise<string> {
  const input = await voiceOn(world, pollId, yes)
  return person.refusal(doors.castVoice, { ...input, body: { ...input.body, ...change } })
}

describe('a consultative voice', () => {
  test('INV-24 VOTE-27 is collected, and moves nothing of the count, the quorum, the bases or the outcome', async () => {
    const outcomes = []
    for (const advises of [false, true]) {
      const pollId = await open()
      await castBy(world, world.delegate, pollId, yes)
      if (advises) {
        await castBy(world, adviser, pollId, no)
        await castBy(world, second, pollId, no)
      }
      await castBy(world, world.otherDelegate, pollId, yes)
      expect((await seeVote(world.observer, pollId)).received).toBe(2)
      await closeVote(world, pollId)
      const constat = await voteConstatOf(world, pollId)
      expect(constat.register.map(({ seatId }) => seatId)).not.toContain(adviser.seatId)
      expect(constat.ballots).toHaveLength(2)
      outcomes.push({ count: constat.count, outcome: constat.outcome })
      expect(constat.consultative?.count).toMatchObject({
        registered: { seats: 2 },
        cast: { seats: advises ? 2 : 0 },
        notVoted: { seats: advises ? 0 : 2 },
        against: { seats: advises ? 2 : 0 },
      })
    }
    expect(outcomes[1]).toEqual(outcomes[0])
    expect(outcomes[0]!.outcome).toBe('unanimous')
    const voices = await world.db.selectFrom('voices').select('seat_id').execute()
    expect(voices.map(({ seat_id }) => seat_id)).not.toContain(adviser.seatId)
  })

  test('VOTE-27 is the seat’s own: nobody records it, carries it or gives it for another; each refusal as for any voice', async () => {
    const pollId = await open()
    expect(await refusedOf(world.facilitator, pollId, { seatId: adviser.seatId })).toBe('seatHeldByOther')
    expect(await refusedOf(second, pollId, { seatId: adviser.seatId })).toBe('seatHeldByOther')
    expect(await refusedOf(world.delegate, pollId, { seatId: adviser.seatId })).toBe('seatHeldByOther')
    expect(await refusedOf(adviser, pollId, { seatId: world.cityId })).toBe('seatHeldByOther')
    expect(await refusedOf(adviser, pollId, { textHash: '0'.repeat(64) })).toBe('textChanged')
    expect(await refusedOf(adviser, pollId, { value: { choice: 'support' } })).toBe('invalidValue')
    const input = await voiceOn(world, pollId, yes)
    const receipt = await adviser.call(doors.castVoice, input)
    expect(await adviser.call(doors.castVoice, input)).toEqual(receipt)
    expect(await refusedOf(adviser, pollId)).toBe('alreadyVoted')
    await closeVote(world, pollId)
    expect(await adviser.call(doors.castVoice, input)).toEqual(receipt)
    expect(await refusedOf(second, pollId)).toBe('pollClosed')
    const [ballot] = (await voteConstatOf(world, pollId)).consultative!.ballots
    expect(digest('ballot', ballot)).toBe(receipt.digest)
  })

  test('VOTE-27 cast again where the poll allows it, on several devices at once: all stand, the last is told', async () => {
    const pollId = await open({ ...yesNoChoice, revote: true })
    const cast = async (value: Value) => adviser.call(doors.castVoice, await voiceOn(world, pollId, value))
    const receipts = await Promise.all([yes, no, yes, no].map(cast))
    expect(receipts.map(({ revision }) => revision).sort()).toEqual([1, 2, 3, 4])
    await closeVote(world, pollId)
    const { ballots, count } = (await voteConstatOf(world, pollId)).consultative!
    expect(ballots).toHaveLength(4)
    const last = ballots.at(-1)!.value as { answer: string }
    expect(count.cast.seats).toBe(1)
    expect(count.tallies.find(({ id }) => id === last.answer)!.mass.seats).toBe(1)
  })

  test('INV-17 VOTE-27 a consultative block is advice: it is no objection, and prevents no consensus', async () => {
    const pollId = await open(consentChoice)
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    await castBy(world, world.otherDelegate, pollId, { choice: 'support' })
    expect(await refusedOf(adviser, pollId, { value: { choice: 'block' } })).toBe('reasonNeeded')
    await castBy(world, adviser, pollId, { choice: 'block' }, 'Le terrain est inondable.')
    const body = { level: 'block' as const, argument: 'Le terrain est inondable.', clientKey: newKey() }
    for (const seatId of [undefined, adviser.seatId])
      expect(
        await adviser.refusal(doors.raiseObjection, {
          params: { pollId },
          body: { ...body, ...(seatId && { seatId }) },
        }),
      ).toMatch(/^(noVoice|notInRegister)$/)
    await closeVote(world, pollId)
    const constat = await voteConstatOf(world, pollId)
    expect(constat).toMatchObject({ outcome: 'unanimous', objections: [], count: { blocks: [] } })
    expect(constat.consultative!.ballots[0]!.reason).toBe('Le terrain est inondable.')
  })

  test('INV-15 VOTE-27 a secret poll asks nobody for advice: a few voices apart would say who said what', async () => {
    for (const { seatId } of others) await changeRight(seatId, 'deliberative')
    const pollId = await open(secretChoice)
    expect(await refusedOf(adviser, pollId, { seatId: adviser.seatId })).toBe('notInRegister')
    expect((await seeVote(adviser, pollId)).consultative).toBeNull()
    expect(await world.db.selectFrom('consultative_seats').selectAll().execute()).toEqual([])
  })

  test('VOTE-17 VOTE-27 it waits for its people, has a card of its own, and is shown with the count, never before', async () => {
    const pollId = await open({ ...yesNoChoice, results: 'afterClose' })
    const waiting = await adviser.call(doors.waiting, { params: { planId: world.planId } })
    expect(waiting.polls[0]!.awaitsMe).toEqual([
      { seatId: adviser.seatId, name: expect.any(String), as: 'self', consultative: true },
    ])
    expect((await seeVote(adviser, pollId)).mySeats).toMatchObject([
      { seatId: adviser.seatId, consultative: true, voted: false, refusal: null },
    ])
    await castBy(world, adviser, pollId, no)
    const after = await seeVote(world.facilitator, pollId)
    expect(after.consultative).toMatchObject({ received: 1, count: null, voices: null })
    expect(after.mySeats).toEqual([])
    expect((await adviser.call(doors.waiting, { params: { planId: world.planId } })).polls).toEqual([])
    await closeVote(world, pollId)
    const shown = (await seeVote(world.observer, pollId)).consultative!
    expect(shown.count).toMatchObject({ cast: { seats: 1 }, against: { seats: 1 } })
    expect(shown.voices).toMatchObject([{ seatId: adviser.seatId, value: no }])
  })

  test('VOTE-3 VOTE-13 no closing waits for it; the seats asked are those of the opening, whatever their right becomes', async () => {
    const closesAt = new Date(world.ctx.now().getTime() + 3_600_000).toISOString()
    const pollId = await open({ ...yesNoChoice, closesAt })
    await changeRight(adviser.seatId, 'deliberative')
    await castBy(world, adviser, pollId, no)
    await castBy(world, world.delegate, pollId, yes)
    await castBy(world, world.otherDelegate, pollId, yes)
    await closeVote(world, pollId)
    const { register, consultative, count } = await voteConstatOf(world, pollId)
    expect(register.map(({ seatId }) => seatId)).not.toContain(adviser.seatId)
    expect(consultative!.count.cast.seats).toBe(1)
    expect(count!.cast.seats).toBe(2)
  })

  test('past every check, the database itself refuses a second revision, one too late, and any change', async () => {
    const pollId = await open()
    await castBy(world, adviser, pollId, yes)
    const row = await world.db.selectFrom('consultative_voices').selectAll().executeTakeFirstOrThrow()
    const insert = (change: object) =>
      world.db
        .insertInto('consultative_voices')
        .values({ ...row, id: newKey(), client_key: newKey(), ...change })
        .execute()
        .then(() => 'done', String)
    expect(await insert({})).toMatch(/UNIQUE/)
    expect(await insert({ seat_id: world.cityId })).toMatch(/FOREIGN KEY/)
    await closeVote(world, pollId)
    expect(await insert({ revision: 2 })).toContain('the poll is closed')
    for (const table of ['consultative_seats', 'consultative_voices'] as const)
      await expect(world.db.deleteFrom(table).execute()).rejects.toThrow('does not move')
  })
})

describe('a consultative seat that comes after the opening', () => {
  const additive = {
    lateSeats: 'additive' as const,
    quorum: { ...ruleSetOf(defaultRule).quorum, collegesMin: 0 },
  }
  const adopt = () =>
    world.facilitator.call(doors.adoptRuleSet, {
      params: { workspaceId: world.workspaceId },
      body: {
        rules: { ...ruleSetOf(defaultRule, 2), ...additive },
        decidedBy: { instance: 'Assemblée', date: '2026-03-01', reference: 'A-1' },
      },
    })
  const join = (person: Person, pollId: string, seatId: string) =>
    person.refusal(doors.changeRegister, { params: { pollId }, body: { kind: 'joined', seatId } })
  const joined = (pollId: string, seatId: string) =>
    world.facilitator.call(doors.changeRegister, { params: { pollId }, body: { kind: 'joined', seatId } })

  test('VOTE-27 VOTE-13 INV-24 joins those who are asked, by a logged event, in no base; the figures are as without it', async () => {
    await adopt()
    const pollId = await open()
    const [late] = others
    await changeRight(late!.seatId, 'consultative')
    expect(await refusedOf(late!, pollId)).toBe('notInRegister')
    expect(await join(world.delegate, pollId, late!.seatId)).toBe('roleForbids')
    await joined(pollId, late!.seatId)
    expect(await join(world.facilitator, pollId, late!.seatId)).toBe('askedForAdvice')
    const cards = (await seeVote(late!, pollId)).mySeats
    expect(cards).toMatchObject([{ seatId: late!.seatId, consultative: true, refusal: null }])
    expect((await late!.call(doors.waiting, { params: { planId: world.planId } })).polls).toHaveLength(1)
    for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, pollId, yes)
    await castBy(world, late!, pollId, no)
    expect(await seeVote(world.observer, pollId)).toMatchObject({ received: 2, registered: 2 })
    await closeVote(world, pollId)

    const { register, changes, count, outcome, consultative, poll } = await voteConstatOf(world, pollId)
    expect(register.map(({ seatId }) => seatId)).not.toContain(late!.seatId)
    expect(changes).toEqual([])
    expect([outcome, count!.registered.seats, count!.against!.seats]).toEqual(['unanimous', 2, 0])
    expect(digest('register', consultative!.seats)).toBe(poll.consultativeHash)
    expect(consultative).toMatchObject({
      joined: [{ by: 'Maude Bélanger', seat: { seatId: late!.seatId } }],
      count: { registered: { seats: 3 }, cast: { seats: 1 }, against: { seats: 1 } },
    })
    expect(
      (await seeVote(world.observer, pollId)).consultative!.seats.filter(({ askedAt }) => askedAt),
    ).toMatchObject([{ seatId: late!.seatId, hasSpoken: true }])
    expect(await join(world.facilitator, pollId, others[1]!.seatId)).toBe('pollClosed')
  })

  test('VOTE-27 one register, one place: nobody asked for advice comes to decide in that poll, nor the other way', async () => {
    await adopt()
    const pollId = await open()
    await changeRight(adviser.seatId, 'deliberative')
    expect(await join(world.facilitator, pollId, adviser.seatId)).toBe('askedForAdvice')
    await changeRight(world.cityId, 'consultative')
    expect(await join(world.facilitator, pollId, world.cityId)).toBe('alreadyInRegister')
    expect(await join(world.facilitator, pollId, others[0]!.seatId)).toBe('notInRegister')
  })

  test('VOTE-13 none joins a fixed register, nor a secret poll', async () => {
    for (const { seatId } of others) await changeRight(seatId, 'deliberative')
    const fixed = await open()
    const late = await addOrganization(world, 'Organisme tardif')
    await changeRight(late, 'consultative')
    expect(await join(world.facilitator, fixed, late)).toBe('registerFrozen')
    await adopt()
    const secret = await open(secretChoice)
    expect(await join(world.facilitator, secret, late)).toBe('notInRegister')
  })

  test('VOTE-27 where nobody was asked at the opening, the first who comes is; the ballot file recounts, and gives a forged one away', async () => {
    await adopt()
    for (const { seatId } of [adviser, second]) await changeRight(seatId, 'observer')
    const pollId = await open()
    await changeRight(second.seatId, 'consultative')
    await joined(pollId, second.seatId)
    // A clock set back: what is said still follows its asking.
    world.pass(-60_000)
    await castBy(world, second, pollId, no)
    for (const person of [world.delegate, world.otherDelegate]) await castBy(world, person, pollId, yes)
    await closeVote(world, pollId)
    const { poll, consultative, closedAt } = await voteConstatOf(world, pollId)
    expect(poll.consultativeHash).toBeUndefined()
    expect(consultative!.seats).toEqual([])
    const { receivedAt } = consultative!.ballots[0]!
    expect(consultative!.joined![0]!.at < receivedAt && receivedAt < closedAt).toBe(true)

    const file = await fileOf(pollId)
    expect(recountTally(file).same).toBe(true)
    expect(recountTally(file).consultative).toMatchObject({ cast: { seats: 1 } })
    const given = file.consultative!
    for (const forged of [
      { ...given, joined: [], voices: [] },
      { ...given, seats: given.joined!, joined: [] },
      { ...given, joined: [...given.joined!, ...given.joined!] },
      { ...given, joined: [file.register[0]!] },
    ])
      expect(recountTally({ ...file, consultative: forged }).same).toBe(false)
    const frozen = { ...file.poll, setting: { ...file.poll.setting, electorate: 'frozen' as const } }
    expect(recountTally({ ...file, poll: frozen }).same).toBe(false)
  })
})

describe('what is given out', () => {
  async function counted() {
    const pollId = await open()
    await castBy(world, world.delegate, pollId, yes)
    await castBy(world, world.otherDelegate, pollId, no)
    await castBy(world, adviser, pollId, yes)
    await closeVote(world, pollId)
    return pollId
  }

  test('COUNT-17 COUNT-15 the ballot file holds them apart, and recounts them apart; touched, missing or moved in, they are told', async () => {
    const file = await fileOf(await counted())
    expect(file.consultative!.voices.map(({ seatId }) => seatId)).toEqual([adviser.seatId])
    const codes = (one: TallyFile) => {
      const { same, findings } = recountTally(one)
      return [same, ...findings.filter(({ status }) => status === 'failed').map(({ code }) => code)]
    }
    expect(codes(file)).toEqual([true])
    const { consultative, ...without } = file
    expect(codes(without)).toEqual([false, 'consultative'])
    const given = consultative!
    expect(codes({ ...file, consultative: { ...given, voices: [] } })).toEqual([false, 'consultative'])
    expect(
      codes({ ...file, consultative: { ...given, voices: given.voices.map((v) => ({ ...v, value: no })) } }),
    ).toEqual([false, 'consultative'])
    expect(codes({ ...file, consultative: { ...given, seats: given.seats.slice(1) } })).toEqual([
      false,
      'consultative',
    ])
    // A consultative voice among those that count is a voice of no seat of the register.
    const moved = [...file.voices, ...given.voices].sort((a, b) => (a.seatId < b.seatId ? -1 : 1))
    expect(codes({ ...file, voices: moved })).toEqual([false, 'voices'])
    expect(canonicalText(recountTally(file).count)).toBe(canonicalText(file.count))
  })

  test('VOTE-27 record and minutes tell them under their own title; the table of ballots marks them, without a weight', async () => {
    const file = await world.observer.call(doors.constat, { params: { pollId: await counted() } })
    const { constat } = file
    const tables = constatSections(file, 'fr').flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'table' ? [block] : [])),
    )
    const advice = tables.filter(({ caption }) => caption === 'Voix consultatives')
    // Under the figures, and after the register with its names.
    expect(advice).toHaveLength(2)
    const register = tables.find((block) => JSON.stringify(block.rows).includes('Bulletin'))!
    expect(JSON.stringify(register)).not.toContain('Organisme')
    expect(JSON.stringify(advice[1])).toContain('ne s’est pas prononcé')
    const minutes = pollBlocks(
      {
        pollId: constat.poll.id,
        question: constat.poll.question,
        deciding: true,
        status: 'closed',
        openedAt: constat.poll.openedAt,
        closedAt: constat.closedAt,
        tally: tallyOf(constat),
        addenda: [],
      },
      'en',
      1,
    )
    expect(JSON.stringify(minutes)).toContain('Consultative voices')
    const csv = new TextDecoder().decode(
      renderTable({ constats: [constat] } as unknown as Dossier, 'ballots', 'fr'),
    )
    const lines = csv.trim().split(/\r?\n/)
    expect(lines).toHaveLength(4)
    expect(lines.filter((line) => line.includes('Voix consultative'))).toHaveLength(1)
    expect(lines[3]).toMatch(/;;/)
  })
})
