// Waits until a file is on the disk, in the cheaper of two ways: here and now while that takes less than handing it to a thread of Node's
// pool and being woken by it would, in the pool when the disk is slow. Called by writer.ts.
import { fdatasync, fdatasyncSync } from 'node:fs'

/** Resolves once what was written to the open file, so many bytes, is on the disk; throws or rejects when that is not sure. */
export type SyncFile = (file: number, bytes: number) => void | Promise<void>

/** The server may stand still for this long: less than a busy turn of its own. */
const hereMsMax = 1
/** More than some keystrokes takes as long as it takes: a snapshot, a paste. */
const hereBytesMax = 16_384
/** How much the newest sync says about the next: a slow one more, so that a disk that has turned slow is soon left to the pool. */
const newestShare = { slower: 0.25, quicker: 0.1 } as const

export function syncAdaptively(): SyncFile {
  /** How long syncs took of late. One slow one among quick ones is remembered for about ten more. */
  let lateMs = hereMsMax

  function took(ms: number): void {
    lateMs += (ms - lateMs) * (ms > lateMs ? newestShare.slower : newestShare.quicker)
  }

  function inPool(file: number): Promise<void> {
    const startedMs = performance.now()
    return new Promise((done, failed) => {
      fdatasync(file, (error) => {
        if (error) return failed(error)
        took(performance.now() - startedMs)
        done()
      })
    })
  }

  return (file, bytes) => {
    if (lateMs >= hereMsMax || bytes > hereBytesMax) return inPool(file)
    const startedMs = performance.now()
    fdatasyncSync(file)
    took(performance.now() - startedMs)
  }
}
