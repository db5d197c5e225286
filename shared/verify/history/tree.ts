// The record of a dossier against its checkpoint (REC-23): one workspace, time going forward, the root recomputed from every entry.
// Called by history.ts alone.
import { readCheckpoint } from '../../record/checkpoint.ts'
import { entryLeaf } from '../../record/entries.ts'
import { readNote } from '../../record/note.ts'
import type { RecordInFile } from '../../record/records.ts'
import { appended, emptyEdge, rootOf, sameHash } from '../../record/tree.ts'
import { type Finding, failed, judged } from '../findings.ts'

export function treeFindings({ entries, checkpoint }: RecordInFile): Finding[] {
  const first = entries[0]?.workspaceId
  const foreign = entries.flatMap(({ workspaceId }, at) =>
    workspaceId === first ? [] : [`/record/entries/${at}`],
  )
  const early = entries.flatMap(({ at }, index) =>
    index > 0 && at < entries[index - 1]!.at ? [`/record/entries/${index}/at`] : [],
  )
  return [
    ...judged('recordWorkspace', '/record', foreign),
    ...judged('recordTime', '/record', early),
    ...rootFindings({ entries, checkpoint }),
  ]
}

function rootFindings({ entries, checkpoint }: Pick<RecordInFile, 'entries' | 'checkpoint'>): Finding[] {
  const stated = readCheckpoint(readNote(checkpoint)?.text ?? '')
  const details = { count: entries.length }
  if (!stated) return [failed('recordRoot', '/record/checkpoint', details)]
  const edge = entries.reduce((at, entry) => appended(at, entryLeaf(entry)).edge, emptyEdge)
  const same = stated.size === edge.size && sameHash(rootOf(edge), stated.root)
  return judged('recordRoot', '/record', same ? [] : ['/record/entries'], details)
}
