// What a frame that the provider is about to send is, by its first bytes. Called by room.ts, which counts some and holds back others.
import * as decoding from 'lib0/decoding'
import { frames } from '../shared/wire.ts'

/** An edit alone; the whole of what the server lacks; the repeated presence of others, which is not ours to tell; anything else. */
export type FrameKind = 'update' | 'whole' | 'othersPresence' | 'other'

export function kindOfFrame(bytes: Uint8Array, clientId: number): FrameKind {
  const decoder = decoding.createDecoder(bytes)
  const type = decoding.readVarUint(decoder)
  if (type === frames.sync) {
    const step = decoding.readVarUint(decoder)
    return step === 2 ? 'update' : step === 1 ? 'whole' : 'other'
  }
  if (type !== frames.awareness) return 'other'
  const states = decoding.createDecoder(decoding.readVarUint8Array(decoder))
  for (let left = decoding.readVarUint(states); left > 0; left--) {
    if (decoding.readVarUint(states) === clientId) return 'other'
    decoding.readVarUint(states)
    decoding.readVarString(states)
  }
  return 'othersPresence'
}
