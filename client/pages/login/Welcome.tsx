// The first person of a new installation says who they are: nothing can bear their name before. Called by the home page.
import { createSignal, Show } from 'solid-js'
import { call, doors } from '../../api.ts'
import { PlainPage } from '../../frame/PlainLayout.tsx'
import { lang, t } from '../../i18n.ts'
import { me, setMe } from '../../me.ts'
import { createActing } from '../../parts/acting.ts'
import { Button } from '../../parts/Button.tsx'
import { TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'

export function WelcomePage() {
  const acting = createActing()
  const [name, setName] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const asksEmail = () => me()!.email === ''
  const save = async () => {
    setTried(true)
    if (!name().trim() || (asksEmail() && !email().includes('@'))) return
    await acting.run(async () => {
      const body = { name: name(), lang: lang(), ...(asksEmail() && { email: email() }) }
      setMe(await call(doors.changeMe, { body }))
    })
  }
  return (
    <PlainPage title={t('shell.welcome.title')} text={t('shell.welcome.text')} narrow>
      <form
        class="form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <RefusalBanner refusal={acting.refusal()} />
        <TextField
          label={t('shell.account.name')}
          note={t('shell.account.nameNote')}
          autocomplete="name"
          value={name()}
          onInput={setName}
          required
          maxLength={200}
          error={tried() && !name().trim() ? t('shell.people.nameNeeded') : null}
        />
        <Show when={asksEmail()}>
          <TextField
            label={t('shell.email')}
            note={t('shell.welcome.emailNote')}
            type="email"
            autocomplete="email"
            value={email()}
            onInput={setEmail}
            required
            maxLength={254}
            error={tried() && !email().includes('@') ? t('shell.emailNeeded') : null}
          />
        </Show>
        <div>
          <Button look="main" type="submit" busy={acting.busy()}>
            {t('shell.welcome.act')}
          </Button>
        </div>
      </form>
    </PlainPage>
  )
}
