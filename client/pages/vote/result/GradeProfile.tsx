// How each option was judged, grade by grade: one bar an option over its whole weight, best grade first, the middle drawn as a line across.
// Computed from the voices, where they are shown. Called by the result of a majority judgment.
import { createMemo, For, Show } from 'solid-js'
import type { PollSetting } from '../../../../shared/poll/setting.ts'
import { pick, t } from '../../../i18n.ts'
import { type GradedVoice, gradeProfile } from './grade-profile.ts'
import { exact } from './tally-rows.ts'

export function GradeProfile(props: {
  readonly setting: PollSetting<'judgment'>
  readonly voices: readonly GradedVoice[]
}) {
  const rows = createMemo(() => gradeProfile(props.setting, props.voices))
  const grades = () => props.setting.params.grades
  // The scale of agreement has eight tones; a scale of grades takes them evenly, ends included.
  const toneOf = (at: number) => Math.round((at * 7) / Math.max(1, grades().length - 1)) + 1
  return (
    <Show when={rows().some(({ parts }) => parts.length > 0)}>
      <figure class="grade-profile">
        <figcaption>{t('result.profile')}</figcaption>
        <ul aria-hidden="true">
          <For each={rows()}>
            {(row) => (
              <li>
                <p class="tally-label">{pick(row.label)}</p>
                <svg class="profile-bar" width="100%" height="28" aria-hidden="true">
                  <For each={row.parts}>
                    {(part) => (
                      <rect
                        class={`part tone-${toneOf(part.at)}`}
                        x={`${part.from}%`}
                        y="0"
                        width={`${part.width}%`}
                        height="28"
                      />
                    )}
                  </For>
                  <line class="threshold-ground" x1="50%" x2="50%" y1="0" y2="28" />
                  <line class="threshold" x1="50%" x2="50%" y1="0" y2="28" />
                </svg>
              </li>
            )}
          </For>
        </ul>
        <ul class="legend" aria-hidden="true">
          <For each={grades()}>
            {(grade, at) => (
              <li>
                <span class="profile-key">
                  <svg width="16" height="16" aria-hidden="true">
                    <rect class={`tone-${toneOf(at())}`} width="16" height="16" />
                  </svg>
                </span>
                {pick(grade.label)}
              </li>
            )}
          </For>
        </ul>
        <details>
          <summary>{t('result.profileTable')}</summary>
          <section class="table-frame" tabindex={0} aria-label={t('result.profile')}>
            <table class="table tally-table">
              <thead>
                <tr>
                  <th scope="col">{t('result.head.option')}</th>
                  <For each={grades()}>
                    {(grade) => (
                      <th scope="col" class="is-figure">
                        {pick(grade.label)}
                      </th>
                    )}
                  </For>
                </tr>
              </thead>
              <tbody>
                <For each={rows()}>
                  {(row) => (
                    <tr>
                      <th scope="row">{pick(row.label)}</th>
                      <For each={row.weights}>{(weight) => <td class="is-figure">{exact(weight)}</td>}</For>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </section>
        </details>
      </figure>
    </Show>
  )
}
