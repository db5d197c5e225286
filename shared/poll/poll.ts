// The life of a poll (POLL rules) whatever its method: what may be put to the vote, who may cast, what is fixed at opening.
// Pure. Called by the acts on polls; the screens ask the same questions before they offer a button.
import { type Bilingual, isWordless } from '../basics.ts'
import { proposedPriorities, type SubjectText, textOf } from '../plan/plan.ts'
import { canonicalText } from '../record/canonical.ts'
import type { DecisionRuleRecord } from '../record/records.ts'
import { type Refusal, refusal } from '../refusals.ts'
import { type ConsentChoice, checkBallot, type DecisionRule, defaultRule } from './consent.ts'

/** The name a poll shows: the priority's title or the plan's, as it stood when the poll opened. */
export function subjectTitle(text: SubjectText): string {
  if (text.kind === 'plan') return textOf(text.plan.fields.frame, 'title') || 'Plan d’action'
  return textOf(text.priority.fields, 'title')
}

/** POLL-10: nobody consents to nothing: a priority needs its title, a plan at least one priority proposed under its title. */
export function checkSubject(text: SubjectText | null): Refusal | null {
  if (text === null) return refusal('subjectMissing')
  const empty =
    text.kind === 'plan'
      ? proposedPriorities(text.plan).every((priority) => isWordless(textOf(priority.fields, 'title')))
      : isWordless(textOf(text.priority.fields, 'title'))
  return empty ? refusal('subjectEmpty') : null
}

/** The question asked when the facilitator words none. */
export function defaultQuestion(text: SubjectText): Bilingual {
  const title = subjectTitle(text)
  if (text.kind === 'plan') {
    return {
      fr: `Consentez-vous à l’ensemble du plan «\u00a0${title}\u00a0», tel qu’il est écrit ici\u00a0?`,
      en: `Do you consent to the whole plan “${title}”, as written here?`,
    }
  }
  return {
    fr: `Consentez-vous à retenir la priorité «\u00a0${title}\u00a0», telle qu’elle est écrite ici\u00a0?`,
    en: `Do you consent to retaining the priority “${title}”, as written here?`,
  }
}

/** What must be known of a poll to tell whether a ballot enters it. */
export interface PollMoment {
  /** Null while it is open. */
  readonly closedAt: string | null
  readonly textHash: string
  /** Whether the organisation that would vote is in the register. */
  readonly registered: boolean
  readonly voted: boolean
}

export interface BallotOffer {
  /** The organisation whose voice it is; null when the person carries none. */
  readonly organization: { readonly name: string } | null
  readonly choice: ConsentChoice
  readonly reason: string
  /** Hash of the text the voter had on screen. */
  readonly textHash: string
}

/**
 * POLL-4: the first reason why a ballot is refused, or null. In this order, so that each person is told what matters most:
 * closed, no voice, not in the register, voted already, another text, words missing.
 */
export function checkCast(poll: PollMoment, offer: BallotOffer): Refusal | null {
  if (poll.closedAt !== null) return refusal('pollClosed', { closedAt: poll.closedAt })
  if (offer.organization === null) return refusal('noVoice')
  const organization = offer.organization.name
  if (!poll.registered) return refusal('notInRegister', { organization })
  if (poll.voted) return refusal('alreadyVoted', { organization })
  if (poll.textHash !== offer.textHash) return refusal('textChanged')
  return checkBallot(offer.choice, offer.reason)
}

/** A rule as it is hashed and kept: no null in the canonical profile, so equal voices leave `collegeWeights` out. */
export function ruleRecordOf({ collegeWeights, ...rule }: DecisionRule): DecisionRuleRecord {
  return collegeWeights === null ? rule : { ...rule, collegeWeights }
}

/** The rule of a record, back to the form that counts. */
export function ruleOf(record: DecisionRuleRecord): DecisionRule {
  return { ...record, collegeWeights: record.collegeWeights ?? null }
}

/** The text of a rule as it is kept in a row. */
export function ruleJson(rule: DecisionRule): string {
  return canonicalText(ruleRecordOf(rule))
}

/** Reads a rule from a row, with or without its null; what an older row does not say follows the default. */
export function readRule(json: string): DecisionRule {
  return ruleOf({ ...ruleRecordOf(defaultRule), ...dropNull(JSON.parse(json) as Partial<DecisionRule>) })
}

function dropNull({ collegeWeights, ...rule }: Partial<DecisionRule>): Partial<DecisionRuleRecord> {
  return collegeWeights ? { ...rule, collegeWeights } : rule
}

/**
 * POLL-7: an instant of the server's clock that never precedes `after`, and by at least one millisecond follows every one
 * of `past`: a clock set back cannot put a ballot after its closing nor reorder two closings.
 */
export function instantAfter(now: Date, past: readonly string[]): string {
  const last = Math.max(0, ...past.map((instant) => Date.parse(instant) + 1))
  return new Date(Math.max(now.getTime(), last)).toISOString()
}
