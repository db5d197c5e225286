// Casting a consultative voice (VOTE-27): by the holder of a seat that is asked and does not decide, in a table of its own. It raises no
// objection, moves no figure, and no closing waits for it. Called by acts/voices, which every voice comes through, and by the opening.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { admit } from '../../shared/poll/admission.ts'
import { asksAdvice, consultativeSeats } from '../../shared/poll/consultative.ts'
import { pollStateAt } from '../../shared/poll/life.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import type { PollSetting, SeatEntry, Value } from '../../shared/poll/setting.ts'
import { checkValue } from '../../shared/poll/setting-check.ts'
import type { MySeat, VoiceReceipt } from '../../shared/poll/views.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { adviceRecordOf, advisersOf, askedOf, type WholeAdvice } from './advice-rows.ts'
import type { Carriers } from './holders.ts'
import { type Appending, appendEntry } from './record.ts'
import { lifeOf, type VoteAt } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** The seats a poll asks for advice; none where its setting asks nobody. Refuses registerTooLarge as a register does. */
export function advisersFor(
  setting: PollSetting,
  seats: Parameters<typeof consultativeSeats>[0],
  limit: number,
): SeatEntry[] {
  if (!asksAdvice(setting)) return []
  if (seats.length > limit) throw new Refused('registerTooLarge', { limit })
  return consultativeSeats(seats)
}

/**
 * The consultative seat that a voice is for: the one named, or the only one the person holds. Null where the voice is another's; asked only
 * of a voice whose seat is not in the register, so that a voice that counts costs no query more.
 */
export async function adviserAsked(
  tx: Tx,
  pollId: string,
  named: string | undefined,
  mine: readonly { readonly seatId: string; readonly as: 'self' | 'proxy' }[],
): Promise<SeatEntry | null> {
  const own = mine.filter(({ as }) => as === 'self').map(({ seatId }) => seatId)
  const found = await advisersOf(tx, pollId, named === undefined ? own : [named])
  if (found.length > 1) throw new Refused('invalidField', { field: 'seatId' })
  return found[0] ?? null
}

export interface AdviceInput {
  readonly value: Value
  readonly reason: string
  readonly textHash: string
  readonly clientKey: string
}

/** Takes it, or refuses as of any voice (VOTE-5): nobody but the seat's own holder gives it. The same key gives the same receipt again. */
export async function castAdvice(
  { tx, after }: Appending,
  ctx: Context,
  at: VoteAt,
  carriers: Carriers,
  seat: SeatEntry,
  input: AdviceInput,
): Promise<VoiceReceipt> {
  const { poll, record, member } = at
  const known = await sameBefore(tx, at, seat, input)
  if (known) return known
  const life = await lifeOf(tx, poll)
  const { joined } = await askedOf(tx, poll.id, [seat.seatId])
  const receivedAt = instantAfter(ctx.now(), [poll.opened_at, ...joined.map(({ at: joinedAt }) => joinedAt)])
  const revision = (await lastRevision(tx, poll.id, seat.seatId)) + 1
  const { refusal } = admit(
    record.setting,
    {
      state: pollStateAt(life, receivedAt),
      closedAt: life.closedAt ?? life.closesAt,
      textHash: poll.text_hash,
      suspended: carriers.suspended,
      seat: adviserMoment(seat, carriers, revision > 1),
    },
    { ...offerOf(at, seat), textHash: input.textHash, value: input.value, reason: input.reason },
    checkValue(record.setting, input.value),
  )
  if (refusal) throw new Refused(refusal.code, refusal.details, refusal.reasons)
  const row = {
    id: ctx.newId(),
    seat_id: seat.seatId,
    revision,
    value_json: canonicalText(input.value),
    reason: input.reason,
    cast_by: member.userId,
    cast_by_name: cleanText(member.name),
    text_hash: poll.text_hash,
    received_at: receivedAt,
  }
  const voiceDigest = digest('ballot', adviceRecordOf(row, digest('poll', record)))
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('consultative_voices')
    .values({ ...row, poll_id: poll.id, client_key: input.clientKey, digest: voiceDigest })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new Refused('alreadyVoted', { organization: seat.name })
  const body = { pollId: poll.id, ballotDigest: voiceDigest }
  await appendEntry(ctx, { tx, after }, { workspaceId: member.workspaceId, type: 'ballot', body })
  await writeJournal(tx, {
    workspaceId: member.workspaceId,
    userId: member.userId,
    at: ctx.now(),
    act: 'castAdvice',
    subject: poll.id,
    detail: { seatId: seat.seatId, digest: voiceDigest },
  })
  return { pollId: poll.id, seatId: seat.seatId, revision, receivedAt, digest: voiceDigest }
}

/** A card for each consultative seat that a person holds, with why it cannot speak now, when it cannot. */
export function adviceCards(
  { poll, record, member }: VoteAt,
  life: Parameters<typeof pollStateAt>[0],
  now: string,
  carriers: Carriers,
  { seats, voices }: WholeAdvice,
): MySeat[] {
  const own = carriers.seatsOf(member.userId).filter(({ as }) => as === 'self')
  return seats
    .filter(({ seatId }) => own.some((one) => one.seatId === seatId))
    .map((seat) => {
      const mine = voices.find(({ seatId }) => seatId === seat.seatId) ?? null
      const { refusal } = admit(
        record.setting,
        {
          state: pollStateAt(life, now),
          closedAt: life.closedAt ?? life.closesAt,
          textHash: poll.text_hash,
          suspended: carriers.suspended,
          seat: adviserMoment(seat, carriers, mine !== null),
        },
        // Whatever it would say: only whether the seat may speak is asked.
        { ...offerOf({ member }, seat), textHash: poll.text_hash, value: { blank: true }, reason: '' },
        null,
      )
      const { seatId, name } = seat
      return {
        seatId,
        name,
        as: 'self' as const,
        consultative: true,
        voted: mine !== null,
        mine,
        refusal: refusal?.code ?? null,
      }
    })
}

/** Nobody carries another's advice, and nobody writes it down for them. */
function adviserMoment(seat: SeatEntry, carriers: Carriers, voted: boolean) {
  const { seatId, name } = seat
  return {
    seatId,
    name,
    holders: carriers.holdersOf(seatId),
    proxy: null,
    recused: seat.recused === true || carriers.recused(seatId),
    voted,
  }
}

function offerOf({ member }: Pick<VoteAt, 'member'>, { name }: SeatEntry) {
  return { userId: member.userId, seatName: name, carriesOther: false, mayRecord: false }
}

async function lastRevision(tx: Tx, pollId: string, seatId: string): Promise<number> {
  const { last } = await tx
    .selectFrom('consultative_voices')
    .select((eb) => eb.fn.max('revision').as('last'))
    .where('poll_id', '=', pollId)
    .where('seat_id', '=', seatId)
    .executeTakeFirstOrThrow()
  return Number(last ?? 0)
}

async function sameBefore(
  tx: Tx,
  { poll, member }: VoteAt,
  seat: SeatEntry,
  input: AdviceInput,
): Promise<VoiceReceipt | null> {
  const row = await tx
    .selectFrom('consultative_voices')
    .selectAll()
    .where('poll_id', '=', poll.id)
    .where('cast_by', '=', member.userId)
    .where('client_key', '=', input.clientKey)
    .executeTakeFirst()
  if (!row) return null
  const same =
    row.seat_id === seat.seatId &&
    row.value_json === canonicalText(input.value) &&
    row.reason === input.reason
  if (!same) throw new Refused('invalidField', { field: 'clientKey' })
  const { seat_id: seatId, revision, received_at: receivedAt } = row
  return { pollId: poll.id, seatId, revision, receivedAt, digest: row.digest }
}
