// What whoever conducts does with a poll: who is missing (only how many in a secret one), a voice written down, papers, a late seat, the
// closing; then its proclamation, its annulment with a reason, a note. Called by VotePage's margin and PollHere.
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import { isWordless } from '../../../../shared/basics.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { ConfirmDialog, Dialog } from '../../../parts/Dialog.tsx'
import { SelectField, TextField } from '../../../parts/Field.tsx'
import { dayAndHour } from '../../../parts/format.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { PollLetters } from '../../minutes/PollLetters.tsx'
import { byName } from '../../options.ts'
import { BallotForm } from '../BallotForm.tsx'
import { PaperDesk } from '../papers/PaperDesk.tsx'
import { LateSeats } from './LateSeats.tsx'
import type { VoteDesk } from './vote-desk.ts'

export function VoteConduct(props: { readonly desk: VoteDesk }) {
  const view = () => props.desk.view()
  const heading = createUniqueId()
  const missing = createMemo(() =>
    byName(view().register.filter(({ hasVoted, recused }) => hasVoted === false && !recused)),
  )
  const secret = () => view().secrecy === 'secret'
  // Whoever stepped aside is not awaited.
  const awaited = () => view().register.filter(({ recused }) => !recused).length
  const left = () => (secret() ? Math.max(0, awaited() - view().received) : missing().length)
  return (
    <section class="stack conduct" aria-labelledby={heading}>
      <h3 id={heading}>{t('conduct.title')}</h3>
      <Show when={view().state === 'open'}>
        <Show when={left() > 0} fallback={<p>{t('conduct.allVoted')}</p>}>
          <Show when={!secret()} fallback={<p>{t('conduct.missingCount', { count: left() })}</p>}>
            <details open={missing().length <= 12}>
              <summary>{t('conduct.missing', { count: missing().length })}</summary>
              <ul>
                <For each={missing()}>{(seat) => <li>{seat.name}</li>}</For>
              </ul>
            </details>
            <Show when={view().meetingId === null}>
              <p class="field-note">{t('conduct.absent')}</p>
            </Show>
            <RecordVoice desk={props.desk} missing={missing()} />
          </Show>
          <PaperDesk desk={props.desk} />
          <LateSeats desk={props.desk} />
          <PollLetters pollId={view().id} />
        </Show>
        <CloseVote desk={props.desk} left={left()} />
      </Show>
      <Show when={view().state === 'counted'}>
        <Proclaim desk={props.desk} />
      </Show>
      <Show when={view().state !== 'annulled' && view().state !== 'draft'}>
        <Annul desk={props.desk} />
      </Show>
    </section>
  )
}

type Missing = readonly { readonly seatId: string; readonly name: string }[]

/** For a seat without a device, which says its choice: always marked, re-read or confirmed later. */
function RecordVoice(props: { readonly desk: VoteDesk; readonly missing: Missing }) {
  const [open, setOpen] = createSignal(false)
  const [chosen, setChosen] = createSignal('')
  const seat = createMemo(() => props.missing.find(({ seatId }) => seatId === chosen()))
  const options = () => [
    { value: '', label: t('conduct.recordChoose') },
    ...props.missing.map(({ seatId, name }) => ({ value: seatId, label: name })),
  ]
  return (
    <Show when={open()} fallback={<Button onClick={() => setOpen(true)}>{t('conduct.record')}</Button>}>
      <div class="stack record-voice">
        <p class="field-note">{t('recorded.about')}</p>
        <SelectField
          label={t('conduct.recordFor')}
          value={chosen()}
          options={options()}
          onChange={setChosen}
        />
        <Show when={seat()}>
          {(one) => (
            <BallotForm
              poll={props.desk.ballot()}
              seat={{ seatId: one().seatId, name: one().name, as: 'facilitated' }}
              received={null}
              send={props.desk.send}
              onReceived={() => announce(t('conduct.recorded', { organization: one().name }))}
            />
          )}
        </Show>
        <Button small look="plain" onClick={() => setOpen(false)}>
          {t('conduct.recordEnd')}
        </Button>
      </div>
    </Show>
  )
}

function CloseVote(props: { readonly desk: VoteDesk; readonly left: number }) {
  const [confirming, setConfirming] = createSignal(false)
  const acting = createActing()
  const hour = () => props.desk.view().closesAt
  const close = async () => {
    const params = { pollId: props.desk.view().id }
    const done = await acting.run(() => call(doors.closeVote, { params }).then(() => announceTopic('polls')))
    if (done || tied()) setConfirming(false)
  }
  const tied = () => acting.refusal()?.refusal?.code === 'castingNeeded'
  const breakTie = (side: 'for' | 'against') =>
    acting.run(async () => {
      const params = { pollId: props.desk.view().id }
      await call(doors.closeTiedVote, { params, body: { side } })
      announceTopic('polls')
    })
  const consequences = () =>
    props.left === 0 ? t('conduct.closeAll') : t('conduct.closeMissing', { count: props.left })
  return (
    <>
      <Show when={hour()}>
        {(at) => <p class="small">{t('conduct.closesAt', { date: dayAndHour(at()) })}</p>}
      </Show>
      <Show when={hour() === null || props.left === 0}>
        <Button look="danger" onClick={() => setConfirming(true)}>
          {t('conduct.close')}
        </Button>
      </Show>
      <Show when={tied() && !confirming()}>
        <fieldset class="stack">
          <legend>{t('conduct.tied')}</legend>
          <p class="field-note">{t('conduct.tiedNote')}</p>
          <div class="form-acts">
            <Button busy={acting.busy()} onClick={() => void breakTie('for')}>
              {t('conduct.castingFor')}
            </Button>
            <Button busy={acting.busy()} onClick={() => void breakTie('against')}>
              {t('conduct.castingAgainst')}
            </Button>
          </div>
        </fieldset>
      </Show>
      <ConfirmDialog
        open={confirming()}
        title={t('conduct.closeTitle')}
        text={consequences()}
        act={t('conduct.close')}
        danger
        acting={acting}
        onConfirm={() => void close()}
        onClose={() => setConfirming(false)}
      />
    </>
  )
}

/** The count is public knowledge once proclaimed: only then is its outcome a word. */
function Proclaim(props: { readonly desk: VoteDesk }) {
  const acting = createActing()
  const key = crypto.randomUUID()
  const proclaim = () =>
    acting.run(async () => {
      const params = { pollId: props.desk.view().id }
      await call(doors.addToVote, { params, body: { kind: 'proclaimed', text: '', clientKey: key } })
      announceTopic('polls')
    })
  return (
    <>
      <RefusalBanner refusal={acting.refusal()} />
      <p class="field-note">{t('conduct.proclaimNote')}</p>
      <Button look="main" busy={acting.busy()} onClick={() => void proclaim()}>
        {t('conduct.proclaim')}
      </Button>
    </>
  )
}

function Annul(props: { readonly desk: VoteDesk }) {
  const [open, setOpen] = createSignal(false)
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const acting = createActing()
  const [key, setKey] = createSignal(crypto.randomUUID())
  const missing = () => asked() && isWordless(reason())
  const annul = async (event: Event) => {
    event.preventDefault()
    setAsked(true)
    const text = reason().trim()
    if (isWordless(text)) return
    const params = { pollId: props.desk.view().id }
    const done = await acting.run(() =>
      call(doors.addToVote, { params, body: { kind: 'annulled', text, clientKey: key() } }),
    )
    if (!done) return
    setOpen(false)
    announceTopic('polls')
  }
  return (
    <>
      <div class="row">
        <Button small look="plain" onClick={() => setOpen(true)}>
          {t('conduct.annul')}
        </Button>
      </div>
      <Dialog
        open={open()}
        onClose={() => setOpen(false)}
        title={t('conduct.annulTitle')}
        text={t('conduct.annulText')}
      >
        <form class="form" onSubmit={(event) => void annul(event)} novalidate>
          <RefusalBanner refusal={acting.refusal()} />
          <TextField
            label={t('conduct.annulReason')}
            required
            rows={3}
            maxLength={4_000}
            value={reason()}
            error={missing() ? t('conduct.annulMissing') : null}
            onInput={(text) => {
              setReason(text)
              setKey(crypto.randomUUID())
            }}
          />
          <div class="form-acts">
            <Button type="submit" look="danger" busy={acting.busy()}>
              {t('conduct.annul')}
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
