// Dossiers changed at random from a fixed seed: bytes flipped; values swapped, dropped, doubled, then sealed again so that the reading
// goes on past the outer digest. Written as files for both implementations, which must agree on each.
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { Dossier } from '../../shared/record/records.ts'
import type { Loose } from '../kit/forger.ts'

const flipsEach = 40
const changesEach = 80

export function mutants(dossiers: readonly Dossier[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  for (const [which, dossier] of dossiers.entries()) {
    const random = seeded(20_261_129 + which)
    const bytes = new TextEncoder().encode(canonicalText(dossier))
    for (let at = 0; at < flipsEach; at++) {
      const flipped = bytes.slice()
      flipped[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8)
      files.set(`mutant ${which} flip ${at}`, flipped)
    }
    for (let at = 0; at < changesEach; at++) {
      const loose: Loose = JSON.parse(canonicalText(dossier))
      for (let times = 1 + Math.floor(random() * 2); times > 0; times--) change(loose, random)
      const { digest: _, ...rest } = loose
      files.set(`mutant ${which} change ${at}`, new TextEncoder().encode(sealedText(rest)))
    }
  }
  return files
}

/** Canonical where it can be: a change may leave the profile, and is then told as it is. */
function sealedText(rest: Loose): string {
  try {
    return canonicalText({ ...rest, digest: digest('dossier', rest) })
  } catch {
    return JSON.stringify(rest)
  }
}

/** Goes down at random to one value, and changes it there. */
function change(root: Loose, random: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  let parent = root
  let key: Loose = pick(Object.keys(parent))
  while (typeof parent[key] === 'object' && Object.keys(parent[key]).length > 0 && random() < 0.9) {
    parent = parent[key]
    key = pick(Object.keys(parent))
  }
  const value = parent[key]
  if (Array.isArray(parent)) {
    const at = Number(key)
    const ways = [
      () => parent.splice(at, 1),
      () => parent.splice(at, 0, structuredClone(value)),
      () => parent.reverse(),
    ]
    if (random() < 0.7) return void pick(ways)()
  }
  if (typeof value === 'number') parent[key] = pick([value + 1, value - 1, 0, -1, value * 10, 0.5])
  else if (typeof value === 'boolean') parent[key] = !value
  else if (typeof value === 'string') parent[key] = pick(texts)(value, pick)
  else if (random() < 0.5) delete parent[key]
  else parent[key] = pick<Loose>([[], {}, '', 0])
}

/** Hashes, instants and ids of the dossier stay of their form often enough for the deeper questions to be asked. */
const texts: readonly ((text: string, pick: <T>(list: readonly T[]) => T) => string)[] = [
  (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'),
  (text) => text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
  (text) => `${text}\u0301`,
  (text) => ` ${text}`,
  () => '',
  (_, pick) =>
    pick(['support', 'block', 'abstain', 'self', 'facilitated', 'paper', 'consensus', 'open', 'secret']),
  (text) => Array.from(text).reverse().join(''),
]

/** A fixed sequence of numbers in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
