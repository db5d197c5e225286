// Pages loaded at their first visit. One that cannot be loaded (no server, or a newer one) says so in its own place and can be asked
// for again: the rest of the screen, with text that is saved nowhere else, stays. Called by App.
import { type Component, createSignal, lazy, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../i18n.ts'
import { Button } from '../parts/Button.tsx'
import { PageHead } from '../parts/PageHead.tsx'

/** `page(() => import('./pages/Home.tsx'), 'HomePage')` */
export function page<Name extends string>(
  load: () => Promise<{ readonly [key in Name]: Component }>,
  name: Name,
): Component {
  const component = () => load().then((module) => module[name])
  return lazy(() =>
    component().then(
      (found) => ({ default: found }),
      () => ({ default: () => <NotLoaded again={component} /> }),
    ),
  )
}

function NotLoaded(props: { readonly again: () => Promise<Component> }) {
  const [found, setFound] = createSignal<Component | null>(null)
  const [busy, setBusy] = createSignal(false)
  const retry = async () => {
    setBusy(true)
    await props.again().then(
      (component) => setFound(() => component),
      () => {},
    )
    setBusy(false)
  }
  return (
    <Show
      when={found()}
      fallback={
        <main class="centre" id="centre" tabindex="-1">
          <PageHead title={t('shell.unreachable')} text={t('shell.notLoaded')} />
          <div>
            <Button look="main" busy={busy()} onClick={() => void retry()}>
              {t('shell.retry')}
            </Button>
          </div>
        </main>
      }
    >
      {(component) => <Dynamic component={component()} />}
    </Show>
  )
}
