// The record as members read it: its last checkpoint with the partners' cosignatures, its entries, and proofs of both kinds.
// Called by http/record. Reads only, but that a checkpoint which is due is signed first.
import type { Transaction } from 'kysely'
import { logProofText } from '../../shared/record/log-proof.ts'
import { vkeyText } from '../../shared/record/note.ts'
import { consistencyRanges, inclusionRanges } from '../../shared/record/tree.ts'
import { Refused } from '../../shared/refusals.ts'
import { toBase64 } from '../../shared/verify/base64.ts'
import type { EntriesView, ProofView, RecordView, ShownCheckpoint } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { memberOf, mustBeAble } from './members.ts'
import { checkpointOf, hashesOf, logKeyOf, type SignedCheckpoint, signRecord } from './record.ts'
import { witnessViews } from './witness-rows.ts'

type Tx = Transaction<Tables>
const entriesAtOnce = 500

/**
 * REC-19: the last checkpoint, with the proof that it extends the one of `from` entries that the reader knows. No proof when there is
 * none to give: the reader sees a size smaller than its own.
 */
export async function showRecord(
  ctx: Context,
  actor: Actor,
  { workspaceId, from }: { workspaceId: string; from: string },
): Promise<RecordView> {
  const known = sizeIn(from, 'from')
  await asReader(ctx, actor, workspaceId, async () => null)
  await signRecord(ctx, workspaceId)
  return asReader(ctx, actor, workspaceId, async (tx) => ({
    ...(await shownCheckpoint(ctx, tx, workspaceId, known)),
    witnesses: await witnessViews(tx, workspaceId),
  }))
}

/** What a reader and a witness are both shown. */
export async function shownCheckpoint(
  ctx: Context,
  tx: Tx,
  workspaceId: string,
  known: number,
): Promise<ShownCheckpoint> {
  const last = await checkpointOf(tx, workspaceId)
  const logKey = vkeyText(logKeyOf(ctx, workspaceId, last))
  if (!last) return { logKey, checkpoint: null, consistency: [] }
  const ranges = known <= last.size ? consistencyRanges(known, last.size) : []
  return {
    logKey,
    checkpoint: await cosigned(tx, workspaceId, last),
    consistency: (await hashesOf(tx, workspaceId, ranges)).map(toBase64),
  }
}

/** The note with a line for each cosignature it has received. */
async function cosigned(tx: Tx, workspaceId: string, { note, size }: SignedCheckpoint): Promise<string> {
  const rows = await tx
    .selectFrom('record_cosignatures')
    .select('line')
    .where('workspace_id', '=', workspaceId)
    .where('size', '=', size)
    .orderBy('received_at')
    .orderBy('witness_id')
    .execute()
  return note + rows.map(({ line }) => line).join('')
}

/** Entries from an index on, as canonical texts: their hashes are the leaves. */
export async function listEntries(
  ctx: Context,
  actor: Actor,
  { workspaceId, from }: { workspaceId: string; from: string },
): Promise<EntriesView> {
  const index = sizeIn(from, 'from')
  return asReader(ctx, actor, workspaceId, async (tx) => {
    const rows = await tx
      .selectFrom('record_entries')
      .select('canonical')
      .where('workspace_id', '=', workspaceId)
      .where('idx', '>=', index)
      .orderBy('idx')
      .limit(entriesAtOnce)
      .execute()
    return { from: index, entries: rows.map(({ canonical }) => canonical) }
  })
}

/**
 * REC-20: the entry about a digest (a ballot's receipt, a consensus record, a version, a signature…) with the proof that it stands
 * under the last checkpoint. Refuses notFound.
 */
export async function proveEntry(
  ctx: Context,
  actor: Actor,
  { workspaceId, about }: { workspaceId: string; about: string },
): Promise<ProofView> {
  await asReader(ctx, actor, workspaceId, async () => null)
  await signRecord(ctx, workspaceId)
  return asReader(ctx, actor, workspaceId, async (tx) => {
    const last = await checkpointOf(tx, workspaceId)
    const entry = await tx
      .selectFrom('record_entries')
      .select(['idx', 'canonical'])
      .where('workspace_id', '=', workspaceId)
      .where('about', '=', about)
      .orderBy('idx')
      .limit(1)
      .executeTakeFirst()
    if (!last || !entry || entry.idx >= last.size) throw new Refused('notFound')
    const path = await hashesOf(tx, workspaceId, inclusionRanges(entry.idx, last.size))
    const checkpoint = await cosigned(tx, workspaceId, last)
    return {
      index: entry.idx,
      entry: entry.canonical,
      proof: logProofText({ index: entry.idx, path, checkpoint }),
    }
  })
}

async function asReader<T>(
  ctx: Context,
  actor: Actor,
  workspaceId: string,
  read: (tx: Tx) => Promise<T>,
): Promise<T> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'plan.read')
    return read(tx)
  })
}

/** A size or an index as it stands in a path. */
export function sizeIn(text: string, field: string): number {
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) throw new Refused('invalidField', { field })
  return Number(text)
}
