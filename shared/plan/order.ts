// The order of items (PLAN-5): each item carries a key, keys sort as text. Moving an item rewrites its key only, so two people
// who move different items never disturb each other, and two who move the same one leave it in one place.

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * A key strictly between `before` and `after` (either null at an end). `salt` (the item's id) makes two keys given at the
 * same place by two people differ, so that a third can later be put between them.
 * Keys that do not come from here (a corrupt draft) are treated as absent.
 */
export function orderBetween(before: string | null, after: string | null, salt: string): string {
  const low = before !== null && isOrder(before) ? before : ''
  const high = after !== null && isOrder(after) && after > low ? after : null
  let middle = midpoint(low, high)
  // When `middle` is how `high` begins, its salt may carry it past `high`: one more step down leaves that prefix.
  while (high !== null && middle + saltOf(salt) >= high) middle = midpoint(middle, high)
  return middle + saltOf(salt)
}

/** A key beyond this length is not given: its list is spread out again first. */
export const orderLengthMax = 120

/** A usable key: our digits only, not ending in the lowest one (nothing could be put before it). */
export function isOrder(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 512 && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value)
}

function saltOf(text: string): string {
  let hash = 7
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) % 226_981
  const digit = (value: number) => digits[1 + (value % 61)]!
  return digit(hash) + digit(Math.floor(hash / 61)) + digit(Math.floor(hash / 3721))
}

/** The shortest text between two keys; `high` null stands for the end. Requires low < high and high not ending in '0'. */
function midpoint(low: string, high: string | null): string {
  if (high !== null) {
    let same = 0
    while ((low[same] ?? '0') === high[same]) same++
    if (same > 0) return high.slice(0, same) + midpoint(low.slice(same), high.slice(same))
  }
  const from = low === '' ? 0 : digits.indexOf(low[0]!)
  const to = high === null ? digits.length : digits.indexOf(high[0]!)
  // At the end of a list the next digit is enough: halving would lengthen the keys of a list that only grows.
  if (high === null && low !== '' && to - from > 1) return digits[from + 1]!
  if (to - from > 1) return digits[(from + to) >> 1]!
  if (high !== null && high.length > 1) return high[0]!
  return digits[from]! + midpoint(low.slice(1), null)
}
