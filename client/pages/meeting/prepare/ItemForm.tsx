// One agenda item: its title in both languages, what it asks of the room, its planned minutes, the text it is about.
// Called by the preparation of the agenda and by the floor desk.
import { createSignal, Show } from 'solid-js'
import { isWordless } from '../../../../shared/basics.ts'
import type { ItemAbout, ItemKind, TextRef } from '../../../../shared/meeting/events.ts'
import { itemsOf, textOf } from '../../../../shared/plan/plan.ts'
import { sections } from '../../../../shared/plan/sections.ts'
import { pick, t } from '../../../i18n.ts'
import type { Acting } from '../../../parts/acting.ts'
import { Button } from '../../../parts/Button.tsx'
import { SelectField, TextField } from '../../../parts/Field.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { kindWord } from '../say.ts'

const kinds = ['info', 'discussion', 'decision'] as const satisfies readonly ItemKind[]

export function ItemForm(props: {
  readonly start: ItemAbout | null
  readonly act: string
  readonly acting: Acting
  readonly onSubmit: (item: ItemAbout) => void
  readonly onCancel: () => void
}) {
  const first = props.start
  const [fr, setFr] = createSignal(first?.title.fr ?? '')
  const [en, setEn] = createSignal(first?.title.en ?? '')
  const [kind, setKind] = createSignal<ItemKind>(first?.kind ?? 'discussion')
  const [minutes, setMinutes] = createSignal(String(first?.plannedMinutes ?? 15))
  const [text, setText] = createSignal(first?.textRef ? JSON.stringify(first.textRef) : '')
  const [tried, setTried] = createSignal(false)
  const planned = () => (/^\d{1,4}$/.test(minutes().trim()) ? Number(minutes()) : Number.NaN)
  const submit = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (isWordless(fr()) || !(planned() <= 1_440)) return
    props.onSubmit({
      title: { fr: fr().trim(), en: en().trim() || fr().trim() },
      kind: kind(),
      plannedMinutes: planned(),
      ...(text() !== '' && { textRef: JSON.parse(text()) as TextRef }),
    })
  }
  return (
    <form class="form" novalidate onSubmit={submit}>
      <RefusalBanner refusal={props.acting.refusal()} />
      <TextField
        label={t('meeting.agenda.titleFr')}
        value={fr()}
        onInput={setFr}
        required
        maxLength={300}
        error={tried() && isWordless(fr()) ? t('meeting.agenda.titleNeeded') : null}
      />
      <TextField
        label={t('meeting.agenda.titleEn')}
        note={t('meeting.about.titleEnNote')}
        value={en()}
        onInput={setEn}
        optional
        maxLength={300}
      />
      <div class="form-pair">
        <SelectField
          label={t('meeting.agenda.kind')}
          note={t(`meeting.kind.${kind()}Note`)}
          value={kind()}
          options={kinds.map((value) => ({ value, label: kindWord(value) }))}
          onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'discussion')}
        />
        <TextField
          label={t('meeting.agenda.minutes')}
          value={minutes()}
          onInput={setMinutes}
          inputMode="numeric"
          error={tried() && !(planned() <= 1_440) ? t('meeting.agenda.minutesFault') : null}
        />
      </div>
      <TextChoice value={text()} onChange={setText} />
      <div class="form-acts">
        <Button look="main" type="submit" busy={props.acting.busy()}>
          {props.act}
        </Button>
        <Button look="plain" onClick={props.onCancel}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** The whole plan, one of its sections, or one of its priorities; what an item names already stays on offer, even when it left the plan. */
function TextChoice(props: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { planText } = useWorkspace()
  const options = () => {
    const plan = planText()
    const refs: [TextRef, string][] = [
      [{ kind: 'plan' }, t('meeting.text.plan')],
      ...(plan ? itemsOf(plan, 'priorities') : []).map(({ id, fields }): [TextRef, string] => [
        { kind: 'priority', id },
        t('meeting.text.priority', { title: textOf(fields, 'title') || t('meeting.text.untitled') }),
      ]),
      ...sections.map(({ key, label }): [TextRef, string] => [
        { kind: 'place', section: key },
        t('meeting.text.section', { title: pick(label) }),
      ]),
    ]
    const known = refs.map(([ref, label]) => ({ value: JSON.stringify(ref), label }))
    const kept =
      props.value === '' || known.some(({ value }) => value === props.value)
        ? []
        : [{ value: props.value, label: t('meeting.text.kept') }]
    return [{ value: '', label: t('meeting.text.none') }, ...known, ...kept]
  }
  return (
    <Show when={planText()} fallback={<p class="quiet">{t('meeting.text.coming')}</p>}>
      <SelectField
        label={t('meeting.agenda.text')}
        note={t('meeting.agenda.textNote')}
        value={props.value}
        options={options()}
        onChange={props.onChange}
      />
    </Show>
  )
}
