// When the document of a freshly opened room is built: after the first answer has left, which was given from the stored bytes.
// Called by room.ts.
import type { Held } from './held.ts'

/** Nobody asked yet: it is built all the same, for what will come. */
const buildWithinMs = 250

export interface Building {
  /** Not before what is under way has left. */
  soon(): void
  /** Makes sure that the document is in memory; false when its log does not replay. */
  now(): boolean
  /** There is no document yet. */
  ahead(): boolean
  end(): void
}

/** `built` is told once, when what was put off can go on; `broken`, when there never will be a document. */
export function openBuilding(
  held: () => Held,
  { built, broken }: { built: () => void; broken: (error: unknown) => void },
): Building {
  let timer = held().built ? null : setTimeout(now, buildWithinMs)

  function end(): void {
    if (timer) clearTimeout(timer)
    timer = null
  }

  function now(): boolean {
    const ahead = timer !== null
    end()
    try {
      void held().doc
    } catch (error) {
      broken(error)
      return false
    }
    if (ahead) built()
    return true
  }

  return {
    soon() {
      if (timer) setImmediate(() => timer && now())
    },
    now,
    ahead: () => timer !== null,
    end,
  }
}
