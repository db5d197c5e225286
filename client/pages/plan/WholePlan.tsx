// The whole plan as one document to read, section after section, as it would be frozen; each section leads to where it is written.
// Called by PlanPage at /plan.
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { type Fields, type Item, itemsOf, proseOf } from '../../../shared/plan/plan.ts'
import {
  type Field,
  type List,
  type ListKey,
  listKeys,
  listOf,
  sections,
} from '../../../shared/plan/sections.ts'
import { StaticProse } from '../../editor/StaticProse.tsx'
import { pick, t } from '../../i18n.ts'
import { useWorkspace } from '../../parts/workspace.ts'
import { useDesk } from './desk.ts'
import { wordsOf } from './fields/PlainFields.tsx'
import { Money } from './Money.tsx'
import { PriorityHead } from './Priority.tsx'
import { hasMoney } from './SectionView.tsx'

export function WholePlan() {
  const desk = useDesk()
  const { path } = useWorkspace()
  return (
    <div class="whole-plan">
      <For each={sections}>
        {(section) => (
          <section aria-labelledby={`whole-${section.key}`}>
            <header class="whole-head">
              <h2 id={`whole-${section.key}`}>{pick(section.label)}</h2>
              <a href={path(`plan/${section.key}`)}>
                {t(desk.canWrite() ? 'plan.whole.write' : 'plan.whole.open')}
                <span class="visually-hidden"> · {pick(section.label)}</span>
              </a>
            </header>
            <FieldsShown
              fields={section.fields}
              values={desk.store.plan().fields[section.key]}
              headingLevel={3}
            />
            <Show when={hasMoney(section)}>
              <Money section={section.key} />
            </Show>
            <For each={(section.lists as readonly List[]).filter((list) => !list.parent)}>
              {(list) => <ListShown list={list} level={3} />}
            </For>
          </section>
        )}
      </For>
    </div>
  )
}

function ListShown(props: { readonly list: List; readonly parent?: string; readonly level: number }) {
  const desk = useDesk()
  const items = (): readonly Item[] =>
    itemsOf(desk.store.plan(), props.list.key as ListKey).filter(
      (item) => props.parent === undefined || item.parent === props.parent,
    )
  const inside = () => listKeys.map(listOf).filter((list) => list.parent === props.list.key)
  return (
    <Show when={items().length > 0}>
      <div class="whole-list">
        <Show when={props.level === 3}>
          <p class="plan-label">{pick(props.list.label)}</p>
        </Show>
        <For each={items()}>
          {(item, at) => (
            <article class="whole-item">
              <Dynamic component={`h${Math.min(6, props.level)}`}>
                {String(item.fields.title ?? '') || `${pick(props.list.label)} ${at() + 1}`}
              </Dynamic>
              <Show when={props.list.key === 'priorities'}>
                <PriorityHead id={item.id} values={item.fields} />
              </Show>
              <FieldsShown
                fields={props.list.fields.filter((field) => field.key !== 'title')}
                values={item.fields}
                headingLevel={props.level + 1}
              />
              <For each={inside()}>
                {(list) => <ListShown list={list} parent={item.id} level={props.level + 1} />}
              </For>
            </article>
          )}
        </For>
      </div>
    </Show>
  )
}

function FieldsShown(props: {
  readonly fields: readonly Field[]
  readonly values: Fields | undefined
  readonly headingLevel: number
}) {
  const desk = useDesk()
  return (
    <dl class="whole-fields">
      <For each={props.fields.filter((field) => props.values?.[field.key] !== undefined)}>
        {(field) => (
          <div classList={{ 'is-prose': field.kind === 'prose' }}>
            <dt>{pick(field.label)}</dt>
            <dd>
              <Show when={field.kind === 'prose'} fallback={wordsOf(desk, field, props.values?.[field.key])}>
                <StaticProse nodes={proseOf(props.values, field.key)} headingLevel={props.headingLevel} />
              </Show>
            </dd>
          </div>
        )}
      </For>
    </dl>
  )
}
