// The agenda as everybody reads it: each item with its state, its time, what was decided. Called by the page of a meeting.
import { For, Show } from 'solid-js'
import type { ItemStatus, MeetingStatus } from '../../../shared/meeting/state.ts'
import { outcomeWords } from '../../../shared/poll/setting.ts'
import type { PollDraftView } from '../../../shared/poll/views.ts'
import { pick, t } from '../../i18n.ts'
import { DraftsOnItem } from '../vote/drafts/DraftsOnItem.tsx'
import { useDrafts } from '../vote/drafts/drafts.ts'
import { ItemMark } from './MeetingMark.tsx'
import { type AgendaRow, useMeeting } from './meeting.ts'
import { clock, itemMs, kindWord } from './say.ts'

export function AgendaList() {
  const { view } = useMeeting()
  const drafts = useDrafts()
  const shown = () => view().agenda.filter(({ status }) => status !== 'withdrawn')
  return (
    <section class="stack" aria-labelledby="agenda">
      <h2 id="agenda">{t('meeting.agenda.heading')}</h2>
      <Show when={shown().length > 0} fallback={<p class="quiet">{t('meeting.agenda.none')}</p>}>
        <ol class="agenda-edit">
          <For each={shown()}>{(item, at) => <Row item={item} at={at()} drafts={drafts() ?? []} />}</For>
        </ol>
      </Show>
    </section>
  )
}

function Row(props: {
  readonly item: AgendaRow
  readonly at: number
  readonly drafts: readonly PollDraftView[]
}) {
  const { view, since } = useMeeting()
  const spent = () => itemMs(props.item, since)
  const planned = () => t('meeting.minutes', { count: props.item.plannedMinutes })
  const time = () =>
    spent() > 0 ? t('meeting.agenda.spent', { spent: clock(spent()), planned: planned() }) : planned()
  return (
    <li classList={{ 'is-active': props.item.status === 'active' }}>
      <span class="agenda-number figures">{props.at + 1}</span>
      <div>
        <p class="agenda-title">{pick(props.item.title)}</p>
        <p class="small quiet figures">
          {kindWord(props.item.kind)} · {time()}
        </p>
        <ItemOutcome item={props.item} />
        <DraftsOnItem
          meetingId={view().id}
          itemId={props.item.itemId}
          item={pick(props.item.title)}
          drafts={props.drafts}
          opens={mayStillDecide(view().status, props.item.status)}
        />
      </div>
      <Show when={view().status !== 'draft' && view().status !== 'convened'}>
        <ItemMark status={props.item.status} />
      </Show>
    </li>
  )
}

/** Whether a poll may still be held on an item. */
export function mayStillDecide(meeting: MeetingStatus, item: ItemStatus): boolean {
  const over = meeting === 'closed' || meeting === 'adopted' || meeting === 'cancelled'
  return !over && item !== 'done' && item !== 'decided' && item !== 'withdrawn'
}

/** What was decided, or why not. */
export function ItemOutcome(props: { readonly item: AgendaRow }) {
  return (
    <Show when={props.item.outcome || props.item.words}>
      <p class="small item-outcome">
        <Show when={props.item.outcome}>{(outcome) => <strong>{pick(outcomeWords[outcome()])}</strong>}</Show>{' '}
        <Show when={props.item.words}>
          <span>{props.item.words}</span>
        </Show>
      </p>
    </Show>
  )
}
