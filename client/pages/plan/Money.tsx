// The plan's money at a glance: one bar a line against the envelope, with its table one key away (the table is what a screen reader
// gets). Means by priority, shares by territory. Called by SectionView and WholePlan.
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import { formatCents, isCents } from '../../../shared/basics.ts'
import { centsOf, itemsOf, meansOfPriority, type Plan, sumCents, textOf } from '../../../shared/plan/plan.ts'
import { lang, t } from '../../i18n.ts'
import { Button } from '../../parts/Button.tsx'
import { useDesk } from './desk.ts'

interface Line {
  readonly label: string
  readonly cents: number
}

export function Money(props: { readonly section: string }) {
  const desk = useDesk()
  const lines = createMemo((): readonly Line[] =>
    props.section === 'allocations' ? sharesOf(desk.store.plan()) : meansLines(desk.store.plan()),
  )
  const envelope = () => {
    const cents = desk.store.plan().fields.frame?.envelope
    return isCents(cents) ? cents : 0
  }
  return (
    <Show when={lines().length > 0}>
      <Bars
        lines={lines()}
        envelope={envelope()}
        title={t(props.section === 'allocations' ? 'plan.money.shares' : 'plan.money.means')}
      />
    </Show>
  )
}

function sharesOf(plan: Plan): Line[] {
  return itemsOf(plan, 'allocations').map((share) => {
    const id = textOf(share.fields, 'territory')
    const name = plan.territories.find((territory) => territory.id === id)?.name
    return {
      label: name ?? (textOf(share.fields, 'note') || t('plan.untitled')),
      cents: centsOf(share.fields, 'amount'),
    }
  })
}

function meansLines(plan: Plan): Line[] {
  const priorities = itemsOf(plan, 'priorities').map((priority) => ({
    label: textOf(priority.fields, 'title') || t('plan.untitled'),
    cents: sumCents(meansOfPriority(plan, priority.id)),
  }))
  const all = sumCents(itemsOf(plan, 'means'))
  const across = all - priorities.reduce((sum, line) => sum + line.cents, 0)
  const lines = across > 0 ? [...priorities, { label: t('plan.money.across'), cents: across }] : priorities
  return lines.filter((line) => line.cents > 0)
}

function Bars(props: { readonly lines: readonly Line[]; readonly envelope: number; readonly title: string }) {
  const [asTable, setAsTable] = createSignal(false)
  const id = createUniqueId()
  const total = () => props.lines.reduce((sum, line) => sum + line.cents, 0)
  const over = () => props.envelope > 0 && total() > props.envelope
  const largest = () => Math.max(...props.lines.map((line) => line.cents), 1)
  const money = (cents: number) => formatCents(cents, lang())
  const rest = () =>
    t(over() ? 'plan.money.over' : 'plan.money.left', { amount: money(Math.abs(props.envelope - total())) })
  return (
    <figure class="money" aria-labelledby={id}>
      <figcaption id={id}>
        <strong>{props.title}</strong>
        <span class="figures" classList={{ 'is-over': over() }}>
          {props.envelope > 0
            ? t('plan.money.total', { total: money(total()), envelope: money(props.envelope) })
            : money(total())}
          <Show when={props.envelope > 0 && total() !== props.envelope}> · {rest()}</Show>
        </span>
      </figcaption>
      {/* The frame is what is hidden: a table keeps its width whatever it is told. */}
      <div classList={{ 'visually-hidden': !asTable() }}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('plan.money.line')}</th>
              <th scope="col" class="is-figure">
                {t('plan.money.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.lines}>
              {(line) => (
                <tr>
                  <th scope="row">{line.label}</th>
                  <td class="is-figure">{money(line.cents)}</td>
                </tr>
              )}
            </For>
            <tr>
              <th scope="row">{t('plan.money.sum')}</th>
              <td class="is-figure">{money(total())}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <Show when={!asTable()}>
        <div class="bars" aria-hidden="true">
          <For each={props.lines}>
            {(line) => (
              <span class="bar-line">
                <span>{line.label}</span>
                <span class="bar-track">
                  <span class="bar-fill" style={{ width: `${(line.cents / largest()) * 100}%` }} />
                </span>
                <span class="figures">{money(line.cents)}</span>
              </span>
            )}
          </For>
        </div>
      </Show>
      <div>
        <Button small look="plain" aria-pressed={asTable()} onClick={() => setAsTable(!asTable())}>
          {t(asTable() ? 'plan.money.asBars' : 'plan.money.asTable')}
        </Button>
      </div>
    </figure>
  )
}
