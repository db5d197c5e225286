// The head of a page: its title (also the window's), a sentence, what stands beside. Called by Place and PlainPage.
import { createEffect, type JSX, onMount, Show } from 'solid-js'
import { t } from '../i18n.ts'

// The first page of a visit leaves the focus to the browser; each later page gives it to its title, so that it is read.
let visited = false

export function PageHead(props: {
  readonly title: string
  readonly text?: string
  readonly aside?: JSX.Element
}) {
  let title!: HTMLHeadingElement
  createEffect(() => {
    document.title = `${props.title} · ${t('shell.name')}`
  })
  onMount(() => {
    if (visited && !document.activeElement?.closest('dialog, [role=dialog], form'))
      title.focus({ preventScroll: true })
    visited = true
  })
  return (
    <div class="centre-head">
      <h1 ref={title} tabindex="-1">
        {props.title}
      </h1>
      <Show when={props.text}>
        <p>{props.text}</p>
      </Show>
      {props.aside}
    </div>
  )
}
