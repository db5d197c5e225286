// The life of a poll of the second form (VOTE-2…VOTE-4), derived from what was written and from the time: nothing moves it by hand.
// Pure. Called by the acts at every step, and by screens.
import type { Bilingual } from '../basics.ts'
import { type Refusal, refusal } from '../refusals.ts'

export const pollStates = {
  draft: { fr: 'En préparation', en: 'Draft' },
  open: { fr: 'Ouvert', en: 'Open' },
  closed: { fr: 'Clos', en: 'Closed' },
  counted: { fr: 'Compté', en: 'Counted' },
  proclaimed: { fr: 'Proclamé', en: 'Proclaimed' },
  annulled: { fr: 'Annulé', en: 'Annulled' },
  superseded: { fr: 'Remplacé par un nouveau tour', en: 'Superseded by a new round' },
} as const satisfies Record<string, Bilingual>
export type PollState = keyof typeof pollStates

/** What is on record of a poll, as far as its state depends on it. Instants are ISO text of one form. */
export interface PollLife {
  /** Null for a draft. */
  readonly openedAt: string | null
  /** The instant fixed at opening at which it closes by itself. */
  readonly closesAt: string | null
  /** When it was counted: the closing is written with its count. */
  readonly closedAt: string | null
  readonly proclaimedAt: string | null
  readonly annulledAt: string | null
  /** The poll that follows it on the same text, once that one is open. */
  readonly supersededBy: string | null
}

/**
 * VOTE-2: the state at an instant. A poll whose hour has passed is closed whether or not anyone has looked (INV-25); annulled
 * comes before everything, for an annulled poll decides nothing.
 */
export function pollStateAt(life: PollLife, now: string): PollState {
  if (life.annulledAt !== null) return 'annulled'
  if (life.openedAt === null) return 'draft'
  if (life.closedAt === null) return isDue(life, now) ? 'closed' : 'open'
  if (life.supersededBy !== null) return 'superseded'
  return life.proclaimedAt === null ? 'counted' : 'proclaimed'
}

/** True when the hour fixed at opening has come and the closing is still to be written. */
export function isDue(life: Pick<PollLife, 'closesAt' | 'closedAt' | 'annulledAt'>, now: string): boolean {
  return life.closedAt === null && life.annulledAt === null && hourHasCome(life.closesAt, now)
}

/** Whether the hour of a poll that is neither closed nor annulled has come; null where it has none. */
export function hourHasCome(closesAt: string | null, now: string): boolean {
  return closesAt !== null && now >= closesAt
}

/**
 * VOTE-3: a poll that announced its hour closes before it only once every voice is in: those who were told they had until then keep
 * that time. `missing` is the number of seats that may still vote.
 */
export function checkClosing(life: PollLife, now: string, missing: number): Refusal | null {
  const state = pollStateAt(life, now)
  if (state === 'draft' || state === 'annulled') return refusal('pollNotOpen')
  if (state === 'open' && life.closesAt !== null && missing > 0)
    return refusal('pollHasHour', { closesAt: life.closesAt })
  return null
}

/** VOTE-4: what may be said of a poll after it: proclaimed once counted; annulled once, at any time after its opening, with a reason. */
export function checkMark(life: PollLife, mark: 'proclaimed' | 'annulled', now: string): Refusal | null {
  const state = pollStateAt(life, now)
  if (state === 'draft' || state === 'annulled') return refusal('pollNotOpen')
  if (mark === 'annulled') return null
  return state === 'open' || state === 'closed' ? refusal('pollStillOpen') : null
}
