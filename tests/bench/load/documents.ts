// Large documents out of a real editing history: the LaTeX paper of M. Kleppmann, as typed, from github.com/josephg/editing-traces
// (data/automerge-paper.json.gz, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/, unchanged). Called by the scenarios cold and join.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { type Packed, pack } from './edits.ts'

interface Trace {
  readonly endContent: string
  readonly txns: readonly { readonly patches: readonly (readonly [number, number, string])[] }[]
}

let read: Trace | null = null

function paper(): Trace {
  const file = join(import.meta.dirname, '../data/automerge-paper.json.gz')
  read ??= JSON.parse(gunzipSync(readFileSync(file)).toString()) as Trace
  return read
}

export interface History {
  /** One Yjs update an original edit. */
  readonly updates: Packed
  /** The writer's clock after each edit. */
  readonly clocks: Uint32Array
  /** The text after the last of them. */
  readonly text: string
}

function typeInto(text: Y.Text, { patches }: Trace['txns'][number]): void {
  for (const [at, deleted, inserted] of patches) {
    if (deleted > 0) text.delete(at, deleted)
    if (inserted) text.insert(at, inserted)
  }
}

/** The paper's first `limit` edits, or all 259 778 of them. */
export function paperHistory(limit = Number.POSITIVE_INFINITY): History {
  const { txns, endContent } = paper()
  const doc = new Y.Doc()
  doc.clientID = 77_777_777
  const text = doc.getText('content')
  const parts: Uint8Array[] = []
  const clocks: number[] = []
  doc.on('update', (update: Uint8Array) => {
    parts.push(update)
    clocks.push(Y.getState(doc.store, doc.clientID))
  })
  for (const txn of txns.slice(0, limit)) doc.transact(() => typeInto(text, txn))
  const end = text.toString()
  if (limit >= txns.length && end !== endContent) throw new Error('the paper came out differently')
  doc.destroy()
  return { updates: pack(parts), clocks: Uint32Array.from(clocks), text: end }
}

export interface LargePlan {
  readonly update: Uint8Array
  readonly sum: string
  /** The same sum of another document: equal when it has the whole text. */
  sumOf(doc: Y.Doc): string
}

/** A document of at least `bytes` encoded bytes: the paper, typed again and again, each time by another author in another part. */
export function largePlan(bytes: number): LargePlan {
  const doc = new Y.Doc()
  let parts = 0
  while (Y.encodeStateAsUpdate(doc).length < bytes) {
    const own = new Y.Doc()
    own.clientID = 50_000_017 + parts * 7_919
    const text = own.getText(`part${parts}`)
    for (const txn of paper().txns) own.transact(() => typeInto(text, txn))
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(own))
    own.destroy()
    parts += 1
  }
  const sumOf = (other: Y.Doc): string => {
    const hash = createHash('sha256')
    for (let part = 0; part < parts; part++) hash.update(other.getText(`part${part}`).toString())
    return hash.digest('hex')
  }
  return { update: Y.encodeStateAsUpdate(doc), sum: sumOf(doc), sumOf }
}
