// What a dossier of the second form has besides: the record up to a checkpoint that covers it, the attestations that its signing keys stand
// on, the policy of its lock. Reads only. Called by acts/documents.
import type { Transaction } from 'kysely'
import { digest } from '../../shared/record/canonical.ts'
import type { EvidenceParts } from '../../shared/record/dossier.ts'
import { type Entry, type EntryBody, type EntryType, keyDigest } from '../../shared/record/entries.ts'
import type { KeyAttestation } from '../../shared/record/keys.ts'
import { vkeyText } from '../../shared/record/note.ts'
import { meetsPolicy, type Policy } from '../../shared/record/policy.ts'
import type { OpenedCommitment, SignedVersion } from '../../shared/record/records.ts'
import { toBase64url } from '../../shared/verify/base64url.ts'
import type { Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { attestationsOf, entryAbout, governingPolicy } from './key-rows.ts'
import { cosignersAt } from './policies.ts'
import { checkpointOf, logKeyOf } from './record.ts'

type Tx = Transaction<Tables>

/** Beyond it a file would not be read. */
const entriesMax = 60_000
/** What a dossier tells besides its own version: the versions before it, adoptions, signatures made outside. */
type Chain = Pick<EvidenceParts, 'adoptions' | 'outside' | 'earlier'>

/** A note has a hundred lines at most, and the log's is one of them. */
const linesMax = 99

/**
 * The evidence behind a version, and behind its Alliance when it has one; null when the record does not hold it all: acts older than the
 * record are given out in the first form. A checkpoint that covers them must have been signed before.
 */
export async function evidenceOf(
  ctx: Context,
  tx: Tx,
  { workspaceId, parts, chain }: { workspaceId: string; parts: SignedVersion; chain: Chain },
): Promise<EvidenceParts | null> {
  const versionDigest = digest('version', parts.version)
  const last = await lastEntryOf(tx, workspaceId, { ...parts, ...chain }, versionDigest)
  if (last === null || last >= entriesMax) return null
  const { policy, atLock } = await governingPolicy(tx, workspaceId, versionDigest)
  const size = await sizeToGive(tx, workspaceId, { from: last + 1, policy })
  if (size === null || size > entriesMax) return null
  const checkpoint = await checkpointOf(tx, workspaceId, size)
  const rows = await tx
    .selectFrom('record_entries')
    .select('canonical')
    .where('workspace_id', '=', workspaceId)
    .where('idx', '<', size)
    .orderBy('idx')
    .execute()
  const entries = rows.map(({ canonical }) => JSON.parse(canonical) as Entry)
  const lines = (await cosignersAt(tx, workspaceId, size)).map(({ line }) => line).slice(0, linesMax)
  const signatures = [parts, ...(chain.earlier ?? [])].flatMap((part) => part.signatures)
  const keys = new Set(signatures.map(keyDigest))
  const opened = await openedOf(tx, workspaceId, { entries, keys })
  return {
    record: {
      logKey: vkeyText(logKeyOf(ctx, workspaceId, checkpoint)),
      checkpoint: checkpoint!.note + lines.join(''),
      entries,
      ...(opened.length > 0 && { opened }),
    },
    attestations: attestationsBehind(entries, keys, await attestationsOf(tx, workspaceId)),
    ...(policy && atLock && { policyHash: digest('policy', policy) }),
  }
}

/** The entry after which everything of these parts stands in the record. */
async function lastEntryOf(
  tx: Tx,
  workspaceId: string,
  { constats, alliance, signatures, adoptions = [], outside = [] }: SignedVersion & Chain,
  versionDigest: string,
): Promise<number | null> {
  const asked: (readonly [EntryType, string])[] = [
    ...constats.map(({ poll }) => ['poll', digest('poll', poll)] as const),
    ...signatures.map((one) => ['signature', digest('signature', one)] as const),
    ...adoptions.map((one) => ['adoption', digest('adoption', one)] as const),
    ...outside.map((one) => ['outside', digest('outside', one)] as const),
    ['lock', versionDigest],
    ...(alliance ? [['conclusion', digest('alliance', alliance)] as const] : []),
  ]
  let last = -1
  for (const [type, about] of asked) {
    const index = await entryAbout(tx, workspaceId, type, about)
    if (index === null) return null
    last = Math.max(last, index)
  }
  return last
}

/** EXP-5: the first checkpoint that covers it all and that enough partners cosigned, so that a file given out twice is the same; else the last. */
async function sizeToGive(
  tx: Tx,
  workspaceId: string,
  { from, policy }: { from: number; policy: Policy | null },
): Promise<number | null> {
  const rows = await tx
    .selectFrom('record_checkpoints')
    .select('size')
    .where('workspace_id', '=', workspaceId)
    .where('size', '>=', from)
    .orderBy('size')
    .limit(2_000)
    .execute()
  if (!policy || policy.cosignatures.needed === 0) return rows[0]?.size ?? null
  for (const { size } of rows) {
    const heard = await cosignersAt(tx, workspaceId, size)
    if (heard.length > 0 && meetsPolicy(policy, new Set(heard.map(({ vkey }) => vkey)))) return size
  }
  return rows.at(-1)?.size ?? null
}

/** Who registered each signing key, where that was not erased. */
async function openedOf(
  tx: Tx,
  workspaceId: string,
  { entries, keys }: { entries: readonly Entry[]; keys: ReadonlySet<string> },
): Promise<OpenedCommitment[]> {
  const indexes = entries.flatMap(({ type, body }, index) =>
    type === 'key-enrol' && keys.has((body as EntryBody<'key-enrol'>).keyDigest) ? [index] : [],
  )
  if (indexes.length === 0) return []
  const rows = await tx
    .selectFrom('record_payloads')
    .select(['idx', 'salt', 'payload_json'])
    .where('workspace_id', '=', workspaceId)
    .where('idx', 'in', indexes)
    .orderBy('idx')
    .execute()
  return rows.map(({ idx, salt, payload_json }) => ({
    index: idx,
    salt: toBase64url(salt),
    payload: JSON.parse(payload_json) as OpenedCommitment['payload'],
  }))
}

/** What the signing keys stand on: their bindings, those that replaced them, and the attesters' own, as far as it goes. */
function attestationsBehind(
  entries: readonly Entry[],
  signing: ReadonlySet<string>,
  all: readonly { digest: string; attestation: KeyAttestation }[],
): KeyAttestation[] {
  const byDigest = new Map(all.map((one) => [one.digest, one.attestation]))
  const binds = entries.filter(({ type }) => type === 'key-bind') as Entry<'key-bind'>[]
  const wanted = new Map<string, KeyAttestation>()
  const keys = [...signing]
  const seen = new Set(keys)
  for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
    for (const { body } of binds) {
      if (body.keyDigest !== key && body.replaces !== key) continue
      for (const one of body.attestations) {
        const attestation = byDigest.get(one)
        if (!attestation) continue
        wanted.set(one, attestation)
        const next = [keyDigest(attestation), ...(body.replaces === undefined ? [] : [body.replaces])]
        for (const of of next) if (!seen.has(of)) keys.push(of)
        for (const of of next) seen.add(of)
      }
    }
  }
  return [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, attestation]) => attestation)
}
