// How deep and how many a JSON text's values are, before any parser sees it: a scan of bytes that only skips strings.
// Called by whatever reads a file from outside: the verifier's dossier, the recount's ballot file.

export interface Excess {
  readonly kind: 'depth' | 'values'
  /** The byte at which the limit is passed. */
  readonly at: number
  readonly limit: number
}

/** No object of ours has more members: a million of them would cost a parser half a gigabyte. */
export const membersMax = 10_000

/** The first place where nesting or the number of values is over its limit, or null. Total on any bytes. Opening a list or an object counts as a value. */
export function excessOf(
  bytes: Uint8Array,
  { depthMax, valuesMax }: { readonly depthMax: number; readonly valuesMax: number },
): Excess | null {
  // Of each list or object that is open: how many commas an object may still have; a list has no count of its own.
  const left: number[] = []
  let values = 0
  let quoted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (quoted) {
      if (byte === 0x5c) at++
      else if (byte === 0x22) quoted = false
    } else if (byte === 0x22) quoted = true
    else if (byte === 0x7b || byte === 0x5b) {
      left.push(byte === 0x7b ? membersMax : valuesMax + 1)
      if (left.length > depthMax) return { kind: 'depth', at, limit: depthMax }
      if (++values > valuesMax) return { kind: 'values', at, limit: valuesMax }
    } else if (byte === 0x7d || byte === 0x5d) left.pop()
    else if (byte === 0x2c) {
      if (++values > valuesMax) return { kind: 'values', at, limit: valuesMax }
      const top = left.length - 1
      if (top >= 0 && --left[top]! < 1) return { kind: 'values', at, limit: membersMax }
    }
  }
  return null
}
