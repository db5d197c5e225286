// Keeps in sight what I wrote and that is not saved yet, so that it can be given back in words when it can never be saved: the plan
// was locked, or my role changed. Nothing is lost. Made by PlanPage, shown by UnsavedDialog.
import { onCleanup } from 'solid-js'
import * as Y from 'yjs'
import { readProse } from '../../../shared/plan/draft.ts'
import { proseText } from '../../../shared/plan/prose-json.ts'
import { type PlanPlace, typeAt } from './desk.ts'

export interface UnsavedText {
  readonly place: PlanPlace
  readonly text: string
}

export interface Unsaved {
  /** All that was written here is on disk: nothing is kept. */
  settle(): void
  /** What was touched here since, as it reads now; asked before the document is taken away. */
  texts(): readonly UnsavedText[]
}

export function watchUnsaved(doc: Y.Doc): Unsaved {
  const touched = new Map<string, PlanPlace>()
  const watch = (transaction: Y.Transaction) => {
    if (!transaction.local) return
    for (const type of transaction.changed.keys()) {
      const place = placeOf(doc, type as unknown as Y.AbstractType<unknown>)
      if (place) touched.set(JSON.stringify(place), place)
    }
  }
  doc.on('afterTransaction', watch)
  onCleanup(() => doc.off('afterTransaction', watch))
  return {
    settle: () => touched.clear(),
    texts: () =>
      [...touched.values()].flatMap((place) => {
        const type = typeAt(doc, place)
        const text = type instanceof Y.Text ? type.toString() : type ? proseText(readProse(type)) : ''
        return text.trim() === '' ? [] : [{ place, text }]
      }),
  }
}

/** The field that a changed type belongs to: up to its root, whose name says where it is. */
function placeOf(doc: Y.Doc, type: Y.AbstractType<unknown>): PlanPlace | null {
  const path: string[] = []
  let at: Y.AbstractType<unknown> = type
  while (at.parent) {
    path.unshift(at._item?.parentSub ?? '')
    at = at.parent as Y.AbstractType<unknown>
  }
  const root = [...doc.share.entries()].find(([, shared]) => (shared as unknown) === at)?.[0]
  const [kind, first = '', field] = root?.split('/') ?? []
  if (kind === 'text' || kind === 'prose') return { section: first, field: field ?? '' }
  const [item, itemField] = path
  if (kind !== 'list' || !item || !itemField) return null
  return { section: first, list: first, item, field: itemField }
}
