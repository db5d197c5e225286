// My workspaces; straight into the only one, unless the list was asked for. Route /.
import { Navigate, useLocation } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { roles } from '../../shared/roles.ts'
import { PlainPage } from '../frame/PlainLayout.tsx'
import { pick, t } from '../i18n.ts'
import { me } from '../me.ts'
import { ButtonLink } from '../parts/Button.tsx'
import { WelcomePage } from './login/Welcome.tsx'

export function HomePage() {
  return (
    <Show when={me()?.name} fallback={<WelcomePage />}>
      <Workspaces />
    </Show>
  )
}

function Workspaces() {
  const location = useLocation()
  const mine = () => me()?.memberships ?? []
  const only = () => (mine().length === 1 && !location.search.includes('toutes') ? mine()[0] : undefined)
  return (
    <Show when={!only()} fallback={<Navigate href={`/demarches/${only()!.workspaceId}`} />}>
      <PlainPage title={t('shell.home.title')} text={mine().length > 0 ? t('shell.home.text') : undefined}>
        <div class="stack">
          <Show when={mine().length > 0} fallback={<NoWorkspace />}>
            <ul class="workspaces">
              <For each={mine()}>
                {(membership) => (
                  <li>
                    <a href={`/demarches/${membership.workspaceId}`}>{membership.workspaceName}</a>
                    <span class="quiet">
                      {pick(roles[membership.role].label)}
                      <Show when={membership.organizationName}>{(name) => <> · {name()}</>}</Show>
                    </span>
                  </li>
                )}
              </For>
            </ul>
            <Show when={me()?.mayCreateWorkspace}>
              <div>
                <ButtonLink href="/demarches/nouvelle">{t('shell.home.create')}</ButtonLink>
              </div>
            </Show>
          </Show>
        </div>
      </PlainPage>
    </Show>
  )
}

function NoWorkspace() {
  return (
    <div class="empty">
      <Show when={me()?.mayCreateWorkspace} fallback={<p>{t('shell.home.none')}</p>}>
        <p>{t('shell.home.first')}</p>
        <ButtonLink look="main" href="/demarches/nouvelle">
          {t('shell.new.act')}
        </ButtonLink>
      </Show>
    </div>
  )
}
