// What adopts: a share, of which voices, with which abstentions, the least support, and by college. Called by RuleSetForm, twice.
import { For } from 'solid-js'
import { parseShare } from '../../../../shared/basics.ts'
import { type College, colleges } from '../../../../shared/territory.ts'
import { pick, t } from '../../../i18n.ts'
import { CheckField, SelectField, TextField } from '../../../parts/Field.tsx'
import type { ByCollege, ThresholdDraft } from './rule-draft.ts'

const bases = ['expressed', 'cast', 'present', 'entitled'] as const

export function ThresholdFields(props: {
  readonly legend: string
  readonly value: ThresholdDraft
  readonly onChange: (value: ThresholdDraft) => void
}) {
  const change = (part: Partial<ThresholdDraft>) => props.onChange({ ...props.value, ...part })
  return (
    <fieldset class="form rule-part">
      <legend class="rule-legend">{props.legend}</legend>
      <div class="form-pair">
        <ShareField
          label={t('rules.share')}
          note={t('rules.shareNote')}
          value={props.value.share}
          onInput={(share) => change({ share })}
        />
        <SelectField
          label={t('rules.base')}
          value={props.value.base}
          options={bases.map((value) => ({ value, label: t(`rules.base.${value}`) }))}
          onChange={(value) => change({ base: bases.find((one) => one === value) ?? 'expressed' })}
        />
      </div>
      <CheckField
        label={t('rules.strict')}
        checked={props.value.strict}
        onChange={(strict) => change({ strict })}
      />
      <CheckField
        label={t('rules.abstentions')}
        note={t('rules.abstentionsNote')}
        checked={props.value.abstentions === 'inBase'}
        onChange={(inBase) => change({ abstentions: inBase ? 'inBase' : 'excluded' })}
      />
      <ShareField
        label={t('rules.minSupport')}
        note={t('rules.minSupportNote')}
        optional
        value={props.value.minSupport}
        onInput={(minSupport) => change({ minSupport })}
      />
      <CollegeShares
        value={props.value.perCollege}
        summary={t('rules.byCollegeThreshold')}
        onChange={(perCollege) => change({ perCollege })}
      />
    </fieldset>
  )
}

export function ShareField(props: {
  readonly label: string
  readonly note?: string
  readonly optional?: boolean
  readonly value: string
  readonly onInput: (value: string) => void
}) {
  const fault = () => {
    if (props.optional && props.value.trim() === '') return null
    return parseShare(props.value) ? null : t('shell.rule.shareFault')
  }
  return (
    <TextField
      label={props.label}
      note={props.note}
      optional={props.optional}
      value={props.value}
      onInput={props.onInput}
      error={fault()}
    />
  )
}

/** Asked of each college by itself; nothing typed, nothing asked. */
export function CollegeShares(props: {
  readonly value: ByCollege
  readonly summary: string
  readonly onChange: (value: ByCollege) => void
}) {
  return (
    <details>
      <summary>{props.summary}</summary>
      <div class="weights-form college-shares">
        <For each={Object.keys(colleges) as College[]}>
          {(college) => (
            <ShareField
              label={pick(colleges[college])}
              optional
              value={props.value[college] ?? ''}
              onInput={(share) => props.onChange({ ...props.value, [college]: share })}
            />
          )}
        </For>
      </div>
    </details>
  )
}
