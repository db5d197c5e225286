// The decision rule in words, and what each college weighs under it. Called by the page of organisations, in its margin.
import { For, Show } from 'solid-js'
import { formatShare } from '../../../shared/basics.ts'
import { ruleText } from '../../../shared/poll/consent.ts'
import { colleges } from '../../../shared/territory.ts'
import { lang, pick, t } from '../../i18n.ts'
import { Button } from '../../parts/Button.tsx'
import { percent } from '../../parts/format.ts'
import { Notice } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { collegeWeights, weightFault } from './weights.ts'

export function RuleSummary(props: { readonly onChange: () => void }) {
  const { workspace, may } = useWorkspace()
  const rule = () => workspace().rule
  const weights = () => collegeWeights(workspace().organizations, rule())
  return (
    <div class="stack">
      <p>{pick(ruleText(rule()))}</p>
      <Show when={weightFault(workspace().organizations, rule())}>
        {(fault) => <Notice look="warning" title={fault()} />}
      </Show>
      <Show when={weights().rows.length > 0}>
        <table class="table weights">
          <caption>{t('shell.rule.weights')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('shell.organizations.college')}</th>
              <th scope="col" class="is-figure">
                {t('shell.rule.voices')}
              </th>
              <th scope="col" class="is-figure">
                {t('shell.rule.weight')}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={weights().rows}>
              {(row) => (
                <tr>
                  <th scope="row">{pick(colleges[row.college])}</th>
                  <td class="is-figure">{row.voices}</td>
                  <td class="is-figure">{percent(row.share)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
      <Show when={rule().collegeWeights}>
        <p class="small quiet">{t('shell.rule.maxNote', { max: formatShare(rule().collegeMax, lang()) })}</p>
      </Show>
      <Show when={may('workspace.change')}>
        <div>
          <Button small onClick={props.onChange}>
            {t('shell.rule.change')}
          </Button>
        </div>
      </Show>
    </div>
  )
}
