// Named checkpoints of the draft: its text as it is now, kept under a name, beside the locks (LOCK-7). Called by http/versions.
import type { Selectable, Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { MarkSummary, MarkView } from '../../shared/plan-views.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { inDraft } from './standings.ts'
import { lockingVersion } from './version-rows.ts'

type Tx = Transaction<Tables>
type MarkRow = Omit<Selectable<Tables['plan_marks']>, 'canonical_plan' | 'client_key'>

/** A plan may be kept whole this many times. */
const marksMax = 300
const summaryColumns = [
  'id',
  'plan_id',
  'epoch',
  'seq',
  'label',
  'plan_digest',
  'contributors_json',
  'created_at',
  'created_by',
  'created_by_name',
] as const

export interface MarkInput {
  readonly planId: string
  readonly label: string
  readonly clientKey: string
}

/** LOCK-7: keeps the text as it is on disk, in the room's queue. The same key from the same person is the same checkpoint. */
export async function addMark(
  ctx: Context,
  actor: Actor,
  { planId, label, clientKey }: MarkInput,
): Promise<MarkSummary> {
  return inDraft(ctx, actor, { planId, right: 'plan.edit' }, async ({ tx, draft, plan, member, changed }) => {
    const known = await tx
      .selectFrom('plan_marks')
      .select(summaryColumns)
      .where('created_by', '=', actor.userId)
      .where('client_key', '=', clientKey)
      .executeTakeFirst()
    if (known && known.plan_id !== planId) throw new Refused('invalidField', { field: 'clientKey' })
    if (known) return markSummary(known)
    if (await lockingVersion(tx, planId)) throw new Refused('planLocked')
    const { count } = await tx
      .selectFrom('plan_marks')
      .select((of) => of.fn.countAll<number>().as('count'))
      .where('plan_id', '=', planId)
      .executeTakeFirstOrThrow()
    if (Number(count) >= marksMax) throw new Refused('limitReached', { limit: marksMax })
    const writers = await contributorsOf(tx, planId, { epoch: draft.epoch, seq: draft.seq })
    const row = {
      ...{ id: ctx.newId(), plan_id: planId, epoch: draft.epoch, seq: draft.seq },
      label: cleanText(label).trim(),
      plan_digest: digest('plan', plan),
      contributors_json: JSON.stringify(writers),
      created_at: ctx.now().toISOString(),
      created_by: actor.userId,
      created_by_name: cleanText(member.name),
    }
    await tx
      .insertInto('plan_marks')
      .values({ ...row, canonical_plan: canonicalText(plan), client_key: clientKey })
      .execute()
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'addMark',
      subject: row.id,
      detail: { epoch: row.epoch, seq: row.seq, planDigest: row.plan_digest },
    })
    changed(planId, 'plan')
    return markSummary(row)
  })
}

/** The latest first. */
export async function listMarks(ctx: Context, actor: Actor, planId: string): Promise<MarkSummary[]> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOfPlan(tx, planId, actor.userId), 'plan.read')
    const rows = await tx
      .selectFrom('plan_marks')
      .select(summaryColumns)
      .where('plan_id', '=', planId)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(markSummary)
  })
}

export async function showMark(ctx: Context, actor: Actor, markId: string): Promise<MarkView> {
  return ctx.transact(async ({ tx }) => {
    const row = await tx.selectFrom('plan_marks').selectAll().where('id', '=', markId).executeTakeFirst()
    if (!row) throw new Refused('notMember')
    mustBeAble(await memberOfPlan(tx, row.plan_id, actor.userId), 'plan.read')
    return { ...markSummary(row), canonicalPlan: row.canonical_plan }
  })
}

function markSummary(row: MarkRow): MarkSummary {
  return {
    id: row.id,
    label: row.label,
    epoch: Number(row.epoch),
    seq: Number(row.seq),
    planDigest: row.plan_digest,
    at: row.created_at,
    by: row.created_by_name,
    contributors: JSON.parse(row.contributors_json) as string[],
  }
}

/** Who wrote in an epoch up to a point of its log, by name, in the order they first wrote. The row that forked it is nobody's writing. */
export async function contributorsOf(
  tx: Tx,
  planId: string,
  { epoch, seq }: { readonly epoch: number; readonly seq: number },
): Promise<string[]> {
  const forked = await tx
    .selectFrom('amendments')
    .select('id')
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .executeTakeFirst()
  const rows = await tx
    .selectFrom('plan_updates')
    .innerJoin('users', 'users.id', 'plan_updates.user_id')
    .select(['users.id', 'users.name'])
    .select((of) => of.fn.min('seq').as('first'))
    .where('plan_id', '=', planId)
    .where('epoch', '=', epoch)
    .where('seq', '>', forked ? 1 : 0)
    .where('seq', '<=', seq)
    .groupBy(['users.id', 'users.name'])
    .execute()
  return rows.sort((a, b) => Number(a.first) - Number(b.first)).map(({ name }) => cleanText(name))
}
