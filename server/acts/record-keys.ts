// A person's keys in the records of the workspaces they are of: enrolled, revoked. The record holds a digest of the key, and who holds
// it under a commitment that can be erased.
// Called by acts/passkeys, and where someone becomes a member.
import { cleanText } from '../../shared/basics.ts'
import { keyDigest } from '../../shared/record/entries.ts'
import { toBase64url } from '../../shared/verify/base64url.ts'
import type { Context } from '../context.ts'
import { type Appending, appendEntry } from './record.ts'

interface Key {
  readonly id: string
  readonly public_key: Uint8Array
}

export function digestOfKey({ id, public_key }: Key): string {
  return keyDigest({ credentialId: id, publicKey: toBase64url(public_key) })
}

/** A key of a person enters, or leaves, the record of each of their workspaces. */
export async function recordKey(
  ctx: Context,
  appending: Appending,
  { userId, key, type }: { userId: string; key: Key; type: 'key-enrol' | 'key-revoke' },
): Promise<void> {
  const workspaces = await appending.tx
    .selectFrom('members')
    .select('workspace_id')
    .where('user_id', '=', userId)
    .orderBy('workspace_id')
    .execute()
  const payload = type === 'key-enrol' ? { payload: await holderOf(appending, userId) } : {}
  const body = { keyDigest: digestOfKey(key) }
  for (const { workspace_id: workspaceId } of workspaces)
    await appendEntry(ctx, appending, { workspaceId, type, body, ...payload })
}

/** The keys that a person already has enter the record of a workspace they have just become a member of. */
export async function recordKeysOf(
  ctx: Context,
  appending: Appending,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): Promise<void> {
  const keys = await appending.tx
    .selectFrom('passkeys')
    .select(['id', 'public_key'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  if (keys.length === 0) return
  const payload = await holderOf(appending, userId)
  for (const key of keys) {
    const body = { keyDigest: digestOfKey(key) }
    await appendEntry(ctx, appending, { workspaceId, type: 'key-enrol', body, payload })
  }
}

async function holderOf({ tx }: Appending, userId: string): Promise<{ userId: string; name: string }> {
  const { name } = await tx
    .selectFrom('users')
    .select('name')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return { userId, name: cleanText(name) }
}
