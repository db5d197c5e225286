// Two views of one rich text: bound (an editor writes in it, through y-prosemirror) and read (built from JSON, has no way to
// write). Called by Prose.tsx only. A reader's browser must send nothing, so it is never given the binding (F12).
import { dropCursor } from 'prosemirror-dropcursor'
import { gapCursor } from 'prosemirror-gapcursor'
import { Node } from 'prosemirror-model'
import { EditorState, Plugin, TextSelection, type Transaction } from 'prosemirror-state'
import { tableEditing } from 'prosemirror-tables'
import { EditorView, type NodeView } from 'prosemirror-view'
import { initProseMirrorDoc, ySyncPlugin, ySyncPluginKey, yUndoPlugin } from 'y-prosemirror'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { proseSchema } from '../../shared/plan/prose.ts'
import { caretPlugins } from './carets.ts'
import { editingPlugins } from './commands.ts'
import { fitnessOf } from './fitness.ts'
import { passagesPlugin, redrawPassages } from './passages.ts'
import { rawProse } from './positions.ts'

export interface ViewSettings {
  readonly fragment: Y.XmlFragment
  readonly labelledBy: string
  readonly describedBy?: string
  readonly headingLevel: number
  readonly onState: (state: EditorState) => void
  readonly onPassage: (id: string) => void
  /** What stands in the text now cannot be held by this version: the view is gone, nothing was written. */
  readonly onUnfit: () => void
}

export interface BoundSettings extends ViewSettings {
  readonly awareness: Awareness
}

export interface ProseView {
  readonly view: EditorView
  destroy(): void
}

/** Requires a fragment that is fit (fitness.ts): binding deletes what is not. Opening writes nothing. */
export function mountBound(place: HTMLElement, settings: BoundSettings): ProseView {
  const { fragment, awareness } = settings
  const doc = fragment.doc!
  // Built before the binding, which would otherwise draw the text anew, with the caret where no caret can be.
  const { doc: first, mapping } = initProseMirrorDoc(fragment, proseSchema)
  const view = createView(place, settings, {
    ...(fragment.length > 0 && { doc: first }),
    attributes: { role: 'textbox', 'aria-multiline': 'true' },
    plugins: [
      ySyncPlugin(fragment, { mapping }),
      ...caretPlugins(awareness),
      yUndoPlugin(),
      passagesPlugin(fragment, settings.onPassage),
      ...editingPlugins(),
      tablePlugin(),
      gapCursor(),
      dropCursor({ class: 'prose-drop' }),
    ],
  })
  let isGone = false
  const destroy = () => {
    if (isGone) return
    isGone = true
    doc.off('beforeObserverCalls', guard)
    view.destroy()
  }
  // Runs before the binding sees a change of another person: if this version cannot hold it, the view goes, untouched (F11).
  const guard = (transaction: Y.Transaction) => {
    if (transaction.origin === ySyncPluginKey || !touches(transaction, fragment)) return
    if (fitnessOf(fragment) !== 'unreadable') return
    destroy()
    queueMicrotask(settings.onUnfit)
  }
  doc.on('beforeObserverCalls', guard)
  return { view, destroy }
}

/**
 * prosemirror-tables squares a ragged table as soon as it sees one. What comes from the live document is left as it is: opening
 * must not write, and of ten screens that see the same table each would add the missing cell.
 */
function tablePlugin(): Plugin {
  const { spec } = tableEditing()
  return new Plugin({
    ...spec,
    appendTransaction(transactions, before, after) {
      if (transactions.some((transaction) => transaction.getMeta(ySyncPluginKey)?.isChangeOrigin)) return null
      return spec.appendTransaction?.call(this, transactions, before, after) ?? null
    },
  })
}

function touches(transaction: Y.Transaction, fragment: Y.XmlFragment): boolean {
  for (const type of transaction.changed.keys()) {
    let at: Y.AbstractType<unknown> | null = type as unknown as Y.AbstractType<unknown>
    while (at && at !== (fragment as unknown)) at = at.parent as Y.AbstractType<unknown> | null
    if (at) return true
  }
  return false
}

/** The reader's view: redrawn from the live document at each change; the selection of a reader stays where it was. */
export function mountRead(place: HTMLElement, settings: ViewSettings): ProseView | null {
  const { fragment } = settings
  const first = documentOf(fragment)
  if (!first) return null
  const view = createView(place, settings, {
    doc: first,
    editable: false,
    attributes: {},
    plugins: [passagesPlugin(fragment, settings.onPassage)],
  })
  const redraw = () => {
    const next = documentOf(fragment)
    if (!next) settings.onUnfit()
    else view.dispatch(copyInto(view.state, next).setMeta(redrawPassages.key, redrawPassages.meta))
  }
  fragment.observeDeep(redraw)
  return {
    view,
    destroy() {
      fragment.unobserveDeep(redraw)
      view.destroy()
    },
  }
}

/** The document a text shows, or null when the schema cannot hold it. Reads only. */
function documentOf(fragment: Y.XmlFragment): Node | null {
  if (fitnessOf(fragment) !== 'fit') return null
  if (fragment.length === 0) return proseSchema.topNodeType.createAndFill()
  return Node.fromJSON(proseSchema, { type: 'doc', content: rawProse(fragment) })
}

function copyInto(state: EditorState, next: Node) {
  const { doc, selection } = state
  const start = doc.content.findDiffStart(next.content) ?? 0
  const ends = doc.content.findDiffEnd(next.content)
  const transaction = state.tr.replaceWith(0, doc.content.size, next.content)
  const moved = (position: number) => {
    const at = position <= start || !ends ? position : Math.max(start, position - ends.a + ends.b)
    return transaction.doc.resolve(Math.min(Math.max(at, 0), transaction.doc.content.size))
  }
  return transaction.setSelection(TextSelection.between(moved(selection.anchor), moved(selection.head)))
}

interface ViewParts {
  readonly doc?: Node
  readonly editable?: boolean
  readonly attributes: Record<string, string>
  readonly plugins: Plugin[]
}

function createView(place: HTMLElement, settings: ViewSettings, parts: ViewParts): EditorView {
  const { labelledBy, describedBy, onState } = settings
  return new EditorView(
    { mount: place },
    {
      state: EditorState.create({
        schema: proseSchema,
        ...(parts.doc && { doc: parts.doc }),
        plugins: parts.plugins,
      }),
      nodeViews: { heading: (node) => headingView(node, settings.headingLevel) },
      editable: () => parts.editable ?? true,
      attributes: {
        ...parts.attributes,
        class: 'prose',
        'aria-labelledby': labelledBy,
        ...(describedBy && { 'aria-describedby': describedBy }),
      },
      // `this`, not the constant: the binding dispatches while the view is being made.
      dispatchTransaction(this: EditorView, transaction: Transaction) {
        // y-prosemirror tells of others' carets a moment later, when the view may be gone.
        if (this.isDestroyed) return
        const next = this.state.apply(transaction)
        this.updateState(next)
        onState(next)
      },
    },
  )
}

/** A heading takes its level on the page from where its text stands, so that the page's outline has no gap. */
function headingView(node: Node, first: number): NodeView {
  const level = Number(node.attrs.level) || 1
  const dom = document.createElement(`h${Math.min(6, first + level - 1)}`)
  dom.dataset.level = String(level)
  return { dom, contentDOM: dom }
}
