// A person's live connection to a plan, as any y-websocket client makes it: the stock provider over the real socket, counting what
// the server says it has on disk. Called by build.ts, which types the demo plan with it.
import type * as decoding from 'lib0/decoding'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { decodeFrame, frames } from '../../shared/wire.ts'

const savedWithinMs = 20_000

export interface Writer {
  readonly doc: Y.Doc
  /** Resolves once everything written so far is on the server's disk; throws when the server refuses some of it. */
  saved(): Promise<void>
  close(): void
}

/** Connects as the person whose Cookie header this is, and waits for the plan to have come. */
export async function openWriter(url: string, planId: string, cookie: string): Promise<Writer> {
  const doc = new Y.Doc()
  let sent = 0
  let acked = 0
  let refused: string | null = null
  let wake = () => {}

  class CountingSocket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { headers: { cookie } })
    }
    override send(bytes: Uint8Array): void {
      // Frame type, then the step: 1 answers the server's question, 2 is an edit. Both are what acks count.
      if (bytes[0] === frames.sync && bytes[1] !== 0) sent += 1
      super.send(bytes)
    }
  }
  const provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}/sync`, planId, doc, {
    connect: false,
    disableBc: true,
    WebSocketPolyfill: CountingSocket as unknown as typeof globalThis.WebSocket,
  })
  provider.messageHandlers[frames.assise] = (_, decoder: decoding.Decoder) => {
    const frame = decodeFrame(decoder)
    if (frame?.type === 'ack') acked = frame.count
    if (frame?.type === 'nack') refused = frame.code
    wake()
  }
  provider.on('sync', () => wake())
  provider.on('connection-close', (event: CloseEvent | null) => {
    refused ??= `closed (${event?.code})`
    wake()
  })

  const until = async (done: () => boolean): Promise<void> => {
    const deadline = Date.now() + savedWithinMs
    while (!done()) {
      if (refused) throw new Error(`the server refused the demo plan: ${refused}`)
      const left = deadline - Date.now()
      if (left <= 0) throw new Error('the server did not save the demo plan in time')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  provider.connect()
  await until(() => provider.synced)
  return {
    doc,
    saved: () => until(() => acked === sent),
    close: () => {
      provider.destroy()
      doc.destroy()
    },
  }
}
