// The doors of the Alliance and of its signatures. Mounted by main and by tests.
import { doors } from '../../shared/api.ts'
import { prepareAlliance, showAlliance } from '../acts/alliances.ts'
import { showStatement, signAlliance } from '../acts/signatures.ts'
import type { Context } from '../context.ts'
import { type App, serve } from './serve.ts'

export function allianceRoutes(app: App, ctx: Context): void {
  serve(app, doors.alliance, ({ actor, params }) => showAlliance(ctx, actor, params.planId))
  serve(app, doors.prepareAlliance, ({ actor, params, body }) =>
    prepareAlliance(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.statement, ({ actor, params }) => showStatement(ctx, actor, params.allianceId))
  serve(app, doors.sign, ({ actor, params, body }) => signAlliance(ctx, actor, { ...params, ...body }))
}
