// One answer among a few: consent, gradients, fist to five, yes or no. Native radio buttons; each named by its own words.
// Called by the ballot form.
import { For, Show } from 'solid-js'
import { pick, t } from '../../../i18n.ts'
import type { FieldProps } from './field-props.ts'
import { ScaleMark } from './ScaleMark.tsx'
import { type SingleChoice, singleChoices } from './single-choices.ts'

export function SingleFields(props: FieldProps) {
  return (
    <fieldset class="vote-choices" aria-describedby={props.error ? `${props.name}-error` : undefined}>
      <legend class="visually-hidden">{t('vote.choices')}</legend>
      <For each={singleChoices(props.setting)}>
        {(choice) => (
          <label class="vote-choice">
            <input
              type="radio"
              name={props.name}
              value={choice.pick}
              checked={props.paper.pick === choice.pick}
              aria-describedby={choice.meaning ? `${props.name}-${choice.pick}` : undefined}
              onChange={() => props.onChange({ pick: choice.pick })}
            />
            <ScaleMark tone={choice.tone} />
            <span class="choice-words">
              <strong>{pick(choice.label)}</strong>
              <Show when={meaningOf(choice)}>
                {(meaning) => <span id={`${props.name}-${choice.pick}`}>{meaning()}</span>}
              </Show>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}

function meaningOf({ meaning }: SingleChoice): string {
  if (meaning === undefined) return ''
  return typeof meaning === 'string' ? t(meaning) : pick(meaning)
}
