// Where each votable text stands (CONS rules): draft, open, consensus, stale, refused. Pure: polls and live hashes in, standings out.
// Called by the server for the plan's state and for the lock; nothing else decides that a consensus holds.
import {
  itemsOf,
  type Plan,
  proposedPriorities,
  type Subject,
  type SubjectText,
  subjectText,
} from './plan/plan.ts'
import { type ConsentOutcome, isConsensus } from './poll/consent.ts'
import type { Outcome } from './poll/setting.ts'
import { digest } from './record/canonical.ts'

export type StandingState = 'draft' | 'open' | 'consensus' | 'stale' | 'refused'

/** A poll as far as standings need it, of either form; one that was annulled, or that only sorts, is none (`decides`). */
export interface Decision {
  readonly id: string
  readonly subject: Subject
  readonly textHash: string
  /** ISO instants; closings of one plan are never equal. Null while open. */
  readonly closedAt: string | null
  readonly outcome: ConsentOutcome | Outcome | null
  /** For a poll on the whole plan: the hash of each priority's own text inside the text that was voted. */
  readonly covers: { readonly [priorityId: string]: string }
}

/**
 * CONS-6: a closed poll says something of its text unless it was to adopt nothing (to sort, to sense), or was sent back to deliberate:
 * it then leaves its text as it was. Open, it keeps it open like any other.
 */
export function decides(outcome: Decision['outcome'], adopts: boolean): boolean {
  return outcome === null || (adopts && outcome !== 'sorted' && outcome !== 'postponed')
}

/** A votable text of the live plan, by its hash (digest('text', SubjectText)). */
export interface LiveText {
  readonly subject: Subject
  readonly textHash: string
}

export interface Standing {
  readonly subject: Subject
  /** The poll that decides it, or the one open on it. */
  readonly pollId: string | null
  /** Hash of this subject's text as that poll has it: equal to the live text's when nothing moved. */
  readonly textHash: string | null
  readonly state: StandingState
}

/** The votable texts of a plan with their hashes: the whole first, then every priority in its shown order. */
export function liveTexts(plan: Plan): LiveText[] {
  const subjects: Subject[] = [
    { kind: 'plan' },
    ...itemsOf(plan, 'priorities').map(({ id }) => ({ kind: 'priority', id }) as const),
  ]
  return subjects.map((subject) => ({ subject, textHash: digest('text', subjectText(plan, subject)) }))
}

/** CONS-2: what a vote on a text also says of the priorities in it: their exact text, by hash. */
export function coveredTexts(text: SubjectText): Record<string, string> {
  if (text.kind !== 'plan') return {}
  const covered: [string, string][] = []
  for (const { subject, textHash } of liveTexts(text.plan)) {
    if (subject.kind === 'priority') covered.push([subject.id, textHash])
  }
  return Object.fromEntries(covered)
}

/**
 * The standing of each live text, in the order of `live`, then of texts under an open poll that the plan no longer holds.
 * CONS-1 open while a poll is open on that very subject · CONS-2 a consensus on the whole plan decides each priority it holds;
 * a whole-plan vote without consensus leaves the priorities as they were · CONS-3 the last to close decides ·
 * CONS-4 a consensus holds for the exact text only: stale when the live text differs, live again when it is the same again.
 */
export function standingsOf(decisions: readonly Decision[], live: readonly LiveText[]): Standing[] {
  const gone = decisions
    .filter(({ closedAt }) => closedAt === null)
    .filter((poll) => !live.some(({ subject }) => sameSubject(subject, poll.subject)))
  return [
    ...live.map((text) => standingOf(decisions, text)),
    ...gone.map(({ id, subject, textHash }) => ({ subject, pollId: id, textHash, state: 'open' as const })),
  ]
}

function standingOf(decisions: readonly Decision[], { subject, textHash }: LiveText): Standing {
  const open = decisions.find((poll) => poll.closedAt === null && sameSubject(poll.subject, subject))
  if (open) return { subject, pollId: open.id, textHash: open.textHash, state: 'open' }
  const last = latest(decisions.flatMap((poll) => decisionOn(poll, subject)))
  if (!last) return { subject, pollId: null, textHash: null, state: 'draft' }
  const state = last.agreed ? 'consensus' : 'refused'
  return standingAgainst({ subject, pollId: last.pollId, textHash: last.textHash, state }, textHash)
}

/** CONS-4: a standing held against the text as it reads now (its hash): the only place where a consensus goes stale, or stands again. */
export function standingAgainst<S extends Pick<Standing, 'state' | 'textHash'>>(
  standing: S,
  liveHash: string,
): S {
  if (standing.state !== 'consensus' && standing.state !== 'stale') return standing
  return { ...standing, state: standing.textHash === liveHash ? 'consensus' : 'stale' }
}

interface Decided {
  readonly pollId: string
  readonly closedAt: string
  readonly textHash: string
  readonly agreed: boolean
}

function latest(decided: readonly Decided[]): Decided | null {
  return decided.reduce<Decided | null>(
    (best, one) => (best === null || one.closedAt > best.closedAt ? one : best),
    null,
  )
}

function decisionOn(poll: Decision, subject: Subject): Decided[] {
  if (poll.closedAt === null || poll.outcome === null) return []
  const agreed = isConsensus(poll.outcome)
  const { id: pollId, closedAt } = poll
  if (sameSubject(poll.subject, subject)) return [{ pollId, closedAt, textHash: poll.textHash, agreed }]
  if (poll.subject.kind !== 'plan' || subject.kind !== 'priority' || !agreed) return []
  const covered = Object.hasOwn(poll.covers, subject.id) ? poll.covers[subject.id] : undefined
  return covered === undefined ? [] : [{ pollId, closedAt, textHash: covered, agreed }]
}

/**
 * CONS-5: the polls a version stands on, by closing order: the one that decides the whole plan, those that decide each proposed
 * priority, and each one's last own consensus when it was on the very same text.
 */
export function evidenceOf(
  plan: Plan,
  standings: readonly Standing[],
  decisions: readonly Decision[],
): string[] {
  const subjects: Subject[] = [
    { kind: 'plan' },
    ...proposedPriorities(plan).map(({ id }) => ({ kind: 'priority', id }) as const),
  ]
  const texts = liveTexts(plan)
  const used = new Set<string>()
  for (const subject of subjects) {
    const standing = standings.find((one) => sameSubject(one.subject, subject))
    if (standing?.pollId) used.add(standing.pollId)
    const own = latest(
      decisions
        .filter((poll) => sameSubject(poll.subject, subject))
        .flatMap((poll) => decisionOn(poll, subject)),
    )
    const live = texts.find((text) => sameSubject(text.subject, subject))
    if (own?.agreed && own.textHash === live?.textHash) used.add(own.pollId)
  }
  return decisions
    .filter((poll) => used.has(poll.id))
    .sort((a, b) => (a.closedAt! < b.closedAt! ? -1 : 1))
    .map(({ id }) => id)
}

export function sameSubject(a: Subject, b: Subject): boolean {
  return a.kind === 'priority' ? b.kind === 'priority' && a.id === b.id : b.kind === 'plan'
}
