// The bars of a poll over options: one bar an option, its exact figure written beside it, in the order found; those ex aequo stand under one
// place. A split envelope has each amount against the envelope; a judgment its median grade on the scale. Called by TallyChart.
import { createMemo, For, Show } from 'solid-js'
import type { PollCount, PollSetting } from '../../../../shared/poll/setting.ts'
import { t } from '../../../i18n.ts'
import { Tick } from '../../decide/parts/FrozenText.tsx'
import { narrow } from '../paper.ts'
import { widthOf } from './figures.ts'
import type { TallyRow } from './tally-rows.ts'

export function OptionBars(props: {
  readonly setting: PollSetting
  readonly count: PollCount
  readonly rows: readonly TallyRow[]
}) {
  // Ordered as found when the method orders; otherwise as the options were shown.
  const ordered = createMemo(() => [...props.rows].sort((a, b) => (a.place ?? 0) - (b.place ?? 0)))
  const most = createMemo(() => Math.max(0, ...props.rows.map(({ raw }) => widthOf(raw))))
  return (
    <ul class="option-bars" aria-hidden="true">
      <For each={ordered()}>
        {(row) => (
          <li>
            <p class="tally-head">
              <Show when={row.place !== null}>
                <span class="tally-place figures">{row.place}.</span>
              </Show>
              <span class="tally-label">{row.label}</span>
              <Show when={row.retained}>
                <span class="tally-retained">
                  <Tick /> {t('result.retained')}
                </span>
              </Show>
            </p>
            <div class="tally-line">
              <span class="tally-ground">
                <span
                  class="tally-fill"
                  classList={{ 'is-retained': row.retained }}
                  style={{ width: `${fillOf(props.setting, row, most())}%` }}
                />
              </span>
              <strong class="tally-figure figures">{row.figure || '–'}</strong>
            </div>
          </li>
        )}
      </For>
    </ul>
  )
}

/** How much of the line a row fills, in per cent: of the whole where the figure is a share, of the envelope, of the scale, else of the largest. */
function fillOf(given: PollSetting, row: TallyRow, most: number): number {
  const setting = narrow(given)
  const width = widthOf(row.raw)
  switch (setting.method) {
    case 'approval':
      return within(width)
    case 'score': {
      const { min, max } = setting.params
      return row.raw === '' ? 0 : within((width - min) / (max - min))
    }
    case 'judgment': {
      const { grades } = setting.params
      const at = grades.findIndex(({ id }) => id === row.raw)
      return at < 0 ? 0 : within((grades.length - at) / grades.length)
    }
    case 'budget':
      return setting.params.kind === 'amounts' ? within(width / setting.params.envelope) : ofMost(width, most)
    default:
      return ofMost(width, most)
  }
}

const within = (share: number) => Math.max(0, Math.min(100, share * 100))
const ofMost = (width: number, most: number) => (most > 0 ? within(width / most) : 0)
