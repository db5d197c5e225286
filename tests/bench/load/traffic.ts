// Edits in a room: numbered edits out, each accounted for at each receiver. A delivery is one edit arriving at one other client,
// however many share a frame; an echo to the author is none. Called by the scenarios fanout, rooms and slow.
import { sleep } from '../machine.ts'
import { placeOf, type Server } from '../server-under-test.ts'
import { type Client, openClient, openClients } from './client.ts'
import { type Edits, openEditReader } from './edits.ts'
import { type Histogram, openHistogram } from './histogram.ts'

export interface TrafficParts {
  readonly server: Server
  /** Another node of the same installation: every second client is on it. */
  readonly otherNode?: Server
  readonly room: number
  /** How many clients; the first of them are the writers of `edits`. */
  readonly people: number
  readonly edits: Edits
  readonly reader?: ReturnType<typeof openEditReader>
  readonly seedPauseMs?: number
  onPresence?(client: number, bytes: Buffer, from: number, to: number): void
  onNotice?(client: number, topic: string): void
}

export interface Measured {
  readonly delivered: number
  readonly sent: number
  readonly frames: number
  readonly latency: Histogram
  readonly ackLatency: Histogram
}

export interface Traffic {
  readonly clients: readonly Client[]
  /** Sends a writer's next edit; false when its prepared edits are used up. */
  send(writer: number): boolean
  /** Keeps `inFlight` edits of each writer under way until told to stop; the answer tells whether the edits ran out. */
  flood(inFlight: number): { stop(): boolean }
  startMeasuring(): void
  measured(): Measured
  /** Deliveries to this client do not count from now on: it is the one that does not read. */
  exclude(client: number): void
  /** Edits not yet seen by all. */
  pending(): number
  drained(withinMs?: number): Promise<void>
  lostConnections(): number
  close(): void
}

/** Opens the room, writes the base document into it, and brings everyone in. */
export async function openTraffic(parts: TrafficParts): Promise<Traffic> {
  const ledger = openLedger(parts)
  const open = (at: number): Client => {
    const server = (at % 2 ? parts.otherNode : undefined) ?? parts.server
    return openClient({
      server,
      place: placeOf(server, parts.room, at),
      onUpdate: (bytes, from, to) => ledger.take(at, bytes, from, to),
      onPresence: (bytes, from, to) => parts.onPresence?.(at, bytes, from, to),
      onNotice: (topic) => parts.onNotice?.(at, topic),
      onAck: (count) => ledger.acked(at, count),
      onLost: () => ledger.lose(),
    })
  }
  const first = open(0)
  await first.synced
  // The edits stand on the base: it must be in before any of them.
  first.sendUpdate(parts.edits.base)
  await sleep(parts.seedPauseMs ?? 150)
  const others = await openClients(parts.people - 1, (at) => open(at + 1))
  ledger.clients.push(first, ...others)
  return ledger
}

function openLedger({ server, people, edits, reader = openEditReader(edits) }: TrafficParts) {
  const acknowledges = ['assise', 'hocuspocus'].includes(server.target.tongue)
  const clients: Client[] = []
  const writers = edits.writers.length
  const per = <T>(make: (count: number) => T): T[] => edits.writers.map(({ updates }) => make(updates.count))
  const sentAt = per((count) => new Float64Array(count))
  const missing = per((count) => new Int32Array(count))
  const messageAt: Map<number, number>[] = per(() => new Map())
  const next = new Int32Array(writers)
  const done = new Int32Array(writers)
  const ackedUpTo = new Int32Array(writers)
  const seen = Array.from({ length: people }, () => new Int32Array(writers))
  let measuring = false
  let fromMs = 0
  let sent = 0
  let measure = {
    delivered: 0,
    frames: 0,
    sentBefore: 0,
    latency: openHistogram(),
    ackLatency: openHistogram(),
  }
  let excluded = -1
  let lost = 0
  let closed = false
  let onDone: ((writer: number) => void) | null = null

  function take(client: number, bytes: Buffer, from: number, to: number): void {
    const nowMs = performance.now()
    const triples = reader(bytes, from, to)
    const mine = seen[client]!
    if (measuring) measure.frames += 1
    for (let at = 0; at < triples.length; at += 3) {
      const writer = triples[at]!
      const end = triples[at + 2]!
      if (writer === client || end <= mine[writer]!) continue
      const start = mine[writer]!
      mine[writer] = end
      if (client !== excluded) credit(writer, start, end, nowMs)
    }
  }

  function credit(writer: number, start: number, end: number, nowMs: number): void {
    const times = sentAt[writer]!
    const left = missing[writer]!
    for (let edit = start; edit < end; edit++) {
      if (measuring) {
        measure.delivered += 1
        if (times[edit]! >= fromMs) measure.latency.add(nowMs - times[edit]!)
      }
      left[edit]! -= 1
      if (left[edit] !== 0) continue
      done[writer]! += 1
      onDone?.(writer)
    }
  }

  function acked(client: number, count: number): void {
    if (client >= writers) return
    const nowMs = performance.now()
    const times = messageAt[client]!
    for (let message = ackedUpTo[client]! + 1; message <= count; message++) {
      const atMs = times.get(message)
      times.delete(message)
      if (measuring && atMs !== undefined && atMs >= fromMs) measure.ackLatency.add(nowMs - atMs)
    }
    ackedUpTo[client] = count
  }

  function send(writer: number): boolean {
    const edit = next[writer]!
    const { updates } = edits.writers[writer]!
    if (edit >= updates.count) return false
    next[writer] = edit + 1
    missing[writer]![edit] = people - 1 - (excluded >= 0 && excluded !== writer ? 1 : 0)
    sent += 1
    const nowMs = performance.now()
    sentAt[writer]![edit] = nowMs
    const message = clients[writer]!.sendUpdate(updates.get(edit))
    if (acknowledges) messageAt[writer]!.set(message, nowMs)
    return true
  }

  function flood(inFlight: number) {
    let ranOut = false
    const top = (writer: number) => {
      while (!ranOut && next[writer]! - done[writer]! < inFlight) ranOut = !send(writer)
    }
    onDone = top
    for (let writer = 0; writer < writers; writer++) top(writer)
    return {
      stop() {
        onDone = null
        return ranOut
      },
    }
  }

  function pending(): number {
    let count = 0
    for (let writer = 0; writer < writers; writer++) count += next[writer]! - done[writer]!
    return count
  }

  return {
    clients,
    take,
    acked,
    send,
    flood,
    pending,
    lose() {
      if (!closed) lost += 1
    },
    startMeasuring() {
      measure = {
        delivered: 0,
        frames: 0,
        sentBefore: sent,
        latency: openHistogram(),
        ackLatency: openHistogram(),
      }
      fromMs = performance.now()
      measuring = true
    },
    measured(): Measured {
      measuring = false
      return { ...measure, sent: sent - measure.sentBefore }
    },
    exclude(client: number) {
      excluded = client
    },
    async drained(withinMs = 10_000) {
      const untilMs = performance.now() + withinMs
      while (pending() > 0 && performance.now() < untilMs) await sleep(20)
    },
    lostConnections: () => lost,
    close() {
      closed = true
      for (const client of clients) client.close()
    },
  }
}

/**
 * Open loop: calls `fire` `rate` times a second on an absolute schedule for `forMs`, however slow the server is. Answers how late
 * the generator itself was (the worst, milliseconds).
 */
export function pace(rate: number, forMs: number, fire: (at: number) => void): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const startMs = performance.now()
  const stepMs = 1000 / rate
  let at = 0
  let lateMs = 0
  const tick = () => {
    const nowMs = performance.now()
    while (startMs + at * stepMs <= nowMs && at * stepMs < forMs) {
      lateMs = Math.max(lateMs, nowMs - (startMs + at * stepMs))
      fire(at)
      at += 1
    }
    if (at * stepMs >= forMs) resolve(lateMs)
    else setTimeout(tick, Math.max(1, startMs + at * stepMs - performance.now()))
  }
  tick()
  return promise
}
