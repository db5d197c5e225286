// Amendments: after a lock, the next draft, forked from the locked version's own state into another epoch of the plan's room (AMEND rules).
// Called by http/versions.
import { cleanText } from '../../shared/basics.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import type { AmendmentRecord } from '../../shared/record/amendment-record.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { AmendmentView } from '../../shared/version-views.ts'
import type { Actor, Context, Transact } from '../context.ts'
import { forkLog } from '../db/fork.ts'
import { writeJournal } from '../db/journal.ts'
import { conclusionOf, endingOf, hasStarted, lastRound, partiesOf } from './alliance-rows.ts'
import { memberOfPlan, mustBeAble } from './members.ts'
import { appendEntry } from './record.ts'
import { lockingVersion, type VersionRow } from './version-rows.ts'

export interface AmendmentInput {
  readonly planId: string
  readonly title: string
  readonly reason: string
  readonly versionId: string
}

/**
 * AMEND-1: leaves from the version that locks the plan. AMEND-4: never while its Alliance is being signed; one that nobody signed is set
 * aside. Refuses amendmentUnlocked, versionMoved, amendmentSigning.
 */
export async function openAmendment(
  ctx: Context,
  actor: Actor,
  input: AmendmentInput,
): Promise<AmendmentView> {
  const { planId } = input
  return ctx.transact(async (at) => {
    const { tx, changed, after } = at
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'plan.lock')
    const version = await lockingVersion(tx, planId)
    if (!version) throw new Refused('amendmentUnlocked')
    if (version.id !== input.versionId) throw new Refused('versionMoved')
    const past = await leaveAlliance(at, ctx, actor, version)
    const number = Number(version.number)
    const record: AmendmentRecord = {
      format: 'assise/amendment/v1',
      id: ctx.newId(),
      planId,
      number,
      title: cleanText(input.title).trim(),
      reason: cleanText(input.reason).trim(),
      versionDigest: version.version_digest,
      openedAt: instantAfter(ctx.now(), [version.locked_at, ...past]),
      openedBy: cleanText(member.name),
    }
    const amendmentDigest = digest('amendment', record)
    const { state } = await tx
      .selectFrom('versions')
      .select('state')
      .where('id', '=', version.id)
      .executeTakeFirstOrThrow()
    const epoch = await forkLog(tx, {
      planId,
      from: Number(version.epoch),
      state,
      userId: actor.userId,
      at: record.openedAt,
    })
    await tx
      .insertInto('amendments')
      .values({
        ...{ id: record.id, plan_id: planId, number, from_version: version.id, epoch },
        ...{ record_json: canonicalText(record), digest: amendmentDigest },
        ...{ opened_at: record.openedAt, opened_by: actor.userId },
      })
      .execute()
    await appendEntry(ctx, at, {
      workspaceId: member.workspaceId,
      type: 'amendment',
      body: { planId, number, versionDigest: version.version_digest, amendmentDigest },
    })
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'openAmendment',
      subject: record.id,
      detail: { number, epoch, amendmentDigest },
    })
    changed(planId, 'plan')
    changed(planId, 'alliance')
    // SYNC-9: whoever has the former text open is sent to this one at once, not at the next look.
    after(() => ctx.rooms.forked(planId, epoch))
    const { id, title, reason, openedAt, openedBy } = record
    return { id, number, title, reason, openedAt, openedBy, fromVersionId: version.id }
  })
}

/** AMEND-4: what the version's Alliance says of leaving it; the instants that an amendment comes after. */
async function leaveAlliance({ tx }: Transact, ctx: Context, actor: Actor, version: VersionRow) {
  const alliance = await lastRound(tx, version.plan_id, Number(version.number))
  if (!alliance) return []
  const conclusion = await conclusionOf(tx, alliance.id)
  if (conclusion) return [conclusion.concluded_at]
  const ending = await endingOf(tx, alliance.id)
  if (ending) return [ending.at]
  if (hasStarted(await partiesOf(tx, alliance.id))) throw new Refused('amendmentSigning')
  const at = ctx.now().toISOString()
  await tx
    .insertInto('alliance_endings')
    .values({ alliance_id: alliance.id, why: 'amended', at, by_user: actor.userId })
    .execute()
  return [at]
}
