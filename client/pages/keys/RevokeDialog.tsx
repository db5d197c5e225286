// Ends a key for good, with a reason, after a confirmation (KEY-8). Called by the lists of keys.
import { createEffect, createSignal, on } from 'solid-js'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'

export function RevokeDialog(props: {
  readonly of: { readonly keyDigest: string } | null
  readonly name: string
  readonly onDone: () => void
}) {
  const { workspace } = useWorkspace()
  const acting = createActing()
  const [reason, setReason] = createSignal('')
  const [tried, setTried] = createSignal(false)
  createEffect(
    on(
      () => props.of?.keyDigest,
      () => {
        setReason('')
        setTried(false)
        acting.clear()
      },
    ),
  )
  const revoke = async () => {
    setTried(true)
    const key = props.of
    if (!key || !reason().trim()) return
    const done = await acting.run(() =>
      call(doors.revokeKey, {
        params: { workspaceId: workspace().id, keyDigest: key.keyDigest },
        body: { reason: reason() },
      }),
    )
    if (!done) return
    announce(t('keys.revoked'))
    announceTopic('people')
    props.onDone()
  }
  return (
    <Dialog
      open={props.of !== null}
      onClose={props.onDone}
      title={t('keys.revokeTitle', { name: props.name })}
      text={t('keys.revokeText')}
    >
      <form
        class="form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void revoke()
        }}
      >
        <RefusalBanner refusal={acting.refusal()} />
        <div>
          <p class="field-note">{t('keys.fingerprint')}</p>
          <Digest value={props.of?.keyDigest ?? ''} narrow />
        </div>
        <TextField
          label={t('keys.revokeReason')}
          note={t('keys.revokeReasonNote')}
          value={reason()}
          onInput={setReason}
          maxLength={500}
          required
          error={tried() && !reason().trim() ? t('keys.revokeReasonNeeded') : null}
        />
        <div class="form-acts">
          <Button look="danger" type="submit" busy={acting.busy()}>
            {t('keys.revokeAct')}
          </Button>
          <Button look="plain" onClick={props.onDone}>
            {t('shell.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
