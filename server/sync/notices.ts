// Notices as they leave for the screens: the first at once, those that follow within a moment as one. What they tell of is fetched, so
// that fifty told together lose nothing; a page that comes in is told those of a moment before. Made by rooms.ts for its node.
import { firstWithinMs, type Topic, topics } from '../../shared/wire.ts'

/** A page fetches some of what it shows before it asks for its socket at all. */
const rememberedMs = 2 * firstWithinMs

/** A hundred voices a second are told as two notices; whatever else changes is shown within the tenth of a second. */
const gapMsOf = (topic: Topic) => (topic === 'voices' ? 500 : 100)

const keyOf = (planId: string, topic: Topic) => `${topic} ${planId}`

export interface Notices {
  /** Soon told, once, after the last call. */
  notice(planId: string, topic: Topic): void
  /** SYNC-15: what a page may have fetched just before it changed, and was not there to be told of. */
  recent(planId: string): Topic[]
  close(): void
}

export function openNotices(tell: (planId: string, topic: Topic) => void): Notices {
  /** By plan and topic: the gap under way, and whether it was called for again meanwhile. */
  const gaps = new Map<string, { timer: ReturnType<typeof setTimeout>; again: boolean }>()
  /** When each was last called for, the oldest first: those too old go from the front. */
  const last = new Map<string, number>()

  function remember(key: string): void {
    const nowMs = performance.now()
    last.delete(key)
    last.set(key, nowMs)
    for (const [one, atMs] of last) {
      if (nowMs - atMs <= rememberedMs) break
      last.delete(one)
    }
  }

  function start(key: string, planId: string, topic: Topic): void {
    const timer = setTimeout(() => {
      const { again } = gaps.get(key)!
      gaps.delete(key)
      if (!again) return
      start(key, planId, topic)
      tell(planId, topic)
    }, gapMsOf(topic))
    timer.unref()
    gaps.set(key, { timer, again: false })
  }

  return {
    notice(planId, topic) {
      const key = keyOf(planId, topic)
      remember(key)
      const gap = gaps.get(key)
      if (gap) {
        gap.again = true
        return
      }
      start(key, planId, topic)
      tell(planId, topic)
    },
    recent: (planId) =>
      topics.filter((topic) => {
        const atMs = last.get(keyOf(planId, topic))
        return atMs !== undefined && performance.now() - atMs <= rememberedMs
      }),
    close() {
      for (const { timer } of gaps.values()) clearTimeout(timer)
      gaps.clear()
    },
  }
}
