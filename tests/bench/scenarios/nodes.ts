// One room on two nodes of one PostgreSQL and one Redis, half of its people on each, beside the same people on one node: what a
// delivery costs on each node, and how much later it comes. Called by bench.ts.
import { availableParallelism } from 'node:os'
import { type Case, noiseOf, type Scenario, type Values } from '../case.ts'
import { postgresServer } from '../databases.ts'
import { type Edits, makeEdits } from '../load/edits.ts'
import { openTraffic, pace } from '../load/traffic.ts'
import { familyOf, sleep, startMeter } from '../machine.ts'
import { type Server, startTarget } from '../server-under-test.ts'
import { type Target, twoNodes } from '../targets.ts'
import type { FanoutSettings, FanoutSize } from './fanout.ts'

/** Edits under way at full rate. */
const inFlight = 64
/** Two nodes deliver more than one where they do not take the processor from each other, from PostgreSQL and from the generator. */
const coresEnough = availableParallelism() >= 6

export function nodes({ sizes, phaseMs, warmMs }: FanoutSettings): Scenario {
  const cases = sizes.flatMap((size): Case[] => {
    let edits: Edits | null = null
    const { people, rate, phases = ['fixed', 'max'] } = size
    return phases.map((phase) => ({
      name: `nodes ${people} ${phase}`,
      about:
        `${people} people, ${phase === 'fixed' ? `${rate} edits/s, open loop` : `${inFlight} edits under way, closed loop`}; ` +
        'cpuPerM: CPU seconds per million deliveries of the node that needs most; dbPerM: of PostgreSQL',
      targets: ['assise', 'assise-postgres', twoNodes],
      columns: [
        'sentPerS',
        'deliveredPerS',
        'deliveredPerCpuS',
        'p50',
        'p99',
        'ackP95',
        'cpuPerM',
        'dbPerM',
        'lost',
      ],
      goals: [
        { target: twoNodes, column: 'cpuPerM', is: 'atMost', of: ['assise-postgres'], factor: 1.4 },
        ...(phase === 'max' && coresEnough
          ? ([
              {
                target: twoNodes,
                column: 'deliveredPerS',
                is: 'atLeast',
                of: ['assise-postgres'],
                factor: 1.7,
              },
            ] as const)
          : []),
      ],
      async measure(target, folder) {
        edits ??= makeEdits(size)
        return measure(target, folder, { size, phase, phaseMs, warmMs, edits })
      },
    }))
  })
  return { name: 'nodes', cases }
}

interface Run {
  readonly size: FanoutSize
  readonly phase: 'fixed' | 'max'
  readonly phaseMs: number
  readonly warmMs: number
  readonly edits: Edits
}

async function measure(target: Target, folder: string, run: Run): Promise<Values> {
  const servers = [await startTarget(target, { folder, fresh: true })]
  try {
    if (target.name === twoNodes) servers.push(await startTarget(target, { folder, fresh: false }))
    return await drive(servers, run)
  } finally {
    for (const server of servers) await server.stop()
  }
}

async function drive(
  servers: readonly Server[],
  { size, phase, phaseMs, warmMs, edits }: Run,
): Promise<Values> {
  const { people, writers, rate } = size
  const [server, otherNode] = servers
  const traffic = await openTraffic({
    server: server!,
    ...(otherNode && { otherNode }),
    room: 0,
    people,
    edits,
  })
  const fire = (at: number) => void traffic.send(at % writers)
  const flood = phase === 'max' ? traffic.flood(Math.max(1, Math.round(inFlight / writers))) : null
  await (flood ? sleep(warmMs) : pace(rate, warmMs, fire))
  if (!flood) await traffic.drained()
  const database = server!.target.prepare ? familyOf((await postgresServer()).pid) : []
  traffic.startMeasuring()
  const meters = servers.map((each) => startMeter(each.pids()))
  const databaseMeter = startMeter(database)
  await (flood ? sleep(phaseMs) : pace(rate, phaseMs, fire))
  const loads = meters.map((stop) => stop())
  const databaseCpu = databaseMeter().serverCpu
  flood?.stop()
  // Each node has as many people, and of its writers, as the other: half of the deliveries.
  const { delivered, sent, latency, ackLatency } = traffic.measured()
  const cpus = loads.map(({ serverCpu }) => serverCpu)
  await traffic.drained()
  const lost = traffic.pending() + traffic.lostConnections()
  traffic.close()
  const whole = loads[0]!
  return {
    sentPerS: sent / whole.seconds,
    deliveredPerS: delivered / whole.seconds,
    deliveredPerCpuS: delivered / cpus.reduce((sum, cpu) => sum + cpu, 0),
    p50: latency.quantile(0.5),
    p99: latency.quantile(0.99),
    ackP95: ackLatency.quantile(0.95),
    cpuPerM: Math.max(...cpus) / (delivered / servers.length / 1e6),
    dbPerM: database.length > 0 ? databaseCpu / (delivered / 1e6) : null,
    lost,
    ...noiseOf({ ...whole, otherPct: whole.otherPct - sharePct(loads.slice(1)) }),
  }
}

function sharePct(loads: readonly { serverPct: number }[]): number {
  return loads.reduce((sum, { serverPct }) => sum + serverPct, 0)
}
