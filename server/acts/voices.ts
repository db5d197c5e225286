// Casting a voice in a poll of the second form: whose it is, the one reason it may be refused for, the receipt. One counted voice a seat,
// whatever races; of a secret one only that it was cast is tied to the seat. Called by http/votes, and by the demo region's builder.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { admit, type Channel, countedVoices, type SeatMoment } from '../../shared/poll/admission.ts'
import { pollStateAt } from '../../shared/poll/life.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import type { SeatEntry, Value } from '../../shared/poll/setting.ts'
import { checkValue } from '../../shared/poll/setting-check.ts'
import type { VoiceReceipt } from '../../shared/poll/views.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { adviserAsked, castAdvice } from './advice.ts'
import { type Carriers, carriersOf } from './holders.ts'
import { followVoice } from './objection-rows.ts'
import { type Appending, appendEntry } from './record.ts'
import { joinedAt } from './turnout.ts'
import { inTurn } from './turns.ts'
import { lifeOf, rollRecordOf, seatsAmong, type VoteAt, voiceRecordOf, voteFor } from './vote-rows.ts'

type Tx = Transaction<Tables>

export interface VoiceInput {
  readonly pollId: string
  /** The seat spoken for; a person's own when absent. */
  readonly seatId?: string | undefined
  readonly value: Value
  readonly reason: string
  /** Hash of the text the voter read. */
  readonly textHash: string
  readonly clientKey: string
}

/**
 * Casts or records a voice. The same client key gives the same receipt again, also after the closing; a key that served for another
 * voice is refused. Refusals in the order of VOTE-5.
 */
export async function castVoice(ctx: Context, actor: Actor, input: VoiceInput): Promise<VoiceReceipt> {
  return inTurn(ctx, input.pollId, (committed) =>
    ctx.transact(async (transact) => {
      const { tx, changed, after } = transact
      after(committed)
      const at = await voteFor(tx, actor, input.pollId)
      const { poll, record, member } = at
      const reason = cleanText(input.reason).trim()
      const before = await receiptOf(tx, actor, at, { ...input, reason })
      if (before) return before
      const asked = { userId: actor.userId, seatId: input.seatId }
      const carriers = await carriersOf(tx, member.workspaceId, poll, ctx.now(), asked)
      const mine = carriers.seatsOf(actor.userId)
      const near = [...mine.map((one) => one.seatId), ...(input.seatId === undefined ? [] : [input.seatId])]
      const seats = await seatsAmong(tx, poll.id, near)
      const inRegister = seats.some((one) => input.seatId === undefined || one.seatId === input.seatId)
      const adviser = inRegister ? null : await adviserAsked(tx, poll.id, input.seatId, mine)
      if (adviser) {
        const given = await castAdvice(transact, ctx, at, carriers, adviser, { ...input, reason })
        changed(poll.plan_id, 'voices')
        return given
      }
      const seatId = seatAsked(input.seatId, mine, seats)
      const life = await lifeOf(tx, poll)
      const since = await joinedAt(tx, at, seatId)
      const receivedAt = instantAfter(ctx.now(), [poll.opened_at, ...since])
      const seat = seats.find((entry) => entry.seatId === seatId)
      const admission = admit(
        record.setting,
        {
          state: pollStateAt(life, receivedAt),
          closedAt: life.closedAt ?? life.closesAt,
          textHash: poll.text_hash,
          suspended: carriers.suspended,
          outside: poll.meeting_id === null,
          seat: seat ? await momentOf(tx, at, seat, carriers) : null,
        },
        {
          userId: actor.userId,
          seatName:
            seat?.name ?? (seatId === undefined ? null : await nameOf(tx, member.workspaceId, seatId)),
          carriesOther: mine.some((one) => one.seatId !== seatId),
          mayRecord: can(member.role, 'poll.record'),
          textHash: input.textHash,
          value: input.value,
          reason,
        },
        checkValue(record.setting, input.value),
      )
      if (admission.refusal) {
        const { code, details, reasons } = admission.refusal
        throw new Refused(code, details, reasons)
      }
      const voice = {
        seat: seat!,
        value: input.value,
        reason,
        channel: admission.channel,
        proxySeat: admission.channel === 'proxy' ? carriers.proxyOf(seat!.seatId) : null,
        secondTeller: null,
        clientKey: input.clientKey,
        receivedAt,
      }
      const receipt = await takeVoice(transact, ctx, at, voice)
      changed(poll.plan_id, 'voices')
      return receipt
    }),
  )
}

/** The seat named, or the only one of the register that the person speaks for; several must be named. */
function seatAsked(
  named: string | undefined,
  mine: ReturnType<Carriers['seatsOf']>,
  seats: readonly SeatEntry[],
): string | undefined {
  if (named !== undefined) return named
  const own = mine.filter(({ as }) => as === 'self')
  const inside = own.filter(({ seatId }) => seats.some((seat) => seat.seatId === seatId))
  if (inside.length > 1) throw new Refused('invalidField', { field: 'seatId' })
  return (inside[0] ?? own[0])?.seatId
}

/** What stands of a seat at this instant. */
export async function momentOf(
  tx: Tx,
  { poll, record }: Pick<VoteAt, 'poll' | 'record'>,
  seat: SeatEntry,
  carriers: Carriers,
): Promise<SeatMoment> {
  const { seatId, name } = seat
  const proxy = carriers.proxyOf(seatId)
  return {
    seatId,
    name,
    holders: carriers.holdersOf(seatId),
    proxy: proxy === null ? null : { seatId: proxy, holders: carriers.holdersOf(proxy) },
    recused: seat.recused === true || carriers.recused(seatId),
    ...(record.setting.secrecy === 'secret'
      ? { voted: await tookPart(tx, poll.id, seatId) }
      : await standingVoice(tx, poll.id, seatId)),
  }
}

async function tookPart(tx: Tx, pollId: string, seatId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('secret_roll')
    .select('seat_id')
    .where('poll_id', '=', pollId)
    .where('seat_id', '=', seatId)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a voice of the seat stands, and whether its own holder gave it. */
async function standingVoice(tx: Tx, pollId: string, seatId: string) {
  const rows = await tx
    .selectFrom('voices')
    .leftJoin('voice_answers', (join) =>
      join.onRef('voice_answers.voice_id', '=', 'voices.id').on('answer', '=', 'contested'),
    )
    .select(['seat_id as seatId', 'revision', 'channel', 'answer'])
    .where('poll_id', '=', pollId)
    .where('seat_id', '=', seatId)
    .execute()
  const [last] = countedVoices(rows.map((row) => ({ ...row, contested: row.answer !== null })))
  return { voted: last !== undefined, votedOwn: last?.channel === 'self' }
}

async function nameOf(tx: Tx, workspaceId: string, seatId: string): Promise<string> {
  const known = await tx
    .selectFrom('organizations')
    .select('name')
    .where('id', '=', seatId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return known?.name ?? seatId
}

/** The receipt of the same act done before. Of a secret voice only the seat can be compared: its value is nowhere to be found. */
async function receiptOf(
  tx: Tx,
  actor: Actor,
  { poll, record }: VoteAt,
  input: VoiceInput,
): Promise<VoiceReceipt | null> {
  const secret = record.setting.secrecy === 'secret'
  if (secret) {
    const row = await tx
      .selectFrom('secret_roll')
      .selectAll()
      .where('poll_id', '=', poll.id)
      .where('cast_by', '=', actor.userId)
      .where('client_key', '=', input.clientKey)
      .executeTakeFirst()
    if (!row) return null
    if (input.seatId !== undefined && input.seatId !== row.seat_id) refuseKey()
    const { seat_id, received_at, digest } = row
    return { pollId: poll.id, seatId: seat_id, revision: 1, receivedAt: received_at, digest }
  }
  const row = await tx
    .selectFrom('voices')
    .selectAll()
    .where('poll_id', '=', poll.id)
    .where('cast_by', '=', actor.userId)
    .where('client_key', '=', input.clientKey)
    .executeTakeFirst()
  if (!row) return null
  const same =
    (input.seatId === undefined || input.seatId === row.seat_id) &&
    row.value_json === canonicalText(input.value) &&
    row.reason === input.reason
  if (!same) refuseKey()
  const { seat_id, revision, received_at, digest } = row
  return { pollId: poll.id, seatId: seat_id, revision, receivedAt: received_at, digest }
}

function refuseKey(): never {
  throw new Refused('invalidField', { field: 'clientKey' })
}

/** A voice that was admitted. */
export interface AdmittedVoice {
  readonly seat: SeatEntry
  readonly value: Value
  readonly reason: string
  readonly channel: Channel
  readonly proxySeat: string | null
  readonly secondTeller: string | null
  readonly clientKey: string
  readonly receivedAt: string
}

/** Writes an admitted voice, named or secret, with its entry in the record and its line in the journal. The database has the last word on what is unique or late. */
export async function takeVoice(
  { tx, after }: Appending,
  ctx: Context,
  at: VoteAt,
  voice: AdmittedVoice,
): Promise<VoiceReceipt> {
  const { poll, record, member } = at
  const secret = record.setting.secrecy === 'secret'
  const receipt = secret ? await takeSecret(tx, at, voice) : await takeNamed(tx, ctx, at, voice)
  // Of a secret voice the entry says, as the receipt does, that the seat took part.
  const body = { pollId: poll.id, ballotDigest: receipt.digest }
  await appendEntry(ctx, { tx, after }, { workspaceId: member.workspaceId, type: 'ballot', body })
  await writeJournal(tx, {
    workspaceId: member.workspaceId,
    userId: member.userId,
    at: ctx.now(),
    act: voice.channel === 'self' || voice.channel === 'proxy' ? 'castVoice' : 'recordVoice',
    subject: poll.id,
    // Never the value; of a secret one, not even a digest: the receipt is the voter's own.
    detail: { seatId: receipt.seatId, ...(!secret && { digest: receipt.digest }) },
  })
  return receipt
}

async function takeNamed(tx: Tx, ctx: Context, at: VoteAt, voice: AdmittedVoice): Promise<VoiceReceipt> {
  const { poll, record, member } = at
  const { seatId, name } = voice.seat
  const { last } = await tx
    .selectFrom('voices')
    .select((eb) => eb.fn.max('revision').as('last'))
    .where('poll_id', '=', poll.id)
    .where('seat_id', '=', seatId)
    .executeTakeFirstOrThrow()
  const row = {
    id: ctx.newId(),
    seat_id: seatId,
    revision: Number(last ?? 0) + 1,
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
  const voiceDigest = digest('ballot', voiceRecordOf(row, digest('poll', record)))
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('voices')
    .values({ ...row, poll_id: poll.id, client_key: voice.clientKey, digest: voiceDigest })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new Refused('alreadyVoted', { organization: name })
  await followVoice(tx, ctx, at, { ...voice, voiceId: row.id })
  const { revision } = row
  return { pollId: poll.id, seatId, revision, receivedAt: voice.receivedAt, digest: voiceDigest }
}

/**
 * INV-15: the roll says who, the values say what, and nothing joins them. Every row of the poll's values is taken out and put back in
 * the order of its text, within the transaction of each voice: rows then stand together on disk, in one order, of one transaction,
 * whoever came last.
 */
async function takeSecret(
  tx: Tx,
  { poll, record, member }: VoteAt,
  voice: AdmittedVoice,
): Promise<VoiceReceipt> {
  const { seatId, name } = voice.seat
  const row = {
    seat_id: seatId,
    channel: voice.channel as 'self' | 'proxy' | 'paper',
    cast_by: member.userId,
    cast_by_name: cleanText(member.name),
    received_at: voice.receivedAt,
  }
  const proof = digest('ballot', rollRecordOf(row, digest('poll', record)))
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('secret_roll')
    .values({ ...row, poll_id: poll.id, client_key: voice.clientKey, digest: proof })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new Refused('alreadyVoted', { organization: name })
  await addSecretValues(tx, poll.id, [canonicalText({ value: voice.value, reason: voice.reason })])
  return { pollId: poll.id, seatId, revision: 1, receivedAt: voice.receivedAt, digest: proof }
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
