// A dissent that a seat wants named under an item, with its reasons: asked and taken back by whoever acts for the seat. Called by MinutesPage.
import { createSignal, For, Show } from 'solid-js'
import { t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { SelectField, TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useMinutes } from './minutes.ts'

export function Dissents(props: { readonly itemId: string; readonly title: string }) {
  const { view, act } = useMinutes()
  const acting = createActing()
  const [open, setOpen] = createSignal(false)
  const item = () => view().minutes.record.items.find(({ itemId }) => itemId === props.itemId)
  const put = () =>
    item()?.status === 'decided' ||
    view().minutes.record.polls.some(({ itemId, status }) => itemId === props.itemId && status === 'closed')
  const named = () =>
    view().me.dissents.filter(({ items }) => items.some(({ itemId }) => itemId === props.itemId))
  const free = () => view().me.dissents.filter((seat) => !named().includes(seat))
  const takeBack = async (seatId: string) => {
    if (await act({ kind: 'withdrawDissent', seatId, itemId: props.itemId }, acting))
      announce(t('minutes.dissentGone'))
  }
  return (
    <Show when={put() && view().me.dissents.length > 0}>
      <div class="minutes-acts">
        <For each={named()}>
          {({ seatId, name }) => (
            <Button
              small
              look="plain"
              busy={acting.busy()}
              aria-label={t('minutes.dissentBackOf', { seat: name })}
              onClick={() => void takeBack(seatId)}
            >
              {t('minutes.dissentBack')}
            </Button>
          )}
        </For>
        <Show when={free().length > 0}>
          <Button
            small
            look="plain"
            aria-label={t('minutes.dissentAt', { item: props.title })}
            onClick={() => setOpen(true)}
          >
            {t('minutes.dissent')}
          </Button>
        </Show>
      </div>
      <RefusalBanner refusal={acting.refusal()} />
      <Dialog
        open={open()}
        onClose={() => setOpen(false)}
        title={t('minutes.dissent')}
        text={t('minutes.dissentText')}
      >
        <DissentForm itemId={props.itemId} seats={free()} onDone={() => setOpen(false)} />
      </Dialog>
    </Show>
  )
}

interface FormProps {
  readonly itemId: string
  readonly seats: readonly { readonly seatId: string; readonly name: string }[]
  readonly onDone: () => void
}

function DissentForm(props: FormProps) {
  const { act } = useMinutes()
  const acting = createActing()
  const [seatId, setSeatId] = createSignal(props.seats[0]?.seatId ?? '')
  const [words, setWords] = createSignal('')
  const name = async () => {
    const done = await act(
      { kind: 'nameDissent', seatId: seatId(), itemId: props.itemId, words: words().trim() },
      acting,
    )
    if (!done) return
    announce(t('minutes.dissentDone'))
    props.onDone()
  }
  return (
    <form
      class="form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void name()
      }}
    >
      <RefusalBanner refusal={acting.refusal()} />
      <SelectField
        label={t('minutes.dissentSeat')}
        value={seatId()}
        options={props.seats.map((seat) => ({ value: seat.seatId, label: seat.name }))}
        onChange={setSeatId}
      />
      <TextField
        label={t('minutes.dissentWords')}
        value={words()}
        onInput={setWords}
        rows={4}
        optional
        maxLength={2_000}
      />
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()}>
          {t('minutes.dissent')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
