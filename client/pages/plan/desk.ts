// What every part of the plan's page shares: the live document, the store that follows it, what I may do, who writes where, and the
// way to a place. Given by PlanPage, read with useDesk().
import { createContext, useContext } from 'solid-js'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { assert } from '../../../shared/basics.ts'
import type { Problem } from '../../../shared/plan/plan.ts'
import type { TerritoryNode } from '../../../shared/territory.ts'
import type { StandingView } from '../../../shared/views.ts'
import type { PlanStore } from '../../plan-store.ts'
import type { Comments } from './comments/comments.ts'
import type { PlanPlace } from './places.ts'

export interface Desk {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly store: PlanStore
  readonly comments: Comments
  /** Whether what I write is taken: my role, and a plan that is not locked. */
  canWrite(): boolean
  canComment(): boolean
  isLocked(): boolean
  territories(): readonly TerritoryNode[]
  problems(): readonly Problem[]
  /** Where a priority (or `wholePlan`) stands now, its consensus held against the live text. */
  standing(subject: string): StandingView | undefined
  /** Names of the others who are in this field. */
  writers(place: PlanPlace): readonly string[]
  /** Tells the others in which field I am; null when in none. */
  standAt(place: PlanPlace | null): void
  /** Leads to a place, in another section if need be, and gives it the focus. */
  goTo(place: PlanPlace): void
  /** The address of a place, for links. */
  address(place: PlanPlace): string
}

export const DeskContext = createContext<Desk>()

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  assert(desk, 'useDesk is for parts of PlanPage')
  return desk
}

/** The whole plan as a subject, beside the ids of priorities (which are never empty). */
export const wholePlan = ''
