// Real Yjs typing, prepared before the clock starts. Each edit moves its writer's Yjs clock by a fixed amount, so a receiver knows
// from the clocks alone which edits a frame carries, also when the server merged them. Called by the scenarios.
import * as Y from 'yjs'

/** A small seeded generator of numbers in [0, 1). */
export function openRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const words =
  'les partenaires de la région conviennent de mesures contre la pauvreté logement transport alimentation revenu aînés jeunes chaque année avec un suivi'.split(
    ' ',
  )

function prose(length: number, random: () => number): string {
  let text = ''
  while (text.length < length) text += `${words[Math.floor(random() * words.length)]} `
  return text.slice(0, length)
}

/** Many small byte strings in one buffer. */
export interface Packed {
  readonly count: number
  get(at: number): Uint8Array
}

export function pack(parts: readonly Uint8Array[]): Packed {
  const whole = Buffer.concat(parts)
  const ends = new Uint32Array(parts.length + 1)
  for (const [at, part] of parts.entries()) ends[at + 1] = ends[at]! + part.length
  return { count: parts.length, get: (at) => whole.subarray(ends[at]!, ends[at + 1]!) }
}

export interface Edits {
  /** The document before the first edit. */
  readonly base: Uint8Array
  /** By how much an edit moves its writer's clock. */
  readonly step: number
  readonly writers: readonly { readonly clientId: number; readonly updates: Packed }[]
}

export interface EditsWanted {
  readonly writers: number
  /** Edits of each. */
  readonly count: number
  /** Characters that each edit replaces; 0: typing, one character at a time. */
  readonly block?: number
  /** Characters of each writer's paragraph at the start. */
  readonly paragraph?: number
}

/**
 * One paragraph a writer. Typing: 90 % the next character, 5 % after a jump of the caret, 5 % one character replaced. With `block`,
 * every edit replaces the writer's block before (much traffic, a small document).
 */
export function makeEdits({ writers, count, block = 0, paragraph = 200 }: EditsWanted): Edits {
  const random = openRandom(7)
  const newId = () => 1 + Math.floor(random() * 0xfffffff0)
  const seed = new Y.Doc()
  seed.clientID = newId()
  const text = seed.getText('content')
  for (let writer = 0; writer < writers; writer++) text.insert(text.length, `${prose(paragraph, random)}\n`)
  const base = Y.encodeStateAsUpdate(seed)
  const made = Array.from({ length: writers }, (_, writer) => {
    const doc = new Y.Doc()
    doc.clientID = newId()
    Y.applyUpdate(doc, base)
    const parts: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => void parts.push(update))
    const start = writer * (paragraph + 1)
    if (block > 0) replaceBlocks(doc, { at: start + paragraph, count, block, random })
    else type(doc, { start, size: paragraph, count, random })
    const { clientID } = doc
    doc.destroy()
    return { clientId: clientID, updates: pack(parts) }
  })
  return { base, step: block || 1, writers: made }
}

function replaceBlocks(
  doc: Y.Doc,
  { at, count, block, random }: { at: number; count: number; block: number; random: () => number },
): void {
  const text = doc.getText('content')
  for (let edit = 0; edit < count; edit++) {
    doc.transact(() => {
      if (edit > 0) text.delete(at, block)
      text.insert(at, prose(block, random))
    })
  }
}

function type(
  doc: Y.Doc,
  { start, size, count, random }: { start: number; size: number; count: number; random: () => number },
): void {
  const text = doc.getText('content')
  let length = size
  let caret = start + size
  for (let edit = 0; edit < count; edit++) {
    const letter = String.fromCharCode(97 + Math.floor(random() * 26))
    const chance = random()
    if (chance < 0.05) caret = start + Math.floor(random() * length)
    if (chance >= 0.05 && chance < 0.1 && caret > start) {
      doc.transact(() => {
        text.delete(caret - 1, 1)
        text.insert(caret - 1, letter)
      })
    } else {
      text.insert(caret, letter)
      caret += 1
      length += 1
    }
  }
}

/** Reads which edits a payload carries, as flat triples of writer, first, end. The same bytes seen by many are read once. */
export function openEditReader({ writers, step }: Edits) {
  const places = new Map(writers.map(({ clientId }, at) => [clientId, at]))
  return openMemo((bytes) => {
    const triples: number[] = []
    const { from, to } = Y.parseUpdateMeta(bytes)
    for (const [client, end] of to) {
      const writer = places.get(client)
      if (writer !== undefined)
        triples.push(writer, Math.floor((from.get(client) ?? 0) / step), Math.floor(end / step))
    }
    return triples
  })
}

/** Remembers what payloads were read as, by their bytes: of N receivers, one pays for the reading. */
export function openMemo(read: (bytes: Uint8Array) => readonly number[]) {
  const slots: ({ readonly bytes: Buffer; readonly made: readonly number[] } | undefined)[] = new Array(4096)
  return (bytes: Buffer, from: number, to: number): readonly number[] => {
    const length = to - from
    let hash = length
    for (let at = Math.max(from, to - 16); at < to; at++) hash = Math.imul(hash, 31) + bytes[at]!
    for (let at = from; at < Math.min(to, from + 20); at++) hash = Math.imul(hash, 31) + bytes[at]!
    hash = (hash ^ (hash >>> 15)) & 4095
    const slot = slots[hash]
    if (slot && slot.bytes.length === length && slot.bytes.compare(bytes, from, to) === 0) return slot.made
    const own = Buffer.from(bytes.subarray(from, to))
    const made = read(own)
    slots[hash] = { bytes: own, made }
    return made
  }
}
