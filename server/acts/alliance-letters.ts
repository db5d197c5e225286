// Letters to signatories: it is your turn, and the reminder of it. When they are due, to whom, in what words.
// Called by the acts after which someone's turn has come, by http/alliances and by acts/post.
import type { Transaction } from 'kysely'
import { allianceState, signsAfter } from '../../shared/alliance.ts'
import type { PartyView, SignatoryView } from '../../shared/alliance-views.ts'
import { cleanText } from '../../shared/basics.ts'
import { regionDay } from '../../shared/meeting/mandate.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context, Mail, Transact } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import {
  type AllianceRow,
  allianceFor,
  conclusionOf,
  endingOf,
  factsOf,
  hasSigned,
  isSettled,
  partiesOf,
  ruleOf,
  versionOf,
} from './alliance-rows.ts'
import { mustBeAble } from './members.ts'
import {
  type LetterAbout,
  mailChoicesOf,
  type NewLetter,
  readerOf,
  type TakenLetter,
  writeLetters,
} from './outbox.ts'

type Tx = Transaction<Tables>
type SignAbout = Extract<LetterAbout, { kind: 'sign' }>

/** Whose turn it is: in parallel everyone who has not signed, in order the first of them. Empty unless it is being signed. */
async function turns(tx: Tx, alliance: AllianceRow): Promise<{ parties: PartyView[]; due: SignatoryView[] }> {
  const parties = await partiesOf(tx, alliance.id)
  const version = await versionOf(tx, alliance)
  const over = (await endingOf(tx, alliance.id)) !== undefined
  const conclusion = await conclusionOf(tx, alliance.id)
  if (allianceState(version !== undefined, conclusion?.concluded_at ?? null, over) !== 'signing')
    return { parties, due: [] }
  const rule = ruleOf(alliance)
  const { signed } = factsOf(parties)
  const due = parties
    .flatMap(({ signatories }) => signatories)
    .filter((one) => !isSettled(one))
    .filter(({ id }) => signsAfter(parties, rule, { signed, signatoryId: id }).length === 0)
  return { parties, due }
}

/** ALLI-13: whoever's turn has come is told, once a turn, in the transaction of the act that brought it. */
export async function tellTurns(
  ctx: Context,
  { tx }: Pick<Transact, 'tx' | 'after'>,
  { alliance, workspaceId }: { alliance: AllianceRow; workspaceId: string },
): Promise<void> {
  const { parties, due } = await turns(tx, alliance)
  const done = (userId: string) =>
    parties.flatMap(({ signatories }) => signatories).filter((one) => one.userId === userId && hasSigned(one))
      .length
  const people = [...new Set(due.map(({ userId }) => userId))]
  await writeLetters(
    ctx,
    tx,
    people.map(
      (userId): NewLetter => ({
        // Prepared anew, it is the same turn: nobody is written to twice for it.
        key: `sign:${alliance.id}:${done(userId)}:${userId}`,
        workspaceId,
        userId,
        about: { kind: 'sign', allianceId: alliance.id, occasion: 'turn' },
      }),
    ),
  )
}

/** ALLI-13: by hand, to whoever's turn it is, at most once a day each. Answers the keys written. */
export async function remindSignatories(
  ctx: Context,
  actor: Actor,
  allianceId: string,
): Promise<{ keys: readonly string[]; people: number }> {
  return ctx.transact(async ({ tx }) => {
    const { alliance, member } = await allianceFor(tx, actor, allianceId)
    mustBeAble(member, 'alliance.prepare')
    if (await conclusionOf(tx, allianceId)) throw new Refused('allianceConcluded')
    if (await endingOf(tx, allianceId)) throw new Refused('allianceEnded')
    if (!(await versionOf(tx, alliance))) throw new Refused('allianceNoVersion')
    const { due } = await turns(tx, alliance)
    const people = [...new Set(due.map(({ userId }) => userId))]
    const day = regionDay(ctx.now())
    const keys = await writeLetters(
      ctx,
      tx,
      people.map((userId) => ({
        key: `signRemind:${allianceId}:${day}:${userId}`,
        workspaceId: member.workspaceId,
        userId,
        about: { kind: 'sign' as const, allianceId, occasion: 'remind' as const },
      })),
    )
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'remindSignatories',
      subject: allianceId,
      detail: { letters: keys.length },
    })
    return { keys, people: people.length }
  })
}

/** MAIL-5: worded as it leaves; moot for whoever has signed, left or asked for no reminders, and once the round is over. */
export async function signLetter(ctx: Context, letter: TakenLetter, about: SignAbout): Promise<Mail | null> {
  return ctx.transact(async ({ tx }) => {
    const alliance = await tx
      .selectFrom('alliances')
      .selectAll()
      .where('id', '=', about.allianceId)
      .executeTakeFirst()
    const reader = await readerOf(tx, letter)
    if (!alliance || !reader) return null
    if (about.occasion === 'remind' && !(await mailChoicesOf(tx, reader.userId)).reminders) return null
    const { parties, due } = await turns(tx, alliance)
    const mine = due.filter(({ userId }) => userId === reader.userId)
    if (mine.length === 0) return null
    const names = parties
      .filter(({ signatories }) => signatories.some(({ id }) => mine.some((one) => one.id === id)))
      .map(({ name }) => name)
    const page = `${ctx.origin}/demarches/${letter.workspaceId}/alliance`
    return wording(reader, about.occasion, { title: cleanText(alliance.title), parties: names, page })
  })
}

type Reader = NonNullable<Awaited<ReturnType<typeof readerOf>>>

function wording(
  { lang, name, workspace, email }: Reader,
  occasion: SignAbout['occasion'],
  { title, parties, page }: { title: string; parties: readonly string[]; page: string },
): Mail {
  const remind = occasion === 'remind'
  const fr = {
    subject: `${remind ? 'Rappel : votre signature est attendue' : 'Votre signature est attendue'} : ${title}`,
    text: `Bonjour ${name},

${remind ? 'Vous n’avez pas encore signé.' : 'C’est à votre tour de signer.'} Dans la démarche « ${workspace} », l’entente « ${title} » attend votre signature pour ${parties.join(', ')}.

Lisez l’énoncé et signez, ou refusez en disant pourquoi, à cette page :

${page}

Vous vous connectez comme d’habitude ; la signature demande votre clé d’accès.
`,
  }
  const en = {
    subject: `${remind ? 'Reminder: your signature is awaited' : 'Your signature is awaited'}: ${title}`,
    text: `Hello ${name},

${remind ? 'You have not signed yet.' : 'It is your turn to sign.'} In the workspace “${workspace}”, the agreement “${title}” awaits your signature for ${parties.join(', ')}.

Read the statement and sign it, or decline and say why, on this page:

${page}

You sign in as usual; signing asks for your passkey.
`,
  }
  const words = lang === 'fr' ? fr : en
  // A title never adds a header of its own to the mail.
  return { to: email, lang, subject: words.subject.replace(/\s+/g, ' '), text: words.text }
}
