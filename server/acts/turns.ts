// One act at a time on one meeting or poll, on this node: acts that would each take the next number, or a hundred voices at once, wait
// here instead of undoing one another in the database. Other nodes' acts still meet there, and run again. Called by the acts that write.
import type { Context } from '../context.ts'

/** By node: its rooms are one object, whatever context is made of them. */
const nodes = new WeakMap<Context['rooms'], Map<string, Promise<unknown>>>()

/**
 * Runs `act` after those already waiting for the same thing; what another one throws is its own. The next one's turn comes when it has
 * ended, or as soon as it says that it is `committed`: what follows a commit (the record's signature) need not keep anyone waiting.
 */
export async function inTurn<T>(
  { rooms }: Context,
  of: string,
  act: (committed: () => void) => Promise<T>,
): Promise<T> {
  const waiting = nodes.get(rooms) ?? new Map<string, Promise<unknown>>()
  nodes.set(rooms, waiting)
  const before = waiting.get(of) ?? Promise.resolve()
  const { promise: over, resolve: committed } = Promise.withResolvers<void>()
  const start = () => act(committed)
  const mine = before.then(start, start)
  const settled = Promise.race([
    over,
    mine.then(
      () => committed(),
      () => committed(),
    ),
  ])
  waiting.set(of, settled)
  try {
    return await mine
  } finally {
    if (waiting.get(of) === settled) waiting.delete(of)
  }
}
