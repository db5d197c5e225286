// The doors of meetings, mandates and rule sets, and their two files: parse, count the try, act, answer.
// Mounted by routes.ts.
import { doors, files } from '../../shared/api.ts'
import { evidenceBytesMax } from '../../shared/meeting/api.ts'
import { Refused } from '../../shared/refusals.ts'
import * as mandates from '../acts/mandates.ts'
import { meetingCalendar } from '../acts/meeting-letters.ts'
import { listMeetings, meetingLog, showMeeting } from '../acts/meeting-views.ts'
import { actInMeeting, checkIn, draftMeeting, renewCode } from '../acts/meetings.ts'
import { adoptRuleSet, listRuleSets } from '../acts/rule-sets.ts'
import type { Context } from '../context.ts'
import type { Limits } from '../limits.ts'
import { readBytes } from './body.ts'
import { type App, serve } from './serve.ts'

export function meetingRoutes(app: App, ctx: Context, { limits }: { readonly limits: Limits }): void {
  serve(app, doors.meetings, ({ actor, params }) => listMeetings(ctx, actor, params.planId))
  serve(app, doors.draftMeeting, ({ actor, params, body }) =>
    draftMeeting(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.meeting, ({ actor, params }) => showMeeting(ctx, actor, params.meetingId))
  serve(app, doors.meetingLog, ({ actor, params }) => meetingLog(ctx, actor, params.meetingId))
  serve(app, doors.renewCode, ({ actor, params }) => renewCode(ctx, actor, params.meetingId))
  serve(app, doors.actInMeeting, ({ actor, params, body, address }) => {
    const input = { ...params, ...body }
    const guesses = body.command.kind === 'arrive' && body.command.code !== undefined
    return guesses
      ? byCode(address, actor.userId, () => actInMeeting(ctx, actor, input))
      : actInMeeting(ctx, actor, input)
  })
  serve(app, doors.checkIn, ({ actor, body, address }) =>
    byCode(address, actor.userId, () => checkIn(ctx, actor, body)),
  )
  /** A code is short: wrong ones are counted, right ones taken back, since a whole room stands behind one address. */
  async function byCode<T>(address: string, account: string, act: () => Promise<T>): Promise<T> {
    const takeBack = limits.take({ 'code/address': address, 'code/account': account })
    try {
      const answer = await act()
      takeBack()
      return answer
    } catch (error) {
      if (!(error instanceof Refused && error.refusal.code === 'codeWrong')) takeBack()
      throw error
    }
  }
  mandateRoutes(app, ctx)
}

function mandateRoutes(app: App, ctx: Context): void {
  serve(app, doors.mandates, ({ actor, params }) => mandates.listMandates(ctx, actor, params.workspaceId))
  serve(app, doors.addMandate, ({ actor, params, body }) =>
    mandates.addMandate(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.endMandate, ({ actor, params }) => mandates.endMandate(ctx, actor, params.mandateId))
  serve(app, doors.ruleSets, ({ actor, params }) => listRuleSets(ctx, actor, params.workspaceId))
  serve(app, doors.adoptRuleSet, ({ actor, params, body }) =>
    adoptRuleSet(ctx, actor, { ...params, ...body }),
  )

  app.put(files.mandateEvidence(':id'), async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const bytes = await readBytes(c, evidenceBytesMax)
    return c.json(await mandates.attachEvidence(ctx, actor, { mandateId: c.req.param('id') ?? '', bytes }))
  })
  app.get(files.mandateEvidence(':id'), async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const { type, bytes } = await mandates.readEvidence(ctx, actor, c.req.param('id') ?? '')
    const name = `mandat.${type.replace('jpeg', 'jpg').split('/')[1]}`
    // Never shown on our own origin: somebody else made it.
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
    })
  })
  app.get(files.meetingCalendar(':id'), async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const { method, text } = await meetingCalendar(ctx, actor, c.req.param('id') ?? '')
    return c.body(text, 200, {
      'content-type': `text/calendar; charset=utf-8; method=${method}`,
      'content-disposition': 'attachment; filename="seance.ics"',
    })
  })
}
