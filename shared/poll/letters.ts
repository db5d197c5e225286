// When a poll's reminder is due (MAIL-4). Pure. Called by the act that writes reminders.

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * A day before the closing; in a poll of under two days, at half of its time. None in a poll of under two hours: its invitation has
 * just come. Instants are ISO-8601 UTC.
 */
export function reminderDue(
  { openedAt, closesAt }: { readonly openedAt: string; readonly closesAt: string },
  now: string,
): boolean {
  const [from, to, at] = [Date.parse(openedAt), Date.parse(closesAt), Date.parse(now)]
  const lasts = to - from
  if (lasts < 2 * hourMs || at >= to) return false
  return at >= to - Math.min(dayMs, lasts / 2)
}
