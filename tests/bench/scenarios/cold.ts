// Cold open: a long history typed edit by edit, the server started anew, and how long until the first reader has the very text.
// Called by bench.ts.
import * as Y from 'yjs'
import { noiseOf, type Scenario, type Values } from '../case.ts'
import { type Client, openClient } from '../load/client.ts'
import { type History, paperHistory } from '../load/documents.ts'
import { fineCpu, folderBytes, residentMb, sleep, startMeter } from '../machine.ts'
import { placeOf, type Server, startTarget } from '../server-under-test.ts'
import type { Target } from '../targets.ts'

export interface ColdSettings {
  /** How many of the paper's 259 778 edits. */
  readonly edits: number
  /** Some peers write seconds after the last edit: they are given that long before the restart. */
  readonly settleMs: number
  /** Who has not given the whole text by then has lost some of it. */
  readonly openWithinMs: number
}

/** Characters the writer may be ahead of what another reader has received. */
const aheadMax = 2_000
const stalledAfterMs = 30_000

export function cold(settings: ColdSettings): Scenario {
  let history: History | null = null
  return {
    name: 'cold',
    cases: [
      {
        name: `cold ${settings.edits}`,
        about: `${settings.edits} edits of a paper one by one, restart, first reader to the exact text; ms`,
        targets: ['assise', 'hocuspocus', 'y-websocket'],
        columns: [
          'ingestPerS',
          'ingestCpuS',
          'coldMs',
          'coldCpuMs',
          'warmMs',
          'bytes',
          'diskMb',
          'rssMb',
          'complete',
        ],
        goals: [
          { column: 'coldMs', is: 'atMost', of: ['hocuspocus'], factor: 0.5 },
          { column: 'ingestPerS', is: 'atLeast', of: ['hocuspocus'], factor: 1 },
        ],
        measure(target, folder) {
          history ??= paperHistory(settings.edits)
          return measure(target, folder, history, settings)
        },
      },
    ],
  }
}

async function measure(
  target: Target,
  folder: string,
  history: History,
  { settleMs, openWithinMs }: ColdSettings,
): Promise<Values> {
  let server = await startTarget(target, { folder, fresh: true })
  let ingest: Values
  try {
    ingest = await type(server, history)
    await sleep(settleMs)
  } finally {
    await server.stop()
  }
  const diskMb = folderBytes(folder) / 1e6
  server = await startTarget(target, { folder, fresh: false })
  try {
    await sleep(500)
    const pids = server.pids()
    const cpuBefore = fineCpu(pids)
    const first = await readAll(server, history.text, openWithinMs)
    const coldCpuMs = 1000 * (fineCpu(pids) - cpuBefore)
    const second = await readAll(server, history.text, openWithinMs)
    return {
      ...ingest,
      coldMs: first.ms,
      coldCpuMs,
      bytes: first.bytes,
      warmMs: second.ms,
      rssMb: residentMb(pids),
      diskMb,
      complete: Number(first.ms !== null),
    }
  } finally {
    await server.stop()
  }
}

/** Types the history, never far ahead of what another reader has got; when done, that reader has all of it. */
async function type(server: Server, { updates, clocks }: History): Promise<Values> {
  let seen = 0
  const reader = openClient({
    server,
    place: placeOf(server, 0, 1),
    onUpdate(bytes, from, to) {
      for (const clock of Y.parseUpdateMeta(bytes.subarray(from, to)).to.values())
        seen = Math.max(seen, clock)
    },
  })
  const writer = openClient({ server, place: placeOf(server, 0, 0) })
  await Promise.all([reader.synced, writer.synced])
  await sleep(300)
  const stop = startMeter(server.pids())
  const reached = async (clock: number) => {
    let [last, movedAtMs] = [seen, performance.now()]
    while (seen < clock) {
      await sleep(1)
      if (seen !== last) [last, movedAtMs] = [seen, performance.now()]
      else if (performance.now() - movedAtMs > stalledAfterMs) throw new Error('typing stalled')
    }
  }
  for (let at = 0; at < updates.count; ) {
    await reached(clocks[at]! - aheadMax)
    for (let burst = 0; burst < 200 && at < updates.count; burst++) writer.sendUpdate(updates.get(at++))
    if (writer.full) await writer.socket.drained()
    else await new Promise((next) => setImmediate(next))
  }
  await reached(clocks[updates.count - 1]!)
  const load = stop()
  for (const client of [reader, writer]) client.close()
  return {
    ingestPerS: updates.count / load.seconds,
    ingestCpuS: load.serverCpu,
    ...noiseOf(load),
  }
}

/** Opens the plan until its text is `wanted`; the content may come as the answer or as updates after it. Null when it never was. */
async function readAll(
  server: Server,
  wanted: string,
  openWithinMs: number,
): Promise<{ ms: number | null; bytes: number }> {
  const doc = new Y.Doc()
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const take = (bytes: Buffer, from: number, to: number) => {
    const atMs = performance.now()
    const update = Buffer.from(bytes.subarray(from, to))
    // What we do with it is no time of the server's.
    setImmediate(() => {
      Y.applyUpdate(doc, update)
      const text = doc.getText('content')
      if (text.length === wanted.length && text.toString() === wanted) resolve(atMs)
    })
  }
  const client: Client = openClient({
    server,
    place: placeOf(server, 0, 1),
    onAnswer: take,
    onUpdate: take,
    onLost: () => resolve(null),
  })
  const timer = setTimeout(() => resolve(null), openWithinMs)
  const atMs = await promise
  clearTimeout(timer)
  client.close()
  doc.destroy()
  return { ms: atMs === null ? null : atMs - client.startedAtMs, bytes: client.socket.bytesIn() }
}
