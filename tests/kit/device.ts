// A person's device against a room, without a socket: its document, what it has sent and not yet seen answered, and two lines whose
// frames a test lets through when it likes. Called by the seeded fuzz of the rooms.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Room } from '../../server/sync/room.ts'
import type { Peer, Rooms } from '../../server/sync/rooms.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { type CloseReason, decodeFrame, frames } from '../../shared/wire.ts'

interface Line {
  readonly room: Room
  readonly peer: Peer
  readonly toServer: Uint8Array[]
  readonly toDevice: Uint8Array[]
  /** The document messages of this connection, in order: an ack's count is an index into them. */
  readonly sent: Uint8Array[]
}

/** The update that says nothing. */
const nothing = new Uint8Array([0, 0])

export class Device {
  readonly userId: string
  readonly doc: Y.Doc
  /** Only what the server said: nothing of one's own that it has not told. */
  readonly shown = new Y.Doc()
  /** The messages the server said are saved. */
  readonly acked: Uint8Array[] = []
  readonly refused: RefusalCode[] = []
  /** Why the server closed a line, each time it did. */
  readonly closed: CloseReason[] = []
  line: Line | null = null

  constructor(userId: string, clientID: number) {
    this.userId = userId
    this.doc = new Y.Doc({ gc: false })
    this.doc.clientID = clientID
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.#sendDocument(2, update)
    })
  }

  async connect(rooms: Rooms, planId: string): Promise<void> {
    const toDevice: Uint8Array[] = []
    const peer: Peer = {
      person: { userId: this.userId, loginId: this.userId, name: this.userId, organization: null },
      capability: 'read',
      send: (bytes) => void toDevice.push(bytes),
      close: (reason) => {
        this.closed.push(reason)
        this.disconnect()
      },
    }
    const room = await rooms.join(planId, peer)
    this.line = { room, peer, toServer: [], toDevice, sent: [] }
    this.#send(0, Y.encodeStateVector(this.doc))
  }

  /** What is on either line is lost with it. */
  disconnect(): void {
    this.line?.room.leave(this.line.peer)
    this.line = null
  }

  /** Lets up to `count` frames reach the server. */
  flushOut(count: number): void {
    const { line } = this
    for (const bytes of line?.toServer.splice(0, count) ?? [])
      if (this.line === line) line!.room.receive(line!.peer, bytes)
  }

  /** Lets up to `count` frames reach the device. */
  flushIn(count: number): void {
    const { line } = this
    for (const bytes of line?.toDevice.splice(0, count) ?? []) if (this.line === line) this.#read(bytes)
  }

  /** Offers all it holds, other people's text too, as if the server had nothing. */
  offerWhole(): void {
    this.#sendDocument(1, Y.encodeStateAsUpdate(this.doc))
  }

  /** Sends an update that is not this device's own work: whatever becomes of it, nothing was promised. */
  sendForged(update: Uint8Array): void {
    this.line?.sent.push(nothing)
    this.#send(2, update)
  }

  #read(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === frames.assise) {
      const frame = decodeFrame(decoder)
      if (frame?.type === 'ack') this.acked.push(...this.line!.sent.slice(0, frame.count))
      if (frame?.type === 'nack') {
        this.refused.push(frame.code)
        // Refused is not saved, though a later ack's count passes over it.
        this.line!.sent[frame.count - 1] = nothing
      }
    }
    if (type !== frames.sync) return
    const step = decoding.readVarUint(decoder)
    const body = decoding.readVarUint8Array(decoder)
    if (step === 0) this.#sendDocument(1, Y.encodeStateAsUpdate(this.doc, body))
    else {
      Y.applyUpdate(this.doc, body, 'server')
      Y.applyUpdate(this.shown, body)
    }
  }

  #sendDocument(step: number, update: Uint8Array): void {
    this.line?.sent.push(update)
    this.#send(step, update)
  }

  #send(step: number, body: Uint8Array): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, frames.sync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, body)
    this.line?.toServer.push(encoding.toUint8Array(encoder))
  }
}
