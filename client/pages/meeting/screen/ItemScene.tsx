// The item under way with the text it is about, as that text reads at this instant. Called by the room screen.
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { TextRef } from '../../../../shared/meeting/events.ts'
import { outlineSubject } from '../../../../shared/plan/outline-subject.ts'
import { subjectText } from '../../../../shared/plan/plan.ts'
import { Blocks } from '../../../document.tsx'
import { lang, pick, t } from '../../../i18n.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useMeeting } from '../meeting.ts'
import { clock, itemMs, kindWord } from '../say.ts'

export function ItemScene(props: { readonly itemId: string }) {
  const { view, since } = useMeeting()
  const shown = () => view().agenda.filter(({ status }) => status !== 'withdrawn')
  const at = () => shown().findIndex(({ itemId }) => itemId === props.itemId)
  const item = () => shown()[at()]
  return (
    <Show when={item()}>
      {(one) => {
        const late = () => itemMs(one(), since) > one().plannedMinutes * 60_000
        return (
          <div class="scene-item">
            <p class="scene-over figures">
              {t('meeting.screen.item', { number: at() + 1, count: shown().length })} · {kindWord(one().kind)}
              <span classList={{ 'is-late': late() }}>
                {' · '}
                {clock(itemMs(one(), since))} / {t('meeting.minutes', { count: one().plannedMinutes })}
              </span>
            </p>
            <p class="scene-title">{pick(one().title)}</p>
            <Show when={one().textRef}>{(ref) => <RefText text={ref()} />}</Show>
          </div>
        )
      }}
    </Show>
  )
}

/** A priority is read whole; a longer text is told by name: a wall is no place to read a plan. */
function RefText(props: { readonly text: TextRef }) {
  const { planText } = useWorkspace()
  const blocks = createMemo(() => {
    const plan = planText()
    const ref = props.text
    if (!plan || ref.kind !== 'priority') return null
    const text = subjectText(plan, { kind: 'priority', id: ref.id })
    return text && outlineSubject(text, lang(), () => undefined)
  })
  return (
    <Switch fallback={<p class="scene-text">{t('meeting.screen.inPlan')}</p>}>
      <Match when={blocks()}>
        {(found) => (
          <div class="prose scene-prose">
            <For each={[found()]}>{(all) => <Blocks blocks={all} level={2} />}</For>
          </div>
        )}
      </Match>
    </Switch>
  )
}
