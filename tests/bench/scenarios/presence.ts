// Presence: a roomful of carets, each moving several times a second, while one person types. Called by bench.ts.
import { noiseOf, onFresh, type Scenario, type Values } from '../case.ts'
import { type Edits, makeEdits, openMemo, openRandom } from '../load/edits.ts'
import { openHistogram } from '../load/histogram.ts'
import { openTraffic, pace, type Traffic } from '../load/traffic.ts'
import { sleep, startMeter, watchMemory } from '../machine.ts'
import type { Server } from '../server-under-test.ts'

export interface PresenceSettings {
  readonly cursors: number
  readonly hz: number
  readonly phaseMs: number
  readonly peers: readonly string[]
}

/** Edits a second of the one who types. */
const typingRate = 20
/** A server in overload is given this long to empty its queue. */
const backlogMaxMs = 10_000

export function presence(settings: PresenceSettings): Scenario {
  const { cursors, hz, phaseMs, peers } = settings
  const count = Math.ceil((2 * phaseMs * typingRate) / 1000) + 10
  return {
    name: 'presence',
    cases: [
      {
        name: `presence ${cursors}`,
        about: `${cursors} carets at ${hz} Hz and one typist; ms; docP95: the typist's edits, and alone (before)`,
        targets: ['assise', ...peers, 'bare-window'],
        columns: [
          'deliveredPerS',
          'framesPerS',
          'p50',
          'p99',
          'docP95Alone',
          'docP95',
          'cpuPerM',
          'srvPct',
          'rssPeakMb',
          'backlogMs',
          'lost',
        ],
        goals: [
          { column: 'cpuPerMOffered', is: 'atMost', of: peers, factor: 0.2 },
          { column: 'p99', is: 'atMost', plus: 80 },
          { column: 'docP95Ratio', is: 'atMost', plus: 2 },
        ],
        measure: (target, folder) =>
          onFresh(target, folder, (server) => storm(server, settings, makeEdits({ writers: 1, count }))),
      },
    ],
  }
}

async function storm(server: Server, { cursors, hz, phaseMs }: PresenceSettings, edits: Edits) {
  const carets = openCarets(cursors)
  const traffic = await openTraffic({
    server,
    room: 0,
    people: cursors,
    edits,
    onPresence: carets.take,
  })
  const move = (at: number) => carets.move(traffic, at % cursors)
  const type = () => void traffic.send(0)
  traffic.startMeasuring()
  await pace(typingRate, phaseMs / 2, type)
  await traffic.drained()
  const docP95Alone = traffic.measured().latency.quantile(0.95)
  await pace(cursors * hz, 1500, move)
  const pids = server.pids()
  const peak = watchMemory(pids)
  traffic.startMeasuring()
  carets.startMeasuring()
  const stop = startMeter(pids)
  await Promise.all([pace(cursors * hz, phaseMs, move), pace(typingRate, phaseMs, type)])
  const load = stop()
  const { delivered, frames } = carets.measured()
  const backlogMs = await carets.quiet()
  const docP95 = traffic.measured().latency.quantile(0.95)
  const lost = traffic.lostConnections()
  traffic.close()
  const latency = carets.latency()
  const values: Values = {
    deliveredPerS: delivered / load.seconds,
    framesPerS: frames / load.seconds,
    p50: latency.quantile(0.5),
    p99: latency.quantile(0.99),
    docP95Alone,
    docP95,
    docP95Ratio: docP95 && docP95Alone && docP95 / docP95Alone,
    cpuPerM: load.serverCpu / (delivered / 1e6),
    // Who falls behind delivers less: what counts is the cost of what was asked.
    cpuPerMOffered: load.serverCpu / ((cursors * hz * (cursors - 1) * load.seconds) / 1e6),
    srvPct: load.serverPct,
    rssPeakMb: peak(),
    backlogMs,
    lost,
    ...noiseOf(load),
  }
  return values
}

/** The carets of all, and when each of their states reached whom. */
function openCarets(count: number) {
  const random = openRandom(11)
  const ids = Array.from({ length: count }, () => 1 + Math.floor(random() * 0xfffffff0))
  const places = new Map(ids.map((id, at) => [id, at]))
  const clocks = new Int32Array(count)
  const sentAt: number[][] = ids.map(() => [])
  const seen = ids.map(() => new Int32Array(count))
  const read = openMemo((bytes) => readStates(bytes, places))
  let latency = openHistogram()
  let measuring = false
  let fromMs = Number.POSITIVE_INFINITY
  let delivered = 0
  let frames = 0
  let lastAtMs = 0
  const encoder = new TextEncoder()

  return {
    latency: () => latency,
    take(client: number, bytes: Buffer, from: number, to: number): void {
      const nowMs = performance.now()
      lastAtMs = nowMs
      if (measuring) frames += 1
      const states = read(bytes, from, to)
      const mine = seen[client]!
      for (let at = 0; at < states.length; at += 2) {
        const caret = states[at]!
        const clock = states[at + 1]!
        if (caret === client || clock <= mine[caret]!) continue
        mine[caret] = clock
        const atMs = sentAt[caret]![clock]
        if (atMs !== undefined && atMs >= fromMs) latency.add(nowMs - atMs)
        if (measuring) delivered += 1
      }
    },
    move(traffic: Traffic, caret: number): void {
      clocks[caret]! += 1
      const item = { client: ids[(caret * 7) % count], clock: Math.floor(random() * 100_000) }
      const place = { type: null, tname: 'content', item, assoc: 0 }
      const user = { name: `Personne ${caret}`, color: '#1f5c7a', colorLight: '#1f5c7a33' }
      const state = encoder.encode(JSON.stringify({ user, cursor: { anchor: place, head: place } }))
      const client = traffic.clients[caret]!
      sentAt[caret]![clocks[caret]!] = performance.now()
      client.socket.send(client.tongue.presence(written(ids[caret]!, clocks[caret]!, state)))
    },
    startMeasuring() {
      latency = openHistogram()
      delivered = 0
      frames = 0
      fromMs = performance.now()
      measuring = true
    },
    measured() {
      measuring = false
      return { delivered, frames }
    },
    /** Waits until nothing comes any more; answers how long that took. */
    async quiet(): Promise<number> {
      const startMs = performance.now()
      while (performance.now() - startMs < backlogMaxMs) {
        await sleep(50)
        if (performance.now() - Math.max(startMs, lastAtMs) > 300) break
      }
      return Math.max(0, lastAtMs - startMs)
    },
  }
}

/** One state as y-protocols writes it: how many, whose, its clock, its JSON. */
function written(id: number, clock: number, state: Uint8Array): Uint8Array {
  const bytes: number[] = []
  for (const value of [1, id, clock, state.length]) {
    let left = value
    for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128)
    bytes.push(left)
  }
  return Buffer.concat([Buffer.from(bytes), state])
}

/** Flat pairs of caret and clock. */
function readStates(bytes: Uint8Array, places: ReadonlyMap<number, number>): number[] {
  let at = 0
  const number = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('a presence frame ended too soon')
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }
  const pairs: number[] = []
  for (let left = number(); left > 0; left--) {
    const caret = places.get(number())
    const clock = number()
    const length = number()
    at += length
    if (caret !== undefined) pairs.push(caret, clock)
  }
  return pairs
}
