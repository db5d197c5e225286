// The doors of comments. Mounted by main and by tests.
import { doors } from '../../shared/api.ts'
import { listThreads, reply, setThreadState, startThread } from '../acts/comments.ts'
import type { Context } from '../context.ts'
import { type App, serve } from './serve.ts'

export function commentRoutes(app: App, ctx: Context): void {
  serve(app, doors.threads, ({ actor, params }) => listThreads(ctx, actor, params.planId))
  serve(app, doors.startThread, ({ actor, params, body }) => startThread(ctx, actor, { ...params, ...body }))
  serve(app, doors.reply, ({ actor, params, body }) => reply(ctx, actor, { ...params, ...body }))
  serve(app, doors.setThreadState, ({ actor, params, body }) =>
    setThreadState(ctx, actor, { ...params, ...body }),
  )
}
