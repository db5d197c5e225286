// The server's own look at letters: now and then, one look at a time, and at most one a while whoever asks for it. Nothing depends on
// it: without it letters leave at the next act or read that looks. Built by assemble; main beats it, http/votes asks it.
export interface Post {
  /** Looks unless one has looked lately; never waits, never throws. */
  look(): void
  /** Looks no more; waits a little for the look under way. What it leaves unsent waits in its rows. */
  close(): Promise<void>
}

/** Between two looks: a retry or a reminder that is due leaves this much later at most. */
export const lookEveryMs = 30_000
/** A mail server that hangs does not hold up a stop. */
const lastWordMs = 3_000

export function openPost(
  look: () => Promise<unknown>,
  { now, failed }: { readonly now: () => Date; readonly failed: (error: unknown) => void },
): Post {
  let lookedAt = Number.NEGATIVE_INFINITY
  let running: Promise<unknown> | null = null
  let closed = false
  return {
    look() {
      const at = now().getTime()
      // A clock set back looks again at once.
      if (closed || running || Math.abs(at - lookedAt) < lookEveryMs / 2) return
      lookedAt = at
      running = look()
        .catch((error) => {
          // Cut short by the stop itself: its letters are tried again.
          if (!closed) failed(error)
        })
        .finally(() => {
          running = null
        })
    },
    async close() {
      closed = true
      if (!running) return
      let enough: NodeJS.Timeout | undefined
      const late = new Promise((done) => {
        enough = setTimeout(done, lastWordMs)
      })
      await Promise.race([running, late])
      clearTimeout(enough)
    },
  }
}
