// The words of meetings that come from their data: durations, numbers of items, who holds what. Called by every page of meetings.
import type { ItemKind, MeetingMode, PresenceMode } from '../../../shared/meeting/events.ts'
import type { AgendaItem, ItemStatus, MeetingStatus } from '../../../shared/meeting/state.ts'
import { type Refusal, refusalText } from '../../../shared/refusals.ts'
import { lang, pick, t } from '../../i18n.ts'
import { dayAndHour } from '../../parts/format.ts'
import { spaced } from '../../words/french.ts'

/** « 7:05 », « 1:02:09 »: a running time, hours only when there are. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

export const statusWord = (status: MeetingStatus) => t(`meeting.status.${status}`)
export const modeWord = (mode: MeetingMode) => t(`meeting.mode.${mode}`)
export const presenceWord = (mode: PresenceMode) => t(`meeting.presence.${mode}`)
export const kindWord = (kind: ItemKind) => t(`meeting.kind.${kind}`)
export const itemWord = (status: ItemStatus) => t(`meeting.item.${status}`)

/** « 2. Logement » */
export function itemTitle(agenda: readonly AgendaItem[], itemId: string | null): string {
  const shown = agenda.filter(({ status }) => status !== 'withdrawn')
  const at = shown.findIndex((item) => item.itemId === itemId)
  const item = shown[at]
  return item ? `${at + 1}. ${pick(item.title)}` : ''
}

/** « 7 présents, 1 représenté, 0 récusé »: in French none is singular. */
export function quorumParts(
  figures: Readonly<Record<'present' | 'represented' | 'recused', number>>,
): string {
  const parts = ['present', 'represented', 'recused'] as const
  return parts
    .map((part) => {
      const count = figures[part]
      return t(count < 2 ? `meeting.quorum.${part}One` : `meeting.quorum.${part}`, { count })
    })
    .join(', ')
}

/** Why something may not be done now, in words; an instant reads as a date. */
export function whyNot({ code, details }: Refusal): string {
  const startsAt = details?.startsAt
  const shown = typeof startsAt === 'string' ? { ...details, startsAt: dayAndHour(startsAt) } : details
  const text = refusalText({ code, ...(shown && { details: shown }) }, lang())
  return lang() === 'fr' ? spaced(text) : text
}

/** Milliseconds an item took so far. */
export function itemMs(item: AgendaItem, since: (instant: string) => number): number {
  return item.spentMs + (item.openedAt === null ? 0 : since(item.openedAt))
}

/** A small or capital letter, with or without its accent, is found all the same. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('fr')
}
