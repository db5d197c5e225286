// Following a record from one visit to the next: whether what a server shows now only adds to what was seen. Whoever keeps the last
// checkpoint and asks this sees a rewritten past. Called by clients and by the witness command.
import { fromBase64 } from '../verify/base64.ts'
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts'
import { readVkey, type Verify } from './note.ts'
import { extendsTree, sameHash } from './tree.ts'

/** What is kept between two visits. */
export interface SeenRecord {
  /** The log's key, as it was at the first visit (or as it stands in a policy): no other is believed later. */
  readonly logKey: string
  /** The checkpoint, as the log signed it. */
  readonly note: string
}

/** What a server shows: its key, its last checkpoint, and the proof from the size that was seen (base64). */
export interface ShownRecord {
  readonly logKey: string
  readonly note: string
  readonly consistency: readonly string[]
}

export type Alarm =
  /** Signed by another key than before. */
  | 'otherKey'
  /** Not a checkpoint that the key signed. */
  | 'unsigned'
  /** Smaller than what was seen. */
  | 'rollback'
  /** Not a continuation of what was seen: entries were changed, or another history is shown. */
  | 'fork'

export type Followed =
  | { readonly seen: SeenRecord; readonly checkpoint: OpenedCheckpoint; readonly alarm: null }
  | { readonly alarm: Alarm }

/** REC-19: what is shown is signed by the key known, no smaller, and proved to extend what was seen; anything else is an alarm. */
export async function follow(seen: SeenRecord | null, shown: ShownRecord, verify: Verify): Promise<Followed> {
  const logKey = seen?.logKey ?? shown.logKey
  const log = readVkey(logKey)
  if (shown.logKey !== logKey) return { alarm: 'otherKey' }
  const now = log && (await openCheckpoint(shown.note, { log }, verify))
  if (!now) return { alarm: 'unsigned' }
  const next = { seen: { logKey, note: shown.note }, checkpoint: now, alarm: null } as const
  if (!seen) return next
  const before = await openCheckpoint(seen.note, { log }, verify)
  // What we kept ourselves does not open: we know nothing of the past, and must not claim to.
  if (!before) return { alarm: 'unsigned' }
  if (now.size < before.size) return { alarm: 'rollback' }
  const path = shown.consistency.map((hash) => fromBase64(hash))
  if (now.size === before.size) return sameHash(now.root, before.root) ? next : { alarm: 'fork' }
  const grown =
    path.every((hash) => hash?.length === 32) &&
    extendsTree({
      from: before.size,
      fromRoot: before.root,
      to: now.size,
      toRoot: now.root,
      path: path.filter((hash) => hash !== null),
    })
  return grown ? next : { alarm: 'fork' }
}

/** The size of the checkpoint that was kept: what a proof is asked from. 0 when there is none. */
export function seenSize(seen: SeenRecord | null): number {
  const size = /^[^\n]+\n(0|[1-9]\d{0,14})\n/.exec(seen?.note ?? '')?.[1]
  return size === undefined ? 0 : Number(size)
}
