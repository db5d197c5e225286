// What is said of a poll after its opening, never a change of it: its proclamation, annulment, notes, corrections, each a record that names
// the one before. Called by http/votes.
import type { Transaction } from 'kysely'
import { cleanText, isWordless } from '../../shared/basics.ts'
import { checkMark } from '../../shared/poll/life.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { AddendumRecord } from '../../shared/record/poll-records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context, Transact } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { settleDue } from './close-vote.ts'
import { mustBeAble } from './members.ts'
import { voteResultOf } from './poll-figures.ts'
import { appendEntry } from './record.ts'
import { inTurn } from './turns.ts'
import { versionRecordOf } from './version-rows.ts'
import { tellMeeting } from './vote-meetings.ts'
import { lifeOf, type VoteAt, voteFor } from './vote-rows.ts'

type Tx = Transaction<Tables>

const addendaMax = 200

export interface AddendumInput {
  readonly pollId: string
  readonly kind: AddendumRecord['kind']
  readonly text: string
  readonly clientKey: string
}

/** Adds to a poll. The same client key is the same addendum; proclaiming twice, or annulling twice, changes nothing. */
export async function addToVote(ctx: Context, actor: Actor, input: AddendumInput): Promise<null> {
  return inTurn(ctx, input.pollId, () =>
    ctx.transact(async (at) => {
      const { tx, changed } = at
      const vote = await voteFor(tx, actor, input.pollId)
      const { poll, member } = vote
      mustBeAble(member, 'poll.open')
      await settleDue(at, ctx, poll.plan_id)
      const rows = await tx
        .selectFrom('poll_addenda')
        .select(['seq', 'kind', 'digest', 'at', 'by_user', 'client_key'])
        .where('poll_id', '=', poll.id)
        .orderBy('seq')
        .execute()
      if (rows.some((row) => row.by_user === actor.userId && row.client_key === input.clientKey)) return null
      const marks = input.kind === 'proclaimed' || input.kind === 'annulled'
      if (marks && rows.some(({ kind }) => kind === input.kind)) return null
      if (rows.length >= addendaMax) throw new Refused('limitReached', { limit: addendaMax })
      const text = cleanText(input.text).trim()
      await mustFit(tx, ctx, vote, { ...input, text })
      const last = rows.at(-1)
      const record = await recordOf(tx, ctx, vote, { kind: input.kind, text, last })
      const addendumDigest = digest('addendum', record)
      await tx
        .insertInto('poll_addenda')
        .values({
          id: record.id,
          poll_id: poll.id,
          seq: Number(last?.seq ?? 0) + 1,
          kind: input.kind,
          record_json: canonicalText(record),
          digest: addendumDigest,
          at: record.at,
          by_user: actor.userId,
          client_key: input.clientKey,
        })
        .execute()
      const body = { pollId: poll.id, addendumDigest }
      await appendEntry(ctx, at, { workspaceId: member.workspaceId, type: 'addendum', body })
      await writeJournal(tx, {
        workspaceId: member.workspaceId,
        userId: actor.userId,
        at: ctx.now(),
        act: 'addToVote',
        subject: poll.id,
        detail: { kind: input.kind, digest: addendumDigest },
      })
      await tellMarked(at, ctx, vote, input.kind, text)
      changed(poll.plan_id, 'polls')
      return null
    }),
  )
}

/** The meeting hears of a proclamation and of an annulment; other words are the poll's own. */
async function tellMarked(
  at: Transact,
  ctx: Context,
  { poll, member }: VoteAt,
  kind: AddendumRecord['kind'],
  reason: string,
): Promise<void> {
  const by = { userId: member.userId, name: cleanText(member.name) }
  if (kind === 'annulled')
    await tellMeeting(at, ctx, poll, by, { kind: 'pollAnnulled', pollId: poll.id, reason })
  if (kind !== 'proclaimed') return
  const { result_json } = await at.tx
    .selectFrom('poll_closings')
    .select('result_json')
    .where('poll_id', '=', poll.id)
    .executeTakeFirstOrThrow()
  const { outcome } = voteResultOf({ result_json })
  await tellMeeting(at, ctx, poll, by, { kind: 'pollProclaimed', pollId: poll.id, outcome })
}

async function mustFit(tx: Tx, ctx: Context, { poll }: VoteAt, { kind, text }: AddendumInput): Promise<void> {
  const life = await lifeOf(tx, poll)
  if (kind === 'proclaimed' || kind === 'annulled') {
    const refused = checkMark(life, kind, instantAfter(ctx.now(), [poll.opened_at]))
    if (refused) throw new Refused(refused.code, refused.details)
  }
  if (kind === 'correction' && life.closedAt === null) throw new Refused('pollStillOpen')
  if (kind !== 'proclaimed' && isWordless(text)) throw new Refused('reasonNeeded')
  if (kind === 'annulled' && (await isInVersion(tx, poll))) throw new Refused('pollInVersion')
}

async function isInVersion(tx: Tx, poll: VoteAt['poll']): Promise<boolean> {
  const closing = await tx
    .selectFrom('poll_closings')
    .select('constat_digest')
    .where('poll_id', '=', poll.id)
    .executeTakeFirst()
  if (!closing) return false
  const versions = await tx
    .selectFrom('versions')
    .select('version_json')
    .where('plan_id', '=', poll.plan_id)
    .execute()
  return versions.some((version) => versionRecordOf(version).constats.includes(closing.constat_digest))
}

async function recordOf(
  tx: Tx,
  ctx: Context,
  { poll, record, member }: VoteAt,
  {
    kind,
    text,
    last,
  }: { kind: AddendumRecord['kind']; text: string; last?: { digest: string; at: string } | undefined },
): Promise<AddendumRecord> {
  const closing = await tx
    .selectFrom('poll_closings')
    .select(['closed_at', 'constat_digest'])
    .where('poll_id', '=', poll.id)
    .executeTakeFirst()
  return {
    format: 'assise/addendum/v1',
    id: ctx.newId(),
    pollId: poll.id,
    pollDigest: digest('poll', record),
    ...(closing && { constatDigest: closing.constat_digest }),
    kind,
    text,
    at: instantAfter(ctx.now(), [
      poll.opened_at,
      ...(closing ? [closing.closed_at] : []),
      ...(last ? [last.at] : []),
    ]),
    byName: cleanText(member.name),
    ...(last && { previous: last.digest }),
  }
}
