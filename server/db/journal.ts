// Who did what and when, one row an act, written in the act's own transaction.
import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

export interface JournalEntry {
  readonly workspaceId: string
  readonly userId: string
  readonly at: Date
  /** The act's verb, as the function that does it is named. */
  readonly act: string
  /** The id of what it was done to. */
  readonly subject: string
  readonly detail?: Readonly<Record<string, string | number>>
}

export async function writeJournal(tx: Transaction<Tables>, ...entries: JournalEntry[]): Promise<void> {
  await tx
    .insertInto('journal')
    .values(
      entries.map((entry) => ({
        workspace_id: entry.workspaceId,
        user_id: entry.userId,
        at: entry.at.toISOString(),
        act: entry.act,
        subject: entry.subject,
        detail_json: JSON.stringify(entry.detail ?? {}),
      })),
    )
    .execute()
}
