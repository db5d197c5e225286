// Partners' witnesses: a key that an organisation registers, the token by which its program follows the record, its cosignatures.
// Called by http/record. A witness's token opens the checkpoint of one workspace and takes cosignatures; nothing else.
import { createHash, randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import { cosignedTime, isCosignature, readCheckpoint } from '../../shared/record/checkpoint.ts'
import { verifyEd25519 } from '../../shared/record/ed25519.ts'
import { lineText, readLine, readNote, readVkey, signatureTypes } from '../../shared/record/note.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { ShownCheckpoint, WitnessAdded } from '../../shared/views.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { memberOf } from './members.ts'
import { appendEntry, signRecord } from './record.ts'
import { shownCheckpoint, sizeIn } from './record-views.ts'

type Tx = Transaction<Tables>
const witnessesMax = 200
const perOrganizationMax = 10
/** A witness whose clock is this far ahead is told so, rather than kept with a time nobody will believe. */
const aheadSecondsMax = 600

/**
 * REC-21: a member registers a witness for their own organisation, by its public key; the token is shown once. Refuses
 * witnessOrganization (the member speaks for none), witnessKey (not a cosigning key), witnessKnown.
 */
export async function addWitness(
  ctx: Context,
  actor: Actor,
  { workspaceId, vkey }: { workspaceId: string; vkey: string },
): Promise<WitnessAdded> {
  return ctx.transact(async ({ tx, after }) => {
    const { organizationId } = await memberOf(tx, workspaceId, actor.userId)
    if (organizationId === null) throw new Refused('witnessOrganization')
    // A name that is not NFC could not be hashed with the record.
    if (readVkey(vkey)?.type !== signatureTypes.cosignature || vkey.normalize('NFC') !== vkey)
      throw new Refused('witnessKey')
    const known = await tx
      .selectFrom('record_witnesses')
      .select(['vkey', 'organization_id'])
      .where('workspace_id', '=', workspaceId)
      .execute()
    if (known.some((one) => one.vkey === vkey)) throw new Refused('witnessKnown')
    const ours = known.filter((one) => one.organization_id === organizationId).length
    if (known.length >= witnessesMax || ours >= perOrganizationMax)
      throw new Refused('limitReached', {
        limit: ours >= perOrganizationMax ? perOrganizationMax : witnessesMax,
      })
    const id = ctx.newId()
    const token = randomBytes(32).toString('base64url')
    await tx
      .insertInto('record_witnesses')
      .values({
        id,
        workspace_id: workspaceId,
        organization_id: organizationId,
        vkey,
        token_hash: hashOf(token),
        added_by: actor.userId,
        created_at: ctx.now().toISOString(),
        ended_at: null,
      })
      .execute()
    await appendEntry(
      ctx,
      { tx, after },
      { workspaceId, type: 'witness', body: { witnessId: id, organizationId, vkey } },
    )
    await journal(ctx, tx, actor, { workspaceId, act: 'addWitness', subject: id })
    return { id, token }
  })
}

/** Ends a witness: by its own organisation, or by who may change people. Its cosignatures stay. Refuses notFound, roleForbids. */
export async function endWitness(
  ctx: Context,
  actor: Actor,
  { workspaceId, witnessId }: { workspaceId: string; witnessId: string },
): Promise<null> {
  return ctx.transact(async ({ tx, after }) => {
    const member = await memberOf(tx, workspaceId, actor.userId)
    const witness = await tx
      .selectFrom('record_witnesses')
      .select(['organization_id', 'ended_at'])
      .where('id', '=', witnessId)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst()
    if (!witness) throw new Refused('notFound')
    const own = witness.organization_id === member.organizationId
    if (!own && !can(member.role, 'people.change')) throw new Refused('witnessForeign')
    if (witness.ended_at !== null) return null
    await tx
      .updateTable('record_witnesses')
      .set({ token_hash: null, ended_at: ctx.now().toISOString() })
      .where('id', '=', witnessId)
      .execute()
    await appendEntry(ctx, { tx, after }, { workspaceId, type: 'witness-end', body: { witnessId } })
    await journal(ctx, tx, actor, { workspaceId, act: 'endWitness', subject: witnessId })
    return null
  })
}

/** What a witness asks for: the last checkpoint, and the proof from the size it cosigned last. Refuses witnessToken. */
export async function showToWitness(
  ctx: Context,
  token: string,
  { from }: { from: string },
): Promise<ShownCheckpoint> {
  const known = sizeIn(from, 'from')
  const { workspaceId } = await ctx.transact(({ tx }) => witnessBy(tx, token))
  await signRecord(ctx, workspaceId)
  return ctx.transact(async ({ tx }) => {
    await witnessBy(tx, token)
    return shownCheckpoint(ctx, tx, workspaceId, known)
  })
}

/**
 * REC-22: keeps a witness's cosignature of a checkpoint of ours. Only its own key, only a checkpoint that was signed, once for each.
 * Refuses witnessToken, cosignatureInvalid.
 */
export async function addCosignature(
  ctx: Context,
  token: string,
  { size, line: text }: { size: number; line: string },
): Promise<null> {
  return ctx.transact(async ({ tx }) => {
    const { id, vkey, workspaceId } = await witnessBy(tx, token)
    const row = await tx
      .selectFrom('record_checkpoints')
      .select('note')
      .where('workspace_id', '=', workspaceId)
      .where('size', '=', size)
      .executeTakeFirst()
    const note = row && readNote(row.note)
    const [key, line] = [readVkey(vkey), readLine(text)]
    const time = line && cosignedTime(line)
    const holds =
      note &&
      key &&
      line &&
      time !== null &&
      readCheckpoint(note.text) !== null &&
      (await isCosignature(note.text, { key, line }, verifyEd25519))
    if (!holds || time > ctx.now().getTime() / 1000 + aheadSecondsMax) throw new Refused('cosignatureInvalid')
    await tx
      .insertInto('record_cosignatures')
      .values({
        workspace_id: workspaceId,
        size,
        witness_id: id,
        // As we write it: nothing of what came in stands in our notes unread.
        line: lineText(line),
        received_at: ctx.now().toISOString(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return null
  })
}

async function witnessBy(tx: Tx, token: string): Promise<{ id: string; vkey: string; workspaceId: string }> {
  const row = await tx
    .selectFrom('record_witnesses')
    .select(['id', 'vkey', 'workspace_id as workspaceId'])
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst()
  if (!row) throw new Refused('witnessToken')
  return row
}

/** Who reads the database cannot speak as a witness. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

async function journal(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  what: { workspaceId: string; act: string; subject: string },
): Promise<void> {
  await writeJournal(tx, { userId: actor.userId, at: ctx.now(), ...what })
}
