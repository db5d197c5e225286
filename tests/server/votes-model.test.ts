// Polls of the second form under arbitrary sequences of acts: every command is also told to a plain model, and after each the server
// must be where the model says (INV-1, 2, 5, 6, 8, 16, 21, 25).
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { countedVoices } from '../../shared/poll/admission.ts'
import { ballotFileOf } from '../../shared/poll/ballot-file.ts'
import { recountTally } from '../../shared/poll/recount.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import { addDelegates, closeVote, openVote, seeVote, voteConstatOf, yesNoChoice } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

interface Model {
  /** The closing is written: it stays so when the poll is annulled later. */
  counted: boolean
  annulled: boolean
  readonly revote: boolean
  closesAt: number | null
  /** By seat: how many voices were cast, and the answer that stands. */
  readonly cast: Map<string, number>
  readonly standing: Map<string, string>
  /** Seats whose own holder voted: nobody writes another voice over theirs. */
  readonly own: Set<string>
  readonly keys: { key: string; seatId: string; answer: string; person: number; digest: string }[]
}
interface Real {
  readonly world: World
  readonly people: readonly (Person & { seatId: string })[]
  readonly pollId: string
  readonly textHash: string
}
type Command = fc.AsyncCommand<Model, Real>

const answers = ['yes', 'no', 'abstain'] as const
type Answer = (typeof answers)[number]
const isOver = (model: Model, real: Real) =>
  model.counted || (model.closesAt !== null && real.world.ctx.now().getTime() >= model.closesAt)

/** What the server refuses, or the model of a voice that enters. */
function expectedOf(model: Model, real: Real, seatId: string, recorded: boolean): string | null {
  if (model.annulled) return 'pollNotOpen'
  if (isOver(model, real)) return 'pollClosed'
  const over = recorded && model.own.has(seatId)
  return model.standing.has(seatId) && (over || !model.revote) ? 'alreadyVoted' : null
}

class Cast implements Command {
  readonly at: number
  readonly answer: Answer
  readonly recorded: boolean
  constructor(at: number, answer: Answer, recorded: boolean) {
    this.at = at
    this.answer = answer
    this.recorded = recorded
  }
  check = () => true
  async run(model: Model, real: Real) {
    const person = real.people[this.at]!
    const { seatId } = person
    const by = this.recorded ? real.world.facilitator : person
    const clientKey = newKey()
    const body = { value: { answer: this.answer }, reason: '', textHash: real.textHash, clientKey, seatId }
    const input = { params: { pollId: real.pollId }, body }
    const refused = expectedOf(model, real, seatId, this.recorded)
    if (refused) return expect(await by.refusal(doors.castVoice, input)).toBe(refused)
    const receipt = await by.call(doors.castVoice, input)
    model.cast.set(seatId, (model.cast.get(seatId) ?? 0) + 1)
    model.standing.set(seatId, this.answer)
    if (!this.recorded) model.own.add(seatId)
    expect(receipt.revision).toBe(model.cast.get(seatId))
    model.keys.push({
      key: clientKey,
      seatId,
      answer: this.answer,
      person: this.recorded ? -1 : this.at,
      digest: receipt.digest,
    })
  }
  toString = () => `${this.recorded ? 'record' : 'cast'} ${this.at} ${this.answer}`
}

/** The same act sent again, at any later moment: the same receipt, and nothing changes. */
class Repeat implements Command {
  readonly which: number
  constructor(which: number) {
    this.which = which
  }
  check = (model: Readonly<Model>) => model.keys.length > 0
  async run(model: Model, real: Real) {
    const { key, seatId, answer, person, digest: known } = model.keys[this.which % model.keys.length]!
    const by = person < 0 ? real.world.facilitator : real.people[person]!
    const body = {
      value: { answer: answer as Answer },
      reason: '',
      textHash: real.textHash,
      clientKey: key,
      seatId,
    }
    const receipt = await by.call(doors.castVoice, { params: { pollId: real.pollId }, body })
    expect(receipt.digest).toBe(known)
  }
  toString = () => `repeat ${this.which}`
}

/** A voice on a text that is not the poll's is refused whatever else holds, but the closing. */
class OtherText implements Command {
  readonly at: number
  constructor(at: number) {
    this.at = at
  }
  check = () => true
  async run(model: Model, real: Real) {
    const body = {
      value: { answer: 'yes' as const },
      reason: '',
      textHash: '0'.repeat(64),
      clientKey: newKey(),
    }
    const code = await real.people[this.at]!.refusal(doors.castVoice, {
      params: { pollId: real.pollId },
      body,
    })
    const over = model.annulled ? 'pollNotOpen' : isOver(model, real) ? 'pollClosed' : 'textChanged'
    expect(code).toBe(over)
  }
  toString = () => `other text ${this.at}`
}

class Pass implements Command {
  readonly ms: number
  constructor(ms: number) {
    this.ms = ms
  }
  check = () => true
  async run(model: Model, real: Real) {
    // Once somebody saw the hour come, a clock set back changes nothing: the closing is written.
    if (!model.annulled && isOver(model, real)) {
      await seeVote(real.world.observer, real.pollId)
      model.counted = true
    }
    real.world.pass(this.ms)
  }
  toString = () => `pass ${this.ms}`
}

class Close implements Command {
  check = () => true
  async run(model: Model, real: Real) {
    const close = { params: { pollId: real.pollId } }
    if (model.annulled && !model.counted) {
      expect(await real.world.facilitator.refusal(doors.closeVote, close)).toBe('pollNotOpen')
      return
    }
    const early = !isOver(model, real) && model.closesAt !== null
    if (early && model.standing.size < real.people.length + 2) {
      expect(await real.world.facilitator.refusal(doors.closeVote, close)).toBe('pollHasHour')
      return
    }
    await closeVote(real.world, real.pollId)
    model.counted = true
  }
  toString = () => 'close'
}

class Annul implements Command {
  check = () => true
  async run(model: Model, real: Real) {
    const body = { kind: 'annulled' as const, text: 'Motif.', clientKey: newKey() }
    // Annulling looks first: an hour that has come is a closing.
    if (!model.annulled && isOver(model, real)) model.counted = true
    await real.world.facilitator.call(doors.addToVote, { params: { pollId: real.pollId }, body })
    model.annulled = true
  }
  toString = () => 'annul'
}

/** What must hold after any command. */
class Look implements Command {
  check = () => true
  async run(model: Model, real: Real) {
    const { world, pollId } = real
    const view = await seeVote(world.observer, pollId)
    if (!model.annulled && isOver(model, real)) model.counted = true
    expect(view.state).toBe(model.annulled ? 'annulled' : model.counted ? 'counted' : 'open')
    expect(view.constatDigest !== null).toBe(model.counted)
    expect(view.received).toBe(model.standing.size)
    const rows = await world.db.selectFrom('voices').selectAll().where('poll_id', '=', pollId).execute()
    expect(rows).toHaveLength([...model.cast.values()].reduce((sum, count) => sum + count, 0))
    expect(rows.every((row) => row.text_hash === real.textHash)).toBe(true)
    const counted = countedVoices(
      rows.map(({ seat_id, revision, value_json }) => ({ seatId: seat_id, revision, value_json })),
    )
    expect(
      Object.fromEntries(counted.map(({ seatId, value_json }) => [seatId, JSON.parse(value_json).answer])),
    ).toEqual(Object.fromEntries(model.standing))
    if (view.constatDigest === null) {
      expect(view.count).toBeNull()
      return
    }
    const constat = await voteConstatOf(world, pollId)
    expect(digest('constat', constat)).toBe(view.constatDigest)
    expect(constat.ballots.every(({ receivedAt }) => receivedAt < constat.closedAt)).toBe(true)
    expect(canonicalText(constat.poll.setting)).toBe(canonicalText(view.setting))
    expect(constat.count!.cast.seats <= constat.count!.registered.seats).toBe(true)
    expect(recountTally(ballotFileOf(constat)!).same).toBe(true)
  }
  toString = () => 'look'
}

let world: World
let people: (Person & { seatId: string })[]
beforeAll(async () => {
  world = await createCouncil()
  people = await addDelegates(world, 3)
}, 60_000)
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const seat = fc.integer({ min: 0, max: 2 })
const commands = [
  fc
    .tuple(seat, fc.constantFrom(...answers), fc.boolean())
    .map(([at, answer, recorded]) => new Cast(at, answer, recorded)),
  fc.nat(20).map((which) => new Repeat(which)),
  seat.map((at) => new OtherText(at)),
  fc.constantFrom(1, 60_000, 1_800_000, 3_600_000, -1, -7_200_000).map((ms) => new Pass(ms)),
  fc.constant(new Close()),
  fc.constant(new Annul()),
  fc.constant(new Look()),
]

describe('under any sequence of acts', () => {
  test('INV-1 INV-2 INV-5 INV-6 INV-8 INV-21 INV-25 the server is where a plain model says, whatever is repeated, late or set back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(commands, { maxCommands: 30 }),
        fc.boolean(),
        fc.boolean(),
        async (list, revote, timed) => {
          // Past whatever an earlier run reached, also when it then set the clock back.
          const { closed_at: last } = await world.db
            .selectFrom('polls')
            .leftJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
            .select((eb) => eb.fn.max(eb.fn.coalesce('closed_at', 'opened_at')).as('closed_at'))
            .executeTakeFirstOrThrow()
          if (last) world.pass(Math.max(0, Date.parse(last) + 1 - world.ctx.now().getTime()))
          const closesAt = timed ? world.ctx.now().getTime() + 3_600_000 : null
          const choice = {
            ...yesNoChoice,
            revote,
            results: 'afterClose' as const,
            ...(closesAt !== null && { closesAt: new Date(closesAt).toISOString() }),
          }
          const pollId = await openVote(world, { subject: { kind: 'question' }, choice })
          const { textHash } = await seeVote(world.observer, pollId)
          const model: Model = {
            counted: false,
            annulled: false,
            revote,
            closesAt,
            cast: new Map(),
            standing: new Map(),
            own: new Set(),
            keys: [],
          }
          const setup = () => ({ model, real: { world, people, pollId, textHash } })
          await fc.asyncModelRun(setup, [...list, new Look()])
        },
      ),
      { numRuns: 200 },
    )
  }, 180_000)
})
