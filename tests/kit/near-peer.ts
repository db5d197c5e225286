// A connection without a socket: a Peer that remembers what it was sent. For tests of the rooms that need thousands of them, or their exact order.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Room } from '../../server/sync/room.ts'
import type { Peer, Rooms } from '../../server/sync/rooms.ts'
import type { Capability } from '../../shared/roles.ts'
import { type AssiseFrame, type CloseReason, decodeFrame, frames } from '../../shared/wire.ts'

export interface NearPeer {
  readonly peer: Peer
  readonly room: Room
  readonly told: AssiseFrame[]
  /** All document bytes received, applied. */
  readonly doc: Y.Doc
  readonly received: { updates: number; answers: number; asked: number }
  readonly closed: { reason: CloseReason | null }
  update(bytes: Uint8Array): void
  step1(): void
  step2(bytes: Uint8Array): void
  leave(): void
}

export async function nearPeer(
  rooms: Rooms,
  planId: string,
  userId: string,
  capability: Capability = 'edit',
  doc = new Y.Doc(),
): Promise<NearPeer> {
  const told: AssiseFrame[] = []
  const received = { updates: 0, answers: 0, asked: 0 }
  const closed: { reason: CloseReason | null } = { reason: null }
  const peer: Peer = {
    person: { userId, loginId: `login-${userId}`, name: userId, organization: null },
    capability,
    send(bytes) {
      const decoder = decoding.createDecoder(bytes)
      const type = decoding.readVarUint(decoder)
      if (type === frames.assise) told.push(decodeFrame(decoder)!)
      if (type !== frames.sync) return
      const step = decoding.readVarUint(decoder)
      if (step === 0) received.asked += 1
      else {
        if (step === 1) received.answers += 1
        else received.updates += 1
        Y.applyUpdate(doc, decoding.readVarUint8Array(decoder))
      }
    },
    close(reason) {
      closed.reason ??= reason
      joined?.leave(peer)
    },
  }
  let joined: Room | null = null
  const room = await rooms.join(planId, peer)
  joined = room
  const document = (step: number, bytes: Uint8Array) => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, frames.sync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
    room.receive(peer, encoding.toUint8Array(encoder))
  }
  return {
    peer,
    room,
    told,
    doc,
    received,
    closed,
    update: (bytes) => document(2, bytes),
    step1: () => document(0, new Uint8Array([0])),
    step2: (bytes) => document(1, bytes),
    leave: () => room.leave(peer),
  }
}
