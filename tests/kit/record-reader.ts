// A partner who reads a record as anyone may: entries, checkpoint, proofs, all checked with shared/ alone. Called by tests of the record.
import { doors } from '../../shared/api.ts'
import { type OpenedCheckpoint, openCheckpoint } from '../../shared/record/checkpoint.ts'
import { verifyEd25519 } from '../../shared/record/ed25519.ts'
import { type Entry, entryLeaf, readEntry } from '../../shared/record/entries.ts'
import { readVkey } from '../../shared/record/note.ts'
import { appended, emptyEdge, rootOf, sameHash } from '../../shared/record/tree.ts'
import type { Person } from './actors.ts'
import type { World } from './world.ts'

/** Every entry of the record, each of its schema, after the tree over them was found to be the one that is signed. */
export async function readRecord(
  world: Pick<World, 'workspaceId'>,
  reader: Person,
): Promise<{ entries: Entry[]; checkpoint: OpenedCheckpoint }> {
  const { workspaceId } = world
  const entries: Entry[] = []
  for (;;) {
    const params = { workspaceId, from: String(entries.length) }
    const { entries: texts } = await reader.call(doors.recordEntries, { params })
    if (texts.length === 0) break
    entries.push(...texts.map((text) => readEntry(text)!))
  }
  const shown = await reader.call(doors.record, { params: { workspaceId, from: '0' } })
  const log = readVkey(shown.logKey)!
  const checkpoint = await openCheckpoint(shown.checkpoint!, { log }, verifyEd25519)
  if (!checkpoint) throw new Error('the checkpoint does not open')
  const edge = entries.reduce((at, entry) => appended(at, entryLeaf(entry)).edge, emptyEdge)
  if (edge.size !== checkpoint.size || !sameHash(rootOf(edge), checkpoint.root))
    throw new Error('the tree of the entries is not the one that was signed')
  return { entries, checkpoint }
}
