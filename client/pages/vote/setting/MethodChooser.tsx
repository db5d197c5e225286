// Choosing a method by what one wants to do: adopt, sense, choose, sort, split; each with what it is for and its limits. Called by the setting form.
import { createUniqueId, For, Show } from 'solid-js'
import { type MethodKey, methodLabels } from '../../../../shared/poll/setting.ts'
import { pick, t, type WordKey } from '../../../i18n.ts'

const purposes = [
  { key: 'adopt', methods: ['consent', 'yesNo'] },
  { key: 'sense', methods: ['gradients', 'fist'] },
  { key: 'choose', methods: ['judgment', 'schulze', 'approval'] },
  { key: 'sort', methods: ['dots', 'score'] },
  { key: 'split', methods: ['budget'] },
] as const satisfies readonly { key: string; methods: readonly MethodKey[] }[]

export function MethodChooser(props: {
  readonly value: MethodKey | null
  readonly error: string | null
  readonly onChange: (method: MethodKey) => void
}) {
  const name = createUniqueId()
  return (
    <fieldset class="method-chooser" aria-describedby={props.error ? `${name}-error` : undefined}>
      <legend>
        <h2>{t('setting.method')}</h2>
      </legend>
      <For each={purposes}>
        {(purpose) => (
          <fieldset class="purpose" aria-labelledby={`${name}-${purpose.key}`}>
            <h3 id={`${name}-${purpose.key}`}>{t(`setting.purpose.${purpose.key}` as WordKey)}</h3>
            <For each={purpose.methods}>
              {(method: MethodKey) => (
                <label class="vote-choice is-tick">
                  <input
                    type="radio"
                    name={name}
                    value={method}
                    checked={props.value === method}
                    aria-describedby={`${name}-${method}`}
                    aria-invalid={props.error ? 'true' : undefined}
                    onChange={() => props.onChange(method)}
                  />
                  <span class="choice-words">
                    <strong>{pick(methodLabels[method].label)}</strong>
                    <span id={`${name}-${method}`}>{pick(methodLabels[method].use)}</span>
                  </span>
                </label>
              )}
            </For>
          </fieldset>
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
