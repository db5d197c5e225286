// The login page: passkey first, then a password, or a link by e-mail. Route /entrer.

import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { MeView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { PlainPage } from '../../frame/PlainLayout.tsx'
import { lang, t } from '../../i18n.ts'
import { me, setMe } from '../../me.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { TextField } from '../../parts/Field.tsx'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { type CredentialJson, passkeyFault } from '../passkey.ts'
import { afterLogin, keepAsked } from './after-login.ts'

export function LoginPage() {
  const navigate = useNavigate()
  const [search] = useSearchParams<{ suite?: string }>()
  const enter = (person: MeView) => {
    setMe(person)
    navigate(afterLogin(person, search.suite), { replace: true })
  }
  return (
    <Show when={!me()} fallback={<Navigate href={afterLogin(me()!, search.suite)} />}>
      <PlainPage title={t('shell.login.title')} text={t('shell.login.text')} narrow>
        <div class="login-ways">
          <Show when={browserSupportsWebAuthn()}>
            <PasskeyWay onEnter={enter} />
            <p class="login-or">{t('shell.login.or')}</p>
          </Show>
          <WrittenWays onEnter={enter} />
        </div>
      </PlainPage>
    </Show>
  )
}

interface WayProps {
  readonly onEnter: (person: MeView) => void
}

function PasskeyWay(props: WayProps) {
  const acting = createActing()
  const [fault, setFault] = createSignal<string | null>(null)
  const enter = () =>
    acting.run(async () => {
      setFault(null)
      const { options, challengeId } = await call(doors.passkeyLoginOptions, {})
      let credential: CredentialJson
      try {
        credential = (await startAuthentication({
          optionsJSON: options as never,
        })) as unknown as CredentialJson
      } catch (error) {
        setFault(passkeyFault(error))
        return
      }
      props.onEnter(await call(doors.passkeyLogin, { body: { challengeId, credential } }))
    })
  return (
    <div class="stack">
      <RefusalBanner refusal={acting.refusal()} />
      <Show when={fault()}>
        <p class="field-error" role="alert">
          {fault()}
        </p>
      </Show>
      <Button look="main" wide busy={acting.busy()} onClick={() => void enter()}>
        {t('shell.login.passkey')}
      </Button>
    </div>
  )
}

/** Password and link share the address: one field, two buttons. */
function WrittenWays(props: WayProps) {
  const [search] = useSearchParams<{ suite?: string }>()
  const acting = createActing()
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [missing, setMissing] = createSignal<'email' | 'password' | null>(null)
  const [mailed, setMailed] = createSignal(false)
  const enter = async () => {
    setMissing(email().includes('@') ? (password() ? null : 'password') : 'email')
    if (missing()) return
    await acting.run(async () => {
      props.onEnter(await call(doors.login, { body: { email: email(), password: password() } }))
    })
  }
  const askLink = async () => {
    setMissing(email().includes('@') ? null : 'email')
    if (missing()) return
    const done = await acting.run(() => call(doors.askLink, { body: { email: email(), lang: lang() } }))
    if (!done) return
    keepAsked(search.suite)
    setMailed(true)
    announce(t('shell.login.linkSent'))
  }
  return (
    <form
      class="form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void enter()
      }}
    >
      <RefusalBanner refusal={acting.refusal()} />
      <TextField
        label={t('shell.email')}
        type="email"
        name="email"
        autocomplete="username"
        required
        value={email()}
        onInput={(next) => {
          setEmail(next)
          // Another address may be asked for another link.
          setMailed(false)
        }}
        error={missing() === 'email' ? t('shell.emailNeeded') : null}
      />
      <TextField
        label={t('shell.password')}
        type="password"
        name="password"
        autocomplete="current-password"
        value={password()}
        onInput={setPassword}
        error={missing() === 'password' ? t('shell.login.passwordNeeded') : null}
      />
      <Button type="submit" wide busy={acting.busy()}>
        {t('shell.login.password')}
      </Button>
      <div class="login-link">
        <Show
          when={!mailed()}
          fallback={
            <Notice look="good" title={t('shell.login.linkSent')}>
              {t('shell.login.linkSentText')}
            </Notice>
          }
        >
          <p class="quiet">{t('shell.login.linkText')}</p>
          <Button onClick={() => void askLink()} busy={acting.busy()} wide>
            {t('shell.login.link')}
          </Button>
        </Show>
      </div>
    </form>
  )
}
