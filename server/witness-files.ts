// What a witness keeps on its own machine: its key, and the last checkpoint it saw. Hides both files. Called by witness.ts.
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import type { SeenRecord } from '../shared/record/follow.ts'
import { isKeyName, type NoteKey, noteKey, signatureTypes } from '../shared/record/note.ts'
import { fromBase64, toBase64 } from '../shared/verify/base64.ts'
import type { RecordSigner } from './context.ts'
import { seedBytes, signerOf } from './record-key.ts'

export interface WitnessKey {
  readonly key: NoteKey
  readonly sign: RecordSigner['sign']
}

const keySchema = v.strictObject({
  format: v.literal('assise/witness-key/v1'),
  name: v.pipe(v.string(), v.check(isKeyName)),
  seed: v.pipe(
    v.string(),
    v.check((text) => fromBase64(text)?.length === seedBytes),
  ),
})

/** Makes a key in a new file that its owner alone reads. Throws when the file exists. */
export function makeWitnessKey(path: string, name: string): WitnessKey {
  const seed = toBase64(randomBytes(seedBytes))
  const text = `${JSON.stringify({ format: 'assise/witness-key/v1', name, seed }, null, 2)}\n`
  writeFileSync(path, text, { flag: 'wx', mode: 0o600 })
  return readWitnessKey(path)
}

/** Throws when the file is not one that makeWitnessKey made. */
export function readWitnessKey(path: string): WitnessKey {
  const { name, seed } = v.parse(keySchema, JSON.parse(readFileSync(path, 'utf8')))
  const { publicKey, sign } = signerOf(fromBase64(seed)!)
  return { key: noteKey(name, signatureTypes.cosignature, publicKey), sign }
}

const stateSchema = v.strictObject({
  format: v.literal('assise/witness-state/v1'),
  logKey: v.string(),
  note: v.string(),
})

/** The last checkpoint seen; null when there is no file yet. Throws for a file that is damaged: it must not pass for a first visit. */
export function readState(path: string): SeenRecord | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
  const { logKey, note } = v.parse(stateSchema, JSON.parse(text))
  return { logKey, note }
}

/** Whole or not at all: written aside, then put in place. */
export function writeState(path: string, { logKey, note }: SeenRecord): void {
  const aside = `${path}.nouveau`
  const state = { format: 'assise/witness-state/v1', logKey, note }
  writeFileSync(aside, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(aside, path)
}

/** The two states that contradict each other, kept as evidence. Where. */
export function keepEvidence(path: string, evidence: object, at: Date): string {
  const kept = `${path}.alarme-${at.toISOString().replace(/[:.]/g, '-')}.json`
  writeFileSync(kept, `${JSON.stringify(evidence, null, 2)}\n`, { flag: 'wx', mode: 0o600 })
  return kept
}
