// The choices of a rule set by subject: quorum, how one decides, how one is represented, weights. Called by RuleSetForm.
import { For, Show } from 'solid-js'
import { type College, colleges } from '../../../../shared/territory.ts'
import { pick, t } from '../../../i18n.ts'
import { CheckField, SelectField, TextField } from '../../../parts/Field.tsx'
import { type RuleDraft, wholeOf } from './rule-draft.ts'
import { CollegeShares, ShareField, ThresholdFields } from './ThresholdFields.tsx'

interface PartProps {
  readonly draft: RuleDraft
  readonly onChange: (part: Partial<RuleDraft>) => void
}

/** A choice among named values: narrowed back to one of them. */
function Choice<Value extends string>(props: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}) {
  return (
    <SelectField
      label={props.label}
      value={props.value}
      options={props.options}
      onChange={(typed) => {
        const found = props.options.find(({ value }) => value === typed)
        if (found) props.onChange(found.value)
      }}
    />
  )
}

function WholeField(props: {
  readonly label: string
  readonly note?: string
  readonly value: string
  readonly max: number
  readonly onInput: (value: string) => void
}) {
  return (
    <TextField
      label={props.label}
      note={props.note}
      value={props.value}
      inputMode="numeric"
      onInput={props.onInput}
      error={wholeOf(props.value, props.max) === null ? t('shell.rule.wholeFault') : null}
    />
  )
}

const optionsOf = <Value extends string>(values: readonly Value[], label: (value: Value) => string) =>
  values.map((value) => ({ value, label: label(value) }))

export function QuorumFields(props: PartProps) {
  const quorum = () => props.draft.quorum
  const change = (part: Partial<RuleDraft['quorum']>) =>
    props.onChange({ quorum: { ...props.draft.quorum, ...part } })
  return (
    <fieldset class="form rule-part">
      <legend class="rule-legend">{t('rules.quorum')}</legend>
      <div class="form-pair">
        <Choice
          label={t('rules.basis')}
          value={quorum().basis}
          options={optionsOf(['organizations', 'weight', 'persons'] as const, (one) =>
            t(`rules.basis.${one}`),
          )}
          onChange={(basis) => change({ basis })}
        />
        <ShareField
          label={t('rules.share')}
          note={t('rules.shareNote')}
          value={quorum().share}
          onInput={(share) => change({ share })}
        />
      </div>
      <CheckField
        label={t('rules.strict')}
        checked={quorum().strict}
        onChange={(strict) => change({ strict })}
      />
      <div class="form-pair">
        <WholeField
          label={t('rules.minAbsolute')}
          value={quorum().minAbsolute}
          max={800}
          onInput={(minAbsolute) => change({ minAbsolute })}
        />
        <WholeField
          label={t('rules.collegesMin')}
          value={quorum().collegesMin}
          max={20}
          onInput={(collegesMin) => change({ collegesMin })}
        />
      </div>
      <CheckField
        label={t('rules.proxiesCount')}
        checked={quorum().proxiesCount}
        onChange={(proxiesCount) => change({ proxiesCount })}
      />
      <CheckField
        label={t('rules.recusedInQuorum')}
        checked={quorum().recusedInBase}
        onChange={(recusedInBase) => change({ recusedInBase })}
      />
      <CollegeShares
        value={quorum().perCollege}
        summary={t('rules.byCollegeQuorum')}
        onChange={(perCollege) => change({ perCollege })}
      />
      <Choice
        label={t('rules.quorumLost')}
        value={props.draft.quorumLost}
        options={optionsOf(['suspend', 'consultative', 'continue'] as const, (one) =>
          t(`rules.quorumLost.${one}`),
        )}
        onChange={(quorumLost) => props.onChange({ quorumLost })}
      />
    </fieldset>
  )
}

export function ConductFields(props: PartProps) {
  return (
    <>
      <ThresholdFields
        legend={t('rules.adoption')}
        value={props.draft.adoption}
        onChange={(adoption) => props.onChange({ adoption })}
      />
      <fieldset class="form rule-part">
        <legend class="rule-legend">{t('rules.conduct')}</legend>
        <div class="form-pair">
          <Choice
            label={t('rules.afterBlock')}
            value={props.draft.afterBlock}
            options={optionsOf(['discussion', 'majority'] as const, (one) => t(`rules.afterBlock.${one}`))}
            onChange={(afterBlock) => props.onChange({ afterBlock })}
          />
          <Choice
            label={t('rules.tie')}
            value={props.draft.tie}
            options={optionsOf(['notAdopted', 'deliberateAgain', 'castingVote', 'lot'] as const, (one) =>
              t(`rules.tie.${one}`),
            )}
            onChange={(tie) => props.onChange({ tie })}
          />
        </div>
        <div class="form-pair">
          <WholeField
            label={t('rules.minSecret')}
            note={t('rules.minSecretNote')}
            value={props.draft.minSecretSize}
            max={800}
            onInput={(minSecretSize) => props.onChange({ minSecretSize })}
          />
          <Choice
            label={t('rules.lateSeats')}
            value={props.draft.lateSeats}
            options={optionsOf(['frozen', 'additive'] as const, (one) => t(`rules.lateSeats.${one}`))}
            onChange={(lateSeats) => props.onChange({ lateSeats })}
          />
        </div>
      </fieldset>
      <Show when={props.draft.afterBlock === 'majority'}>
        <ThresholdFields
          legend={t('rules.fallback')}
          value={props.draft.fallback}
          onChange={(fallback) => props.onChange({ fallback })}
        />
      </Show>
      <ProxyFields {...props} />
    </>
  )
}

function ProxyFields(props: PartProps) {
  const proxies = () => props.draft.proxies
  const change = (part: Partial<RuleDraft['proxies']>) =>
    props.onChange({ proxies: { ...props.draft.proxies, ...part } })
  return (
    <fieldset class="form rule-part">
      <legend class="rule-legend">{t('rules.representation')}</legend>
      <CheckField
        label={t('rules.proxies')}
        checked={proxies().allowed}
        onChange={(allowed) => change({ allowed })}
      />
      <Show when={proxies().allowed}>
        <WholeField
          label={t('rules.cap')}
          value={proxies().cap}
          max={100}
          onInput={(cap) => change({ cap })}
        />
        <CheckField
          label={t('rules.sleeps')}
          checked={proxies().sleepsWhenPresent}
          onChange={(sleepsWhenPresent) => change({ sleepsWhenPresent })}
        />
      </Show>
      <CheckField
        label={t('rules.severalSeats')}
        checked={props.draft.severalSeats}
        onChange={(severalSeats) => props.onChange({ severalSeats })}
      />
      <CheckField
        label={t('rules.recusedInBase')}
        checked={props.draft.recusedInBase}
        onChange={(recusedInBase) => props.onChange({ recusedInBase })}
      />
    </fieldset>
  )
}

export function WeightFields(props: PartProps) {
  return (
    <fieldset class="form rule-part">
      <legend class="rule-legend">{t('rules.weights')}</legend>
      <CheckField
        label={t('shell.rule.weighted')}
        note={t('shell.rule.weightedNote')}
        checked={props.draft.weighted}
        onChange={(weighted) => props.onChange({ weighted })}
      />
      <Show when={props.draft.weighted}>
        <div class="weights-form">
          <For each={Object.keys(colleges) as College[]}>
            {(college) => (
              <WholeField
                label={pick(colleges[college])}
                value={props.draft.weights[college] ?? '0'}
                max={100}
                onInput={(weight) =>
                  props.onChange({ weights: { ...props.draft.weights, [college]: weight } })
                }
              />
            )}
          </For>
        </div>
      </Show>
      <Show when={!props.draft.weighted}>
        <CheckField
          label={t('rules.capSeats')}
          note={t('rules.capSeatsNote')}
          checked={props.draft.capped}
          onChange={(capped) => props.onChange({ capped })}
        />
      </Show>
      <Show when={props.draft.weighted || props.draft.capped}>
        <ShareField
          label={t('rules.collegeMax')}
          value={props.draft.collegeMax}
          onInput={(collegeMax) => props.onChange({ collegeMax })}
        />
      </Show>
    </fieldset>
  )
}
