// Refusing to sign, with a reason. Called by the Alliance's page for a signatory who has not signed.
import { createSignal, Show } from 'solid-js'
import { reasonMax } from '../../../shared/alliance-api.ts'
import { isWordless } from '../../../shared/basics.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'

export function Decline(props: { readonly allianceId: string }) {
  const [asking, setAsking] = createSignal(false)
  return (
    <div>
      <Button look="plain" onClick={() => setAsking(true)}>
        {t('round.declineAct')}
      </Button>
      <Dialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={t('round.declineTitle')}
        text={t('round.declineText')}
      >
        <DeclineForm allianceId={props.allianceId} onClose={() => setAsking(false)} />
      </Dialog>
    </div>
  )
}

function DeclineForm(props: { readonly allianceId: string; readonly onClose: () => void }) {
  const acting = createActing()
  const [reason, setReason] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const decline = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (isWordless(reason())) return
    const done = await acting.run(async () => {
      await call(doors.decline, { params: { allianceId: props.allianceId }, body: { reason: reason() } })
    })
    if (!done) return
    announce(t('round.declineSaid'))
    props.onClose()
    announceTopic('alliance')
  }
  return (
    <form class="form" noValidate onSubmit={(event) => void decline(event)}>
      <TextField
        label={t('round.declineReason')}
        value={reason()}
        onInput={setReason}
        maxLength={reasonMax}
        rows={4}
        required
        error={tried() && isWordless(reason()) ? t('round.declineNeeded') : null}
      />
      <Show when={acting.refusal()}>
        <RefusalBanner refusal={acting.refusal()} />
      </Show>
      <div class="form-acts">
        <Button type="submit" look="danger" busy={acting.busy()}>
          {t('round.declineAct')}
        </Button>
        <Button look="plain" onClick={props.onClose}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
