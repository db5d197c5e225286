// One choice among a few, each with its sentence: native radio buttons under a legend. Called by forms and by the ballot.
import { createUniqueId, For, Show } from 'solid-js'

interface ChoiceFieldProps {
  readonly legend: string
  readonly value: string | null
  readonly options: readonly { readonly value: string; readonly label: string; readonly note?: string }[]
  readonly onChange: (value: string) => void
  readonly error?: string | null
}

export function ChoiceField(props: ChoiceFieldProps) {
  const name = createUniqueId()
  return (
    <fieldset class="choices" aria-describedby={props.error ? `${name}-error` : undefined}>
      <legend class="field-label">{props.legend}</legend>
      <For each={props.options}>
        {(option) => (
          <label class="choice">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={props.value === option.value}
              onChange={() => props.onChange(option.value)}
            />
            <span>
              <span class="choice-label">{option.label}</span>
              <Show when={option.note}>
                <span class="field-note">{option.note}</span>
              </Show>
            </span>
          </label>
        )}
      </For>
      <Show when={props.error}>
        <p class="field-error" id={`${name}-error`}>
          {props.error}
        </p>
      </Show>
    </fieldset>
  )
}
