// Reads a Yjs update before it touches the document: whole or torn, new or known, with or without what it stands on. Pure.
// Called by room.ts, which applies only what comes out clean.
import * as Y from 'yjs'

export interface UpdateReading {
  /** It brings a struct or a deletion that the document does not have. */
  readonly news: boolean
  /** It stands on something the document does not have: applying it would leave it pending. */
  readonly gap: boolean
  /** A struct of it is known in its first part only: it must be trimmed, for that part may lie (`applyGuarded` does). */
  readonly overlaps: boolean
  /** The clientIDs under which it brings new structs (SYNC-4 asks to whom they belong). */
  readonly writers: ReadonlySet<number>
}

/** No honest clock comes near; past it, sums of a clock and a length would leave the safe integers. */
const clockMax = 2 ** 48

interface Deletion {
  readonly clock: number
  readonly len: number
}

/** Reads `bytes` against `doc`, changing nothing; null when they are no update at all. */
export function readUpdate(doc: Y.Doc, bytes: Uint8Array): UpdateReading | null {
  let decoded: ReturnType<typeof Y.decodeUpdate>
  try {
    decoded = Y.decodeUpdate(bytes)
  } catch {
    // Also a stack overflow on values nested thousands deep.
    return null
  }
  const { structs } = decoded
  const tops = topsAfter(doc, structs)
  if (!tops) return null
  const known = (client: number) => Y.getState(doc.store, client)
  const reaches = (id: Y.ID | null) => id === null || id.clock < (tops.get(id.client) ?? known(id.client))
  const writers = new Set<number>()
  let gap = false
  let overlaps = false
  for (const struct of structs) {
    const { client, clock } = struct.id
    if (struct instanceof Y.Skip || clock + struct.length <= known(client)) continue
    writers.add(client)
    if (clock < known(client)) overlaps = true
    if (clock + struct.length > tops.get(client)!) gap = true
    if (struct instanceof Y.Item) {
      // Before it is integrated, an item read from bytes carries the id of its parent, the name of a root, or nothing.
      const parent: unknown = struct.parent
      if (!reaches(struct.origin) || !reaches(struct.rightOrigin)) gap = true
      if (parent instanceof Y.ID && !reaches(parent)) gap = true
    }
  }
  let news = writers.size > 0
  for (const [client, deletions] of decoded.ds.clients as Map<number, Deletion[]>) {
    for (const { clock, len } of deletions) {
      if (clock + len > clockMax) return null
      if (clock + len > (tops.get(client) ?? known(client))) gap = true
      news ||= deletesSomething(doc, client, clock, clock + len)
    }
  }
  return { news: news || gap, gap, overlaps, writers }
}

/**
 * Cuts off what the document already has. Yjs, given a struct it knows in part, takes the place of the whole from that struct and
 * its text from the rest: were the known part not what the document has, the log would tell another story than the screen.
 */
function trim(doc: Y.Doc, bytes: Uint8Array): Uint8Array {
  return Y.diffUpdate(bytes, Y.encodeStateVector(doc))
}

/** How far each client's clock would stand, without a hole, after these structs; null when no encoder writes them so. */
function topsAfter(doc: Y.Doc, structs: readonly (Y.Item | Y.GC | Y.Skip)[]): Map<number, number> | null {
  const tops = new Map<number, number>()
  let previous: Y.ID | null = null
  let end = 0
  for (const struct of structs) {
    const { client, clock } = struct.id
    const first = previous === null || previous.client !== client
    // Yjs keeps only the last block of a client: a second one would hide the first from every check.
    if (first ? tops.has(client) : clock !== end) return null
    previous = struct.id
    end = clock + struct.length
    if (end > clockMax) return null
    const top = tops.get(client) ?? Y.getState(doc.store, client)
    tops.set(client, struct instanceof Y.Skip || clock > top ? top : Math.max(top, end))
  }
  return tops
}

function deletesSomething(doc: Y.Doc, client: number, from: number, to: number): boolean {
  const structs = doc.store.clients.get(client)
  const end = Math.min(to, Y.getState(doc.store, client))
  if (!structs || from >= end) return false
  for (let at = Y.findIndexSS(structs, from); at < structs.length && structs[at]!.id.clock < end; at++) {
    if (!structs[at]!.deleted) return true
  }
  return false
}

/**
 * Yjs tidies superfluous formatting marks after a remote change, by deleting them. When that happened live it is in the log: doing
 * it again on reading, in other steps, could make a document that no log row tells of.
 */
function untidied(transaction: Y.Transaction): void {
  transaction._needFormattingCleanup = false
}

/** Applies a row of the log, as it is; false when the document can no longer be trusted. */
export function applyLogged(doc: Y.Doc, bytes: Uint8Array, overlaps: boolean): boolean {
  doc.on('afterTransaction', untidied)
  const changes = applyGuarded(doc, bytes, overlaps)
  doc.off('afterTransaction', untidied)
  return changes !== null
}

/** Makes the document of a log: its snapshot, then its rows, in one transaction (never merged: that is quadratic). Throws on bytes that do not apply. */
export function replay(state: Uint8Array | null, updates: readonly Uint8Array[]): Y.Doc {
  const replaying = openReplay()
  replaying.take(state ? [state, ...updates] : updates)
  return replaying.end()
}

/** The same for what comes piece by piece. */
export function openReplay() {
  // Deleted text is kept, so that two versions can be compared; measured at 2–3 % of the size.
  const doc = new Y.Doc({ gc: false })
  doc.on('afterTransaction', untidied)
  return {
    take(updates: readonly Uint8Array[]): void {
      doc.transact(() => {
        for (const update of updates) Y.applyUpdate(doc, update)
      })
    },
    end(): Y.Doc {
      doc.off('afterTransaction', untidied)
      if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error('the log has a hole')
      return doc
    },
  }
}

/** Applies an update and returns what it changed, the tidying it set off included; null when the document can no longer be trusted. */
export function applyGuarded(doc: Y.Doc, bytes: Uint8Array, overlaps = false): Uint8Array[] | null {
  const changes: Uint8Array[] = []
  const keep = (update: Uint8Array) => void changes.push(update)
  doc.on('update', keep)
  try {
    Y.applyUpdate(doc, overlaps ? trim(doc, bytes) : bytes)
  } catch {
    return null
  } finally {
    doc.off('update', keep)
  }
  return doc.store.pendingStructs || doc.store.pendingDs ? null : changes
}

/** One update out of several that nobody has checked yet; null when one of them is none. */
export function joinUpdates(updates: readonly Uint8Array[]): Uint8Array | null {
  try {
    return Y.mergeUpdates([...updates])
  } catch {
    return null
  }
}

/** One update out of several, in order. By groups: merging a long list at once is quadratic. */
export function mergeInOrder(updates: readonly Uint8Array[]): Uint8Array {
  if (updates.length === 1) return updates[0]!
  const groups: Uint8Array[] = []
  for (let at = 0; at < updates.length; at += 64) groups.push(Y.mergeUpdates(updates.slice(at, at + 64)))
  return mergeInOrder(groups)
}

/** The clientIDs under which an update of ours brings structs, known or new. */
export function writersOf(bytes: Uint8Array): number[] {
  return [...Y.parseUpdateMeta(bytes).to.keys()]
}
