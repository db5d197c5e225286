// Many rooms of three people each, an edit a second in each: what one more open room costs in memory. Called by bench.ts.
import { noiseOf, onFresh, type Scenario, type Values } from '../case.ts'
import { makeEdits, openEditReader } from '../load/edits.ts'
import { openHistogram } from '../load/histogram.ts'
import { openTraffic, pace, type Traffic } from '../load/traffic.ts'
import { residentMb, sleep, startMeter } from '../machine.ts'
import type { Server } from '../server-under-test.ts'

export interface RoomsSettings {
  /** Two numbers of rooms: a process's own memory falls out of their difference. One person may create at most 200 workspaces. */
  readonly rooms: readonly [number, number]
  readonly phaseMs: number
  readonly peers: readonly string[]
}

const peoplePerRoom = 3
const openAtOnce = 16

export function rooms(settings: RoomsSettings): Scenario {
  const { peers } = settings
  const [few, many] = settings.rooms
  return {
    name: 'rooms',
    cases: [
      {
        name: `rooms ${few} to ${many}`,
        about: `${few} and ${many} rooms of ${peoplePerRoom}, an edit a second in each; kbPerRoom: memory of one more room; ms`,
        targets: ['assise', ...peers],
        columns: [
          'kbPerRoom',
          'rssFewMb',
          'rssManyMb',
          'openCpuMs',
          'p50',
          'p99',
          'cpuPerM',
          'srvPct',
          'lost',
        ],
        goals: [{ column: 'kbPerRoom', is: 'atMost', of: peers, factor: 1 }],
        async measure(target, folder) {
          const small = await onFresh(target, folder, (server) => open(server, few, settings), few)
          const large = await onFresh(target, folder, (server) => open(server, many, settings), many)
          const [rssFewMb, rssManyMb] = [Number(small.rssMb), Number(large.rssMb)]
          return {
            ...large,
            rssFewMb,
            rssManyMb,
            kbPerRoom: ((rssManyMb - rssFewMb) * 1024) / (many - few),
          }
        },
      },
    ],
  }
}

async function open(server: Server, count: number, { phaseMs }: RoomsSettings): Promise<Values> {
  const edits = makeEdits({ writers: peoplePerRoom, count: 60, paragraph: 700 })
  const reader = openEditReader(edits)
  const pids = server.pids()
  const opening = startMeter(pids)
  const traffics: Traffic[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const room = next++
      const parts = { server, room, people: peoplePerRoom, edits, reader, seedPauseMs: 30 }
      traffics[room] = await openTraffic(parts)
    }
  }
  await Promise.all(Array.from({ length: openAtOnce }, worker))
  await sleep(2_000)
  const opened = opening()
  const fire = (at: number) => void traffics[at % count]!.send(Math.floor(at / count) % peoplePerRoom)
  await pace(count, 1_500, fire)
  for (const traffic of traffics) traffic.startMeasuring()
  const stop = startMeter(pids)
  // Where the warm-up left off, so that each room goes on in turn.
  await pace(count, phaseMs, fire)
  const load = stop()
  await sleep(500)
  const latency = openHistogram()
  let delivered = 0
  let lost = 0
  for (const traffic of traffics) {
    const measured = traffic.measured()
    latency.include(measured.latency)
    delivered += measured.delivered
    lost += traffic.pending() + traffic.lostConnections()
  }
  const rssMb = residentMb(pids)
  for (const traffic of traffics) traffic.close()
  return {
    rssMb,
    openCpuMs: (1000 * opened.serverCpu) / count,
    p50: latency.quantile(0.5),
    p99: latency.quantile(0.99),
    cpuPerM: load.serverCpu / (delivered / 1e6),
    srvPct: load.serverPct,
    lost,
    ...noiseOf(load),
  }
}
