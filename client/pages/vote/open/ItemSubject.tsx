// On what a poll of an agenda item is: the item's own text, a question, the whole plan, the allocation. Called by the desk of a meeting,
// and by the preparation of a poll on an item.
import { createMemo, createSignal, Show } from 'solid-js'
import type { TextRef } from '../../../../shared/meeting/events.ts'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import { t } from '../../../i18n.ts'
import { SelectField } from '../../../parts/Field.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'

type On = 'item' | 'question' | 'plan' | 'allocation'

export type ItemSubjectChoice = ReturnType<typeof createItemSubject>

export function createItemSubject(textRef: () => TextRef | undefined) {
  const { planState } = useWorkspace()
  const ofItem = createMemo(() => subjectOf(textRef()))
  const locked = () => Boolean(planState()?.version)
  const [chosen, setChosen] = createSignal<On | null>(null)
  const on = (): On => chosen() ?? (ofItem() && !locked() ? 'item' : 'question')
  return {
    on,
    choose: setChosen,
    offered(): On[] {
      if (locked()) return ['question']
      return [...(ofItem() ? (['item'] as const) : []), 'question', 'plan', 'allocation']
    },
    subject: createMemo(
      (): PollSubject => {
        const where = on()
        return where === 'item' ? (ofItem() ?? { kind: 'question' }) : { kind: where }
      },
      undefined,
      { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
    ),
  }
}

export function ItemSubject(props: { readonly choice: ItemSubjectChoice }) {
  const offered = () => props.choice.offered()
  return (
    <Show when={offered().length > 1}>
      <SelectField
        label={t('meeting.open.on')}
        value={props.choice.on()}
        options={offered().map((value) => ({ value, label: t(`meeting.open.on.${value}`) }))}
        onChange={(value) => props.choice.choose(offered().find((one) => one === value) ?? 'question')}
      />
    </Show>
  )
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
