// Rows of witnesses → who cosigns, and what each saw last. Reads only. Called by acts/record-views and acts/witnesses.
import type { Transaction } from 'kysely'
import { cosignedTime } from '../../shared/record/checkpoint.ts'
import { readLine } from '../../shared/record/note.ts'
import type { WitnessView } from '../../shared/views.ts'
import type { Tables } from '../db/tables.ts'

type Tx = Transaction<Tables>

/** The witnesses of a workspace, in the order they came. */
export async function witnessViews(tx: Tx, workspaceId: string): Promise<WitnessView[]> {
  const rows = await tx
    .selectFrom('record_witnesses')
    .innerJoin('organizations', 'organizations.id', 'record_witnesses.organization_id')
    .select(['record_witnesses.id', 'organization_id', 'organizations.name', 'vkey', 'ended_at'])
    .where('record_witnesses.workspace_id', '=', workspaceId)
    .orderBy('record_witnesses.created_at')
    .orderBy('record_witnesses.id')
    .execute()
  const views: WitnessView[] = []
  for (const row of rows) {
    const last = await lastCosignature(tx, workspaceId, row.id)
    views.push({
      id: row.id,
      organizationId: row.organization_id,
      organizationName: row.name,
      vkey: row.vkey,
      endedAt: row.ended_at,
      last,
    })
  }
  return views
}

async function lastCosignature(tx: Tx, workspaceId: string, witnessId: string): Promise<WitnessView['last']> {
  const row = await tx
    .selectFrom('record_cosignatures')
    .select(['size', 'line'])
    .where('workspace_id', '=', workspaceId)
    .where('witness_id', '=', witnessId)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  const line = row && readLine(row.line)
  const time = line && cosignedTime(line)
  return row && time !== null && time !== undefined
    ? { size: row.size, at: new Date(time * 1000).toISOString() }
    : null
}
