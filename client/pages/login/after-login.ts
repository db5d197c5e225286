// Where a person goes once signed in: the page first asked for, else the only workspace, else the list. Called by the two login pages.
import type { MeView } from '../../../shared/views.ts'

/** The asked page is taken only when it is a path of ours: `//elsewhere` and `/\elsewhere` lead to other sites. */
export function afterLogin(person: MeView, asked: string | undefined): string {
  if (asked && /^\/(?![/\\])/.test(asked) && asked !== '/') return asked
  const [only, ...others] = person.memberships
  return only && others.length === 0 ? `/demarches/${only.workspaceId}` : '/'
}
