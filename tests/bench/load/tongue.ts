// What each server's frames look like: y-websocket's own, ours (the same and an acknowledgement), Hocuspocus's envelope, and none at
// all. Never runs Yjs. Called by load/client.ts.
import * as encoding from 'lib0/encoding'
import { frames } from '../../../shared/wire.ts'

export const tongues = ['assise', 'y', 'hocuspocus', 'raw'] as const
export type TongueName = (typeof tongues)[number]

export type FrameKind =
  | 'ask'
  | 'answer'
  | 'update'
  | 'presence'
  | 'ack'
  | 'nack'
  | 'welcome'
  | 'denied'
  | 'notice'
  | 'other'

/** What a frame was last read as: its kind and where its payload stands. One object for all: nothing is made per frame. */
export interface Reading {
  kind: FrameKind
  from: number
  to: number
  /** Of an acknowledgement: how many document messages it covers so far, or 0 for "one more". */
  count: number
  /** Of a notice: what is to be fetched again. */
  topic: string
}

export interface Tongue {
  /** What is said as soon as the connection is open. */
  readonly hello: readonly Uint8Array[]
  /** What is said once welcomed. */
  readonly afterWelcome: readonly Uint8Array[]
  /** The server says nothing by itself: being connected is being in. */
  readonly mute: boolean
  answer(update: Uint8Array): Uint8Array
  update(update: Uint8Array): Uint8Array
  presence(states: Uint8Array): Uint8Array
  read(bytes: Uint8Array, from: number, length: number): Reading
}

export const emptyUpdate = Uint8Array.of(0, 0)
const emptyVector = Uint8Array.of(0)
const syncKinds: readonly FrameKind[] = ['ask', 'answer', 'update']
const reading: Reading = { kind: 'other', from: 0, to: 0, count: 0, topic: '' }
let at = 0

function readNumber(bytes: Uint8Array): number {
  let value = 0
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++]
    if (byte === undefined) throw new Error('a frame ended too soon')
    value += (byte & 127) * factor
    if (byte < 128) return value
  }
}

function written(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

function payload(kind: FrameKind, bytes: Uint8Array, end: number): Reading {
  const length = readNumber(bytes)
  reading.kind = kind
  reading.from = at
  reading.to = Math.min(at + length, end)
  return reading
}

function only(kind: FrameKind): Reading {
  reading.kind = kind
  return reading
}

export function tongueOf(name: TongueName, room: string): Tongue {
  const prefix = name === 'hocuspocus' ? written((e) => encoding.writeVarString(e, room)) : new Uint8Array(0)
  const wrap = (write: (encoder: encoding.Encoder) => void) =>
    written((encoder) => {
      encoding.writeUint8Array(encoder, prefix)
      write(encoder)
    })
  const sync = (step: number, bytes: Uint8Array) =>
    wrap((encoder) => {
      encoding.writeVarUint(encoder, frames.sync)
      encoding.writeVarUint(encoder, step)
      encoding.writeVarUint8Array(encoder, bytes)
    })
  const ask = sync(0, emptyVector)
  const login = wrap((encoder) => {
    encoding.writeVarUint(encoder, 2)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, '')
    encoding.writeVarString(encoder, '4.7.0')
  })
  const special =
    name === 'hocuspocus' ? readHocuspocus : name === 'assise' ? readAssise : () => only('other')
  return {
    hello: name === 'raw' ? [] : name === 'hocuspocus' ? [login] : [ask],
    afterWelcome: name === 'hocuspocus' ? [ask] : [],
    mute: name === 'raw',
    answer: (update) => sync(1, update),
    update: (update) => sync(2, update),
    presence: (states) =>
      wrap((encoder) => {
        encoding.writeVarUint(encoder, frames.awareness)
        encoding.writeVarUint8Array(encoder, states)
      }),
    read(bytes, from, length) {
      const start = from + prefix.length
      const type = bytes[start]
      at = start + 1
      if (type === frames.sync || (type === 4 && name === 'hocuspocus')) {
        const step = readNumber(bytes)
        return payload(syncKinds[step] ?? 'other', bytes, from + length)
      }
      if (type === frames.awareness) return payload('presence', bytes, from + length)
      return special(bytes, start, from + length)
    },
  }
}

function readHocuspocus(bytes: Uint8Array, start: number): Reading {
  const [type, what] = [bytes[start], bytes[start + 1]]
  reading.count = 0
  if (type === 8) return only(what === 1 ? 'ack' : 'nack')
  if (type === 2) return only(what === 2 ? 'welcome' : what === 1 ? 'denied' : 'other')
  return only('other')
}

/** Our own frame: type, version, JSON. */
function readAssise(bytes: Uint8Array, start: number, end: number): Reading {
  if (bytes[start] !== frames.assise) return only('other')
  at = start + 2
  const { from } = payload('other', bytes, end)
  const frame = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString()) as {
    type: string
    count?: number
    topic?: string
  }
  if (frame.type === 'notice') {
    reading.topic = frame.topic ?? ''
    return only('notice')
  }
  if (frame.type !== 'ack' && frame.type !== 'nack') return only('other')
  reading.count = frame.count ?? 0
  return only(frame.type)
}
