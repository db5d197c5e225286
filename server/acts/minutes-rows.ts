// Rows ⇄ minutes: the events, the polls' records and the hand-written words that minutes are made of; those that were adopted. Knows no
// rule. Called by acts/minutes and by acts/meetings, when minutes are adopted.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import type { MeetingEvent } from '../../shared/meeting/events.ts'
import { minutesOf } from '../../shared/meeting/minutes.ts'
import type { PollSource } from '../../shared/meeting/minutes-polls.ts'
import type { HandWords, Minutes, MinutesAdoption, MinutesBody } from '../../shared/meeting/minutes-record.ts'
import type { MeetingFacts } from '../../shared/meeting/state.ts'
import type { VoteConstat } from '../../shared/record/poll-records.ts'
import type { Tables } from '../db/tables.ts'
import { eventOf } from './meeting-rows.ts'
import { addendaOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

export interface KeptMinutes {
  readonly minutes: Minutes
  readonly adoption: MinutesAdoption
}

/** The minutes as they were adopted; null before. */
export async function keptMinutes(tx: Tx, meetingId: string): Promise<KeptMinutes | null> {
  const row = await tx
    .selectFrom('minutes')
    .select(['minutes_json', 'adoption_json'])
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst()
  if (!row) return null
  return {
    minutes: JSON.parse(row.minutes_json) as Minutes,
    adoption: JSON.parse(row.adoption_json) as MinutesAdoption,
  }
}

export async function eventsOf(tx: Tx, meetingId: string): Promise<MeetingEvent[]> {
  const rows = await tx
    .selectFrom('meeting_events')
    .select('event_json')
    .where('meeting_id', '=', meetingId)
    .orderBy('seq')
    .execute()
  return rows.map(eventOf)
}

/** Minutes made from what is kept, as they stand now. */
export async function minutesFrom(
  tx: Tx,
  facts: MeetingFacts,
  events: readonly MeetingEvent[],
): Promise<Minutes> {
  return minutesOf({
    facts,
    body: await bodyOf(tx, facts.planId),
    events,
    polls: await pollSources(tx, events),
    words: await wordsOf(tx, facts.id),
    previous: await lastAdopted(tx, facts.planId),
  })
}

export async function bodyOf(tx: Tx, planId: string): Promise<MinutesBody> {
  const { id, name, kind } = await tx
    .selectFrom('plans')
    .innerJoin('workspaces', 'workspaces.id', 'plans.workspace_id')
    .select(['workspaces.id', 'workspaces.name', 'workspaces.kind'])
    .where('plans.id', '=', planId)
    .executeTakeFirstOrThrow()
  const territories = await tx
    .selectFrom('territories')
    .select('name')
    .where('workspace_id', '=', id)
    .where('parent_id', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return { name: cleanText(name), kind, territories: territories.map((one) => cleanText(one.name)) }
}

async function pollSources(tx: Tx, events: readonly MeetingEvent[]): Promise<Map<string, PollSource>> {
  const ids = events.flatMap((event) => (event.kind === 'pollOpened' ? [event.pollId] : []))
  const sources = new Map<string, PollSource>()
  for (const id of ids) {
    const closing = await tx
      .selectFrom('poll_closings')
      .select('constat_json')
      .where('poll_id', '=', id)
      .executeTakeFirst()
    sources.set(id, {
      ...(closing && { constat: JSON.parse(closing.constat_json) as VoteConstat }),
      addenda: await addendaOf(tx, id),
    })
  }
  return sources
}

/** The last revision of each place. */
export async function wordsOf(tx: Tx, meetingId: string): Promise<HandWords[]> {
  const rows = await tx
    .selectFrom('minutes_words')
    .select(['place', 'text', 'revision', 'at', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .orderBy('revision')
    .execute()
  const last = new Map(rows.map((row) => [row.place, row]))
  return [...last.values()].map(({ place, text, revision, at, by_name }) => ({
    place,
    text,
    revision: Number(revision),
    at,
    by: by_name,
  }))
}

export async function lastAdopted(
  tx: Tx,
  planId: string,
): Promise<{ readonly number: number; readonly digest: string } | null> {
  const row = await tx
    .selectFrom('minutes')
    .select(['number', 'digest'])
    .where('plan_id', '=', planId)
    .orderBy('number', 'desc')
    .executeTakeFirst()
  return row ? { number: Number(row.number), digest: row.digest } : null
}
