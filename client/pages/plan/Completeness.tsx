// What still forbids the lock as far as the text goes, live, by section; each line leads to its field. Called by PlanPage (margin).
import { createMemo, For, Show } from 'solid-js'
import type { Problem } from '../../../shared/plan/plan.ts'
import { sections } from '../../../shared/plan/sections.ts'
import { pick, t } from '../../i18n.ts'
import { Bead } from '../../parts/StateMark.tsx'
import { useDesk } from './desk.ts'

export function Completeness() {
  const desk = useDesk()
  const groups = createMemo(() =>
    sections
      .map((section) => ({
        section,
        problems: desk.problems().filter((problem) => problem.place.section === section.key),
      }))
      .filter((group) => group.problems.length > 0),
  )
  return (
    <Show
      when={groups().length > 0}
      fallback={
        <p class="state is-consensus completeness-done">
          <Bead state="consensus" />
          {t('plan.complete.done')}
        </p>
      }
    >
      <div class="completeness">
        <For each={groups()}>
          {(group) => (
            <section>
              <h3>
                {pick(group.section.label)} <span class="quiet figures">{group.problems.length}</span>
              </h3>
              <ul class="completeness-list">
                <For each={group.problems}>{(problem) => <Line problem={problem} />}</For>
              </ul>
            </section>
          )}
        </For>
      </div>
    </Show>
  )
}

function Line(props: { readonly problem: Problem }) {
  const desk = useDesk()
  return (
    <li>
      <a
        href={desk.address(props.problem.place)}
        onClick={(event) => {
          event.preventDefault()
          desk.goTo(props.problem.place)
        }}
      >
        {pick(props.problem.text)}
      </a>
    </li>
  )
}
