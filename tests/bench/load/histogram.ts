// Milliseconds counted in buckets, 32 to an octave from one microsecond up (about 2 % of error), in constant memory.
// Called by the scenarios, which ask it for medians and tails.

export interface Histogram {
  add(ms: number): void
  /** The value below which a share `p` of all lies, in milliseconds; null when there is none. */
  quantile(p: number): number | null
  /** Takes in another's counts. */
  include(other: Histogram): void
  readonly counts: Float64Array
  readonly max: () => number
}

const perOctave = 32
const octaves = 36

export function openHistogram(): Histogram {
  const counts = new Float64Array(perOctave * octaves)
  let total = 0
  let max = 0
  return {
    counts,
    max: () => max,
    add(ms) {
      const us = ms * 1000
      const at = us <= 1 ? 0 : Math.min(counts.length - 1, Math.floor(Math.log2(us) * perOctave))
      counts[at]! += 1
      total += 1
      if (ms > max) max = ms
    },
    include(other) {
      for (const [at, count] of other.counts.entries()) {
        counts[at]! += count
        total += count
      }
      max = Math.max(max, other.max())
    },
    quantile(p) {
      if (total === 0) return null
      let left = p * total
      for (const [at, count] of counts.entries()) {
        left -= count
        if (left <= 0) return Math.min(max, 2 ** ((at + 0.5) / perOctave) / 1000)
      }
      return max
    },
  }
}
