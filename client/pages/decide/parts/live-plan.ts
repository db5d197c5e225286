// The live text as the decision screens need it: a Plan that follows the document, for showing, hashing and comparing; never written.
// Called by the pages that show the text that would be bound, or say that a bound text is no longer the live one.
import type { Plan } from '../../../../shared/plan/plan.ts'
import { useWorkspace } from '../../../parts/workspace.ts'

export interface PlanText {
  /** Null until the whole document has come. */
  plan(): Plan | null
}

/** Follows the live plan, reading only. */
export function usePlanText(): PlanText {
  return { plan: useWorkspace().planText }
}
