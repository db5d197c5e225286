// What waits for a person about the text itself: comments they should answer, changes that objections propose to the parts of their
// organisation (VOTE-25). Called by acts/waiting.
import type { Transaction } from 'kysely'
import { partsNaming } from '../../shared/plan/my-parts.ts'
import type { PollSubject } from '../../shared/poll/texts.ts'
import type { WaitingView } from '../../shared/poll/views.ts'
import type { ObjectionRecord } from '../../shared/record/poll-records.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { listThreads } from './comments.ts'
import { memberOfPlan } from './members.ts'
import { livePlan } from './standings.ts'

type Tx = Transaction<Tables>

const shownMax = 50

export interface AboutText {
  readonly threads: WaitingView['threads']
  /** VOTE-25: the items of the plan that are my organisation's; empty where nothing asks for them. */
  readonly parts: ReadonlySet<string>
}

/**
 * Open threads in which someone else spoke last, where I wrote or which are about my organisation's parts, the latest first; and these
 * parts. The plan is read only where something may concern them: its text is in one queue with those who write. Refuses notMember.
 */
export async function aboutText(ctx: Context, actor: Actor, planId: string): Promise<AboutText> {
  const threads = (await listThreads(ctx, actor, planId)).filter(
    ({ state, comments }) => state === 'open' && (comments.at(-1)?.authorId ?? actor.userId) !== actor.userId,
  )
  const asked = threads.length > 0 || (await ctx.look((tx) => anyProposal(tx, planId)))
  const parts = asked ? await ownPartsOf(ctx, actor, planId) : new Set<string>()
  const mine = threads
    .filter(
      ({ place, comments }) =>
        comments.some(({ authorId }) => authorId === actor.userId) ||
        (place.item !== undefined && parts.has(place.item)),
    )
    .map(({ id, quote, comments }) => {
      const last = comments.at(-1)!
      return { id, quote, lastText: last.text, lastAt: last.createdAt, lastBy: last.authorName }
    })
    .sort((a, b) => (a.lastAt > b.lastAt ? -1 : 1))
  return { threads: mine.slice(0, shownMax), parts }
}

async function anyProposal(tx: Tx, planId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('objections')
    .innerJoin('polls', 'polls.id', 'objections.poll_id')
    .select('objections.id')
    .where('polls.plan_id', '=', planId)
    .where('proposed_change', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** VOTE-25, in the text as it stands. Refuses notMember. */
export async function ownPartsOf(ctx: Context, actor: Actor, planId: string): Promise<ReadonlySet<string>> {
  const { workspaceId, name } = await ctx.look(async (tx) => {
    const { workspaceId, organizationId } = await memberOfPlan(tx, planId, actor.userId)
    return { workspaceId, name: await organizationName(tx, organizationId) }
  })
  return name === '' ? new Set() : partsNaming(await livePlan(ctx, planId, workspaceId), name)
}

async function organizationName(tx: Tx, id: string | null): Promise<string> {
  if (id === null) return ''
  const own = await tx.selectFrom('organizations').select('name').where('id', '=', id).executeTakeFirst()
  return own?.name ?? ''
}

/** An objection that stands on the latest round of its text, with what it objects to. */
export interface StandingObjection {
  readonly objection: ObjectionRecord
  readonly subject: PollSubject
  readonly title: { readonly fr: string; readonly en: string }
}

/**
 * Changes proposed to a part that names my organisation, by a seat that is none of mine, until they are integrated, withdrawn or
 * overruled, or another round of the text is open. One proposed to the whole plan is nobody's part: it waits for whoever conducts.
 */
export function proposalsFor(
  standing: readonly StandingObjection[],
  parts: ReadonlySet<string>,
  ownSeats: readonly string[],
): WaitingView['proposals'] {
  return standing
    .filter(({ objection: { state, seatId } }) => isOpen.has(state) && !ownSeats.includes(seatId))
    .flatMap(({ objection, subject, title }) => {
      const { id, pollId, seatName, proposedChange, argument, raisedAt } = objection
      const item =
        subject.kind === 'priority' ? subject.id : subject.kind === 'passage' ? subject.item : undefined
      if (!proposedChange || item === undefined || !parts.has(item)) return []
      return [{ id, pollId, subject, title, seatName, words: proposedChange, argument, raisedAt }]
    })
    .sort((a, b) => (a.raisedAt > b.raisedAt ? -1 : 1))
    .slice(0, shownMax)
}

const isOpen: ReadonlySet<ObjectionRecord['state']> = new Set(['raised', 'answered', 'maintained'])
