// Notices as they leave for the screens: the first at once, those that follow within a moment as one. What they tell of is fetched, so
// that fifty told together lose nothing. Made by rooms.ts for its node.
import type { Topic } from '../../shared/wire.ts'

/** A hundred voices a second are told as two notices; whatever else changes is shown within the tenth of a second. */
const gapMsOf = (topic: Topic) => (topic === 'voices' ? 500 : 100)

export interface Notices {
  /** Soon told, once, after the last call. */
  notice(planId: string, topic: Topic): void
  close(): void
}

export function openNotices(tell: (planId: string, topic: Topic) => void): Notices {
  /** By plan and topic: the gap under way, and whether it was called for again meanwhile. */
  const gaps = new Map<string, { timer: ReturnType<typeof setTimeout>; again: boolean }>()

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
      const key = `${topic} ${planId}`
      const gap = gaps.get(key)
      if (gap) {
        gap.again = true
        return
      }
      start(key, planId, topic)
      tell(planId, topic)
    },
    close() {
      for (const { timer } of gaps.values()) clearTimeout(timer)
      gaps.clear()
    },
  }
}
