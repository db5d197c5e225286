// Rows of objections → records with their steps and present state; and the objection that a voice itself is (a block, a reservation).
// Called by acts/objections, acts/voices, and by the acts that close and show polls.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { objectionIn } from '../../shared/poll/admission.ts'
import type { ObjectionState } from '../../shared/poll/objection.ts'
import type { PollSetting, Value } from '../../shared/poll/setting.ts'
import type { ObjectionRecord } from '../../shared/record/poll-records.ts'
import type { Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import type { Member } from './members.ts'
import { type VoteAt, voteRecordOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** The objections raised on some polls, oldest first, each with its steps. */
export async function objectionsOf(tx: Tx, pollIds: readonly string[]): Promise<ObjectionRecord[]> {
  const wanted = pollIds.length > 0 ? [...pollIds] : ['']
  const rows = await tx
    .selectFrom('objections')
    .selectAll()
    .where('poll_id', 'in', wanted)
    .orderBy('raised_at')
    .orderBy('id')
    .execute()
  const steps = await tx
    .selectFrom('objection_steps')
    .innerJoin('objections', 'objections.id', 'objection_steps.objection_id')
    .selectAll('objection_steps')
    .where('objections.poll_id', 'in', wanted)
    .orderBy('objection_steps.seq')
    .execute()
  return rows.map((row) => {
    const own = steps.filter(({ objection_id }) => objection_id === row.id)
    return {
      id: row.id,
      pollId: row.poll_id,
      seatId: row.seat_id,
      seatName: row.seat_name,
      level: row.level,
      argument: row.argument,
      ...(row.proposed_change !== null && { proposedChange: row.proposed_change }),
      raisedByName: row.raised_by_name,
      raisedAt: row.raised_at,
      steps: own.map(({ move, words, text_hash, by_name, at }) => ({
        move,
        words,
        ...(text_hash !== null && { textHash: text_hash }),
        byName: by_name,
        at,
      })),
      state: own.at(-1)?.state ?? 'raised',
    }
  })
}

/** Who raised an objection, and how: never told of, only asked. */
export interface Raising {
  readonly userId: string
  /** It came with a voice: to show it is to show how its seat voted. */
  readonly voiced: boolean
}

/** By objection, of those named. */
export async function raisingsOf(tx: Tx, objectionIds: readonly string[]): Promise<Map<string, Raising>> {
  const rows = await tx
    .selectFrom('objections')
    .select(['id', 'raised_by', 'client_key'])
    .where('id', 'in', objectionIds.length > 0 ? [...objectionIds] : [''])
    .execute()
  return new Map(
    rows.map(({ id, raised_by: userId, client_key }) => [id, { userId, voiced: isVoiced(client_key) }]),
  )
}

/** The polls of which one is a new round, the latest first, and itself. */
export async function roundsOf(tx: Tx, pollId: string): Promise<string[]> {
  const rounds: string[] = []
  for (let id: string | null = pollId; id !== null && !rounds.includes(id); ) {
    rounds.push(id)
    const row: { follows: string | null } | undefined = await tx
      .selectFrom('polls')
      .select('follows')
      .where('id', '=', id)
      .executeTakeFirst()
    id = row?.follows ?? null
  }
  return rounds
}

/** The objections of a poll and of the rounds it follows, with what decides who may see and move each. */
export interface ObjectionSheet {
  readonly objections: readonly ObjectionRecord[]
  readonly raisings: ReadonlyMap<string, Raising>
  readonly polls: ReadonlyMap<string, PollSetting & { readonly textHash: string }>
}

/** One of the first form has no setting of its own: its objections go by the poll's that follows it. */
export async function objectionSheet(
  tx: Tx,
  { poll, record }: Pick<VoteAt, 'poll' | 'record'>,
): Promise<ObjectionSheet> {
  const rounds = await roundsOf(tx, poll.id)
  const objections = await objectionsOf(tx, rounds)
  const raisings = await raisingsOf(
    tx,
    objections.map(({ id }) => id),
  )
  const rows = await tx
    .selectFrom('polls')
    .select(['id', 'record_json', 'form', 'text_hash'])
    .where('id', 'in', rounds)
    .execute()
  const polls = rows.map((row) => {
    const setting = row.form === 2 ? voteRecordOf(row).setting : record.setting
    return [row.id, { ...setting, textHash: row.text_hash }] as const
  })
  return { objections, raisings, polls: new Map(polls) }
}

interface CastVoice {
  readonly voiceId: string
  /** Its seat had never voted before. */
  readonly isFirst: boolean
  readonly member: Member
  readonly seat: { readonly seatId: string; readonly name: string }
  readonly value: Value
  readonly reason: string
  readonly receivedAt: string
}

/**
 * A voice that blocks or reserves raises the objection it is; cast again, it takes back the one it was. Only named voices come here:
 * an objection bears the name of its seat.
 */
export async function followVoices(
  tx: Tx,
  ctx: Context,
  { poll, record }: Pick<VoteAt, 'poll' | 'record'>,
  voices: readonly CastVoice[],
): Promise<void> {
  for (const { isFirst, member, seat, receivedAt } of voices)
    if (!isFirst) await withdrawVoiced(tx, { poll, member }, seat.seatId, receivedAt)
  const raised = voices.flatMap((voice) => {
    const level = objectionIn(record.setting, voice.value)
    return level === null ? [] : [{ ...voice, level }]
  })
  if (raised.length === 0) return
  await tx
    .insertInto('objections')
    .values(
      raised.map(({ voiceId, member, seat, reason, receivedAt, level }) => ({
        id: ctx.newId(),
        poll_id: poll.id,
        seat_id: seat.seatId,
        seat_name: seat.name,
        level,
        argument: reason,
        proposed_change: null,
        raised_by: member.userId,
        raised_by_name: cleanText(member.name),
        raised_at: receivedAt,
        client_key: voicedKey(voiceId),
      })),
    )
    .execute()
}

/** Keys that people send hold no colon: an objection that came with a voice is known by its own. */
function voicedKey(voiceId: string): string {
  return `${voicedPrefix}${voiceId}`
}

const voicedPrefix = 'voice:'

function isVoiced(clientKey: string): boolean {
  return clientKey.startsWith(voicedPrefix)
}

/** Takes back the objection that came with a seat's voice, when the voice no longer stands. */
export async function withdrawVoiced(
  tx: Tx,
  { poll, member }: Pick<VoteAt, 'poll' | 'member'>,
  seatId: string,
  at: string,
): Promise<void> {
  const voiced = await tx
    .selectFrom('objections')
    .select('id')
    .where('poll_id', '=', poll.id)
    .where('seat_id', '=', seatId)
    .where('client_key', 'like', `${voicedPrefix}%`)
    .execute()
  for (const { id } of voiced) {
    const { last, state } = await lastStep(tx, id)
    if (state === 'withdrawn') continue
    await tx
      .insertInto('objection_steps')
      .values({
        objection_id: id,
        seq: last + 1,
        move: 'withdraw',
        state: 'withdrawn',
        words: '',
        text_hash: null,
        by_user: member.userId,
        by_name: cleanText(member.name),
        at,
        client_key: voicedKey(`${id}.${last + 1}`),
      })
      .execute()
  }
}

/** The number and the state an objection has reached. */
export async function lastStep(
  tx: Tx,
  objectionId: string,
): Promise<{ last: number; state: ObjectionState }> {
  const row = await tx
    .selectFrom('objection_steps')
    .select(['seq', 'state'])
    .where('objection_id', '=', objectionId)
    .orderBy('seq', 'desc')
    .executeTakeFirst()
  return { last: Number(row?.seq ?? 0), state: row?.state ?? 'raised' }
}
