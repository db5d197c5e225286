// Clients of the live plan for tests: the stock y-websocket provider from npm, and a bare socket that sends what it is told.
// Called by tests of server/sync.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type AssiseFrame, decodeFrame, frames } from '../../shared/wire.ts'

export interface Place {
  readonly url: string
  readonly planId: string
  /** Of a real login; otherwise the name is the cookie. */
  readonly cookie?: string
}

/** Waits until `condition` holds; fails by name after `withinMs`. */
export async function until(what: string, condition: () => boolean, withinMs = 10_000): Promise<void> {
  const endMs = performance.now() + withinMs
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export interface StockPeer {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly provider: WebsocketProvider
  readonly text: Y.Text
  close(): void
}

/** A provider as npm gives it: it knows nothing of our frame. */
export function stockPeer({ url, planId }: Place, name: string, doc = new Y.Doc()): StockPeer {
  class SocketWithCookie extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { cookie: `login=${name}` } })
    }
  }
  // It complains about every frame of ours; that is expected, and loud.
  const provider = new WebsocketProvider(`${url}/sync`, planId, doc, {
    WebSocketPolyfill: SocketWithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  provider.messageHandlers[frames.assise] = () => {}
  const { awareness } = provider
  return {
    doc,
    awareness,
    provider,
    text: doc.getText('text/portrait/summary'),
    close() {
      provider.destroy()
      awareness.destroy()
    },
  }
}

export interface RawPeer {
  /** Our frames received, in order. */
  readonly told: AssiseFrame[]
  /** What other people's updates and the server's answers have built. */
  readonly doc: Y.Doc
  /** Updates received, as bytes (not the answers to step 1). */
  readonly updates: Uint8Array[]
  /** Presence received: the last state of each clientID. */
  readonly presence: Map<number, unknown>
  /** The close code, once closed. */
  readonly closed: { code: number | null }
  readonly socket: WebSocket
  /** Document messages sent. */
  readonly sent: { count: number }
  update(bytes: Uint8Array): number
  step2(bytes: Uint8Array): number
  step1(doc?: Y.Doc): void
  awareness(clientId: number, clock: number, state: unknown): void
  bytes(bytes: Uint8Array): void
  frame<Type extends AssiseFrame['type']>(
    type: Type,
    test?: (frame: Extract<AssiseFrame, { type: Type }>) => boolean,
  ): Promise<Extract<AssiseFrame, { type: Type }>>
  /** Whether the answer to this peer's step 1 came. */
  readonly synced: { done: boolean }
  close(): void
}

/** A bare socket. It does not answer the server's step 1 unless told to. `says` is what a page tells of itself (`?epoch=2`). */
export async function rawPeer(place: Place, name: string, says = ''): Promise<RawPeer> {
  const { url, planId, cookie = `login=${name}` } = place
  const socket = new WebSocket(`${url}/sync/${planId}${says}`, { headers: { cookie } })
  socket.binaryType = 'arraybuffer'
  const told: AssiseFrame[] = []
  const updates: Uint8Array[] = []
  const presence = new Map<number, unknown>()
  const doc = new Y.Doc()
  const closed: { code: number | null } = { code: null }
  const synced = { done: false }
  const sent = { count: 0 }
  socket.on('message', (data: ArrayBuffer) => {
    const decoder = decoding.createDecoder(new Uint8Array(data))
    const type = decoding.readVarUint(decoder)
    if (type === frames.assise) told.push(decodeFrame(decoder)!)
    else if (type === frames.awareness) readPresence(decoding.readVarUint8Array(decoder), presence)
    else if (type === frames.sync) {
      const step = decoding.readVarUint(decoder)
      const bytes = decoding.readVarUint8Array(decoder)
      if (step === 0) return
      if (step === 1) synced.done = true
      else updates.push(bytes)
      Y.applyUpdate(doc, bytes)
    }
  })
  socket.on('close', (code) => {
    closed.code = code
  })
  socket.on('error', () => {})
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const send = (...parts: readonly (number | Uint8Array)[]) => {
    const encoder = encoding.createEncoder()
    for (const part of parts) {
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else encoding.writeVarUint8Array(encoder, part)
    }
    socket.send(encoding.toUint8Array(encoder))
  }
  const document = (step: number) => (bytes: Uint8Array) => {
    send(frames.sync, step, bytes)
    sent.count += 1
    return sent.count
  }
  return {
    told,
    doc,
    updates,
    presence,
    closed,
    socket,
    sent,
    synced,
    update: document(2),
    step2: document(1),
    step1: (from) => send(frames.sync, 0, from ? Y.encodeStateVector(from) : new Uint8Array([0])),
    awareness(clientId, clock, state) {
      const encoder = encoding.createEncoder()
      for (const number of [1, clientId, clock]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, JSON.stringify(state))
      send(frames.awareness, encoding.toUint8Array(encoder))
    },
    bytes: (bytes) => socket.send(bytes),
    async frame(type, test = () => true) {
      let found: AssiseFrame | undefined
      await until(`frame ${type} (told ${JSON.stringify(told.slice(-5))}, closed ${closed.code})`, () => {
        found = told.find((frame) => frame.type === type && test(frame as never))
        return found !== undefined
      })
      return found as never
    },
    close: () => socket.close(),
  }
}

function readPresence(bytes: Uint8Array, presence: Map<number, unknown>): void {
  const decoder = decoding.createDecoder(bytes)
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const clientId = decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    const state: unknown = JSON.parse(decoding.readVarString(decoder))
    if (state === null) presence.delete(clientId)
    else presence.set(clientId, state)
  }
}

/** The HTTP status a socket is refused with, before any frame. */
export function refusedStatus({ url, planId }: Place, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${url}/sync/${planId}`, { headers })
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      response.resume()
    })
    socket.once('open', () => {
      socket.close()
      reject(new Error('the socket was let in'))
    })
    socket.on('error', () => {})
  })
}

/** An author away from the server: each edit as the update it makes. */
export function author(doc = new Y.Doc()) {
  const text = doc.getText('text/portrait/summary')
  const edit = (change: (text: Y.Text) => void): Uint8Array => {
    let made: Uint8Array | null = null
    const keep = (bytes: Uint8Array) => {
      made = bytes
    }
    doc.once('update', keep)
    change(text)
    if (!made) throw new Error('the edit changed nothing')
    return made
  }
  return { doc, text, edit, insert: (words: string) => edit((own) => own.insert(own.length, words)) }
}
