// One section of the plan, whatever it holds: its fields, its lists, its money. Called by PlanPage; nothing here knows which section.
import { For, Show } from 'solid-js'
import type { Field, List, Section } from '../../../shared/plan/sections.ts'
import { useDesk } from './desk.ts'
import { FieldView } from './fields/FieldView.tsx'
import { ItemList } from './ItemList.tsx'
import { Money } from './Money.tsx'

export function SectionView(props: { readonly section: Section }) {
  const desk = useDesk()
  return (
    <div class="plan-section">
      <Show when={hasMoney(props.section)}>
        <Money section={props.section.key} />
      </Show>
      <Show when={props.section.fields.length > 0}>
        <div class="plan-fields">
          <For each={props.section.fields as readonly Field[]}>
            {(field) => (
              <FieldView
                place={{ section: props.section.key, field: field.key }}
                field={field}
                value={desk.store.value(props.section.key, field.key)}
                typeKey=""
                level={1}
              />
            )}
          </For>
        </div>
      </Show>
      <For each={(props.section.lists as readonly List[]).filter((list) => !list.parent)}>
        {(list) => (
          <ItemList section={props.section.key} list={list} level={3} isAlone={isAlone(props.section)} />
        )}
      </For>
    </div>
  )
}

/** A section one of whose lists carries amounts is measured against the envelope. */
export function hasMoney(section: Section): boolean {
  return section.lists.some((list) => list.fields.some((field) => field.kind === 'cents'))
}

function isAlone({ fields, lists }: Section): boolean {
  return fields.length === 0 && lists.filter((list) => !list.parent).length === 1
}
