// Casting a ballot: whose voice it is, the one reason it may be refused for, the receipt. One ballot an organisation, whatever races.
// Called by http/polls, and by the demo region's builder.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { ConsentChoice } from '../../shared/poll/consent.ts'
import { checkCast, instantAfter } from '../../shared/poll/poll.ts'
import { digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { type Member, mustBeAble } from './members.ts'
import { ballotRecordOf, closingOf, pollFor, pollRecordOf, voiceOf } from './poll-rows.ts'
import { appendEntry } from './record.ts'

type Tx = Transaction<Tables>

export interface BallotInput {
  readonly pollId: string
  readonly choice: ConsentChoice
  readonly reason: string
  /** Hash of the text the voter read. */
  readonly textHash: string
  /** Given by a facilitator who records the voice of an organisation. */
  readonly organizationId?: string | undefined
  readonly clientKey: string
}

/** What the voter keeps: when it entered, and the digest of the ballot as it will stand in the consensus record. */
export interface Receipt {
  readonly receivedAt: string
  readonly ballotDigest: string
}

/** Casts the one ballot of an organisation. The same client key gives the same receipt again, also after the closing. */
export async function castBallot(ctx: Context, actor: Actor, input: BallotInput): Promise<Receipt> {
  return ctx.transact(async ({ tx, changed, after }) => {
    const { poll, member } = await pollFor(tx, actor, input.pollId)
    const { organizationId, channel } = voiceCast(member, input.organizationId)
    const reason = cleanText(input.reason).trim()
    const before = await receiptOf(tx, actor, { ...input, organizationId: organizationId ?? '', reason })
    if (before) return before
    const closing = await closingOf(tx, poll.id)
    const place = organizationId === null ? null : await placeOf(tx, member, poll.id, organizationId)
    const moment = {
      closedAt: closing?.closed_at ?? null,
      textHash: poll.text_hash,
      registered: place?.registered ?? false,
      voted: place?.voted ?? false,
    }
    const refused = checkCast(moment, { ...input, reason, organization: place })
    if (refused) throw new Refused(refused.code, refused.details)
    const row = {
      id: ctx.newId(),
      poll_id: poll.id,
      organization_id: organizationId!,
      choice: input.choice,
      reason,
      channel,
      cast_by: actor.userId,
      cast_by_name: cleanText(member.name),
      text_hash: poll.text_hash,
      client_key: input.clientKey,
      received_at: instantAfter(ctx.now(), [poll.opened_at]),
    }
    const ballotDigest = digest('ballot', ballotRecordOf(row, pollRecordOf(poll)))
    await insertBallot(tx, { ...row, digest: ballotDigest }, place!.name)
    const entry = { type: 'ballot', body: { pollId: poll.id, ballotDigest } } as const
    await appendEntry(ctx, { tx, after }, { workspaceId: member.workspaceId, ...entry })
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: channel === 'self' ? 'castBallot' : 'recordBallot',
      subject: poll.id,
      // Not the choice: the journal is read by all, and the tally only after one's own vote.
      detail: { organizationId: organizationId!, ballotDigest },
    })
    changed(poll.plan_id, 'polls')
    return { receivedAt: row.received_at, ballotDigest }
  })
}

/** POLL-8: a delegate casts for the organisation represented; a facilitator records for one that is named; nobody else. */
function voiceCast(
  member: Member,
  named: string | undefined,
): { organizationId: string | null; channel: 'self' | 'facilitated' } {
  if (named !== undefined && !(can(member.role, 'poll.vote') && named === member.organizationId)) {
    mustBeAble(member, 'poll.record')
    return { organizationId: named, channel: 'facilitated' }
  }
  if (!can(member.role, 'poll.record')) mustBeAble(member, 'poll.vote')
  return { organizationId: voiceOf(member), channel: 'self' }
}

/** The receipt of the same act done before; refuses a key that already served for another ballot. */
async function receiptOf(
  tx: Tx,
  actor: Actor,
  input: { pollId: string; clientKey: string; organizationId: string; choice: string; reason: string },
): Promise<Receipt | null> {
  const row = await tx
    .selectFrom('ballots')
    .selectAll()
    .where('poll_id', '=', input.pollId)
    .where('cast_by', '=', actor.userId)
    .where('client_key', '=', input.clientKey)
    .executeTakeFirst()
  if (!row) return null
  const same =
    row.organization_id === input.organizationId && row.choice === input.choice && row.reason === input.reason
  if (!same) throw new Refused('invalidField', { field: 'clientKey' })
  return { receivedAt: row.received_at, ballotDigest: row.digest }
}

/** An organisation's place in a poll. One outside the workspace has no name here: the refusal must not tell it. */
async function placeOf(tx: Tx, member: Member, pollId: string, organizationId: string) {
  const entry = await tx
    .selectFrom('poll_register')
    .leftJoin('ballots', (join) =>
      join
        .onRef('ballots.poll_id', '=', 'poll_register.poll_id')
        .onRef('ballots.organization_id', '=', 'poll_register.organization_id'),
    )
    .select(['poll_register.name', 'ballots.id as ballot'])
    .where('poll_register.poll_id', '=', pollId)
    .where('poll_register.organization_id', '=', organizationId)
    .executeTakeFirst()
  if (entry) return { name: entry.name, registered: true, voted: entry.ballot !== null }
  const known = await tx
    .selectFrom('organizations')
    .select('name')
    .where('id', '=', organizationId)
    .where('workspace_id', '=', member.workspaceId)
    .executeTakeFirst()
  return { name: known?.name ?? organizationId, registered: false, voted: false }
}

/**
 * Writes a ballot; the database has the last word. Where two connections race past the checks above, the unique key lets one
 * in and the trigger keeps a closed poll closed: both come back as the refusals a person understands.
 */
export async function insertBallot(tx: Tx, row: Tables['ballots'], organization: string): Promise<void> {
  let written: bigint | undefined
  try {
    const result = await tx
      .insertInto('ballots')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    written = result.numInsertedOrUpdatedRows
  } catch (error) {
    // PostgreSQL answers nothing more in a transaction that an error ended: the act is undone or done again whole.
    const closing = await closingOf(tx, row.poll_id).catch(() => undefined)
    if (closing) throw new Refused('pollClosed', { closedAt: closing.closed_at })
    throw error
  }
  if (written !== 1n) throw new Refused('alreadyVoted', { organization })
}
