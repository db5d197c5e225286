// Which pages a room does not take (SYNC-9, SYNC-10), by what they say of themselves, and what it tells first to one it takes. Pure.
// Called by room.ts.
import { proseVersion } from '../../shared/plan/prose-json.ts'
import { type AssiseFrame, type CloseReason, updateBytesMax } from '../../shared/wire.ts'
import type { Peer, StoredPlan } from './seams.ts'

/** Why this page may not come in; null when it may. A page that says nothing of itself is taken as it is. */
export function misfitOf(peer: Peer, epoch: number): CloseReason | null {
  if ((peer.page?.epoch ?? epoch) !== epoch) return 'otherEpoch'
  return isTooOld(peer) ? 'editorTooOld' : null
}

/** It could write, with an editor that would delete what it does not know. */
export function isTooOld({ capability, page }: Peer): boolean {
  return capability === 'edit' && page?.proseVersion != null && page.proseVersion < proseVersion
}

/** The first frame of a connection. */
export function helloTo({ capability }: Peer, { epoch, seq, locked, damaged }: StoredPlan): AssiseFrame {
  return {
    type: 'hello',
    epoch,
    seq,
    capability,
    lockedVersion: locked?.versionId ?? null,
    proseVersion,
    updateBytesMax,
    quarantined: damaged,
  }
}
