// Fields of forms: a label that is read, a note, an error tied to the control. Native controls, styled. Called by every form.
import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { t } from '../i18n.ts'
import { createCut } from './cut-choice.ts'

interface FieldProps {
  readonly label: string
  readonly note?: string
  readonly error?: string | null
  readonly optional?: boolean
}

interface ControlIds {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': 'true' | undefined
}

/** Label, note and error around a control of one's own: `<Field label=…>{(ids) => <input {...ids()} />}</Field>`. */
export function Field(props: FieldProps & { readonly children: (ids: () => ControlIds) => JSX.Element }) {
  const id = createUniqueId()
  const ids = (): ControlIds => ({
    id,
    'aria-describedby':
      [props.note && `${id}-note`, props.error && `${id}-error`].filter(Boolean).join(' ') || undefined,
    'aria-invalid': props.error ? 'true' : undefined,
  })
  return (
    <div class="field">
      <label for={id}>
        {props.label}
        <Show when={props.optional}>
          <span class="field-note"> {t('shell.optional')}</span>
        </Show>
      </label>
      <Show when={props.note}>
        <p class="field-note" id={`${id}-note`}>
          {props.note}
        </p>
      </Show>
      {props.children(ids)}
      <Show when={props.error}>
        <p class="field-error" id={`${id}-error`}>
          {props.error}
        </p>
      </Show>
    </div>
  )
}

interface TextFieldProps extends FieldProps {
  readonly value: string
  readonly onInput: (value: string) => void
  readonly type?: 'text' | 'email' | 'password'
  readonly autocomplete?: string
  readonly required?: boolean
  readonly maxLength?: number
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'email'
  readonly rows?: number
  readonly autofocus?: boolean
  readonly name?: string
}

export function TextField(props: TextFieldProps) {
  return (
    <Field label={props.label} note={props.note} error={props.error} optional={props.optional}>
      {(ids) => (
        <Show
          when={props.rows}
          fallback={
            <input
              {...ids()}
              class="input"
              type={props.type ?? 'text'}
              name={props.name}
              value={props.value}
              autocomplete={props.autocomplete ?? 'off'}
              aria-required={props.required ? 'true' : undefined}
              maxLength={props.maxLength}
              inputMode={props.inputMode}
              ref={(element) => {
                if (props.autofocus) queueMicrotask(() => element.focus())
              }}
              onInput={(event) => props.onInput(event.currentTarget.value)}
            />
          }
        >
          <textarea
            {...ids()}
            class="input"
            rows={props.rows}
            value={props.value}
            maxLength={props.maxLength}
            aria-required={props.required ? 'true' : undefined}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
        </Show>
      )}
    </Field>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

interface SelectFieldProps extends FieldProps {
  readonly value: string
  readonly options: readonly Option[]
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
}

export function SelectField(props: SelectFieldProps) {
  const [list, setList] = createSignal<HTMLSelectElement>()
  const chosen = () => props.options.find(({ value }) => value === props.value)?.label ?? ''
  const cut = createCut(list, chosen)
  return (
    <Field label={props.label} note={props.note} error={props.error} optional={props.optional}>
      {(ids) => (
        <>
          <select
            {...ids()}
            ref={setList}
            class="input"
            disabled={props.disabled}
            onChange={(event) => props.onChange(event.currentTarget.value)}
          >
            <For each={props.options}>
              {(option) => (
                <option value={option.value} selected={option.value === props.value}>
                  {option.label}
                </option>
              )}
            </For>
          </select>
          {/* For the eye: whoever listens hears the whole of it from the list. */}
          <Show when={cut()}>
            <p class="field-chosen" aria-hidden="true">
              {chosen()}
            </p>
          </Show>
        </>
      )}
    </Field>
  )
}

export function CheckField(props: {
  readonly label: string
  readonly note?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}) {
  const id = createUniqueId()
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.note ? `${id}-note` : undefined}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
      <Show when={props.note}>
        <span />
        <p class="field-note" id={`${id}-note`}>
          {props.note}
        </p>
      </Show>
    </div>
  )
}
