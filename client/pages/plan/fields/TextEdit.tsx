// The text fields of the plan: a control co-edited with others for who may write, the words alone for who reads. Called by FieldView.
import { createEffect, onCleanup, Show } from 'solid-js'
import type * as Y from 'yjs'
import { bindText } from './co-text.ts'

interface TextEditProps {
  readonly text: Y.Text
  readonly id: string
  readonly labelledBy: string
  readonly describedBy?: string
  readonly placeholder?: string
  /** The name of an item, or a line of figures: Enter does not break it. */
  readonly oneLine: boolean
  readonly isTitle: boolean
}

export function TextEdit(props: TextEditProps) {
  let control!: HTMLTextAreaElement
  createEffect(() => onCleanup(bindText(control, props.text, () => fitHeight(control))))
  return (
    <textarea
      ref={control}
      id={props.id}
      class="plan-input"
      classList={{ 'is-title': props.isTitle }}
      rows="1"
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      placeholder={props.placeholder}
      spellcheck={true}
      onKeyDown={(event) => {
        if (props.oneLine && event.key === 'Enter' && !event.isComposing) event.preventDefault()
      }}
      onBeforeInput={(event) => {
        // A pasted title keeps its words, not its line breaks.
        if (!props.oneLine || !event.data?.includes('\n')) return
        event.preventDefault()
        document.execCommand('insertText', false, event.data.replaceAll(/\s*\n\s*/g, ' '))
      }}
    />
  )
}

/** Where the browser does not size a textarea to its text by itself, it is done here. */
function fitHeight(control: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return
  control.style.height = 'auto'
  control.style.height = `${control.scrollHeight}px`
}

export function TextShown(props: { readonly text: string; readonly isTitle: boolean }) {
  return (
    <Show when={props.text.trim()} fallback={<p class="plan-none">—</p>}>
      <p class="plan-shown" classList={{ 'is-title': props.isTitle }}>
        {props.text}
      </p>
    </Show>
  )
}
