// When a screen asks again after a notice. In a small room at once; where hundreds hear the same notice, each a little apart, so that
// what they ask for comes to the server as a stream and not as one wave. Called by live.ts, and by the benchmark, which does the same.
import type { Topic } from '../shared/wire.ts'

export interface Pace {
  /** The first fetch comes no sooner. */
  readonly afterMs?: number
  /** The first fetch after a quiet while comes at a random moment of this span, which then begins. */
  readonly spreadMs: number
  /** Notices that come closer than this make one fetch together. */
  readonly gapMs: number
}

/**
 * What a screen asks of a topic: what people wait for comes first; a list beside it may come later; what is `behind` waits its turn also
 * after an act of this very screen.
 */
export type Urgency = 'first' | 'beside' | 'behind'

const atOnce: Pace = { spreadMs: 0, gapMs: 0 }
const within = (most: number, ms: number) => Math.min(most, ms)

/**
 * `crowd`: how many screens hear the same notice. A poll that opens or closes is shown first, and what is beside it once hundreds of
 * screens had the time for that; each voice can wait for the next ones.
 */
export function paceOf(topic: Topic, crowd: number, urgency: Urgency): Pace {
  if (topic === 'voices') {
    const gapMs = urgency === 'first' ? within(6_000, 15 * crowd) : within(12_000, 40 * crowd)
    return { spreadMs: gapMs, gapMs }
  }
  if (topic === 'polls' && urgency !== 'first')
    return { afterMs: within(1_500, 3 * crowd), spreadMs: within(4_000, 10 * crowd), gapMs: 0 }
  return atOnce
}

export interface Pacer {
  /** Runs the job at its pace, once for all the notices of a gap. */
  notice(pace: Pace): void
  stop(): void
}

export function openPacer(job: () => void): Pacer {
  let lastMs = Number.NEGATIVE_INFINITY
  let dueMs = Number.POSITIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = () => {
    clearTimeout(timer)
    dueMs = Number.POSITIVE_INFINITY
    lastMs = performance.now()
    job()
  }
  return {
    notice({ afterMs = 0, spreadMs, gapMs }) {
      const nowMs = performance.now()
      const afterGapMs = gapMs === 0 ? 0 : lastMs + gapMs * (1 + Math.random() / 2)
      const atMs = Math.max(nowMs + afterMs + Math.random() * spreadMs, afterGapMs)
      if (atMs <= nowMs) run()
      else if (atMs < dueMs) {
        clearTimeout(timer)
        dueMs = atMs
        timer = setTimeout(run, atMs - nowMs)
      }
    },
    stop: () => clearTimeout(timer),
  }
}
