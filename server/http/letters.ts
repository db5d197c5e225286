// The doors of letters. Mounted by routes.ts.
import { doors } from '../../shared/api.ts'
import { changeMailChoices, pollLetters, readMailChoices } from '../acts/mail-choices.ts'
import { sendLetters } from '../acts/post.ts'
import { askVoteLetters } from '../acts/vote-letters.ts'
import type { Context } from '../context.ts'
import { type App, serve } from './serve.ts'

export function letterRoutes(app: App, ctx: Context, looked: () => void): void {
  // MAIL-2: whoever asks what waits for them looks for everybody's letters too.
  app.use(doors.waiting.path, async (_c, next) => {
    await next()
    looked()
  })
  serve(app, doors.mailChoices, ({ actor }) => readMailChoices(ctx, actor))
  serve(app, doors.changeMailChoices, ({ actor, body }) => changeMailChoices(ctx, actor, body))
  serve(app, doors.pollLetters, ({ actor, params }) => pollLetters(ctx, actor, params.pollId))
  serve(app, doors.askPollLetters, async ({ actor, params, body }) => {
    const { keys, people } = await askVoteLetters(ctx, actor, { ...params, ...body })
    return { written: keys.length, sent: await sendLetters(ctx, keys), toVote: people }
  })
}
