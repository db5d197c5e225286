// One rich-text field on screen: bound for who may write, drawn for who reads, plain with a banner when this version cannot hold
// it. Selecting a passage offers to comment it in all cases but the last. Called by the plan's fields.
import { type EditorState, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { createEffect, createSignal, createUniqueId, on, onCleanup, Show, untrack } from 'solid-js'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { readProse } from '../../shared/plan/draft.ts'
import { t } from '../i18n.ts'
import { Button } from '../parts/Button.tsx'
import { type Fitness, fitnessOf, makeFit } from './fitness.ts'
import { ProseToolbar } from './ProseToolbar.tsx'
import { type Passage, showPassages } from './passages.ts'
import { type Anchor, anchorOf, quoteOf } from './positions.ts'
import { mountBound, mountRead, type ProseView } from './prose-view.ts'
import { StaticProse } from './StaticProse.tsx'

interface ProseProps {
  readonly fragment: Y.XmlFragment
  readonly awareness: Awareness
  readonly labelledBy: string
  readonly describedBy?: string
  /** The level on the page of its own first headings. */
  readonly headingLevel: number
  readonly canWrite: boolean
  readonly placeholder: string
  readonly passages: readonly Passage[]
  readonly onPassage: (id: string) => void
  /** Starts a thread on a selected passage; absent when the person may not comment. */
  readonly onComment?: (anchor: Anchor, quote: string) => void
}

export function Prose(props: ProseProps) {
  const [fitness, setFitness] = createSignal<Fitness>(untrack(() => fitnessOf(props.fragment)))
  createEffect(
    on(
      () => props.fragment,
      (fragment) => setFitness(fitnessOf(fragment)),
      { defer: true },
    ),
  )
  return (
    <Show
      when={fitness() === 'fit'}
      fallback={
        <Unfit {...props} fitness={fitness()} onChange={() => setFitness(fitnessOf(props.fragment))} />
      }
    >
      <Show when={[props.fragment, props.canWrite] as const} keyed>
        <Mounted {...props} onUnfit={() => setFitness(fitnessOf(props.fragment))} />
      </Show>
    </Show>
  )
}

function Mounted(props: ProseProps & { readonly onUnfit: () => void }) {
  const id = createUniqueId()
  const [state, setState] = createSignal<EditorState | null>(null)
  const [view, setView] = createSignal<EditorView | null>(null)
  const [isFocused, setFocused] = createSignal(false)
  let wrapper!: HTMLDivElement
  let place!: HTMLDivElement
  createEffect(() => {
    const mounted = untrack(() => mount(place, props, setState))
    if (!mounted) return props.onUnfit()
    setView(mounted.view)
    setState(mounted.view.state)
    onCleanup(() => {
      setView(null)
      mounted.destroy()
    })
  })
  createEffect(() => {
    const now = view()
    if (now) showPassages(now, props.passages)
  })
  const isEmpty = () => (state()?.doc.content.size ?? 0) <= 2
  const comment = () => {
    const now = view()
    if (!now || !props.onComment || now.state.selection.empty) return
    const { from, to } = now.state.selection
    const quote = quoteOf(props.fragment, { from, to })
    if (quote === '') return
    props.onComment(anchorOf(props.fragment, { from, to }), quote)
    // The passage is marked from now on; the selection has served.
    now.dispatch(now.state.tr.setSelection(TextSelection.create(now.state.doc, to)))
    if (!props.canWrite) getSelection()?.removeAllRanges()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is a part of the document, not of a form.
    <div
      ref={wrapper}
      role="group"
      aria-labelledby={props.labelledBy}
      class="prose-field"
      classList={{ 'is-writable': props.canWrite, 'is-empty': isEmpty() }}
      data-placeholder={props.canWrite ? props.placeholder : undefined}
      onFocusIn={() => setFocused(true)}
      onFocusOut={(event) => setFocused(wrapper.contains(event.relatedTarget as Node | null))}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || !event.altKey || event.key.toLowerCase() !== 'm') return
        event.preventDefault()
        comment()
      }}
    >
      <Show when={props.canWrite && isFocused() && view()}>
        {(now) => (
          <div class="prose-tools-seat">
            <ProseToolbar
              view={now()}
              state={state()!}
              controls={id}
              onComment={props.onComment && comment}
            />
          </div>
        )}
      </Show>
      <div ref={place} id={id} />
      <Show when={!props.canWrite && props.onComment && view() && state()?.selection.empty === false}>
        <CommentHere view={view()!} state={state()!} onPress={comment} />
      </Show>
    </div>
  )
}

function mount(
  place: HTMLElement,
  props: ProseProps & { readonly onUnfit: () => void },
  onState: (state: EditorState) => void,
): ProseView | null {
  const { fragment, awareness, labelledBy, describedBy, headingLevel, onPassage, onUnfit } = props
  const settings = {
    fragment,
    labelledBy,
    headingLevel,
    onState,
    onPassage,
    onUnfit,
    ...(describedBy && { describedBy }),
  }
  return props.canWrite ? mountBound(place, { ...settings, awareness }) : mountRead(place, settings)
}

/** For who reads: the offer to comment stands under the end of the selection. */
function CommentHere(props: {
  readonly view: EditorView
  readonly state: EditorState
  readonly onPress: () => void
}) {
  const at = () => {
    const box = props.view.dom.getBoundingClientRect()
    const end = props.view.coordsAtPos(props.state.selection.to)
    return { left: Math.min(end.left - box.left, box.width - 140), top: end.bottom - box.top + 6 }
  }
  return (
    <div class="comment-here" style={{ left: `${Math.max(0, at().left)}px`, top: `${at().top}px` }}>
      <Button small onMouseDown={(event) => event.preventDefault()} onClick={props.onPress}>
        {t('plan.comment.selection')}
      </Button>
    </div>
  )
}

/** Shows all the words and writes nothing; who may write can have it put right. */
function Unfit(props: ProseProps & { readonly fitness: Fitness; readonly onChange: () => void }) {
  const [nodes, setNodes] = createSignal(untrack(() => readProse(props.fragment)))
  createEffect(() => {
    const { fragment } = props
    const changed = () => {
      setNodes(readProse(fragment))
      props.onChange()
    }
    fragment.observeDeep(changed)
    onCleanup(() => fragment.unobserveDeep(changed))
  })
  return (
    <div class="prose-field">
      <div class="notice is-warning">
        <p>{t(props.fitness === 'leftovers' ? 'plan.prose.leftovers' : 'plan.prose.unreadable')}</p>
        <Show when={props.canWrite}>
          <div>
            <Button small onClick={() => makeFit(props.fragment, 'plan-edit')}>
              {t('plan.prose.mend')}
            </Button>
          </div>
        </Show>
      </div>
      <StaticProse nodes={nodes()} headingLevel={props.headingLevel} />
    </div>
  )
}
