// The few documents asked for last: setting pages holds the whole server for a tenth of a second. Called by what makes documents.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../../shared/basics.ts'

const recent = new Map<string, Uint8Array>()
const recentMax = 8

/** The pages of these very data, set once. */
export function keptPages(data: string, set: () => Uint8Array): Uint8Array {
  const key = hex(sha256(new TextEncoder().encode(data)))
  const pages = recent.get(key) ?? set()
  // Deleted first, so that the map stays in order of last use.
  recent.delete(key)
  recent.set(key, pages)
  if (recent.size > recentMax) recent.delete(recent.keys().next().value!)
  return pages
}
