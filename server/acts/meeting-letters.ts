// The letters that convene, move or cancel a meeting: one to each member in their language, with the appointment. Decides nothing.
// Written by acts/meetings in its transaction, worded by acts/post as they leave; the calendar file of http/files comes from here too.
import type { Transaction } from 'kysely'
import { cleanText, type Lang } from '../../shared/basics.ts'
import { calendarText } from '../../shared/meeting/calendar.ts'
import type { Command } from '../../shared/meeting/command-list.ts'
import type { MeetingState } from '../../shared/meeting/state.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context, Mail } from '../context.ts'
import type { Tables } from '../db/tables.ts'
import { meetingFor, meetingStateOf, readMeetingState } from './meeting-rows.ts'
import type { Member } from './members.ts'
import { type LetterAbout, type Reader, readerOf, type TakenLetter, writeLetters } from './outbox.ts'

type Tx = Transaction<Tables>
type About = Extract<LetterAbout, { kind: 'meeting' }>
type Occasion = About['occasion']

/** Why letters are due after a command; null when none are. */
function occasionOf({ before, after, command }: Due): Occasion | null {
  if (command.kind === 'convene') return 'convened'
  if (command.kind === 'cancel') return before.status === 'convened' ? 'cancelled' : null
  if (command.kind !== 'describe' || before.status !== 'convened') return null
  const told = ({ about: { title, startsAt, endsAt, place, link, mode } }: MeetingState) =>
    [title.fr, title.en, startsAt, endsAt, place, link, mode].join('\n')
  return told(before) === told(after) ? null : 'changed'
}

interface Due {
  readonly before: MeetingState
  readonly after: MeetingState
  readonly command: Command
  readonly member: Member
}

/** Writes the letters that a command makes due: to each member with an address, whatever their role. Answers their keys. */
export async function writeInvitations(ctx: Context, tx: Tx, due: Due): Promise<string[]> {
  const occasion = occasionOf(due)
  if (!occasion) return []
  const { after, member } = due
  const { workspaceId } = member
  const readers = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['users.id', 'users.email'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('users.id')
    .execute()
  const about = { kind: 'meeting' as const, meetingId: after.id, occasion, convener: cleanText(member.name) }
  const letters = readers
    .filter(({ email }) => email.includes('@'))
    .map(({ id: userId }) => ({
      // Each change is told once: the revision names it.
      key: `meeting:${after.id}:${occasion}:${after.revision}:${userId}`,
      workspaceId,
      userId,
      about,
    }))
  return writeLetters(ctx, tx, letters)
}

/** Worded as it leaves: what holds now. Moot when the meeting took another turn since, which has letters of its own. */
export async function meetingLetter(ctx: Context, letter: TakenLetter, about: About): Promise<Mail | null> {
  return ctx.transact(async ({ tx }) => {
    const reader = await readerOf(tx, letter)
    const state = await readMeetingState(tx, about.meetingId)
    if (!reader || !state) return null
    const { occasion, convener } = about
    if ((state.status === 'cancelled') !== (occasion === 'cancelled')) return null
    if (state.status === 'closed' || state.status === 'adopted') return null
    return wording(ctx, { reader, state, occasion, workspace: reader.workspace, convener })
  })
}

interface Letter {
  readonly reader: Reader
  readonly state: MeetingState
  readonly occasion: Occasion
  readonly workspace: string
  readonly convener: string
}

const subjects = {
  convened: { fr: 'Convocation', en: 'Notice of meeting' },
  changed: { fr: 'Séance modifiée', en: 'Meeting changed' },
  cancelled: { fr: 'Séance annulée', en: 'Meeting cancelled' },
} as const

function wording(ctx: Context, { reader, state, occasion, workspace, convener }: Letter): Mail {
  const { lang } = reader
  const { title, place, link, startsAt } = state.about
  const url = meetingUrl(ctx, state.id)
  const agenda = state.items
    .filter(({ status }) => status !== 'withdrawn')
    .map((item, at) => `${at + 1}. ${item.title[lang]}`)
  const where = [place, link].filter((text) => text !== '').join(lang === 'fr' ? ' · ' : ' · ')
  const when = shownMoment(startsAt, lang)
  const why = state.cancelledFor
  const fr = [
    `Bonjour ${reader.name},`,
    {
      convened: `${convener} vous convoque à la séance « ${title.fr} » de la démarche « ${workspace} ».`,
      changed: `La séance « ${title.fr} » de la démarche « ${workspace} » a changé. Voici ce qui vaut maintenant.`,
      cancelled: `La séance « ${title.fr} » de la démarche « ${workspace} » n’aura pas lieu.`,
    }[occasion],
    ...(why === '' ? [] : [`Raison : ${why}`]),
    `Quand : ${when}${where && `\nOù : ${where}`}`,
    ...(occasion === 'cancelled' ? [] : [`Ordre du jour :\n${agenda.join('\n')}`, url]),
  ]
  const en = [
    `Hello ${reader.name},`,
    {
      convened: `${convener} invites you to the meeting “${title.en}” of the workspace “${workspace}”.`,
      changed: `The meeting “${title.en}” of the workspace “${workspace}” has changed. This is what holds now.`,
      cancelled: `The meeting “${title.en}” of the workspace “${workspace}” will not take place.`,
    }[occasion],
    ...(why === '' ? [] : [`Reason: ${why}`]),
    `When: ${when}${where && `\nWhere: ${where}`}`,
    ...(occasion === 'cancelled' ? [] : [`Agenda:\n${agenda.join('\n')}`, url]),
  ]
  return {
    to: reader.email,
    lang,
    // A title never adds a header of its own to the mail.
    subject: `${subjects[occasion][lang]}${lang === 'fr' ? '\u00a0: ' : ': '}${title[lang]}`.replace(
      /[\r\n\t]+/g,
      ' ',
    ),
    text: `${(lang === 'fr' ? fr : en).join('\n\n')}\n`,
    calendar: {
      method: occasion === 'cancelled' ? 'CANCEL' : 'PUBLISH',
      text: appointmentOf(ctx, state, { lang, organizer: convener }),
    },
  }
}

function shownMoment(instant: string, lang: Lang): string {
  const form = { dateStyle: 'full', timeStyle: 'short', timeZone: 'America/Toronto' } as const
  return new Intl.DateTimeFormat(lang === 'fr' ? 'fr-CA' : 'en-CA', form).format(new Date(instant))
}

function meetingUrl(ctx: Context, meetingId: string): string {
  return `${ctx.origin}/meetings/${meetingId}`
}

function appointmentOf(
  ctx: Context,
  state: MeetingState,
  { lang, organizer }: { lang: Lang; organizer: string },
): string {
  return calendarText(
    {
      meetingId: state.id,
      about: state.about,
      sequence: state.revision,
      stamp: ctx.now().toISOString(),
      organizer,
      cancelled: state.status === 'cancelled',
      url: meetingUrl(ctx, state.id),
      agenda: state.items.filter(({ status }) => status !== 'withdrawn'),
    },
    lang,
  )
}

/** The appointment as a file, in the language of whoever asks. Refuses meetingNotConvened for a draft. */
export async function meetingCalendar(
  ctx: Context,
  actor: Actor,
  meetingId: string,
): Promise<NonNullable<Mail['calendar']>> {
  return ctx.transact(async ({ tx }) => {
    const { member } = await meetingFor(tx, actor, meetingId)
    const state = await meetingStateOf(tx, meetingId)
    if (state.status === 'draft') throw new Refused('meetingNotConvened')
    const { lang } = await tx
      .selectFrom('users')
      .select('lang')
      .where('id', '=', member.userId)
      .executeTakeFirstOrThrow()
    const text = appointmentOf(ctx, state, { lang, organizer: state.convenedBy?.name ?? member.name })
    return { method: state.status === 'cancelled' ? 'CANCEL' : 'PUBLISH', text }
  })
}
