// Fan-out: some write, everyone else reads. At a fixed rate (open loop), then as fast as the server goes with a constant number of
// edits under way (closed loop). Called by bench.ts.
import { type Case, type Goal, noiseOf, onFresh, type Scenario, type Values } from '../case.ts'
import { type Edits, makeEdits } from '../load/edits.ts'
import { openTraffic, pace, type Traffic } from '../load/traffic.ts'
import { type Load, residentMb, sleep, startMeter, watchMemory } from '../machine.ts'
import type { Server } from '../server-under-test.ts'

export interface FanoutSettings {
  readonly sizes: readonly FanoutSize[]
  readonly phaseMs: number
  readonly warmMs: number
}

export interface FanoutSize {
  readonly people: number
  readonly writers: number
  /** Edits a second of the fixed phase, all writers together. */
  readonly rate: number
  /** Edits prepared for each writer. */
  readonly count: number
  /** Which of the two phases; both when not said. */
  readonly phases?: readonly Phase[]
  /** Beside which servers; all peers when not said. */
  readonly peers?: readonly string[]
}

type Phase = 'fixed' | 'max'

/** Edits under way at full rate. */
const inFlight = 64
const allPeers = ['hocuspocus', 'y-websocket']

const fixedGoals: readonly Goal[] = [
  { column: 'cpuPerM', is: 'atMost', of: ['hocuspocus'], factor: 0.75 },
  { column: 'p50', is: 'atMost', of: ['bare-send'], plus: 6 },
  { column: 'p99', is: 'atMost', of: ['bare-send'], plus: 15 },
  { column: 'ackP95', is: 'atMost', plus: 25 },
]
/** Deliveries per processor second, as in the issue: 2, 1.3 and 1.2 times Hocuspocus. */
const fullRateFactor: Readonly<Record<number, number>> = { 10: 2, 100: 1.3, 500: 1.2 }

export function fanout(settings: FanoutSettings): Scenario {
  let prepared: { size: FanoutSize; edits: Edits } | null = null
  const editsFor = (size: FanoutSize): Edits => {
    if (prepared?.size !== size) prepared = { size, edits: makeEdits(size) }
    return prepared.edits
  }
  const cases = settings.sizes.flatMap((size): Case[] => {
    const { people, rate } = size
    const shared = {
      columns: [
        'sentPerS',
        'deliveredPerS',
        'p50',
        'p99',
        'ackP95',
        'cpuPerM',
        'srvPct',
        'rssMb',
        'editsPerFrame',
        'lost',
      ],
    }
    const { phases = ['fixed', 'max'], peers = allPeers } = size
    const both: readonly (Case & { phase: Phase })[] = [
      {
        ...shared,
        phase: 'fixed',
        targets: ['assise', ...peers, 'bare-send'],
        name: `fanout ${people} fixed`,
        about: `${people} people, ${rate} edits/s, open loop; ms; cpuPerM: server CPU seconds per million deliveries`,
        goals: fixedGoals,
        measure: (target, folder) =>
          onFresh(target, folder, (server) => fixedRate(server, size, settings, editsFor(size))),
      },
      {
        ...shared,
        phase: 'max',
        targets: ['assise', ...peers, 'bare-batch'],
        name: `fanout ${people} max`,
        about: `${people} people, ${inFlight} edits under way at any time, closed loop`,
        goals: [
          {
            column: 'deliveredPerCpuS',
            is: 'atLeast',
            of: ['hocuspocus'],
            factor: fullRateFactor[people] ?? 1.2,
          },
          { column: 'deliveredPerCpuS', is: 'atLeast', of: ['bare-batch'], factor: 0.6 },
        ],
        measure: (target, folder) =>
          onFresh(target, folder, (server) => fullRate(server, size, settings, editsFor(size))),
      },
    ]
    return both.filter(({ phase }) => phases.includes(phase))
  })
  return { name: 'fanout', cases }
}

async function fixedRate(
  server: Server,
  { people, writers, rate }: FanoutSize,
  { phaseMs, warmMs }: FanoutSettings,
  edits: Edits,
): Promise<Values> {
  const traffic = await openTraffic({ server, room: 0, people, edits })
  const fire = (at: number) => void traffic.send(at % writers)
  await pace(rate, warmMs, fire)
  await traffic.drained()
  const pids = server.pids()
  const peak = watchMemory(pids)
  traffic.startMeasuring()
  const stop = startMeter(pids)
  const lateMs = await pace(rate, phaseMs, fire)
  const load = stop()
  await traffic.drained()
  const values = valuesOf(traffic, load)
  traffic.close()
  return { ...values, rssMb: residentMb(pids), rssPeakMb: peak(), lateMs }
}

async function fullRate(
  server: Server,
  { people, writers }: FanoutSize,
  { phaseMs, warmMs }: FanoutSettings,
  edits: Edits,
): Promise<Values> {
  const traffic = await openTraffic({ server, room: 0, people, edits })
  const pids = server.pids()
  const peak = watchMemory(pids)
  const run = traffic.flood(Math.max(1, Math.round(inFlight / writers)))
  await sleep(warmMs)
  traffic.startMeasuring()
  const stop = startMeter(pids)
  await sleep(phaseMs)
  const load = stop()
  const ranOut = run.stop()
  const measured = valuesOf(traffic, load)
  await traffic.drained()
  const lost = traffic.pending() + traffic.lostConnections()
  traffic.close()
  return { ...measured, lost, ranOut: Number(ranOut), rssMb: residentMb(pids), rssPeakMb: peak() }
}

function valuesOf(traffic: Traffic, load: Load): Values {
  const { delivered, sent, frames, latency, ackLatency } = traffic.measured()
  return {
    sentPerS: sent / load.seconds,
    deliveredPerS: delivered / load.seconds,
    p50: latency.quantile(0.5),
    p99: latency.quantile(0.99),
    ackP95: ackLatency.quantile(0.95),
    cpuPerM: load.serverCpu / (delivered / 1e6),
    deliveredPerCpuS: delivered / load.serverCpu,
    srvPct: load.serverPct,
    systemShare: load.systemShare,
    editsPerFrame: delivered / Math.max(1, frames),
    lost: traffic.pending() + traffic.lostConnections(),
    ...noiseOf(load),
  }
}
