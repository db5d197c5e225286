// A page's share of the three places: its centre under a title, and its margin. Called by every page of a workspace.
import { createEffect, createSignal, type JSX, on, onCleanup, Show } from 'solid-js'
import { t } from '../i18n.ts'
import { PageHead } from './PageHead.tsx'

export type PlaceKey = 'thread' | 'centre' | 'margin'

// On a phone one of the three is shown at a time; a page may lead there (« voir le commentaire »).
const [at, setAt] = createSignal<PlaceKey>('centre')
// The name of the margin of the page on screen; null when it has none.
const [marginTitle, setMarginTitle] = createSignal<string | null>(null)

export { at as placeAt, marginTitle, setAt as showPlace }

interface PlaceProps {
  readonly title: string
  /** One sentence under the title: what this place is for. */
  readonly text?: string
  /** Beside the title: a state, the main act. */
  readonly aside?: JSX.Element
  readonly margin?: JSX.Element
  readonly marginTitle?: string
  readonly children: JSX.Element
}

/** `<Place title="Scrutins" margin={<Rule />} marginTitle="La règle">…</Place>`: main and aside of the layout. */
export function Place(props: PlaceProps) {
  const hasMargin = () => props.marginTitle !== undefined
  createEffect(() => setMarginTitle(props.marginTitle ?? null))
  createEffect(
    on(
      () => props.title,
      () => setAt('centre'),
    ),
  )
  onCleanup(() => setMarginTitle(null))
  return (
    <>
      <main class="centre" id="centre" tabindex="-1">
        <PageHead title={props.title} text={props.text} aside={props.aside} />
        {props.children}
      </main>
      <Show when={hasMargin()}>
        <aside class="margin" aria-label={props.marginTitle ?? t('shell.place.margin')}>
          <h2>{props.marginTitle}</h2>
          {props.margin}
        </aside>
      </Show>
    </>
  )
}
