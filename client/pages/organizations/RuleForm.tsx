// Changes the decision rule: quorum, colleges, threshold, weights by college with their cap checked as one types.
// Called by the page of organisations. Polls already open keep the rule they opened with.
import { createSignal, For, Show } from 'solid-js'
import { formatShare, parseShare } from '../../../shared/basics.ts'
import type { DecisionRule } from '../../../shared/poll/consent.ts'
import { type College, colleges } from '../../../shared/territory.ts'
import { call, doors } from '../../api.ts'
import { lang, pick, t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { CheckField, Field, TextField } from '../../parts/Field.tsx'
import { percent } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { collegeWeights, weightFault } from './weights.ts'

type Weights = { readonly [college in College]?: string }

export function RuleForm(props: { readonly onDone: () => void }) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const first = workspace().rule
  const [quorum, setQuorum] = createSignal(formatShare(first.quorum, lang()))
  const [collegesMin, setCollegesMin] = createSignal(String(first.collegesMin))
  const [threshold, setThreshold] = createSignal(formatShare(first.threshold, lang()))
  const [max, setMax] = createSignal(formatShare(first.collegeMax, lang()))
  const [weighted, setWeighted] = createSignal(first.collegeWeights !== null)
  const [weights, setWeights] = createSignal<Weights>(typedWeights(first))

  const rule = (): DecisionRule | null => {
    const parsed = {
      quorum: parseShare(quorum()),
      collegesMin: parseWhole(collegesMin(), 20),
      threshold: parseShare(threshold()),
      collegeWeights: weighted() ? parseWeights(weights()) : null,
      collegeMax: parseShare(max()),
    }
    const { quorum: q, collegesMin: c, threshold: h, collegeMax: m } = parsed
    if (!q || c === null || !h || !m || (weighted() && !parsed.collegeWeights)) return null
    return { quorum: q, collegesMin: c, threshold: h, collegeWeights: parsed.collegeWeights, collegeMax: m }
  }
  const check = () => {
    const now = rule()
    return now && weighted() ? collegeWeights(workspace().organizations, now) : null
  }
  const tooHeavy = () => {
    const now = rule()
    return now && weighted() ? weightFault(workspace().organizations, now) : null
  }
  const save = async () => {
    const next = rule()
    if (!next || tooHeavy()) return
    const done = await acting.run(async () => {
      await call(doors.changeWorkspace, { params: { workspaceId: workspace().id }, body: { rule: next } })
      await refetchWorkspace()
    })
    if (!done) return
    announce(t('shell.saved'))
    props.onDone()
  }
  const shareFault = (typed: string) => (parseShare(typed) ? null : t('shell.rule.shareFault'))
  return (
    <form
      class="form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-pair">
        <TextField
          label={t('shell.rule.quorum')}
          note={t('shell.rule.quorumNote')}
          value={quorum()}
          onInput={setQuorum}
          error={shareFault(quorum())}
        />
        <TextField
          label={t('shell.rule.collegesMin')}
          note={t('shell.rule.collegesMinNote')}
          value={collegesMin()}
          onInput={setCollegesMin}
          inputMode="numeric"
          error={parseWhole(collegesMin(), 20) === null ? t('shell.rule.wholeFault') : null}
        />
      </div>
      <TextField
        label={t('shell.rule.threshold')}
        note={t('shell.rule.thresholdNote')}
        value={threshold()}
        onInput={setThreshold}
        error={shareFault(threshold())}
      />
      <CheckField
        label={t('shell.rule.weighted')}
        note={t('shell.rule.weightedNote')}
        checked={weighted()}
        onChange={setWeighted}
      />
      <Show when={weighted()}>
        <fieldset class="weights-form">
          <legend class="field-label">{t('shell.rule.weights')}</legend>
          <For each={Object.keys(colleges) as College[]}>
            {(college) => (
              <WeightField
                college={college}
                value={weights()[college] ?? ''}
                share={check()?.rows.find((row) => row.college === college)?.share ?? null}
                onInput={(value) => setWeights({ ...weights(), [college]: value })}
              />
            )}
          </For>
        </fieldset>
        <TextField
          label={t('shell.rule.max')}
          note={t('shell.rule.maxFieldNote')}
          value={max()}
          onInput={setMax}
          error={shareFault(max())}
        />
      </Show>
      <div aria-live="polite">
        <Show when={tooHeavy()}>
          <p class="field-error">{tooHeavy()}</p>
        </Show>
      </div>
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()} disabled={!rule() || tooHeavy() !== null}>
          {t('shell.rule.save')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

function WeightField(props: {
  readonly college: College
  readonly value: string
  readonly share: { num: number; den: number } | null
  readonly onInput: (value: string) => void
}) {
  return (
    <Field
      label={pick(colleges[props.college])}
      note={props.share ? t('shell.rule.share', { share: percent(props.share) }) : t('shell.rule.noVoices')}
      error={parseWhole(props.value || '0', 100) === null ? t('shell.rule.wholeFault') : null}
    >
      {(ids) => (
        <input
          {...ids()}
          class="input"
          inputMode="numeric"
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

function typedWeights(rule: DecisionRule): Weights {
  return Object.fromEntries(
    Object.entries(rule.collegeWeights ?? {}).map(([college, weight]) => [college, String(weight)]),
  )
}

/** Null when one of them is not a whole number from 0 to 100. */
function parseWeights(typed: Weights): DecisionRule['collegeWeights'] {
  const weights: { [college in College]?: number } = {}
  for (const college of Object.keys(colleges) as College[]) {
    const weight = parseWhole(typed[college] || '0', 100)
    if (weight === null) return null
    if (weight > 0) weights[college] = weight
  }
  return weights
}

function parseWhole(typed: string, max: number): number | null {
  const text = typed.replace(/[\s%]/g, '')
  return /^\d{1,3}$/.test(text) && Number(text) <= max ? Number(text) : null
}
