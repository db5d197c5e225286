// The three acts on a seat that ask for something: to whom it is handed over, to which seat its voice goes, from what it steps aside and why.
// Called by my own seat's card and by the floor desk.
import { createSignal, For, type JSX, Show } from 'solid-js'
import { isWordless } from '../../../shared/basics.ts'
import { pick, t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { SelectField, TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { byName } from '../options.ts'
import { type SeatRow, useMeeting } from './meeting.ts'

interface SeatFormProps {
  readonly seat: SeatRow
  readonly onDone: () => void
}

function FormActs(props: {
  readonly act: string
  readonly busy: boolean
  readonly disabled?: boolean
  readonly onBack: () => void
}) {
  return (
    <div class="form-acts">
      <Button look="main" type="submit" busy={props.busy} disabled={props.disabled}>
        {props.act}
      </Button>
      <Button look="plain" onClick={props.onBack}>
        {t('shell.cancel')}
      </Button>
    </div>
  )
}

const submits = (send: () => Promise<void>): JSX.EventHandler<HTMLFormElement, SubmitEvent> => {
  return (event) => {
    event.preventDefault()
    void send()
  }
}

/** To another whose mandate for the seat runs: at once, so that it has never two holders and never none between. */
export function HandOver(props: SeatFormProps) {
  const { view, act } = useMeeting()
  const acting = createActing()
  const others = () => props.seat.people.filter(({ userId }) => userId !== props.seat.holder?.userId)
  const [chosen, setChosen] = createSignal<string | null>(null)
  const to = () => chosen() ?? others()[0]?.userId ?? ''
  const isHere = (id: string) => view().people.some(({ userId }) => userId === id)
  const send = async () => {
    const name = others().find(({ userId }) => userId === to())?.name ?? ''
    if (!(await act({ kind: 'handOver', seatId: props.seat.seatId, to: to() }, acting))) return
    announce(t('meeting.seat.handed', { organization: props.seat.name, name }))
    props.onDone()
  }
  return (
    <form class="form" novalidate onSubmit={submits(send)}>
      <RefusalBanner refusal={acting.refusal()} />
      <fieldset class="choices">
        <legend class="field-label">{t('meeting.seat.handTo', { organization: props.seat.name })}</legend>
        <For each={others()}>
          {(one) => (
            <label class="choice">
              <input
                type="radio"
                name="hand-to"
                checked={to() === one.userId}
                onChange={() => setChosen(one.userId)}
              />
              <span>
                <span class="choice-label">{one.name}</span>
                <span class="field-note">
                  {one.as === 'delegate'
                    ? t('meeting.seat.delegate')
                    : t('meeting.seat.alternate', { rank: one.rank })}
                  {' · '}
                  {t(isHere(one.userId) ? 'meeting.seat.isHere' : 'meeting.seat.isAway')}
                </span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <FormActs
        act={t('meeting.seat.handNow')}
        busy={acting.busy()}
        disabled={to() === ''}
        onBack={props.onDone}
      />
    </form>
  )
}

/** To another voting seat, within what the rules allow. */
export function GiveProxy(props: SeatFormProps) {
  const { view, act } = useMeeting()
  const acting = createActing()
  const [to, setTo] = createSignal('')
  const cap = () => view().rules?.data.proxies.cap ?? 0
  const may = () =>
    byName(
      view().seats.filter(
        (seat) =>
          seat.right === 'deliberative' &&
          seat.seatId !== props.seat.seatId &&
          seat.proxyTo === null &&
          seat.carries.length < cap(),
      ),
    )
  const send = async () => {
    const name = may().find(({ seatId }) => seatId === to())?.name ?? ''
    if (!(await act({ kind: 'giveProxy', from: props.seat.seatId, to: to() }, acting))) return
    announce(t('meeting.seat.proxyGiven', { organization: props.seat.name, to: name }))
    props.onDone()
  }
  return (
    <form class="form" novalidate onSubmit={submits(send)}>
      <RefusalBanner refusal={acting.refusal()} />
      <SelectField
        label={t('meeting.seat.proxyLabel', { organization: props.seat.name })}
        note={t(
          view().rules?.data.proxies.sleepsWhenPresent
            ? 'meeting.seat.proxySleeps'
            : 'meeting.seat.proxyStays',
        )}
        value={to()}
        options={[
          { value: '', label: t('meeting.seat.choose') },
          ...may().map((seat) => ({
            value: seat.seatId,
            label: seat.holder ? seat.name : t('meeting.seat.nameAbsent', { name: seat.name }),
          })),
        ]}
        onChange={setTo}
      />
      <FormActs
        act={t('meeting.seat.proxyNow')}
        busy={acting.busy()}
        disabled={to() === ''}
        onBack={props.onDone}
      />
    </form>
  )
}

/** From one item, with a reason; or back, where it may still come back. */
export function Recuse(props: SeatFormProps) {
  const { view, act } = useMeeting()
  const acting = createActing()
  const items = () =>
    view().agenda.filter(({ status }) => ['pending', 'active', 'postponed'].includes(status))
  const recused = (id: string) => props.seat.recusals.find(({ itemId }) => itemId === id)
  const [item, setItem] = createSignal(view().activeItem ?? items()[0]?.itemId ?? '')
  const [reason, setReason] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const { seatId } = props.seat
  const send = async () => {
    const back = recused(item())
    setTried(true)
    if (!back && isWordless(reason())) return
    const done = await act(
      back
        ? { kind: 'withdrawRecusal', seatId, itemId: item() }
        : { kind: 'recuse', seatId, itemId: item(), reason: reason().trim() },
      acting,
    )
    if (!done) return
    announce(t(back ? 'meeting.seat.recusalBack' : 'meeting.seat.recused', { organization: props.seat.name }))
    props.onDone()
  }
  return (
    <form class="form" novalidate onSubmit={submits(send)}>
      <RefusalBanner refusal={acting.refusal()} />
      <p class="field-note">{t('meeting.seat.recuseText')}</p>
      <SelectField
        label={t('meeting.seat.recuseItem')}
        value={item()}
        options={items().map(({ itemId, title }) => ({ value: itemId, label: pick(title) }))}
        onChange={setItem}
      />
      <Show
        when={recused(item())}
        fallback={
          <TextField
            label={t('meeting.seat.recuseReason')}
            note={t('meeting.seat.recuseReasonNote')}
            value={reason()}
            onInput={setReason}
            rows={3}
            required
            maxLength={2_000}
            error={tried() && isWordless(reason()) ? t('meeting.seat.recuseNeeded') : null}
          />
        }
      >
        {(one) => <p>{t('meeting.seat.recusedFor', { reason: one().reason })}</p>}
      </Show>
      <FormActs
        act={t(recused(item()) ? 'meeting.seat.recuseBack' : 'meeting.seat.recuseNow')}
        busy={acting.busy()}
        disabled={item() === ''}
        onBack={props.onDone}
      />
    </form>
  )
}
