// What the plan stands under at this moment: the live text read in the room's queue, its polls, its locked version.
// Called by the state door, and by the acts that open a poll or lock, which need the same reading.
import type { Transaction } from 'kysely'
import {
  coveredTexts,
  type Decision,
  decides,
  liveTexts,
  type Standing,
  standingsOf,
} from '../../shared/consensus.ts'
import { type LockReason, lockReasons } from '../../shared/lock.ts'
import { readPlan } from '../../shared/plan/draft.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { isConsensus } from '../../shared/poll/consent.ts'
import type { Outcome } from '../../shared/poll/setting.ts'
import { textStateOf } from '../../shared/poll/subject.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { RightKey } from '../../shared/roles.ts'
import type { PassageStanding, PlanStateView } from '../../shared/views.ts'
import type { Actor, Context, Draft, Transact } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { settleDue } from './close-vote.ts'
import { type Member, memberOfPlan, mustBeAble } from './members.ts'
import { cosignatureReasons } from './policies.ts'
import { subjectOf, subjectTextOf } from './poll-rows.ts'
import { together } from './together.ts'
import { amendmentsOf, lastVersion, lockingVersion, type VersionRow, versionSummary } from './version-rows.ts'
import { voteRecordOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** What a job on the live text receives: the draft as it stands, who acts, one transaction. */
export interface AtDraft extends Transact {
  readonly member: Member
  readonly draft: Draft
  readonly plan: Plan
}

/**
 * Runs a job on the live text: room first, then one transaction. The right is asked before the room is entered, so that a
 * stranger can neither open a room nor make it wait, and again inside, where it counts.
 */
export async function inDraft<T>(
  ctx: Context,
  actor: Actor,
  { planId, right }: { planId: string; right: RightKey },
  job: (at: AtDraft) => Promise<T>,
): Promise<T> {
  const ask = async (tx: Tx) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, right)
    return member
  }
  await ctx.transact(({ tx }) => ask(tx))
  return ctx.rooms.exclusive(planId, (draft) =>
    ctx.transact(async (transact) => {
      const member = await ask(transact.tx)
      await settleDue(transact, ctx, planId)
      const plan = await planOfDraft(transact.tx, member.workspaceId, draft)
      return job({ ...transact, member, draft, plan })
    }),
  )
}

async function planOfDraft(tx: Tx, workspaceId: string, draft: Draft): Promise<Plan> {
  const territories = await tx
    .selectFrom('territories')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  return readPlan(draft.doc, territories)
}

/**
 * The state of a plan for its screens, the same for every member. Once locked, the version speaks: no room is needed, and nothing forbids
 * a done lock.
 */
export async function planState(ctx: Context, actor: Actor, planId: string): Promise<PlanStateView> {
  const { locked, workspaceId } = await ctx.look(async (tx) => {
    const { workspaceId, ...member } = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble({ workspaceId, ...member }, 'plan.read')
    const version = await lockingVersion(tx, planId)
    if (!version) return { locked: null, workspaceId }
    const plan = JSON.parse(version.canonical_plan) as Plan
    const { standings, passages } = await standingsOfPlan(tx, planId, plan)
    return {
      locked: await stateOf(tx, { planId, workspaceId, version, standings, passages, lockReasons: [] }),
      workspaceId,
    }
  })
  return locked ?? together(ctx, planId, () => draftState(ctx, planId, workspaceId))
}

/** The live text as it reads now. The caller has asked the rights. */
export function livePlan(ctx: Context, planId: string, workspaceId: string): Promise<Plan> {
  return together(ctx, `text ${planId}`, () =>
    ctx.rooms.exclusive(planId, (draft) => ctx.look((tx) => planOfDraft(tx, workspaceId, draft))),
  )
}

async function draftState(ctx: Context, planId: string, workspaceId: string): Promise<PlanStateView> {
  return ctx.rooms.exclusive(planId, (draft) =>
    ctx.transact(async (transact) => {
      const { tx } = transact
      await settleDue(transact, ctx, planId)
      const plan = await planOfDraft(tx, workspaceId, draft)
      const { standings, passages, reasons } = await standingsOfPlan(tx, planId, plan)
      const lockReasons = [...reasons, ...(await cosignatureReasons(tx, workspaceId))]
      return stateOf(tx, { planId, workspaceId, version: null, standings, passages, lockReasons })
    }),
  )
}

type Standings = Pick<PlanStateView, 'planId' | 'workspaceId' | 'standings' | 'passages' | 'lockReasons'>

/** With the version that the text is, or goes on from, and the amendment that was opened last. */
async function stateOf(
  tx: Tx,
  { version, ...state }: Standings & { readonly version: VersionRow | null },
): Promise<PlanStateView> {
  const base = version ?? (await lastVersion(tx, state.planId))
  return {
    ...state,
    version: version ? versionSummary(version) : null,
    base: base ? versionSummary(base) : null,
    amendment: (await amendmentsOf(tx, state.planId)).at(-1) ?? null,
  }
}

/** The standings of a text of a plan under its polls, and what they and the text forbid. */
export async function standingsOfPlan(
  tx: Tx,
  planId: string,
  plan: Plan,
): Promise<{ standings: Standing[]; passages: PassageStanding[]; reasons: LockReason[] }> {
  const standings = standingsOf(await decisionsOf(tx, planId), liveTexts(plan))
  const passages = await passagesOf(tx, planId, plan)
  const open = passages.filter((passage) => passage.open)
  const last = await lastVersion(tx, planId)
  const unchanged = last && last.plan_digest === digest('plan', plan) ? Number(last.number) : null
  return { standings, passages, reasons: lockReasons(plan, standings, { passages: open, unchanged }) }
}

/** Every poll of a plan that bears on its texts, of either form, as the rules of consensus see it. */
export async function decisionsOf(tx: Tx, planId: string): Promise<Decision[]> {
  const rows = await tx
    .selectFrom('polls')
    .leftJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .select(['polls.id', 'subject_kind', 'subject_id', 'text_hash', 'text_json', 'closed_at', 'result_json'])
    .select(['form', 'polls.record_json'])
    .where('plan_id', '=', planId)
    .where('subject_kind', 'in', ['plan', 'priority'])
    .where('poll_addenda.id', 'is', null)
    .execute()
  return rows.flatMap((row): Decision[] => {
    const outcome = row.result_json === null ? null : outcomeIn({ result_json: row.result_json })
    // Only a consensus on the whole plan speaks for its priorities: no need to read the other texts.
    const covers = row.subject_kind === 'plan' && outcome !== null && isConsensus(outcome)
    const decision = {
      id: row.id,
      subject: subjectOf(row),
      textHash: row.text_hash,
      closedAt: row.closed_at,
      outcome,
      covers: covers ? coveredTexts(subjectTextOf(row)) : {},
    }
    const adopts = row.form === 1 || voteRecordOf(row).setting.threshold !== undefined
    return decides(outcome, adopts) ? [decision] : []
  })
}

/** The outcome word of a closing of either form. */
function outcomeIn({ result_json }: { result_json: string }): NonNullable<Decision['outcome']> {
  return (JSON.parse(result_json) as { outcome: NonNullable<Decision['outcome']> }).outcome
}

/** What else of the text is under an open poll: passages, the allocation. And where each passage voted on stands (VOTE-18). */
async function passagesOf(tx: Tx, planId: string, plan: Plan): Promise<PassageStanding[]> {
  const rows = await tx
    .selectFrom('polls')
    .leftJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .select(['polls.id', 'polls.record_json', 'subject_title', 'closed_at', 'result_json'])
    .where('plan_id', '=', planId)
    .where('subject_kind', 'in', ['passage', 'allocation'])
    .where('poll_addenda.id', 'is', null)
    .orderBy('opened_at')
    .execute()
  return rows.map((row) => {
    const record = voteRecordOf(row)
    return {
      pollId: row.id,
      subject: record.subject,
      title: row.subject_title,
      open: row.closed_at === null,
      outcome: row.result_json === null ? null : (outcomeIn({ result_json: row.result_json }) as Outcome),
      textState: textStateOf(plan, record),
    }
  })
}
