// Ranking by buttons: up, down, ex aequo with the one above, straight to a place, out of the ranking. A moved option keeps the focus and
// its new place is said. Called by the ballot form.
import { createMemo, For, Show } from 'solid-js'
import type { PollOption, PollSetting } from '../../../../shared/poll/setting.ts'
import { pick, t, type WordKey } from '../../../i18n.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { count } from '../../../parts/format.ts'
import { joinAbove, moveDown, moveUp, placeAt, placesOf, type Ranking, unrank } from '../ranking.ts'
import type { FieldProps } from './field-props.ts'
import { OptionHead } from './OptionHead.tsx'

export function RankFields(props: FieldProps<PollSetting<'schulze'>>) {
  const option = (id: string) => props.setting.options.find((one) => one.id === id)
  const places = createMemo(
    () => new Map(placesOf(props.paper.ranking).map((place) => [place.id, place] as const)),
  )
  // Ids, not fresh objects: a row keeps its controls, and their focus, while its place changes.
  const ranked = createMemo(() => props.paper.ranking.flat().filter((id) => option(id)))
  const unranked = () => props.setting.options.filter(({ id }) => !places().has(id))
  let root!: HTMLDivElement

  const move = (id: string, ranking: Ranking, button: string) => {
    props.onChange({ ranking })
    const place = placesOf(ranking).find((one) => one.id === id)
    const label = pick(option(id)!.label)
    announce(
      place
        ? t(place.tied ? 'vote.rankTiedAt' : 'vote.rankAt', { option: label, place: place.place })
        : t('vote.rankOut', { option: label }),
    )
    // A row that moves in the page loses the focus on its way; one that changes lists gives it to its first button.
    queueMicrotask(() => {
      const row = root.querySelector(`[data-option="${CSS.escape(id)}"]`)
      const same = row?.querySelector<HTMLElement>(`[data-move="${button}"]`)
      ;(same ?? row?.querySelector<HTMLElement>('button'))?.focus()
    })
  }

  return (
    <div class="ranking" ref={root}>
      <h3 id={`${props.name}-ranked`}>{t('vote.ranked')}</h3>
      <Show when={ranked().length > 0} fallback={<p class="quiet">{t('vote.rankedNone')}</p>}>
        <ol class="option-list ranked" aria-labelledby={`${props.name}-ranked`}>
          <For each={ranked()}>
            {(id) => (
              <li data-option={id}>
                <p class="rank-place figures">
                  <span class="visually-hidden">{t('vote.place')} </span>
                  {count(places().get(id)?.place ?? 0)}
                  <Show when={places().get(id)?.tied}>
                    <span class="rank-tied"> {t('vote.tied')}</span>
                  </Show>
                </p>
                <OptionHead option={option(id)!} id={`${props.name}-rank-${id}`} />
                <Moves
                  option={option(id)!}
                  ranking={props.paper.ranking}
                  onMove={(ranking, button) => move(id, ranking, button)}
                />
              </li>
            )}
          </For>
        </ol>
      </Show>
      <Show when={unranked().length > 0}>
        <h3 id={`${props.name}-unranked`}>{t('vote.unranked')}</h3>
        <p class="field-note">{t('vote.unrankedNote')}</p>
        <ul class="option-list" aria-labelledby={`${props.name}-unranked`}>
          <For each={unranked()}>
            {(one) => (
              <li data-option={one.id} class="is-unranked">
                <OptionHead option={one} id={`${props.name}-rank-${one.id}`} />
                <Button
                  data-move="in"
                  onClick={() =>
                    move(one.id, placeAt(props.paper.ranking, one.id, props.paper.ranking.length), 'down')
                  }
                >
                  {t('vote.rankIn', { place: props.paper.ranking.length + 1 })}
                  <span class="visually-hidden"> {pick(one.label)}</span>
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}

const signs = {
  up: 'M8 13V3M3.5 7.5L8 3l4.5 4.5',
  down: 'M8 3v10M3.5 8.5L8 13l4.5-4.5',
  join: 'M3 6h10M3 10h10',
  out: 'M4 4l8 8M12 4l-8 8',
} as const

function Moves(props: {
  readonly option: PollOption
  readonly ranking: Ranking
  readonly onMove: (ranking: Ranking, button: string) => void
}) {
  const id = () => props.option.id
  const at = () => props.ranking.findIndex((group) => group.includes(id()))
  const alone = () => props.ranking[at()]?.length === 1
  const last = () => at() === props.ranking.length - 1
  const Move = (own: {
    readonly move: keyof typeof signs
    readonly word: WordKey
    readonly idle: boolean
    readonly to: () => Ranking
  }) => (
    <button
      type="button"
      class="step"
      data-move={own.move}
      aria-label={t(own.word, { option: pick(props.option.label) })}
      title={t(own.word, { option: pick(props.option.label) })}
      aria-disabled={own.idle ? 'true' : undefined}
      onClick={() => !own.idle && props.onMove(own.to(), own.move)}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={signs[own.move]} stroke="currentColor" stroke-width="1.8" fill="none" />
      </svg>
    </button>
  )
  return (
    <div class="moves">
      <Move
        move="up"
        word="vote.rankUp"
        idle={at() === 0 && alone()}
        to={() => moveUp(props.ranking, id())}
      />
      <Move
        move="down"
        word="vote.rankDown"
        idle={last() && alone()}
        to={() => moveDown(props.ranking, id())}
      />
      <Move move="join" word="vote.rankJoin" idle={at() === 0} to={() => joinAbove(props.ranking, id())} />
      <Move move="out" word="vote.rankRemove" idle={false} to={() => unrank(props.ranking, id())} />
      <select
        class="input"
        data-move="place"
        aria-label={t('vote.rankTo', { option: pick(props.option.label) })}
        onChange={({ currentTarget }) =>
          props.onMove(placeAt(props.ranking, id(), Number(currentTarget.value)), 'place')
        }
      >
        <For each={props.ranking}>
          {(_, place) => (
            <option value={place()} selected={place() === at()}>
              {t('vote.placeN', { place: place() + 1 })}
            </option>
          )}
        </For>
      </select>
    </div>
  )
}
