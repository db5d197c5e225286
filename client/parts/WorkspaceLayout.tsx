// The frame of a workspace: bar, le fil, the page's centre and margin, the three tabs of a phone; gives its pages useWorkspace().
// Called by App around every page of a workspace.
import { useParams } from '@solidjs/router'
import { createMemo, For, Match, type ParentProps, Suspense, Switch } from 'solid-js'
import { can } from '../../shared/roles.ts'
import { call, doors } from '../api.ts'
import { t } from '../i18n.ts'
import { live } from '../live.ts'
import { me } from '../me.ts'
import { PollWatch } from '../pages/decide/PollWatch.tsx'
import { joinRoom } from '../plan-room.ts'
import { ButtonLink } from './Button.tsx'
import { followPlanText, followState } from './live-state.ts'
import { RefusalBanner } from './Notice.tsx'
import { marginTitle, type PlaceKey, placeAt, showPlace } from './Place.tsx'
import { PlainPage } from './PlainLayout.tsx'
import { Thread } from './Thread.tsx'
import { TopBar } from './TopBar.tsx'
import { type InWorkspace, WorkspaceContext } from './workspace.ts'

export function WorkspaceLayout(props: ParentProps) {
  const params = useParams<{ workspaceId: string }>()
  const workspace = live('people', () =>
    call(doors.workspace, { params: { workspaceId: params.workspaceId } }),
  )
  const ready = () => (workspace()?.id === params.workspaceId ? workspace() : undefined)
  const planId = () => ready()?.planId ?? ''
  // One socket for all the pages of the workspace: who is here, what changed, and the text itself. Another plan is another room.
  const openPlan = createMemo(planId)
  const room = createMemo(() => (openPlan() ? joinRoom(openPlan()) : null))
  const ofPlan =
    <T,>(fetch: (planId: string) => Promise<T>) =>
    () =>
      planId() ? fetch(planId()) : null
  const serverState = live(
    ['plan', 'polls'],
    ofPlan((id) => call(doors.planState, { params: { planId: id } })),
  )
  const planText = followPlanText(room, () => workspace()?.territories ?? [])
  const planState = followState(serverState, planText)
  const inside: InWorkspace = {
    workspace: () => workspace()!,
    refetchWorkspace: workspace.refetch,
    planId,
    room: () => room()!,
    me: () => me()!,
    role: () => workspace()!.me.role,
    may: (right) => can(workspace()!.me.role, right),
    planText,
    planState,
    alliance: live(
      ['alliance', 'plan'],
      ofPlan((id) => call(doors.alliance, { params: { planId: id } })),
    ),
    path: (place) => `/demarches/${params.workspaceId}${place && `/${place}`}`,
  }
  return (
    <WorkspaceContext.Provider value={inside}>
      <Switch>
        <Match when={ready()}>
          {(view) => (
            <>
              <TopBar onSkip={skipToCentre}>
                <span class="bar-place">
                  <a href={inside.path('')}>{view().name}</a>
                </span>
              </TopBar>
              <div class="places" data-at={placeAt()}>
                <Thread />
                <Suspense fallback={<main class="centre" aria-busy="true" />}>{props.children}</Suspense>
              </div>
              <PlaceTabs />
              <PollWatch />
            </>
          )}
        </Match>
        <Match when={workspace.error()}>
          {(refusal) => (
            <PlainPage title={t('shell.workspace.closed')} narrow>
              <div class="stack">
                <RefusalBanner refusal={refusal()} />
                <ButtonLink href="/">{t('shell.notFound.act')}</ButtonLink>
              </div>
            </PlainPage>
          )}
        </Match>
      </Switch>
    </WorkspaceContext.Provider>
  )
}

function skipToCentre() {
  showPlace('centre')
  document.getElementById('centre')?.focus()
}

function PlaceTabs() {
  const places = () =>
    [
      { key: 'thread', label: t('shell.place.thread') },
      { key: 'centre', label: t('shell.place.centre') },
      ...(marginTitle() === null ? [] : [{ key: 'margin', label: marginTitle()! }]),
    ] as { key: PlaceKey; label: string }[]
  return (
    <nav class="place-tabs" aria-label={t('shell.place.tabs')}>
      <For each={places()}>
        {(place) => (
          <button
            type="button"
            aria-pressed={placeAt() === place.key}
            onClick={() => {
              showPlace(place.key)
              window.scrollTo(0, 0)
            }}
          >
            {place.label}
          </button>
        )}
      </For>
    </nav>
  )
}
