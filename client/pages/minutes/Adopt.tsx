// The adoption of minutes: by a decided item of a later meeting, or by a decision taken elsewhere, named and dated. It cannot be undone,
// and it fixes the very text on screen. Called by MinutesMargin.
import { createSignal, Show } from 'solid-js'
import type { AdoptedBy } from '../../../shared/meeting/events.ts'
import { pick, t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { Field, SelectField, TextField } from '../../parts/Field.tsx'
import { day } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useMinutes } from './minutes.ts'

export function Adopt() {
  const [open, setOpen] = createSignal(false)
  return (
    <>
      <div>
        <Button look="main" onClick={() => setOpen(true)}>
          {t('minutes.adopt')}
        </Button>
      </div>
      <Dialog
        open={open()}
        onClose={() => setOpen(false)}
        title={t('minutes.adopt')}
        text={t('minutes.adoptText')}
      >
        <AdoptForm onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

const elsewhere = 'elsewhere'

function AdoptForm(props: { readonly onDone: () => void }) {
  const { view, act, refetch } = useMinutes()
  const acting = createActing()
  const items = () => view().me.adoptableBy ?? []
  // The text that is adopted is the one that was on screen when this was opened.
  const read = view().digest
  const [by, setBy] = createSignal(items().length > 0 ? '0' : elsewhere)
  const [instance, setInstance] = createSignal('')
  const [date, setDate] = createSignal('')
  const [reference, setReference] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const incomplete = () => by() === elsewhere && (instance().trim() === '' || date() === '')
  const decidedBy = (): AdoptedBy => {
    const item = items()[Number(by())]
    if (by() !== elsewhere && item) return { meetingId: item.meetingId, itemId: item.itemId }
    return { instance: instance().trim(), date: date(), reference: reference().trim() }
  }
  const adopt = async () => {
    setTried(true)
    if (incomplete()) return
    if (await act({ kind: 'adoptMinutes', decidedBy: decidedBy(), minutesHash: read }, acting)) {
      announce(t('minutes.adoptDone'))
      props.onDone()
    } else await refetch()
  }
  return (
    <form
      class="form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void adopt()
      }}
    >
      <RefusalBanner refusal={acting.refusal()} />
      <Show when={items().length > 0} fallback={<p class="field-note">{t('minutes.adoptNone')}</p>}>
        <SelectField
          label={t('minutes.adoptBy')}
          value={by()}
          options={[
            ...items().map(({ meeting, startsAt, item }, at) => ({
              value: String(at),
              label: `${pick(meeting)}, ${day(startsAt)} · ${pick(item)}`,
            })),
            { value: elsewhere, label: t('minutes.adoptElsewhere') },
          ]}
          onChange={setBy}
        />
      </Show>
      <Show when={by() === elsewhere}>
        <TextField
          label={t('minutes.adoptInstance')}
          value={instance()}
          onInput={setInstance}
          required
          maxLength={300}
          error={tried() && incomplete() ? t('minutes.adoptNeeded') : null}
        />
        <Field label={t('minutes.adoptDate')}>
          {(ids) => (
            <input
              {...ids()}
              class="input"
              type="date"
              value={date()}
              onInput={(event) => setDate(event.currentTarget.value)}
            />
          )}
        </Field>
        <TextField
          label={t('minutes.adoptReference')}
          value={reference()}
          onInput={setReference}
          optional
          maxLength={300}
        />
      </Show>
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()}>
          {t('minutes.adopt')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
