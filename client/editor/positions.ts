// Positions in a rich text, between ProseMirror's counting and the live document's types; and the anchors of comments made of
// them. Reads the Y types alone and never writes, so it serves a reader's view as well as an editor's. Called by client/editor.
//
// ProseMirror counts one for each opening and closing of a block, one for each UTF-16 unit, one for a leaf: the shape of the Y
// tree is enough to count the same.
import * as Y from 'yjs'
import type { ProseMark } from '../../shared/plan/prose-json.ts'

/** ProseMirror's own JSON, texts as they are (neither NFC nor joined), so that positions in it are those of the Y tree. */
export interface RawNode {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly content?: readonly RawNode[]
  readonly text?: string
  readonly marks?: readonly Omit<ProseMark, 'attrs'>[]
}

export interface Range {
  readonly from: number
  readonly to: number
}

/** Yjs relative positions, base64. */
export interface Anchor {
  readonly start: string
  readonly end: string
}

const isLeaf = (element: Y.XmlElement) => element.nodeName === 'hard_break'

export function rawProse(parent: Y.XmlFragment | Y.XmlElement): RawNode[] {
  return parent.toArray().flatMap((child): RawNode[] => {
    if (child instanceof Y.XmlText) return rawTexts(child)
    if (!(child instanceof Y.XmlElement)) return [{ type: 'unknown' }]
    const content = rawProse(child)
    return [{ type: child.nodeName, attrs: child.getAttributes(), ...(content.length > 0 && { content }) }]
  })
}

function rawTexts(text: Y.XmlText): RawNode[] {
  const pieces = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  return pieces.map(({ insert, attributes = {} }) => ({
    type: 'text',
    text: String(insert),
    marks: Object.entries(attributes)
      .filter(([, value]) => value !== null)
      .map(([name, attrs]) => ({ type: name.split('--')[0]!, attrs })),
  }))
}

type Part = Y.XmlText | Y.XmlElement
const partsOf = (parent: Y.XmlFragment | Y.XmlElement) => parent.toArray() as Part[]

function sizeOf(part: Part): number {
  if (part instanceof Y.XmlText) return part.length
  return isLeaf(part) ? 1 : 2 + insideOf(part)
}

function insideOf(parent: Y.XmlFragment | Y.XmlElement): number {
  return partsOf(parent).reduce((sum, part) => sum + sizeOf(part), 0)
}

/** The Y type and the index in it that a ProseMirror position falls on. A position past the end is the end. */
function typeAt(parent: Y.XmlFragment | Y.XmlElement, position: number): [Part | Y.XmlFragment, number] {
  let left = position
  const parts = partsOf(parent)
  for (const [index, part] of parts.entries()) {
    if (part instanceof Y.XmlText) {
      if (left <= part.length) return [part, left]
    } else {
      if (left === 0) return [parent, index]
      if (left < sizeOf(part)) return typeAt(part, left - 1)
    }
    left -= sizeOf(part)
  }
  return [parent, parts.length]
}

/** Where a type and an index stand in ProseMirror's counting; null when they are not in this text any more. */
function positionOf(root: Y.XmlFragment, type: Y.AbstractType<unknown>, index: number): number | null {
  let position =
    type instanceof Y.XmlText
      ? index
      : partsOf(type as Y.XmlFragment)
          .slice(0, index)
          .reduce((sum, part) => sum + sizeOf(part), 0)
  let at: Y.AbstractType<unknown> = type
  while (at !== root) {
    const parent = at.parent
    if (!parent || at._item?.deleted) return null
    if (!(at instanceof Y.XmlText)) position += 1
    for (const part of partsOf(parent as unknown as Y.XmlFragment)) {
      if ((part as unknown) === at) break
      position += sizeOf(part)
    }
    at = parent as Y.AbstractType<unknown>
  }
  return position
}

/** The anchor of a passage: its start holds to the character after it, its end to the one before. */
export function anchorOf(root: Y.XmlFragment, { from, to }: Range): Anchor {
  return { start: relative(root, from, 0), end: relative(root, to, -1) }
}

function relative(root: Y.XmlFragment, position: number, side: 0 | -1): string {
  const [type, index] = typeAt(root, position)
  const point = Y.createRelativePositionFromTypeIndex(type as Y.AbstractType<unknown>, index, side)
  return btoa(String.fromCharCode(...Y.encodeRelativePosition(point)))
}

function absolute(root: Y.XmlFragment, encoded: string): number | null {
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0))
    const point = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes), root.doc!)
    return point && positionOf(root, point.type as Y.AbstractType<unknown>, point.index)
  } catch {
    return null
  }
}

/**
 * Where an anchored passage is now; null when its text is gone. A split or a paste makes the live document write a passage
 * anew, which empties its anchor: then its own words are looked for, and taken when they stand exactly once.
 */
export function rangeOf(root: Y.XmlFragment, anchor: Anchor, quote: string): Range | null {
  if (!root.doc) return null
  const from = absolute(root, anchor.start)
  const to = absolute(root, anchor.end)
  const flat = flatten(root)
  if (from !== null && to !== null && from < to && textOf(flat, { from, to }).trim() !== '')
    return { from, to }
  const words = quote.trim()
  const first = words === '' ? -1 : flat.text.indexOf(words)
  if (first < 0 || flat.text.includes(words, first + 1)) return null
  return { from: flat.at[first]!, to: flat.at[first + words.length - 1]! + 1 }
}

/** The words between two positions, blocks parted by a space: the quote of a passage. */
export function quoteOf(root: Y.XmlFragment, range: Range): string {
  return textOf(flatten(root), range).trim().slice(0, 2000).toWellFormed()
}

interface Flat {
  readonly text: string
  /** The ProseMirror position before each UTF-16 unit of `text`. */
  readonly at: readonly number[]
}

function flatten(root: Y.XmlFragment): Flat {
  const at: number[] = []
  let text = ''
  const add = (piece: string, position: number) => {
    for (let unit = 0; unit < piece.length; unit++) at.push(position + unit)
    text += piece
  }
  const walk = (parent: Y.XmlFragment | Y.XmlElement, start: number): number => {
    let position = start
    for (const part of partsOf(parent)) {
      if (part instanceof Y.XmlText) {
        // An embed counts as one and is no letter.
        const pieces = part.toDelta() as { insert: unknown }[]
        add(pieces.map(({ insert }) => (typeof insert === 'string' ? insert : '\uFFFC')).join(''), position)
        position += part.length
      } else if (isLeaf(part)) {
        add(' ', position)
        position += 1
      } else {
        position = walk(part, position + 1)
        if (!text.endsWith(' ')) add(' ', position)
        position += 1
      }
    }
    return position
  }
  walk(root, 0)
  return { text, at }
}

function textOf({ text, at }: Flat, { from, to }: Range): string {
  return Array.from(at.entries())
    .filter(([, position]) => position >= from && position < to)
    .map(([index]) => text[index])
    .join('')
}
