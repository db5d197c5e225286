// The workspace's record as a dossier holds it: every entry up to the last checkpoint, which must cover what the dossier tells. Reads only.
// Called by acts/documents for what the first form of the dossier cannot tell: amendments, adoptions, signatures made outside.
import type { Transaction } from 'kysely'
import type { EvidenceParts } from '../../shared/record/dossier.ts'
import type { Entry } from '../../shared/record/entries.ts'
import { vkeyText } from '../../shared/record/note.ts'
import type { Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { checkpointOf, logKeyOf } from './record.ts'

/** Beyond it a file would not be read. */
const entriesMax = 60_000

/** Null when nothing was signed yet, or more than a file may hold. Ask signRecord before. */
export async function recordEvidence(
  ctx: Context,
  tx: Transaction<Tables>,
  workspaceId: string,
): Promise<EvidenceParts | null> {
  const checkpoint = await checkpointOf(tx, workspaceId)
  if (!checkpoint || checkpoint.size > entriesMax) return null
  const rows = await tx
    .selectFrom('record_entries')
    .select('canonical')
    .where('workspace_id', '=', workspaceId)
    .where('idx', '<', checkpoint.size)
    .orderBy('idx')
    .execute()
  return {
    record: {
      logKey: vkeyText(logKeyOf(ctx, workspaceId, checkpoint)),
      checkpoint: checkpoint.note,
      entries: rows.map(({ canonical }) => JSON.parse(canonical) as Entry),
    },
    attestations: [],
  }
}
