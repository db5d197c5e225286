// A signature made on paper or elsewhere, in its own class: recording it, seeing it, confirming or contesting it. Called by Round.
import { createSignal, Match, Show, Switch } from 'solid-js'
import type { AllianceView, OutsideView, SignatoryView } from '../../../shared/alliance-views.ts'
import { files } from '../../../shared/api.ts'
import { isWordless } from '../../../shared/basics.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { SelectField, TextField } from '../../parts/Field.tsx'
import { day } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { DayField } from './Adoptions.tsx'
import { fits, PdfField, upload } from './PdfField.tsx'

/** What was recorded of a signatory, always with the word of its class. */
export function Outside(props: { readonly signatory: SignatoryView; readonly outside: OutsideView }) {
  const acting = createActing()
  const [contesting, setContesting] = createSignal(false)
  const answer = () => props.outside.answer
  const confirm = async () => {
    const done = await acting.run(async () => {
      await call(doors.answerOutside, {
        params: { outsideId: props.outside.id },
        body: { answer: 'confirmed' },
      })
      announceTopic('alliance')
    })
    if (done) announce(t('round.confirmSaid'))
  }
  return (
    <div class="outside">
      <p class="small">
        <span class="outside-class">{t(`round.class.${props.outside.kind}`)}</span>{' '}
        {t('round.outsideOn', { day: day(props.outside.day), name: props.outside.recordedBy })} ·{' '}
        <a href={files.allianceFile(props.outside.file.id)} rel="external" download="signature.pdf">
          {t('round.outsideFile')}
        </a>
      </p>
      <Show when={props.outside.signer}>
        {(signer) => (
          <>
            <p class="small">{t('round.outsideSigner', { name: signer().name })}</p>
            <Digest value={signer().certificate} />
          </>
        )}
      </Show>
      <Switch>
        <Match when={answer()}>
          {(said) => (
            <p class="small">
              {said().answer === 'confirmed'
                ? t('round.outsideConfirmed', { name: said().by, organization: said().organization })
                : t('round.outsideContested', {
                    name: said().by,
                    organization: said().organization,
                    reason: said().reason,
                  })}
            </p>
          )}
        </Match>
        <Match when={props.outside.kind === 'paper'}>
          <p class="small">{t('round.outsideWaits')}</p>
        </Match>
      </Switch>
      <Show when={props.outside.awaitsMe}>
        <div class="row">
          <Button small busy={acting.busy()} onClick={() => void confirm()}>
            {t('round.confirmAct')}
            <span class="visually-hidden"> : {props.signatory.name}</span>
          </Button>
          <Button small look="plain" onClick={() => setContesting(true)}>
            {t('round.contestAct')}
            <span class="visually-hidden"> : {props.signatory.name}</span>
          </Button>
        </div>
        <RefusalBanner refusal={acting.refusal()} />
        <Dialog
          open={contesting()}
          onClose={() => setContesting(false)}
          title={t('round.contestTitle', { name: props.signatory.name })}
        >
          <ContestForm outsideId={props.outside.id} onClose={() => setContesting(false)} />
        </Dialog>
      </Show>
    </div>
  )
}

function ContestForm(props: { readonly outsideId: string; readonly onClose: () => void }) {
  const acting = createActing()
  const [reason, setReason] = createSignal('')
  const contest = async (event: Event) => {
    event.preventDefault()
    if (isWordless(reason())) return
    const done = await acting.run(async () => {
      await call(doors.answerOutside, {
        params: { outsideId: props.outsideId },
        body: { answer: 'contested', reason: reason() },
      })
      announceTopic('alliance')
    })
    if (!done) return
    announce(t('round.contestSaid'))
    props.onClose()
  }
  return (
    <form class="form" noValidate onSubmit={(event) => void contest(event)}>
      <TextField
        label={t('round.contestReason')}
        value={reason()}
        onInput={setReason}
        maxLength={2_000}
        rows={3}
        required
      />
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button type="submit" look="main" busy={acting.busy()}>
          {t('round.contestAct')}
        </Button>
        <Button look="plain" onClick={props.onClose}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** For the facilitator: what came back on paper, or from a signing service. */
export function RecordOutside(props: { readonly alliance: AllianceView; readonly signatory: SignatoryView }) {
  const [recording, setRecording] = createSignal(false)
  return (
    <>
      <Button small look="plain" onClick={() => setRecording(true)}>
        {t('round.outsideAct')}
        <span class="visually-hidden"> : {props.signatory.name}</span>
      </Button>
      <Dialog
        open={recording()}
        onClose={() => setRecording(false)}
        title={t('round.outsideTitle', { name: props.signatory.name })}
        text={t('round.outsideText')}
      >
        <OutsideForm {...props} onClose={() => setRecording(false)} />
      </Dialog>
    </>
  )
}

function OutsideForm(props: {
  readonly alliance: AllianceView
  readonly signatory: SignatoryView
  readonly onClose: () => void
}) {
  const acting = createActing()
  const [kind, setKind] = createSignal<'paper' | 'pades'>('paper')
  const [date, setDate] = createSignal('')
  const [file, setFile] = createSignal<File | null>(null)
  const [tried, setTried] = createSignal(false)
  const save = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    const chosen = file()
    if (date() === '' || !fits(chosen)) return
    const done = await acting.run(async () => {
      const { id: fileId } = await upload(props.alliance.id, chosen)
      await call(doors.recordOutside, {
        params: { allianceId: props.alliance.id },
        body: { signatoryId: props.signatory.id, kind: kind(), day: date(), fileId },
      })
      announceTopic('alliance')
    })
    if (!done) return
    announce(t('round.outsideSaid'))
    props.onClose()
  }
  return (
    <form class="form" noValidate onSubmit={(event) => void save(event)}>
      <SelectField
        label={t('round.outsideKind')}
        value={kind()}
        options={(['paper', 'pades'] as const).map((value) => ({ value, label: t(`round.kind.${value}`) }))}
        onChange={(value) => setKind(value === 'pades' ? 'pades' : 'paper')}
      />
      <p class="small">
        <a href={files.allianceToSign(props.alliance.id)} rel="external" download="plan-a-signer.pdf">
          {t('round.toSign')}
        </a>
      </p>
      <DayField value={date()} onInput={setDate} />
      <PdfField file={file()} onChoose={setFile} tried={tried()} />
      <Show when={tried() && date() === ''}>
        <p class="field-error" role="alert">
          {t('round.formNeeded')}
        </p>
      </Show>
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button type="submit" look="main" busy={acting.busy()}>
          {t('round.outsideAct')}
        </Button>
        <Button look="plain" onClick={props.onClose}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
