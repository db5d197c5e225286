// The agenda while it is prepared, and until its items are settled: added, changed, moved, withdrawn; its time against the meeting's.
// Called by the preparation of a meeting.
import { createSignal, For, Show } from 'solid-js'
import type { ItemAbout } from '../../../../shared/meeting/events.ts'
import type { PollDraftView } from '../../../../shared/poll/views.ts'
import { pick, t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { Dialog } from '../../../parts/Dialog.tsx'
import { RowMenu } from '../../../parts/Menu.tsx'
import { DraftsOnItem } from '../../vote/drafts/DraftsOnItem.tsx'
import { useDrafts } from '../../vote/drafts/drafts.ts'
import { mayStillDecide } from '../AgendaList.tsx'
import { ItemMark } from '../MeetingMark.tsx'
import { type AgendaRow, useMeeting } from '../meeting.ts'
import { kindWord } from '../say.ts'
import { ItemForm } from './ItemForm.tsx'

export function AgendaEditor() {
  const { view } = useMeeting()
  const drafts = useDrafts()
  const [editing, setEditing] = createSignal<AgendaRow | 'new' | null>(null)
  const shown = () => view().agenda.filter(({ status }) => status !== 'withdrawn')
  return (
    <section class="stack" aria-labelledby="agenda">
      <div class="section-head">
        <h2 id="agenda">{t('meeting.agenda.heading')}</h2>
        <PlannedTime />
      </div>
      <Show when={shown().length > 0} fallback={<p class="empty">{t('meeting.agenda.empty')}</p>}>
        <ol class="agenda-edit">
          <For each={shown()}>
            {(item, at) => (
              <Row
                item={item}
                at={at()}
                rows={shown()}
                drafts={drafts() ?? []}
                onEdit={() => setEditing(item)}
              />
            )}
          </For>
        </ol>
      </Show>
      <div>
        <Button onClick={() => setEditing('new')}>{t('meeting.agenda.add')}</Button>
      </div>
      <EditItem editing={editing()} onDone={() => setEditing(null)} />
    </section>
  )
}

/** « 95 minutes prévues sur 180 » */
function PlannedTime() {
  const { view } = useMeeting()
  const planned = () =>
    view()
      .agenda.filter(({ status }) => status !== 'withdrawn')
      .reduce((sum, { plannedMinutes }) => sum + plannedMinutes, 0)
  const held = () =>
    Math.round((Date.parse(view().about.endsAt) - Date.parse(view().about.startsAt)) / 60_000)
  return (
    <p class="figures small" classList={{ quiet: planned() <= held(), 'is-late': planned() > held() }}>
      {t(planned() > held() ? 'meeting.agenda.tooLong' : 'meeting.agenda.time', {
        planned: planned(),
        held: held(),
      })}
    </p>
  )
}

function Row(props: {
  readonly item: AgendaRow
  readonly at: number
  readonly rows: readonly AgendaRow[]
  readonly drafts: readonly PollDraftView[]
  readonly onEdit: () => void
}) {
  const { view, act } = useMeeting()
  const title = () => pick(props.item.title)
  const settled = () => ['done', 'decided'].includes(props.item.status)
  const move = async (by: -1 | 1) => {
    const other = props.rows[props.at + by]
    if (!other) return
    const order = view().agenda.map(({ itemId }) => itemId)
    const [here, there] = [order.indexOf(props.item.itemId), order.indexOf(other.itemId)]
    order[here] = other.itemId
    order[there] = props.item.itemId
    if (await act({ kind: 'orderItems', order }))
      announce(t('meeting.agenda.moved', { item: title(), place: props.at + 1 + by }))
  }
  const acts = () => [
    { label: t('meeting.agenda.change'), act: props.onEdit },
    ...(props.at > 0 ? [{ label: t('meeting.agenda.up'), act: () => void move(-1) }] : []),
    ...(props.at < props.rows.length - 1
      ? [{ label: t('meeting.agenda.down'), act: () => void move(1) }]
      : []),
    {
      label: t('meeting.agenda.withdraw'),
      danger: true,
      act: () => void act({ kind: 'withdrawItem', itemId: props.item.itemId, reason: '' }),
    },
  ]
  return (
    <li>
      <span class="agenda-number figures">{props.at + 1}</span>
      <div>
        <p class="agenda-title">{title()}</p>
        <p class="small quiet figures">
          {kindWord(props.item.kind)} · {t('meeting.minutes', { count: props.item.plannedMinutes })}
        </p>
        <DraftsOnItem
          meetingId={view().id}
          itemId={props.item.itemId}
          item={title()}
          drafts={props.drafts}
          opens={mayStillDecide(view().status, props.item.status)}
        />
      </div>
      <Show when={props.item.status !== 'pending'}>
        <ItemMark status={props.item.status} />
      </Show>
      <Show when={!settled()} fallback={<span />}>
        <RowMenu label={t('shell.people.acts', { name: title() })} acts={acts()} />
      </Show>
    </li>
  )
}

export function EditItem(props: { readonly editing: AgendaRow | 'new' | null; readonly onDone: () => void }) {
  const { act } = useMeeting()
  const acting = createActing()
  const known = () => (props.editing === 'new' ? null : props.editing)
  const save = async (item: ItemAbout) => {
    const one = known()
    const done = await act(
      one ? { kind: 'changeItem', itemId: one.itemId, item } : { kind: 'addItem', item },
      acting,
    )
    if (!done) return
    announce(t('shell.saved'))
    props.onDone()
  }
  return (
    <Dialog
      open={props.editing !== null}
      onClose={props.onDone}
      title={t(known() ? 'meeting.agenda.change' : 'meeting.agenda.add')}
    >
      <ItemForm
        start={known()}
        act={t(known() ? 'shell.save' : 'meeting.agenda.addAct')}
        acting={acting}
        onSubmit={(item) => void save(item)}
        onCancel={props.onDone}
      />
    </Dialog>
  )
}
