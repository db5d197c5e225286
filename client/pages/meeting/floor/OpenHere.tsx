// Opening a poll from the desk: on what (the item's text, a question of its own, the allocation), then the form that every opening has.
// Called by FloorPolls.
import { createMemo, onMount, Show } from 'solid-js'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import { t } from '../../../i18n.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import { createItemSubject, ItemSubject } from '../../vote/open/ItemSubject.tsx'
import { OpeningForm } from '../../vote/open/OpeningForm.tsx'
import { openingIn } from '../../vote/open/round-meeting.ts'
import { useMeeting } from '../meeting.ts'
import { itemTitle } from '../say.ts'
import type { FloorActs } from './acts.ts'

export function OpenHere(props: { readonly acts: FloorActs }) {
  const { view, refetch } = useMeeting()
  const itemId = props.acts.polling()?.itemId ?? null
  const item = () => view().agenda.find((one) => one.itemId === itemId)
  const about = createItemSubject(() => item()?.textRef)
  const again = useRound(() => itemId, about.subject)
  let title!: HTMLHeadingElement
  onMount(() => {
    title.scrollIntoView({ block: 'start' })
    title.focus({ preventScroll: true })
  })
  return (
    <section class="stack open-here" aria-labelledby="open-here">
      <h3 id="open-here" ref={title} tabindex="-1">
        {item() ? t('meeting.open.title', { item: itemTitle(view().agenda, itemId) }) : t('meeting.key.poll')}
      </h3>
      <ItemSubject choice={about} />
      {/* Another subject is another form: its question and its text are not those typed for this one. */}
      <Show when={about.subject()} keyed>
        {(subject) => (
          <OpeningForm
            subject={subject}
            follows={again()}
            meeting={view().rules ? openingIn(view(), itemId) : undefined}
            onOpened={() => {
              props.acts.endPoll()
              void refetch()
            }}
            onKept={props.acts.endPoll}
            onCancel={props.acts.endPoll}
          />
        )}
      </Show>
    </section>
  )
}

/** The poll of this item on the same subject that decided nothing: this one is its next round. */
function useRound(itemId: () => string | null, subject: () => PollSubject): () => string | undefined {
  const { view } = useMeeting()
  const { votes } = useWorkspace()
  return createMemo(() => {
    const before = (votes() ?? []).findLast(
      (vote) =>
        vote.meetingId === view().id &&
        vote.itemId === itemId() &&
        vote.state !== 'superseded' &&
        vote.closedAt !== null &&
        JSON.stringify(vote.subject) === JSON.stringify(subject()),
    )
    return before?.outcome === 'notDecided' ? before.id : undefined
  })
}
