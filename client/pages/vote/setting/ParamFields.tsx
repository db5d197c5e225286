// The parameters of each method. Called by the setting form.
import { For, Index, Match, Show, Switch } from 'solid-js'
import { gradientLevels } from '../../../../shared/poll/setting.ts'
import { lang, pick, t, type WordKey } from '../../../i18n.ts'
import { ChoiceField } from '../../../parts/ChoiceField.tsx'
import { CheckField, SelectField, TextField } from '../../../parts/Field.tsx'
import { BothLanguages } from './OptionsEditor.tsx'
import type { SettingDraft, SettingFaults } from './setting-draft.ts'

interface ParamProps {
  readonly draft: SettingDraft
  readonly faults: SettingFaults
  readonly onChange: (part: Partial<SettingDraft>) => void
}

export function ParamFields(props: ParamProps) {
  return (
    <Switch>
      <Match when={props.draft.method === 'gradients'}>
        <SelectField
          label={t('setting.supportUpTo')}
          note={t('setting.supportUpToNote')}
          value={props.draft.supportUpTo}
          // No opinion, serious disagreement and veto are never support.
          options={[0, 1, 2, 4, 5].map((level) => ({
            value: String(level),
            label: pick(gradientLevels[level]!.label),
          }))}
          onChange={(supportUpTo) => props.onChange({ supportUpTo })}
        />
      </Match>
      <Match when={props.draft.method === 'fist'}>
        <FistFields {...props} />
      </Match>
      <Match when={props.draft.method === 'approval'}>
        <Numbers {...props} fields={['ticksMin', 'ticksMax', 'seats']} />
      </Match>
      <Match when={props.draft.method === 'dots'}>
        <Numbers {...props} fields={['dots', 'cap']} />
        <CheckField
          label={t('setting.allDots')}
          checked={props.draft.allDots}
          onChange={(allDots) => props.onChange({ allDots })}
        />
      </Match>
      <Match when={props.draft.method === 'score'}>
        <Numbers {...props} fields={['scoreMin', 'scoreMax']} />
      </Match>
      <Match when={props.draft.method === 'judgment'}>
        <GradeFields {...props} />
      </Match>
      <Match when={props.draft.method === 'schulze'}>
        <SelectField
          label={t('setting.statusQuo')}
          note={t('setting.statusQuoNote')}
          value={props.draft.statusQuo}
          options={[
            { value: '', label: t('setting.statusQuoNone') },
            ...props.draft.options.map(({ id, label }, at) => ({
              value: id,
              label: label[lang()].trim() || t('setting.option', { number: at + 1 }),
            })),
          ]}
          onChange={(statusQuo) => props.onChange({ statusQuo })}
        />
      </Match>
      <Match when={props.draft.method === 'budget'}>
        <BudgetFields {...props} />
      </Match>
    </Switch>
  )
}

type NumberField =
  | 'ticksMin'
  | 'ticksMax'
  | 'seats'
  | 'dots'
  | 'cap'
  | 'scoreMin'
  | 'scoreMax'
  | 'supportFrom'

function Numbers(props: ParamProps & { readonly fields: readonly NumberField[] }) {
  return (
    <div class="form-pair">
      <For each={props.fields}>
        {(field) => (
          <TextField
            label={t(`setting.${field}`)}
            note={field === 'ticksMax' ? t('setting.ticksMaxNote') : undefined}
            inputMode="numeric"
            maxLength={6}
            value={props.draft[field]}
            error={faultOf(props.faults, field)}
            onInput={(typed) => props.onChange({ [field]: typed })}
          />
        )}
      </For>
    </div>
  )
}

function faultOf(faults: SettingFaults, field: string): string | null {
  const key: WordKey | undefined = faults[field]
  return key ? t(key) : null
}

function FistFields(props: ParamProps) {
  const change = (at: number, value: { fr: string; en: string }) =>
    props.onChange({
      meanings: props.draft.meanings.map((meaning, place) => (place === at ? value : meaning)),
    })
  return (
    <div class="stack">
      <Numbers {...props} fields={['supportFrom']} />
      <p class="field-note">{t('setting.meaningsNote')}</p>
      <Index each={props.draft.meanings}>
        {(meaning, fingers) => (
          <BothLanguages
            fr={t('setting.fingersFr', { fingers })}
            en={t('setting.fingersEn', { fingers })}
            value={meaning()}
            error={faultOf(props.faults, 'meanings')}
            maxLength={300}
            onChange={(value) => change(fingers, value)}
          />
        )}
      </Index>
    </div>
  )
}

function GradeFields(props: ParamProps) {
  const change = (at: number, label: { fr: string; en: string }) =>
    props.onChange({
      grades: props.draft.grades.map((grade, place) => (place === at ? { ...grade, label } : grade)),
    })
  return (
    <div class="stack">
      <p class="field-note">{t('setting.gradesNote')}</p>
      <Index each={props.draft.grades}>
        {(grade, at) => (
          <BothLanguages
            fr={t('setting.gradeFr', { number: at + 1 })}
            en={t('setting.gradeEn', { number: at + 1 })}
            value={grade().label}
            error={faultOf(props.faults, 'grades')}
            maxLength={100}
            onChange={(label) => change(at, label)}
          />
        )}
      </Index>
    </div>
  )
}

function BudgetFields(props: ParamProps) {
  return (
    <div class="stack">
      <TextField
        label={t('setting.envelope')}
        inputMode="decimal"
        value={props.draft.envelope}
        error={faultOf(props.faults, 'envelope')}
        onInput={(envelope) => props.onChange({ envelope })}
      />
      <ChoiceField
        legend={t('setting.kind')}
        value={props.draft.kind}
        options={(['amounts', 'projects'] as const).map((kind) => ({
          value: kind,
          label: t(`setting.kind.${kind}`),
          note: t(`setting.kind.${kind}Note`),
        }))}
        onChange={(kind) => props.onChange({ kind: kind === 'projects' ? 'projects' : 'amounts' })}
      />
      <Show when={props.draft.kind === 'projects'}>
        <p class="field-note">{t('setting.costNote')}</p>
      </Show>
    </div>
  )
}
