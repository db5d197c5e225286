// What earlier pages left on this device: taken up again where it still belongs, and put aside to be copied where it does not.
// Called by room.ts.
import * as Y from 'yjs'
import type { Device, KeptText } from './offline.ts'
import { type Outbox, passagesOf } from './outbox.ts'

export interface Earlier {
  /** Reads the device; the newest epoch it keeps text of, or null. */
  read(): Promise<number | null>
  /** Shows the newest text before the server has answered; its epoch, or null when the device does not hold enough for that. */
  show(fromServer: unknown): number | null
  /** Offers the text of this epoch to the room, on top of the server's: it goes out as edits made here. Whether there was any. */
  takeUp(epoch: number): boolean
  /** What is still there: it was not taken up. */
  left(): readonly KeptText[]
  forget(texts: readonly KeptText[]): void
}

/** The origin of the transaction that takes kept text up. */
export const fromDevice = { keys: [] as KeptText['updates'][number]['key'][] }

export function openEarlier(doc: Y.Doc, device: Device, outbox: Outbox): Earlier {
  let texts: readonly KeptText[] = []
  const without = (gone: readonly KeptText[]) => texts.filter((each) => !gone.includes(each))
  return {
    async read() {
      texts = await device.read()
      return texts[0]?.epoch ?? null
    },
    show(fromServer) {
      const newest = texts[0]
      const built = newest?.base && buildOn(newest.base, newest)
      if (!newest || !built) return null
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(built), fromServer)
      for (const { bytes, key } of newest.updates) outbox.typed(bytes, [key])
      texts = without([newest])
      return newest.epoch
    },
    takeUp(epoch) {
      const kept = texts.find((each) => each.epoch === epoch)
      if (!kept || !buildOn(Y.encodeStateAsUpdate(doc), kept)) return false
      texts = without([kept])
      fromDevice.keys = kept.updates.map(({ key }) => key)
      Y.applyUpdate(doc, mergeKept(kept.updates.map(({ bytes }) => bytes)), fromDevice)
      // Still there: it changed nothing, for the server has it all.
      device.drop(fromDevice.keys)
      fromDevice.keys = []
      return true
    },
    left: () => texts,
    forget(gone) {
      texts = without(gone)
      for (const { epoch, updates } of gone) {
        device.drop(updates.map(({ key }) => key))
        device.keepBase(epoch, null)
      }
    },
  }
}

/** One update out of all that was kept. By groups: merging a long list at once is quadratic. */
function mergeKept(updates: readonly Uint8Array[]): Uint8Array {
  if (updates.length === 1) return updates[0]!
  const groups: Uint8Array[] = []
  for (let at = 0; at < updates.length; at += 64) groups.push(Y.mergeUpdates(updates.slice(at, at + 64)))
  return mergeKept(groups)
}

/** The document that this text makes on top of `state`; null when it stands on something that is not there. */
function buildOn(state: Uint8Array, kept: KeptText): Y.Doc | null {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, state)
    Y.applyUpdate(doc, mergeKept(kept.updates.map(({ bytes }) => bytes)))
  } catch {
    return null
  }
  return doc.store.pendingStructs || doc.store.pendingDs ? null : doc
}

/**
 * The passages that kept text wrote in, whole where the device or (for the same epoch) the server knows what surrounds them; otherwise
 * the bare words that were typed, in their order.
 */
export function keptPassages(kept: KeptText, server: Uint8Array | null): string[] {
  const updates = kept.updates.map(({ bytes }) => bytes)
  for (const state of [server, kept.base]) {
    const doc = state && buildOn(state, kept)
    if (doc) return passagesOf(doc, updates)
  }
  return [typedWords(mergeKept(updates))]
}

function typedWords(update: Uint8Array): string {
  return Y.decodeUpdate(update)
    .structs.map((struct) => {
      if (!(struct instanceof Y.Item)) return ''
      if (struct.content instanceof Y.ContentString) return struct.content.str
      return struct.content instanceof Y.ContentType ? '\n' : ''
    })
    .join('')
    .trim()
}
