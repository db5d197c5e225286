// THE list of nouns: every http/<noun>.ts that is mounted. A new noun is one line here.
// Called by main, and by the tests' world: both serve the same routes.
import type { Context } from './context.ts'
import { allianceRoutes } from './http/alliances.ts'
import { commentRoutes } from './http/comments.ts'
import { fileRoutes } from './http/files.ts'
import { healthRoutes } from './http/health.ts'
import { loginRoutes } from './http/logins.ts'
import { meetingRoutes } from './http/meetings.ts'
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
}

export function mountRoutes(app: App, { ctx, logins, limits, ready }: RouteParts): void {
  healthRoutes(app, ready)
  loginRoutes(app, ctx, { logins, limits })
  workspaceRoutes(app, ctx, { limits })
  commentRoutes(app, ctx)
  pollRoutes(app, ctx)
  voteRoutes(app, ctx)
  meetingRoutes(app, ctx, { limits })
  versionRoutes(app, ctx)
  allianceRoutes(app, ctx)
  fileRoutes(app, ctx)
  recordRoutes(app, ctx, { limits })
}
