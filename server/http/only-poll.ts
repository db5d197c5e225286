// LINK-6: what a login opened by an invitation to vote may ask for: to read, to vote in its own poll, to leave. For anything else it
// is nobody, and is asked to sign in. Called by app.ts for every request, before any route.
import { doors } from '../../shared/api.ts'
import type { Actor } from '../context.ts'

export function within(actor: Actor | null, method: string, path: string): Actor | null {
  if (!actor?.onlyPoll || method === 'GET' || method === 'HEAD') return actor
  const own = [
    `${doors.castVoice.method} ${doors.castVoice.path.replace(':pollId', actor.onlyPoll)}`,
    `${doors.logout.method} ${doors.logout.path}`,
  ]
  return own.includes(`${method} ${path}`) ? actor : null
}
