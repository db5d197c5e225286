// A notice, and the banner of a refusal: what happened, what was kept, what to do. What was typed stays on screen beside it.
// Called by every page that calls a door.
import { For, type JSX, Show } from 'solid-js'
import type { RefusedByServer } from '../api.ts'
import { pick, t } from '../i18n.ts'

export function Notice(props: {
  readonly look?: 'good' | 'warning'
  readonly title?: string
  readonly children?: JSX.Element
}) {
  return (
    <div
      class="notice"
      classList={{ 'is-good': props.look === 'good', 'is-warning': props.look === 'warning' }}
    >
      <Show when={props.title}>
        <strong>{props.title}</strong>
      </Show>
      {props.children}
    </div>
  )
}

/** What was pressed may stand a screen below, on a phone. */
const bringIntoSight = (banner: HTMLElement) =>
  queueMicrotask(() => banner.scrollIntoView({ block: 'nearest' }))

/** Shows the words of a refusal and its reasons; said at once to a screen reader. Nothing when there is none. */
export function RefusalBanner(props: { readonly refusal: RefusedByServer | null | undefined }) {
  return (
    <Show when={props.refusal}>
      {(refusal) => (
        <div class="notice is-refusal" role="alert" ref={bringIntoSight}>
          <strong>{pick(refusal().words)}</strong>
          <Show when={refusal().refusal?.reasons?.length}>
            <ul>
              <For each={refusal().refusal?.reasons}>{(reason) => <li>{pick(reason)}</li>}</For>
            </ul>
          </Show>
          <Show when={refusal().refusal?.code === 'loginNeeded'}>
            <p>
              {t('shell.loginGone')}{' '}
              <a href="/entrer" target="_blank" rel="noopener">
                {t('shell.loginElsewhere')}
              </a>
            </p>
          </Show>
        </div>
      )}
    </Show>
  )
}
