// Letters that wait to leave: rows written in the act's own transaction, sent afterwards, each thing told once to each person (MAIL
// rules). What a letter says, and its one-time link, are made as it leaves: no token is ever kept. Knows no kind of letter.
// Called by the acts that write to people (writeLetters) and by acts/post, which sends.
import type { Transaction } from 'kysely'
import type { Context, Mail } from '../context.ts'
import type { Tables } from '../db/tables.ts'

type Tx = Transaction<Tables>

/** What a letter is about: enough to word it when it leaves. */
export type LetterAbout =
  | {
      readonly kind: 'meeting'
      readonly meetingId: string
      readonly occasion: 'convened' | 'changed' | 'cancelled'
      readonly convener: string
    }
  | { readonly kind: 'vote'; readonly pollId: string; readonly occasion: 'invite' | 'remind' }
  | { readonly kind: 'digest'; readonly since: string }
  | { readonly kind: 'sign'; readonly allianceId: string; readonly occasion: 'turn' | 'remind' }

export interface NewLetter {
  /** Names the thing told: a second letter with the same key is none. */
  readonly key: string
  readonly workspaceId: string
  readonly userId: string
  readonly about: LetterAbout
}

export interface TakenLetter extends NewLetter {
  readonly id: string
  readonly tries: number
}

const minuteMs = 60_000
/** Rows of one insert: far from either database's limit of values. */
const rowsAtOnce = 200
/** How long after each try the next one comes; none after the last. */
const pausesMs = [2, 10, 60, 360, 1_440].map((minutes) => minutes * minuteMs)
/** Ended letters are kept as long as they may still keep another from being sent twice. */
const keptMs = 180 * 24 * 60 * minuteMs

/** MAIL-1: written with what makes them due, or not at all. Answers the keys that are new. */
export async function writeLetters(ctx: Context, tx: Tx, letters: readonly NewLetter[]): Promise<string[]> {
  const now = ctx.now().toISOString()
  const fresh: string[] = []
  for (let from = 0; from < letters.length; from += rowsAtOnce) {
    const rows = letters.slice(from, from + rowsAtOnce).map(({ key, workspaceId, userId, about }) => ({
      id: ctx.newId(),
      letter_key: key,
      workspace_id: workspaceId,
      user_id: userId,
      about_json: JSON.stringify(about),
      created_at: now,
      due_at: now,
      tries: 0,
      ended_at: null,
      ending: null,
    }))
    const written = await tx
      .insertInto('letters')
      .values(rows)
      .onConflict((conflict) => conflict.column('letter_key').doNothing())
      .returning('letter_key')
      .execute()
    fresh.push(...written.map(({ letter_key }) => letter_key))
  }
  return fresh
}

/**
 * MAIL-2: takes letters that are due, at most `max`, and puts each off before anything of it leaves: no other node takes it too, and
 * one that a crash cuts short is tried again later. `only`: among these keys.
 */
export async function takeLetters(
  ctx: Context,
  max: number,
  only?: readonly string[],
): Promise<TakenLetter[]> {
  return ctx.transact(async ({ tx }) => {
    const now = ctx.now()
    const rows = await tx
      .selectFrom('letters')
      .select(['id', 'letter_key', 'workspace_id', 'user_id', 'about_json', 'tries'])
      .where('ended_at', 'is', null)
      .where('due_at', '<=', now.toISOString())
      .$if(only !== undefined, (query) =>
        query.where('letter_key', 'in', only!.length > 0 ? [...only!] : ['']),
      )
      .orderBy('due_at')
      .orderBy('id')
      .limit(max)
      .execute()
    for (const { id, tries } of rows) {
      const pause = pausesMs[Math.min(Number(tries), pausesMs.length - 1)]!
      await tx
        .updateTable('letters')
        .set({ tries: Number(tries) + 1, due_at: new Date(now.getTime() + pause).toISOString() })
        .where('id', '=', id)
        .execute()
    }
    return rows.map((row) => ({
      id: row.id,
      key: row.letter_key,
      workspaceId: row.workspace_id,
      userId: row.user_id,
      about: JSON.parse(row.about_json) as LetterAbout,
      tries: Number(row.tries) + 1,
    }))
  })
}

export type Fate = 'sent' | 'moot' | 'unsent'

/** Writes what became of a letter: one that could not be sent waits for its next try, and fails after the last. */
export async function endLetter(ctx: Context, { id, tries }: TakenLetter, fate: Fate): Promise<void> {
  // Without a mail server another try would change nothing: its link stands in the operator's log.
  const last = tries > pausesMs.length || !ctx.mailing
  if (fate === 'unsent' && !last) return
  await ctx.transact(async ({ tx }) => {
    await tx
      .updateTable('letters')
      .set({ ended_at: ctx.now().toISOString(), ending: fate === 'unsent' ? 'failed' : fate })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .execute()
  })
}

/** Once for a whole workspace: true for the one that may write this round's letters, in its own transaction. */
export async function beginRound(ctx: Context, tx: Tx, workspaceId: string, round: string): Promise<boolean> {
  const begun = await tx
    .insertInto('letter_rounds')
    .values({ workspace_id: workspaceId, round, at: ctx.now().toISOString() })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'round']).doNothing())
    .returning('round')
    .executeTakeFirst()
  return begun !== undefined
}

/**
 * Forgets letters that ended long ago. Not that a round was begun: a clock that jumps ahead by half a year and back would have it begun
 * again, and a workspace has one row a week and one a poll.
 */
export async function sweepLetters(ctx: Context): Promise<void> {
  const before = new Date(ctx.now().getTime() - keptMs).toISOString()
  await ctx.transact(({ tx }) => tx.deleteFrom('letters').where('ended_at', '<=', before).execute())
}

/** Someone a letter may be sent to: still a member of the workspace it comes from, with an address. */
export interface Reader {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly lang: Mail['lang']
  readonly workspace: string
}

export async function readerOf(
  tx: Tx,
  { userId, workspaceId }: Pick<NewLetter, 'userId' | 'workspaceId'>,
): Promise<Reader | null> {
  const row = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .select(['users.email', 'users.name', 'users.lang', 'workspaces.name as workspace'])
    .where('members.workspace_id', '=', workspaceId)
    .where('members.user_id', '=', userId)
    .executeTakeFirst()
  return row?.email.includes('@') ? { userId, ...row } : null
}

/** What a person asked to receive; all of it until they say otherwise. */
export async function mailChoicesOf(
  tx: Tx,
  userId: string,
): Promise<{ readonly digest: boolean; readonly reminders: boolean }> {
  const row = await tx
    .selectFrom('mail_choices')
    .select(['digest', 'reminders'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return { digest: row?.digest !== 0, reminders: row?.reminders !== 0 }
}
