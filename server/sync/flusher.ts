// Groups what all rooms of the node have waiting into one transaction, so that a commit to disk is paid once for many keystrokes.
// Rooms tell it when something waits; it asks them for their batch, writes, and hands each its outcome. Built by rooms.ts.
import type { AppendOutcome, Flusher, PlanBatch, UpdateLog, Waiting } from './seams.ts'

/** Between two commits at least this long, so that a busy node pays at most 250 a second; an idle one writes at once. */
const flushWindowMs = 4
/** A message that is expected at the end of the window may be late by so much: what a timer cannot tell apart. With the window, 5 ms. */
const slackMs = 1
/** How much the newest gap between two messages says about the next. */
const newestShare = 0.1
/** After such a gap, nothing is known of the next. */
const idleGapMs = 100

export function openFlusher(log: Pick<UpdateLog, 'append'>, failed: (error: unknown) => void): Flusher {
  const waiting = new Set<Waiting>()
  let running: Promise<void> = Promise.resolve()
  /** A flush is to come: by a timer, or (null) in this turn of the event loop. */
  let scheduled: { readonly timer: NodeJS.Timeout | null; readonly atMs: number } | null = null
  let lastAtMs = -flushWindowMs
  let wokenAtMs = Number.NEGATIVE_INFINITY
  let usualGapMs: number = idleGapMs

  function wake(room: Waiting): void {
    waiting.add(room)
    const nowMs = performance.now()
    const gapMs = Math.min(nowMs - wokenAtMs, idleGapMs)
    usualGapMs += (gapMs - usualGapMs) * (gapMs === idleGapMs ? 1 : newestShare)
    wokenAtMs = nowMs
    // Two in one commit cost what one does: where the next is likely to come within the window, it is waited for, and for no longer.
    const nextAtMs = nowMs + usualGapMs
    if (!scheduled) {
      const most = nowMs + flushWindowMs + Math.min(slackMs, usualGapMs / 2)
      const least = lastAtMs + flushWindowMs
      schedule(nextAtMs <= most ? most : least, nowMs)
    } else if (scheduled.timer && nextAtMs > scheduled.atMs && lastAtMs + flushWindowMs <= nowMs) {
      clearTimeout(scheduled.timer)
      schedule(nowMs, nowMs)
    }
  }

  function schedule(atMs: number, nowMs: number): void {
    const flushNow = () => void now()
    if (atMs > nowMs) {
      scheduled = { timer: setTimeout(flushNow, atMs - nowMs), atMs }
      return
    }
    scheduled = { timer: null, atMs }
    // setImmediate lets every frame already read from the sockets join this commit.
    setImmediate(flushNow)
  }

  function now(): Promise<void> {
    // A bug in one flush must not end all those to come.
    running = running.then(flush).catch(failed)
    return running
  }

  async function flush(): Promise<void> {
    if (scheduled?.timer) clearTimeout(scheduled.timer)
    scheduled = null
    if (waiting.size === 0) return
    lastAtMs = performance.now()
    const rooms = [...waiting]
    waiting.clear()
    const offers: Offer[] = []
    for (const room of rooms) {
      try {
        const batch = await room.prepare()
        if (batch) offers.push({ room, batch })
      } catch (error) {
        settle(room, null, error)
      }
    }
    if (offers.length > 0) await write(offers)
  }

  async function write(offers: readonly Offer[]): Promise<void> {
    try {
      const outcomes = await log.append(
        offers.map(({ batch }) => batch),
        (at, later) => offers[at]!.room.follow(later),
      )
      for (const [at, { room }] of offers.entries()) settle(room, outcomes[at] ?? null)
    } catch (error) {
      // One plan's trouble must not be everyone's: each alone, once.
      if (offers.length > 1) for (const offer of offers) await write([offer])
      else settle(offers[0]!.room, null, error)
    }
  }

  function settle(room: Waiting, outcome: AppendOutcome | null, why?: unknown): void {
    if (why !== undefined) failed(why)
    try {
      room.settle(outcome)
    } catch (error) {
      failed(error)
    }
  }

  return { wake, now }
}

interface Offer {
  readonly room: Waiting
  readonly batch: PlanBatch
}
