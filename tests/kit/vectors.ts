// The known answers of tests/vectors/, typed. Called by tests here; the Python implementation reads the same files.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DigestKind } from '../../shared/record/canonical.ts'

export interface CanonicalVectors {
  readonly accepted: readonly {
    name: string
    input: string
    canonical: string
    kind: DigestKind
    digest: string
  }[]
  readonly refused: readonly { name: string; input: string }[]
  readonly notCanonical: readonly { name: string; text: string }[]
  readonly numbers: readonly { ieee: string; ecmascript: string; canonical?: string }[]
}

export interface TreeVectors {
  readonly leaves: readonly string[]
  readonly roots: readonly string[]
  readonly inclusion: readonly { index: number; size: number; path: readonly string[] }[]
  readonly consistency: readonly { from: number; to: number; path: readonly string[] }[]
}

export interface EntryVectors {
  readonly entries: readonly { name: string; entry: string; leaf: string; salt?: string; payload?: string }[]
  readonly refused: readonly { name: string; entry: string }[]
}

export interface NoteVectors {
  readonly ed25519: readonly {
    name: string
    publicKey: string
    message: string
    signature: string
    holds: boolean
  }[]
  readonly published: { vkey: string; note: string }
  readonly keys: { log: string; witnesses: readonly string[] }
  readonly checkpoint: { origin: string; size: number; root: string }
  readonly badVkeys: readonly string[]
  readonly accepted: readonly { name: string; note: string; witnesses: string[]; times: number[] }[]
  readonly refused: readonly { name: string; note: string }[]
  readonly proofs: {
    readonly leaf: string
    readonly accepted: readonly { name: string; proof: string; index: number; size: number }[]
    readonly refused: readonly { name: string; proof: string }[]
  }
}

export function readVectors<T>(name: 'canonical' | 'entries' | 'tree' | 'notes'): T {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, `../vectors/${name}.json`), 'utf8')) as T
}

export function bytesOf(hexText: string): Uint8Array {
  return new Uint8Array(Buffer.from(hexText, 'hex'))
}
