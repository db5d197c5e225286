// Opening an amendment: its title, its reason, what it does and leaves as it is. Called by the lock's page and by that of versions.
import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { VersionSummary } from '../../../shared/version-views.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'

export function OpenAmendment(props: { readonly version: VersionSummary }) {
  const { may } = useWorkspace()
  const [asking, setAsking] = createSignal(false)
  const number = () => props.version.number
  return (
    <Show when={may('plan.lock')}>
      <Button onClick={() => setAsking(true)}>{t('amend.open')}</Button>
      <Dialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={t('amend.openTitle', { number: number() })}
        text={t('amend.openText', { number: number() })}
        wide
      >
        <AmendmentForm version={props.version} onClose={() => setAsking(false)} />
      </Dialog>
    </Show>
  )
}

function AmendmentForm(props: { readonly version: VersionSummary; readonly onClose: () => void }) {
  const { planId, path, alliance } = useWorkspace()
  const navigate = useNavigate()
  const acting = createActing()
  const [title, setTitle] = createSignal('')
  const [reason, setReason] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const complete = () => title().trim() !== '' && reason().trim() !== ''
  const leaves = () => alliance()?.state === 'signing' && alliance()?.number === props.version.number
  const open = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (!complete()) return
    const done = await acting.run(async () => {
      await call(doors.openAmendment, {
        params: { planId: planId() },
        body: { title: title(), reason: reason(), versionId: props.version.id },
      })
      announceTopic('plan')
      announceTopic('alliance')
    })
    if (!done) return
    announce(t('amend.opened'))
    props.onClose()
    navigate(path('versions'))
  }
  return (
    <form class="form" noValidate onSubmit={(event) => void open(event)}>
      <TextField label={t('amend.title')} value={title()} onInput={setTitle} maxLength={200} required />
      <TextField
        label={t('amend.reason')}
        value={reason()}
        onInput={setReason}
        maxLength={4_000}
        rows={4}
        required
      />
      <Show when={leaves()}>
        <p class="small">{t('amend.setAside')}</p>
      </Show>
      <Show when={tried() && !complete()}>
        <p class="field-error" role="alert">
          {t('amend.incomplete')}
        </p>
      </Show>
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button type="submit" look="main" busy={acting.busy()}>
          {t('amend.open')}
        </Button>
        <Button look="plain" onClick={props.onClose}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
