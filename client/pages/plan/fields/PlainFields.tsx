// The fields that hold one plain value: amount, day, choice, territory, link to an item, links to several. Native controls; a value
// that is not readable is said beside, and what was typed stays. Called by FieldView.
import { createEffect, createMemo, createSignal, For, Match, on, Show, Switch } from 'solid-js'
import { formatCents, isCents, isDay, parseCents } from '../../../../shared/basics.ts'
import { type Field, findList, type ListKey } from '../../../../shared/plan/sections.ts'
import { treeOrder } from '../../../../shared/territory.ts'
import { lang, pick, t } from '../../../i18n.ts'
import { day } from '../../../parts/format.ts'
import { type Desk, useDesk } from '../desk.ts'

export type PlainKind = Exclude<Field['kind'], 'text' | 'prose'>

interface EditProps {
  readonly id: string
  readonly labelledBy: string
  readonly describedBy?: string
  readonly field: Field
  readonly value: unknown
  /** null clears it. */
  readonly onSet: (value: unknown) => void
}

export function PlainEdit(props: EditProps) {
  return (
    <Switch>
      <Match when={props.field.kind === 'cents'}>
        <CentsEdit {...props} />
      </Match>
      <Match when={props.field.kind === 'day'}>
        <DayEdit {...props} />
      </Match>
      <Match when={props.field.kind === 'links'}>
        <LinksEdit {...props} />
      </Match>
      <Match when={true}>
        <SelectEdit {...props} />
      </Match>
    </Switch>
  )
}

/** The value in words, for who reads. */
export function PlainShown(props: { readonly field: Field; readonly value: unknown }) {
  const desk = useDesk()
  const shown = () => wordsOf(desk, props.field, props.value)
  return (
    <Show when={shown()} fallback={<p class="plan-none">—</p>}>
      <p class="plan-shown">{shown()}</p>
    </Show>
  )
}

export function wordsOf(desk: Pick<Desk, 'store' | 'territories'>, field: Field, value: unknown): string {
  if (value === undefined || value === null || value === '') return ''
  if (field.kind === 'cents' && isCents(value)) return formatCents(value, lang())
  if (field.kind === 'day' && isDay(value)) return day(value)
  if (field.kind === 'links') {
    const titles = optionsOf(desk, field).flatMap((group) => group.options)
    const ids = Array.isArray(value) ? value : []
    return ids.map((id) => titles.find((one) => one.value === id)?.label ?? t('plan.gone')).join(' · ')
  }
  if (['choice', 'territory', 'link'].includes(field.kind)) {
    const all = optionsOf(desk, field).flatMap((group) => group.options)
    return all.find((one) => one.value === value)?.label.trim() ?? t('plan.gone')
  }
  return String(value)
}

function CentsEdit(props: EditProps) {
  const shown = () => (isCents(props.value) ? formatCents(props.value, lang()) : String(props.value ?? ''))
  const [typed, setTyped] = createSignal<string | null>(null)
  const [refused, setRefused] = createSignal(false)
  // Someone else gave it a value: what they see is what is shown, unless one is in the middle of typing.
  createEffect(
    on(
      () => props.value,
      () => !refused() && setTyped(null),
      { defer: true },
    ),
  )
  const unreadable = () => refused() || (props.value !== undefined && !isCents(props.value))
  const commit = () => {
    const text = typed()
    if (text === null) return
    const cents = text.trim() === '' ? null : parseCents(text)
    const isAmount = cents !== null || text.trim() === ''
    setRefused(!isAmount)
    if (!isAmount) return
    setTyped(null)
    if (cents !== (props.value ?? null)) props.onSet(cents)
  }
  return (
    <>
      <input
        id={props.id}
        class="plan-input is-figure"
        inputmode="decimal"
        autocomplete="off"
        value={typed() ?? shown()}
        aria-labelledby={props.labelledBy}
        aria-describedby={unreadable() ? `${props.id}-error` : props.describedBy}
        aria-invalid={unreadable() ? 'true' : undefined}
        onInput={(event) => {
          setTyped(event.currentTarget.value)
          setRefused(false)
        }}
        onChange={commit}
        onBlur={commit}
      />
      <Show when={unreadable()}>
        <p class="field-error" id={`${props.id}-error`}>
          {t('plan.cents.refused')}
        </p>
      </Show>
    </>
  )
}

function DayEdit(props: EditProps) {
  const isUnreadable = () => props.value !== undefined && !isDay(props.value)
  let control!: HTMLInputElement
  // A day half typed reads as empty or as the year 2: neither may be taken for the value.
  const commit = (isLeaving: boolean) => {
    if (!control.validity.valid || (control.value === '' && !isLeaving)) return
    const next = control.value || null
    if (next !== (props.value ?? null)) props.onSet(next)
  }
  return (
    <>
      <input
        ref={control}
        id={props.id}
        type="date"
        class="plan-input"
        min="1900-01-01"
        max="2200-12-31"
        value={isDay(props.value) ? props.value : ''}
        aria-labelledby={props.labelledBy}
        aria-describedby={isUnreadable() ? `${props.id}-error` : props.describedBy}
        aria-invalid={isUnreadable() ? 'true' : undefined}
        onChange={() => commit(false)}
        onBlur={() => commit(true)}
      />
      {/* A browser writes days in its own way, which may not be the reader's. */}
      <Show when={isDay(props.value) && props.value}>
        {(value) => <p class="field-note">{day(value())}</p>}
      </Show>
      <Show when={isUnreadable()}>
        <p class="field-error" id={`${props.id}-error`}>
          {t('plan.day.refused', { value: String(props.value) })}
        </p>
      </Show>
    </>
  )
}

interface Option {
  readonly value: string
  readonly label: string
}
interface Group {
  readonly label: string | null
  readonly options: readonly Option[]
}

/** What a choice, a territory or a link can be; links to items that have a parent stand in groups under its name. */
function optionsOf(desk: Pick<Desk, 'store' | 'territories'>, field: Field): readonly Group[] {
  if (field.kind === 'choice') {
    const options = Object.entries(field.choices ?? {}).map(([value, label]) => ({
      value,
      label: pick(label),
    }))
    return [{ label: null, options }]
  }
  if (field.kind === 'territory') {
    const options = treeOrder(desk.territories()).map(({ node, depth }) => ({
      value: node.id,
      label: '\u2003'.repeat(depth) + node.name,
    }))
    return [{ label: null, options }]
  }
  const list = findList(field.to ?? '')
  if (!list) return []
  const named = (key: ListKey, parent?: string): Option[] =>
    desk.store.items(key, parent).map(({ id, values }) => ({
      value: id,
      label: String(values.title ?? '').trim() || t('plan.untitled'),
    }))
  if (!list.parent) return [{ label: null, options: named(list.key as ListKey) }]
  return named(list.parent as ListKey)
    .map(({ value, label }) => ({ label, options: named(list.key as ListKey, value) }))
    .filter((group) => group.options.length > 0)
}

function SelectEdit(props: EditProps) {
  const desk = useDesk()
  const groups = createMemo(() => optionsOf(desk, props.field))
  const isGone = () =>
    typeof props.value === 'string' &&
    props.value !== '' &&
    !groups().some((group) => group.options.some((option) => option.value === props.value))
  const Choices = (inside: { readonly options: readonly Option[] }) => (
    <For each={inside.options}>
      {(option) => (
        <option value={option.value} selected={option.value === props.value}>
          {option.label}
        </option>
      )}
    </For>
  )
  return (
    <select
      id={props.id}
      class="plan-input"
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      aria-invalid={isGone() ? 'true' : undefined}
      onChange={(event) => props.onSet(event.currentTarget.value || null)}
    >
      <option value="" selected={!props.value}>
        {t('plan.choose')}
      </option>
      <Show when={isGone()}>
        <option value={String(props.value)} selected>
          {t('plan.gone')}
        </option>
      </Show>
      <For each={groups()}>
        {(group) => (
          <Show when={group.label} fallback={<Choices options={group.options} />}>
            {(label) => (
              <optgroup label={label()}>
                <Choices options={group.options} />
              </optgroup>
            )}
          </Show>
        )}
      </For>
    </select>
  )
}

function LinksEdit(props: EditProps) {
  const desk = useDesk()
  const options = createMemo(() => optionsOf(desk, props.field).flatMap((group) => group.options))
  const ids = (): string[] =>
    Array.isArray(props.value) ? props.value.filter((id): id is string => typeof id === 'string') : []
  const gone = () => ids().filter((id) => !options().some((option) => option.value === id))
  const toggle = (id: string, on: boolean) =>
    props.onSet(on ? [...ids(), id] : ids().filter((one) => one !== id))
  const Check = (one: { readonly option: Option }) => (
    <label class="plan-check">
      <input
        type="checkbox"
        checked={ids().includes(one.option.value)}
        onChange={(event) => toggle(one.option.value, event.currentTarget.checked)}
      />
      <span>{one.option.label}</span>
    </label>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label stands outside, where every field has it.
    <div id={props.id} class="plan-checks" role="group" aria-labelledby={props.labelledBy}>
      <For each={options()} fallback={<p class="field-note">{t('plan.links.none')}</p>}>
        {(option) => <Check option={option} />}
      </For>
      <For each={gone()}>{(id) => <Check option={{ value: id, label: t('plan.gone') }} />}</For>
    </div>
  )
}
