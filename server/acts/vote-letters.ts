// Letters about polls: the invitation to vote with a link that opens that ballot alone, the reminder before the closing. When they are
// due, to whom, in what words. Called by the act that opens a poll with a closing hour, by http/letters and by acts/post.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { momentIn } from '../../shared/meeting/moments.ts'
import { reminderDue } from '../../shared/poll/letters.ts'
import { pollStateAt } from '../../shared/poll/life.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context, Mail } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { carriersOf } from './holders.ts'
import { makeLink } from './links.ts'
import { readMeetingState } from './meeting-rows.ts'
import { mustBeAble } from './members.ts'
import {
  beginRound,
  type LetterAbout,
  mailChoicesOf,
  type NewLetter,
  type Reader,
  readerOf,
  type TakenLetter,
  writeLetters,
} from './outbox.ts'
import { turnoutOf } from './turnout.ts'
import { lifeOf, type VoteRow, voteFor, voteRecordOf } from './vote-rows.ts'

type Tx = Transaction<Tables>
type About = Extract<LetterAbout, { kind: 'vote' }>

const dayMs = 86_400_000
/** A login opened by an invitation outlives the closing by this, for whoever is voting at that minute; and the link lives no longer. */
const afterMs = 3_600_000
const linkLifeMaxMs = 30 * dayMs

/** Who may still vote, by the seats that have not: each person once, with the names of their seats. */
export async function toVote(
  ctx: Context,
  tx: Tx,
  poll: VoteRow,
  workspaceId: string,
): Promise<Map<string, string[]>> {
  const carriers = await carriersOf(tx, workspaceId, poll, ctx.now())
  const people = new Map<string, string[]>()
  for (const { seatId, name } of (await turnoutOf(tx, poll)).missing) {
    if (carriers.recused(seatId)) continue
    for (const { userId } of carriers.holdersOf(seatId))
      people.set(userId, [...(people.get(userId) ?? []), name])
  }
  return people
}

async function workspaceOf(tx: Tx, poll: VoteRow): Promise<string> {
  const { workspace_id } = await tx
    .selectFrom('plans')
    .select('workspace_id')
    .where('id', '=', poll.plan_id)
    .executeTakeFirstOrThrow()
  return workspace_id
}

function pollRow(tx: Tx, pollId: string): Promise<VoteRow | undefined> {
  return tx.selectFrom('polls').selectAll().where('id', '=', pollId).where('form', '=', 2).executeTakeFirst()
}

/**
 * MAIL-3: a poll that goes on until an hour invites whoever may vote, in the transaction that opens it; not those who sit in its
 * meeting, who have it before them.
 */
export async function inviteAtOpening(ctx: Context, tx: Tx, pollId: string): Promise<void> {
  const poll = await pollRow(tx, pollId)
  if (!poll || poll.closes_at === null) return
  const here = poll.meeting_id === null ? null : await readMeetingState(tx, poll.meeting_id)
  const workspaceId = await workspaceOf(tx, poll)
  const people = [...(await toVote(ctx, tx, poll, workspaceId)).keys()]
  await writeLetters(
    ctx,
    tx,
    people
      .filter((userId) => !here?.people.has(userId))
      .map((userId) => invitation(poll.id, workspaceId, userId)),
  )
}

function invitation(pollId: string, workspaceId: string, userId: string): NewLetter {
  return {
    key: `vote:${pollId}:${userId}`,
    workspaceId,
    userId,
    about: { kind: 'vote', pollId, occasion: 'invite' },
  }
}

export interface LettersAsked {
  readonly pollId: string
  readonly kind: 'invite' | 'remind'
}

/** By hand: invites whoever has not been, or reminds whoever has not voted, at most once a day each. Answers the keys written. */
export async function askVoteLetters(
  ctx: Context,
  actor: Actor,
  { pollId, kind }: LettersAsked,
): Promise<{ keys: readonly string[]; people: number }> {
  return ctx.transact(async ({ tx }) => {
    const { poll, member } = await voteFor(tx, actor, pollId)
    mustBeAble(member, 'poll.open')
    const life = await lifeOf(tx, poll)
    const now = ctx.now().toISOString()
    const state = pollStateAt(life, now)
    if (state === 'annulled') throw new Refused('pollNotOpen')
    if (state !== 'open') throw new Refused('pollClosed', { closedAt: life.closedAt ?? life.closesAt ?? now })
    const { workspaceId, userId: by } = member
    const people = [...(await toVote(ctx, tx, poll, workspaceId)).keys()]
    const letters = people.map((userId) =>
      kind === 'invite'
        ? invitation(pollId, workspaceId, userId)
        : reminder(poll, workspaceId, userId, now.slice(0, 10)),
    )
    const keys = await writeLetters(ctx, tx, letters)
    await writeJournal(tx, {
      workspaceId,
      userId: by,
      at: ctx.now(),
      act: 'askVoteLetters',
      subject: pollId,
      detail: { kind, letters: keys.length },
    })
    return { keys, people: people.length }
  })
}

function reminder(poll: VoteRow, workspaceId: string, userId: string, when: string): NewLetter {
  const about = { kind: 'vote', pollId: poll.id, occasion: 'remind' } as const
  return { key: `remind:${poll.id}:${when}:${userId}`, workspaceId, userId, about }
}

/** MAIL-4: the reminders whose hour has come, once a poll, to whoever has not voted by then. */
export async function writeReminders(ctx: Context): Promise<void> {
  await ctx.transact(async ({ tx }) => {
    const now = ctx.now().toISOString()
    const polls = await tx
      .selectFrom('polls')
      .innerJoin('plans', 'plans.id', 'polls.plan_id')
      .leftJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
      .leftJoin('poll_addenda', (join) =>
        join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
      )
      .selectAll('polls')
      .select('plans.workspace_id')
      .where('polls.form', '=', 2)
      .where('polls.closes_at', '>', now)
      .where('poll_closings.poll_id', 'is', null)
      .where('poll_addenda.id', 'is', null)
      .execute()
    for (const { workspace_id, ...poll } of polls) {
      if (!reminderDue({ openedAt: poll.opened_at, closesAt: poll.closes_at! }, now)) continue
      if (!(await beginRound(ctx, tx, workspace_id, `remind:${poll.id}`))) continue
      const people = await toVote(ctx, tx, poll, workspace_id)
      await writeLetters(
        ctx,
        tx,
        [...people.keys()].map((userId) => reminder(poll, workspace_id, userId, 'closing')),
      )
    }
  })
}

/** MAIL-5: worded as it leaves; moot for whoever has voted, left or asked for no reminders, and once the poll is over. */
export async function voteLetter(ctx: Context, letter: TakenLetter, about: About): Promise<Mail | null> {
  return ctx.transact(async ({ tx }) => {
    const poll = await pollRow(tx, about.pollId)
    const reader = await readerOf(tx, letter)
    if (!poll || !reader) return null
    if (about.occasion === 'remind' && !(await mailChoicesOf(tx, reader.userId)).reminders) return null
    const life = await lifeOf(tx, poll)
    const now = ctx.now()
    if (pollStateAt(life, now.toISOString()) !== 'open') return null
    const seats = (await toVote(ctx, tx, poll, letter.workspaceId)).get(reader.userId)
    if (!seats) return null
    const end = life.closesAt === null ? Number.POSITIVE_INFINITY : Date.parse(life.closesAt) + afterMs
    const expiresAt = new Date(Math.min(end, now.getTime() + linkLifeMaxMs))
    const path = `/demarches/${letter.workspaceId}/scrutins/${poll.id}/bulletin`
    const link = await makeLink(ctx, tx, {
      userId: reader.userId,
      purpose: 'enter',
      only: { pollId: poll.id, expiresAt, path },
    })
    return wording(reader, about.occasion, {
      link,
      title: cleanText(poll.subject_title),
      question: voteRecordOf(poll).question,
      closesAt: life.closesAt,
      seats,
      page: `${ctx.origin}${path}`,
    })
  })
}

interface Ballot {
  readonly link: string
  readonly title: string
  readonly question: { readonly fr: string; readonly en: string }
  readonly closesAt: string | null
  readonly seats: readonly string[]
  readonly page: string
}

function wording(reader: Reader, occasion: About['occasion'], ballot: Ballot): Mail {
  const { lang, name, workspace, email } = reader
  const { link, title, question, closesAt, seats, page } = ballot
  const remind = occasion === 'remind'
  const until = closesAt === null ? null : momentIn(closesAt, lang)
  const fr = {
    subject: `${remind ? 'Rappel : votre vote est attendu' : 'Votre vote est attendu'} : ${title}`,
    text: `Bonjour ${name},

${remind ? 'Vous n’avez pas encore voté.' : 'Un scrutin est ouvert.'} La démarche « ${workspace} » demande la voix de ${seats.join(', ')} :

${question.fr}
${until ? `\nLe scrutin se ferme le ${until}.\n` : ''}
Ouvrez ce lien pour voter, même sur un téléphone. Il sert une seule fois et n’ouvre que ce scrutin :

${link}

Ne le transmettez à personne : il porte votre voix. S’il a déjà servi, connectez-vous : ${page}
`,
  }
  const en = {
    subject: `${remind ? 'Reminder: your vote is awaited' : 'Your vote is awaited'}: ${title}`,
    text: `Hello ${name},

${remind ? 'You have not voted yet.' : 'A ballot is open.'} The workspace “${workspace}” asks for the voice of ${seats.join(', ')}:

${question.en}
${until ? `\nThe ballot closes on ${until}.\n` : ''}
Open this link to vote, also on a phone. It works once, and opens this ballot alone:

${link}

Do not pass it on: it carries your voice. If it has been used, sign in: ${page}
`,
  }
  const words = lang === 'fr' ? fr : en
  // A title never adds a header of its own to the mail.
  return { to: email, lang, subject: words.subject.replace(/\s+/g, ' '), text: words.text, link }
}
