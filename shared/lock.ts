// What still forbids the lock (LOCK rules), each reason with its place. Pure; called by the plan's state and by the lock itself.
import type { Bilingual } from './basics.ts'
import { type Standing, type StandingState, sameSubject } from './consensus.ts'
import { type Item, isSetAside, itemsOf, type Plan, planProblems, textOf } from './plan/plan.ts'

export interface LockReason {
  readonly text: Bilingual
  /** Where it is mended: a place of the plan, the poll to look at, or both. */
  readonly place: {
    readonly section?: string
    readonly list?: string
    readonly item?: string
    readonly field?: string
    readonly poll?: string
    /** The record and its witnesses. */
    readonly record?: true
  }
}

/**
 * Every reason that forbids the lock, in reading order; empty when the plan may be locked.
 * LOCK-1 the text is complete (PLAN rules) · LOCK-2 each priority that is not set aside stands under a live consensus ·
 * LOCK-3 so does the whole plan · LOCK-4 no poll is open on any text of the plan: neither on one of these, nor on a passage or the allocation (`passages`).
 * LOCK-6 an amendment changes something: `unchanged` is the number of the version before when the text is still the same.
 * `standings` are those of the same plan (standingsOf); a text without a standing counts as a draft.
 */
export function lockReasons(
  plan: Plan,
  standings: readonly Standing[],
  { passages = [], unchanged = null }: LockFacts = {},
): LockReason[] {
  const priorities = itemsOf(plan, 'priorities')
  const gone = standings.filter(
    ({ subject, state }) =>
      state === 'open' && subject.kind === 'priority' && !priorities.some(({ id }) => id === subject.id),
  )
  return [
    ...(unchanged === null ? [] : [{ text: unchangedWords(unchanged), place: { section: 'frame' } }]),
    ...planProblems(plan).map(({ text, place }) => ({ text, place })),
    ...priorities.flatMap((priority) => priorityReason(priority, standings)),
    ...gone.map((standing) => ({ text: openOnGone, place: pollOf(standing) })),
    ...passages.map(({ pollId, title }) => ({
      text: {
        fr: `${title}\u00a0: un scrutin y est encore ouvert.`,
        en: `${title}: a ballot is still open on it.`,
      },
      place: { poll: pollId },
    })),
    ...planReason(standings),
  ]
}

/** What the lock asks besides the text and its standings. */
interface LockFacts {
  /** Passages and allocations under an open poll. */
  readonly passages?: readonly { readonly pollId: string; readonly title: string }[]
  /** LOCK-6. */
  readonly unchanged?: number | null
}

function unchangedWords(number: number): Bilingual {
  return {
    fr: `L’avenant ne change encore rien\u00a0: le texte est celui de la version ${number}.`,
    en: `The amendment changes nothing yet: the text is that of version ${number}.`,
  }
}

type Unsettled = Exclude<StandingState, 'consensus'>

function priorityReason(priority: Item, standings: readonly Standing[]): LockReason[] {
  const standing = standings.find(({ subject }) =>
    sameSubject(subject, { kind: 'priority', id: priority.id }),
  )
  const state = standing?.state ?? 'draft'
  if (state === 'consensus' || (isSetAside(priority) && state !== 'open')) return []
  const title = textOf(priority.fields, 'title')
  const why = priorityWords[state]
  return [
    {
      text: {
        fr: title
          ? `Priorité «\u00a0${title}\u00a0»\u00a0: ${why.fr}`
          : `Priorité sans titre\u00a0: ${why.fr}`,
        en: title ? `Priority “${title}”: ${why.en}` : `Untitled priority: ${why.en}`,
      },
      place: { section: 'priorities', list: 'priorities', item: priority.id, ...pollOf(standing) },
    },
  ]
}

function planReason(standings: readonly Standing[]): LockReason[] {
  const standing = standings.find(({ subject }) => subject.kind === 'plan')
  const state = standing?.state ?? 'draft'
  return state === 'consensus' ? [] : [{ text: planWords[state], place: pollOf(standing) }]
}

function pollOf(standing: Standing | undefined): { poll?: string } {
  return standing?.pollId ? { poll: standing.pollId } : {}
}

const priorityWords = {
  draft: {
    fr: 'aucun consensus ne la retient encore.',
    en: 'no consensus retains it yet.',
  },
  open: {
    fr: 'son scrutin est encore ouvert.',
    en: 'its ballot is still open.',
  },
  stale: {
    fr: 'son texte a changé depuis le consensus, qui est périmé.',
    en: 'its text has changed since the consensus, which is stale.',
  },
  refused: {
    fr: 'son dernier scrutin n’a pas abouti à un consensus.',
    en: 'its last ballot did not reach a consensus.',
  },
} as const satisfies Record<Unsettled, Bilingual>

const planWords = {
  draft: {
    fr: 'Ensemble du plan\u00a0: aucun consensus ne l’adopte encore.',
    en: 'Whole plan: no consensus adopts it yet.',
  },
  open: {
    fr: 'Ensemble du plan\u00a0: son scrutin est encore ouvert.',
    en: 'Whole plan: its ballot is still open.',
  },
  stale: {
    fr: 'Ensemble du plan\u00a0: le texte a changé depuis le consensus, qui est périmé.',
    en: 'Whole plan: the text has changed since the consensus, which is stale.',
  },
  refused: {
    fr: 'Ensemble du plan\u00a0: le dernier scrutin n’a pas abouti à un consensus.',
    en: 'Whole plan: the last ballot did not reach a consensus.',
  },
} as const satisfies Record<Unsettled, Bilingual>

const openOnGone: Bilingual = {
  fr: 'Un scrutin est encore ouvert sur une priorité retirée du plan\u00a0: il reste à clore.',
  en: 'A ballot is still open on a priority removed from the plan: it remains to be closed.',
}
