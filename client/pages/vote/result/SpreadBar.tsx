// The bar of a poll with one answer: what favours to the right of a zero, what is against to its left, counts written in it, the threshold
// as a line across. Called by TallyChart; its table stands beside it.
import { createMemo, For, Show } from 'solid-js'
import { consentChoices } from '../../../../shared/poll/consent.ts'
import { gradientLevels, type PollCount, type PollSetting } from '../../../../shared/poll/setting.ts'
import { t } from '../../../i18n.ts'
import { count as grouped } from '../../../parts/format.ts'
import { narrow } from '../paper.ts'
import { fractionText, placeSpread, type SpreadPart, widthOf } from './figures.ts'
import type { TallyRow } from './tally-rows.ts'

/** Parts narrower than this (per cent) have their count in the legend only. */
const widthForCount = 6

export function SpreadBar(props: {
  readonly setting: PollSetting
  readonly count: PollCount
  readonly rows: readonly TallyRow[]
}) {
  const threshold = () => props.setting.threshold
  const toneOf = (id: string) => props.rows.find((row) => row.id === id)?.tone ?? 8
  const byTone = (sign: number) => (a: SpreadPart, b: SpreadPart) => sign * (toneOf(a.id) - toneOf(b.id))
  const placed = createMemo(() => {
    const parts = props.rows
      .map((row) => ({ row, side: sideOf(props.setting, row.id) }))
      .filter((part): part is { row: TallyRow; side: SpreadPart['side'] } => part.side !== null)
      .map(({ row, side }) => ({ id: row.id, side, weight: widthOf(row.weight) }))
    // Nearest to the zero first: the weakest support, the mildest disagreement.
    const outward = [
      ...parts.filter(({ side }) => side === 'for').sort(byTone(-1)),
      ...parts.filter(({ side }) => side === 'against').sort(byTone(1)),
    ]
    const base = widthOf(props.count.test?.base ?? props.count.expressed.weight)
    const share = threshold()?.share
    return placeSpread(outward, base, share ? share.num / share.den : null)
  })
  const seats = (id: string) => props.rows.find((row) => row.id === id)?.seats ?? 0
  return (
    <Show when={placed()} fallback={<p class="quiet">{t('tally.nothingExpressed')}</p>}>
      {(spread) => (
        <svg class="spread" width="100%" height="76" aria-hidden="true">
          <For each={spread().parts}>
            {(part) => (
              <>
                <rect
                  class={`part tone-${toneOf(part.id)}`}
                  x={`${part.from}%`}
                  y="24"
                  width={`${part.width}%`}
                  height="44"
                />
                <Show when={part.width >= widthForCount}>
                  <text
                    class={`part-count on-tone-${toneOf(part.id)}`}
                    x={`${part.from + part.width / 2}%`}
                    y="52"
                  >
                    {grouped(seats(part.id))}
                  </text>
                </Show>
              </>
            )}
          </For>
          <line class="zero" x1={`${spread().zero}%`} x2={`${spread().zero}%`} y1="20" y2="72" />
          <Show when={spread().threshold}>
            {(at) => (
              <>
                <line class="threshold-ground" x1={`${at()}%`} x2={`${at()}%`} y1="24" y2="68" />
                <line class="threshold" x1={`${at()}%`} x2={`${at()}%`} y1="18" y2="76" />
                <text class="threshold-word" classList={{ 'is-at-end': at() > 84 }} x={`${at()}%`} y="13">
                  {t('result.thresholdLine', { share: fractionText(threshold()!.share) })}
                </text>
              </>
            )}
          </Show>
        </svg>
      )}
    </Show>
  )
}

/** On which side of the zero an answer is drawn; null for what stands apart (abstentions). The count alone decides anything. */
function sideOf(given: PollSetting, id: string): SpreadPart['side'] | null {
  const setting = narrow(given)
  switch (setting.method) {
    case 'consent':
      return id === 'abstain' || !Object.hasOwn(consentChoices, id)
        ? null
        : id === 'block'
          ? 'against'
          : 'for'
    case 'gradients': {
      const level = gradientLevels.findIndex((one) => one.id === id)
      if (level < 0 || gradientLevels[level]!.id === 'abstain') return null
      return level <= setting.params.supportUpTo ? 'for' : 'against'
    }
    case 'fist':
      return Number(id) >= setting.params.supportFrom ? 'for' : 'against'
    default:
      return id === 'abstain' ? null : id === 'yes' ? 'for' : 'against'
  }
}
