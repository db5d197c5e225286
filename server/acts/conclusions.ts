// What follows each step of an Alliance: it is concluded once its rule is met, or else the next signatory is told.
// Called by the acts that sign, adopt, record a signature made outside or confirm it; in their own transaction.
import { isConcluded } from '../../shared/alliance.ts'
import type { PartyView } from '../../shared/alliance-views.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import { tellTurns } from './alliance-letters.ts'
import { type AllianceRow, conclusionOf, factsOf, partiesOf, ruleOf, versionOf } from './alliance-rows.ts'
import { allianceRecord } from './documents.ts'
import type { Member } from './members.ts'
import { type Appending, appendEntry } from './record.ts'

interface Step {
  readonly alliance: AllianceRow
  readonly member: Member
}

/** ALLI-10: concludes the Alliance when its rule is met; otherwise tells whoever's turn has come (ALLI-13). */
export async function goOn(ctx: Context, appending: Appending, { alliance, member }: Step): Promise<void> {
  const { tx } = appending
  if (await conclusionOf(tx, alliance.id)) return
  const parties = await partiesOf(tx, alliance.id)
  if (!isConcluded(parties, ruleOf(alliance), factsOf(parties))) {
    await tellTurns(ctx, appending, { alliance, workspaceId: member.workspaceId })
    return
  }
  const version = (await versionOf(tx, alliance))!
  const concludedAt = instantAfter(ctx.now(), [version.locked_at, ...instantsOf(parties)])
  await tx
    .insertInto('alliance_conclusions')
    .values({ alliance_id: alliance.id, concluded_at: concludedAt, origin: ctx.origin })
    .execute()
  const record = await allianceRecord(tx, alliance, concludedAt)
  await appendEntry(ctx, appending, {
    workspaceId: member.workspaceId,
    type: 'conclusion',
    body: {
      allianceId: alliance.id,
      versionDigest: version.version_digest,
      allianceDigest: digest('alliance', record),
    },
  })
  await writeJournal(tx, {
    workspaceId: member.workspaceId,
    userId: member.userId,
    at: ctx.now(),
    act: 'concludeAlliance',
    subject: alliance.id,
  })
}

/** Everything the conclusion comes after. */
function instantsOf(parties: readonly PartyView[]): string[] {
  return parties.flatMap(({ adoptions, signatories }) => [
    ...adoptions.map(({ filedAt }) => filedAt),
    ...signatories.flatMap(({ signedAt, outside }) => [
      ...(signedAt === null ? [] : [signedAt]),
      ...(outside === null ? [] : [outside.recordedAt]),
      ...(outside?.answer ? [outside.answer.at] : []),
    ]),
  ])
}
