// The doors of the plan's state, of the lock and of versions. Mounted by main and by tests.
import { doors } from '../../shared/api.ts'
import { openAmendment } from '../acts/amendments.ts'
import { addMark, listMarks, showMark } from '../acts/plan-marks.ts'
import { planState } from '../acts/standings.ts'
import { listVersions, lockPlan, showVersion, showVersionPage } from '../acts/versions.ts'
import type { Context } from '../context.ts'
import { type App, serve } from './serve.ts'

export function versionRoutes(app: App, ctx: Context): void {
  serve(app, doors.planState, ({ actor, params }) => planState(ctx, actor, params.planId))
  serve(app, doors.lockPlan, ({ actor, params }) => lockPlan(ctx, actor, params.planId))
  serve(app, doors.version, ({ actor, params }) => showVersion(ctx, actor, params.versionId))
  serve(app, doors.versions, ({ actor, params }) => listVersions(ctx, actor, params.planId))
  serve(app, doors.versionPage, ({ actor, params }) => showVersionPage(ctx, actor, params.versionId))
  serve(app, doors.openAmendment, ({ actor, params, body }) =>
    openAmendment(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.marks, ({ actor, params }) => listMarks(ctx, actor, params.planId))
  serve(app, doors.addMark, ({ actor, params, body }) => addMark(ctx, actor, { ...params, ...body }))
  serve(app, doors.mark, ({ actor, params }) => showMark(ctx, actor, params.markId))
}
