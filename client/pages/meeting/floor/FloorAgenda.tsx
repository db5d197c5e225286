// The agenda on the desk: what is under way, what was decided, and for each item what can be done with it now. Called by FloorDesk.
import { createSignal, For, Show } from 'solid-js'
import { pick, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { type MenuAct, RowMenu } from '../../../parts/Menu.tsx'
import { ItemOutcome } from '../AgendaList.tsx'
import { ItemMark } from '../MeetingMark.tsx'
import { type AgendaRow, useMeeting } from '../meeting.ts'
import { EditItem } from '../prepare/AgendaEditor.tsx'
import { clock, itemMs, kindWord } from '../say.ts'
import type { FloorActs } from './acts.ts'

/** Where a reason that forbids the closing leads. */
export const itemAnchor = (itemId: string) => `point-${itemId}`

export function FloorAgenda(props: { readonly acts: FloorActs }) {
  const { view } = useMeeting()
  const [editing, setEditing] = createSignal<AgendaRow | 'new' | null>(null)
  const shown = () => view().agenda.filter(({ status }) => status !== 'withdrawn')
  const over = () => ['closed', 'adopted', 'cancelled'].includes(view().status)
  return (
    <section class="stack" aria-labelledby="agenda">
      <div class="section-head">
        <h2 id="agenda">{t('meeting.agenda.heading')}</h2>
        <Show when={!over()}>
          <Button small onClick={() => setEditing('new')}>
            {t('meeting.agenda.add')}
          </Button>
        </Show>
      </div>
      <ol class="agenda-edit">
        <For each={shown()}>
          {(item, at) => (
            <Row item={item} at={at()} acts={props.acts} over={over()} onEdit={() => setEditing(item)} />
          )}
        </For>
      </ol>
      <EditItem editing={editing()} onDone={() => setEditing(null)} />
    </section>
  )
}

function Row(props: {
  readonly item: AgendaRow
  readonly at: number
  readonly acts: FloorActs
  readonly over: boolean
  readonly onEdit: () => void
}) {
  const { view, act, since } = useMeeting()
  const title = () => pick(props.item.title)
  const active = () => props.item.status === 'active'
  const settled = () => ['done', 'decided'].includes(props.item.status)
  const spent = () => itemMs(props.item, since)
  const time = () => {
    const planned = t('meeting.minutes', { count: props.item.plannedMinutes })
    return spent() > 0 ? t('meeting.agenda.spent', { spent: clock(spent()), planned }) : planned
  }
  const menu = (): MenuAct[] => [
    { label: t('meeting.agenda.change'), act: props.onEdit },
    ...(props.item.status === 'postponed'
      ? []
      : [
          {
            label: t('meeting.agenda.postpone'),
            act: () => props.acts.open('postpone', props.item.itemId),
          },
        ]),
    {
      label: t('meeting.agenda.withdraw'),
      danger: true,
      act: () => void act({ kind: 'withdrawItem', itemId: props.item.itemId, reason: '' }),
    },
  ]
  return (
    <li id={itemAnchor(props.item.itemId)} tabindex="-1" classList={{ 'is-active': active() }}>
      <span class="agenda-number figures">{props.at + 1}</span>
      <div>
        <p class="agenda-title">{title()}</p>
        <p class="small quiet figures">
          {kindWord(props.item.kind)} · {time()}
        </p>
        <ItemOutcome item={props.item} />
      </div>
      <div class="row agenda-acts">
        <ItemMark status={props.item.status} />
        <Show when={view().status === 'open' && !settled() && !active()}>
          <Button small onClick={() => void act({ kind: 'openItem', itemId: props.item.itemId })}>
            {t('meeting.agenda.open')}
            <span class="visually-hidden"> : {title()}</span>
          </Button>
        </Show>
        <Show when={!settled() && !props.over}>
          <RowMenu label={t('shell.people.acts', { name: title() })} acts={menu()} />
        </Show>
      </div>
    </li>
  )
}
