// Arbitrary meetings: people whose mandates overlap ask for anything, in any order, with a clock that jumps and acts delivered twice.
// Called by the properties of tests/shared/meeting.
import fc from 'fast-check'
import type { Command } from '../../shared/meeting/command-list.ts'
import { convened, facilitator, opened, person, rulesWith, type Sitting, seat } from './sitting.ts'

/** Four seats whose people overlap: the same person is delegate here and alternate there. */
export const roll = [
  seat('s1', 'ana', ['bob', 'cleo']),
  seat('s2', 'bob', ['ana']),
  seat('s3', 'cleo', ['dan'], { college: 'municipal' }),
  seat('s4', 'eve', [], { right: 'consultative' }),
]
export const people = ['ana', 'bob', 'cleo', 'dan', 'eve', 'zoe']
const seatIds = roll.map(({ seatId }) => seatId)
export const itemIds = ['i2', 'i3', 'i4']

const aPerson = fc.constantFrom(...people)
const aSeat = fc.constantFrom(...seatIds)
const anItem = fc.constantFrom(...itemIds)
const often =
  (weight: number) =>
  <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
const maybe = often(1)
const sometimes = often(3)
const rarely = often(40)

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('arrive' as const),
      mode: fc.constantFrom('room' as const, 'remote' as const),
      seatId: maybe(aSeat),
      person: sometimes(aPerson),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('leave' as const),
      seatId: maybe(aSeat),
      person: sometimes(aPerson),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('handOver' as const), seatId: aSeat, to: aPerson }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('giveProxy' as const), from: aSeat, to: aSeat }) },
  fc.record({ kind: fc.constant('revokeProxy' as const), from: aSeat }),
  fc.record({
    kind: fc.constant('recuse' as const),
    seatId: aSeat,
    itemId: anItem,
    reason: fc.constant('Porteur du projet'),
  }),
  fc.record({ kind: fc.constant('withdrawRecusal' as const), seatId: aSeat, itemId: anItem }),
  fc.record({
    kind: fc.constant('askSpeech' as const),
    speech: fc.constantFrom('request' as const, 'pointOfOrder' as const),
    person: sometimes(aPerson),
  }),
  fc.constant({ kind: 'endSpeech' as const }),
  fc.record({ kind: fc.constant('openItem' as const), itemId: anItem }),
  fc.record({
    kind: fc.constant('postponeItem' as const),
    itemId: anItem,
    reason: fc.constant('Faute de temps'),
  }),
  fc.constantFrom({ kind: 'open' as const }, { kind: 'resume' as const }, { kind: 'close' as const }),
  fc.constant({ kind: 'suspend' as const, reason: 'Pause' }),
)

export interface Step {
  readonly by: string
  readonly command: Command
  /** How the server's clock jumps before it, milliseconds: back too. */
  readonly skew: number
  /** How many times it is delivered. */
  readonly times: number
  /** The mandate of this person ends first. */
  readonly ends: string | undefined
}
const step: fc.Arbitrary<Step> = fc.record({
  by: fc.constantFrom(...people, 'maude', 'maude', 'maude'),
  command,
  skew: fc.integer({ min: -600_000, max: 700_000 }),
  times: fc.integer({ min: 1, max: 2 }),
  ends: rarely(aPerson),
})
export const play = fc.record({
  steps: fc.array(step, { maxLength: 60, size: 'max' }),
  severalSeats: fc.boolean(),
  open: fc.boolean(),
})

export interface Play {
  readonly steps: readonly Step[]
  readonly severalSeats: boolean
  readonly open: boolean
}

/** Plays it; `seen` looks after each step. */
export function played(
  { steps, severalSeats, open }: Play,
  seen: (sitting: Sitting) => void = () => {},
): Sitting {
  const options = { seats: roll, rules: rulesWith({ severalSeats, quorumLost: 'continue' }), decisions: 2 }
  const sitting = open ? opened(options) : convened(options)
  let now = roll
  for (const { by, command, skew, times, ends } of steps) {
    sitting.clock += skew
    if (ends) {
      now = now.map((one) => ({ ...one, people: one.people.filter(({ userId }) => userId !== ends) }))
      sitting.callRoll(now)
    }
    for (let n = 0; n < times; n++) sitting.ask(by === 'maude' ? facilitator : person(by), command)
    seen(sitting)
  }
  return sitting
}
