// One making for all who ask at once for the same thing: what runs when they come may have begun before what they ask about, so they
// share the one that starts after it. Four hundred screens that hear one notice cost a few readings of the plan. Called by standings.ts and vote-sight.ts.
import type { Context } from '../context.ts'

interface Making {
  readonly running: Promise<unknown>
  /** Starts when that one has ended, for everyone who comes meanwhile. */
  next: Promise<unknown> | null
}

/** By node, as in turns.ts. */
const nodes = new WeakMap<Context['rooms'], Map<string, Making>>()

/** The answer of a `make` that started after this call. It must be the same for whoever asks: rights are asked before. */
export function together<T>(
  { rooms }: Pick<Context, 'rooms'>,
  key: string,
  make: () => Promise<T>,
): Promise<T> {
  const ours = nodes.get(rooms) ?? new Map<string, Making>()
  nodes.set(rooms, ours)
  const making = ours.get(key)
  if (making?.next) return making.next as Promise<T>
  const start = (): Promise<T> => {
    const own: Making = { running: make(), next: null }
    ours.set(key, own)
    const ended = () => {
      if (ours.get(key) === own && own.next === null) ours.delete(key)
    }
    void own.running.then(ended, ended)
    return own.running as Promise<T>
  }
  if (!making) return start()
  const next = making.running.then(start, start)
  making.next = next
  return next
}
