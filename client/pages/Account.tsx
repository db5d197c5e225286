// My account: name and language, passkeys, password, sign out here or everywhere. Route /compte.
import { createSignal, Show } from 'solid-js'
import type { Lang } from '../../shared/basics.ts'
import { call, doors } from '../api.ts'
import { PlainPage } from '../frame/PlainLayout.tsx'
import { t } from '../i18n.ts'
import { leavePage, me, setMe } from '../me.ts'
import { createActing } from '../parts/acting.ts'
import { announce } from '../parts/announce.tsx'
import { Button } from '../parts/Button.tsx'
import { ConfirmDialog } from '../parts/Dialog.tsx'
import { SelectField, TextField } from '../parts/Field.tsx'
import { RefusalBanner } from '../parts/Notice.tsx'
import { MailChoices } from './account/MailChoices.tsx'
import { Passkeys } from './account/Passkeys.tsx'

export function AccountPage() {
  return (
    <PlainPage title={t('shell.account.title')} text={me()?.email}>
      <div class="stack sections">
        <Identity />
        <MailChoices />
        <Passkeys />
        <Password />
        <Logins />
      </div>
    </PlainPage>
  )
}

function Identity() {
  const acting = createActing()
  const [saved, setSaved] = createSignal(false)
  const [name, setName] = createSignal(me()!.name)
  const [lang, setLang] = createSignal<Lang>(me()!.lang)
  const save = async () => {
    if (!name().trim()) return
    const done = await acting.run(async () => {
      setMe(await call(doors.changeMe, { body: { name: name(), lang: lang() } }))
    })
    if (!done) return
    setSaved(true)
    announce(t('shell.saved'))
  }
  const changed = () => name().trim() !== me()!.name || lang() !== me()!.lang
  return (
    <section class="stack" aria-labelledby="identity">
      <h2 id="identity">{t('shell.account.identity')}</h2>
      <form
        class="form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <RefusalBanner refusal={acting.refusal()} />
        <div class="form-pair">
          <TextField
            label={t('shell.account.name')}
            note={t('shell.account.nameNote')}
            value={name()}
            onInput={setName}
            autocomplete="name"
            required
            maxLength={200}
            error={name().trim() ? null : t('shell.people.nameNeeded')}
          />
          <SelectField
            label={t('shell.language')}
            note={t('shell.account.langNote')}
            value={lang()}
            options={[
              { value: 'fr', label: 'Français' },
              { value: 'en', label: 'English' },
            ]}
            onChange={(value) => setLang(value as Lang)}
          />
        </div>
        <div class="form-acts">
          <Button look="main" type="submit" busy={acting.busy()} disabled={!changed()}>
            {t('shell.save')}
          </Button>
          <Show when={saved() && !changed()}>
            <Done text={t('shell.saved')} />
          </Show>
        </div>
      </form>
    </section>
  )
}

/** What the live region says, for the eyes: the form that was just saved says so beside its button. */
function Done(props: { readonly text: string }) {
  return <span class="form-done">{props.text}</span>
}

const passwordLengthMin = 12

function Password() {
  const acting = createActing()
  const [current, setCurrent] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [saved, setSaved] = createSignal(false)
  const short = () => password().length < passwordLengthMin
  const save = async () => {
    setTried(true)
    setSaved(false)
    if (short()) return
    const done = await acting.run(async () => {
      setMe(
        await call(doors.setPassword, {
          body: { password: password(), ...(me()!.hasPassword && { current: current() }) },
        }),
      )
    })
    if (!done) return
    setCurrent('')
    setPassword('')
    setTried(false)
    setSaved(true)
    announce(t('shell.account.passwordSaved'))
  }
  return (
    <section class="stack" aria-labelledby="password">
      <h2 id="password">{t('shell.password')}</h2>
      <p class="quiet">{t(me()!.hasPassword ? 'shell.account.passwordHas' : 'shell.account.passwordNone')}</p>
      <form
        class="form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <RefusalBanner refusal={acting.refusal()} />
        <div class="form-pair">
          <Show when={me()!.hasPassword}>
            <TextField
              label={t('shell.account.passwordCurrent')}
              note={t('shell.account.passwordCurrentNote')}
              type="password"
              autocomplete="current-password"
              value={current()}
              onInput={setCurrent}
            />
          </Show>
          <TextField
            label={t('shell.account.passwordNew')}
            note={t('shell.account.passwordNote', { count: passwordLengthMin })}
            type="password"
            autocomplete="new-password"
            maxLength={200}
            value={password()}
            onInput={setPassword}
            error={tried() && short() ? t('shell.account.passwordNote', { count: passwordLengthMin }) : null}
          />
        </div>
        <div class="form-acts">
          <Button type="submit" busy={acting.busy()}>
            {t(me()!.hasPassword ? 'shell.account.passwordChange' : 'shell.account.passwordSet')}
          </Button>
          <Show when={saved() && password() === ''}>
            <Done text={t('shell.account.passwordSaved')} />
          </Show>
        </div>
      </form>
    </section>
  )
}

function Logins() {
  const here = createActing()
  const everywhere = createActing()
  const [asking, setAsking] = createSignal(false)
  const leave = async () => {
    if (await here.run(() => call(doors.logout, {}))) await leavePage()
  }
  const leaveEverywhere = async () => {
    if (await everywhere.run(() => call(doors.logoutEverywhere, {}))) await leavePage()
  }
  return (
    <section class="stack" aria-labelledby="logins">
      <h2 id="logins">{t('shell.account.logins')}</h2>
      <RefusalBanner refusal={here.refusal()} />
      <div class="form-acts">
        <Button busy={here.busy()} onClick={() => void leave()}>
          {t('shell.account.leave')}
        </Button>
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('shell.account.leaveAll')}
        </Button>
      </div>
      <ConfirmDialog
        open={asking()}
        title={t('shell.account.leaveAllTitle')}
        text={t('shell.account.leaveAllText')}
        act={t('shell.account.leaveAll')}
        danger
        acting={everywhere}
        onConfirm={() => void leaveEverywhere()}
        onClose={() => setAsking(false)}
      />
    </section>
  )
}
