// One value of a scale for each option: a score, or a grade in words. A row of radio buttons an option, each named by its value and its
// option; a long scale of scores is typed instead. Called by the ballot form.
import { For, Show } from 'solid-js'
import type { PollOption, PollSetting } from '../../../../shared/poll/setting.ts'
import { pick, t } from '../../../i18n.ts'
import { count } from '../../../parts/format.ts'
import type { FieldProps } from './field-props.ts'
import { OptionHead } from './OptionHead.tsx'

/** A scale of more values than this is typed. */
const rowMax = 11

export function ScoreFields(props: FieldProps<PollSetting<'score'>>) {
  const scale = () => {
    const { min, max } = props.setting.params
    return Array.from({ length: max - min + 1 }, (_, at) => min + at)
  }
  const score = (id: string, number: number | undefined) => {
    const { [id]: _, ...others } = props.paper.numbers
    props.onChange({ numbers: number === undefined ? others : { ...others, [id]: number } })
  }
  return (
    <ul class="option-list" aria-label={t('vote.options')}>
      <For each={props.setting.options}>
        {(option, at) => (
          <li>
            <OptionHead option={option} id={`${props.name}-option-${at()}`} />
            <Show
              when={scale().length <= rowMax}
              fallback={
                <TypedScore
                  option={option}
                  setting={props.setting}
                  value={props.paper.numbers[option.id]}
                  onInput={(number) => score(option.id, number)}
                />
              }
            >
              <ScaleRow
                name={`${props.name}-scale-${at()}`}
                option={option}
                labelledby={`${props.name}-option-${at()}`}
                steps={[
                  ...scale().map((value) => ({ value: String(value), label: count(value) })),
                  { value: '', label: t('vote.noScore') },
                ]}
                chosen={String(props.paper.numbers[option.id] ?? '')}
                onChoose={(value) => score(option.id, value === '' ? undefined : Number(value))}
              />
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}

export function GradeFields(props: FieldProps<PollSetting<'judgment'>>) {
  return (
    <ul class="option-list" aria-label={t('vote.options')}>
      <For each={props.setting.options}>
        {(option, at) => (
          <li>
            <OptionHead option={option} id={`${props.name}-option-${at()}`} />
            <ScaleRow
              words
              name={`${props.name}-scale-${at()}`}
              option={option}
              labelledby={`${props.name}-option-${at()}`}
              steps={props.setting.params.grades.map(({ id, label }) => ({ value: id, label: pick(label) }))}
              chosen={props.paper.grades[option.id] ?? null}
              onChoose={(grade) => props.onChange({ grades: { ...props.paper.grades, [option.id]: grade } })}
            />
          </li>
        )}
      </For>
    </ul>
  )
}

function ScaleRow(props: {
  readonly name: string
  readonly option: PollOption
  readonly labelledby: string
  readonly steps: readonly { readonly value: string; readonly label: string }[]
  readonly chosen: string | null
  readonly words?: boolean
  readonly onChoose: (value: string) => void
}) {
  return (
    <div
      class="scale-row"
      classList={{ 'is-words': props.words ?? false }}
      role="radiogroup"
      aria-labelledby={props.labelledby}
    >
      <For each={props.steps}>
        {(step) => (
          <label class="scale-choice" classList={{ 'is-none': step.value === '' }}>
            <input
              type="radio"
              name={props.name}
              value={step.value}
              checked={props.chosen === step.value}
              aria-label={t('vote.stepOf', { step: step.label, option: pick(props.option.label) })}
              onChange={() => props.onChoose(step.value)}
            />
            <span>{step.label}</span>
          </label>
        )}
      </For>
    </div>
  )
}

function TypedScore(props: {
  readonly option: PollOption
  readonly setting: PollSetting<'score'>
  readonly value: number | undefined
  readonly onInput: (number: number | undefined) => void
}) {
  return (
    <input
      class="input is-number"
      type="number"
      step="1"
      min={props.setting.params.min}
      max={props.setting.params.max}
      aria-label={t('vote.scoreOf', {
        option: pick(props.option.label),
        min: props.setting.params.min,
        max: props.setting.params.max,
      })}
      value={props.value ?? ''}
      onInput={({ currentTarget }) => {
        const { min, max } = props.setting.params
        const typed = currentTarget.valueAsNumber
        props.onInput(Number.isInteger(typed) && typed >= min && typed <= max ? typed : undefined)
      }}
    />
  )
}
