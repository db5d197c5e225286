// Ticking options of a list: approval, and the projects of a budget with their costs. Native check boxes, nothing disabled: what is too
// much is said, and one unticks what one likes. Called by the ballot form.
import { For, Show } from 'solid-js'
import { formatCents } from '../../../../shared/basics.ts'
import type { PollOption } from '../../../../shared/poll/setting.ts'
import { lang, pick, t } from '../../../i18n.ts'
import type { FieldProps } from './field-props.ts'

export function TickFields(props: FieldProps) {
  const ticked = (id: string) => props.paper.ticked.includes(id)
  const turn = (id: string) =>
    props.onChange({
      ticked: ticked(id) ? props.paper.ticked.filter((other) => other !== id) : [...props.paper.ticked, id],
    })
  return (
    <fieldset class="vote-choices" aria-describedby={`${props.name}-left ${props.name}-error`}>
      <legend class="visually-hidden">{t('vote.options')}</legend>
      <For each={props.setting.options}>
        {(option, at) => (
          <label class="vote-choice is-tick">
            <input
              type="checkbox"
              checked={ticked(option.id)}
              aria-describedby={`${props.name}-meaning-${at()}`}
              onChange={() => turn(option.id)}
            />
            <OptionWords option={option} id={`${props.name}-meaning-${at()}`} />
          </label>
        )}
      </For>
    </fieldset>
  )
}

/** An option's words: label, what it means, what it costs. */
function OptionWords(props: { readonly option: PollOption; readonly id: string }) {
  return (
    <span class="choice-words">
      <strong>{pick(props.option.label)}</strong>
      <span id={props.id}>
        <Show when={props.option.meaning}>{(meaning) => <>{pick(meaning())} </>}</Show>
        <Show when={props.option.cost !== undefined}>
          <span class="figures option-cost">
            {t('vote.cost', { cost: formatCents(props.option.cost ?? 0, lang()) })}
          </span>
        </Show>
      </span>
    </span>
  )
}
