// A one-time link was opened: nothing happens until the person presses the button, since mail filters open links too.
// Route /entrer/lien, the token in the fragment so that it never reaches a server's log.
import { useLocation, useNavigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { call, doors } from '../../api.ts'
import { PlainPage } from '../../frame/PlainLayout.tsx'
import { t } from '../../i18n.ts'
import { me, setMe } from '../../me.ts'
import { createActing } from '../../parts/acting.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { afterLogin, ownPath, takeAsked } from './after-login.ts'

export function FollowLinkPage() {
  const navigate = useNavigate()
  const location = useLocation()
  const acting = createActing()
  /** Where a letter leads: the ballot it is about. */
  const asked = () => [location.query.vers].flat()[0]
  /** Whoever is signed in already needs no link to go there: a letter is opened twice, or passed on to somebody else. */
  const here = () => {
    const [person, path] = [me(), ownPath(asked())]
    return person && path ? { name: person.name, path } : null
  }
  /** A link that died leads to the page it was about, by signing in. */
  const signIn = () => {
    const path = ownPath(asked())
    return path ? `/entrer?suite=${encodeURIComponent(path)}` : '/entrer'
  }
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
        <Show when={here()}>
          {(person) => (
            <>
              <Notice title={t('shell.link.here', { name: person().name })}>
                <p>{t('shell.link.hereText')}</p>
              </Notice>
              <ButtonLink look="main" wide href={person().path}>
                {t('shell.link.goOn', { name: person().name })}
              </ButtonLink>
            </>
          )}
        </Show>
        <Show when={token()} fallback={<Notice look="warning" title={t('shell.link.incomplete')} />}>
          <Button look={here() ? undefined : 'main'} wide busy={acting.busy()} onClick={() => void enter()}>
            {t(here() ? 'shell.link.actOther' : 'shell.link.act')}
          </Button>
        </Show>
        <Show when={acting.refusal() || !token()}>
          <ButtonLink href={signIn()} wide>
            {t(ownPath(asked()) ? 'shell.link.signIn' : 'shell.link.another')}
          </ButtonLink>
        </Show>
      </div>
    </PlainPage>
  )
}
