// Waiting, in the ways a room needs: in turn, again until it works, and not for too long. Called by room.ts.

export interface Turns {
  /** Runs a job when those before it have ended. */
  take<T>(job: () => Promise<T>): Promise<T>
  /** How many run or wait. */
  count(): number
}

export function openTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  let count = 0
  return {
    async take(job) {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      count += 1
      try {
        await before
        return await job()
      } finally {
        count -= 1
        resolve()
      }
    },
    count: () => count,
  }
}

/** Tries until it works or `stopped`, waiting twice as long each time. */
export async function persist(
  job: () => Promise<void>,
  { pauseMs, pauseMsMax, stopped, failed }: Persistence,
): Promise<void> {
  for (let waitMs = pauseMs; !stopped(); waitMs = Math.min(waitMs * 2 || 50, pauseMsMax)) {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    try {
      return await job()
    } catch (error) {
      failed(error)
    }
  }
}

interface Persistence {
  readonly pauseMs: number
  readonly pauseMsMax: number
  readonly stopped: () => boolean
  readonly failed: (error: unknown) => void
}

/** Waits for something, but no longer than this; whether it came. */
export async function within(ms: number, what: Promise<unknown>): Promise<boolean> {
  const { promise: over, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, ms, false)
  const came = await Promise.race([what.then(() => true), over])
  clearTimeout(timer)
  return came
}
