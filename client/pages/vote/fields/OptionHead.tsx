// The head of one option's own fields: its label, which names the group, and what it means. Called by the methods that ask something of each option.
import { Show } from 'solid-js'
import type { PollOption } from '../../../../shared/poll/setting.ts'
import { pick } from '../../../i18n.ts'

export function OptionHead(props: { readonly option: PollOption; readonly id: string }) {
  return (
    <div class="option-head">
      <strong id={props.id}>{pick(props.option.label)}</strong>
      <Show when={props.option.meaning}>{(meaning) => <p class="field-note">{pick(meaning())}</p>}</Show>
    </div>
  )
}
