// Large polls to count, the same at each run, and how long one takes, checks of every voice included. Called by tally.ts and vote.ts.
import { countPoll } from '../../shared/poll/count.ts'
import type { MethodKey, PollSetting, SeatEntry, Value } from '../../shared/poll/setting.ts'

/** A generator of our own, so that every run counts the same voices. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const random = seeded(20_260_101)
const optionsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: `o${at}`,
    label: { fr: `Option ${at}`, en: `Option ${at}` },
  }))

function shuffled(ids: readonly string[]): string[] {
  const mixed = [...ids]
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
  }
  return mixed
}

function settingOf<M extends MethodKey>(
  method: M,
  params: PollSetting<M>['params'],
  options: number,
): PollSetting {
  return {
    method,
    methodVersion: 1,
    params,
    options: optionsOf(options),
    quorum: {
      basis: 'organizations',
      share: { num: 1, den: 2 },
      strict: false,
      minAbsolute: 1,
      collegesMin: 0,
      proxiesCount: true,
      recusedInBase: false,
    },
    tie: 'notAdopted',
    afterBlock: 'discussion',
    secrecy: 'open',
    minSecretSize: 5,
    electorate: 'frozen',
    revote: true,
    results: 'afterClose',
  }
}

/** Weights as colleges give them: a percent over the number of seats. */
function seatsOf(count: number, weighted: boolean): SeatEntry[] {
  const dens = weighted ? [26, 9, 14, 10, 5] : [1]
  return Array.from({ length: count }, (_, at) => ({
    seatId: `seat-${at}`,
    name: `Organisation ${at}`,
    college: 'community',
    weight: { num: 1, den: dens[at % dens.length]! },
  }))
}

const grades = ['excellent', 'good', 'fair', 'poor'].map((id) => ({ id, label: { fr: id, en: id } }))
interface TallyCase {
  readonly name: string
  readonly setting: PollSetting
  readonly seats: SeatEntry[]
  readonly value: (ids: readonly string[]) => Value
}

export const tallyCases: readonly TallyCase[] = [
  {
    name: 'schulze 200 × 10,000',
    setting: settingOf('schulze', {}, 200),
    seats: seatsOf(10_000, false),
    value: (ids) => ({ ranking: shuffled(ids).map((id) => [id]) }),
  },
  {
    name: 'schulze 200 × 10,000, weighted',
    setting: settingOf('schulze', {}, 200),
    seats: seatsOf(10_000, true),
    value: (ids) => ({ ranking: shuffled(ids).map((id) => [id]) }),
  },
  {
    name: 'judgment 20 × 10,000',
    setting: settingOf('judgment', { grades }, 20),
    seats: seatsOf(10_000, true),
    value: (ids) => ({
      grades: Object.fromEntries(ids.map((id) => [id, grades[Math.floor(random() * 4)]!.id])),
    }),
  },
  {
    name: 'consent 800',
    setting: {
      ...settingOf('consent', {}, 0),
      threshold: { share: { num: 3, den: 4 }, strict: false, base: 'expressed', abstentions: 'excluded' },
    },
    seats: seatsOf(800, true),
    value: () => ({ choice: random() < 0.8 ? 'support' : 'reserve' }),
  },
]

/** One run after a warm-up, median of five: milliseconds on the clock, and of the processor. */
export function timeTally({ setting, seats, value }: TallyCase): { wallMs: number; cpuMs: number } {
  const ids = setting.options.map(({ id }) => id)
  const voices = seats.map(({ seatId }) => ({ seatId, value: value(ids) }))
  const runs = Array.from({ length: 6 }, () => {
    const before = { wall: performance.now(), cpu: process.cpuUsage() }
    countPoll(setting, seats, voices)
    const { user, system } = process.cpuUsage(before.cpu)
    return { wall: performance.now() - before.wall, cpu: (user + system) / 1_000 }
  }).slice(1)
  const median = (figures: number[]) => Math.round(figures.sort((a, b) => a - b)[2]!)
  return { wallMs: median(runs.map((run) => run.wall)), cpuMs: median(runs.map((run) => run.cpu)) }
}
