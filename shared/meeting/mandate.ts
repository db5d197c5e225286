// Who may hold a seat, by mandate: what kinds there are, when one runs, who holds a seat outside meetings. Pure.
// Called by the acts on mandates and by the roll; by the acts on polls for those who vote from afar.
import type { Bilingual } from '../basics.ts'
import type { RollSeat, SeatPerson, VotingRight } from './events.ts'

export const votingRights = {
  deliberative: { fr: 'Voix délibérative', en: 'Deliberative voice' },
  consultative: { fr: 'Voix consultative', en: 'Consultative voice' },
  observer: { fr: 'Observation', en: 'Observer' },
} as const satisfies Record<VotingRight, Bilingual>

export const mandateRoles = {
  delegate: { fr: 'Délégation', en: 'Delegate' },
  alternate: { fr: 'Substitut', en: 'Alternate' },
  signatory: { fr: 'Signature', en: 'Signatory' },
  support: { fr: 'Accompagnement', en: 'Support worker' },
} as const satisfies Record<string, Bilingual>
export type MandateRole = keyof typeof mandateRoles

const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Toronto',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** A day begins with a minute, in every zone: asked at each look, the day of one minute is told once. */
let lastDay = { minute: Number.NaN, day: '' }

/** The calendar day of an instant in the region, YYYY-MM-DD: mandates run from a day to a day, both included. */
export function regionDay(instant: Date): string {
  const minute = Math.floor(instant.getTime() / 60_000)
  if (lastDay.minute === minute) return lastDay.day
  const part = Object.fromEntries(dayFormat.formatToParts(instant).map(({ type, value }) => [type, value]))
  lastDay = { minute, day: `${part.year}-${part.month}-${part.day}` }
  return lastDay.day
}

export interface MandateTerm {
  readonly from: string
  /** The last day; null for no end. */
  readonly to: string | null
  /** When it was ended by hand; null while it was not. */
  readonly endedAt: string | null
}

/** MEET-21: a mandate runs from its first day to its last, unless it was ended. */
export function runsOn({ from, to, endedAt }: MandateTerm, day: string): boolean {
  return endedAt === null && from <= day && (to === null || day <= to)
}

/** MEET-21: outside meetings the first by rank whose mandate runs holds the seat: the delegate, else the first alternate. */
export function standingHolder({ people }: Pick<RollSeat, 'people'>): SeatPerson | null {
  return people[0] ?? null
}
