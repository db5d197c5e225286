// Counts, per person, the updates that no honest editor would send (SYNC-5). Kept by room.ts as long as the room is open.

const strikesMax = 5
const windowMs = 600_000

export interface Strikes {
  /** One more; true when it was one too many. */
  add(userId: string): boolean
  /** Whether the person is kept out for now. */
  bars(userId: string): boolean
}

export function countStrikes(): Strikes {
  const strikes = new Map<string, number[]>()
  const recent = (userId: string) => {
    const since = performance.now() - windowMs
    return (strikes.get(userId) ?? []).filter((atMs) => atMs > since).slice(-strikesMax)
  }
  const bars = (userId: string) => recent(userId).length >= strikesMax
  return {
    add(userId) {
      strikes.set(userId, [...recent(userId), performance.now()])
      return bars(userId)
    },
    bars,
  }
}
