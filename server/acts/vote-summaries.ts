// The polls of the second form of a plan as lists show them. Reads only. Called by acts/show-vote, acts/waiting, acts/versions.
import type { Transaction } from 'kysely'
import { pollStateAt } from '../../shared/poll/life.ts'
import type { VoteSummary } from '../../shared/poll/views.ts'
import type { Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { type Carriers, carriersOf } from './holders.ts'
import type { Member } from './members.ts'
import { type PollTurnout, type PollVersion, turnoutAt } from './poll-figures.ts'
import { type VoteAt, votePollOf } from './vote-rows.ts'
import type { PollTurn } from './vote-sight.ts'

type Tx = Transaction<Tables>

/** Some polls of a plan, as they were read (`pollVersions`) and in that order. Only for a transaction that reads (`look`). */
export async function voteSummaries(
  tx: Tx,
  ctx: Context,
  member: Member,
  polls: readonly PollVersion[],
): Promise<VoteSummary[]> {
  const turns: PollTurn[] = []
  for (const { id, version } of polls)
    turns.push({ ...(await votePollOf(tx, id)), turnout: await turnoutAt(tx, id, version) })
  return summariesFor(tx, ctx, member, turns)
}

/** The same of polls whose turnout was read. */
export async function summariesFor(
  tx: Tx,
  ctx: Context,
  { userId, workspaceId }: Member,
  turns: readonly PollTurn[],
): Promise<VoteSummary[]> {
  const summaries: VoteSummary[] = []
  const near = { userIds: [userId], seatIds: [] }
  for (const { turnout, ...vote } of turns) {
    const open = pollStateAt(turnout.life, ctx.now().toISOString()) === 'open'
    const carriers = open ? await carriersOf(tx, workspaceId, vote.poll, ctx.now(), near) : null
    summaries.push(voteSummary(ctx, vote, turnout, carriers && { carriers, userId }))
  }
  return summaries
}

interface Asks {
  readonly carriers: Carriers
  readonly userId: string
}

/** One poll for one person; `asks` may be left out of a poll that nobody votes in. */
export function voteSummary(
  ctx: Context,
  { poll, record }: Pick<VoteAt, 'poll' | 'record'>,
  turnout: PollTurnout,
  asks: Asks | null,
): VoteSummary {
  const { life, outcome, registered, received, missing, silent } = turnout
  const state = pollStateAt(life, ctx.now().toISOString())
  return {
    id: poll.id,
    subject: record.subject,
    subjectTitle: record.subjectTitle,
    round: record.round,
    question: record.question,
    method: record.setting.method,
    secrecy: record.setting.secrecy,
    state,
    textHash: record.textHash,
    openedAt: record.openedAt,
    closesAt: life.closesAt,
    closedAt: life.closedAt,
    outcome,
    registered,
    received,
    meetingId: poll.meeting_id,
    itemId: poll.item_id,
    awaitsMe: state === 'open' && asks ? awaiting(missing, silent, asks) : [],
  }
}

/** The seats for which a person still may vote. */
function awaiting(
  missing: PollTurnout['missing'],
  silent: PollTurnout['silent'],
  { carriers, userId }: Asks,
): VoteSummary['awaitsMe'] {
  return carriers.seatsOf(userId).flatMap(({ seatId, as }) => {
    if (carriers.recused(seatId)) return []
    const seat = missing.find((entry) => entry.seatId === seatId)
    if (seat) return [{ seatId, name: seat.name, as }]
    const adviser = as === 'self' && silent.find((entry) => entry.seatId === seatId)
    return adviser ? [{ seatId, name: adviser.name, as, consultative: true as const }] : []
  })
}
