// Digests as people compare them: hexadecimal in groups of four; and the frame of what is sealed (digest, date, seal line).
// Called by the polls, the lock and the Alliance.
import { For, type JSX, Show } from 'solid-js'
import { t } from '../i18n.ts'

/** A digest in groups of four, selectable as one word. `narrow` sets four groups a line. */
export function Digest(props: { readonly value: string; readonly narrow?: boolean }) {
  const groups = () => props.value.match(/.{1,4}/g) ?? []
  return (
    <p
      class="digest"
      classList={{ 'is-narrow': props.narrow ?? false }}
      onCopy={(event) => {
        // On screen it is in groups; on the clipboard it is the digest itself.
        event.preventDefault()
        event.clipboardData?.setData('text/plain', props.value)
      }}
    >
      <For each={groups()}>{(group) => <span>{group}</span>}</For>
    </p>
  )
}

/** What is frozen, in its own frame: a title, the digest, who and when; more inside if wanted. */
export function DigestFrame(props: {
  readonly title: string
  readonly digest: string
  readonly label?: string
  readonly aside?: JSX.Element
  readonly foot?: JSX.Element
  readonly narrow?: boolean
  readonly children?: JSX.Element
}) {
  return (
    <figure class="seal">
      <figcaption class="seal-head">
        <span>{props.title}</span>
        {props.aside}
      </figcaption>
      {props.children}
      <div>
        <p class="field-note">{props.label ?? t('shell.digest')}</p>
        <Digest value={props.digest} narrow={props.narrow} />
      </div>
      <Show when={props.foot}>
        <div class="seal-foot">{props.foot}</div>
      </Show>
    </figure>
  )
}
