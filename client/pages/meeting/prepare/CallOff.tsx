// Calling a meeting off before it opens: the reason stays in its log, and whoever was convened is written to. Called by the preparation.
import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { Button } from '../../../parts/Button.tsx'
import { Dialog } from '../../../parts/Dialog.tsx'
import { TextField } from '../../../parts/Field.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useMeeting } from '../meeting.ts'

export function CallOff() {
  const { view, act } = useMeeting()
  const { path } = useWorkspace()
  const navigate = useNavigate()
  const acting = createActing()
  const [asking, setAsking] = createSignal(false)
  const [reason, setReason] = createSignal('')
  const convened = () => view().status === 'convened'
  const send = async (event: Event) => {
    event.preventDefault()
    if (!(await act({ kind: 'cancel', reason: reason().trim() }, acting))) return
    navigate(path(`seances/${view().id}`))
  }
  return (
    <Show when={convened() || view().status === 'draft'}>
      <div>
        <Button look="plain" onClick={() => setAsking(true)}>
          {t('meeting.callOff.act')}
        </Button>
      </div>
      <Dialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={t('meeting.callOff.title')}
        text={t(convened() ? 'meeting.callOff.text' : 'meeting.callOff.draftText')}
      >
        <form class="form" novalidate onSubmit={(event) => void send(event)}>
          <RefusalBanner refusal={acting.refusal()} />
          <TextField
            label={t('meeting.callOff.reason')}
            value={reason()}
            onInput={setReason}
            rows={3}
            optional
            maxLength={2_000}
          />
          <div class="form-acts">
            <Button look="danger" type="submit" busy={acting.busy()}>
              {t('meeting.callOff.now')}
            </Button>
            <Button look="plain" onClick={() => setAsking(false)}>
              {t('shell.cancel')}
            </Button>
          </div>
        </form>
      </Dialog>
    </Show>
  )
}
