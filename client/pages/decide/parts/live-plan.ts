// The live text as the decision screens need it: a Plan that follows the document, for showing, hashing and comparing; never written.
// Called by the pages that show the text that would be bound, or say that a bound text is no longer the live one.
import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
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
  const { planId, workspace } = useWorkspace()
  const [plan, setPlan] = createSignal<Plan | null>(null)
  createEffect(
    on(planId, (id) => {
      setPlan(null)
      if (!id) return
      const doc = new Y.Doc()
      const address = `${location.origin.replace(/^http/, 'ws')}/sync`
      const provider = new WebsocketProvider(address, id, doc, { disableBc: true })
      // Who is here is told by the page where one writes; a reader of decisions is not shown among them.
      provider.awareness.setLocalState(null)
      let timer: ReturnType<typeof setTimeout> | undefined
      const read = () => {
        timer ??= setTimeout(() => {
          timer = undefined
          if (provider.synced) setPlan(readPlan(doc, workspace().territories))
        }, readDelayMs)
      }
      provider.on('sync', read)
      doc.on('update', read)
      onCleanup(() => {
        clearTimeout(timer)
        provider.destroy()
        doc.destroy()
      })
    }),
  )
  return { plan }
}
