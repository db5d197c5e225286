// The item under way with the text it is about, as that text reads at this instant. Called by the room screen.
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { TextRef } from '../../../../shared/meeting/events.ts'
import { type Plan, proseOf, subjectText, textOf } from '../../../../shared/plan/plan.ts'
import { findList, type SectionKey, sectionOf } from '../../../../shared/plan/sections.ts'
import { StaticProse } from '../../../editor/StaticProse.tsx'
import { pick, t } from '../../../i18n.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useMeeting } from '../meeting.ts'
import { clock, itemMs, kindWord } from '../say.ts'

export function ItemScene(props: { readonly itemId: string }) {
  const { view } = useMeeting()
  const shown = () => view().agenda.filter(({ status }) => status !== 'withdrawn')
  const at = () => shown().findIndex(({ itemId }) => itemId === props.itemId)
  return (
    <Show when={shown()[at()]}>
      {(one) => (
        <div class="scene-item">
          <p class="scene-over figures">
            {t('meeting.screen.item', { number: at() + 1, count: shown().length })} · {kindWord(one().kind)}
            <ItemClock itemId={props.itemId} />
          </p>
          <p class="scene-title">{pick(one().title)}</p>
          <Show when={one().textRef}>{(ref) => <RefText text={ref()} />}</Show>
        </div>
      )}
    </Show>
  )
}

function ItemClock(props: { readonly itemId: string }) {
  const { view, since } = useMeeting()
  const item = () => view().agenda.find(({ itemId }) => itemId === props.itemId)
  return (
    <Show when={item()}>
      {(one) => (
        <span classList={{ 'is-late': itemMs(one(), since) > one().plannedMinutes * 60_000 }}>
          {' · '}
          {clock(itemMs(one(), since))} / {t('meeting.minutes', { count: one().plannedMinutes })}
        </span>
      )}
    </Show>
  )
}

/** Of a priority what it is and why, of a place its own words; a longer text is told by name, since a wall is no place to read a plan. */
function RefText(props: { readonly text: TextRef }) {
  const { planText } = useWorkspace()
  const priority = createMemo(() => {
    const plan = planText()
    const ref = props.text
    const text = plan && ref.kind === 'priority' ? subjectText(plan, { kind: 'priority', id: ref.id }) : null
    return text?.kind === 'priority' ? text : null
  })
  const words = createMemo(() => {
    const plan = planText()
    return plan && props.text.kind === 'place' ? placeText(plan, props.text) : null
  })
  return (
    <Switch fallback={<p class="scene-text">{t('meeting.screen.inPlan')}</p>}>
      <Match when={priority()}>
        {(text) => (
          <div class="scene-priority">
            <p class="scene-subtitle">{textOf(text().priority.fields, 'title')}</p>
            <StaticProse nodes={proseOf(text().priority.fields, 'rationale')} headingLevel={2} />
            <ul class="scene-list">
              <For each={text().objectives}>{({ fields }) => <li>{textOf(fields, 'title')}</li>}</For>
            </ul>
          </div>
        )}
      </Match>
      <Match when={words()}>{(text) => <p class="scene-text">{text()}</p>}</Match>
    </Switch>
  )
}

/** The words of a line of the plan, or the name of the section they stand in. */
function placeText(plan: Plan, { section, list, item, field }: TextRef & { kind: 'place' }): string | null {
  const fields =
    list === undefined
      ? plan.fields[section as SectionKey]
      : plan.lists[list as keyof Plan['lists']]?.find(({ id }) => id === item)?.fields
  const words = field === undefined ? '' : textOf(fields, field)
  if (words !== '') return words
  const title = findList(list ?? '')?.label ?? sectionOf(section as SectionKey)?.label
  return title ? t('meeting.screen.inSection', { title: pick(title) }) : null
}
