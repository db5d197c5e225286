// What the parts of the page of keys share: the keys as they stand, who I am among them, marks of state. Called by the pages of this folder.
import { type Accessor, createContext, useContext } from 'solid-js'
import { assert } from '../../../shared/basics.ts'
import { canonicalText, digest } from '../../../shared/record/canonical.ts'
import type { KeyState, KeysView, PolicyView } from '../../../shared/record/key-views.ts'
import type { KeyHolder } from '../../../shared/record/keys.ts'
import { type Policy, readPolicy } from '../../../shared/record/policy.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { holderHere } from '../../key-signing.ts'
import { type Live, live } from '../../live.ts'
import type { StateKey } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'

export function liveKeys(): Live<KeysView> {
  const { workspace } = useWorkspace()
  return live('people', () => call(doors.keys, { params: { workspaceId: workspace().id } }))
}

export const KeysContext = createContext<Accessor<KeysView>>()

/** The keys of the workspace; only inside KeysPage, which shows nothing before they came. */
export function useKeys(): Accessor<KeysView> {
  const found = useContext(KeysContext)
  assert(found, 'useKeys is for parts of KeysPage')
  return found
}

/** Me, as a key would be bound to me today. */
export function useHolder(): Accessor<KeyHolder> {
  const { workspace, me, role } = useWorkspace()
  return () =>
    holderHere({
      me: me(),
      organization: workspace().organizations.find(({ id }) => id === workspace().me.organizationId),
      facilitator: role() === 'facilitator',
    })
}

export function sameHolder(one: KeyHolder, other: KeyHolder): boolean {
  return canonicalText({ ...one }) === canonicalText({ ...other })
}

export const keyMarks: Record<KeyState, StateKey> = {
  unbound: 'draft',
  waiting: 'open',
  bound: 'consensus',
  root: 'consensus',
  revoked: 'refused',
}

/** « Coop Le Relais », « animation », or both. */
export function standsFor({ organization, facilitator }: KeyHolder): string {
  return [organization ?? '', facilitator ? t('keys.facilitation') : ''].filter(Boolean).join(' · ')
}

/** The policy of a file, when its digest is the one announced, recomputed here; null when it is not to be trusted. */
export function trustedPolicy(view: PolicyView): Policy | null {
  const policy = readPolicy(new TextEncoder().encode(view.canonical))
  return policy && digest('policy', policy) === view.digest ? policy : null
}
