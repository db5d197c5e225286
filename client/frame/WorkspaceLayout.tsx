// The frame of a workspace: bar, le fil, the page's centre and margin, the three tabs of a phone; gives its pages useWorkspace().
// Called by App around every page of a workspace; the wall has it without its frame.
import { useParams } from '@solidjs/router'
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Match,
  type ParentProps,
  Suspense,
  Switch,
  untrack,
} from 'solid-js'
import { can } from '../../shared/roles.ts'
import { call, doors, type RefusedByServer } from '../api.ts'
import { t } from '../i18n.ts'
import { live } from '../live.ts'
import { me } from '../me.ts'
import { PollWatch } from '../pages/decide/PollWatch.tsx'
import { VoteWatch } from '../pages/vote/VoteWatch.tsx'
import { announce } from '../parts/announce.tsx'
import { ButtonLink } from '../parts/Button.tsx'
import { RefusalBanner } from '../parts/Notice.tsx'
import { marginTitle, type PlaceKey, placeAt, showPlace } from '../parts/Place.tsx'
import { type InWorkspace, WorkspaceContext } from '../parts/workspace.ts'
import { joinRoom } from '../plan-room.ts'
import { followPlanText, followState } from './live-state.ts'
import { PlainPage } from './PlainLayout.tsx'
import { RecordAlarm } from './RecordAlarm.tsx'
import { Thread } from './Thread.tsx'
import { TopBar } from './TopBar.tsx'

export function WorkspaceLayout(props: ParentProps) {
  const params = useParams<{ workspaceId: string }>()
  const { inside, ready, closed } = enterWorkspace(() => params.workspaceId)
  return (
    <WorkspaceContext.Provider value={inside}>
      <Switch>
        <Match when={closed()}>{(refusal) => <ClosedWorkspace refusal={refusal()} />}</Match>
        <Match when={ready()}>
          {(view) => (
            <>
              <TopBar onSkip={skipToCentre}>
                <span class="bar-place">
                  <a href={inside.path('')}>{view().name}</a>
                </span>
              </TopBar>
              <RecordAlarm />
              <div class="places" data-at={placeAt()}>
                <Thread />
                <Suspense fallback={<main class="centre" aria-busy="true" />}>{props.children}</Suspense>
              </div>
              <PlaceTabs />
              <PollWatch />
              <VoteWatch />
            </>
          )}
        </Match>
      </Switch>
    </WorkspaceContext.Provider>
  )
}

/** A page that fills its screen, with what the pages of the workspace share and nothing drawn around it: the room screen. */
export function WallLayout(props: ParentProps) {
  const params = useParams<{ workspaceId: string }>()
  const { inside, ready, closed } = enterWorkspace(() => params.workspaceId)
  return (
    <WorkspaceContext.Provider value={inside}>
      <Switch>
        <Match when={closed()}>{(refusal) => <ClosedWorkspace refusal={refusal()} />}</Match>
        <Match when={ready()}>{props.children}</Match>
      </Switch>
    </WorkspaceContext.Provider>
  )
}

/** What the pages share, for the workspace at this address; and why it does not open, when it does not. */
function enterWorkspace(workspaceId: () => string) {
  const workspace = live('people', () => call(doors.workspace, { params: { workspaceId: workspaceId() } }))
  const ready = () => (workspace()?.id === workspaceId() ? workspace() : undefined)
  const planId = () => ready()?.planId ?? ''
  // One socket for all the pages of the workspace: who is here, what changed, and the text itself. Another plan is another room.
  const openPlan = createMemo(planId)
  const [lineage, setLineage] = createSignal(0)
  const room = createMemo(() => {
    lineage()
    return openPlan() ? joinRoom(openPlan()) : null
  })
  // The room closes on whoever was removed or signed out: the workspace is asked again, and says which.
  createEffect(() => {
    const now = room()?.state()
    if (!now?.ended) return
    // SYNC-9: the plan goes on in another text (an amendment): one goes there, unless something typed here would be lost.
    if (now.ended === 'otherEpoch' && !now.unsaved && now.aside === null) {
      announce(t('amend.moved'))
      setLineage(untrack(lineage) + 1)
      return
    }
    void workspace.refetch()
  })
  // A screen that worked stays through a lost connection, and as long as it holds text that is saved nowhere else.
  const closed = () => {
    const refusal = workspace.error()
    if (!refusal || !ready()) return refusal
    return refusal.status === 404 && !room()?.state().unsaved ? refusal : null
  }
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
    votes: live(
      ['polls', 'voices'],
      ofPlan((id) => call(doors.votes, { params: { planId: id } })),
    ),
    path: (place) => `/demarches/${workspaceId()}${place && `/${place}`}`,
  }
  return { inside, ready, closed }
}

function ClosedWorkspace(props: { readonly refusal: RefusedByServer }) {
  return (
    <PlainPage title={t('shell.workspace.closed')} narrow>
      <div class="stack">
        <RefusalBanner refusal={props.refusal} />
        <ButtonLink href="/?toutes">{t('shell.notFound.act')}</ButtonLink>
      </div>
    </PlainPage>
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
