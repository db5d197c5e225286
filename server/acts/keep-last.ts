// A small memory of what is costly to make and never changes under its key: the most recently used stay. Two who ask at once for the same
// share one making. Called by poll-figures.ts and vote-rows.ts.

export interface KeepLast<T> {
  get(key: string, make: () => Promise<T>): Promise<T>
}

export function keepLast<T>(most: number): KeepLast<T> {
  const kept = new Map<string, Promise<T>>()
  return {
    get(key, make) {
      const known = kept.get(key)
      const value = known ?? make()
      // The most recent is the last: the first to go is the one unused for longest.
      kept.delete(key)
      kept.set(key, value)
      if (!known) value.catch(() => kept.get(key) === value && kept.delete(key))
      if (kept.size > most) kept.delete(kept.keys().next().value!)
      return value
    },
  }
}
