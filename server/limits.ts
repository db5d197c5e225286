// How often one address or one account may try: sliding windows in a bounded memory (LIMIT rules).
// Built by main (or a test); asked by the http files of doors where trying again and again is an attack.
import { Refused } from '../shared/refusals.ts'

/** Each kind of try: how many within how long. Behind one address may stand a whole meeting room; an account is one person. */
export const limitKinds = {
  'password/address': { max: 100, windowMs: 15 * 60_000 },
  'password/account': { max: 10, windowMs: 15 * 60_000 },
  'link/address': { max: 100, windowMs: 15 * 60_000 },
  'ask/address': { max: 40, windowMs: 15 * 60_000 },
  'ask/account': { max: 4, windowMs: 15 * 60_000 },
  'passkey/address': { max: 200, windowMs: 15 * 60_000 },
  'passkey/account': { max: 20, windowMs: 15 * 60_000 },
  'witness/address': { max: 100, windowMs: 15 * 60_000 },
  'invite/account': { max: 300, windowMs: 60 * 60_000 },
  'code/address': { max: 200, windowMs: 15 * 60_000 },
  'code/account': { max: 10, windowMs: 15 * 60_000 },
} as const satisfies Record<string, { max: number; windowMs: number }>
export type LimitKind = keyof typeof limitKinds

/** Addresses and accounts remembered at most, per kind; beyond, the one least recently seen is forgotten. */
const keysMax = 20_000

export interface Limits {
  /**
   * LIMIT-1: counts one try under every given name, or refuses tooManyRequests with the seconds to wait (nothing is counted
   * then). Answers how to take it back: a try that succeeded is no attack.
   */
  take(tries: { readonly [kind in LimitKind]?: string }): () => void
}

export function createLimits(now: () => Date): Limits {
  const seen = new Map<LimitKind, Map<string, number[]>>()
  const recent = (kind: LimitKind, key: string, at: number): number[] => {
    const times = seen.get(kind)?.get(key) ?? []
    return times.filter((time) => time > at - limitKinds[kind].windowMs)
  }
  const keep = (kind: LimitKind, key: string, times: number[]) => {
    const keys = seen.get(kind) ?? new Map<string, number[]>()
    seen.set(kind, keys)
    // Deleted first, so that the map stays in order of last use.
    keys.delete(key)
    if (times.length > 0) keys.set(key, times)
    if (keys.size > keysMax) keys.delete(keys.keys().next().value!)
  }
  return {
    take: (tries) => {
      const at = now().getTime()
      const asked = (Object.entries(tries) as [LimitKind, string][]).map(([kind, name]) => {
        const key = kind.endsWith('/address') ? network(name) : name
        return { kind, key, times: recent(kind, key, at) }
      })
      for (const { kind, times } of asked) {
        const { max, windowMs } = limitKinds[kind]
        if (times.length < max) continue
        const seconds = Math.max(1, Math.ceil((times[times.length - max]! + windowMs - at) / 1000))
        throw new Refused('tooManyRequests', { seconds })
      }
      for (const { kind, key, times } of asked) keep(kind, key, [...times, at])
      return () => {
        for (const { kind, key } of asked) {
          const times = recent(kind, key, at)
          const index = times.lastIndexOf(at)
          if (index >= 0) keep(kind, key, times.toSpliced(index, 1))
        }
      }
    },
  }
}

/** One household of IPv6 holds a whole /64: counting its single addresses would count nothing. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  if (tail !== undefined) {
    const after = tail.split(':').filter(Boolean)
    while (groups.length + after.length < 8) groups.push('0')
    groups.push(...after)
  }
  return groups.slice(0, 4).join(':')
}
