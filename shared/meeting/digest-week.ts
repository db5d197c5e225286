// Which week's digest may be written (MAIL-6). Pure. Called by the act that writes digests.

const dayMs = 86_400_000
const weekMs = 7 * dayMs
/** From Monday at noon UTC: seven or eight in the morning by the hour of the region. Monday 5 January 1970 was the first. */
const firstMs = 4 * dayMs + 12 * 3_600_000
/** A digest not written by then (a server that was down) waits for the next week. */
const windowMs = 3 * dayMs

/** The name of the week whose digest is due now and the instant it looks back to; null from Thursday noon to Monday noon. */
export function digestRound(now: Date): { readonly name: string; readonly since: string } | null {
  const weeks = Math.floor((now.getTime() - firstMs) / weekMs)
  const begins = firstMs + weeks * weekMs
  if (now.getTime() - begins > windowMs) return null
  return {
    name: `digest:${new Date(begins).toISOString().slice(0, 10)}`,
    since: new Date(begins - weekMs).toISOString(),
  }
}
