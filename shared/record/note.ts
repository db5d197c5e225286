// Signed notes (c2sp.org/signed-note): a text, and lines by which keys sign it. Hides the text format, key ids and vkeys.
// Called by checkpoint.ts and log-proof.ts. Who holds a private key gives `sign`; a text is worth what `openNote` says.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../basics.ts'
import { fromBase64, toBase64 } from '../verify/base64.ts'

/** What a key signs: a note (the log's own key), or a checkpoint with its time (a witness). */
export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes]

/** A key as others know it. */
export interface NoteKey {
  readonly name: string
  readonly type: SignatureType
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** Eight hexadecimal digits: with the name, which key a line claims to be of. Never a proof of it. */
  readonly id: string
}

/** Signs bytes with the private key of 64-byte Ed25519 signatures (RFC 8032). */
export type Sign = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>

export interface SignatureLine {
  readonly name: string
  readonly keyId: string
  /** What the type of signature says, without the key id: 64 bytes, or a time and 64 bytes. */
  readonly signature: Uint8Array
}

export interface Note {
  /** Ends with a line feed. */
  readonly text: string
  readonly signatures: readonly SignatureLine[]
}

/** A checkpoint with a hundred post-quantum signatures fits; nothing honest is longer. */
export const noteLengthMax = 600_000
const signaturesMax = 100
const nameLengthMax = 256
const publicKeyBytes = 32

/** A name as the format allows it: no space of any kind, no plus. */
export function isKeyName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= nameLengthMax &&
    name.isWellFormed() &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what the format forbids
    !/[\p{White_Space}\ufeff+\u0000-\u001f\u007f]/u.test(name)
  )
}

/** REC-9: a key's id is the start of SHA-256(name ‖ LF ‖ type ‖ public key): one key may then serve in one way only. */
export function noteKey(name: string, type: SignatureType, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name) || publicKey.length !== publicKeyBytes) throw new Error('not a key of a note')
  const id = sha256(Uint8Array.of(...new TextEncoder().encode(`${name}\n`), type, ...publicKey)).slice(0, 4)
  return { name, type, publicKey, id: hex(id) }
}

/** A key as a line of text: `name+id+base64`. What partners exchange on paper. */
export function vkeyText({ name, id, type, publicKey }: NoteKey): string {
  return `${name}+${id}+${toBase64(Uint8Array.of(type, ...publicKey))}`
}

/** Null for anything but a vkey of one of our types whose id is its own. */
export function readVkey(text: string): NoteKey | null {
  const [, name, id, material] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  if (name === undefined || id === undefined || material === undefined || !isKeyName(name)) return null
  const bytes = fromBase64(material)
  const type = Object.values(signatureTypes).find((one) => one === bytes?.[0])
  if (!bytes || type === undefined || bytes.length !== 1 + publicKeyBytes) return null
  const key = noteKey(name, type, bytes.slice(1))
  return key.id === id ? key : null
}

/** The text of a note with its lines. */
export function noteText({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(lineText).join('')}`
}

/** One signature line, with its line feed. */
export function lineText({ name, keyId, signature }: SignatureLine): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
  return `— ${name} ${toBase64(Uint8Array.of(...id, ...signature))}\n`
}

/** Null for anything that is not one whole signature line. */
export function readLine(line: string): SignatureLine | null {
  const [, name, encoded] = /^— ([^ ]+) ([A-Za-z0-9+/=]+)\n$/u.exec(line) ?? []
  if (name === undefined || encoded === undefined || !isKeyName(name)) return null
  const bytes = fromBase64(encoded)
  if (!bytes || bytes.length <= 4) return null
  return { name, keyId: hex(bytes.slice(0, 4)), signature: bytes.slice(4) }
}

/** REC-10: reads a note; null for any other text. What it says is not to be believed before `openNote`. */
export function readNote(text: string): Note | null {
  if (text.length > noteLengthMax || !text.isWellFormed()) return null
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what the format forbids
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) return null
  const split = text.lastIndexOf('\n\n')
  if (split < 1 || !text.endsWith('\n')) return null
  const lines = text.slice(split + 2, -1).split('\n')
  if (lines.length > signaturesMax) return null
  const signatures = lines.map((line) => readLine(`${line}\n`))
  if (signatures.some((line) => line === null)) return null
  return { text: text.slice(0, split + 1), signatures: signatures.filter((line) => line !== null) }
}

/** The bytes that a signature of a type covers, given its line's payload; null when the payload is of another form. */
export type Signed = (
  text: string,
  type: SignatureType,
  payload: Uint8Array,
) => { message: Uint8Array; signature: Uint8Array } | null

export type Verify = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>

/**
 * REC-11: the lines of a note that known keys made, one a key; null when no known key signed, or when a line that bears the
 * name and id of a known key does not hold. Lines of unknown keys say nothing, for or against.
 */
export async function openNote(
  { text, signatures }: Note,
  keys: readonly NoteKey[],
  { signed, verify }: { signed: Signed; verify: Verify },
): Promise<{ key: NoteKey; line: SignatureLine }[] | null> {
  const held = new Map<NoteKey, SignatureLine>()
  for (const line of signatures) {
    const key = keys.find(({ name, id }) => name === line.name && id === line.keyId)
    if (!key) continue
    const parts = signed(text, key.type, line.signature)
    if (!parts || !(await verify(key.publicKey, parts.message, parts.signature))) return null
    if (!held.has(key)) held.set(key, line)
  }
  return held.size === 0 ? null : [...held].map(([key, line]) => ({ key, line }))
}
