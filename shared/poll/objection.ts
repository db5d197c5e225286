// The life of an objection (VOTE-9…VOTE-11): raised, answered, then integrated in a text, withdrawn, maintained, or overruled by rule.
// Pure. Called by the acts on objections; the closing of a poll asks it whether a block stands.
import { type Bilingual, isWordless } from '../basics.ts'
import { type Refusal, refusal } from '../refusals.ts'
import type { ObjectionLevel } from './admission.ts'
import type { Standing } from './outcome.ts'
import type { PollSetting } from './setting.ts'

export const objectionLevels = {
  concern: { fr: 'Préoccupation', en: 'Concern' },
  standAside: { fr: 'Je me tiens à l’écart', en: 'Stand aside' },
  block: { fr: 'Blocage', en: 'Block' },
} as const satisfies Record<ObjectionLevel, Bilingual>

export const objectionStates = {
  raised: { fr: 'Soulevée', en: 'Raised' },
  answered: { fr: 'Répondue', en: 'Answered' },
  integrated: { fr: 'Intégrée au texte', en: 'Integrated in the text' },
  withdrawn: { fr: 'Retirée', en: 'Withdrawn' },
  maintained: { fr: 'Maintenue', en: 'Maintained' },
  overruled: { fr: 'Écartée selon la règle', en: 'Overruled by rule' },
} as const satisfies Record<string, Bilingual>
export type ObjectionState = keyof typeof objectionStates

export const objectionMoves = ['answer', 'integrate', 'withdraw', 'maintain', 'overrule'] as const
export type ObjectionMove = (typeof objectionMoves)[number]

interface MoveRule {
  readonly from: readonly ObjectionState[]
  readonly to: ObjectionState
  /** Who may: the seat that objects, or whoever conducts the polls. */
  readonly by: 'seat' | 'conduct'
}

const moves = {
  answer: { from: ['raised', 'answered', 'maintained'], to: 'answered', by: 'conduct' },
  integrate: { from: ['raised', 'answered', 'maintained'], to: 'integrated', by: 'conduct' },
  withdraw: { from: ['raised', 'answered', 'maintained', 'integrated'], to: 'withdrawn', by: 'seat' },
  // Whoever objected judges whether the new text answers: what was told integrated may be maintained.
  maintain: { from: ['raised', 'answered', 'integrated'], to: 'maintained', by: 'seat' },
  overrule: { from: ['maintained'], to: 'overruled', by: 'conduct' },
} as const satisfies Record<ObjectionMove, MoveRule>

/** What must be known of an objection, its poll and the person to tell whether a move is theirs to make. */
export interface ObjectionMoment {
  readonly level: ObjectionLevel
  readonly state: ObjectionState
  /** The text under the poll on which it was raised, and the text that is said to answer it. */
  readonly pollTextHash: string
  readonly textHash?: string | undefined
  readonly words: string
  readonly holdsSeat: boolean
  readonly conducts: boolean
}

/**
 * VOTE-9: the state after a move, or the one refusal. A withdrawal and a maintaining belong to the seat that objected; an answer needs
 * words; what is integrated names a text that is no longer the one objected to. VOTE-10: only a block is overruled, only where the
 * rules foresaw a majority after a block, and only once it is maintained.
 */
export function objectionAfter(
  setting: Pick<PollSetting, 'afterBlock'>,
  moment: ObjectionMoment,
  move: ObjectionMove,
): ObjectionState | Refusal {
  const rule: MoveRule = moves[move]
  if (rule.by === 'seat' ? !moment.holdsSeat : !moment.conducts) return refusal('objectionNotYours')
  if (!rule.from.includes(moment.state)) return refusal('objectionSettled')
  if (move === 'answer' && isWordless(moment.words)) return refusal('reasonNeeded')
  if (move === 'integrate' && (!moment.textHash || moment.textHash === moment.pollTextHash))
    return refusal('textUnmoved')
  if (move === 'overrule' && (setting.afterBlock !== 'majority' || moment.level !== 'block'))
    return refusal('ruleForbidsOverruling')
  return rule.to
}

/**
 * VOTE-11: whether a block raised on a poll stands against its text: until it is withdrawn or overruled. One that nobody answered stands
 * like one maintained; one that another text answers still stands against this one, which whoever conducts could otherwise have adopted.
 */
export function blockStands(
  objections: readonly { level: ObjectionLevel; state: ObjectionState }[],
): boolean {
  return objections.some(
    ({ level, state }) => level === 'block' && state !== 'withdrawn' && state !== 'overruled',
  )
}

/** What the objections raised on a poll itself say beside its count when it closes: the one place where a Standing is made. */
export function standingOf(
  objections: readonly { level: ObjectionLevel; state: ObjectionState }[],
): Standing & { readonly overruled: boolean; readonly reserved: boolean } {
  return {
    blockStands: blockStands(objections),
    overruled: objections.some(({ level, state }) => level === 'block' && state === 'overruled'),
    reserved: objections.some(({ state }) => state !== 'withdrawn'),
  }
}
