// THE list of nouns: every http/<noun>.ts that is mounted. A new noun is one line here.
// Called by main, and by the tests' world: both serve the same routes.
import type { Context } from './context.ts'
import { allianceRoutes } from './http/alliances.ts'
import { commentRoutes } from './http/comments.ts'
import { fileRoutes } from './http/files.ts'
import { healthRoutes } from './http/health.ts'
import { keyRoutes } from './http/keys.ts'
import { letterRoutes } from './http/letters.ts'
import { loginRoutes } from './http/logins.ts'
import { meetingRoutes } from './http/meetings.ts'
import { minutesRoutes } from './http/minutes.ts'
import { pollRoutes } from './http/polls.ts'
import { recordRoutes } from './http/record.ts'
import type { App } from './http/serve.ts'
import { versionRoutes } from './http/versions.ts'
import { voteRoutes } from './http/votes.ts'
import { workspaceRoutes } from './http/workspaces.ts'
import type { Limits } from './limits.ts'
import type { Logins } from './logins.ts'

export interface RouteParts {
  readonly ctx: Context
  readonly logins: Logins
  readonly limits: Limits
  /** Whether the server may be given visitors: the database answers, and it is not stopping. */
  readonly ready: () => Promise<boolean>
  /** Told when someone looks at what waits: letters that are due leave then too. */
  readonly looked: () => void
}

export function mountRoutes(app: App, { ctx, logins, limits, ready, looked }: RouteParts): void {
  healthRoutes(app, ready)
  // Before the noun whose reads it follows.
  letterRoutes(app, ctx, looked)
  loginRoutes(app, ctx, { logins, limits })
  workspaceRoutes(app, ctx, { limits })
  commentRoutes(app, ctx)
  pollRoutes(app, ctx)
  voteRoutes(app, ctx)
  meetingRoutes(app, ctx, { limits })
  minutesRoutes(app, ctx)
  versionRoutes(app, ctx)
  allianceRoutes(app, ctx)
  fileRoutes(app, ctx)
  recordRoutes(app, ctx, { limits })
  keyRoutes(app, ctx)
}
