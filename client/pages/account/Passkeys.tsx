// My passkeys: what they are for, the list, add one, remove one. Called by the account page.
import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser'
import { createSignal, For, Show } from 'solid-js'
import type { MeView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { me, setMe } from '../../me.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { day } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { type CredentialJson, passkeyFault } from '../passkey.ts'

type Passkey = MeView['passkeys'][number]

export function Passkeys() {
  const [removing, setRemoving] = createSignal<Passkey | null>(null)
  const acting = createActing()
  const remove = async (passkey: Passkey) => {
    const done = await acting.run(async () => {
      setMe(await call(doors.removePasskey, { params: { passkeyId: passkey.id } }))
    })
    if (!done) return
    announce(t('shell.removed', { name: passkey.label }))
    setRemoving(null)
  }
  return (
    <section class="stack" aria-labelledby="passkeys">
      <h2 id="passkeys">{t('shell.passkey.title')}</h2>
      <p class="quiet">{t('shell.passkey.text')}</p>
      <Show when={me()!.passkeys.length > 0}>
        <ul class="things">
          <For each={me()!.passkeys}>
            {(passkey) => (
              <li>
                <span>
                  <strong>{passkey.label}</strong>
                  <span class="under">{t('shell.passkey.since', { day: day(passkey.createdAt) })}</span>
                </span>
                <Button
                  small
                  onClick={() => setRemoving(passkey)}
                  aria-label={t('shell.passkey.removeOne', { name: passkey.label })}
                >
                  {t('shell.remove')}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show
        when={browserSupportsWebAuthn()}
        fallback={<Notice look="warning" title={t('shell.passkey.unable')} />}
      >
        <AddPasskey />
      </Show>
      <Show when={me()!.memberships.length > 0}>
        <KeysOfWorkspaces />
      </Show>
      <ConfirmDialog
        open={removing() !== null}
        title={t('shell.removeTitle', { name: removing()?.label ?? '' })}
        text={t('shell.passkey.removeText')}
        act={t('shell.remove')}
        danger
        acting={acting}
        onConfirm={() => {
          const passkey = removing()
          if (passkey) void remove(passkey)
        }}
        onClose={() => {
          acting.clear()
          setRemoving(null)
        }}
      />
    </section>
  )
}

function KeysOfWorkspaces() {
  return (
    <div class="stack">
      <h3>{t('keys.account.title')}</h3>
      <p class="quiet">{t('keys.account.text')}</p>
      <ul class="things">
        <For each={me()!.memberships}>
          {({ workspaceId, workspaceName }) => (
            <li>
              <span>{workspaceName}</span>
              <a
                href={`/demarches/${workspaceId}/cles`}
                aria-label={t('keys.account.oneOf', { name: workspaceName })}
              >
                {t('keys.account.one')}
              </a>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}

function AddPasskey() {
  const acting = createActing()
  const [label, setLabel] = createSignal('')
  const [fault, setFault] = createSignal<string | null>(null)
  const add = async () => {
    setFault(null)
    const name = label().trim() || t('shell.passkey.defaultLabel')
    const done = await acting.run(async () => {
      const { options, challengeId } = await call(doors.passkeyOptions, {})
      let credential: CredentialJson
      try {
        credential = (await startRegistration({ optionsJSON: options as never })) as unknown as CredentialJson
      } catch (error) {
        setFault(passkeyFault(error))
        return
      }
      setMe(await call(doors.addPasskey, { body: { challengeId, label: name, credential } }))
    })
    if (!done || fault()) return
    setLabel('')
    announce(t('shell.passkey.added', { name }))
  }
  return (
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
        label={t('shell.passkey.label')}
        note={t('shell.passkey.labelNote')}
        optional
        value={label()}
        onInput={setLabel}
        maxLength={100}
        error={fault()}
      />
      <div>
        <Button type="submit" busy={acting.busy()} look={me()!.passkeys.length === 0 ? 'main' : undefined}>
          {t('shell.passkey.add')}
        </Button>
      </div>
    </form>
  )
}
