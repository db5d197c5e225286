// A one-time link was opened: nothing happens until the person presses the button, since mail filters open links too.
// Route /entrer/lien, the token in the fragment so that it never reaches a server's log.
import { useLocation, useNavigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { call, doors } from '../../api.ts'
import { PlainPage } from '../../frame/PlainLayout.tsx'
import { t } from '../../i18n.ts'
import { setMe } from '../../me.ts'
import { createActing } from '../../parts/acting.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { afterLogin, takeAsked } from './after-login.ts'

export function FollowLinkPage() {
  const navigate = useNavigate()
  const location = useLocation()
  const acting = createActing()
  /** Where a letter leads: the ballot it is about. */
  const asked = () => [location.query.vers].flat()[0]
  const token = () => decodeURIComponent(location.hash.replace(/^#/, ''))
  const enter = () =>
    acting.run(async () => {
      const person = await call(doors.followLink, { body: { token: token() } })
      setMe(person)
      navigate(afterLogin(person, asked() ?? takeAsked()), { replace: true })
    })
  return (
    <PlainPage title={t('shell.link.title')} text={token() ? t('shell.link.text') : undefined} narrow>
      <div class="stack">
        <RefusalBanner refusal={acting.refusal()} />
        <Show when={token()} fallback={<Notice look="warning" title={t('shell.link.incomplete')} />}>
          <Button look="main" wide busy={acting.busy()} onClick={() => void enter()}>
            {t('shell.link.act')}
          </Button>
        </Show>
        <Show when={acting.refusal() || !token()}>
          <ButtonLink href="/entrer" wide>
            {t('shell.link.another')}
          </ButtonLink>
        </Show>
      </div>
    </PlainPage>
  )
}
