// Join storm: everyone opens the same large plan within a second, as when a meeting begins. Called by bench.ts.
import * as Y from 'yjs'
import { noiseOf, onFresh, type Scenario, type Values } from '../case.ts'
import { type Client, openClient } from '../load/client.ts'
import { type LargePlan, largePlan } from '../load/documents.ts'
import { openHistogram } from '../load/histogram.ts'
import { pace } from '../load/traffic.ts'
import { residentMb, sleep, startMeter, watchMemory } from '../machine.ts'
import { placeOf, type Server } from '../server-under-test.ts'

export interface JoinSettings {
  readonly joiners: number
  readonly planBytes: number
}

const arriveWithinMs = 1000
const storedWithinMs = 30_000
/** Every so many joins, the document that came is built and compared. */
const checkEvery = 75

export function join(settings: JoinSettings): Scenario {
  let plan: LargePlan | null = null
  const { joiners, planBytes } = settings
  const peers = ['hocuspocus', 'y-websocket']
  return {
    name: 'join',
    cases: [
      {
        name: `join ${joiners}`,
        about: `${joiners} people open a plan of ${planBytes / 1e6} MB within ${arriveWithinMs / 1000} s; ms`,
        targets: ['assise', ...peers, 'bare-blob'],
        columns: ['allSyncedMs', 'p50', 'p99', 'cpuMsPerJoin', 'rssBeforeMb', 'rssPeakMb', 'failed', 'wrong'],
        goals: [
          { column: 'allSyncedMs', is: 'atMost', of: peers, factor: 0.45 },
          { column: 'cpuMsPerJoin', is: 'atMost', of: peers, factor: 1 / 6 },
          { column: 'rssPeakMb', is: 'atMost', of: peers, factor: 0.7 },
        ],
        measure(target, folder) {
          plan ??= largePlan(planBytes)
          const large = plan
          return onFresh(target, folder, (server) => storm(server, large, joiners))
        },
      },
    ],
  }
}

async function storm(server: Server, plan: LargePlan, joiners: number): Promise<Values> {
  const owner = openClient({ server, place: placeOf(server, 0, 0) })
  await owner.synced
  owner.sendUpdate(plan.update)
  await stored(server, plan)
  await sleep(500)
  const pids = server.pids()
  const rssBeforeMb = residentMb(pids)
  const peak = watchMemory(pids, 50)
  const times = openHistogram()
  const clients: Client[] = []
  const bodies: Buffer[] = []
  const arrivals: Promise<void>[] = []
  let failed = 0
  let lastMs = 0
  const startMs = performance.now()
  const stop = startMeter(pids)
  await pace(joiners * (1000 / arriveWithinMs), arriveWithinMs, (at) => {
    const client = openClient({
      server,
      place: placeOf(server, 0, at),
      keepLarge: at % checkEvery === 0,
      onAnswer(bytes, from, to) {
        if (at % checkEvery === 0) bodies.push(Buffer.from(bytes.subarray(from, to)))
      },
    })
    clients.push(client)
    arrivals.push(
      client.synced.then(
        () => {
          times.add(client.syncedAtMs - client.startedAtMs)
          lastMs = Math.max(lastMs, client.syncedAtMs)
          if (client.socket.bytesIn() < plan.update.length / 2) failed += 1
        },
        () => {
          failed += 1
        },
      ),
    )
  })
  await Promise.all(arrivals)
  const load = stop()
  const wrong = bodies.filter((body) => sumOf(body, plan) !== plan.sum).length
  for (const client of [owner, ...clients]) client.close()
  return {
    allSyncedMs: lastMs - startMs,
    p50: times.quantile(0.5),
    p99: times.quantile(0.99),
    cpuMsPerJoin: (1000 * load.serverCpu) / joiners,
    rssBeforeMb,
    rssPeakMb: peak(),
    failed,
    wrong,
    ...noiseOf(load),
  }
}

/** The plan is in when a newcomer gets the whole of it, three times over: the way is warm then, too. */
async function stored(server: Server, plan: LargePlan): Promise<void> {
  const untilMs = performance.now() + storedWithinMs
  for (let whole = 0; whole < 3; ) {
    if (performance.now() > untilMs) throw new Error('the plan did not arrive')
    const doc = new Y.Doc()
    const take = (bytes: Buffer, from: number, to: number) =>
      Y.applyUpdate(doc, Buffer.from(bytes.subarray(from, to)))
    const client = openClient({ server, place: placeOf(server, 0, 1), onAnswer: take, onUpdate: take })
    await client.synced
    if (plan.sumOf(doc) === plan.sum) whole += 1
    client.close()
    doc.destroy()
    await sleep(100)
  }
}

function sumOf(body: Uint8Array, plan: LargePlan): string {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, body)
  return plan.sumOf(doc)
}
