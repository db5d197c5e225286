// The chain of adoption of a party: which instance adopted this version, by which resolution, on which day, with its paper (ALLI-11).
// Called by http/alliances.
import { mayAdoptOn } from '../../shared/alliance.ts'
import type { AllianceView } from '../../shared/alliance-views.ts'
import { cleanText } from '../../shared/basics.ts'
import { regionDay } from '../../shared/meeting/mandate.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { AdoptionRecord } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import { fileOf } from './alliance-files.ts'
import { allianceFor, allianceView, conclusionOf, endingOf, partiesOf, versionOf } from './alliance-rows.ts'
import { goOn } from './conclusions.ts'
import { mustBeAble } from './members.ts'
import { appendEntry } from './record.ts'

/** Of one party: a board, a council, a ministry and what they report to. */
const adoptionsMax = 20

export interface AdoptionInput {
  readonly allianceId: string
  readonly partyId: string
  readonly instance: string
  readonly resolution: string
  readonly day: string
  readonly fileId: string
}

/** Files an adoption; never changed afterwards. Refuses allianceNoVersion, allianceConcluded, allianceEnded, adoptionDay. */
export async function fileAdoption(ctx: Context, actor: Actor, input: AdoptionInput): Promise<AllianceView> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const { alliance, member } = await allianceFor(tx, actor, input.allianceId)
    mustBeAble(member, 'alliance.prepare')
    if (await conclusionOf(tx, alliance.id)) throw new Refused('allianceConcluded')
    if (await endingOf(tx, alliance.id)) throw new Refused('allianceEnded')
    const version = await versionOf(tx, alliance)
    if (!version) throw new Refused('allianceNoVersion')
    const party = (await partiesOf(tx, alliance.id)).find(({ id }) => id === input.partyId)
    if (!party) throw new Refused('invalidField', { field: 'partyId' })
    if (party.adoptions.length >= adoptionsMax) throw new Refused('limitReached', { limit: adoptionsMax })
    const lockedDay = regionDay(new Date(version.locked_at))
    const today = regionDay(ctx.now())
    if (!mayAdoptOn(input.day, { lockedDay, today })) throw new Refused('adoptionDay', { lockedDay, today })
    const file = await fileOf(tx, alliance.id, input.fileId)
    const record: AdoptionRecord = {
      format: 'assise/adoption/v1',
      id: ctx.newId(),
      allianceId: alliance.id,
      partyId: party.id,
      instance: cleanText(input.instance).trim(),
      resolutionNo: cleanText(input.resolution).trim(),
      day: input.day,
      fileDigest: file.sha256,
      planDigest: version.plan_digest,
      recordedBy: cleanText(member.name),
      at: instantAfter(ctx.now(), [version.locked_at]),
    }
    const adoptionDigest = digest('adoption', record)
    await tx
      .insertInto('alliance_adoptions')
      .values({
        ...{ id: record.id, alliance_id: alliance.id, party_id: party.id, version_id: version.id },
        file_id: file.id,
        record_json: canonicalText(record),
        digest: adoptionDigest,
        filed_at: record.at,
        filed_by: actor.userId,
      })
      .execute()
    await appendEntry(
      ctx,
      { tx, after },
      {
        workspaceId: member.workspaceId,
        type: 'adoption',
        body: { allianceId: alliance.id, adoptionDigest },
      },
    )
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'fileAdoption',
      subject: alliance.id,
      detail: { party: party.id, adoptionDigest },
    })
    await goOn(ctx, { tx, after }, { alliance, member })
    changed(alliance.plan_id, 'alliance')
    return allianceView(tx, alliance, member)
  })
}
