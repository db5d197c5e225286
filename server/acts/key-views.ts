// The keys of a workspace as its people see them: roots, bound, waiting, ended; mine; and who could be a root. Called by http/keys.
import { followKeys } from '../../shared/record/key-chain.ts'
import type { KeyState, KeysView, KeyView } from '../../shared/record/key-views.ts'
import type { KeyHolder } from '../../shared/record/keys.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context } from '../context.ts'
import { pendingOf } from './key-binding.ts'
import { boundKeys, endingsOf } from './key-ends.ts'
import { attestationsOf, keyChainOf, keysOf, policyInForce } from './key-rows.ts'
import { memberOf, mustBeAble } from './members.ts'
import { candidateRoots, policyViews } from './policies.ts'

export async function showKeys(ctx: Context, actor: Actor, workspaceId: string): Promise<KeysView> {
  return ctx.transact(async ({ tx }) => {
    const member = await memberOf(tx, workspaceId, actor.userId)
    mustBeAble(member, 'plan.read')
    const policy = await policyInForce(tx, workspaceId)
    const chain = policy ? await keyChainOf(tx, workspaceId, policy.roots) : followKeys([], new Map())
    const requests = await tx
      .selectFrom('key_requests')
      .select(['key_digest', 'holder_json', 'replaces'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('asked_at')
      .execute()
    const given = await attestationsOf(tx, workspaceId)
    const stateOf = (keyDigest: string): KeyState => {
      if (chain.ended(keyDigest)) return 'revoked'
      if (requests.some((row) => row.key_digest === keyDigest)) return 'waiting'
      const standing = chain.standing(keyDigest)
      return standing ? (standing.root ? 'root' : 'bound') : 'unbound'
    }
    const waiting = requests.map((row): KeyView => {
      const holder = JSON.parse(row.holder_json) as KeyHolder
      const of = {
        keyDigest: row.key_digest,
        holder,
        ...(row.replaces !== null && { replaces: row.replaces }),
      }
      const pending = pendingOf(given, of, chain)
      const name = (as: 'facilitator' | 'partner') => pending(as)?.attestation.statement.attester.name ?? null
      return {
        ...{ keyDigest: row.key_digest, holder, state: stateOf(row.key_digest), replaces: row.replaces },
        ...{ facilitatorName: name('facilitator'), partnerName: name('partner'), ended: null },
      }
    })
    const known = [
      ...new Set([
        ...(policy?.roots ?? []).map((root) => root.keyDigest),
        ...(await boundKeys(tx, workspaceId)),
      ]),
    ]
    const endings = await endingsOf(tx, workspaceId)
    const others = known.flatMap((keyDigest): KeyView[] => {
      const holder = chain.holder(keyDigest)
      const state = stateOf(keyDigest)
      if (!holder || state === 'waiting') return []
      const ended = endings.get(keyDigest) ?? null
      return [{ keyDigest, holder, state, facilitatorName: null, partnerName: null, replaces: null, ended }]
    })
    const mine = (await keysOf(tx, actor.userId)).map(({ id, label, keyDigest }) => ({
      ...{ passkeyId: id, label, keyDigest },
      state: stateOf(keyDigest),
    }))
    return {
      policy: (await policyViews(tx, workspaceId))[0] ?? null,
      mine,
      keys: [...waiting, ...others.sort((a, b) => a.holder.name.localeCompare(b.holder.name, 'fr'))],
      candidates: can(member.role, 'workspace.change') ? await candidateRoots(tx, workspaceId) : [],
      replaceable: known.filter((keyDigest) => chain.holder(keyDigest)?.userId === actor.userId),
    }
  })
}
