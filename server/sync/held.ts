// A plan's document held in memory, and to whom each clientID belongs: weighs an update, applies what it accepts, encodes for a join.
// Held by room.ts, which throws the whole of it away when it can no longer be trusted.
import * as Y from 'yjs'
import type { RefusalCode } from '../../shared/refusals.ts'
import { updateBytesMax } from '../../shared/wire.ts'
import type { Claim, LaterRow, Peer, PlanHead, RoomParts, StoredPlan } from './seams.ts'
import { applyGuarded, applyLogged, mergeInOrder, readUpdate, replay, writersOf } from './update.ts'

/** What was accepted of one message: its change as bytes for the log and the screens. */
export interface Change {
  readonly bytes: Uint8Array
  /** The part that the server's own tidying added: the author lacks it too. */
  readonly tidied: readonly Uint8Array[]
}

type Weighed =
  | { readonly kind: 'nothingNew' }
  | { readonly kind: 'changed'; readonly change: Change }
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  /** It stands on something that never came. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'forged' }
  | { readonly kind: 'malformed' }
  /** It threw half-way: the document is no longer what the log says. */
  | { readonly kind: 'broke' }

export interface Held {
  /** Built when first asked for. Throws when the log does not replay; so may all the verbs below that need it. */
  readonly doc: Y.Doc
  weigh(peer: Peer, bytes: Uint8Array): Weighed
  /** Puts back a change of the running batch, after the document was read again. */
  redo(change: Change): boolean
  /**
   * Applies what another node wrote, on top of a batch that is not on disk yet: updates commute. False when they do not go
   * together (both write under one clientID) or do not apply: then only the log can tell.
   */
  follow(rows: readonly LaterRow[], batch: readonly Change[], claims: readonly Claim[]): boolean
  /** SYNC-4: this clientID is the person's from now on; false when it is another's. */
  claim(clientId: number, userId: string): boolean
  /** The claims that are not on disk yet; they leave with the next batch. */
  takeClaims(): Claim[]
  hasClaims(): boolean
  /**
   * What someone who knows `vector` lacks, in one update or (where that spares building the document) two. Throws on bytes that
   * are no vector.
   */
  encode(vector: Uint8Array): readonly Uint8Array[]
  /** The document is in memory. Before, whoever knows nothing is answered from what was read, which takes no building. */
  readonly built: boolean
  /** A batch is on disk: the document has changed for good. */
  settled(): void
  /** The plan was locked at this very state. */
  freeze(): void
}

/** Well above what an assembly does. */
const heldLimits = { planBytesMax: 20_000_000, writersPerUpdateMax: 100 } as const

interface Before extends Pick<StoredPlan, 'epoch' | 'seq' | 'locked'> {
  readonly claims: readonly Claim[]
  /** What the running batch had accepted. */
  readonly rows: readonly Change[]
}

/** A plan without its text: that is held, once. */
export function headOf({ state: _, updates: __, ...head }: StoredPlan): PlanHead {
  return head
}

/** Reads a plan again and puts a running batch back; null when the log has moved or does not answer. */
export async function holdAgain(
  { log, planId, failed }: Pick<RoomParts, 'log' | 'planId' | 'failed'>,
  { epoch, seq, locked, claims, rows }: Before,
): Promise<Held | null> {
  try {
    const stored = await log.load(planId)
    if (stored.seq !== seq || stored.epoch !== epoch) return null
    const held = hold({ ...stored, locked }, claims)
    return rows.every((row) => held.redo(row)) ? held : null
  } catch (error) {
    failed(error)
    return null
  }
}

/** The same, its document built. Throws when its log does not replay. */
export function holdNow(stored: StoredPlan): Held {
  const held = hold(stored)
  void held.doc
  return held
}

/** Up to this size, building the document takes no longer than it is worth to wait with. */
const builtAtOnceMax = 20_000

/** Reads a plan into memory. A small one throws at once when its log does not replay, a large one when its document is first needed. */
export function hold(stored: StoredPlan, unwritten: readonly Claim[] = []): Held {
  const { damaged } = stored
  let built: Y.Doc | null = null
  /** What was read, until the document is built from it. */
  let read: Pick<StoredPlan, 'state' | 'updates'> | null = stored
  const owners = new Map(stored.owners)
  const claims = new Map(unwritten.map(({ clientId, userId }) => [clientId, userId]))
  let planBytes = stored.updates.reduce((sum, bytes) => sum + bytes.length, stored.state?.length ?? 0)
  // The whole document as bytes, until it changes: a crowd that joins at once is encoded for once.
  let whole: Uint8Array | null = null
  /** The same while there is no document: the snapshot, then what came after it. */
  let unbuilt: readonly Uint8Array[] | null = null
  let frozen = stored.locked !== null
  const ownerOf = (clientId: number) => owners.get(clientId) ?? claims.get(clientId)

  function docNow(): Y.Doc {
    if (built) return built
    built = replay(read!.state, read!.updates)
    read = null
    unbuilt = null
    return built
  }
  if (planBytes <= builtAtOnceMax) docNow()

  function weigh(peer: Peer, bytes: Uint8Array): Weighed {
    const doc = docNow()
    if (bytes.length > updateBytesMax) return { kind: 'refused', code: 'updateTooLarge' }
    const reading = readUpdate(doc, bytes)
    if (!reading) return { kind: 'malformed' }
    if (!reading.news) return { kind: 'nothingNew' }
    if (damaged) return { kind: 'refused', code: 'roomQuarantined' }
    if (frozen) return { kind: 'refused', code: 'planLocked' }
    if (peer.capability !== 'edit') return { kind: 'refused', code: 'updateForbidden' }
    if (reading.gap) return { kind: 'gap' }
    if (planBytes + bytes.length > heldLimits.planBytesMax) return { kind: 'refused', code: 'planTooLarge' }
    if (reading.writers.size > heldLimits.writersPerUpdateMax) return { kind: 'malformed' }
    const { userId } = peer.person
    if ([...reading.writers].some((clientId) => (ownerOf(clientId) ?? userId) !== userId))
      return { kind: 'forged' }
    const changes = applyGuarded(doc, bytes, reading.overlaps)
    if (!changes) return { kind: 'broke' }
    if (changes.length === 0) return { kind: 'nothingNew' }
    for (const clientId of reading.writers) claim(clientId, userId)
    const change = { bytes: mergeInOrder(changes), tidied: changes.slice(1) }
    planBytes += change.bytes.length
    return { kind: 'changed', change }
  }

  function claim(clientId: number, userId: string): boolean {
    const owner = ownerOf(clientId)
    if (owner === undefined) claims.set(clientId, userId)
    return owner === undefined || owner === userId
  }

  return {
    get doc() {
      return docNow()
    },
    get built() {
      return built !== null
    },
    weigh,
    redo: (change) => applyGuarded(docNow(), change.bytes) !== null,
    claim,
    follow(rows, batch, unwritten) {
      const ours = new Set([
        ...batch.flatMap(({ bytes }) => writersOf(bytes)),
        ...unwritten.map(({ clientId }) => clientId),
      ])
      for (const { bytes, userId } of rows) {
        const doc = docNow()
        const reading = readUpdate(doc, bytes)
        const writers = writersOf(bytes)
        if (!reading || reading.gap || writers.some((clientId) => ours.has(clientId))) return false
        if (!applyLogged(doc, bytes, reading.overlaps)) return false
        // The node that wrote the row had made sure of it.
        for (const clientId of reading.writers) {
          owners.set(clientId, userId)
          claims.delete(clientId)
        }
        planBytes += bytes.length
      }
      whole = null
      return true
    },
    takeClaims() {
      const taken = [...claims].map(([clientId, userId]) => ({ clientId, userId }))
      for (const { clientId, userId } of taken) owners.set(clientId, userId)
      claims.clear()
      return taken
    },
    hasClaims: () => claims.size > 0,
    encode(vector) {
      // The empty vector is the one byte 0.
      if (vector.length !== 1 || vector[0] !== 0) return [Y.encodeStateAsUpdate(docNow(), vector)]
      if (read?.state) {
        unbuilt ??= read.updates.length > 0 ? [read.state, mergeInOrder(read.updates)] : [read.state]
        return unbuilt
      }
      whole ??= Y.encodeStateAsUpdate(docNow())
      return [whole]
    },
    settled() {
      whole = null
    },
    freeze() {
      frozen = true
    },
  }
}
