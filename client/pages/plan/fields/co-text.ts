// Binds a textarea to a shared text: what is typed goes in as the smallest change, what others write comes in around one's caret.
// Waits while an input method composes (accents, syllabics), so that no composition is cut. Called by TextEdit.tsx.
import * as Y from 'yjs'

export interface Change {
  readonly index: number
  readonly remove: number
  readonly insert: string
}

/** The smallest change from one text to the other, at the caret when letters repeat; never cuts a surrogate pair in half. */
export function changeBetween(before: string, after: string, caret: number): Change | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  // What stands after the caret was not typed: it bounds the search from the end first.
  const tail = Math.min(shorter, Math.max(0, after.length - caret))
  let end = 0
  while (end < tail && before.at(-1 - end) === after.at(-1 - end)) end++
  let start = 0
  while (start < shorter - end && before[start] === after[start]) start++
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  if (start > 0 && isHigh(before, start - 1)) start--
  if (end > 0 && isLow(before, before.length - end)) end--
  return { index: start, remove: before.length - end - start, insert: after.slice(start, after.length - end) }
}

const isHigh = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xd800
const isLow = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00

type Delta = readonly { insert?: unknown; delete?: number; retain?: number }[]

/** Where a position stands after someone else's change; what they insert at the very place comes before it only if `pushed`. */
export function movedBy(delta: Delta, position: number, pushed: boolean): number {
  let at = 0
  let moved = position
  for (const { insert, delete: removed = 0, retain = 0 } of delta) {
    if (insert !== undefined) {
      const length = typeof insert === 'string' ? insert.length : 1
      if (at < moved || (at === moved && pushed)) moved += length
      at += length
    } else if (removed > 0) {
      if (at < moved) moved = Math.max(at, moved - removed)
    } else at += retain
  }
  return moved
}

type TextControl = HTMLTextAreaElement | HTMLInputElement

/** Follows both ways until the returned function is called. `onShown` runs when the control's text changed by itself. */
export function bindText(control: TextControl, text: Y.Text, onShown: () => void): () => void {
  const origin = { control }
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([origin]) })
  let shown = text.toString()
  let waiting: Delta[] = []
  let composing = false
  control.value = shown
  onShown()

  const send = () => {
    const change = changeBetween(shown, control.value, control.selectionEnd ?? control.value.length)
    shown = control.value
    const between = waiting
    waiting = []
    if (change) {
      const { index, remove, insert } = change
      const start = between.reduce((at, delta) => movedBy(delta, at, true), index)
      const end = between.reduce((at, delta) => movedBy(delta, at, false), index + remove)
      text.doc!.transact(() => {
        if (end > start) text.delete(start, end - start)
        if (insert !== '') text.insert(start, insert)
      }, origin)
    }
    if (between.length > 0) show(between)
  }

  const show = (deltas: readonly Delta[]) => {
    shown = text.toString()
    if (control.value !== shown) {
      const hasFocus = document.activeElement === control
      const place = (at: number | null) => deltas.reduce((now, delta) => movedBy(delta, now, false), at ?? 0)
      const [start, end] = [place(control.selectionStart), place(control.selectionEnd)]
      control.value = shown
      if (hasFocus) control.setSelectionRange(start, end)
    }
    onShown()
  }

  const onRemote = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    if (transaction.origin === origin) return
    if (composing) waiting.push(event.delta as Delta)
    else show([event.delta as Delta])
  }
  const onInput = () => {
    if (!composing) send()
    onShown()
  }
  const onStart = () => {
    composing = true
  }
  const onEnd = () => {
    composing = false
    send()
  }
  // The browser's own history knows nothing of what others wrote: ours takes back only what was typed here.
  const onKey = (event: Event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event as KeyboardEvent
    if (!(ctrlKey || metaKey) || altKey) return
    const isRedo = (key.toLowerCase() === 'z' && shiftKey) || key.toLowerCase() === 'y'
    if (key.toLowerCase() !== 'z' && !isRedo) return
    event.preventDefault()
    if (isRedo) undo.redo()
    else undo.undo()
  }
  const listeners: [string, (event: Event) => void][] = [
    ['input', onInput],
    ['compositionstart', onStart],
    ['compositionend', onEnd],
    ['keydown', onKey],
  ]
  for (const [name, listener] of listeners) control.addEventListener(name, listener)
  text.observe(onRemote)
  return () => {
    for (const [name, listener] of listeners) control.removeEventListener(name, listener)
    text.unobserve(onRemote)
    undo.destroy()
  }
}
