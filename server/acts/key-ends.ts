// How keys end in the record of a workspace: with the membership of their holder, and what screens say of an ended one.
// Called by acts/people and acts/key-views; a key ended by hand is acts/key-binding.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { Entry, EntryBody } from '../../shared/record/entries.ts'
import type { KeyEnding } from '../../shared/record/key-views.ts'
import type { Policy } from '../../shared/record/policy.ts'
import type { Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { attestationsOf } from './key-rows.ts'
import type { Member } from './members.ts'
import { type Appending, appendEntry } from './record.ts'

type Tx = Transaction<Tables>

/**
 * KEY-11: every key that could be believed as a removed person's ends, in the transaction that removes them: those bound to them, and those
 * that any version of the policy names as theirs. What they signed before stands. A passkey that nobody attested is left alone: it may be
 * bound anew if its person comes back.
 */
export async function endKeysOf(
  ctx: Context,
  appending: Appending,
  { workspaceId, userId, by }: { workspaceId: string; userId: string; by: Pick<Member, 'userId' | 'name'> },
): Promise<void> {
  const { tx } = appending
  const bound = new Set(await boundKeys(tx, workspaceId))
  const attested = (await attestationsOf(tx, workspaceId)).filter(
    ({ keyDigest, attestation }) => bound.has(keyDigest) && attestation.statement.holder.userId === userId,
  )
  const own = new Set([...(await rootsOf(tx, workspaceId, userId)), ...attested.map((one) => one.keyDigest)])
  const ended = await endingsOf(tx, workspaceId)
  for (const keyDigest of [...own].filter((key) => !ended.has(key)).sort())
    await appendEntry(ctx, appending, {
      workspaceId,
      type: 'key-revoke',
      body: { keyDigest, by: 'removal' },
      payload: { userId: by.userId, name: cleanText(by.name), reason: '' },
    })
  await tx
    .deleteFrom('key_requests')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .execute()
}

/** A lock is judged by the policy of its own time: a root of an older version is one still. */
async function rootsOf(tx: Tx, workspaceId: string, userId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('policies')
    .select('policy_json')
    .where('workspace_id', '=', workspaceId)
    .execute()
  return rows
    .flatMap(({ policy_json }) => (JSON.parse(policy_json) as Policy).roots)
    .filter(({ holder }) => holder.userId === userId)
    .map(({ keyDigest }) => keyDigest)
}

/** The keys that a binding in the record names, in its order. */
export async function boundKeys(tx: Tx, workspaceId: string): Promise<string[]> {
  const entries = await keyEntries(tx, workspaceId)
  return entries.flatMap(({ type, body }) =>
    type === 'key-bind' ? [(body as EntryBody<'key-bind'>).keyDigest] : [],
  )
}

/** How each ended key ended first, by its digest. */
export async function endingsOf(tx: Tx, workspaceId: string): Promise<Map<string, KeyEnding>> {
  const endings = new Map<string, KeyEnding>()
  for (const { type, body, at } of await keyEntries(tx, workspaceId)) {
    const { keyDigest, by, replaces } = body as EntryBody<'key-revoke'> & { replaces?: string }
    const key = type === 'key-revoke' ? keyDigest : replaces
    const how = type === 'key-revoke' ? (by ?? 'account') : 'replaced'
    if (key !== undefined && !endings.has(key)) endings.set(key, { how, at })
  }
  return endings
}

async function keyEntries(tx: Tx, workspaceId: string): Promise<Entry[]> {
  const rows = await tx
    .selectFrom('record_entries')
    .select('canonical')
    .where('workspace_id', '=', workspaceId)
    .where('type', 'in', ['key-bind', 'key-revoke'])
    .orderBy('idx')
    .execute()
  return rows.map(({ canonical }) => JSON.parse(canonical) as Entry)
}
