// A tally as a chart with its table one key away: the table is what a screen reader gets. Called by the result.
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import type { PollCount, PollSetting } from '../../../../shared/poll/setting.ts'
import { t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { count as grouped } from '../../../parts/format.ts'
import { ScaleMark } from '../fields/ScaleMark.tsx'
import { isWeighted } from './figures.ts'
import { OptionBars } from './OptionBars.tsx'
import { SpreadBar } from './SpreadBar.tsx'
import { exact, figureHead, type TallyRow, tallyRows } from './tally-rows.ts'

const single = new Set<PollSetting['method']>(['consent', 'gradients', 'fist', 'yesNo'])

export function TallyChart(props: { readonly setting: PollSetting; readonly count: PollCount }) {
  const [table, setTable] = createSignal(false)
  const rows = createMemo(() => tallyRows(props.setting, props.count))
  return (
    <figure class="tally-chart">
      <Switch fallback={<OptionBars setting={props.setting} count={props.count} rows={rows()} />}>
        <Match when={single.has(props.setting.method)}>
          <SpreadBar setting={props.setting} count={props.count} rows={rows()} />
          <Legend rows={rows()} />
        </Match>
      </Switch>
      <Button small look="plain" aria-expanded={table()} onClick={() => setTable(!table())}>
        {table() ? t('tally.hideTable') : t('tally.showTable')}
      </Button>
      <section
        classList={{ 'table-frame': table(), 'visually-hidden': !table() }}
        tabindex={table() ? 0 : undefined}
        aria-label={t('result.tallyCaption')}
      >
        <TallyTable setting={props.setting} count={props.count} rows={rows()} />
      </section>
    </figure>
  )
}

function Legend(props: { readonly rows: readonly TallyRow[] }) {
  return (
    <ul class="legend" aria-hidden="true">
      <For each={props.rows}>
        {(row) => (
          <li>
            <ScaleMark tone={row.tone} />
            {row.label} <strong>{grouped(row.seats)}</strong>
          </li>
        )}
      </For>
    </ul>
  )
}

function TallyTable(props: {
  readonly setting: PollSetting
  readonly count: PollCount
  readonly rows: readonly TallyRow[]
}) {
  const weighted = () => isWeighted(props.count)
  const placed = () => props.count.groups.length > 0
  const retains = () => props.count.retained.length > 0
  return (
    <table class="table tally-table">
      <caption>{t('result.tallyCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t(single.has(props.setting.method) ? 'tally.choice' : 'result.head.option')}</th>
          <Show when={placed()}>
            <th scope="col" class="is-figure">
              {t('result.head.place')}
            </th>
          </Show>
          <th scope="col" class="is-figure">
            {t('result.head.seats')}
          </th>
          <Show when={weighted()}>
            <th scope="col" class="is-figure">
              {t('result.head.weight')}
            </th>
          </Show>
          <th scope="col" class="is-figure">
            {figureHead(props.setting)}
          </th>
          <Show when={retains()}>
            <th scope="col">{t('result.retained')}</th>
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr>
              <th scope="row">{row.label}</th>
              <Show when={placed()}>
                <td class="is-figure">{row.place ?? '–'}</td>
              </Show>
              <td class="is-figure">{grouped(row.seats)}</td>
              <Show when={weighted()}>
                <td class="is-figure">{exact(row.weight)}</td>
              </Show>
              <td class="is-figure">{row.figure || '–'}</td>
              <Show when={retains()}>
                <td>{row.retained ? t('result.yes') : t('result.no')}</td>
              </Show>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
