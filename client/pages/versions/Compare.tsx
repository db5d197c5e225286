// A kept text held against another: the text of the moment, a version, a checkpoint; and the text itself, to read. Called by the pages of
// a version and of a checkpoint.
import { createMemo, createResource, createSignal, Show } from 'solid-js'
import { textChanges } from '../../../shared/plan/changes.ts'
import type { Plan } from '../../../shared/plan/plan.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { SelectField } from '../../parts/Field.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { useWorkspace } from '../../parts/workspace.ts'
import { ChangeList, SubjectWords } from '../decide/parts/FrozenText.tsx'
import { readVersion } from '../decide/parts/SealedVersion.tsx'

/** Everything that differs between two texts of the plan. */
export function Differences(props: { readonly before: Plan; readonly after: Plan }) {
  const changes = createMemo(() =>
    textChanges({ kind: 'plan', plan: props.before }, { kind: 'plan', plan: props.after }),
  )
  return (
    <Show when={changes().length > 0} fallback={<p>{t('versions.same')}</p>}>
      <p class="quiet">{t('versions.differences', { count: changes().length })}</p>
      <div class="changes">
        <ChangeList changes={changes()} />
      </div>
    </Show>
  )
}

const present = 'present'

/** `self`: the version or checkpoint that is shown, left out of the choice. */
export function Compare(props: { readonly self: string; readonly plan: Plan }) {
  const { planId, planText } = useWorkspace()
  const [other, setOther] = createSignal(present)
  const versions = live('plan', () => call(doors.versions, { params: { planId: planId() } }))
  const marks = live('plan', () => call(doors.marks, { params: { planId: planId() } }))
  const options = () => [
    { value: present, label: t('versions.present') },
    ...(versions() ?? [])
      .filter(({ id }) => id !== props.self)
      .map(({ id, number }) => ({ value: `v ${id}`, label: t('versions.open', { number }) })),
    ...(marks() ?? [])
      .filter(({ id }) => id !== props.self)
      .map(({ id, label, at }) => ({ value: `m ${id}`, label: `${label} (${dayAndHour(at)})` })),
  ]
  const [kept] = createResource(
    () => (other() === present ? null : other()),
    async (chosen) => {
      const [kind, id = ''] = chosen.split(' ')
      const { canonicalPlan } =
        kind === 'v'
          ? await call(doors.version, { params: { versionId: id } })
          : await call(doors.mark, { params: { markId: id } })
      return readVersion(canonicalPlan)?.plan ?? null
    },
  )
  const against = () => (other() === present ? planText() : (kept.latest ?? null))
  return (
    <section class="stack" aria-labelledby="compare">
      <h2 id="compare">{t('versions.compare')}…</h2>
      <SelectField label={t('versions.compare')} value={other()} options={options()} onChange={setOther} />
      <Show when={against()} fallback={<p aria-busy="true" />}>
        {(plan) => <Differences before={props.plan} after={plan()} />}
      </Show>
    </section>
  )
}

/** The words of a kept text, folded: they are long. */
export function KeptWords(props: { readonly plan: Plan; readonly open?: boolean }) {
  return (
    <details class="locked-words" open={props.open}>
      <summary>{t('versions.words')}</summary>
      <div class="frozen">
        <SubjectWords text={{ kind: 'plan', plan: props.plan }} plan={props.plan} level={2} />
      </div>
    </details>
  )
}
