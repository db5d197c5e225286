// When a plan's log is long enough to be worth a snapshot, so that opening it stays quick. Kept by room.ts; log.ts writes it.
import type { StoredPlan, UpdateLog } from './seams.ts'

/**
 * A row after the snapshot costs an opening about ten microseconds, after a crash only; a snapshot costs a tenth of a second of
 * processor time, and as much a megabyte: so many rows for each megabyte of the last one, and no fewer for a small one.
 */
const rowsBetween = 5_000
/** And no less than the last snapshot's own size: a large plan is not written anew for little. */
const bytesBetween = 2_000_000
/** When nobody has written for so long, even few rows are put into a snapshot: it hinders no one. */
const quietMs = 5_000
const quietRows = 100

export interface Snapshots {
  /** Rows came to the log. */
  grew(rows: readonly { readonly bytes: Uint8Array }[]): void
  /** Writes one now if so many rows came since the last: the room is dropped. */
  last(rowsMin?: number): void
  /** One is being written. */
  busy(): boolean
  /** Resolves when none is being written. */
  done(): Promise<void>
}

/** Works beside the queue: it reads only what is on disk. */
export function keepSnapshots(
  { log, planId, failed }: { log: UpdateLog; planId: string; failed: (error: unknown) => void },
  { updates, damaged }: StoredPlan,
): Snapshots {
  let rowsSince = 0
  let bytesSince = 0
  let bytesMax = bytesBetween
  let rowsMax = rowsBetween
  let writing: Promise<void> | null = null
  let quiet: ReturnType<typeof setTimeout> | null = null

  function awaitQuiet(): void {
    if (quiet) quiet.refresh()
    else quiet = setTimeout(atQuiet, quietMs).unref()
  }

  function atQuiet(): void {
    quiet = null
    if (rowsSince >= quietRows) start()
  }

  function count(rows: readonly Uint8Array[]): void {
    rowsSince += rows.length
    bytesSince += rows.reduce((sum, bytes) => sum + bytes.length, 0)
  }

  function start(): void {
    // A damaged log is kept as it is, for whoever mends it.
    if (writing || rowsSince === 0 || damaged) return
    rowsSince = 0
    bytesSince = 0
    writing = write()
  }

  async function write(): Promise<void> {
    try {
      const size = await log.compact(planId)
      bytesMax = Math.max(bytesBetween, size)
      rowsMax = rowsBetween * Math.max(1, size / 1_000_000)
    } catch (error) {
      // All rows are there: only the next opening is slower, and the next turn tries again.
      failed(error)
    }
    writing = null
  }

  count(updates)
  return {
    grew(rows) {
      count(rows.map(({ bytes }) => bytes))
      if (rowsSince > rowsMax || bytesSince > bytesMax) start()
      else awaitQuiet()
    },
    last(rowsMin = 1) {
      if (rowsSince >= rowsMin) start()
    },
    busy: () => writing !== null,
    async done() {
      if (quiet) clearTimeout(quiet)
      await writing
    },
  }
}
