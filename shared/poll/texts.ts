// What a poll of the second form may be about, and the text it is bound to, as types. Data only.
// Made by subject.ts; read by records, views, the verifier.
import type { Bilingual } from '../basics.ts'
import type { Item, Plan, Subject, SubjectText } from '../plan/plan.ts'
import type { ProseNode } from '../plan/prose-json.ts'

/** A place of the plan whose words are put to the vote: a text or prose field, and the words in it that were pointed at. */
export interface PassageSubject {
  readonly kind: 'passage'
  readonly section: string
  readonly list?: string
  readonly item?: string
  readonly field: string
  /** The words pointed at, as read on screen; empty for the whole field. */
  readonly quote: string
}
export type PollSubject =
  | Subject
  | PassageSubject
  | { readonly kind: 'allocation' }
  | { readonly kind: 'question' }

/** The exact text of a poll, as plain data; its canonical digest ('text') is what every ballot carries. */
export type PollText =
  | SubjectText
  | PassageText
  | {
      readonly kind: 'allocation'
      readonly envelope?: number
      readonly shares: readonly Item[]
      readonly territories: Plan['territories']
    }
  | { readonly kind: 'question'; readonly question: Bilingual }

/** A line field has `words`; rich text has the whole blocks that hold the quote. */
export interface PassageText {
  readonly kind: 'passage'
  readonly section: string
  readonly list?: string
  readonly item?: string
  readonly field: string
  readonly words?: string
  readonly blocks?: readonly ProseNode[]
}
