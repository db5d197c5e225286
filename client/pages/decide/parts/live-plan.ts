// The live text as the decision screens need it: a Plan that follows the document, for showing, hashing and comparing; never written.
// Called by the pages that show the text that would be bound, or say that a bound text is no longer the live one.
import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { readPlan } from '../../../../shared/plan/draft.ts'
import type { Plan } from '../../../../shared/plan/plan.ts'
import { useWorkspace } from '../../../parts/workspace.ts'

export interface PlanText {
  /** Null until the whole document has come. */
  plan(): Plan | null
}

/** Edits come in bursts; what is shown and hashed here may be this late. */
const readDelayMs = 200

/** Follows the live plan, reading only, while the calling component lives. */
export function usePlanText(): PlanText {
  const { room, workspace } = useWorkspace()
  const [plan, setPlan] = createSignal<Plan | null>(null)
  const ready = () => room().state().ready
  createEffect(
    on([room, ready, () => workspace().territories], ([{ doc }, isReady, territories]) => {
      if (!isReady) return
      const read = () => setPlan(readPlan(doc, territories))
      let timer: ReturnType<typeof setTimeout> | undefined
      const later = () => {
        timer ??= setTimeout(() => {
          timer = undefined
          read()
        }, readDelayMs)
      }
      read()
      doc.on('update', later)
      onCleanup(() => {
        clearTimeout(timer)
        doc.off('update', later)
      })
    }),
  )
  return { plan }
}
