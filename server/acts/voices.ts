// Casting a voice in a poll of the second form: whose it is, the one reason it may be refused for, the receipt. One counted voice a seat,
// whatever races; of a secret one only that it was cast is tied to the seat. Those who come at once go in one transaction.
// Called by http/votes, and by the demo region's builder.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { admit, type SeatMoment } from '../../shared/poll/admission.ts'
import { type PollLife, pollStateAt } from '../../shared/poll/life.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import type { SeatEntry, Value } from '../../shared/poll/setting.ts'
import { checkValue } from '../../shared/poll/setting-check.ts'
import type { VoiceReceipt } from '../../shared/poll/views.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context, Transact } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { adviserAsked, castAdvice } from './advice.ts'
import { type Carriers, carriersOf } from './holders.ts'
import { type Member, membersOfPlan, mustBeAble } from './members.ts'
import { type Answer, withOthers } from './turns.ts'
import {
  type AdmittedVoice,
  castOf,
  type EarlierVoice,
  earlierVoices,
  nothingCast,
  type SeatCast,
  takeVoices,
} from './voice-rows.ts'
import { changesOf, lifeOf, seatsAmong, type VoteAt, votePollOf } from './vote-rows.ts'

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

interface Offer {
  readonly userId: string
  readonly input: VoiceInput
}

/**
 * Casts or records a voice. The same client key gives the same receipt again, also after the closing; a key that served for another
 * voice is refused. Refusals in the order of VOTE-5.
 */
export async function castVoice(ctx: Context, actor: Actor, input: VoiceInput): Promise<VoiceReceipt> {
  const offer = { userId: actor.userId, input: { ...input, reason: cleanText(input.reason).trim() } }
  return withOthers<Offer, VoiceReceipt>(ctx, input.pollId, offer, (offers, committed) =>
    castTogether(ctx, input.pollId, offers, committed),
  )
}

/** The voices of one poll that came at once, each by itself as if the others had not come; of a seat's two, the second must see the first. */
async function castTogether(
  ctx: Context,
  pollId: string,
  offers: readonly Offer[],
  committed: (answers: readonly Answer<VoiceReceipt>[]) => void,
): Promise<void> {
  await ctx.transact(async (at) => {
    const booth = await boothFor(at.tx, ctx, pollId, offers)
    const taken: { readonly place: number; readonly voice: AdmittedVoice }[] = []
    const answers: Answer<VoiceReceipt>[] = []
    // Before the record is signed: a receipt is owed once the voice is on disk.
    at.after(() => committed(answers))
    for (const [place, offer] of offers.entries()) {
      const answer = await answerTo(at, ctx, booth, offer)
      if (!('voice' in answer)) answers[place] = answer
      else if (taken.some(({ voice }) => voice.seat.seatId === answer.voice.seat.seatId))
        answers[place] = 'again'
      else taken.push({ place, voice: answer.voice })
    }
    const voices = taken.map(({ voice }) => voice)
    const receipts = await takeVoices(at, ctx, booth, voices, booth.cast)
    for (const [index, { place }] of taken.entries()) answers[place] = { done: receipts[index]! }
    if (answers.some((answer) => answer !== 'again' && 'done' in answer))
      at.changed(booth.poll.plan_id, 'voices')
  })
}

/** What one transaction knows of a poll and of those who would vote in it. */
interface Booth extends Pick<VoteAt, 'poll' | 'record'> {
  readonly members: ReadonlyMap<string, Member>
  readonly earlier: ReadonlyMap<string, EarlierVoice>
  readonly carriers: Carriers
  /** Those of the register that are asked about. */
  readonly seats: readonly SeatEntry[]
  readonly cast: ReadonlyMap<string, SeatCast>
  readonly life: PollLife
  /** When a seat joined since the opening: its voice follows, also when the clock was set back since. */
  readonly joinedAt: ReadonlyMap<string, string>
}

async function boothFor(tx: Tx, ctx: Context, pollId: string, offers: readonly Offer[]): Promise<Booth> {
  const { poll, record } = await votePollOf(tx, pollId)
  const userIds = offers.map(({ userId }) => userId)
  const members = await membersOfPlan(tx, poll.plan_id, userIds)
  const [one] = members.values()
  if (!one) throw new Refused('notMember')
  const keys = offers.map(({ userId, input }) => ({ userId, clientKey: input.clientKey }))
  const earlier = await earlierVoices(tx, { poll, record }, keys)
  const seatIds = offers.flatMap(({ input }) => input.seatId ?? [])
  const carriers = await carriersOf(tx, one.workspaceId, poll, ctx.now(), { userIds, seatIds })
  const carried = userIds.flatMap((userId) => carriers.seatsOf(userId).map(({ seatId }) => seatId))
  const changes = await changesOf(tx, poll.id)
  const seats = await seatsAmong(tx, poll.id, changes, [...carried, ...seatIds])
  const joined = changes.flatMap((one) => (one.kind === 'joined' ? [[one.seat.seatId, one.at] as const] : []))
  return {
    poll,
    record,
    members,
    earlier,
    carriers,
    seats,
    cast: await castOf(
      tx,
      { poll, record },
      seats.map(({ seatId }) => seatId),
    ),
    life: await lifeOf(tx, poll),
    joinedAt: new Map(joined),
  }
}

type Admitted = { readonly voice: AdmittedVoice } | Exclude<Answer<VoiceReceipt>, 'again'>

async function answerTo(at: Transact, ctx: Context, booth: Booth, offer: Offer): Promise<Admitted> {
  try {
    return await admitted(at, ctx, booth, offer)
  } catch (error) {
    // Nothing is written before a voice is admitted: the others' may stand.
    if (error instanceof Refused) return { refused: error }
    throw error
  }
}

/** The receipt it had, its receipt as an advice, or the voice as it may be written. */
async function admitted(
  at: Transact,
  ctx: Context,
  booth: Booth,
  { userId, input }: Offer,
): Promise<Admitted> {
  const { poll, record, carriers } = booth
  const member = booth.members.get(userId)
  if (!member) throw new Refused('notMember')
  mustBeAble(member, 'plan.read')
  const before = booth.earlier.get(`${userId} ${input.clientKey}`)
  if (before) return { done: sameAs(before, input) }
  const mine = carriers.seatsOf(userId)
  const near = [...mine.map((one) => one.seatId), ...(input.seatId === undefined ? [] : [input.seatId])]
  const seats = booth.seats.filter(({ seatId }) => near.includes(seatId))
  const inRegister = seats.some((one) => input.seatId === undefined || one.seatId === input.seatId)
  const adviser = inRegister ? null : await adviserAsked(at.tx, poll.id, input.seatId, mine)
  if (adviser) return { done: await castAdvice(at, ctx, { poll, record, member }, carriers, adviser, input) }
  const seatId = seatAsked(input.seatId, mine, seats)
  const seat = seats.find((entry) => entry.seatId === seatId)
  const { life } = booth
  const joined = booth.joinedAt.get(seatId ?? '')
  const receivedAt = instantAfter(ctx.now(), [poll.opened_at, ...(joined ? [joined] : [])])
  const admission = admit(
    record.setting,
    {
      state: pollStateAt(life, receivedAt),
      closedAt: life.closedAt ?? life.closesAt,
      textHash: poll.text_hash,
      suspended: carriers.suspended,
      outside: poll.meeting_id === null,
      seat: seat ? momentOf(seat, carriers, booth.cast.get(seat.seatId) ?? nothingCast) : null,
    },
    {
      userId,
      seatName: seat?.name ?? (seatId === undefined ? null : await nameOf(at.tx, member.workspaceId, seatId)),
      carriesOther: mine.some((one) => one.seatId !== seatId),
      mayRecord: can(member.role, 'poll.record'),
      textHash: input.textHash,
      value: input.value,
      reason: input.reason,
    },
    checkValue(record.setting, input.value),
  )
  if (admission.refusal) {
    const { code, details, reasons } = admission.refusal
    throw new Refused(code, details, reasons)
  }
  const { channel } = admission
  const proxySeat = channel === 'proxy' ? carriers.proxyOf(seat!.seatId) : null
  const { value, reason, clientKey } = input
  return {
    voice: {
      member,
      seat: seat!,
      value,
      reason,
      channel,
      proxySeat,
      secondTeller: null,
      clientKey,
      receivedAt,
    },
  }
}

/** The receipt of the same act done before. Of a secret voice only the seat can be compared. */
function sameAs({ receipt, said }: EarlierVoice, input: VoiceInput): VoiceReceipt {
  const same =
    (input.seatId === undefined || input.seatId === receipt.seatId) &&
    (said === null || (said.valueText === canonicalText(input.value) && said.reason === input.reason))
  if (!same) throw new Refused('invalidField', { field: 'clientKey' })
  return receipt
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
export function momentOf(
  seat: SeatEntry,
  carriers: Carriers,
  { voted, votedOwn }: Pick<SeatCast, 'voted' | 'votedOwn'>,
): SeatMoment {
  const { seatId, name } = seat
  const proxy = carriers.proxyOf(seatId)
  return {
    seatId,
    name,
    holders: carriers.holdersOf(seatId),
    proxy: proxy === null ? null : { seatId: proxy, holders: carriers.holdersOf(proxy) },
    recused: seat.recused === true || carriers.recused(seatId),
    voted,
    votedOwn,
  }
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
