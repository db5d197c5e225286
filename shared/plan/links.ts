// The value of a field of kind `links` in the live document (PLAN-10): one key a link, so that two people who tick at once both stay.
// Pure, over anything that has keys; draft.ts calls it with an item's map, plan-store.ts to show it.

/** What a Y.Map offers of keys. */
interface Keyed {
  get(key: string): unknown
  keys(): Iterable<string>
}
interface KeyedWritable extends Keyed {
  set(key: string, value: unknown): unknown
  delete(key: string): void
}

/** Links of one field that are read at most: a peer may write any number of keys. */
const linksMax = 2_000

/** What of a value can be ids. */
export function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : []
}

/** The ids of a field, each once: those of a list written by an earlier version in its order, then the others by id. */
export function readLinks(map: Keyed, field: string): string[] {
  const added: string[] = []
  for (const key of map.keys()) {
    if (key.startsWith(`${field}:`) && map.get(key) === true) added.push(key.slice(field.length + 1))
  }
  const kept = idsOf(map.get(field)).filter((id) => map.get(`${field}:${id}`) !== false)
  return [...new Set([...kept, ...added.sort()])].slice(0, linksMax)
}

/** Makes `ids` the links of a field by touching only the keys of those that come or go. Call it inside a transaction. */
export function writeLinks(map: KeyedWritable, field: string, ids: readonly string[]): void {
  const before = readLinks(map, field)
  const listed = idsOf(map.get(field))
  for (const id of before) {
    if (ids.includes(id)) continue
    // One of an earlier version's list is struck out, not taken from the list: the list would be rewritten whole.
    if (listed.includes(id)) map.set(`${field}:${id}`, false)
    else map.delete(`${field}:${id}`)
  }
  for (const id of ids) if (!before.includes(id)) map.set(`${field}:${id}`, true)
}
