// Voices that someone else wrote down: a facilitator's record confirmed, contested or re-read; papers transcribed by two tellers. Always
// a class of their own. Called by http/votes.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { checkReason } from '../../shared/poll/admission.ts'
import { pollStateAt } from '../../shared/poll/life.ts'
import { instantAfter } from '../../shared/poll/poll.ts'
import type { SeatEntry, Value } from '../../shared/poll/setting.ts'
import { checkValue } from '../../shared/poll/setting-check.ts'
import type { PaperSetView } from '../../shared/poll/views.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import { type Refusal, Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context, Transact } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { carriersOf } from './holders.ts'
import type { Member } from './members.ts'
import { mustBeAble } from './members.ts'
import { withdrawVoiced } from './objection-rows.ts'
import { turnoutOf } from './turnout.ts'
import { inTurn } from './turns.ts'
import { castOf, takeVoices } from './voice-rows.ts'
import { answersOf, lifeOf, type VoteAt, voteFor } from './vote-rows.ts'

type Tx = Transaction<Tables>

const setsMax = 200

/**
 * VOTE-19: what is said of a recorded voice. Its seat's own holder confirms it, or contests it while the poll is open: it then counts
 * no more and the seat may vote itself. Somebody else than who wrote it down, who may record too, re-reads it.
 */
export async function answerVoice(
  ctx: Context,
  actor: Actor,
  { voiceId, answer }: { voiceId: string; answer: 'reread' | 'confirmed' | 'contested' },
): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    const voice = await tx.selectFrom('voices').selectAll().where('id', '=', voiceId).executeTakeFirst()
    if (!voice) throw new Refused('notMember')
    const { poll, member } = await voteFor(tx, actor, voice.poll_id)
    // Of a seat where nobody sits, whoever has its mandate answers from where they are, also where only those present vote.
    const place = { ...poll, closes_at: poll.closes_at ?? voice.received_at }
    const carriers = await carriersOf(tx, member.workspaceId, place, ctx.now())
    const recorded = voice.channel === 'facilitated' || voice.channel === 'paper'
    if (answer === 'reread') {
      mustReread(member)
      if (voice.cast_by === actor.userId) throw new Refused('tellersAlike')
    } else if (!carriers.holdersOf(voice.seat_id).some(({ userId }) => userId === actor.userId))
      throw new Refused('noVoice')
    const answers = (await answersOf(tx, poll.id)).filter((one) => one.voiceId === voiceId)
    if (answers.some((one) => one.answer === answer)) return null
    const settled =
      answers.some((one) => one.answer === 'contested') ||
      (answer !== 'reread' && answers.some((one) => one.answer === 'confirmed'))
    if (!recorded || settled) throw new Refused('voiceSettled')
    const now = instantAfter(ctx.now(), [voice.received_at])
    if (answer === 'contested') {
      await mustBeOpen(tx, poll, now)
      await withdrawVoiced(tx, { poll, member }, voice.seat_id, now)
    }
    await tx
      .insertInto('voice_answers')
      .values({ voice_id: voiceId, answer, by_user: actor.userId, by_name: cleanText(member.name), at: now })
      .execute()
    await journal(tx, ctx, member, 'answerVoice', poll.id, { seatId: voice.seat_id, answer })
    changed(poll.plan_id, 'polls')
    return null
  })
}

/** Whoever records, or has a voice of their own: a delegate may be a teller. */
function mustReread(member: Member): void {
  if (!can(member.role, 'poll.vote')) mustBeAble(member, 'poll.record')
}

async function mustBeOpen(tx: Tx, poll: VoteAt['poll'], now: string): Promise<void> {
  const life = await lifeOf(tx, poll)
  const state = pollStateAt(life, now)
  if (state === 'annulled' || state === 'draft') throw new Refused('pollNotOpen')
  if (state !== 'open') throw new Refused('pollClosed', { closedAt: life.closedAt ?? life.closesAt! })
}

interface Paper {
  readonly value: Value
  readonly reason: string
}

export interface PapersInput {
  readonly pollId: string
  readonly seatIds: readonly string[]
  /** In the order of `seatIds`; in a secret poll in any order. */
  readonly papers: readonly Paper[]
  readonly secondTellerId: string
  readonly textHash: string
  readonly clientKey: string
}

/** A first teller writes papers down; nothing counts until a second one has re-read them. The same client key gives the same set. */
export async function writePapers(ctx: Context, actor: Actor, input: PapersInput): Promise<PaperSetView> {
  return ctx.transact(async ({ tx, changed }) => {
    const vote = await voteFor(tx, actor, input.pollId)
    const { poll, record, member } = vote
    mustBeAble(member, 'poll.record')
    const before = await tx
      .selectFrom('paper_sets')
      .select('id')
      .where('poll_id', '=', poll.id)
      .where('written_by', '=', actor.userId)
      .where('client_key', '=', input.clientKey)
      .executeTakeFirst()
    if (before) return setOf(tx, poll.id, before.id)
    const now = instantAfter(ctx.now(), [poll.opened_at])
    await mustBeOpen(tx, poll, now)
    if (input.textHash !== poll.text_hash) throw new Refused('textChanged')
    const papers = input.papers.map(({ value, reason }) => ({ value, reason: cleanText(reason).trim() }))
    await mustEnter(tx, vote, input.seatIds, papers)
    await mustBeTeller(tx, member, input.secondTellerId)
    const { count } = await tx
      .selectFrom('paper_sets')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('poll_id', '=', poll.id)
      .executeTakeFirstOrThrow()
    if (Number(count) >= setsMax) throw new Refused('limitReached', { limit: setsMax })
    const secret = record.setting.secrecy === 'secret'
    const id = ctx.newId()
    await tx
      .insertInto('paper_sets')
      .values({
        id,
        poll_id: poll.id,
        seats_json: canonicalText(secret ? [...input.seatIds].sort() : input.seatIds),
        papers_json: canonicalText(secret ? sorted(papers) : papers),
        text_hash: poll.text_hash,
        written_by: actor.userId,
        written_by_name: cleanText(member.name),
        second_teller: input.secondTellerId,
        client_key: input.clientKey,
        written_at: now,
      })
      .execute()
    await journal(tx, ctx, member, 'writePapers', poll.id, { setId: id })
    changed(poll.plan_id, 'polls')
    return setOf(tx, poll.id, id)
  })
}

async function setOf(tx: Tx, pollId: string, setId: string): Promise<PaperSetView> {
  return (await setsOf(tx, pollId)).find(({ id }) => id === setId)!
}

/** Another member, who may record or vote. */
async function mustBeTeller(tx: Tx, first: Member, userId: string): Promise<void> {
  if (userId === first.userId) throw new Refused('tellersAlike')
  const row = await tx
    .selectFrom('members')
    .select('role')
    .where('workspace_id', '=', first.workspaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row || !(can(row.role, 'poll.record') || can(row.role, 'poll.vote')))
    throw new Refused('tellerMissing')
}

function sorted(papers: readonly Paper[]): Paper[] {
  const keyed = papers.map((paper) => ({ paper, text: canonicalText(paper) }))
  return keyed.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ paper }) => paper)
}

/** Every seat of a set may vote, each once, and every paper is valid. */
async function mustEnter(
  tx: Tx,
  { poll, record }: VoteAt,
  seatIds: readonly string[],
  papers: readonly Paper[],
): Promise<SeatEntry[]> {
  if (new Set(seatIds).size !== seatIds.length || seatIds.length !== papers.length)
    throw new Refused('paperUneven', { papers: papers.length, seats: new Set(seatIds).size })
  // A set stays on record: of too few papers, sorted or not, it would say who wrote what.
  const { secrecy, minSecretSize: min } = record.setting
  if (secrecy === 'secret' && papers.length < min) throw new Refused('papersTooFew', { min })
  const { seats, voted } = await turnoutOf(tx, poll)
  const marked = seatIds.map((seatId) => {
    const seat = seats.find((entry) => entry.seatId === seatId)
    if (!seat) throw new Refused('notInRegister', { organization: seatId })
    if (seat.recused) throw new Refused('seatRecused', { organization: seat.name })
    if (voted.has(seatId)) throw new Refused('alreadyVoted', { organization: seat.name })
    return seat
  })
  for (const { value, reason } of papers) {
    must(checkValue(record.setting, value))
    must(checkReason(record.setting, value, reason))
  }
  return marked
}

function must(refused: Refusal | null): void {
  if (refused) throw new Refused(refused.code, refused.details, refused.reasons)
}

/** The second teller: another person re-reads the set, which then enters the poll whole, or is refused whole. */
export async function settlePapers(
  ctx: Context,
  actor: Actor,
  { setId, accepted }: { setId: string; accepted: boolean },
): Promise<PaperSetView> {
  const pollId = await ctx.transact(async ({ tx }) => (await setFor(tx, actor, setId)).vote.poll.id)
  return inTurn(ctx, pollId, () =>
    ctx.transact(async (transact) => {
      const { tx, changed } = transact
      const { set, vote } = await setFor(tx, actor, setId)
      const { poll, member } = vote
      mustReread(member)
      if (set.second_teller !== actor.userId) throw new Refused('tellersAlike')
      const view = () => setOf(tx, poll.id, setId)
      const before = await view()
      if (before.state !== 'waiting') {
        if (before.state !== (accepted ? 'entered' : 'refused')) throw new Refused('voiceSettled')
        return before
      }
      const now = instantAfter(ctx.now(), [set.written_at])
      await mustBeOpen(tx, poll, now)
      await tx
        .insertInto('paper_settlements')
        .values({
          set_id: setId,
          accepted: accepted ? 1 : 0,
          by_user: actor.userId,
          by_name: cleanText(member.name),
          at: now,
        })
        .execute()
      if (accepted) await enterPapers(transact, ctx, vote, set, now)
      await journal(tx, ctx, member, 'settlePapers', poll.id, { setId, accepted: accepted ? 'yes' : 'no' })
      changed(poll.plan_id, 'polls')
      return view()
    }),
  )
}

type SetRow = Awaited<ReturnType<typeof setFor>>['set']

async function enterPapers(
  at: Transact,
  ctx: Context,
  vote: VoteAt,
  set: SetRow,
  now: string,
): Promise<void> {
  const papers = JSON.parse(set.papers_json) as Paper[]
  const seats = await mustEnter(at.tx, vote, JSON.parse(set.seats_json) as string[], papers)
  const voices = seats.map((seat, index) => ({
    member: vote.member,
    seat,
    // In a secret poll seats and papers are sorted each by themselves: that the two go in together ties nothing.
    ...papers[index]!,
    channel: 'paper' as const,
    proxySeat: null,
    secondTeller: cleanText(set.written_by_name),
    clientKey: `paper:${set.id}.${index}`,
    receivedAt: now,
  }))
  const before = await castOf(
    at.tx,
    vote,
    seats.map(({ seatId }) => seatId),
  )
  await takeVoices(at, ctx, vote, voices, before)
}

async function setFor(tx: Tx, actor: Actor, setId: string) {
  const set = await tx.selectFrom('paper_sets').selectAll().where('id', '=', setId).executeTakeFirst()
  if (!set) throw new Refused('notMember')
  return { set, vote: await voteFor(tx, actor, set.poll_id) }
}

/** The paper sets of a poll that a person wrote or is to re-read: what they say is hidden from all others, like any count to come. */
export async function listPapers(ctx: Context, actor: Actor, pollId: string): Promise<PaperSetView[]> {
  return ctx.transact(async ({ tx }) => {
    const { poll } = await voteFor(tx, actor, pollId)
    return (await setsOf(tx, poll.id)).filter(
      ({ firstTellerId, secondTellerId }) =>
        firstTellerId === actor.userId || secondTellerId === actor.userId,
    )
  })
}

export async function setsOf(tx: Tx, pollId: string): Promise<PaperSetView[]> {
  const rows = await tx
    .selectFrom('paper_sets')
    .leftJoin('paper_settlements', 'paper_settlements.set_id', 'paper_sets.id')
    .selectAll('paper_sets')
    .select('accepted')
    .where('poll_id', '=', pollId)
    .orderBy('written_at')
    .orderBy('id')
    .execute()
  const names = await tx
    .selectFrom('poll_register')
    .select(['organization_id', 'name'])
    .where('poll_id', '=', pollId)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    pollId,
    firstTeller: row.written_by_name,
    firstTellerId: row.written_by,
    secondTellerId: row.second_teller,
    writtenAt: row.written_at,
    seats: (JSON.parse(row.seats_json) as string[]).map((seatId) => ({
      seatId,
      name: names.find(({ organization_id }) => organization_id === seatId)?.name ?? seatId,
    })),
    papers: JSON.parse(row.papers_json) as Paper[],
    state: row.accepted === null ? 'waiting' : row.accepted === 1 ? 'entered' : 'refused',
  }))
}

async function journal(
  tx: Tx,
  ctx: Context,
  member: Member,
  act: string,
  subject: string,
  detail: Record<string, string>,
): Promise<void> {
  const { workspaceId, userId } = member
  await writeJournal(tx, { workspaceId, userId, at: ctx.now(), act, subject, detail })
}
