// One act at a time on one meeting, on this node: acts that would each take the next number of its log wait here instead of undoing
// one another in the database. Other nodes' acts still meet there, and run again. Called by acts/meetings.

const waiting = new Map<string, Promise<unknown>>()

/** Runs `act` after those already waiting for the same thing; what another one throws is its own. */
export async function inTurn<T>(of: string, act: () => Promise<T>): Promise<T> {
  const before = waiting.get(of) ?? Promise.resolve()
  const mine = before.then(act, act)
  const settled = mine.catch(() => {})
  waiting.set(of, settled)
  try {
    return await mine
  } finally {
    if (waiting.get(of) === settled) waiting.delete(of)
  }
}
