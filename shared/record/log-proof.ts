// A proof that an entry stands in the record (c2sp.org/tlog-proof): its index, the path to the root, a signed checkpoint.
// A file that anyone checks offline. Made by the server, kept by voters as a receipt, checked by clients and verifiers.
import { fromBase64, toBase64 } from '../verify/base64.ts'
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts'
import { type NoteKey, noteLengthMax, type Verify } from './note.ts'
import { type Hash, includes, proofLengthMax, treeSizeMax } from './tree.ts'

export interface LogProof {
  readonly index: number
  readonly path: readonly Hash[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
  /** Whatever an application adds. Nothing vouches for it. */
  readonly extra?: Uint8Array
}

const first = 'c2sp.org/tlog-proof@v1'
const extraLengthMax = 100_000

export function logProofText({ index, path, checkpoint, extra }: LogProof): string {
  const extraLine = extra ? [`extra ${toBase64(extra)}`] : []
  return `${[first, ...extraLine, `index ${index}`, ...path.map(toBase64), '', ''].join('\n')}${checkpoint}`
}

/** REC-14: reads a proof; null for any other text. */
export function readLogProof(text: string): LogProof | null {
  if (text.length > noteLengthMax + extraLengthMax) return null
  const split = text.indexOf('\n\n')
  if (split < 0) return null
  const [title, ...lines] = text.slice(0, split).split('\n')
  if (title !== first) return null
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice('extra '.length)) : undefined
  const digits = /^index (0|[1-9]\d{0,14})$/.exec(lines.shift() ?? '')?.[1]
  if (extra === null || digits === undefined || lines.length > proofLengthMax) return null
  const index = Number(digits)
  const path = lines.map((line) => fromBase64(line))
  if (index >= treeSizeMax || path.some((hash) => hash?.length !== 32)) return null
  return {
    index,
    path: path.filter((hash) => hash !== null),
    checkpoint: text.slice(split + 2),
    ...(extra && { extra }),
  }
}

/** REC-15: the checkpoint under which a leaf stands by a proof; null when anything of it does not hold. */
export async function openLogProof(
  { index, path, checkpoint }: LogProof,
  leaf: Hash,
  { keys, verify }: { keys: { log: NoteKey; witnesses?: readonly NoteKey[] }; verify: Verify },
): Promise<OpenedCheckpoint | null> {
  const opened = await openCheckpoint(checkpoint, keys, verify)
  if (!opened) return null
  return includes({ index, size: opened.size, leaf, path, root: opened.root }) ? opened : null
}
