// Checkpoints of the record and their cosignatures (c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature, Ed25519).
// Called by the server (which signs), witnesses (which cosign), clients and verifiers (which demand both).
import { fromBase64, toBase64 } from '../verify/base64.ts'
import {
  type Note,
  type NoteKey,
  openNote,
  readNote,
  type Sign,
  type SignatureLine,
  type Signed,
  signatureTypes,
  type Verify,
} from './note.ts'
import { emptyRoot, type Hash, sameHash, treeSizeMax } from './tree.ts'

/** The state of one log at one size. */
export interface Checkpoint {
  /** Which log: `host/workspace-id`. Also the name of its key. */
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

const hashBytes = 32
const ed25519Bytes = 64
const timeBytes = 8

/** The text that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** REC-12: reads the text of a checkpoint; null for any other. Our logs write no extension lines: a text that has some is another's. */
export function readCheckpoint(text: string): Checkpoint | null {
  const [, origin, digits, encoded] = /^([^\n]+)\n(0|[1-9]\d{0,14})\n([^\n]+)\n$/u.exec(text) ?? []
  if (origin === undefined || digits === undefined || encoded === undefined) return null
  const root = fromBase64(encoded)
  const size = Number(digits)
  if (root?.length !== hashBytes || size > treeSizeMax) return null
  if (size === 0 && !sameHash(root, emptyRoot)) return null
  return { origin, size, root }
}

/** The log's own signature of a checkpoint, as a line. */
export async function signCheckpoint(
  checkpoint: Checkpoint,
  key: NoteKey,
  sign: Sign,
): Promise<SignatureLine> {
  const signature = await sign(new TextEncoder().encode(checkpointText(checkpoint)))
  return { name: key.name, keyId: key.id, signature }
}

/** A witness's line: it saw this checkpoint extend the largest it knew, at this time (whole seconds since 1970). */
export async function cosign(text: string, key: NoteKey, time: number, sign: Sign): Promise<SignatureLine> {
  const signature = await sign(cosignedMessage(text, BigInt(time)))
  const stamped = new Uint8Array(timeBytes + signature.length)
  new DataView(stamped.buffer).setBigUint64(0, BigInt(time))
  stamped.set(signature, timeBytes)
  return { name: key.name, keyId: key.id, signature: stamped }
}

function cosignedMessage(text: string, time: bigint): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${text}`)
}

/** The time a cosignature claims, seconds since 1970; null when the line has none. */
export function cosignedTime({ signature }: SignatureLine): number | null {
  if (signature.length !== timeBytes + ed25519Bytes) return null
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0)
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : null
}

const signedOfCheckpoint: Signed = (text, type, payload) => {
  if (type === signatureTypes.ed25519)
    return payload.length === ed25519Bytes
      ? { message: new TextEncoder().encode(text), signature: payload }
      : null
  if (payload.length !== timeBytes + ed25519Bytes) return null
  const time = new DataView(payload.buffer, payload.byteOffset).getBigUint64(0)
  if (time >= 2n ** 63n) return null
  return { message: cosignedMessage(text, time), signature: payload.slice(timeBytes) }
}

export interface OpenedCheckpoint extends Checkpoint {
  readonly note: Note
  /** The witnesses, of those known, whose cosignature holds. */
  readonly witnesses: readonly { readonly key: NoteKey; readonly line: SignatureLine }[]
}

/**
 * REC-13: a checkpoint that the log's own key signed, with the known witnesses that cosigned it; null for anything else: another
 * origin than the key's name, no signature of the log, a line of a known key that does not hold.
 */
export async function openCheckpoint(
  text: string,
  { log, witnesses = [] }: { log: NoteKey; witnesses?: readonly NoteKey[] },
  verify: Verify,
): Promise<OpenedCheckpoint | null> {
  const note = readNote(text)
  const checkpoint = note && readCheckpoint(note.text)
  if (!checkpoint || checkpoint.origin !== log.name) return null
  const opened = await openNote(note, [log, ...witnesses], { signed: signedOfCheckpoint, verify })
  if (!opened?.some(({ key }) => key === log)) return null
  return { ...checkpoint, note, witnesses: opened.filter(({ key }) => key !== log) }
}

/** Whether one line is a witness's cosignature of a checkpoint's text. */
export async function isCosignature(
  text: string,
  { key, line }: { key: NoteKey; line: SignatureLine },
  verify: Verify,
): Promise<boolean> {
  if (key.type !== signatureTypes.cosignature || line.name !== key.name || line.keyId !== key.id) return false
  const parts = signedOfCheckpoint(text, key.type, line.signature)
  return parts !== null && (await verify(key.publicKey, parts.message, parts.signature))
}
