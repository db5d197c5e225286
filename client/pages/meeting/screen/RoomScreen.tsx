// L’écran de salle: one thing at a time in very large type, for a wall. No controls but the one that fills the screen; names of organisations
// only. Route …/seances/:meetingId/ecran; it needs a facilitator’s login to show the code that lets people in.
import { useParams } from '@solidjs/router'
import { createMemo, createSignal, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { type Scene, sceneOf } from '../../../../shared/meeting/screen.ts'
import { pick, t } from '../../../i18n.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { gaps, MeetingProvider } from '../MeetingShell.tsx'
import { liveMeeting, useMeeting } from '../meeting.ts'
import { CheckInScene } from './CheckInScene.tsx'
import { ItemScene } from './ItemScene.tsx'
import { PollScene } from './PollScene.tsx'
import { OverScene, QuorumScene, SpeechScene, SuspendedScene } from './scenes.tsx'

export function RoomScreenPage() {
  const params = useParams<{ meetingId: string }>()
  const meeting = liveMeeting(() => params.meetingId, gaps.desk)
  const ready = () => (meeting()?.id === params.meetingId ? meeting() : undefined)
  return (
    <Show
      when={ready()}
      fallback={
        <main class="room-screen" aria-busy={meeting.error() ? undefined : 'true'}>
          <RefusalBanner refusal={meeting.error()} />
        </main>
      }
    >
      {(view) => (
        <MeetingProvider view={view()} refetch={meeting.refetch}>
          <RoomScreen lost={meeting.error() !== null} />
        </MeetingProvider>
      )}
    </Show>
  )
}

function RoomScreen(props: { readonly lost: boolean }) {
  const { view } = useMeeting()
  const { room } = useWorkspace()
  const scene = createMemo<Scene>(() => sceneOf(view()))
  const linked = () => !props.lost && room().state().connected
  onMount(() => {
    document.title = `${pick(view().about.title)} · ${t('meeting.screen.title')}`
  })
  return (
    <main class="room-screen" data-scene={scene().kind}>
      <h1 class="visually-hidden">{pick(view().about.title)}</h1>
      <div class="scene">
        <Stage scene={scene()} />
      </div>
      <footer class="screen-foot">
        <span>{pick(view().about.title)}</span>
        <Show when={!linked()}>
          <span class="screen-lost">{t('meeting.screen.lost')}</span>
        </Show>
        <FullScreen />
      </footer>
    </main>
  )
}

function Stage(props: { readonly scene: Scene }) {
  const poll = () => (props.scene.kind === 'poll' ? props.scene : null)
  const item = () => (props.scene.kind === 'item' ? props.scene : null)
  return (
    <Switch>
      <Match when={props.scene.kind === 'checkIn'}>
        <CheckInScene />
      </Match>
      <Match when={item()}>{(one) => <ItemScene itemId={one().itemId} />}</Match>
      <Match when={props.scene.kind === 'queue'}>
        <SpeechScene />
      </Match>
      <Match when={props.scene.kind === 'quorum'}>
        <QuorumScene />
      </Match>
      <Match when={poll()}>{(one) => <PollScene pollId={one().pollId} />}</Match>
      <Match when={props.scene.kind === 'suspended'}>
        <SuspendedScene />
      </Match>
      <Match when={props.scene.kind === 'over'}>
        <OverScene />
      </Match>
    </Switch>
  )
}

/** Gone as soon as the screen is full; the browser’s own key brings it back. */
function FullScreen() {
  const [full, setFull] = createSignal(document.fullscreenElement !== null)
  const look = () => setFull(document.fullscreenElement !== null)
  onMount(() => {
    document.addEventListener('fullscreenchange', look)
    onCleanup(() => document.removeEventListener('fullscreenchange', look))
  })
  return (
    <Show when={!full() && document.fullscreenEnabled}>
      <button
        type="button"
        class="button"
        onClick={() => void document.documentElement.requestFullscreen().catch(() => {})}
      >
        {t('meeting.screen.full')}
      </button>
    </Show>
  )
}
