// What every viewer of a poll shares, made once for each state of its rows and kept: three hundred screens that look after a voice cost
// three hundred short reads, not three hundred counts. Never wrong: the rows only grow in number, so how many there are names their state.
// Called by the acts that show and list polls.
import { sql, type Transaction } from 'kysely'
import { countedVoices } from '../../shared/poll/admission.ts'
import { countPoll } from '../../shared/poll/count.ts'
import { hourHasCome, type PollLife } from '../../shared/poll/life.ts'
import type { Outcome, PollCount, SeatEntry } from '../../shared/poll/setting.ts'
import type { VoiceView } from '../../shared/poll/views.ts'
import type { AddendumRecord, SecretTally, VoiceAnswer } from '../../shared/record/poll-records.ts'
import type { Tables } from '../db/tables.ts'
import { adviceViewOf, silentAdvisers, type WholeAdvice } from './advice-rows.ts'
import { keepLast } from './keep-last.ts'
import { type ObjectionSheet, objectionSheet } from './objection-rows.ts'
import { turnoutOf } from './turnout.ts'
import {
  addendaOf,
  answersOf,
  lifeOf,
  secretTalliesOf,
  type VoiceRow,
  type VoteAt,
  voiceRowsOf,
  voiceValueOf,
  votePollOf,
} from './vote-rows.ts'

type Tx = Transaction<Tables>

/** What a closing keeps of a count. */
export interface VoteResult {
  readonly outcome: Outcome
  readonly count?: PollCount
}

export function voteResultOf(row: { readonly result_json: string }): VoteResult {
  return JSON.parse(row.result_json) as VoteResult
}

/** Where a poll stands, without its voices. */
export interface PollTurnout {
  readonly life: PollLife
  readonly outcome: Outcome | null
  readonly constatDigest: string | null
  readonly registered: number
  readonly received: number
  /** Who still may vote; nobody once the poll is over. */
  readonly missing: readonly SeatEntry[]
  /** Who is asked for advice and has not given it; nobody once the poll is over. */
  readonly silent: readonly SeatEntry[]
}

export interface PollFigures extends PollTurnout {
  /** The register, with what was added or recused since. */
  readonly seats: readonly SeatEntry[]
  readonly voted: ReadonlySet<string>
  /** Each seat's voice that stands. */
  readonly voices: readonly VoiceView[]
  /** So far, or in the end; null for a secret poll that runs, or that too few took part in. */
  readonly count: PollCount | null
  readonly advice: WholeAdvice | null
  readonly sheet: ObjectionSheet
  readonly addenda: readonly AddendumRecord[]
  /** What was said in a secret poll that was counted; empty of any other, and where too few took part. */
  readonly tallies: readonly SecretTally[]
}

export interface PollVersion {
  readonly id: string
  /** The name of the state of its rows. */
  readonly version: string
  /** The hour at which it closes by itself, while nobody wrote its closing. */
  readonly closesAt: string | null
}

/** Those whose hour has come and whose closing nobody wrote yet: asked here alone, by whoever looks and by whoever writes. */
export function dueAmong<P extends PollVersion>(polls: readonly P[], now: Date): P[] {
  const instant = now.toISOString()
  return polls.filter(({ closesAt }) => hourHasCome(closesAt, instant))
}

/** The polls of a plan, or one of them, in the order they opened. */
export async function pollVersions(
  tx: Tx,
  of: { readonly planId: string } | { readonly pollId: string },
): Promise<PollVersion[]> {
  const which = 'planId' in of ? sql`p.plan_id = ${of.planId} AND p.form = 2` : sql`p.id = ${of.pollId}`
  const { rows } = await sql<{ id: string; closes_at: string | null } & Record<string, string | number>>`
    SELECT p.id AS id, p.closes_at AS closes_at,
      (SELECT count(*) FROM voices WHERE voices.poll_id = p.id) AS voices,
      (SELECT count(*) FROM voice_answers JOIN voices ON voices.id = voice_answers.voice_id WHERE voices.poll_id = p.id) AS answers,
      (SELECT count(*) FROM secret_roll WHERE secret_roll.poll_id = p.id) AS roll,
      (SELECT count(*) FROM register_changes WHERE register_changes.poll_id = p.id) AS changes,
      (SELECT count(*) FROM consultative_seats WHERE consultative_seats.poll_id = p.id) AS asked,
      (SELECT count(*) FROM consultative_voices WHERE consultative_voices.poll_id = p.id) AS advice,
      (SELECT count(*) FROM poll_closings WHERE poll_closings.poll_id = p.id) AS closings,
      (SELECT count(*) FROM poll_addenda WHERE poll_addenda.poll_id = p.id) AS addenda,
      (SELECT count(*) FROM poll_addenda WHERE poll_addenda.poll_id = p.id AND poll_addenda.kind = 'annulled') AS annulled,
      (SELECT count(*) FROM objections JOIN polls other ON other.id = objections.poll_id WHERE other.plan_id = p.plan_id) AS objections,
      (SELECT count(*) FROM objection_steps JOIN objections ON objections.id = objection_steps.objection_id
        JOIN polls other ON other.id = objections.poll_id WHERE other.plan_id = p.plan_id) AS steps,
      (SELECT count(*) FROM polls next WHERE next.follows = p.id) AS rounds,
      (SELECT count(*) FROM polls next JOIN poll_addenda ON poll_addenda.poll_id = next.id WHERE next.follows = p.id) AS marks
    FROM polls p WHERE ${which} ORDER BY p.opened_at, p.id`.execute(tx)
  return rows.map(({ id, closes_at, ...counts }) => ({
    id,
    version: Object.values(counts).join('.'),
    closesAt: Number(counts.closings) + Number(counts.annulled) === 0 ? closes_at : null,
  }))
}

type SeatsTurnout = PollTurnout & Pick<PollFigures, 'seats' | 'voted'>
const turnouts = keepLast<SeatsTurnout>(200)
const figures = keepLast<PollFigures>(40)

/** Only for a transaction that reads: what one that writes has not committed must not be kept. */
export async function turnoutAt(tx: Tx, pollId: string, version: string): Promise<SeatsTurnout> {
  return turnouts.get(`${pollId} ${version}`, async () => {
    const { poll, record } = await votePollOf(tx, pollId)
    const life = await lifeOf(tx, poll)
    const closing = await closingOf(tx, pollId)
    const { seats, voted, missing } = await turnoutOf(tx, poll)
    const over = closing !== undefined || life.annulledAt !== null
    return {
      seats,
      voted,
      life,
      outcome: closing ? voteResultOf(closing).outcome : null,
      constatDigest: closing?.constat_digest ?? null,
      // A recused seat is waited for no more; one that had voted before stays in the figure beside its voice.
      registered: seats.filter(({ seatId, recused }) => !recused || voted.has(seatId)).length,
      received: voted.size,
      missing: over ? [] : missing,
      silent: over || !mayAsk(record) ? [] : silentAdvisers(await adviceViewOf(tx, pollId, record.setting)),
    }
  })
}

/** The same, with the voices, the count, the objections and what was added: all that does not depend on who looks. */
export async function figuresAt(
  tx: Tx,
  { poll, record }: Pick<VoteAt, 'poll' | 'record'>,
  version: string,
): Promise<PollFigures> {
  return figures.get(`${poll.id} ${version}`, async () => {
    const turnout = await turnoutAt(tx, poll.id, version)
    const { seats } = turnout
    const all = viewsOf(await voiceRowsOf(tx, poll.id), await answersOf(tx, poll.id), seats)
    const standing = countedVoices(
      all.map((voice) => ({ ...voice, contested: voice.answer === 'contested' })),
    )
    const voices = standing.map(({ contested: _, ...voice }): VoiceView => voice)
    const closing = await closingOf(tx, poll.id)
    const running = () =>
      record.setting.secrecy === 'secret' ? null : countPoll(record.setting, seats, voices)
    const count = closing ? (voteResultOf(closing).count ?? null) : running()
    const advice = mayAsk(record) ? await adviceViewOf(tx, poll.id, record.setting) : null
    const sheet = await objectionSheet(tx, { poll, record })
    const addenda = await addendaOf(tx, poll.id)
    const tallied = closing !== undefined && count !== null && record.setting.secrecy === 'secret'
    const tallies = tallied ? await secretTalliesOf(tx, poll.id) : []
    return { ...turnout, voices, count, advice, sheet, addenda, tallies }
  })
}

/** Whether anyone may be asked for advice in a poll: since its opening, or, where late seats join, after it. */
function mayAsk({ consultativeHash, setting }: VoteAt['record']): boolean {
  return consultativeHash !== undefined || setting.electorate === 'additive'
}

async function closingOf(tx: Tx, pollId: string) {
  return tx
    .selectFrom('poll_closings')
    .select(['result_json', 'constat_digest'])
    .where('poll_id', '=', pollId)
    .executeTakeFirst()
}

function viewsOf(
  rows: readonly VoiceRow[],
  answers: readonly VoiceAnswer[],
  seats: readonly SeatEntry[],
): VoiceView[] {
  const names = new Map(seats.map(({ seatId, name }) => [seatId, name]))
  const nameOf = (seatId: string) => names.get(seatId) ?? seatId
  const byVoice = Map.groupBy(answers, ({ voiceId }) => voiceId)
  return rows.map((row) => ({
    id: row.id,
    seatId: row.seat_id,
    seatName: nameOf(row.seat_id),
    revision: row.revision,
    value: voiceValueOf(row),
    reason: row.reason,
    channel: row.channel,
    castByName: row.cast_by_name,
    proxyName: row.proxy_seat === null ? null : nameOf(row.proxy_seat),
    receivedAt: row.received_at,
    digest: row.digest,
    answer: answerOf(byVoice.get(row.id) ?? []),
  }))
}

/** The holder's own word weighs more than a second look. */
function answerOf(answers: readonly VoiceAnswer[]): VoiceView['answer'] {
  const said = answers.map(({ answer }) => answer)
  return (['contested', 'confirmed', 'reread'] as const).find((answer) => said.includes(answer)) ?? null
}
