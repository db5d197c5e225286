// A reader who stops reading while others write much: what the server keeps for it, and what the others feel. Called by bench.ts.
import { noiseOf, onFresh, type Scenario, type Values } from '../case.ts'
import { type Edits, makeEdits } from '../load/edits.ts'
import { openTraffic, pace } from '../load/traffic.ts'
import { residentMb, startMeter, watchMemory } from '../machine.ts'
import type { Server } from '../server-under-test.ts'

export interface SlowSettings {
  readonly people: number
  readonly rate: number
  readonly phaseMs: number
  readonly peers: readonly string[]
}

const writers = 4
const blockCharacters = 1_024

export function slow(settings: SlowSettings): Scenario {
  const { people, rate, phaseMs, peers } = settings
  let edits: Edits | null = null
  return {
    name: 'slow',
    cases: [
      {
        name: `slow ${people}`,
        about: `${people} people, ${rate} replacements of 1 KB a second for ${phaseMs / 1000} s, without and with one who stops reading; ms`,
        targets: ['assise', ...peers],
        columns: [
          'extraMb',
          'growthMb',
          'growthAloneMb',
          'p99Alone',
          'p99',
          'srvPct',
          'lost',
          'victimClosed',
        ],
        goals: [
          { column: 'extraMb', is: 'atMost', plus: 10 },
          // Within what two measurements of the same thing differ by.
          { column: 'p99Ratio', is: 'atMost', plus: 1.5 },
        ],
        async measure(target, folder) {
          const count = Math.ceil(((phaseMs + 3_000) * rate) / 1000 / writers)
          edits ??= makeEdits({ writers, count, block: blockCharacters })
          const made = edits
          const alone = await onFresh(target, folder, (server) => write(server, settings, made, false))
          const stuck = await onFresh(target, folder, (server) => write(server, settings, made, true))
          return {
            ...stuck,
            growthAloneMb: alone.growthMb,
            extraMb: Number(stuck.growthMb) - Number(alone.growthMb),
            p99Alone: alone.p99,
            p99Ratio: Number(stuck.p99) / Number(alone.p99),
          }
        },
      },
    ],
  }
}

async function write(
  server: Server,
  { people, rate, phaseMs }: SlowSettings,
  edits: Edits,
  stuck: boolean,
): Promise<Values> {
  const traffic = await openTraffic({ server, room: 0, people, edits })
  const victim = people - 1
  traffic.exclude(victim)
  const fire = (at: number) => void traffic.send(at % writers)
  await pace(rate, 1500, fire)
  await traffic.drained()
  const pids = server.pids()
  const before = residentMb(pids)
  if (stuck) traffic.clients[victim]!.socket.stopReading()
  const peak = watchMemory(pids)
  traffic.startMeasuring()
  const stop = startMeter(pids)
  await pace(rate, phaseMs, fire)
  const load = stop()
  const growthMb = residentMb(pids) - before
  await traffic.drained()
  const { latency } = traffic.measured()
  const lost = traffic.pending()
  const victimClosed = Number(traffic.clients[victim]!.socket.closed() !== null)
  traffic.close()
  return {
    growthMb,
    p50: latency.quantile(0.5),
    p99: latency.quantile(0.99),
    srvPct: load.serverPct,
    rssPeakMb: peak(),
    lost,
    victimClosed,
    ...noiseOf(load),
  }
}
