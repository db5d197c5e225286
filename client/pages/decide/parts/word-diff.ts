// What differs between two readings of one passage, word by word, for people to see at once; the digests alone decide. Pure.
// Called by the list of changes of a text.

export interface Piece {
  readonly kind: 'same' | 'gone' | 'come'
  readonly text: string
}

/** Beyond this many comparisons the two readings are shown one under the other. */
const comparisonsMax = 4_000_000

/**
 * The longest common run of words kept, the rest gone or come, in reading order; the pieces of kind same and gone spell `before`, those
 * of kind same and come spell `after`. Null when too long to compare, or when so little is common that two readings are clearer.
 */
export function wordDiff(before: string, after: string): Piece[] | null {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  if (old.length * now.length > comparisonsMax) return null
  const common = commonLengths(old, now)
  if (common[0]![0]! * 3 < Math.max(old.length, now.length)) return null
  const pieces: { kind: Piece['kind']; text: string }[] = []
  const add = (kind: Piece['kind'], text: string) => {
    const last = pieces.at(-1)
    if (last?.kind === kind) last.text += text
    else pieces.push({ kind, text })
  }
  let [at, to] = [0, 0]
  while (at < old.length || to < now.length) {
    if (at < old.length && to < now.length && old[at] === now[to]) {
      add('same', old[at]!)
      at += 1
      to += 1
    } else if (to >= now.length || (at < old.length && common[at + 1]![to]! >= common[at]![to + 1]!)) {
      add('gone', old[at]!)
      at += 1
    } else {
      add('come', now[to]!)
      to += 1
    }
  }
  return pieces
}

/** Words and the blanks between them, each one piece. */
function wordsOf(text: string): string[] {
  return text.match(/\s+|[^\s]+/g) ?? []
}

/** For each pair of places, the longest common run of words from there to the ends. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1))
  for (let at = old.length - 1; at >= 0; at--) {
    const [row, below] = [lengths[at]!, lengths[at + 1]!]
    for (let to = now.length - 1; to >= 0; to--)
      row[to] = old[at] === now[to] ? below[to + 1]! + 1 : Math.max(below[to]!, row[to + 1]!)
  }
  return lengths
}
