// A log on a real database, whose verbs a test can make fail or hang. Called by tests of the rooms.
import type { UpdateLog } from '../../server/sync/seams.ts'

/** The log of a real database, whose every verb a test can break or hold up. */
export function breakable(real: UpdateLog) {
  const disk = { fails: false, loads: 0, gate: Promise.resolve() }
  const log: UpdateLog = {
    async load(plan) {
      disk.loads += 1
      await disk.gate
      if (disk.fails) throw new Error('disk I/O error')
      return real.load(plan)
    },
    async append(batches, follow) {
      await disk.gate
      if (disk.fails) throw new Error('disk full')
      return real.append(batches, follow)
    },
    async after(plan, from) {
      await disk.gate
      if (disk.fails) throw new Error('disk I/O error')
      return real.after(plan, from)
    },
    still: (plan, job) => real.still(plan, job),
    heads: (plans) => real.heads(plans),
    compact: (plan) => real.compact(plan),
  }
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    disk.gate = promise
    return resolve
  }
  return { disk, log, hold }
}
