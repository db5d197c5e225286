// What was typed on this screen and is not yet known to be on the server's disk. Counted by messages, never by state vectors:
// a deletion leaves those unchanged (SYNC-8). Kept by room.ts.
import * as Y from 'yjs'
import type { RefusalCode } from '../shared/refusals.ts'

export interface Outbox {
  /** An edit was made here. */
  typed(bytes: Uint8Array): void
  /** A document message left: the last edit alone, or the whole of what the server lacks. */
  sent(whole: boolean): void
  /** The same message, had it not been too large to leave at all. */
  tooLarge(whole: boolean): void
  /** A new connection counts from zero; what the old one had not answered is unsaved still. */
  reconnected(): void
  /** All messages up to the `count`-th are on disk, but those refused. */
  acked(count: number): void
  /** The `count`-th message was refused: for good by `code`, or (null) it will be asked for again. */
  refused(count: number, code: RefusalCode | null): void
  unsaved(): boolean
  /** A message has no answer yet. */
  waiting(): boolean
  /** Something was refused, or has waited longer than this. */
  stuck(patienceMs: number): boolean
  refusal(): RefusalCode | null
  updates(): readonly Uint8Array[]
}

interface Edit {
  readonly index: number
  readonly bytes: Uint8Array
  readonly atMs: number
  /** Why it was refused for good. */
  code: RefusalCode | null
}
interface Sent {
  readonly count: number
  /** The last edit it carries. */
  readonly upTo: number
  readonly whole: boolean
}

export function openOutbox(): Outbox {
  let edits: Edit[] = []
  let messages: Sent[] = []
  let typedCount = 0
  let sentCount = 0

  const carries = (message: Sent, edit: Edit) =>
    message.whole ? edit.index <= message.upTo : edit.index === message.upTo

  return {
    typed(bytes) {
      typedCount += 1
      edits.push({ index: typedCount, bytes, atMs: performance.now(), code: null })
    },
    sent(whole) {
      sentCount += 1
      messages.push({ count: sentCount, upTo: typedCount, whole })
    },
    tooLarge(whole) {
      const message = { count: 0, upTo: typedCount, whole }
      for (const edit of edits) if (carries(message, edit)) edit.code = 'updateTooLarge'
    },
    reconnected() {
      sentCount = 0
      messages = []
    },
    acked(count) {
      const answered = messages.filter((message) => message.count <= count)
      messages = messages.filter((message) => message.count > count)
      edits = edits.filter((edit) => !answered.some((message) => carries(message, edit)))
    },
    refused(count, code) {
      const message = messages.find((each) => each.count === count)
      messages = messages.filter((each) => each !== message)
      if (message && code) for (const edit of edits) if (carries(message, edit)) edit.code = code
    },
    unsaved: () => edits.length > 0,
    waiting: () => messages.length > 0,
    stuck: (patienceMs) =>
      edits.some(({ code, atMs }) => code !== null || performance.now() - atMs > patienceMs) ||
      (edits.length > 0 && messages.length === 0),
    refusal: () => edits.findLast(({ code }) => code !== null)?.code ?? null,
    updates: () => edits.map(({ bytes }) => bytes),
  }
}

/** The texts that these updates wrote or deleted in, whole and once each, as they stand in `doc`; plain values with their name. */
export function passagesOf(doc: Y.Doc, updates: readonly Uint8Array[]): string[] {
  const passages = new Set<string>()
  const look = (client: number, from: number, to: number) => {
    const structs = doc.store.clients.get(client)
    const end = Math.min(to, Y.getState(doc.store, client))
    if (!structs || from >= end) return
    for (let at = Y.findIndexSS(structs, from); at < structs.length && structs[at]!.id.clock < end; at++) {
      const passage = passageOf(structs[at]!)
      if (passage) passages.add(passage)
    }
  }
  for (const bytes of updates) {
    const { structs, ds } = Y.decodeUpdate(bytes)
    for (const { id, length } of structs) look(id.client, id.clock, id.clock + length)
    for (const [client, deletions] of ds.clients as Map<number, { clock: number; len: number }[]>) {
      for (const { clock, len } of deletions) look(client, clock, clock + len)
    }
  }
  return [...passages]
}

function passageOf(struct: Y.Item | Y.GC): string | null {
  if (!(struct instanceof Y.Item)) return null
  const { parent, parentSub, content } = struct
  if (parent instanceof Y.Text) {
    return (parent.toDelta() as { insert: unknown }[])
      .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
      .join('')
  }
  // Words inside a new text are looked at one by one; a place in an order or the level of a heading is nothing to copy.
  if (struct.deleted || parentSub === null || !(parent instanceof Y.Map)) return null
  if (parentSub === 'order' || parentSub === 'parent') return null
  const value: unknown = content.getContent()[0]
  return typeof value === 'string' || typeof value === 'number' ? `${parentSub} : ${value}` : null
}
