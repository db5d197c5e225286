// Opening a poll from the desk: on what (the item's text, a question of its own, the allocation), then the form that every opening has.
// Called by FloorPolls.
import { createMemo, createSignal, onMount, Show } from 'solid-js'
import type { TextRef } from '../../../../shared/meeting/events.ts'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import { t } from '../../../i18n.ts'
import { SelectField } from '../../../parts/Field.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { OpeningForm } from '../../vote/open/OpeningForm.tsx'
import { useMeeting } from '../meeting.ts'
import { itemTitle } from '../say.ts'
import type { FloorActs } from './acts.ts'

type On = 'item' | 'question' | 'plan' | 'allocation'

export function OpenHere(props: { readonly acts: FloorActs }) {
  const { view, refetch } = useMeeting()
  const { planState } = useWorkspace()
  const itemId = props.acts.polling()?.itemId ?? null
  const item = () => view().agenda.find((one) => one.itemId === itemId)
  const ofItem = createMemo(() => subjectOf(item()?.textRef))
  const [chosen, setChosen] = createSignal<On | null>(null)
  const on = (): On => chosen() ?? (ofItem() && !locked() ? 'item' : 'question')
  const locked = () => Boolean(planState()?.version)
  const offered = (): On[] => {
    if (locked()) return ['question']
    return [...(ofItem() ? (['item'] as const) : []), 'question', 'plan', 'allocation']
  }
  const subject = createMemo(
    (): PollSubject => {
      const where = on()
      return where === 'item' ? (ofItem() ?? { kind: 'question' }) : { kind: where }
    },
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  )
  const again = useRound(() => itemId, subject)
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
      <Show when={offered().length > 1}>
        <SelectField
          label={t('meeting.open.on')}
          value={on()}
          options={offered().map((value) => ({ value, label: t(`meeting.open.on.${value}`) }))}
          onChange={(value) => setChosen(offered().find((one) => one === value) ?? 'question')}
        />
      </Show>
      {/* Another subject is another form: its question and its text are not those typed for this one. */}
      <Show when={subject()} keyed>
        {(about) => (
          <OpeningForm
            subject={about}
            follows={again()}
            meeting={meeting()}
            onOpened={() => {
              props.acts.endPoll()
              void refetch()
            }}
            onCancel={props.acts.endPoll}
          />
        )}
      </Show>
    </section>
  )

  function meeting() {
    const { id, rules, seats } = view()
    const there = seats.filter((seat) => seat.right === 'deliberative' && seat.presence !== 'absent')
    return rules ? { id, itemId, rules: rules.data, seats: there.length } : undefined
  }
}

/** What a poll on an item's text is about; null where the text is a section or a list, which is no subject of its own. */
function subjectOf(ref: TextRef | undefined): PollSubject | null {
  if (!ref) return null
  if (ref.kind !== 'place') return { ...ref }
  const { section, list, item, field } = ref
  if (section === 'allocations' && field === undefined) return { kind: 'allocation' }
  if (field === undefined) return null
  return { kind: 'passage', section, ...(list && { list }), ...(item && { item }), field, quote: '' }
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
