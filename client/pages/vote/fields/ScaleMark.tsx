// The mark of an answer on the scale of agreement: its place among eight, so that it is told apart without its colour; a dashed ring for
// what stands apart from the scale. Hidden from screen readers: words always stand beside it. Called by ballots and results.
import { For, Show } from 'solid-js'
import type { Tone } from './single-choices.ts'

const steps = [1, 2, 3, 4, 5, 6, 7, 8]

export function ScaleMark(props: { readonly tone: Tone }) {
  return (
    <svg class="scale-mark" width="36" height="20" viewBox="0 0 36 20" aria-hidden="true">
      <Show
        when={props.tone}
        fallback={
          <circle class="scale-apart" cx="18" cy="10" r="6.2" fill="none" stroke-dasharray="2.6 2.2" />
        }
      >
        {(tone) => (
          <For each={steps}>
            {(step) => {
              const x = 2 + (step - 1) * 4.3
              return step === tone() ? (
                <rect class={`tone-${step}`} x={x - 2} y="2" width="6" height="16" rx="1" />
              ) : (
                <rect class="scale-step" x={x} y="8" width="2" height="4" />
              )
            }}
          </For>
        )}
      </Show>
    </svg>
  )
}
