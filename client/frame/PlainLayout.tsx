// Pages outside a workspace: one sheet under the bar; the gate that asks to sign in; the pages for what does not exist or broke.
// Called by App and by the plain pages.
import { Navigate, useLocation } from '@solidjs/router'
import { type JSX, Match, type ParentProps, Switch } from 'solid-js'
import { t } from '../i18n.ts'
import { me, meState, refreshMe } from '../me.ts'
import { Button, ButtonLink } from '../parts/Button.tsx'
import { RefusalBanner } from '../parts/Notice.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { TopBar } from './TopBar.tsx'

/** One sheet with its title; `narrow` for short forms. Sets the window's title, and gives the title the focus after a navigation. */
export function PlainPage(props: {
  readonly title: string
  readonly text?: string
  readonly narrow?: boolean
  readonly children: JSX.Element
}) {
  let main!: HTMLElement
  return (
    <>
      <TopBar onSkip={() => main.focus()} />
      <main
        ref={main}
        id="centre"
        tabindex="-1"
        class="centre plain"
        classList={{ 'is-narrow': props.narrow }}
      >
        <PageHead title={props.title} text={props.text} />
        {props.children}
      </main>
    </>
  )
}

/** Lets signed-in people through; leads the others to the login page, and back here afterwards. */
export function SignedIn(props: ParentProps) {
  const location = useLocation()
  return (
    <Switch>
      <Match when={me()}>{props.children}</Match>
      <Match when={meState().at === 'known'}>
        <Navigate href={`/entrer?suite=${encodeURIComponent(location.pathname)}`} />
      </Match>
      <Match when={failure()}>
        {(refusal) => (
          <PlainPage title={t('shell.unreachable')} narrow>
            <div class="stack">
              <RefusalBanner refusal={refusal()} />
              <div>
                <Button look="main" onClick={() => void refreshMe()}>
                  {t('shell.retry')}
                </Button>
              </div>
            </div>
          </PlainPage>
        )}
      </Match>
    </Switch>
  )
}

function failure() {
  const now = meState()
  return now.at === 'failed' ? now.refusal : null
}

export function NotFoundPage() {
  return (
    <PlainPage title={t('shell.notFound.title')} text={t('shell.notFound.text')} narrow>
      <ButtonLink look="main" href="/">
        {t('shell.notFound.act')}
      </ButtonLink>
    </PlainPage>
  )
}

/** A bug of ours: says so plainly; the console keeps the cause. */
export function FaultPage(props: { readonly error: unknown }) {
  console.error(props.error)
  return (
    <main class="centre plain is-narrow">
      <div class="stack">
        <h1>{t('shell.fault.title')}</h1>
        <p>{t('shell.fault.text')}</p>
        <div>
          <Button look="main" onClick={() => location.reload()}>
            {t('shell.fault.act')}
          </Button>
        </div>
      </div>
    </main>
  )
}
