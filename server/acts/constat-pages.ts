// The record of a counted poll with what stands around it, for its page and its PDF. Reads only. Called by http/minutes.
import type { Transaction } from 'kysely'
import type { ConstatBeside, ConstatFile } from '../../shared/meeting/constat-beside.ts'
import { textOf } from '../../shared/plan/plan.ts'
import { outlinePollText } from '../../shared/poll/text-outline.ts'
import type { PollText } from '../../shared/poll/texts.ts'
import type { VoteConstat } from '../../shared/record/poll-records.ts'
import type { Actor, Context } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { bodyOf, eventsOf } from './minutes-rows.ts'
import { objectionsOf, roundsOf } from './objection-rows.ts'
import { livePlan } from './standings.ts'
import { voteConstat } from './vote-files.ts'
import { addendaOf, answersOf, pollTextOf } from './vote-rows.ts'

type Tx = Transaction<Tables>

/** Refuses resultHidden until the poll is counted, notMember like every poll. */
export async function readConstat(ctx: Context, actor: Actor, pollId: string): Promise<ConstatFile> {
  const constat = JSON.parse(await voteConstat(ctx, actor, pollId)) as VoteConstat
  const { planId } = constat.poll
  const names = await namesIn(ctx, planId, constat.text)
  return ctx.look(async (tx) => ({
    constat,
    addenda: await addendaOf(tx, pollId),
    beside: { ...(await besideOf(tx, constat)), names },
  }))
}

async function besideOf(tx: Tx, { poll, meeting }: VoteConstat): Promise<Omit<ConstatBeside, 'names'>> {
  const { id, planId, follows } = poll
  const before = follows === undefined ? null : await roundBefore(tx, follows)
  return {
    body: await bodyOf(tx, planId),
    ...(before && { before }),
    ...(meeting && {
      sitting: { facts: { id: meeting.id, planId }, events: await eventsOf(tx, meeting.id) },
    }),
    objections: await objectionsOf(tx, await roundsOf(tx, id)),
    answers: await answersOf(tx, id),
  }
}

/** A round of either form keeps its exact text in its row. */
async function roundBefore(tx: Tx, pollId: string): Promise<ConstatBeside['before'] | null> {
  const row = await tx
    .selectFrom('polls')
    .select(['round', 'text_json'])
    .where('id', '=', pollId)
    .executeTakeFirst()
  return row ? { round: Number(row.round), text: pollTextOf(row) } : null
}

/** What the text names and does not hold (the issues that a priority answers), by the title it has today. */
async function namesIn(ctx: Context, planId: string, text: PollText): Promise<{ [id: string]: string }> {
  const asked = new Set<string>()
  outlinePollText(text, 'fr', (id) => {
    asked.add(id)
    return undefined
  })
  if (asked.size === 0) return {}
  const { workspace_id } = await ctx.look((tx) =>
    tx.selectFrom('plans').select('workspace_id').where('id', '=', planId).executeTakeFirstOrThrow(),
  )
  const { lists } = await livePlan(ctx, planId, workspace_id)
  return Object.fromEntries(
    Object.values(lists)
      .flat()
      .filter((item) => item !== undefined && asked.has(item.id))
      .map((item) => [item.id, textOf(item.fields, 'title')])
      .filter(([, title]) => title !== ''),
  )
}
