// Threads of comments beside the plan: start, reply, resolve or reopen, list. Never in the document: a commenter cannot write it.
// Called by http/comments, and by the demo region's builder.
import type { Transaction } from 'kysely'
import { cleanText, isWordless } from '../../shared/basics.ts'
import { findList, sections } from '../../shared/plan/sections.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { CommentView, ThreadView } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { type Member, memberOfPlan, mustBeAble } from './members.ts'

type Tx = Transaction<Tables>

/** Limits on what is read in one answer. */
const threadsMax = 5_000
const commentsMax = 500
/** Characters of a plan's comments together, several books' worth: every open screen reads them all at each notice. */
export const charactersMax = 4_000_000

export interface ThreadInput {
  readonly planId: string
  readonly place: ThreadView['place']
  readonly anchor: ThreadView['anchor']
  /** The words the thread is about, kept for ever: an anchor may lose its text. */
  readonly quote: string
  readonly text: string
  readonly clientKey: string
}

/** Starts a thread with its first comment. The same client key gives the same thread. */
export async function startThread(ctx: Context, actor: Actor, input: ThreadInput): Promise<{ id: string }> {
  return ctx.transact(async ({ tx, changed }) => {
    const member = await memberOfPlan(tx, input.planId, actor.userId)
    mustBeAble(member, 'comment.write')
    checkPlace(input.place)
    const text = wordsOf(input.text)
    const before = await commentByKey(tx, actor, input.clientKey)
    if (before) {
      if (before.plan_id !== input.planId || before.text !== text) refuseKey()
      return { id: before.thread_id }
    }
    const { count } = await tx
      .selectFrom('threads')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('plan_id', '=', input.planId)
      .executeTakeFirstOrThrow()
    if (Number(count) >= threadsMax) throw new Refused('limitReached', { limit: threadsMax })
    await mustHaveRoom(tx, input.planId, input.quote.length + text.length)
    const id = ctx.newId()
    const at = ctx.now().toISOString()
    await tx
      .insertInto('threads')
      .values({
        id,
        plan_id: input.planId,
        place_json: JSON.stringify(input.place),
        anchor_start: input.anchor?.start ?? null,
        anchor_end: input.anchor?.end ?? null,
        quote: cleanText(input.quote),
        created_by: actor.userId,
        created_at: at,
      })
      .execute()
    await insertComment(tx, { id: ctx.newId(), threadId: id, member, text, clientKey: input.clientKey, at })
    await journal(tx, ctx, member, 'startThread', id)
    changed(input.planId, 'comments')
    return { id }
  })
}

/** COMM-1: a place names a section of the plan and, inside it, a list; items and fields may come and go. */
function checkPlace({ section, list }: ThreadView['place']): void {
  if (!sections.some(({ key }) => key === section))
    throw new Refused('invalidField', { field: 'place.section' })
  if (list !== undefined && !findList(list)) throw new Refused('invalidField', { field: 'place.list' })
}

/** COMM-2: a comment says something. */
function wordsOf(typed: string): string {
  const text = cleanText(typed).trim()
  if (isWordless(text)) throw new Refused('commentEmpty')
  return text
}

export interface ReplyInput {
  readonly threadId: string
  readonly text: string
  readonly clientKey: string
}

/** Adds a comment to a thread, resolved or not. The same client key gives the same comment. */
export async function reply(ctx: Context, actor: Actor, input: ReplyInput): Promise<{ id: string }> {
  return ctx.transact(async ({ tx, changed }) => {
    const { thread, member } = await threadFor(tx, actor, input.threadId)
    mustBeAble(member, 'comment.write')
    const text = wordsOf(input.text)
    const before = await commentByKey(tx, actor, input.clientKey)
    if (before) {
      if (before.thread_id !== thread.id || before.text !== text) refuseKey()
      return { id: before.id }
    }
    await mustHaveRoom(tx, thread.plan_id, text.length)
    const id = ctx.newId()
    const at = await nextInstant(tx, ctx, thread.id)
    await insertComment(tx, { id, threadId: thread.id, member, text, clientKey: input.clientKey, at })
    await journal(tx, ctx, member, 'reply', thread.id)
    changed(thread.plan_id, 'comments')
    return { id }
  })
}

/** COMM-4: the comments of a plan have a size together. */
async function mustHaveRoom(tx: Tx, planId: string, more: number): Promise<void> {
  const { quotes } = await tx
    .selectFrom('threads')
    .select((eb) => eb.fn.sum<number | null>(eb.fn('length', ['quote'])).as('quotes'))
    .where('plan_id', '=', planId)
    .executeTakeFirstOrThrow()
  const { texts } = await tx
    .selectFrom('comments')
    .innerJoin('threads', 'threads.id', 'comments.thread_id')
    .select((eb) => eb.fn.sum<number | null>(eb.fn('length', ['text'])).as('texts'))
    .where('plan_id', '=', planId)
    .executeTakeFirstOrThrow()
  if (Number(quotes) + Number(texts) + more > charactersMax)
    throw new Refused('limitReached', { limit: charactersMax })
}

/** A new comment comes after the last, so that two in a millisecond keep their order; a thread does not grow for ever. */
async function nextInstant(tx: Tx, ctx: Context, threadId: string): Promise<string> {
  const { last, count } = await tx
    .selectFrom('comments')
    .select((eb) => [eb.fn.max('created_at').as('last'), eb.fn.countAll<number>().as('count')])
    .where('thread_id', '=', threadId)
    .executeTakeFirstOrThrow()
  if (Number(count) >= commentsMax) throw new Refused('limitReached', { limit: commentsMax })
  return instantAfter(ctx.now(), last ? [last] : [])
}

/** A key that already served for other words is a fault of the client: answering with the old comment would lose the new one. */
function refuseKey(): never {
  throw new Refused('invalidField', { field: 'clientKey' })
}

async function commentByKey(tx: Tx, actor: Actor, clientKey: string) {
  return tx
    .selectFrom('comments')
    .innerJoin('threads', 'threads.id', 'comments.thread_id')
    .select(['comments.id', 'comments.thread_id', 'comments.text', 'threads.plan_id'])
    .where('author_id', '=', actor.userId)
    .where('client_key', '=', clientKey)
    .executeTakeFirst()
}

interface NewComment {
  readonly id: string
  readonly threadId: string
  readonly member: Member
  readonly text: string
  readonly clientKey: string
  readonly at: string
}

async function insertComment(tx: Tx, comment: NewComment): Promise<void> {
  await tx
    .insertInto('comments')
    .values({
      id: comment.id,
      thread_id: comment.threadId,
      author_id: comment.member.userId,
      organization_id: comment.member.organizationId,
      text: comment.text,
      client_key: comment.clientKey,
      created_at: comment.at,
    })
    .execute()
}

/** COMM-3: whoever started a thread, or may resolve any, sets its state; each change is kept, setting it again is none. */
export async function setThreadState(
  ctx: Context,
  actor: Actor,
  { threadId, state }: { threadId: string; state: 'open' | 'resolved' },
): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    const { thread, member } = await threadFor(tx, actor, threadId)
    const own = thread.created_by === actor.userId && can(member.role, 'comment.write')
    if (!own) mustBeAble(member, 'comment.resolve')
    const last = await tx
      .selectFrom('thread_states')
      .select('state')
      .where('thread_id', '=', threadId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if ((last?.state ?? 'open') === state) return null
    const at = ctx.now().toISOString()
    await tx
      .insertInto('thread_states')
      .values({ thread_id: threadId, state, by_user: actor.userId, at })
      .execute()
    await journal(tx, ctx, member, state === 'resolved' ? 'resolveThread' : 'reopenThread', threadId)
    changed(thread.plan_id, 'comments')
    return null
  })
}

async function threadFor(tx: Tx, actor: Actor, threadId: string) {
  const thread = await tx
    .selectFrom('threads')
    .select(['id', 'plan_id', 'created_by'])
    .where('id', '=', threadId)
    .executeTakeFirst()
  if (!thread) throw new Refused('notMember')
  return { thread, member: await memberOfPlan(tx, thread.plan_id, actor.userId) }
}

async function journal(tx: Tx, ctx: Context, member: Member, act: string, subject: string): Promise<void> {
  const { workspaceId, userId } = member
  await writeJournal(tx, { workspaceId, userId, at: ctx.now(), act, subject })
}

/** Every thread of a plan, oldest first, each with its comments and its present state. */
export async function listThreads(ctx: Context, actor: Actor, planId: string): Promise<ThreadView[]> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOfPlan(tx, planId, actor.userId), 'plan.read')
    const threads = await tx
      .selectFrom('threads')
      .selectAll()
      .where('plan_id', '=', planId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    const comments = await commentsOf(tx, planId)
    const states = await statesOf(tx, planId)
    return threads.map((thread): ThreadView => {
      const state = states.get(thread.id)
      return {
        id: thread.id,
        place: JSON.parse(thread.place_json) as ThreadView['place'],
        anchor:
          thread.anchor_start !== null && thread.anchor_end !== null
            ? { start: thread.anchor_start, end: thread.anchor_end }
            : null,
        quote: thread.quote,
        state: state?.state ?? 'open',
        stateBy: state?.name ?? null,
        stateAt: state?.at ?? null,
        comments: comments.get(thread.id) ?? [],
      }
    })
  })
}

async function commentsOf(tx: Tx, planId: string): Promise<Map<string, CommentView[]>> {
  const rows = await tx
    .selectFrom('comments')
    .innerJoin('threads', 'threads.id', 'comments.thread_id')
    .innerJoin('users', 'users.id', 'comments.author_id')
    .leftJoin('organizations', 'organizations.id', 'comments.organization_id')
    .select([
      'comments.id',
      'comments.thread_id',
      'comments.author_id',
      'comments.text',
      'comments.created_at',
    ])
    .select(['users.name as author', 'organizations.name as organization'])
    .where('threads.plan_id', '=', planId)
    .orderBy('comments.created_at')
    .orderBy('comments.id')
    .execute()
  const byThread = new Map<string, CommentView[]>()
  for (const { thread_id, id, author_id, author, organization, text, created_at } of rows) {
    const comment = { id, authorId: author_id, authorName: author, organizationName: organization, text }
    const list = byThread.get(thread_id) ?? []
    byThread.set(thread_id, list)
    list.push({ ...comment, createdAt: created_at })
  }
  return byThread
}

async function statesOf(tx: Tx, planId: string) {
  const rows = await tx
    .selectFrom('thread_states')
    .innerJoin('threads', 'threads.id', 'thread_states.thread_id')
    .innerJoin('users', 'users.id', 'thread_states.by_user')
    .select(['thread_states.thread_id', 'thread_states.state', 'thread_states.at', 'users.name'])
    .where('threads.plan_id', '=', planId)
    .orderBy('thread_states.id')
    .execute()
  // The last row of each thread wins.
  return new Map(rows.map((row) => [row.thread_id, row]))
}
