// Rows of keys and policies → whose keys are believed, and by which policy. Reads only. Called by the acts on keys, policies, signatures
// and documents.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { Entry, EntryType } from '../../shared/record/entries.ts'
import { followKeys, type KeyChain } from '../../shared/record/key-chain.ts'
import type { KeyAttestation, KeyHolder } from '../../shared/record/keys.ts'
import type { Policy, RootKey } from '../../shared/record/policy.ts'
import type { Tables } from '../db/tables.ts'
import type { Member } from './members.ts'
import { digestOfKey } from './record-keys.ts'

type Tx = Transaction<Tables>

/** The newest policy of a workspace, or none. */
export async function policyInForce(tx: Tx, workspaceId: string): Promise<Policy | null> {
  const row = await tx
    .selectFrom('policies')
    .select('policy_json')
    .where('workspace_id', '=', workspaceId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? (JSON.parse(row.policy_json) as Policy) : null
}

/** POLICY-4: what governs the signatures of a version: the policy that was in force at its lock, as the record has it; else the newest. */
export async function governingPolicy(
  tx: Tx,
  workspaceId: string,
  versionDigest: string,
): Promise<{ policy: Policy | null; atLock: boolean }> {
  const lock = await entryAbout(tx, workspaceId, 'lock', versionDigest)
  const set =
    lock === null
      ? undefined
      : await tx
          .selectFrom('record_entries')
          .select('about')
          .where('workspace_id', '=', workspaceId)
          .where('type', '=', 'policy')
          .where('idx', '<', lock)
          .orderBy('idx', 'desc')
          .limit(1)
          .executeTakeFirst()
  if (!set) return { policy: await policyInForce(tx, workspaceId), atLock: false }
  const { policy_json } = await tx
    .selectFrom('policies')
    .select('policy_json')
    .where('workspace_id', '=', workspaceId)
    .where('digest', '=', set.about)
    .executeTakeFirstOrThrow()
  return { policy: JSON.parse(policy_json) as Policy, atLock: true }
}

/** Where the first entry of a type about a digest is; null when there is none. */
export async function entryAbout(
  tx: Tx,
  workspaceId: string,
  type: EntryType,
  about: string,
): Promise<number | null> {
  const row = await tx
    .selectFrom('record_entries')
    .select('idx')
    .where('workspace_id', '=', workspaceId)
    .where('about', '=', about)
    .where('type', '=', type)
    .orderBy('idx')
    .limit(1)
    .executeTakeFirst()
  return row?.idx ?? null
}

/** Whose keys are believed as the record stands now, under these roots. */
export async function keyChainOf(tx: Tx, workspaceId: string, roots: readonly RootKey[]): Promise<KeyChain> {
  const rows = await tx
    .selectFrom('record_entries')
    .select(['idx', 'canonical'])
    .where('workspace_id', '=', workspaceId)
    .where('type', 'in', ['key-bind', 'key-revoke'])
    .orderBy('idx')
    .execute()
  const attestations = await attestationsOf(tx, workspaceId)
  const chain = followKeys(
    roots,
    new Map(attestations.map(({ digest, attestation }) => [digest, attestation])),
  )
  for (const { idx, canonical } of rows) chain.take(JSON.parse(canonical) as Entry, idx)
  return chain
}

export interface KeptAttestation {
  readonly digest: string
  readonly keyDigest: string
  readonly attestation: KeyAttestation
}

export async function attestationsOf(tx: Tx, workspaceId: string): Promise<KeptAttestation[]> {
  const rows = await tx
    .selectFrom('key_attestations')
    .select(['digest', 'key_digest', 'attestation_json'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('attested_at')
    .orderBy('digest')
    .execute()
  return rows.map(({ digest, key_digest, attestation_json }) => ({
    digest,
    keyDigest: key_digest,
    attestation: JSON.parse(attestation_json) as KeyAttestation,
  }))
}

/** A member as their key would be bound today. */
export async function holderOf(tx: Tx, member: Member): Promise<KeyHolder> {
  const { userId, organizationId, role, workspaceId } = member
  const organization =
    organizationId === null
      ? null
      : await tx
          .selectFrom('organizations')
          .select('name')
          .where('id', '=', organizationId)
          .where('workspace_id', '=', workspaceId)
          .executeTakeFirst()
  return {
    userId,
    name: cleanText(member.name),
    ...(organizationId !== null &&
      organization && { organizationId, organization: cleanText(organization.name) }),
    facilitator: role === 'facilitator',
  }
}

export interface OwnKey {
  readonly id: string
  readonly label: string
  readonly keyDigest: string
  readonly passkey: { id: string; public_key: Uint8Array; counter: number; transports: string }
}

/** The passkeys of a person, oldest first, with their digests. */
export async function keysOf(tx: Tx, userId: string): Promise<OwnKey[]> {
  const rows = await tx
    .selectFrom('passkeys')
    .select(['id', 'public_key', 'counter', 'transports', 'label'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ label, ...passkey }) => ({
    id: passkey.id,
    label,
    keyDigest: digestOfKey(passkey),
    passkey,
  }))
}
