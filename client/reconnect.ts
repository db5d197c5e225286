// When to knock again after a connection was lost: spread out, so that a restart is not followed by everyone at the same instant.
// Called by room.ts.
import { closeCodes } from '../shared/wire.ts'

const firstMs = { afterRestart: [1_000, 4_000], afterCut: [500, 2_000] } as const
const capMs = 30_000

/**
 * How long to wait, milliseconds. `code` is why the socket closed (undefined: nobody said), `failures` how many connections in a row
 * came to nothing before this one, `random` a number from 0 up to 1.
 */
export function pauseBeforeRetry(code: number | undefined, failures: number, random: number): number {
  const [from, to] = code === closeCodes.goingAway ? firstMs.afterRestart : firstMs.afterCut
  const longest = Math.min(capMs, to * 2 ** failures)
  const shortest = failures === 0 ? from : longest / 2
  return shortest + (longest - shortest) * random
}

export interface Reconnection {
  /** A connection was lost, or did not come. */
  lost(code: number | undefined): void
  /** A connection did useful work: the next loss is a first one. */
  worked(): void
  stop(): void
}

/**
 * Calls `connect` after each loss. A tab that nobody sees and that has nothing to send (`urgent` says whether it has) waits until it is
 * looked at; a network that comes back is tried within the second.
 */
export function openReconnection(connect: () => void, urgent: () => boolean): Reconnection {
  const page = globalThis.document
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let away = false

  const knock = () => {
    if (!away) return
    clearTimeout(timer)
    if (page?.hidden && !urgent()) return
    away = false
    connect()
  }
  const soon = () => {
    if (!away || page?.hidden) return
    clearTimeout(timer)
    timer = setTimeout(knock, Math.random() * 1_000)
  }
  page?.addEventListener('visibilitychange', soon)
  globalThis.window?.addEventListener('online', soon)
  return {
    lost(code) {
      away = true
      clearTimeout(timer)
      timer = setTimeout(knock, pauseBeforeRetry(code, failures, Math.random()))
      failures += 1
    },
    worked() {
      failures = 0
    },
    stop() {
      away = false
      clearTimeout(timer)
      page?.removeEventListener('visibilitychange', soon)
      globalThis.window?.removeEventListener('online', soon)
    },
  }
}
