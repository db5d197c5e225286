// The adoptions of one party: instance, resolution, day, paper; and, for the facilitator, filing another. Called by Round.
import { createSignal, For, Show } from 'solid-js'
import type { AllianceView, PartyView } from '../../../shared/alliance-views.ts'
import { files } from '../../../shared/api.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { Field, TextField } from '../../parts/Field.tsx'
import { day } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { fits, PdfField, upload } from './PdfField.tsx'

export function Adoptions(props: { readonly alliance: AllianceView; readonly party: PartyView }) {
  const { may } = useWorkspace()
  const [filing, setFiling] = createSignal(false)
  const open = () => props.alliance.state === 'signing'
  return (
    <div class="adoptions">
      <Show when={props.party.adoptions.length > 0 || props.alliance.needsAdoptions}>
        <h4>{t('round.adoptions')}</h4>
      </Show>
      <Show
        when={props.party.adoptions.length > 0}
        fallback={
          <Show when={props.alliance.needsAdoptions}>
            <p class="small quiet">{t('round.noAdoption')}</p>
          </Show>
        }
      >
        <ul class="plain-list">
          <For each={props.party.adoptions}>
            {(one) => (
              <li>
                {t('round.adopted', {
                  instance: one.instance,
                  resolution: one.resolution,
                  day: day(one.day),
                })}{' '}
                <a href={files.allianceFile(one.file.id)} rel="external" download="resolution.pdf">
                  {t('round.outsideFile')}
                </a>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={open() && may('alliance.prepare')}>
        <div>
          <Button small look="plain" onClick={() => setFiling(true)}>
            {t('round.adoptAct')}
            <span class="visually-hidden"> : {props.party.name}</span>
          </Button>
        </div>
        <Dialog
          open={filing()}
          onClose={() => setFiling(false)}
          title={t('round.adoptTitle', { party: props.party.name })}
        >
          <AdoptionForm {...props} onClose={() => setFiling(false)} />
        </Dialog>
      </Show>
    </div>
  )
}

function AdoptionForm(props: {
  readonly alliance: AllianceView
  readonly party: PartyView
  readonly onClose: () => void
}) {
  const acting = createActing()
  const [instance, setInstance] = createSignal('')
  const [resolution, setResolution] = createSignal('')
  const [date, setDate] = createSignal('')
  const [file, setFile] = createSignal<File | null>(null)
  const [tried, setTried] = createSignal(false)
  const complete = () => instance().trim() !== '' && resolution().trim() !== '' && date() !== ''
  const save = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    const chosen = file()
    if (!complete() || !fits(chosen)) return
    const done = await acting.run(async () => {
      const { id: fileId } = await upload(props.alliance.id, chosen)
      await call(doors.fileAdoption, {
        params: { allianceId: props.alliance.id },
        body: {
          partyId: props.party.id,
          instance: instance(),
          resolution: resolution(),
          day: date(),
          fileId,
        },
      })
      announceTopic('alliance')
    })
    if (!done) return
    announce(t('round.adoptSaid'))
    props.onClose()
  }
  return (
    <form class="form" noValidate onSubmit={(event) => void save(event)}>
      <TextField
        label={t('round.instance')}
        note={t('round.instanceExample')}
        value={instance()}
        onInput={setInstance}
        maxLength={200}
        required
      />
      <TextField
        label={t('round.resolution')}
        value={resolution()}
        onInput={setResolution}
        maxLength={200}
        required
      />
      <DayField value={date()} onInput={setDate} />
      <PdfField file={file()} onChoose={setFile} tried={tried()} />
      <Show when={tried() && !complete()}>
        <p class="field-error" role="alert">
          {t('round.formNeeded')}
        </p>
      </Show>
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button type="submit" look="main" busy={acting.busy()}>
          {t('round.adoptAct')}
        </Button>
        <Button look="plain" onClick={props.onClose}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

export function DayField(props: { readonly value: string; readonly onInput: (day: string) => void }) {
  return (
    <Field label={t('round.day')}>
      {(ids) => (
        <input
          {...ids()}
          class="input"
          type="date"
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
