// What was typed on this screen and is not yet known to be on the server's disk. Counted by messages, never by state vectors:
// a deletion leaves those unchanged (SYNC-8). Each edit is also put on this device's shelf until then. Kept by room.ts.
import * as Y from 'yjs'
import type { RefusalCode } from '../shared/refusals.ts'
import type { KeptKey } from './offline.ts'

/** Where edits wait on this device; null while there is no place for them. */
export interface Shelf {
  put(
    bytes: Uint8Array,
    instead: readonly KeptKey[],
  ): { readonly key: KeptKey; readonly done: Promise<boolean> } | null
  drop(keys: readonly KeptKey[]): void
}

export interface Outbox {
  /** An edit was made here; or one that the device kept, under `keys`, was taken up again. */
  typed(bytes: Uint8Array, keys?: readonly KeptKey[]): void
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
  /** Whether the device has all that is unsaved, or is writing it: `null` while it writes. */
  kept(): boolean | null
  /** What the device said it kept is not there any more. */
  lost(): void
  /** Puts on the shelf again what did not find its place. */
  tend(): void
  refusal(): RefusalCode | null
  /** Takes what is unsaved off the device; it stays in the document until the page is loaded anew. */
  forget(): void
  updates(): readonly Uint8Array[]
}

interface Edit {
  readonly index: number
  readonly bytes: Uint8Array
  readonly atMs: number
  /** Why it was refused for good. */
  code: RefusalCode | null
  /** Where it lies on the device. */
  keys: readonly KeptKey[]
  kept: boolean
  /** When the device began to write it; null while it does not. */
  keepingSinceMs: number | null
}
interface Sent {
  readonly count: number
  /** The last edit it carries. */
  readonly upTo: number
  readonly whole: boolean
}

/** More edits than this are packed; so many go into one. */
const packLimits = { editsMax: 500, group: 64 } as const
/** A device that takes longer does not keep, as far as we may say. */
const deviceWithinMs = 1_000

/** `changed` is told when the device has answered. */
export function openOutbox(shelf: Shelf, changed: () => void): Outbox {
  let edits: Edit[] = []
  let messages: Sent[] = []
  let typedCount = 0
  let sentCount = 0

  const carries = (message: Sent, edit: Edit) =>
    message.whole ? edit.index <= message.upTo : edit.index === message.upTo

  function keep(edit: Edit, instead: readonly KeptKey[] = []): void {
    const put = shelf.put(edit.bytes, instead)
    if (!put) return
    const sinceMs = performance.now()
    edit.keys = [...edit.keys, put.key]
    edit.keepingSinceMs = sinceMs
    void put.done.then((done) => {
      if (edit.keepingSinceMs !== sinceMs) return
      edit.keepingSinceMs = null
      if (done) edit.kept = true
      else edit.keys = edit.keys.filter((key) => key !== put.key)
      changed()
    })
  }

  /** In a cut only: a message under way answers for its own edit. What is packed lies where it lay until its new place is written. */
  function pack(): void {
    if (messages.length > 0 || edits.length <= packLimits.editsMax) return
    const packed: Edit[] = []
    for (let at = 0; at < edits.length; at += packLimits.group) {
      const group = edits.slice(at, at + packLimits.group)
      const one: Edit = {
        ...group.at(-1)!,
        bytes: Y.mergeUpdates(group.map(({ bytes }) => bytes)),
        code: group.findLast(({ code }) => code !== null)?.code ?? null,
        keys: group.flatMap(({ keys }) => keys),
        kept: group.every(({ kept }) => kept),
        keepingSinceMs: null,
      }
      keep(one, one.keys)
      packed.push(one)
    }
    edits = packed
  }

  return {
    typed(bytes, keys) {
      typedCount += 1
      const edit: Edit = {
        index: typedCount,
        bytes,
        atMs: performance.now(),
        code: null,
        keys: keys ?? [],
        kept: keys !== undefined,
        keepingSinceMs: null,
      }
      edits.push(edit)
      if (!edit.kept) keep(edit)
      pack()
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
      const saved = edits.filter((edit) => answered.some((message) => carries(message, edit)))
      if (saved.length === 0) return
      edits = edits.filter((edit) => !saved.includes(edit))
      shelf.drop(saved.flatMap(({ keys }) => keys))
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
    kept() {
      const nowMs = performance.now()
      const open = edits.filter(({ kept }) => !kept)
      if (open.length === 0) return true
      return open.every(({ keepingSinceMs: at }) => at !== null && nowMs - at < deviceWithinMs) ? null : false
    },
    lost() {
      for (const edit of edits) {
        edit.kept = false
        edit.keepingSinceMs = null
      }
    },
    tend() {
      for (const edit of edits) if (!edit.kept && edit.keepingSinceMs === null) keep(edit)
    },
    refusal: () => edits.findLast(({ code }) => code !== null)?.code ?? null,
    forget: () => shelf.drop(edits.flatMap(({ keys }) => keys)),
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
  // In a document that no screen has opened, a root has no kind yet: it is told by what lies in it.
  const isBareRoot = parent instanceof Y.AbstractType && parent.constructor === Y.AbstractType
  if (isBareRoot && parentSub === null) {
    let words = ''
    for (let item = parent._start; item; item = item.right) {
      if (!item.deleted && item.content instanceof Y.ContentString) words += item.content.str
    }
    return words
  }
  if (parent instanceof Y.Text) {
    return (parent.toDelta() as { insert: unknown }[])
      .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
      .join('')
  }
  // Words inside a new text are looked at one by one; a place in an order or the level of a heading is nothing to copy.
  if (struct.deleted || parentSub === null || !(isBareRoot || parent instanceof Y.Map)) return null
  if (parentSub === 'order' || parentSub === 'parent') return null
  const value: unknown = content.getContent()[0]
  return typeof value === 'string' || typeof value === 'number' ? `${parentSub} : ${value}` : null
}
