// The doors of the plan's state, of the lock and of versions. Mounted by main and by tests.
import { doors } from '../../shared/api.ts'
import { planState } from '../acts/standings.ts'
import { lockPlan, showVersion } from '../acts/versions.ts'
import type { Context } from '../context.ts'
import { type App, serve } from './serve.ts'

export function versionRoutes(app: App, ctx: Context): void {
  serve(app, doors.planState, ({ actor, params }) => planState(ctx, actor, params.planId))
  serve(app, doors.lockPlan, ({ actor, params }) => lockPlan(ctx, actor, params.planId))
  serve(app, doors.version, ({ actor, params }) => showVersion(ctx, actor, params.versionId))
}
