// One person's connection to one room, in any tongue: greets, answers what it is asked, hands on what comes. Holds no document.
// Called by load/traffic.ts and the scenarios.
import type { Server } from '../server-under-test.ts'
import type { Place } from '../targets.ts'
import { openRawSocket, type RawSocket } from './raw-socket.ts'
import { emptyUpdate, type Tongue, tongueOf } from './tongue.ts'

export interface ClientParts {
  readonly server: Server
  readonly place: Place
  readonly keepLarge?: boolean
  onUpdate?(bytes: Buffer, from: number, to: number): void
  onAnswer?(bytes: Buffer, from: number, to: number): void
  onPresence?(bytes: Buffer, from: number, to: number): void
  /** `count` document messages of this connection are acknowledged. */
  onAck?(count: number): void
  /** Something is to be fetched again by HTTP. */
  onNotice?(topic: string): void
  onLost?(why: string): void
}

export interface Client {
  readonly tongue: Tongue
  readonly socket: RawSocket
  /** Resolves when the server has answered the question "what do I lack". */
  readonly synced: Promise<void>
  readonly startedAtMs: number
  syncedAtMs: number
  /** Document messages sent and acknowledged on this connection. */
  sent: number
  acked: number
  refused: number
  /** Sends one update; answers its place among the document messages. False in `socket` terms is not told: see `full`. */
  sendUpdate(update: Uint8Array): number
  /** The kernel took no more at the last send. */
  full: boolean
  close(): void
}

const syncWithinMs = 60_000

export function openClient(parts: ClientParts): Client {
  const { server, place } = parts
  const tongue = tongueOf(server.target.tongue, place.room)
  const { promise: synced, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => lost('not synced in time'), syncWithinMs)
  const socket = openRawSocket({
    port: server.port,
    path: place.path,
    headers: place.headers,
    keepLarge: parts.keepLarge ?? true,
    onOpen() {
      for (const message of tongue.hello) socket.send(message)
      if (tongue.mute) arrived()
    },
    onFrame: take,
    onClose: lost,
  })
  // A connection that nobody waits for must not end the benchmark.
  synced.catch(() => {})

  function lost(why: string): void {
    clearTimeout(timer)
    reject(new Error(`${server.target.name}: ${why}`))
    parts.onLost?.(why)
  }

  function arrived(): void {
    if (client.syncedAtMs > 0) return
    clearTimeout(timer)
    client.syncedAtMs = performance.now()
    resolve()
  }

  function take(bytes: Buffer, from: number, length: number): void {
    const reading = tongue.read(bytes, from, length)
    switch (reading.kind) {
      case 'update':
        parts.onUpdate?.(bytes, reading.from, reading.to)
        break
      case 'presence':
        parts.onPresence?.(bytes, reading.from, reading.to)
        break
      case 'answer':
        parts.onAnswer?.(bytes, reading.from, reading.to)
        arrived()
        break
      case 'ask':
        client.sent += 1
        socket.send(tongue.answer(emptyUpdate))
        break
      case 'ack':
        client.acked = reading.count || client.acked + 1
        parts.onAck?.(client.acked)
        break
      case 'notice':
        parts.onNotice?.(reading.topic)
        break
      case 'nack':
        client.refused += 1
        break
      case 'welcome':
        for (const message of tongue.afterWelcome) socket.send(message)
        break
      case 'denied':
        lost('denied')
        break
    }
  }

  const client: Client = {
    tongue,
    socket,
    synced,
    startedAtMs: performance.now(),
    syncedAtMs: 0,
    sent: 0,
    acked: 0,
    refused: 0,
    full: false,
    sendUpdate(update) {
      client.sent += 1
      client.full = !socket.send(tongue.update(update))
      return client.sent
    },
    close() {
      clearTimeout(timer)
      socket.close()
    },
  }
  return client
}

/** Opens many connections, at most `atOnce` of them under way. */
export async function openClients(
  count: number,
  open: (at: number) => Client,
  atOnce = 32,
): Promise<Client[]> {
  const clients: Client[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const at = next++
      const client = open(at)
      clients[at] = client
      await client.synced
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker))
  return clients
}
