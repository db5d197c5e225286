// Papers of an Alliance: brought by whoever prepares it, kept with their SHA-256, given to members only; and the paper of a mandate.
// Called by http/alliances; acts that name a file ask fileOf.
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { AllianceView, FileAdded, FileView } from '../../shared/alliance-views.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { allianceFor, allianceView, conclusionOf, endingOf, partiesOf } from './alliance-rows.ts'
import { mustBeAble } from './members.ts'

type Tx = Transaction<Tables>

/** Papers of one round: far above what fifty parties bring. */
const filesMax = 400
const bytesMax = 500_000_000
const pdf = 'application/pdf'

/** Keeps a PDF. Its type is what its first bytes say, not what the sender says. Refuses fileKind, limitReached. */
export async function addAllianceFile(
  ctx: Context,
  actor: Actor,
  { allianceId, bytes }: { allianceId: string; bytes: Uint8Array },
): Promise<FileAdded> {
  return ctx.transact(async ({ tx }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    mustBeAble(member, 'alliance.prepare')
    if (!isPdf(bytes)) throw new Refused('fileKind')
    if ((await conclusionOf(tx, alliance.id)) || (await endingOf(tx, alliance.id)))
      throw new Refused('allianceEnded')
    const kept = await tx
      .selectFrom('alliance_files')
      .select((of) => of.fn.countAll<number>().as('count'))
      .select((of) => of.fn.sum<number | null>(of.fn<number>('length', ['bytes'])).as('bytes'))
      .where('alliance_id', '=', alliance.id)
      .executeTakeFirstOrThrow()
    if (Number(kept.count) >= filesMax || Number(kept.bytes ?? 0) + bytes.length > bytesMax)
      throw new Refused('limitReached', { limit: filesMax })
    const id = ctx.newId()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await tx
      .insertInto('alliance_files')
      .values({
        ...{ id, alliance_id: alliance.id, type: pdf, bytes, sha256 },
        added_at: ctx.now().toISOString(),
        added_by: actor.userId,
      })
      .execute()
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'addAllianceFile',
      subject: alliance.id,
      detail: { file: id, sha256 },
    })
    return { id, type: pdf, bytes: bytes.length, sha256 }
  })
}

function isPdf(bytes: Uint8Array): boolean {
  return [0x25, 0x50, 0x44, 0x46, 0x2d].every((byte, at) => bytes[at] === byte)
}

/** A paper, for a member. For a stranger it is not there. */
export async function readAllianceFile(
  ctx: Context,
  actor: Actor,
  fileId: string,
): Promise<{ type: string; bytes: Uint8Array }> {
  return ctx.transact(async ({ tx }) => {
    const row = await tx
      .selectFrom('alliance_files')
      .select(['alliance_id', 'type', 'bytes'])
      .where('id', '=', fileId)
      .executeTakeFirst()
    if (!row) throw new Refused('notMember')
    const { member } = await allianceFor(tx, actor, row.alliance_id)
    mustBeAble(member, 'plan.read')
    return row
  })
}

/** A file of this very Alliance; with its bytes for who compares them. Refuses invalidField. */
export async function fileOf(
  tx: Tx,
  allianceId: string,
  fileId: string,
): Promise<FileView & { readonly content: Uint8Array }> {
  const row = await tx
    .selectFrom('alliance_files')
    .select(['id', 'type', 'sha256', 'bytes'])
    .where('id', '=', fileId)
    .where('alliance_id', '=', allianceId)
    .executeTakeFirst()
  if (!row) throw new Refused('invalidField', { field: 'fileId' })
  return { ...row, bytes: row.bytes.length, content: row.bytes }
}

/** The paper of a signatory's mandate, until the person has signed; another one takes its place. */
export async function attachMandate(
  ctx: Context,
  actor: Actor,
  { allianceId, signatoryId, fileId }: { allianceId: string; signatoryId: string; fileId: string },
): Promise<AllianceView> {
  return ctx.transact(async ({ tx, changed }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    mustBeAble(member, 'alliance.prepare')
    const parties = await partiesOf(tx, alliance.id)
    const signatory = parties.flatMap((party) => party.signatories).find(({ id }) => id === signatoryId)
    if (!signatory) throw new Refused('invalidField', { field: 'signatoryId' })
    if (signatory.signedAt !== null) throw new Refused('alreadySigned')
    const file = await fileOf(tx, alliance.id, fileId)
    await tx.deleteFrom('signatory_evidence').where('signatory_id', '=', signatoryId).execute()
    await tx
      .insertInto('signatory_evidence')
      .values({ signatory_id: signatoryId, file_id: file.id })
      .execute()
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'attachMandate',
      subject: signatoryId,
      detail: { sha256: file.sha256 },
    })
    changed(alliance.plan_id, 'alliance')
    return allianceView(tx, alliance, member)
  })
}
