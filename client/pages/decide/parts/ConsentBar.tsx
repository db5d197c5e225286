// The one chart of a consent poll: votes for and against around a zero, counts written in it, the threshold as a line across;
// its table one key away, which is what a screen reader gets. Called by the poll's result.
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { Fraction } from '../../../../shared/basics.ts'
import {
  type ConsentResult,
  choiceKeys,
  consentChoices,
  type DecisionRule,
} from '../../../../shared/poll/consent.ts'
import type { BallotView, RegisterEntryView } from '../../../../shared/views.ts'
import { lang, pick, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { count, percent } from '../../../parts/format.ts'
import { placeBar } from './bar.ts'

interface ConsentBarProps {
  readonly result: ConsentResult
  readonly rule: DecisionRule
  readonly register: readonly RegisterEntryView[]
  readonly ballots: readonly BallotView[]
}

/** Parts narrower than this (per cent) have their count in the legend only. */
const widthForCount = 7

export function ConsentBar(props: ConsentBarProps) {
  const [table, setTable] = createSignal(false)
  const bar = createMemo(() => placeBar(props.register, props.ballots, props.rule))
  return (
    <figure class="consent-bar">
      <Show when={bar()} fallback={<p>{t('tally.nothingExpressed')}</p>}>
        {(placed) => (
          <svg width="100%" height="76" aria-hidden="true">
            <For each={placed().parts}>
              {(part) => (
                <>
                  <rect
                    class={`part is-${part.choice}`}
                    x={`${part.from}%`}
                    y="24"
                    width={`${part.width}%`}
                    height="44"
                  />
                  <Show when={part.width >= widthForCount}>
                    <text class={`part-count is-${part.choice}`} x={`${part.from + part.width / 2}%`} y="52">
                      {count(props.result.counts[part.choice])}
                    </text>
                  </Show>
                </>
              )}
            </For>
            <line class="zero" x1={`${placed().zero}%`} x2={`${placed().zero}%`} y1="20" y2="72" />
            <line
              class="threshold-ground"
              x1={`${placed().threshold}%`}
              x2={`${placed().threshold}%`}
              y1="24"
              y2="68"
            />
            <line
              class="threshold"
              x1={`${placed().threshold}%`}
              x2={`${placed().threshold}%`}
              y1="18"
              y2="76"
            />
            <text class="threshold-word" x={`${placed().threshold}%`} y="13">
              {t('tally.threshold', { percent: percent(props.rule.threshold) })}
            </text>
          </svg>
        )}
      </Show>
      <ul class="legend" aria-hidden="true">
        <For each={choiceKeys}>
          {(choice) => (
            <li>
              <span class={`swatch is-${choice}`} />
              {pick(consentChoices[choice].label)} <strong>{count(props.result.counts[choice])}</strong>
            </li>
          )}
        </For>
        <li>
          <span class="swatch is-missing" />
          {t('tally.notVoted')} <strong>{count(props.result.notVoted)}</strong>
        </li>
      </ul>
      <Button small look="plain" aria-expanded={table()} onClick={() => setTable(!table())}>
        {table() ? t('tally.hideTable') : t('tally.showTable')}
      </Button>
      <div classList={{ 'visually-hidden': !table() }}>
        <TallyTable {...props} />
      </div>
    </figure>
  )
}

function TallyTable(props: ConsentBarProps) {
  const recorded = (choice: string) =>
    props.ballots.filter((ballot) => ballot.choice === choice && ballot.channel === 'facilitated').length
  const share = () => {
    const { favourable, expressed } = props.result
    const ratio = (favourable.num * expressed.den) / (favourable.den * expressed.num)
    return new Intl.NumberFormat(lang() === 'fr' ? 'fr-CA' : 'en-CA', {
      style: 'percent',
      maximumFractionDigits: 1,
      // Rounded down: a share just under the threshold must not read as the threshold.
      roundingMode: 'floor',
    }).format(ratio)
  }
  return (
    <table class="table tally-table">
      <caption>{t('tally.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('tally.choice')}</th>
          <th scope="col" class="is-figure">
            {t('tally.voices')}
          </th>
          <th scope="col" class="is-figure">
            {t('tally.recorded')}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={choiceKeys}>
          {(choice) => (
            <tr>
              <th scope="row">{pick(consentChoices[choice].label)}</th>
              <td class="is-figure">{count(props.result.counts[choice])}</td>
              <td class="is-figure">{count(recorded(choice))}</td>
            </tr>
          )}
        </For>
        <tr>
          <th scope="row">{t('tally.notVoted')}</th>
          <td class="is-figure">{count(props.result.notVoted)}</td>
          <td />
        </tr>
        <tr>
          <th scope="row">{t('tally.registered')}</th>
          <td class="is-figure">{count(props.result.registered)}</td>
          <td />
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <td colspan="3">
            <Show when={props.result.expressed.num > 0} fallback={t('tally.nothingExpressed')}>
              {t('tally.fraction', {
                weighted: props.rule.collegeWeights ? t('tally.weighted') : '',
                percent: share(),
                favourable: exact(props.result.favourable),
                expressed: exact(props.result.expressed),
              })}
            </Show>
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

/** A sum of weights as it is, never rounded: « 62 », « 676/7 ». */
function exact({ num, den }: Fraction): string {
  return den === 1 ? count(num) : `${num}/${den}`
}
