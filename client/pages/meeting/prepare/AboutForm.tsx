// What the invitation says: title, mode, place or link, day and hours, how one speaks, who keeps the minutes.
// Called by NewMeetingPage and by the preparation of a meeting.
import { createSignal, Show } from 'solid-js'
import type { MeetingAbout, MeetingMode } from '../../../../shared/meeting/events.ts'
import { t } from '../../../i18n.ts'
import type { Acting } from '../../../parts/acting.ts'
import { Button } from '../../../parts/Button.tsx'
import { ChoiceField } from '../../../parts/ChoiceField.tsx'
import { Field, TextField } from '../../../parts/Field.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { modeWord } from '../say.ts'
import { type AboutDraft, type AboutFault, aboutOf, faultsOf } from './about-draft.ts'

interface AboutFormProps {
  readonly start: AboutDraft
  readonly act: string
  readonly acting: Acting
  readonly onSubmit: (about: MeetingAbout) => void
  readonly onCancel?: () => void
}

export function AboutForm(props: AboutFormProps) {
  const [draft, setDraft] = createSignal(props.start)
  const [tried, setTried] = createSignal(false)
  const change = (part: Partial<AboutDraft>) => setDraft({ ...draft(), ...part })
  const error = (fault: AboutFault) =>
    tried() && faultsOf(draft()).includes(fault) ? t(`meeting.about.fault.${fault}`) : null
  const submit = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (faultsOf(draft()).length === 0) props.onSubmit(aboutOf(draft()))
  }
  const parts = { draft, change, error }
  return (
    <form class="form" novalidate onSubmit={submit}>
      <RefusalBanner refusal={props.acting.refusal()} />
      <div class="form-pair">
        <TextField
          label={t('meeting.about.titleFr')}
          value={draft().fr}
          onInput={(fr) => change({ fr })}
          required
          maxLength={300}
          error={error('title')}
        />
        <TextField
          label={t('meeting.about.titleEn')}
          note={t('meeting.about.titleEnNote')}
          value={draft().en}
          onInput={(en) => change({ en })}
          optional
          maxLength={300}
        />
      </div>
      <Where {...parts} />
      <When {...parts} />
      <How {...parts} />
      <div class="form-acts">
        <Button look="main" type="submit" busy={props.acting.busy()}>
          {props.act}
        </Button>
        <Show when={props.onCancel}>
          <Button look="plain" onClick={() => props.onCancel?.()}>
            {t('shell.cancel')}
          </Button>
        </Show>
      </div>
    </form>
  )
}

interface PartProps {
  readonly draft: () => AboutDraft
  readonly change: (part: Partial<AboutDraft>) => void
  readonly error: (fault: AboutFault) => string | null
}

const modes = ['room', 'remote', 'hybrid'] as const satisfies readonly MeetingMode[]

function Where(props: PartProps) {
  return (
    <>
      <ChoiceField
        legend={t('meeting.about.mode')}
        value={props.draft().mode}
        options={modes.map((mode) => ({
          value: mode,
          label: modeWord(mode),
          note: t(`meeting.mode.${mode}Note`),
        }))}
        onChange={(mode) => props.change({ mode: modes.find((one) => one === mode) ?? 'hybrid' })}
      />
      <div class="form-pair">
        <Show when={props.draft().mode !== 'remote'}>
          <TextField
            label={t('meeting.about.place')}
            value={props.draft().place}
            onInput={(place) => props.change({ place })}
            required
            maxLength={500}
            error={props.error('place')}
          />
        </Show>
        <Show when={props.draft().mode !== 'room'}>
          <TextField
            label={t('meeting.about.link')}
            note={t('meeting.about.linkNote')}
            value={props.draft().link}
            onInput={(link) => props.change({ link })}
            optional
            maxLength={500}
            error={props.error('link')}
          />
        </Show>
      </div>
    </>
  )
}

function When(props: PartProps) {
  return (
    <div class="form-pair">
      <Field label={t('meeting.about.day')} error={props.error('day')}>
        {(ids) => (
          <input
            {...ids()}
            class="input"
            type="date"
            value={props.draft().day}
            onInput={(event) => props.change({ day: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t('meeting.about.from')} error={props.error('hours')}>
        {(ids) => (
          <input
            {...ids()}
            class="input"
            type="time"
            value={props.draft().from}
            onInput={(event) => props.change({ from: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t('meeting.about.to')}>
        {(ids) => (
          <input
            {...ids()}
            class="input"
            type="time"
            value={props.draft().to}
            onInput={(event) => props.change({ to: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  )
}

function How(props: PartProps) {
  return (
    <>
      <ChoiceField
        legend={t('meeting.about.queueBy')}
        value={props.draft().queueBy}
        options={(['person', 'organization'] as const).map((value) => ({
          value,
          label: t(`meeting.about.queueBy.${value}`),
          note: t(`meeting.about.queueBy.${value}Note`),
        }))}
        onChange={(value) => props.change({ queueBy: value === 'organization' ? value : 'person' })}
      />
      <div class="form-pair">
        <TextField
          label={t('meeting.about.minutes')}
          note={t('meeting.about.minutesNote')}
          value={props.draft().minutes}
          onInput={(minutes) => props.change({ minutes })}
          optional
          inputMode="decimal"
          error={props.error('minutes')}
        />
        <TextField
          label={t('meeting.about.secretary')}
          note={t('meeting.about.secretaryNote')}
          value={props.draft().secretary}
          onInput={(secretary) => props.change({ secretary })}
          optional
          maxLength={200}
        />
      </div>
    </>
  )
}
