// Shows the passages that threads are anchored to, and tells when one is clicked. Decorations only: the text is not touched.
// Called by prose-view.ts for both the editor's and the reader's view.
import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { ySyncPluginKey } from 'y-prosemirror'
import type * as Y from 'yjs'
import { type Anchor, rangeOf } from './positions.ts'

export interface Passage {
  readonly id: string
  readonly anchor: Anchor
  readonly quote: string
  readonly isActive: boolean
}

const key = new PluginKey<DecorationSet>('passages')

export function showPassages(view: EditorView, passages: readonly Passage[]): void {
  view.dispatch(view.state.tr.setMeta(key, { passages }).setMeta('addToHistory', false))
}

export function passagesPlugin(fragment: Y.XmlFragment, onOpen: (id: string) => void): Plugin {
  let shown: readonly Passage[] = []
  const draw = (doc: Parameters<typeof DecorationSet.create>[0]) =>
    DecorationSet.create(
      doc,
      shown.flatMap(({ id, anchor, quote, isActive }) => {
        const range = rangeOf(fragment, anchor, quote)
        if (!range || range.to > doc.content.size) return []
        const attributes = { class: isActive ? 'passage is-active' : 'passage', 'data-thread': id }
        return [Decoration.inline(range.from, range.to, attributes, { id })]
      }),
    )
  return new Plugin({
    key,
    state: {
      init: (_, state) => draw(state.doc),
      apply(transaction, drawn, _, state) {
        const asked = transaction.getMeta(key) as { passages?: readonly Passage[] } | undefined
        if (asked?.passages) {
          shown = asked.passages
          return draw(state.doc)
        }
        if (!transaction.docChanged) return drawn
        // One's own typing reaches the live document only after this: until then the marks move along with the text.
        const fromLive = asked !== undefined || transaction.getMeta(ySyncPluginKey)?.isChangeOrigin === true
        return fromLive ? draw(state.doc) : drawn.map(transaction.mapping, transaction.doc)
      },
    },
    props: {
      decorations: (state) => key.getState(state),
      handleClick(view, position) {
        const [passage] = key.getState(view.state)?.find(position, position) ?? []
        if (passage) onOpen((passage.spec as { id: string }).id)
        return false
      },
    },
  })
}

/** Marks a transaction that copies the live document, so that passages are looked for again. */
export const redrawPassages = { key, meta: {} } as const
