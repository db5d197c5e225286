// The live text as the decision screens need it: a Plan that follows the document, for showing, hashing and comparing; never written.
// Called by the pages that show the text that would be bound, or say that a bound text is no longer the live one.
import { createSignal } from 'solid-js'
import type { Plan } from '../../../../shared/plan/plan.ts'

export interface PlanText {
  /** Null until the document has come. */
  plan(): Plan | null
}

export function usePlanText(): PlanText {
  const [plan] = createSignal<Plan | null>(null)
  return { plan }
}
