// The policy of a workspace (POLICY rules): data that its facilitator sets, versioned, an entry in the record; and what it asks of a lock.
// Called by http/keys, and by the acts on locks.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { LockReason } from '../../shared/lock.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { PolicyView } from '../../shared/record/key-views.ts'
import { vkeyText } from '../../shared/record/note.ts'
import { isSound, meetsPolicy, type Policy, type RootKey } from '../../shared/record/policy.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Role } from '../../shared/roles.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { rpIdOf } from '../passkeys.ts'
import { holderOf, keysOf, policyInForce } from './key-rows.ts'
import { type Member, memberOf, mustBeAble, planOf } from './members.ts'
import { appendEntry, checkpointOf, logKeyOf } from './record.ts'

type Tx = Transaction<Tables>
const versionsMax = 500

export interface PolicyInput {
  readonly workspaceId: string
  readonly cosignatures: Policy['cosignatures']
  /** Digests of members' keys. */
  readonly roots: readonly string[]
  readonly boundKeys: boolean
  readonly sealCertificate?: string | undefined
}

/**
 * POLICY-5: sets the next version: the witnesses are those registered now, the roots are keys that members hold now. Refuses roleForbids,
 * policyRoot (a key of nobody here), policyTooMuch (more asked than the witnesses can give), policyRootsNeeded.
 */
export async function setPolicy(ctx: Context, actor: Actor, input: PolicyInput): Promise<PolicyView> {
  const { workspaceId, cosignatures, boundKeys, sealCertificate } = input
  return ctx.transact(async ({ tx, after, changed }) => {
    const member = await memberOf(tx, workspaceId, actor.userId)
    mustBeAble(member, 'workspace.change')
    const version = ((await policyInForce(tx, workspaceId))?.version ?? 0) + 1
    if (version > versionsMax) throw new Refused('limitReached', { limit: versionsMax })
    const { name: workspaceName } = await tx
      .selectFrom('workspaces')
      .select('name')
      .where('id', '=', workspaceId)
      .executeTakeFirstOrThrow()
    const roots = await rootsOf(tx, workspaceId, input.roots)
    const policy: Policy = {
      format: 'assise/policy/v1',
      workspaceId,
      workspaceName: cleanText(workspaceName),
      version,
      log: vkeyText(logKeyOf(ctx, workspaceId, await checkpointOf(tx, workspaceId))),
      witnesses: await witnessesOf(tx, workspaceId),
      cosignatures,
      roots,
      boundKeys,
      origin: ctx.origin,
      rpId: rpIdOf(ctx),
      ...(sealCertificate !== undefined && { sealCertificate }),
    }
    if (!isSound(policy)) throw new Refused('policyTooMuch', { witnesses: policy.witnesses.length })
    if (boundKeys && !canBind(roots)) throw new Refused('policyRootsNeeded')
    const hash = digest('policy', policy)
    const canonical = canonicalText(policy)
    const madeAt = ctx.now().toISOString()
    await tx
      .insertInto('policies')
      .values({
        workspace_id: workspaceId,
        version,
        policy_json: canonical,
        digest: hash,
        made_at: madeAt,
        made_by: actor.userId,
      })
      .execute()
    await appendEntry(
      ctx,
      { tx, after },
      { workspaceId, type: 'policy', body: { version, policyDigest: hash } },
    )
    await writeJournal(tx, {
      ...{ workspaceId, userId: actor.userId, at: ctx.now() },
      ...{ act: 'setPolicy', subject: String(version), detail: { digest: hash } },
    })
    changed(await planOf(tx, workspaceId), 'people')
    changed(await planOf(tx, workspaceId), 'plan')
    return { version, digest: hash, canonical, madeAt, madeByName: member.name }
  })
}

/** KEY-9: the first keys must be able to bind others: one of the facilitation, one of a partner. */
function canBind(roots: readonly RootKey[]): boolean {
  return (
    roots.some(({ holder }) => holder.facilitator) &&
    roots.some(({ holder }) => !holder.facilitator && holder.organizationId !== undefined)
  )
}

interface Candidate extends RootKey {
  readonly label: string
}

/** The passkeys of members, as they would be roots. */
export async function candidateRoots(tx: Tx, workspaceId: string): Promise<Candidate[]> {
  const rows = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.user_id', 'members.role', 'members.organization_id', 'users.name'])
    .where('members.workspace_id', '=', workspaceId)
    .orderBy('users.name')
    .execute()
  const found: Candidate[] = []
  for (const row of rows) {
    const member: Member = {
      ...{ userId: row.user_id, workspaceId, role: row.role as Role, name: row.name, title: '' },
      organizationId: row.organization_id,
    }
    const own = await keysOf(tx, row.user_id)
    if (own.length === 0) continue
    const holder = await holderOf(tx, member)
    found.push(...own.map(({ keyDigest, label }) => ({ keyDigest, holder, label })))
  }
  return found
}

/** A root stays as it was when its holder still has the key: others' attestations name it so. */
async function rootsOf(tx: Tx, workspaceId: string, digests: readonly string[]): Promise<RootKey[]> {
  const before = (await policyInForce(tx, workspaceId))?.roots ?? []
  const known = [...before, ...(await candidateRoots(tx, workspaceId))]
  return [...new Set(digests)].sort().map((keyDigest) => {
    const root = known.find((one) => one.keyDigest === keyDigest)
    if (!root) throw new Refused('policyRoot')
    return { keyDigest, holder: root.holder }
  })
}

async function witnessesOf(tx: Tx, workspaceId: string): Promise<Policy['witnesses']> {
  const rows = await tx
    .selectFrom('record_witnesses')
    .innerJoin('organizations', 'organizations.id', 'record_witnesses.organization_id')
    .select(['vkey', 'organization_id', 'organizations.name', 'organizations.college'])
    .where('record_witnesses.workspace_id', '=', workspaceId)
    .where('ended_at', 'is', null)
    .orderBy('vkey')
    .execute()
  return rows
    .map(({ vkey, organization_id, name, college }) => ({
      ...{ vkey, organizationId: organization_id },
      ...{ organization: cleanText(name), college },
    }))
    .sort((a, b) => (a.vkey < b.vkey ? -1 : 1))
}

/** Every version, the newest first. */
export async function listPolicies(ctx: Context, actor: Actor, workspaceId: string): Promise<PolicyView[]> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'plan.read')
    return policyViews(tx, workspaceId)
  })
}

export async function policyViews(tx: Tx, workspaceId: string): Promise<PolicyView[]> {
  const rows = await tx
    .selectFrom('policies')
    .innerJoin('users', 'users.id', 'policies.made_by')
    .select(['version', 'digest', 'policy_json', 'made_at', 'users.name'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    ...{ version: row.version, digest: row.digest, canonical: row.policy_json },
    ...{ madeAt: row.made_at, madeByName: row.name },
  }))
}

/** The file of one version. Refuses notFound. */
export async function policyFile(
  ctx: Context,
  actor: Actor,
  { workspaceId, version }: { workspaceId: string; version: string },
): Promise<string> {
  const views = await listPolicies(ctx, actor, workspaceId)
  const view = views.find((one) => String(one.version) === version)
  if (!view) throw new Refused('notFound')
  return view.canonical
}

/** POLICY-6: what the policy in force asks before a lock: that enough partners cosigned the record as it stands. None by default. */
export async function cosignatureReasons(tx: Tx, workspaceId: string): Promise<LockReason[]> {
  const policy = await policyInForce(tx, workspaceId)
  if (!policy || policy.cosignatures.needed === 0) return []
  const last = await tx
    .selectFrom('record_entries')
    .select('idx')
    .where('workspace_id', '=', workspaceId)
    .orderBy('idx', 'desc')
    .limit(1)
    .executeTakeFirst()
  const heard = await cosignersAt(tx, workspaceId, (last?.idx ?? -1) + 1)
  if (meetsPolicy(policy, new Set(heard.map(({ vkey }) => vkey)))) return []
  const { needed, colleges } = policy.cosignatures
  const known = policy.witnesses.filter(({ vkey }) => heard.some((one) => one.vkey === vkey))
  const count = new Set(known.map(({ organizationId }) => organizationId)).size
  return [
    {
      text: {
        fr: `Registre\u00a0: ${count} organisation(s) sur ${needed} ont cosigné son dernier état, et il en faut de ${colleges} collège(s) au moins. Les témoins des partenaires le font d’eux-mêmes à leur prochaine visite.`,
        en: `Record: ${count} of ${needed} organisation(s) have cosigned its latest state, from at least ${colleges} college(s). The partners’ witnesses do so by themselves at their next visit.`,
      },
      place: { record: true },
    },
  ]
}

/** The witnesses that cosigned the checkpoint of a size, with their lines, in the order they came. */
export async function cosignersAt(
  tx: Tx,
  workspaceId: string,
  size: number,
): Promise<{ vkey: string; line: string }[]> {
  return tx
    .selectFrom('record_cosignatures')
    .innerJoin('record_witnesses', 'record_witnesses.id', 'record_cosignatures.witness_id')
    .select(['vkey', 'line'])
    .where('record_cosignatures.workspace_id', '=', workspaceId)
    .where('size', '=', size)
    .orderBy('received_at')
    .orderBy('witness_id')
    .execute()
}
