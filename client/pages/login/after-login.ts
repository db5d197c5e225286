// Where a person goes once signed in: the page first asked for, else the only workspace, else the list; and how the page asked for waits
// for the link that comes by mail. Called by the two login pages.
import type { MeView } from '../../../shared/views.ts'

/** A path of ours, or nothing: `//elsewhere` and `/\\elsewhere` lead to other sites. */
export function ownPath(asked: string | undefined): string | null {
  return asked && /^\/(?![/\\])/.test(asked) && asked !== '/' ? asked : null
}

/** The asked page is taken only when it is a path of ours. */
export function afterLogin(person: MeView, asked: string | undefined): string {
  const own = ownPath(asked)
  if (own) return own
  const [only, ...others] = person.memberships
  return only && others.length === 0 ? `/demarches/${only.workspaceId}` : '/'
}

// The link may be opened in another tab of this device, and the mail takes its time; later, nobody remembers what was asked.
const keptFor = 60 * 60_000
const name = 'asked-page'

/** Keeps the page that was asked for until the link of the mail is followed. */
export function keepAsked(asked: string | undefined): void {
  try {
    if (asked) localStorage.setItem(name, JSON.stringify({ asked, at: Date.now() }))
    else localStorage.removeItem(name)
  } catch {
    // Without storage the link leads to the workspace.
  }
}

/** Takes the page that was kept; it serves once. */
export function takeAsked(): string | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as { asked?: unknown; at?: unknown } | null
    localStorage.removeItem(name)
    const fresh = typeof kept?.at === 'number' && Date.now() - kept.at < keptFor
    return fresh && typeof kept.asked === 'string' ? kept.asked : undefined
  } catch {
    return undefined
  }
}
