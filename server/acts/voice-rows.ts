// Rows of voices: what is known of those who would cast, and writing the admitted ones, many in as many statements as one. Knows no rule
// but INV-15's. Called by acts/voices, and by recorded-voices for papers.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { type Channel, countedVoices } from '../../shared/poll/admission.ts'
import type { SeatEntry, Value } from '../../shared/poll/setting.ts'
import type { VoiceReceipt } from '../../shared/poll/views.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import type { Member } from './members.ts'
import { followVoices } from './objection-rows.ts'
import { type Appending, appendEntries } from './record.ts'
import { rollRecordOf, type VoteAt, voiceRecordOf } from './vote-rows.ts'

type Tx = Transaction<Tables>
type Vote = Pick<VoteAt, 'poll' | 'record'>

/** What a seat has said so far. */
export interface SeatCast {
  /** The number of its last voice; 0 before the first. */
  readonly last: number
  /** One of them stands. */
  readonly voted: boolean
  /** The one that stands was given by the seat's own holder; never told of a secret one. */
  readonly votedOwn: boolean
}

export const nothingCast: SeatCast = { last: 0, voted: false, votedOwn: false }

/** By seat, of those named; a seat that said nothing is not in it. */
export async function castOf(
  tx: Tx,
  { poll, record }: Vote,
  seatIds: readonly string[],
): Promise<Map<string, SeatCast>> {
  if (seatIds.length === 0) return new Map()
  if (record.setting.secrecy === 'secret') {
    const rows = await tx
      .selectFrom('secret_roll')
      .select('seat_id')
      .where('poll_id', '=', poll.id)
      .where('seat_id', 'in', [...seatIds])
      .execute()
    return new Map(rows.map(({ seat_id }) => [seat_id, { last: 1, voted: true, votedOwn: false }]))
  }
  const rows = await tx
    .selectFrom('voices')
    .leftJoin('voice_answers', (join) =>
      join.onRef('voice_answers.voice_id', '=', 'voices.id').on('answer', '=', 'contested'),
    )
    .select(['seat_id as seatId', 'revision', 'channel', 'answer'])
    .where('poll_id', '=', poll.id)
    .where('seat_id', 'in', [...seatIds])
    .execute()
  const bySeat = Map.groupBy(
    rows.map((row) => ({ ...row, contested: row.answer !== null })),
    ({ seatId }) => seatId,
  )
  return new Map(
    [...bySeat].map(([seatId, said]) => {
      const [standing] = countedVoices(said)
      const last = Math.max(...said.map(({ revision }) => revision))
      return [seatId, { last, voted: standing !== undefined, votedOwn: standing?.channel === 'self' }]
    }),
  )
}

/** A voice that was cast before under a client key: its receipt, and of a named one what it said. */
export interface EarlierVoice {
  readonly receipt: VoiceReceipt
  /** Null of a secret one: its value is nowhere to be found. */
  readonly said: { readonly valueText: string; readonly reason: string } | null
}

/** By caster and client key, separated by a space. */
export async function earlierVoices(
  tx: Tx,
  { poll, record }: Vote,
  keys: readonly { readonly userId: string; readonly clientKey: string }[],
): Promise<Map<string, EarlierVoice>> {
  const userIds = keys.map(({ userId }) => userId)
  const clientKeys = keys.map(({ clientKey }) => clientKey)
  if (record.setting.secrecy === 'secret') {
    const rows = await tx
      .selectFrom('secret_roll')
      .select(['cast_by', 'client_key', 'seat_id', 'received_at', 'digest'])
      .where('poll_id', '=', poll.id)
      .where('cast_by', 'in', userIds)
      .where('client_key', 'in', clientKeys)
      .execute()
    return new Map(
      rows.map((row) => [
        `${row.cast_by} ${row.client_key}`,
        { receipt: receiptOf(poll.id, { ...row, revision: 1 }), said: null },
      ]),
    )
  }
  const rows = await tx
    .selectFrom('voices')
    .select(['cast_by', 'client_key', 'seat_id', 'revision', 'received_at', 'digest', 'value_json', 'reason'])
    .where('poll_id', '=', poll.id)
    .where('cast_by', 'in', userIds)
    .where('client_key', 'in', clientKeys)
    .execute()
  return new Map(
    rows.map((row) => [
      `${row.cast_by} ${row.client_key}`,
      { receipt: receiptOf(poll.id, row), said: { valueText: row.value_json, reason: row.reason } },
    ]),
  )
}

interface ReceiptRow {
  readonly seat_id: string
  readonly revision: number
  readonly received_at: string
  readonly digest: string
}

function receiptOf(pollId: string, row: ReceiptRow): VoiceReceipt {
  const { seat_id: seatId, revision, received_at: receivedAt } = row
  return { pollId, seatId, revision, receivedAt, digest: row.digest }
}

/** A voice that was admitted. */
export interface AdmittedVoice {
  /** Who casts it, or writes it down. */
  readonly member: Member
  readonly seat: SeatEntry
  readonly value: Value
  readonly reason: string
  readonly channel: Channel
  readonly proxySeat: string | null
  readonly secondTeller: string | null
  readonly clientKey: string
  readonly receivedAt: string
}

/**
 * Writes admitted voices of different seats, named or secret, with their entries in the record and their lines in the journal. `before` is
 * what castOf says of their seats. The database has the last word on what is unique or late. Receipts in the same order.
 */
export async function takeVoices(
  at: Appending,
  ctx: Context,
  vote: Vote,
  voices: readonly AdmittedVoice[],
  before: ReadonlyMap<string, SeatCast>,
): Promise<VoiceReceipt[]> {
  const [first] = voices
  if (!first) return []
  const { poll, record } = vote
  const { workspaceId } = first.member
  const secret = record.setting.secrecy === 'secret'
  const receipts = secret
    ? await takeSecret(at.tx, vote, voices)
    : await takeNamed(at.tx, ctx, vote, voices, before)
  // Of a secret voice the entry says, as the receipt does, that the seat took part.
  const entries = receipts.map((receipt) => ({
    type: 'ballot' as const,
    body: { pollId: poll.id, ballotDigest: receipt.digest },
  }))
  await appendEntries(ctx, at, workspaceId, entries, 'later')
  const lines = voices.map(({ channel, member }, place) => ({
    workspaceId,
    userId: member.userId,
    at: ctx.now(),
    act: channel === 'self' || channel === 'proxy' ? 'castVoice' : 'recordVoice',
    subject: poll.id,
    // Never the value; of a secret one, not even a digest: the receipt is the voter's own.
    detail: { seatId: receipts[place]!.seatId, ...(!secret && { digest: receipts[place]!.digest }) },
  }))
  await writeJournal(at.tx, ...lines)
  return receipts
}

async function takeNamed(
  tx: Tx,
  ctx: Context,
  vote: Vote,
  voices: readonly AdmittedVoice[],
  before: ReadonlyMap<string, SeatCast>,
): Promise<VoiceReceipt[]> {
  const { poll, record } = vote
  const pollDigest = digest('poll', record)
  const rows = voices.map(({ member, seat, ...voice }) => {
    const row = {
      id: ctx.newId(),
      seat_id: seat.seatId,
      revision: (before.get(seat.seatId) ?? nothingCast).last + 1,
      value_json: canonicalText(voice.value),
      reason: voice.reason,
      channel: voice.channel,
      cast_by: member.userId,
      cast_by_name: cleanText(member.name),
      proxy_seat: voice.proxySeat,
      second_teller: voice.secondTeller,
      text_hash: poll.text_hash,
      received_at: voice.receivedAt,
    }
    const voiceDigest = digest('ballot', voiceRecordOf(row, pollDigest))
    return { ...row, poll_id: poll.id, client_key: voice.clientKey, digest: voiceDigest }
  })
  const taken = await tx
    .insertInto('voices')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('seat_id')
    .execute()
  mustAllBeIn(taken, voices)
  await followVoices(
    tx,
    ctx,
    vote,
    voices.map((voice, place) => ({
      ...voice,
      voiceId: rows[place]!.id,
      isFirst: rows[place]!.revision === 1,
    })),
  )
  return rows.map((row) => receiptOf(poll.id, row))
}

/** Refuses for the seat whose voice did not go in: another node wrote one of it in the same instant, or it is twice among these. */
function mustAllBeIn(taken: readonly { readonly seat_id: string }[], voices: readonly AdmittedVoice[]): void {
  const free = new Set(taken.map(({ seat_id }) => seat_id))
  const left = voices.find(({ seat }) => !free.delete(seat.seatId))
  if (left) throw new Refused('alreadyVoted', { organization: left.seat.name })
}

/**
 * INV-15: the roll says who, the values say what, and nothing joins them. Every row of the poll's values is taken out and put back in
 * the order of its text, within the transaction of each voice: rows then stand together on disk, in one order, of one transaction,
 * whoever came last.
 */
async function takeSecret(
  tx: Tx,
  { poll, record }: Vote,
  voices: readonly AdmittedVoice[],
): Promise<VoiceReceipt[]> {
  const pollDigest = digest('poll', record)
  const rows = voices.map(({ member, seat, ...voice }) => {
    const row = {
      seat_id: seat.seatId,
      channel: voice.channel as 'self' | 'proxy' | 'paper',
      cast_by: member.userId,
      cast_by_name: cleanText(member.name),
      received_at: voice.receivedAt,
    }
    const proof = digest('ballot', rollRecordOf(row, pollDigest))
    return { ...row, poll_id: poll.id, client_key: voice.clientKey, digest: proof }
  })
  const taken = await tx
    .insertInto('secret_roll')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('seat_id')
    .execute()
  mustAllBeIn(taken, voices)
  const values = voices.map(({ value, reason }) => canonicalText({ value, reason }))
  await addSecretValues(tx, poll.id, values)
  return rows.map((row) => receiptOf(poll.id, { ...row, revision: 1 }))
}

/** Adds values to those of a secret poll, and writes them all again in the order of their text. */
async function addSecretValues(tx: Tx, pollId: string, values: readonly string[]): Promise<void> {
  const rows = await tx
    .selectFrom('secret_values')
    .select(['value_json', 'count'])
    .where('poll_id', '=', pollId)
    .execute()
  const counts = new Map(rows.map(({ value_json, count }) => [value_json, Number(count)]))
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  await tx.deleteFrom('secret_values').where('poll_id', '=', pollId).execute()
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  await tx
    .insertInto('secret_values')
    .values(sorted.map(([value_json, count]) => ({ poll_id: pollId, value_json, count })))
    .execute()
}
