// Splitting an envelope: an amount an option, typed as money; what is left is said as one goes. Called by the ballot form.
import { For } from 'solid-js'
import { formatCents, parseCents } from '../../../../shared/basics.ts'
import type { PollSetting } from '../../../../shared/poll/setting.ts'
import { lang, pick, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { Field } from '../../../parts/Field.tsx'
import { centsLeft } from '../paper.ts'
import type { FieldProps } from './field-props.ts'

export function AmountFields(props: FieldProps<PollSetting<'budget'>>) {
  const type = (id: string, typed: string) => props.onChange({ typed: { ...props.paper.typed, [id]: typed } })
  const left = () => centsLeft(props.setting, props.paper)
  const cents = (id: string) => parseCents(props.paper.typed[id] || '0')
  return (
    <ul class="option-list" aria-label={t('vote.options')}>
      <For each={props.setting.options}>
        {(option) => (
          <li class="amount">
            <Field
              label={pick(option.label)}
              note={option.meaning ? pick(option.meaning) : undefined}
              error={cents(option.id) === null ? t('vote.amountFault') : null}
            >
              {(ids) => (
                <input
                  {...ids()}
                  class="input is-money figures"
                  inputMode="decimal"
                  autocomplete="off"
                  placeholder={formatCents(0, lang())}
                  value={props.paper.typed[option.id] ?? ''}
                  onInput={({ currentTarget }) => type(option.id, currentTarget.value)}
                />
              )}
            </Field>
            <Button
              small
              look="plain"
              aria-disabled={left() <= 0 || cents(option.id) === null ? 'true' : undefined}
              onClick={() => {
                const has = cents(option.id)
                if (left() > 0 && has !== null) type(option.id, formatCents(has + left(), lang()))
              }}
            >
              {t('vote.amountRest')}
              <span class="visually-hidden"> {pick(option.label)}</span>
            </Button>
          </li>
        )}
      </For>
    </ul>
  )
}
