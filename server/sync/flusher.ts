// Groups what all rooms of the node have waiting into one transaction, so that a commit to disk is paid once for many keystrokes.
// Rooms tell it when something waits; it asks them for their batch, writes, and hands each its outcome. Built by rooms.ts.
import type { AppendOutcome, Flusher, PlanBatch, UpdateLog, Waiting } from './seams.ts'

/** Between two commits at least this long, so that a busy node pays at most two hundred a second; an idle one writes at once. */
export const flushWindowMs = 5

export function openFlusher(log: Pick<UpdateLog, 'append'>, failed: (error: unknown) => void): Flusher {
  const waiting = new Set<Waiting>()
  let running: Promise<void> = Promise.resolve()
  let scheduled = false
  let lastAtMs = -flushWindowMs

  function wake(room: Waiting): void {
    waiting.add(room)
    if (scheduled) return
    scheduled = true
    const restMs = lastAtMs + flushWindowMs - performance.now()
    // setImmediate lets every frame already read from the sockets join this commit.
    if (restMs > 0) setTimeout(() => void now(), restMs)
    else setImmediate(() => void now())
  }

  function now(): Promise<void> {
    running = running.then(flush)
    return running
  }

  async function flush(): Promise<void> {
    scheduled = false
    if (waiting.size === 0) return
    lastAtMs = performance.now()
    const rooms = [...waiting]
    waiting.clear()
    const batches: { room: Waiting; batch: PlanBatch }[] = []
    for (const room of rooms) {
      try {
        const batch = await room.prepare()
        if (batch) batches.push({ room, batch })
      } catch (error) {
        failed(error)
        room.settle(null)
      }
    }
    if (batches.length === 0) return
    let outcomes: readonly AppendOutcome[] | null = null
    try {
      outcomes = await log.append(batches.map(({ batch }) => batch))
    } catch (error) {
      failed(error)
    }
    for (const [at, { room }] of batches.entries()) room.settle(outcomes?.[at] ?? null)
  }

  return { wake, now }
}
