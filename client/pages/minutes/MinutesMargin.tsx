// Beside the minutes: their files, their digest, their contents, the correction and the adoption. Called by MinutesPage.
import { createSignal, Show } from 'solid-js'
import { files } from '../../../shared/api.ts'
import type { MinutesSection } from '../../../shared/meeting/minutes-blocks.ts'
import { pick, t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { SelectField, TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { Adopt } from './Adopt.tsx'
import { Contents } from './Contents.tsx'
import { useMinutes } from './minutes.ts'

export function MinutesMargin(props: { readonly sections: readonly MinutesSection[] }) {
  const { view } = useMinutes()
  const { path } = useWorkspace()
  const id = () => view().meetingId
  return (
    <div class="stack">
      <ButtonLink href={path(`seances/${id()}`)}>{t('minutes.toMeeting')}</ButtonLink>
      <section class="stack" aria-labelledby="minutes-files">
        <h3 class="margin-head" id="minutes-files">
          {t('minutes.files')}
        </h3>
        <ul class="file-links">
          <li>
            <a href={`${files.minutesPdf(id())}?lang=fr`} rel="external">
              {t('minutes.pdfFr')}
            </a>
          </li>
          <li>
            <a href={`${files.minutesPdf(id())}?lang=en`} rel="external">
              {t('minutes.pdfEn')}
            </a>
          </li>
          <li>
            <a href={files.minutesData(id())} rel="external">
              {t('minutes.data')}
            </a>
          </li>
        </ul>
        <p class="field-note">{t('minutes.digest')}</p>
        <Digest value={view().digest} narrow />
      </section>
      <Show when={view().me.adoptableBy}>
        <Adopt />
      </Show>
      <Show when={view().me.corrects}>
        <Correct />
      </Show>
      <Contents sections={props.sections} />
    </div>
  )
}

/** Said after, never over: the only thing that may still be added to adopted minutes. */
function Correct() {
  const { view, act } = useMinutes()
  const acting = createActing()
  const [open, setOpen] = createSignal(false)
  const [text, setText] = createSignal('')
  const [item, setItem] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const add = async () => {
    setTried(true)
    if (text().trim() === '') return
    const done = await act(
      { kind: 'note', note: 'correction', text: text().trim(), ...(item() !== '' && { itemId: item() }) },
      acting,
    )
    if (!done) return
    setText('')
    setTried(false)
    setOpen(false)
    announce(t('minutes.noted'))
  }
  return (
    <>
      <div>
        <Button onClick={() => setOpen(true)}>{t('minutes.note')}</Button>
      </div>
      <Dialog
        open={open()}
        onClose={() => setOpen(false)}
        title={t('minutes.note')}
        text={t('minutes.noteText')}
      >
        <form
          class="form"
          novalidate
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <RefusalBanner refusal={acting.refusal()} />
          <TextField
            label={t('minutes.noteWords')}
            value={text()}
            onInput={setText}
            rows={4}
            required
            maxLength={5_000}
            error={tried() && text().trim() === '' ? t('minutes.noteNeeded') : null}
          />
          <SelectField
            label={t('minutes.noteItem')}
            value={item()}
            options={[
              { value: '', label: t('minutes.noteWhole') },
              ...view().minutes.record.items.map(({ itemId, title }, at) => ({
                value: itemId,
                label: `${at + 1}. ${pick(title)}`,
              })),
            ]}
            onChange={setItem}
          />
          <div class="form-acts">
            <Button look="main" type="submit" busy={acting.busy()}>
              {t('minutes.note')}
            </Button>
            <Button look="plain" onClick={() => setOpen(false)}>
              {t('shell.cancel')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
