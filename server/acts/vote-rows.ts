// Rows of polls of the second form ⇄ the records that are hashed. Knows no rule.
// Called by the acts on these polls, and by those that close, show and export them.
import { type Selectable, sql, type Transaction } from 'kysely'
import { type RegisterChange, registerAfter } from '../../shared/poll/electorate.ts'
import type { PollLife } from '../../shared/poll/life.ts'
import type { SeatEntry, Value } from '../../shared/poll/setting.ts'
import type { PollSubject, PollText } from '../../shared/poll/texts.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import type {
  AddendumRecord,
  RollRecord,
  SecretTally,
  VoiceAnswer,
  VoiceRecord,
  VotePollRecord,
} from '../../shared/record/poll-records.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { keepLast } from './keep-last.ts'
import { type Member, memberOfPlan, mustBeAble } from './members.ts'

type Tx = Transaction<Tables>
export type VoteRow = Selectable<Tables['polls']>
export type VoiceRow = Selectable<Tables['voices']>

export interface VoteAt {
  readonly poll: VoteRow
  readonly record: VotePollRecord
  readonly member: Member
}

/** A poll of the second form and who asks, or notMember: nothing tells a stranger whether it exists. */
export async function voteFor(tx: Tx, actor: Actor, pollId: string): Promise<VoteAt> {
  const { poll, record } = await votePollOf(tx, pollId)
  const member = await memberOfPlan(tx, poll.plan_id, actor.userId)
  mustBeAble(member, 'plan.read')
  return { poll, record, member }
}

const opened = keepLast<Pick<VoteAt, 'poll' | 'record'>>(100)

/** A poll of the second form as it was opened: nothing of it ever changes, and its text may be the whole plan, so it is read once. */
export function votePollOf(tx: Tx, pollId: string): Promise<Pick<VoteAt, 'poll' | 'record'>> {
  return opened.get(pollId, async () => {
    const poll = await tx
      .selectFrom('polls')
      .selectAll()
      .where('id', '=', pollId)
      .where('form', '=', 2)
      .executeTakeFirst()
    if (!poll) throw new Refused('notMember')
    return { poll, record: voteRecordOf(poll) }
  })
}

export function voteRecordOf(row: Pick<VoteRow, 'record_json'>): VotePollRecord {
  return JSON.parse(row.record_json) as VotePollRecord
}

/** The subject of a poll of either form. */
export function anySubjectOf(row: Pick<VoteRow, 'subject_kind' | 'subject_id' | 'record_json'>): PollSubject {
  if (row.subject_kind === 'plan') return { kind: 'plan' }
  if (row.subject_kind === 'priority') return { kind: 'priority', id: row.subject_id! }
  return voteRecordOf(row).subject
}

export function pollTextOf(row: Pick<VoteRow, 'text_json'>): PollText {
  return JSON.parse(row.text_json) as PollText
}

/** Everything the state of a poll is derived from. */
export async function lifeOf(tx: Tx, poll: VoteRow): Promise<PollLife> {
  const marks = await tx
    .selectFrom('poll_closings')
    .select([sql<string>`'closed'`.as('kind'), 'closed_at as at', sql<number>`0`.as('seq')])
    .where('poll_id', '=', poll.id)
    .unionAll(
      tx
        .selectFrom('poll_addenda')
        .select(['kind', 'at', 'seq'])
        .where('poll_id', '=', poll.id)
        .where('kind', 'in', ['proclaimed', 'annulled']),
    )
    .orderBy('seq')
    .execute()
  const at = (kind: string) => marks.find((mark) => mark.kind === kind)?.at ?? null
  const closedAt = at('closed')
  return {
    openedAt: poll.opened_at,
    closesAt: poll.closes_at,
    closedAt,
    proclaimedAt: at('proclaimed'),
    annulledAt: at('annulled'),
    // Only what was counted is ever superseded.
    supersededBy: closedAt === null ? null : await followerOf(tx, poll.id),
  }
}

/** The latest round opened after this poll that was not annulled. */
async function followerOf(tx: Tx, pollId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('polls')
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .select('polls.id')
    .where('polls.follows', '=', pollId)
    .where('poll_addenda.id', 'is', null)
    .orderBy('polls.opened_at', 'desc')
    .executeTakeFirst()
  return row?.id ?? null
}

const registers = keepLast<readonly SeatEntry[]>(100)

/** The register as it was hashed at opening, sorted by seat id: nothing of it ever changes, so it is read once. */
export function seatsOf(tx: Tx, pollId: string): Promise<readonly SeatEntry[]> {
  return registers.get(pollId, async () => {
    const rows = await tx
      .selectFrom('poll_register')
      .select('seat_json')
      .where('poll_id', '=', pollId)
      .orderBy('organization_id')
      .execute()
    return rows.map(({ seat_json }) => JSON.parse(seat_json!) as SeatEntry)
  })
}

/** Some seats of the register as they count after its changes, those of `ids` that are in it. */
export async function seatsAmong(
  tx: Tx,
  pollId: string,
  changes: readonly RegisterChange[],
  ids: readonly string[],
): Promise<SeatEntry[]> {
  const register = (await seatsOf(tx, pollId)).filter(({ seatId }) => ids.includes(seatId))
  return registerAfter(register, changes).filter(({ seatId }) => ids.includes(seatId))
}

/** What was added or recused since, in order. */
export async function changesOf(tx: Tx, pollId: string): Promise<RegisterChange[]> {
  const rows = await tx
    .selectFrom('register_changes')
    .select('change_json')
    .where('poll_id', '=', pollId)
    .orderBy('seq')
    .execute()
  return rows.map(({ change_json }) => JSON.parse(change_json) as RegisterChange)
}

/** Every named voice, by seat then revision. */
export async function voiceRowsOf(tx: Tx, pollId: string): Promise<VoiceRow[]> {
  return tx
    .selectFrom('voices')
    .selectAll()
    .where('poll_id', '=', pollId)
    .orderBy('seat_id')
    .orderBy('revision')
    .execute()
}

export function voiceValueOf(row: Pick<VoiceRow, 'value_json'>): Value {
  return JSON.parse(row.value_json) as Value
}

export function voiceRecordOf(
  row: Omit<VoiceRow, 'digest' | 'client_key' | 'poll_id'>,
  pollDigest: string,
): VoiceRecord {
  return {
    format: 'assise/ballot/v2',
    id: row.id,
    pollDigest,
    seatId: row.seat_id,
    revision: row.revision,
    value: voiceValueOf(row),
    reason: row.reason,
    channel: row.channel,
    castBy: row.cast_by,
    castByName: row.cast_by_name,
    ...(row.proxy_seat !== null && { proxySeat: row.proxy_seat }),
    ...(row.second_teller !== null && { secondTeller: row.second_teller }),
    textHash: row.text_hash,
    receivedAt: row.received_at,
  }
}

/** What was said of recorded voices, by voice then answer. */
export async function answersOf(tx: Tx, pollId: string): Promise<VoiceAnswer[]> {
  const rows = await tx
    .selectFrom('voice_answers')
    .innerJoin('voices', 'voices.id', 'voice_answers.voice_id')
    .select(['voice_id', 'answer', 'by_name', 'at'])
    .where('voices.poll_id', '=', pollId)
    .orderBy('voice_id')
    .orderBy('answer')
    .execute()
  return rows.map(({ voice_id, answer, by_name, at }) => ({ voiceId: voice_id, answer, byName: by_name, at }))
}

/** Who took part in a secret poll, by seat. */
export async function rollOf(
  tx: Tx,
  pollId: string,
  pollDigest: string,
): Promise<(RollRecord & { digest: string })[]> {
  const rows = await tx
    .selectFrom('secret_roll')
    .selectAll()
    .where('poll_id', '=', pollId)
    .orderBy('seat_id')
    .execute()
  return rows.map((row) => ({ ...rollRecordOf(row, pollDigest), digest: row.digest }))
}

export function rollRecordOf(
  row: Omit<Selectable<Tables['secret_roll']>, 'digest' | 'client_key' | 'poll_id'>,
  pollDigest: string,
): RollRecord {
  return {
    format: 'assise/roll/v2',
    pollDigest,
    seatId: row.seat_id,
    channel: row.channel,
    castBy: row.cast_by,
    castByName: row.cast_by_name,
    receivedAt: row.received_at,
  }
}

/** What was said in a secret poll, sorted by canonical text: all that is kept of it. */
export async function secretTalliesOf(tx: Tx, pollId: string): Promise<SecretTally[]> {
  const rows = await tx
    .selectFrom('secret_values')
    .select(['value_json', 'count'])
    .where('poll_id', '=', pollId)
    .orderBy('value_json')
    .execute()
  return rows.map(({ value_json, count }) => ({
    ...(JSON.parse(value_json) as Pick<SecretTally, 'value' | 'reason'>),
    count: Number(count),
  }))
}

export async function addendaOf(tx: Tx, pollId: string): Promise<AddendumRecord[]> {
  const rows = await tx
    .selectFrom('poll_addenda')
    .select('record_json')
    .where('poll_id', '=', pollId)
    .orderBy('seq')
    .execute()
  return rows.map(({ record_json }) => JSON.parse(record_json) as AddendumRecord)
}

/** Logs a change of the register, after those before it. */
export async function writeChange(
  tx: Tx,
  pollId: string,
  seatId: string,
  change: RegisterChange,
  userId: string,
): Promise<void> {
  const { last } = await tx
    .selectFrom('register_changes')
    .select((eb) => eb.fn.max('seq').as('last'))
    .where('poll_id', '=', pollId)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('register_changes')
    .values({
      poll_id: pollId,
      seq: Number(last ?? 0) + 1,
      seat_id: seatId,
      change_json: canonicalText(change),
      by_user: userId,
    })
    .execute()
}
