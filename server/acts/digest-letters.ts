// The digest of the week: what waits for a person, what was decided, what others wrote on their parts. Written once a week to each
// workspace, worded as it leaves, and moot when it would say nothing. Called by acts/post.
import type { Transaction } from 'kysely'
import { cleanText, type Lang } from '../../shared/basics.ts'
import { digestRound } from '../../shared/meeting/digest-week.ts'
import { momentIn } from '../../shared/meeting/moments.ts'
import { outcomeLabels } from '../../shared/poll/consent.ts'
import { outcomeWords } from '../../shared/poll/setting.ts'
import { titleIn } from '../../shared/poll/text-outline.ts'
import type { Actor, Context, Mail } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { listThreads } from './comments.ts'
import { planOf } from './members.ts'
import {
  beginRound,
  type LetterAbout,
  mailChoicesOf,
  readerOf,
  type TakenLetter,
  writeLetters,
} from './outbox.ts'
import { listPolls } from './polls.ts'
import { voteRecordOf } from './vote-rows.ts'
import { whatWaits } from './waiting.ts'
import { ownPartsOf } from './waiting-texts.ts'

type Tx = Transaction<Tables>
type About = Extract<LetterAbout, { kind: 'digest' }>

/** Lines a part of the digest; the rest is on the page. */
const linesMax = 12

/** MAIL-6: once a week, from Monday morning on, to every member who has not asked for none. */
export async function writeDigests(ctx: Context): Promise<void> {
  const round = digestRound(ctx.now())
  if (!round) return
  const due = await ctx.transact(({ tx }) =>
    tx
      .selectFrom('workspaces')
      .leftJoin('letter_rounds', (join) =>
        join.onRef('letter_rounds.workspace_id', '=', 'workspaces.id').on('round', '=', round.name),
      )
      .select(['workspaces.id', 'workspaces.created_at'])
      .where('round', 'is', null)
      .execute(),
  )
  for (const { id, created_at } of due) {
    await ctx.transact(async ({ tx }) => {
      if (!(await beginRound(ctx, tx, id, round.name))) return
      // A workspace that began this week has its first digest with the next one.
      if (created_at > round.since) return
      const members = await tx
        .selectFrom('members')
        .select('user_id')
        .where('workspace_id', '=', id)
        .orderBy('user_id')
        .execute()
      await writeLetters(
        ctx,
        tx,
        members.map(({ user_id }) => ({
          key: `${round.name}:${id}:${user_id}`,
          workspaceId: id,
          userId: user_id,
          about: { kind: 'digest', since: round.since },
        })),
      )
    })
  }
}

export async function digestLetter(ctx: Context, letter: TakenLetter, about: About): Promise<Mail | null> {
  const found = await ctx.transact(async ({ tx }) => {
    const reader = await readerOf(tx, letter)
    if (!reader || !(await mailChoicesOf(tx, reader.userId)).digest) return null
    const planId = await planOf(tx, letter.workspaceId)
    return { reader, planId, decided: await decidedSince(tx, planId, about.since, reader.lang) }
  })
  if (!found) return null
  const { reader, planId, decided } = found
  const { lang } = reader
  // As the person themself would see it: what their role may not read is not in it.
  const actor = { userId: reader.userId, loginId: '' }
  const waiting = await whatWaits(ctx, actor, planId)
  const consents = (await listPolls(ctx, actor, planId)).filter(({ awaitsMe }) => awaitsMe)
  const votes = [
    ...waiting.polls.map((poll) =>
      line(titleIn(poll)[lang], poll.closesAt === null ? '' : until(poll.closesAt, lang), lang),
    ),
    ...consents.map(({ subjectTitle }) => subjectTitle),
  ]
  const recorded = waiting.recorded.map(({ pollTitle, voice }) => line(pollTitle[lang], voice.seatName, lang))
  const others = waiting.objections.map(({ pollTitle, seatName }) => line(pollTitle[lang], seatName, lang))
  const proposed = waiting.proposals.map(({ title, seatName, words }) =>
    line(`${seatName} (${short(title[lang], 60)})`, words, lang),
  )
  const parts = [
    part(words.votes[lang], votes),
    part(words.recorded[lang], recorded),
    part(
      words.papers[lang],
      waiting.papers.map(({ firstTeller }) => firstTeller),
    ),
    part(words.objections[lang], others),
    part(words.proposals[lang], proposed),
    part(words.comments[lang], await written(ctx, actor, { planId, since: about.since, lang })),
    part(words.decided[lang], decided),
  ].filter((text) => text !== '')
  if (parts.length === 0) return null
  const workspace = cleanText(reader.workspace)
  const page = `${ctx.origin}/demarches/${letter.workspaceId}`
  return {
    to: reader.email,
    lang,
    subject: `${words.subject[lang]}${workspace}`.replace(/\s+/g, ' '),
    text: [
      `${words.hello[lang]} ${reader.name},`,
      `${words.week[lang]} ${lang === 'fr' ? `« ${workspace} »` : `“${workspace}”`}`,
      ...parts,
      page,
      `${words.stop[lang]} ${ctx.origin}/compte`,
      '',
    ].join('\n\n'),
  }
}

/** MAIL-6: what others wrote since the last digest, where I wrote or under my organisation's parts (VOTE-25). */
async function written(
  ctx: Context,
  actor: Actor,
  { planId, since, lang }: { planId: string; since: string; lang: Lang },
): Promise<string[]> {
  const parts = await ownPartsOf(ctx, actor, planId)
  const threads = await listThreads(ctx, actor, planId)
  return threads
    .filter(
      ({ comments, place }) =>
        comments.some(({ authorId }) => authorId === actor.userId) ||
        (place.item !== undefined && parts.has(place.item)),
    )
    .flatMap(({ comments, quote }) =>
      comments
        .filter(({ authorId, createdAt }) => authorId !== actor.userId && createdAt > since)
        .map(({ authorName, text }) =>
          line(`${authorName}${quote ? ` (${short(quote, 60)})` : ''}`, text, lang),
        ),
    )
}

const words = {
  subject: { fr: 'Cette semaine : ', en: 'This week: ' },
  hello: { fr: 'Bonjour', en: 'Hello' },
  week: { fr: 'Voici la semaine dans la démarche', en: 'Here is the week in the workspace' },
  votes: { fr: 'Votre vote est attendu', en: 'Your vote is awaited' },
  objections: { fr: 'Des objections attendent un geste de vous', en: 'Objections await your answer' },
  recorded: {
    fr: 'Des voix inscrites pour vous, à confirmer ou à contester',
    en: 'Voices recorded for you, to confirm or contest',
  },
  decided: { fr: 'Ce qui a été décidé', en: 'What was decided' },
  papers: {
    fr: 'Des bulletins de papier à relire, écrits par',
    en: 'Paper ballots to read again, written down by',
  },
  proposals: {
    fr: 'Des changements proposés à vos parties du plan',
    en: 'Changes proposed to your parts of the plan',
  },
  comments: {
    fr: 'Ce qui a été écrit dans vos discussions et sur vos parties du plan',
    en: 'What was written in your discussions and on your parts of the plan',
  },
  stop: {
    fr: 'Vous pouvez ne plus recevoir ce résumé, et le reprendre, dans votre compte :',
    en: 'You may stop receiving this digest, and take it up again, in your account:',
  },
} as const

async function decidedSince(tx: Tx, planId: string, since: string, lang: Lang): Promise<string[]> {
  const polls = await tx
    .selectFrom('poll_closings')
    .innerJoin('polls', 'polls.id', 'poll_closings.poll_id')
    .leftJoin('poll_addenda', (join) =>
      join.onRef('poll_addenda.poll_id', '=', 'polls.id').on('poll_addenda.kind', '=', 'annulled'),
    )
    .select(['subject_title', 'result_json', 'closed_at', 'form', 'polls.record_json'])
    .where('polls.plan_id', '=', planId)
    .where('closed_at', '>', since)
    // What was annulled decided nothing.
    .where('poll_addenda.id', 'is', null)
    .orderBy('closed_at')
    .execute()
  return polls.map(({ subject_title, result_json, form, record_json }) => {
    const { outcome } = JSON.parse(result_json) as { outcome?: string }
    const title = Number(form) === 2 ? titleIn(voteRecordOf({ record_json }))[lang] : subject_title
    const word =
      outcome !== undefined && Object.hasOwn(decisionWords, outcome)
        ? decisionWords[outcome as keyof typeof decisionWords]
        : null
    return line(title, word?.[lang] ?? '', lang)
  })
}

/** Of either form of poll. */
const decisionWords = { ...outcomeLabels, ...outcomeWords }

function until(closesAt: string, lang: Lang): string {
  return `${lang === 'fr' ? 'jusqu’au' : 'until'} ${momentIn(closesAt, lang)}`
}

function line(label: string, text: string, lang: Lang): string {
  return text === '' ? label : `${label}${lang === 'fr' ? '\u00a0: ' : ': '}${short(text, 200)}`
}

function short(text: string, max: number): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  return flat.length > max ? `${flat.slice(0, max - 1).toWellFormed()}…` : flat
}

function part(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const shown = lines.slice(0, linesMax).map((one) => `- ${one.replace(/\s+/g, ' ')}`)
  const more = lines.length > linesMax ? [`- … (+${lines.length - linesMax})`] : []
  return [title.toUpperCase(), ...shown, ...more].join('\n')
}
