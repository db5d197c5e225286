// Dots on options: one button takes, one gives; a button that can do nothing more keeps the focus and says why.
// Called by the ballot form.
import { For } from 'solid-js'
import type { PollSetting } from '../../../../shared/poll/setting.ts'
import { pick, t } from '../../../i18n.ts'
import { count } from '../../../parts/format.ts'
import { dotsLeft } from '../paper.ts'
import type { FieldProps } from './field-props.ts'
import { OptionHead } from './OptionHead.tsx'

export function DotFields(props: FieldProps<PollSetting<'dots'>>) {
  const dots = (id: string) => props.paper.numbers[id] ?? 0
  const room = (id: string) =>
    Math.min(props.setting.params.cap - dots(id), dotsLeft(props.setting, props.paper))
  const put = (id: string, number: number) =>
    props.onChange({ numbers: { ...props.paper.numbers, [id]: number } })
  return (
    <ul class="option-list" aria-label={t('vote.options')}>
      <For each={props.setting.options}>
        {(option, at) => (
          <li>
            <OptionHead option={option} id={`${props.name}-option-${at()}`} />
            <div class="stepper">
              <button
                type="button"
                class="step"
                aria-label={t('vote.dotTake', { option: pick(option.label) })}
                aria-disabled={dots(option.id) === 0 ? 'true' : undefined}
                onClick={() => dots(option.id) > 0 && put(option.id, dots(option.id) - 1)}
              >
                <StepSign sign="minus" />
              </button>
              <output class="step-count figures" aria-labelledby={`${props.name}-option-${at()}`}>
                {count(dots(option.id))}
              </output>
              <button
                type="button"
                class="step"
                aria-label={t('vote.dotGive', { option: pick(option.label) })}
                aria-disabled={room(option.id) <= 0 ? 'true' : undefined}
                onClick={() => room(option.id) > 0 && put(option.id, dots(option.id) + 1)}
              >
                <StepSign sign="plus" />
              </button>
              <span class="dots" aria-hidden="true">
                {'●'.repeat(Math.min(dots(option.id), 12))}
              </span>
            </div>
          </li>
        )}
      </For>
    </ul>
  )
}

function StepSign(props: { readonly sign: 'plus' | 'minus' }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={props.sign === 'plus' ? 'M2 8h12M8 2v12' : 'M2 8h12'}
        stroke="currentColor"
        stroke-width="2"
        fill="none"
      />
    </svg>
  )
}
