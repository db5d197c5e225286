// How deep and how many a JSON text's values are, before any parser sees it: a scan of bytes that only skips strings.
// Called by whatever reads a file from outside: the verifier's dossier, the recount's ballot file.

export interface Excess {
  readonly kind: 'depth' | 'values'
  /** The byte at which the limit is passed. */
  readonly at: number
}

/** The first place where nesting or the number of values is over its limit, or null. Total on any bytes. Opening a list or an object counts as a value. */
export function excessOf(
  bytes: Uint8Array,
  { depthMax, valuesMax }: { readonly depthMax: number; readonly valuesMax: number },
): Excess | null {
  let depth = 0
  let values = 0
  let quoted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (quoted) {
      if (byte === 0x5c) at++
      else if (byte === 0x22) quoted = false
    } else if (byte === 0x22) quoted = true
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > depthMax) return { kind: 'depth', at }
      if (++values > valuesMax) return { kind: 'values', at }
    } else if (byte === 0x7d || byte === 0x5d) depth--
    else if (byte === 0x2c && ++values > valuesMax) return { kind: 'values', at }
  }
  return null
}
