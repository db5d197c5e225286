// Polls in preparation: kept, changed and thrown away freely until one opens. Called by http/votes.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { PollDraftView } from '../../shared/poll/views.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { meetingStateOf } from './meeting-rows.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import type { PreparedVote } from './open-vote.ts'

type Tx = Transaction<Tables>

const draftsMax = 100

export async function listPollDrafts(ctx: Context, actor: Actor, planId: string): Promise<PollDraftView[]> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOfPlan(tx, planId, actor.userId), 'poll.open')
    const rows = await tx
      .selectFrom('poll_drafts')
      .selectAll()
      .where('plan_id', '=', planId)
      .orderBy('changed_at', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(({ id, draft_json, revision, changed_at }) => {
      const { subject, question, choice, meetingId, itemId, follows } = JSON.parse(draft_json) as PreparedVote
      return {
        id,
        subject,
        question: question ?? null,
        choice,
        meetingId: meetingId ?? null,
        itemId: itemId ?? null,
        follows: follows ?? null,
        revision,
        changedAt: changed_at,
      }
    })
  })
}

export async function draftPoll(
  ctx: Context,
  actor: Actor,
  { planId, ...prepared }: PreparedVote & { planId: string },
): Promise<{ id: string; revision: number }> {
  return ctx.transact(async ({ tx, changed }) => {
    mustBeAble(await memberOfPlan(tx, planId, actor.userId), 'poll.open')
    await mustBeOnAgenda(tx, planId, prepared)
    const { count } = await tx
      .selectFrom('poll_drafts')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('plan_id', '=', planId)
      .executeTakeFirstOrThrow()
    if (Number(count) >= draftsMax) throw new Refused('limitReached', { limit: draftsMax })
    const id = ctx.newId()
    await tx
      .insertInto('poll_drafts')
      .values({
        id,
        plan_id: planId,
        draft_json: draftJson(prepared),
        revision: 1,
        changed_at: ctx.now().toISOString(),
        changed_by: actor.userId,
      })
      .execute()
    changed(planId, 'polls')
    return { id, revision: 1 }
  })
}

/** Changes a draft; refuses pollDraftMoved when someone else changed it since it was read. */
export async function changePollDraft(
  ctx: Context,
  actor: Actor,
  { draftId, revision, ...prepared }: PreparedVote & { draftId: string; revision: number },
): Promise<{ id: string; revision: number }> {
  return ctx.transact(async ({ tx, changed }) => {
    const planId = await draftFor(tx, actor, draftId)
    await mustBeOnAgenda(tx, planId, prepared)
    const { numUpdatedRows } = await tx
      .updateTable('poll_drafts')
      .set({
        draft_json: draftJson(prepared),
        revision: revision + 1,
        changed_at: ctx.now().toISOString(),
        changed_by: actor.userId,
      })
      .where('id', '=', draftId)
      .where('revision', '=', revision)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw new Refused('pollDraftMoved')
    changed(planId, 'polls')
    return { id: draftId, revision: revision + 1 }
  })
}

export async function removePollDraft(ctx: Context, actor: Actor, draftId: string): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    const planId = await draftFor(tx, actor, draftId)
    await tx.deleteFrom('poll_drafts').where('id', '=', draftId).execute()
    changed(planId, 'polls')
    return null
  })
}

/** The item a poll is prepared for is one of a meeting of this plan; whether it may open there is asked when it does. */
async function mustBeOnAgenda(tx: Tx, planId: string, { meetingId, itemId }: PreparedVote): Promise<void> {
  if (meetingId === undefined) {
    if (itemId !== undefined) throw new Refused('invalidField', { field: 'itemId' })
    return
  }
  const state = await meetingStateOf(tx, meetingId)
  if (state.planId !== planId) throw new Refused('notMember')
  if (itemId !== undefined && !state.items.some((item) => item.itemId === itemId))
    throw new Refused('invalidField', { field: 'itemId' })
}

/** The plan of a draft, for whoever may prepare its polls. */
async function draftFor(tx: Tx, actor: Actor, draftId: string): Promise<string> {
  const row = await tx
    .selectFrom('poll_drafts')
    .select('plan_id')
    .where('id', '=', draftId)
    .executeTakeFirst()
  if (!row) throw new Refused('notMember')
  mustBeAble(await memberOfPlan(tx, row.plan_id, actor.userId), 'poll.open')
  return row.plan_id
}

/** As canonical text, what is not said left out. */
function draftJson({ subject, question, choice, meetingId, itemId, follows }: PreparedVote): string {
  const chosen = Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined))
  return canonicalText({
    subject: JSON.parse(JSON.stringify(subject)),
    ...(question && { question: { fr: cleanText(question.fr), en: cleanText(question.en) } }),
    choice: JSON.parse(JSON.stringify(chosen)),
    ...(meetingId && { meetingId }),
    ...(itemId && { itemId }),
    ...(follows && { follows }),
  })
}
