// A signatory refuses to sign, and says why: it is recorded and shown, and this round is over (ALLI-9). Called by http/alliances.
import type { AllianceView } from '../../shared/alliance-views.ts'
import { cleanText } from '../../shared/basics.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import { allianceFor, allianceView, conclusionOf } from './alliance-rows.ts'
import { appendEntry } from './record.ts'
import { placeToSign } from './signatures.ts'

/**
 * ALLI-9: at any time before one's own signature, whosever turn it is. What others signed stays as it is; nobody signs in this round any
 * more, and another may be prepared.
 */
export async function declineToSign(
  ctx: Context,
  actor: Actor,
  { allianceId, reason: given }: { allianceId: string; reason: string },
): Promise<AllianceView> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    if (await conclusionOf(tx, alliance.id)) throw new Refused('alreadySigned')
    const { version, turn } = await placeToSign(tx, alliance, member)
    const reason = cleanText(given).trim()
    const at = instantAfter(ctx.now(), [version.locked_at])
    await tx
      .insertInto('alliance_declines')
      .values({
        ...{ signatory_id: turn.signatory.id, alliance_id: alliance.id, version_id: version.id },
        ...{ reason, at, by_user: actor.userId },
      })
      .execute()
    await tx
      .insertInto('alliance_endings')
      .values({ alliance_id: alliance.id, why: 'declined', at, by_user: actor.userId })
      .execute()
    await appendEntry(
      ctx,
      { tx, after },
      {
        workspaceId: member.workspaceId,
        type: 'decline',
        body: {
          allianceId: alliance.id,
          versionDigest: version.version_digest,
          signatoryId: turn.signatory.id,
        },
        payload: { name: cleanText(turn.signatory.name), party: cleanText(turn.party.name), reason },
      },
    )
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'declineToSign',
      subject: alliance.id,
      detail: { signatory: turn.signatory.id },
    })
    changed(alliance.plan_id, 'alliance')
    return allianceView(tx, alliance, member)
  })
}
