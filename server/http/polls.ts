// The doors of polls and ballots. Mounted by main and by tests.
import { doors } from '../../shared/api.ts'
import { castBallot } from '../acts/ballots.ts'
import { closePoll, listPolls, openPoll, showPoll } from '../acts/polls.ts'
import type { Context } from '../context.ts'
import { type App, serve } from './serve.ts'

export function pollRoutes(app: App, ctx: Context): void {
  serve(app, doors.polls, ({ actor, params }) => listPolls(ctx, actor, params.planId))
  serve(app, doors.openPoll, ({ actor, params, body }) => openPoll(ctx, actor, { ...params, ...body }))
  serve(app, doors.poll, ({ actor, params }) => showPoll(ctx, actor, params.pollId))
  serve(app, doors.castBallot, ({ actor, params, body }) => castBallot(ctx, actor, { ...params, ...body }))
  serve(app, doors.closePoll, ({ actor, params }) => closePoll(ctx, actor, params.pollId))
}
