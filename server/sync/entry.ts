// Which pages a room does not take (SYNC-9, SYNC-10), by what they say of themselves, and what it tells first to one it takes.
// Called by room.ts.
import { proseVersion } from '../../shared/plan/prose-json.ts'
import type { Capability } from '../../shared/roles.ts'
import { type AssiseFrame, type CloseReason, encodeFrame, updateBytesMax } from '../../shared/wire.ts'
import type { Peer, PlanHead } from './seams.ts'

/** Sends away a page that may not come in; true when it did. */
export function closesOn(peer: Peer, epoch: number): boolean {
  const misfit = misfitOf(peer, epoch)
  if (misfit) peer.close(misfit)
  return misfit !== null
}

/** From this message on. A page whose editor is too old to write is sent away instead of being let write. */
export function giveCapability(peer: Peer, capability: Capability): void {
  peer.capability = capability
  if (isTooOld(peer)) peer.close('editorTooOld')
  else peer.send(encodeFrame({ type: 'capability', capability }))
}

/** Why this page may not come in; null when it may. A page that says nothing of itself is taken as it is. */
function misfitOf(peer: Peer, epoch: number): CloseReason | null {
  if ((peer.page?.epoch ?? epoch) !== epoch) return 'otherEpoch'
  return isTooOld(peer) ? 'editorTooOld' : null
}

/** It could write, with an editor that would delete what it does not know. */
function isTooOld({ capability, page }: Peer): boolean {
  return capability === 'edit' && page?.proseVersion != null && page.proseVersion < proseVersion
}

/** The first frame of a connection. */
export function helloTo({ capability }: Peer, { epoch, seq, locked, damaged }: PlanHead): AssiseFrame {
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
