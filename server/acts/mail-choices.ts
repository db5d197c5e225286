// What a person asks to receive, and what became of a poll's letters. Called by http/letters.
import type { MailChoices, PollLettersView } from '../../shared/mail-api.ts'
import type { Actor, Context } from '../context.ts'
import { mustBeAble } from './members.ts'
import { mailChoicesOf } from './outbox.ts'
import { toVote } from './vote-letters.ts'
import { voteFor } from './vote-rows.ts'

export async function readMailChoices(ctx: Context, actor: Actor): Promise<MailChoices> {
  return ctx.transact(({ tx }) => mailChoicesOf(tx, actor.userId))
}

/** MAIL-7: what one no longer asks for does not come, also when its letter is already waiting. */
export async function changeMailChoices(
  ctx: Context,
  actor: Actor,
  { digest, reminders }: MailChoices,
): Promise<MailChoices> {
  return ctx.transact(async ({ tx }) => {
    const row = {
      digest: digest ? 1 : 0,
      reminders: reminders ? 1 : 0,
      changed_at: ctx.now().toISOString(),
    }
    await tx
      .insertInto('mail_choices')
      .values({ user_id: actor.userId, ...row })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
      .execute()
    return { digest, reminders }
  })
}

export async function pollLetters(ctx: Context, actor: Actor, pollId: string): Promise<PollLettersView> {
  return ctx.transact(async ({ tx }) => {
    const { poll, member } = await voteFor(tx, actor, pollId)
    mustBeAble(member, 'poll.open')
    const rows = await tx
      .selectFrom('letters')
      .select(['ending'])
      .where('workspace_id', '=', member.workspaceId)
      .where((is) =>
        is.or([is('letter_key', 'like', `vote:${pollId}:%`), is('letter_key', 'like', `remind:${pollId}:%`)]),
      )
      .execute()
    const count = (ending: string | null) => rows.filter((row) => row.ending === ending).length
    return {
      toVote: (await toVote(ctx, tx, poll, member.workspaceId)).size,
      sent: count('sent'),
      waiting: count(null),
      failed: count('failed'),
    }
  })
}
