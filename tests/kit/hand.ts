// A hand on a live plan: joins the real room as a person's connection does, edits its own document, waits for the server's word.
// Called by tests that need a plan written, that try to write one they may not, or that watch what screens are told.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { defineDraft } from '../../shared/plan/draft.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { capabilityOf } from '../../shared/roles.ts'
import { type AssiseFrame, decodeFrame, frames, type Topic } from '../../shared/wire.ts'
import type { Person } from './actors.ts'
import type { Bare } from './world.ts'

/** What became of an edit: on disk, or refused and why. */
export type Word = 'saved' | RefusalCode

/** Edits a plan as a person, in one update, through its room. */
export async function write(
  world: Bare,
  planId: string,
  person: Person,
  edit: (doc: Y.Doc) => void,
): Promise<Word> {
  const doc = new Y.Doc()
  defineDraft(doc)
  await world.rooms.exclusive(planId, async (draft) => {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(draft.doc))
  })
  const { promise, resolve } = Promise.withResolvers<Word>()
  const { userId, loginId } = await person.actor()
  const peer = {
    person: { userId, loginId, name: person.name, organization: null },
    capability: capabilityOf(person.role),
    send: (bytes: Uint8Array) => {
      const frame = readOurs(bytes)
      if (frame?.type === 'ack') resolve('saved')
      if (frame?.type === 'nack') resolve(frame.code)
    },
    close: () => {},
  }
  const room = await world.rooms.join(planId, peer)
  const before = Y.encodeStateVector(doc)
  doc.transact(() => edit(doc))
  room.receive(peer, updateFrame(Y.encodeStateAsUpdate(doc, before)))
  const word = await promise
  room.leave(peer)
  doc.destroy()
  return word
}

/** The topics that a person's open screen is told to fetch again, as they come. */
export async function listen(world: Bare, person: Person, planId: string): Promise<Topic[]> {
  const heard: Topic[] = []
  const { userId, loginId } = await person.actor()
  await world.rooms.join(planId, {
    person: { userId, loginId, name: person.name, organization: null },
    capability: capabilityOf(person.role),
    send: (bytes) => {
      const frame = readOurs(bytes)
      if (frame?.type === 'notice') heard.push(frame.topic)
    },
    close: () => {},
  })
  return heard
}

function readOurs(bytes: Uint8Array): AssiseFrame | null {
  const decoder = decoding.createDecoder(bytes)
  return decoding.readVarUint(decoder) === frames.assise ? decodeFrame(decoder) : null
}

function updateFrame(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, frames.sync)
  encoding.writeVarUint(encoder, 2)
  encoding.writeVarUint8Array(encoder, update)
  return encoding.toUint8Array(encoder)
}
