// The lock: the live text becomes a version, in the room's queue and in one transaction. And a version as it is shown.
// Called by http/versions, and by the demo region's builder.
import type { Transaction } from 'kysely'
import { encodeStateAsUpdate } from 'yjs'
import { cleanText } from '../../shared/basics.ts'
import { evidenceOf, type Standing } from '../../shared/consensus.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import type { VersionListed, VersionPageView } from '../../shared/plan-views.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { VersionRecord } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { VersionView } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { tellTurns } from './alliance-letters.ts'
import { conclusionOf, lastRound } from './alliance-rows.ts'
import { roundsOf } from './alliances.ts'
import { type Member, memberOfPlan, mustBeAble } from './members.ts'
import { contributorsOf } from './plan-marks.ts'
import { cosignatureReasons } from './policies.ts'
import { pollVersions } from './poll-figures.ts'
import { pollSummaries } from './poll-rows.ts'
import { appendEntry } from './record.ts'
import { decisionsOf, inDraft, standingsOfPlan } from './standings.ts'
import {
  amendmentsOf,
  lastVersion,
  lockingVersion,
  type VersionRow,
  versionById,
  versionNumbered,
  versionRecordOf,
  versionSummary,
  versionsOf,
} from './version-rows.ts'
import { voteSummaries } from './vote-summaries.ts'

type Tx = Transaction<Tables>

/**
 * LOCK-5: locks the plan at the exact point where the room stands. Refuses planLocked, lockRefused with every reason, and
 * draftMoved when the log went further than the text that was read (another node).
 */
export async function lockPlan(
  ctx: Context,
  actor: Actor,
  planId: string,
): Promise<{ id: string; versionDigest: string }> {
  return inDraft(ctx, actor, { planId, right: 'plan.lock' }, async (at) => {
    const { tx, draft, plan, member } = at
    if (await lockingVersion(tx, planId)) throw new Refused('planLocked')
    const { standings, reasons: ofText } = await standingsOfPlan(tx, planId, plan)
    const reasons = [...ofText, ...(await cosignatureReasons(tx, member.workspaceId))]
    if (reasons.length > 0) {
      throw new Refused(
        'lockRefused',
        undefined,
        reasons.map(({ text }) => text),
      )
    }
    const fence = await tx
      .updateTable('plan_rooms')
      .set({ locked_seq: draft.seq })
      .where('plan_id', '=', planId)
      .where('epoch', '=', draft.epoch)
      .where('head_seq', '=', draft.seq)
      .where('locked_seq', 'is', null)
      .executeTakeFirst()
    if (fence.numUpdatedRows !== 1n) throw new Refused('draftMoved')
    const record = await versionRecord(tx, {
      id: ctx.newId(),
      plan,
      planId,
      workspaceId: member.workspaceId,
      constats: await constatsOf(tx, planId, plan, standings),
      lockedAt: instantAfter(ctx.now(), [
        ...(await closingsOf(tx, planId)),
        ...(await formerInstantsOf(tx, planId)),
      ]),
      lockedBy: cleanText(member.name),
    })
    const versionDigest = digest('version', record)
    await tx
      .insertInto('versions')
      .values({
        id: record.id,
        plan_id: planId,
        number: record.number,
        epoch: draft.epoch,
        seq: draft.seq,
        canonical_plan: canonicalText(plan),
        plan_digest: record.planDigest,
        version_json: canonicalText(record),
        version_digest: versionDigest,
        state: encodeStateAsUpdate(draft.doc),
        locked_at: record.lockedAt,
        locked_by: actor.userId,
      })
      .execute()
    await appendEntry(ctx, at, {
      workspaceId: member.workspaceId,
      type: 'lock',
      body: {
        planId,
        versionId: record.id,
        number: record.number,
        planDigest: record.planDigest,
        versionDigest,
      },
    })
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'lockPlan',
      subject: record.id,
      detail: { number: record.number, planDigest: record.planDigest, versionDigest },
    })
    const round = await lastRound(tx, planId, record.number)
    if (round) await tellTurns(ctx, at, { alliance: round, workspaceId: member.workspaceId })
    at.changed(planId, 'plan')
    at.changed(planId, 'alliance')
    // Still inside the room's queue: no update can slip in between the commit and the room turning read-only.
    at.after(() => ctx.rooms.locked(planId, { id: record.id, seq: draft.seq, planDigest: record.planDigest }))
    return { id: record.id, versionDigest }
  })
}

/** The digests of the consensus records the version stands on, in the order their polls closed. */
async function constatsOf(tx: Tx, planId: string, plan: Plan, standings: readonly Standing[]) {
  const polls = evidenceOf(plan, standings, await decisionsOf(tx, planId))
  const rows = await tx
    .selectFrom('poll_closings')
    .select(['poll_id', 'constat_digest'])
    .where('poll_id', 'in', polls.length > 0 ? polls : [''])
    .execute()
  return polls.map((id) => rows.find((row) => row.poll_id === id)!.constat_digest)
}

/** When the polls of a plan closed: the lock comes after each of them, whatever the clock says. */
async function closingsOf(tx: Tx, planId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('poll_closings')
    .innerJoin('polls', 'polls.id', 'poll_closings.poll_id')
    .select('closed_at')
    .where('plan_id', '=', planId)
    .execute()
  return rows.map(({ closed_at }) => closed_at)
}

/** AMEND-5: of the version before: its lock, the conclusion of its Alliance, and the amendment that left it. */
async function formerInstantsOf(tx: Tx, planId: string): Promise<string[]> {
  const last = await lastVersion(tx, planId)
  if (!last) return []
  const round = await lastRound(tx, planId, Number(last.number))
  const conclusion = round && (await conclusionOf(tx, round.id))
  const amendment = (await amendmentsOf(tx, planId)).at(-1)
  return [
    last.locked_at,
    ...(conclusion ? [conclusion.concluded_at] : []),
    ...(amendment ? [amendment.openedAt] : []),
  ]
}

type NewVersion = Pick<VersionRecord, 'id' | 'planId' | 'constats' | 'lockedAt' | 'lockedBy'> & {
  readonly plan: Plan
  readonly workspaceId: string
}

async function versionRecord(tx: Tx, { plan, workspaceId, ...given }: NewVersion): Promise<VersionRecord> {
  const workspace = await tx
    .selectFrom('workspaces')
    .select(['name', 'kind'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const previous = await lastVersion(tx, given.planId)
  return {
    format: 'assise/version/v1',
    ...given,
    workspaceName: cleanText(workspace.name),
    workspaceKind: workspace.kind,
    number: (previous?.number ?? 0) + 1,
    planDigest: digest('plan', plan),
    ...(previous && { previous: previous.version_digest }),
  }
}

/** A locked version for a member: its canonical text, whose digest screens recompute, and the polls it stands on. */
export async function showVersion(ctx: Context, actor: Actor, versionId: string): Promise<VersionView> {
  return ctx.look(async (tx) => {
    const { version, member } = await versionFor(tx, actor, versionId)
    return versionView(tx, ctx, version, member)
  })
}

async function versionFor(tx: Tx, actor: Actor, versionId: string) {
  const version = await versionById(tx, versionId)
  if (!version) throw new Refused('notMember')
  const member = await memberOfPlan(tx, version.plan_id, actor.userId)
  mustBeAble(member, 'plan.read')
  return { version, member }
}

async function versionView(tx: Tx, ctx: Context, version: VersionRow, member: Member): Promise<VersionView> {
  const { constats } = versionRecordOf(version)
  const rows = await tx
    .selectFrom('poll_closings')
    .innerJoin('polls', 'polls.id', 'poll_closings.poll_id')
    .select('poll_id')
    .where('polls.plan_id', '=', version.plan_id)
    .where('constat_digest', 'in', constats.length > 0 ? [...constats] : [''])
    .execute()
  const ids = rows.map(({ poll_id }) => poll_id)
  const decided = (await pollVersions(tx, { planId: version.plan_id })).filter(({ id }) => ids.includes(id))
  return {
    ...versionSummary(version),
    canonicalPlan: version.canonical_plan,
    polls: await pollSummaries(tx, version.plan_id, member, ids),
    votes: await voteSummaries(tx, ctx, member, decided),
  }
}

/** The page of a version: the same, with its amendment, who wrote it, the version before and the rounds of its Alliance. */
export async function showVersionPage(
  ctx: Context,
  actor: Actor,
  versionId: string,
): Promise<VersionPageView> {
  return ctx.transact(async ({ tx }) => {
    const { version, member } = await versionFor(tx, actor, versionId)
    const { plan_id: planId } = version
    const number = Number(version.number)
    const previous = await versionNumbered(tx, planId, number - 1)
    const amendments = await amendmentsOf(tx, planId)
    return {
      ...(await versionView(tx, ctx, version, member)),
      amendment: amendments.find((one) => one.number === number - 1) ?? null,
      contributors: await contributorsOf(tx, planId, {
        epoch: Number(version.epoch),
        seq: Number(version.seq),
      }),
      previous: previous ? { ...versionSummary(previous), canonicalPlan: previous.canonical_plan } : null,
      alliances: await roundsOf(tx, planId, number),
      constats: versionRecordOf(version).constats,
    }
  })
}

/** The versions of a plan, the latest first, each with the amendment that led to it. */
export async function listVersions(ctx: Context, actor: Actor, planId: string): Promise<VersionListed[]> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOfPlan(tx, planId, actor.userId), 'plan.read')
    const amendments = await amendmentsOf(tx, planId)
    return (await versionsOf(tx, planId))
      .map((version) => ({
        ...versionSummary(version),
        amendment: amendments.find((one) => one.number === Number(version.number) - 1) ?? null,
      }))
      .reverse()
  })
}
