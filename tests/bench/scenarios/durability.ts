// Durability: numbered updates, kill -9 at a random moment, and what of those that another screen had, or that were acknowledged, is
// gone after the restart. The machine stays up: this says nothing about power loss. Called by bench.ts.
import * as Y from 'yjs'
import { type Case, type Goal, noiseOf, type Scenario, type Values } from '../case.ts'
import { openClient } from '../load/client.ts'
import { pace } from '../load/traffic.ts'
import { sleep, startMeter } from '../machine.ts'
import { placeOf, type Server, startTarget } from '../server-under-test.ts'

export interface DurabilitySettings {
  readonly rates: readonly number[]
  /** Kills in a measurement. */
  readonly trials: number
  /** The kill comes this long after the first update, milliseconds. */
  readonly lifeMs: readonly [number, number]
}

/** Until a restarted server has said nothing new for this long, it is not believed to have said all. */
const silenceMs = 700
const readWithinMs = 15_000

/** So many kills in one folder, then a new one: the document grows by what each trial wrote. */
const trialsPerFolder = 20
const counted = ['sent', 'relayed', 'acked', 'lostAfterRelay', 'lostAfterAck'] as const

export function durability(settings: DurabilitySettings): Scenario {
  const cases = settings.rates.map(
    (rate): Case => ({
      name: `durability ${rate}/s`,
      about: `${settings.trials} kill -9 at ${rate} updates/s; what was relayed or acknowledged, and was gone afterwards`,
      targets: ['assise', 'assise-postgres', 'hocuspocus', 'y-websocket'],
      columns: ['trials', ...counted],
      goals: [undefined, 'assise-postgres'].flatMap((target) =>
        (['lostAfterRelay', 'lostAfterAck'] as const).map(
          (column): Goal => ({ ...(target && { target }), column, is: 'atMost', plus: 0 }),
        ),
      ),
      async measure(target, folder) {
        let noise: Values = {}
        const all = { trials: 0, sent: 0, relayed: 0, acked: 0, lostAfterRelay: 0, lostAfterAck: 0 }
        let server = await startTarget(target, { folder, fresh: true })
        try {
          for (let trial = 0; trial < settings.trials; trial++) {
            if (trial > 0 && trial % trialsPerFolder === 0) {
              await server.stop()
              server = await startTarget(target, { folder, fresh: true })
            }
            const [least, most] = settings.lifeMs
            const forMs = least + Math.random() * (most - least)
            const before = await write(server, { trial, rate, forMs })
            server = await startTarget(target, { folder, fresh: false })
            const kept = await countKept(server, trial)
            noise = before.noise
            all.trials += 1
            const { relayed, acked } = before
            const one = {
              ...before,
              lostAfterRelay: Math.max(0, relayed - kept),
              lostAfterAck: Math.max(0, acked - kept),
            }
            for (const key of counted) all[key] += one[key]
          }
        } finally {
          await server.stop()
        }
        return { ...all, ...noise, ...(target.tongue === 'y' && { acked: null, lostAfterAck: null }) }
      },
    }),
  )
  return { name: 'durability', cases }
}

/** Each trial writes a list of its own, as an author of its own: a restart never meets a clientID that begins anew. */
const authorOf = (trial: number) => 1_000_001 + trial
const listOf = (doc: Y.Doc, trial: number) => doc.getArray<number>(`numbers-${trial}`)

/** Writes numbers until the server is killed in the middle of it. */
async function write(
  server: Server,
  { trial, rate, forMs }: { trial: number; rate: number; forMs: number },
): Promise<{ sent: number; relayed: number; acked: number; noise: Values }> {
  let [sent, relayed] = [0, 0]
  const author = authorOf(trial)
  const reader = openClient({
    server,
    place: placeOf(server, 0, 1),
    onUpdate(bytes, from, to) {
      relayed = Math.max(relayed, Y.parseUpdateMeta(bytes.subarray(from, to)).to.get(author) ?? 0)
    },
  })
  const writer = openClient({ server, place: placeOf(server, 0, 0) })
  await Promise.all([reader.synced, writer.synced])
  await sleep(400)
  const messagesBefore = writer.sent
  const doc = new Y.Doc()
  doc.clientID = author
  const numbers = listOf(doc, trial)
  doc.on('update', (update: Uint8Array) => void writer.sendUpdate(update))
  const stop = startMeter(server.pids())
  let noise: Values = {}
  const killed = sleep(forMs).then(() => {
    noise = noiseOf(stop())
    return server.kill()
  })
  await pace(rate, forMs + 300, () => {
    if (writer.socket.closed() !== null) return
    numbers.push([sent])
    sent += 1
  })
  await killed
  await sleep(100)
  for (const client of [reader, writer]) client.close()
  return { sent, relayed, acked: Math.max(0, writer.acked - messagesBefore), noise }
}

/** How many of the numbers, without a hole, a newcomer is given by the restarted server. */
async function countKept(server: Server, trial: number): Promise<number> {
  const doc = new Y.Doc()
  let lastAtMs = performance.now()
  const take = (bytes: Buffer, from: number, to: number) => {
    lastAtMs = performance.now()
    Y.applyUpdate(doc, Buffer.from(bytes.subarray(from, to)))
  }
  const client = openClient({ server, place: placeOf(server, 0, 1), onAnswer: take, onUpdate: take })
  await client.synced
  const untilMs = performance.now() + readWithinMs
  while (performance.now() < untilMs && performance.now() - lastAtMs < silenceMs) await sleep(50)
  client.close()
  return listOf(doc, trial).length
}
