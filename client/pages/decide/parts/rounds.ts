// The polls of a plan as lists show them, whatever their form, each a round on its subject. Pure. Called by the list of polls and by what
// waits for me.
import type { Bilingual } from '../../../../shared/basics.ts'
import { methodLabels } from '../../../../shared/poll/setting.ts'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import type { VoteSummary } from '../../../../shared/poll/views.ts'
import { canonicalText } from '../../../../shared/record/canonical.ts'
import type { PollSummary } from '../../../../shared/views.ts'

export interface Round {
  readonly id: string
  readonly subject: PollSubject
  readonly subjectTitle: string
  readonly round: number
  readonly question: Bilingual
  readonly openedAt: string
  readonly closesAt: string | null
  readonly closedAt: string | null
  readonly received: number
  readonly registered: number
  /** The names of the seats whose ballot is mine to cast. */
  readonly awaits: readonly string[]
  /** The method in words; null for the consent of the first form, which needs no telling. */
  readonly method: Bilingual | null
  /** Of the second form: where it stands. */
  readonly vote: Pick<VoteSummary, 'state' | 'outcome'> | null
}

/** Rounds of both forms, the last opened first. `organization`: whose voice the polls of the first form await from me. */
export function roundsOf(
  polls: readonly PollSummary[],
  votes: readonly VoteSummary[],
  organization: string,
): Round[] {
  const first = polls.map((poll): Round => {
    const { id, subject, subjectTitle, round, question, openedAt, closedAt, received, registered } = poll
    const awaits = poll.awaitsMe ? [organization] : []
    return {
      ...{ id, subject, subjectTitle, round, question, openedAt, closedAt, received, registered, awaits },
      closesAt: null,
      method: null,
      vote: null,
    }
  })
  const second = votes.map((vote): Round => {
    const { id, subject, subjectTitle, round, question, openedAt, closedAt, received, registered } = vote
    return {
      ...{ id, subject, subjectTitle, round, question, openedAt, closedAt, received, registered },
      closesAt: vote.closesAt,
      awaits: vote.awaitsMe.map(({ name }) => name),
      method: methodLabels[vote.method].label,
      vote: { state: vote.state, outcome: vote.outcome },
    }
  })
  return [...first, ...second].sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
}

/** What makes two rounds of one subject: bare questions only when one follows the other's words. */
export function subjectKey({ subject, question }: Pick<Round, 'subject' | 'question'>): string {
  return subject.kind === 'question' ? `question ${question.fr}` : canonicalText(subject)
}
