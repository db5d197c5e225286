// A list of the plan: its items as quiet forms in the document, added, moved, removed and brought back; lists that belong to an
// item stand inside it. Generic over sections.ts. Called by SectionView, and by itself for the lists inside.
import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import * as Y from 'yjs'
import { addItem, draftItems, moveItem, removeItem } from '../../../shared/plan/draft.ts'
import { type Field, type List, type ListKey, listKeys, listOf } from '../../../shared/plan/sections.ts'
import { pick, t } from '../../i18n.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import type { ShownItem } from '../../plan-store.ts'
import { useDesk } from './desk.ts'
import { FieldComments, FieldView } from './fields/FieldView.tsx'
import { PriorityHead } from './Priority.tsx'
import { editOrigin, placeId, removeOrigin } from './places.ts'

interface ListProps {
  readonly section: string
  readonly list: List
  /** The item these belong to. */
  readonly parent?: string
  /** It is all its section holds: the page's title names it already. */
  readonly isAlone?: boolean
  /** The level of the items' headings. */
  readonly level: 3 | 4 | 5
}

export function ItemList(props: ListProps) {
  const desk = useDesk()
  const key = () => props.list.key as ListKey
  const items = () => desk.store.items(key(), props.parent)
  const removals = createRemovals(desk.doc, () => key())
  const add = () => {
    const id = crypto.randomUUID()
    const values = Object.fromEntries(
      props.list.fields
        .filter((field) => field.kind === 'choice' && field.required)
        .map((field) => [field.key, Object.keys(field.choices ?? {})[0] ?? '']),
    )
    desk.doc.transact(
      () => addItem(desk.doc, key(), { id, values, ...(props.parent && { parent: props.parent }) }),
      editOrigin,
    )
    desk.goTo({ section: props.section, list: props.list.key, item: id })
  }
  return (
    <div
      class="plan-list"
      id={props.parent ? undefined : placeId({ section: props.section, list: props.list.key })}
      data-list={props.list.key}
    >
      <Show when={props.level > 3 || items().length > 0}>
        <Dynamic
          component={`h${Math.max(2, props.level - 1)}`}
          class="plan-list-title"
          classList={{ 'visually-hidden': props.isAlone ?? false }}
        >
          {pick(props.list.label)}
        </Dynamic>
      </Show>
      <Show when={items().length === 0 && props.level === 3}>
        <div class="empty">
          <h2 classList={{ 'visually-hidden': props.isAlone ?? false }}>{pick(props.list.label)}</h2>
          <p class="quiet">{t('plan.list.empty', { one: pick(props.list.one) })}</p>
        </div>
      </Show>
      <For each={items()}>
        {(item, at) => (
          <ItemView
            {...props}
            isAlone={false}
            item={item}
            at={at()}
            items={items()}
            onRemove={removals.remove}
          />
        )}
      </For>
      <Show when={removals.last()}>
        {(title) => (
          <p class="plan-removed">
            <span>{t('plan.item.removed', { title: title() })}</span>
            <Button small onClick={removals.bringBack}>
              {t('plan.item.bringBack')}
            </Button>
          </p>
        )}
      </Show>
      <Show when={desk.canWrite()}>
        <div class="plan-add">
          <Button small onClick={add}>
            {t('plan.item.add', { one: pick(props.list.one) })}
          </Button>
        </div>
      </Show>
    </div>
  )
}

/** Removals of this screen can be taken back, the last first, with all that went along. */
function createRemovals(doc: Y.Doc, list: () => ListKey) {
  const undo = new Y.UndoManager(
    listKeys.map((key) => draftItems(doc, key)),
    { trackedOrigins: new Set([`${removeOrigin}/${list()}`]), captureTimeout: 0 },
  )
  onCleanup(() => undo.destroy())
  const [titles, setTitles] = createSignal<readonly string[]>([])
  return {
    last: () => titles().at(-1),
    remove(id: string, title: string) {
      doc.transact(() => removeItem(doc, list(), id), `${removeOrigin}/${list()}`)
      setTitles([...titles(), title])
      announce(t('plan.item.removed', { title }))
    },
    bringBack() {
      undo.undo()
      announce(t('plan.item.back', { title: titles().at(-1) ?? '' }))
      setTitles(titles().slice(0, -1))
    },
  }
}

interface ItemProps extends ListProps {
  readonly item: ShownItem
  readonly at: number
  readonly items: readonly ShownItem[]
  readonly onRemove: (id: string, title: string) => void
}

function ItemView(props: ItemProps) {
  const desk = useDesk()
  const place = () => ({ section: props.section, list: props.list.key, item: props.item.id })
  const title = () => titleOf(props.item, props.list, props.at)
  const inside = () => listKeys.map(listOf).filter((list) => list.parent === props.list.key)
  let element!: HTMLElement
  const move = (by: -1 | 1) => {
    const to = props.at + by
    if (to < 0 || to >= props.items.length) return
    const after = by === 1 ? props.items[to]!.id : (props.items[to - 1]?.id ?? null)
    // A node that is moved loses the focus: it is given back where it was.
    const focused = document.activeElement as HTMLElement | null
    desk.doc.transact(() => moveItem(desk.doc, props.list.key as ListKey, props.item.id, after), editOrigin)
    if (focused && element.contains(focused)) focused.focus({ preventScroll: true })
    element.scrollIntoView({ block: 'nearest' })
    announce(t('plan.item.moved', { title: title(), at: to + 1, count: props.items.length }))
  }
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !desk.canWrite()) return
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    if (by === null || event.target instanceof HTMLSelectElement) return
    event.preventDefault()
    event.stopPropagation()
    move(by)
  }
  createEffect(() => {
    element.addEventListener('keydown', onKey)
    onCleanup(() => element.removeEventListener('keydown', onKey))
  })
  return (
    <article ref={element} class="plan-item" id={placeId(place())} aria-label={title()}>
      <header class="plan-item-head">
        <Dynamic component={`h${props.level}`} class="plan-item-name">
          <span class="plan-item-number">{numberOf(props)}</span>
          <span class="visually-hidden"> {title()}</span>
        </Dynamic>
        <Show when={props.list.key === 'priorities'}>
          <PriorityHead id={props.item.id} values={props.item.values} />
        </Show>
        <span class="plan-item-acts">
          <FieldComments place={place()} label={title()} />
          <Show when={desk.canWrite()}>
            <ItemAct word="up" title={title()} cannot={props.at === 0} onPress={() => move(-1)} />
            <ItemAct
              word="down"
              title={title()}
              cannot={props.at === props.items.length - 1}
              onPress={() => move(1)}
            />
            <ItemAct word="remove" title={title()} onPress={() => props.onRemove(props.item.id, title())} />
          </Show>
        </span>
      </header>
      <div class="plan-fields">
        <For each={props.list.fields}>
          {(field) => (
            <Show when={isAsked(field, props.item)}>
              <FieldView
                place={{ ...place(), field: field.key }}
                field={field}
                value={props.item.values[field.key]}
                typeKey={props.item.key}
                level={props.level}
              />
            </Show>
          )}
        </For>
      </div>
      <For each={inside()}>
        {(list) => (
          <ItemList
            section={props.section}
            list={list}
            parent={props.item.id}
            level={Math.min(5, props.level + 1) as 4 | 5}
          />
        )}
      </For>
    </article>
  )
}

function isAsked({ key, onlyWhen }: Field, { values }: ShownItem): boolean {
  return !onlyWhen || values[onlyWhen.field] === onlyWhen.is || Boolean(values[key])
}

function titleOf(item: ShownItem, list: List, at: number): string {
  const title = String(item.values.title ?? '').trim()
  return title || `${pick(list.label)} ${at + 1}`
}

const singular = (list: List) => pick(list.one).replace(/^(un|une|a|an|a) /i, '')

function numberOf(props: ItemProps): string {
  const name = singular(props.list)
  return `${name.charAt(0).toLocaleUpperCase()}${name.slice(1)} ${props.at + 1}`
}

const arrows = {
  up: 'M8 13V3M3.5 7.5L8 3l4.5 4.5',
  down: 'M8 3v10M3.5 8.5L8 13l4.5-4.5',
  remove: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
}

function ItemAct(props: {
  readonly word: keyof typeof arrows
  readonly title: string
  readonly cannot?: boolean
  readonly onPress: () => void
}) {
  const label = () => t(`plan.item.${props.word}`)
  return (
    <button
      type="button"
      class="item-act"
      title={label()}
      aria-label={`${label()} · ${props.title}`}
      aria-disabled={props.cannot ? 'true' : undefined}
      onClick={() => !props.cannot && props.onPress()}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={arrows[props.word]} fill="none" stroke="currentColor" stroke-width="1.5" />
      </svg>
    </button>
  )
}
