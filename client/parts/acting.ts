// One act of a person on its way to the server: busy while it goes, refusal when it is refused. What was typed is not touched.
// Called by every form and button that calls a door.
import { createSignal } from 'solid-js'
import { RefusedByServer } from '../api.ts'

export interface Acting {
  busy(): boolean
  refusal(): RefusedByServer | null
  /** Runs the act unless one is on its way; true when it was done, false when refused (then `refusal` says why). */
  run(act: () => Promise<unknown>): Promise<boolean>
  clear(): void
}

export function createActing(): Acting {
  const [busy, setBusy] = createSignal(false)
  const [refusal, setRefusal] = createSignal<RefusedByServer | null>(null)
  return {
    busy,
    refusal,
    clear: () => void setRefusal(null),
    async run(act) {
      if (busy()) return false
      setBusy(true)
      setRefusal(null)
      try {
        await act()
        return true
      } catch (error) {
        if (!(error instanceof RefusedByServer)) throw error
        setRefusal(error)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
