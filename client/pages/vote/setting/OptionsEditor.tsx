// The options of a poll: words in both languages, what each means, what a project costs; their shown order. Called by the setting form.
import { For, Index, Show } from 'solid-js'
import { isWordless } from '../../../../shared/basics.ts'
import { lang, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { TextField } from '../../../parts/Field.tsx'
import {
  addOption,
  moveOption,
  type OptionDraft,
  type SettingDraft,
  type SettingFaults,
  type Words,
} from './setting-draft.ts'

interface OptionsEditorProps {
  readonly draft: SettingDraft
  readonly faults: SettingFaults
  readonly onChange: (draft: SettingDraft) => void
}

const optionsMax = 200

export function OptionsEditor(props: OptionsEditorProps) {
  const costed = () => props.draft.method === 'budget' && props.draft.kind === 'projects'
  const change = (id: string, part: Partial<OptionDraft>) =>
    props.onChange({
      ...props.draft,
      options: props.draft.options.map((option) => (option.id === id ? { ...option, ...part } : option)),
    })
  const fault = (id: string) => {
    const key = props.faults[id]
    return key ? t(key) : null
  }
  let list!: HTMLOListElement
  const focusLast = () => queueMicrotask(() => list.lastElementChild?.querySelector('input')?.focus())
  return (
    <section class="stack" aria-labelledby="setting-options">
      <h2 id="setting-options">{t('setting.options')}</h2>
      <p class="field-note">{t('setting.optionsNote')}</p>
      <ol class="option-list option-drafts" ref={list}>
        {/* By place: typing in one redraws none, and each keeps the focus. */}
        <Index each={props.draft.options}>
          {(option, at) => (
            <li>
              <fieldset class="stack">
                <legend class="field-label">{t('setting.option', { number: at + 1 })}</legend>
                <BothLanguages
                  fr={t('setting.labelFr')}
                  en={t('setting.labelEn')}
                  value={option().label}
                  error={fault(option().id)}
                  maxLength={300}
                  onChange={(label) => change(option().id, { label })}
                />
                <details open={option().meaning.fr !== '' || option().meaning.en !== ''}>
                  <summary>{t('setting.meaning')}</summary>
                  <BothLanguages
                    fr={t('setting.meaningFr')}
                    en={t('setting.meaningEn')}
                    value={option().meaning}
                    error={null}
                    maxLength={1_000}
                    onChange={(meaning) => change(option().id, { meaning })}
                  />
                </details>
                <Show when={costed()}>
                  <TextField
                    label={t('setting.cost')}
                    inputMode="decimal"
                    value={option().cost}
                    error={props.faults[option().id] === 'setting.fault.cost' ? fault(option().id) : null}
                    onInput={(cost) => change(option().id, { cost })}
                  />
                </Show>
                <OptionActs {...props} at={at} option={option()} />
              </fieldset>
            </li>
          )}
        </Index>
      </ol>
      <Show when={props.faults.options}>{(key) => <p class="field-error">{t(key())}</p>}</Show>
      <div>
        <Button
          disabled={props.draft.options.length >= optionsMax}
          onClick={() => {
            props.onChange(addOption(props.draft))
            focusLast()
          }}
        >
          {t('setting.addOption')}
        </Button>
      </div>
    </section>
  )
}

function OptionActs(props: OptionsEditorProps & { readonly at: number; readonly option: OptionDraft }) {
  const name = () => props.option.label[lang()].trim() || t('setting.option', { number: props.at + 1 })
  const last = () => props.at === props.draft.options.length - 1
  return (
    <div class="row">
      <Button
        small
        look="plain"
        aria-disabled={props.at === 0 ? 'true' : undefined}
        onClick={() => props.onChange(moveOption(props.draft, props.option.id, -1))}
      >
        {t('setting.optionUp', { option: name() })}
      </Button>
      <Button
        small
        look="plain"
        aria-disabled={last() ? 'true' : undefined}
        onClick={() => props.onChange(moveOption(props.draft, props.option.id, 1))}
      >
        {t('setting.optionDown', { option: name() })}
      </Button>
      <Button
        small
        look="plain"
        disabled={props.draft.options.length <= 2}
        onClick={() =>
          props.onChange({
            ...props.draft,
            options: props.draft.options.filter(({ id }) => id !== props.option.id),
          })
        }
      >
        {t('setting.optionRemove', { option: name() })}
      </Button>
    </div>
  )
}

/** The same words in French and in English, side by side. */
export function BothLanguages(props: {
  readonly fr: string
  readonly en: string
  readonly value: Words
  readonly error: string | null
  readonly maxLength: number
  readonly onChange: (value: Words) => void
}) {
  return (
    <div class="form-pair">
      <For each={['fr', 'en'] as const}>
        {(tongue) => (
          <TextField
            label={props[tongue]}
            maxLength={props.maxLength}
            value={props.value[tongue]}
            error={props.error && isWordless(props.value[tongue]) ? props.error : null}
            onInput={(text) => props.onChange({ ...props.value, [tongue]: text })}
          />
        )}
      </For>
    </div>
  )
}
