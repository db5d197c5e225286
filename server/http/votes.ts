// The doors of polls of the second form, and the files they give out. Mounted by main and by tests.
import { doors, files } from '../../shared/api.ts'
import { Refused } from '../../shared/refusals.ts'
import { closeVote } from '../acts/close-vote.ts'
import { moveObjection, raiseObjection } from '../acts/objections.ts'
import { openVote } from '../acts/open-vote.ts'
import { changePollDraft, draftPoll, listPollDrafts, removePollDraft } from '../acts/poll-drafts.ts'
import { answerVoice, listPapers, settlePapers, writePapers } from '../acts/recorded-voices.ts'
import { changeRegister } from '../acts/register-changes.ts'
import { listVotes, showVote, showVoteRoll } from '../acts/show-vote.ts'
import { castVoice } from '../acts/voices.ts'
import { addToVote } from '../acts/vote-addenda.ts'
import { voteBallots, voteConstat } from '../acts/vote-files.ts'
import { whatWaits } from '../acts/waiting.ts'
import type { Actor, Context } from '../context.ts'
import { type App, serve, serveMade } from './serve.ts'

export function voteRoutes(app: App, ctx: Context): void {
  serve(app, doors.pollDrafts, ({ actor, params }) => listPollDrafts(ctx, actor, params.planId))
  serve(app, doors.draftPoll, ({ actor, params, body }) => draftPoll(ctx, actor, { ...params, ...body }))
  serve(app, doors.changePollDraft, ({ actor, params, body }) =>
    changePollDraft(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.removePollDraft, ({ actor, params }) => removePollDraft(ctx, actor, params.draftId))
  serve(app, doors.votes, ({ actor, params }) => listVotes(ctx, actor, params.planId))
  serve(app, doors.vote, ({ actor, params }) => showVote(ctx, actor, params.pollId))
  serveMade(app, doors.voteRoll, ({ actor, params }) => showVoteRoll(ctx, actor, params.pollId))
  serve(app, doors.openVote, ({ actor, params, body }) => openVote(ctx, actor, { ...params, ...body }))
  serve(app, doors.castVoice, ({ actor, params, body }) => castVoice(ctx, actor, { ...params, ...body }))
  serve(app, doors.answerVoice, ({ actor, params, body }) => answerVoice(ctx, actor, { ...params, ...body }))
  serve(app, doors.writePapers, ({ actor, params, body }) => writePapers(ctx, actor, { ...params, ...body }))
  serve(app, doors.settlePapers, ({ actor, params, body }) =>
    settlePapers(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.papers, ({ actor, params }) => listPapers(ctx, actor, params.pollId))
  serve(app, doors.changeRegister, ({ actor, params, body }) =>
    changeRegister(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.closeVote, ({ actor, params }) => closeVote(ctx, actor, params.pollId))
  serve(app, doors.closeTiedVote, ({ actor, params, body }) =>
    closeVote(ctx, actor, params.pollId, body.side),
  )
  serve(app, doors.addToVote, ({ actor, params, body }) => addToVote(ctx, actor, { ...params, ...body }))
  serve(app, doors.raiseObjection, ({ actor, params, body }) =>
    raiseObjection(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.moveObjection, ({ actor, params, body }) =>
    moveObjection(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.waiting, ({ actor, params }) => whatWaits(ctx, actor, params.planId))
  mountFile(app, files.constat(':pollId'), 'constat', (actor, pollId) => voteConstat(ctx, actor, pollId))
  mountFile(app, files.ballots(':pollId'), 'bulletins', (actor, pollId) => voteBallots(ctx, actor, pollId))
}

function mountFile(
  app: App,
  path: string,
  name: string,
  load: (actor: Actor, pollId: string) => Promise<string>,
): void {
  app.get(path, async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const text = await load(actor, c.req.param('pollId') ?? '')
    return c.body(text, 200, {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${name}.json"`,
    })
  })
}
